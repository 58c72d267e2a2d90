"""What a project holds: a module for each noun, with what reads it and what writes it."""
