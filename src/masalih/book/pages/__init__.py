"""What pages hold beside prose and figures: reference, glossary, slides, links, metadata."""
