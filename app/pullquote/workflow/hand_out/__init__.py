"""Hand-outs: new project files, each with the documents of one annotator and nothing of others."""
