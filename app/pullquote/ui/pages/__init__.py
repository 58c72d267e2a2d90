"""Whole pages for when there is nothing to read yet."""

from pullquote.ui.pages.empty_project import EmptyPage
from pullquote.ui.pages.recent_projects import RecentProject
from pullquote.ui.pages.welcome import WelcomePage

__all__ = ["EmptyPage", "RecentProject", "WelcomePage"]
