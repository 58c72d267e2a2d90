"""Pullquote: annotate news text in which the same words come back again and again."""

__version__ = "0.1.0"
