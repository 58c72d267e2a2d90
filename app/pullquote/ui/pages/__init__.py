"""The pages that stand where there is no text: the first one, and that of an empty project."""
