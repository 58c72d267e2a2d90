"""What takes time or joins rooms; the same for the window and the command line."""
