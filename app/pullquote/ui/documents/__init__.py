"""The list of documents: search, order, filter, and where one stands with each."""

from pullquote.ui.documents.panel import DocumentsPanel
from pullquote.ui.documents.rows import EVERYTHING

__all__ = ["EVERYTHING", "DocumentsPanel"]
