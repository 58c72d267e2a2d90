"""SQLite: the connection, the tables and the full-text index."""
