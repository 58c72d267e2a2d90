"""The Progress room: how far everybody is, and what was labelled."""
