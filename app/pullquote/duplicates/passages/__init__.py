"""Passages: what lies between the borders of matches, and what repeats what."""
