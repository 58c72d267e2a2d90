"""Files come into a project: texts without labels, and exports with labels."""
