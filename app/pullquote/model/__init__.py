"""The values that rooms hand to one another, and the label schema."""
