"""The Adjudicate room: what annotators disagree about is looked at and settled."""
