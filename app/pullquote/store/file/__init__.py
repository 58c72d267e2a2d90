"""The project as a file: opened, locked, looked through, backed up, made anew."""
