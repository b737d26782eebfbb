"""The book on paper and as an e-book, made of the built pages."""
