"""Plug-ins in a project: which are on, and what they suggest."""
