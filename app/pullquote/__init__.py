"""Pullquote: annotate news text in which the same words come back again and again."""

__version__ = "0.2.0.dev0"
