"""Dialogs: they are shown values, and say by signals what is wanted."""
