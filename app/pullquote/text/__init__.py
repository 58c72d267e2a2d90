"""Strings and offsets: spans, conversions, folding, the tokenizer."""
