"""Dialogs about several people: who labels what, files for them, and what comes back."""
