"""The list of documents: search, order, filter, and where one stands with each."""

from pullquote.ui.documents.model import EVERYTHING
from pullquote.ui.documents.panel import DocumentsPanel

__all__ = ["EVERYTHING", "DocumentsPanel"]
