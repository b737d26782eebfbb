"""Each family of layers is named once: builder, drawings and words ask the same list."""

HORIZONTAL = ("bars_horizontal", "ranges")  # whose amounts run along the horizontal axis
WORDS = ("event_lines", "edge", "note")  # words at the data, not data
