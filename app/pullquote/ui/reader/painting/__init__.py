"""What the reader paints, from the ground up: blocks, tints, words, underlines, captions, caret."""
