"""What stands more than once, inside a document and across the corpus."""
