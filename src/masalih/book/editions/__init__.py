"""One source, two editions: what belongs to which language, and how each is said."""
