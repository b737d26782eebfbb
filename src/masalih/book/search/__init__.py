"""The index of the search and the spellings it takes for one word."""
