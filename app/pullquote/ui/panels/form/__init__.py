"""The fields of a label: its speaker, date, attributes, relations and note."""
