"""The table of actions, and what they do, a file for each subject."""
