"""The agreement room: how far people meant the same, and each place where they did not."""
