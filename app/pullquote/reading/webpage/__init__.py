"""Web pages: the article without the page around it, and what the page says about itself."""

from pullquote.reading.webpage.page import read

__all__ = ["read"]
