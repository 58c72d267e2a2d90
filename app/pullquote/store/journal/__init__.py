"""What was done to a project: operations, their history, undo and redo."""
