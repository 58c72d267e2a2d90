"""Where everything stands in the reader, not yet painted: sizes, lines, lanes, captions, page."""
