"""An open document as reader and side panel show it, for the rooms that have a text."""
