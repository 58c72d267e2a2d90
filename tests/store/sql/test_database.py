"""Connections: whose they are, and when they are closed."""

import gc
import sqlite3
from pathlib import Path

import pytest

from pullquote.store import Project
from pullquote.store.errors import ProjectClosed
from pullquote.store.sql.database import Readers


def test_two_who_read_at_once_never_share_a_connection(project: Project, path: Path) -> None:
    readers = Readers(path, "ro")
    with readers.borrow() as one, readers.borrow() as other:
        assert one.link is not other.link
    with readers.borrow() as again:
        assert again.link in (one.link, other.link)
    readers.close()


def test_a_connection_that_comes_back_after_the_close_is_closed_then(
    project: Project, path: Path
) -> None:
    readers = Readers(path, "ro")
    with readers.borrow() as late:
        readers.close(timeout=0)
        assert late.value("SELECT 1") == 1
        link = late.link
    with pytest.raises(sqlite3.ProgrammingError):
        link.execute("SELECT 1")
    with pytest.raises(ProjectClosed), readers.borrow():
        pass


def test_no_thread_of_a_test_collects_what_others_left() -> None:
    assert not gc.isenabled()
