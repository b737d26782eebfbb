"""A chart of `masalih.charts` as a numbered figure of a page, with its tools and repeats."""
