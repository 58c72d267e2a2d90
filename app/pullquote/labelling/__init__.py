"""What the keys of the text do: each press is one operation on the project."""
