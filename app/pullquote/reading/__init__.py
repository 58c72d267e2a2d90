"""Files without labels become documents."""
