"""Whole pages for when there is nothing to read yet."""

from pullquote.ui.pages.empty import EmptyPage
from pullquote.ui.pages.recent import Recent
from pullquote.ui.pages.welcome import WelcomePage

__all__ = ["EmptyPage", "Recent", "WelcomePage"]
