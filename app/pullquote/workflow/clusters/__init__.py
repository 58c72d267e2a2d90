"""All repeats of a project at once, and what people decide about them."""
