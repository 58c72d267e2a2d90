"""Forgetting removed documents for good."""

from pullquote.store.database import Database
from pullquote.store.values import Purged


def removed_documents(db: Database) -> list[str]:
    raise NotImplementedError


def purge(db: Database, actor: int) -> Purged:
    raise NotImplementedError
