"""What stands more than once, inside a document and across the corpus.

The doors are `find.find`, `blocks.blocks`, `diff.diff` and `compare.similarity`. Blocks need no
NumPy, so that a window can open without it.
"""
