"""PDF files: glyphs with their places become lines, columns, paragraphs and a text."""
