"""Files with labels, out and in."""
