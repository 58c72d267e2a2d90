"""Matches: two stretches of words that answer to one another."""
