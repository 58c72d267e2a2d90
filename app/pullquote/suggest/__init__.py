"""First guesses that an annotator takes or leaves."""
