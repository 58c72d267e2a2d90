"""Files that came back are taken into the project: read, compared, decided, written."""
