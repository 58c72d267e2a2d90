"""Keyboard and mouse in the text: the caret, the edges of a label, and what is under the mouse."""
