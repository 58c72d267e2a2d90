"""What a person types into the search field, as a question to the full-text index.

Its statements are by hand: Peewee has no words for FTS5.
"""

import re

from pullquote.store.sql.database import FAULTS, Database, is_damage_of_index
from pullquote.store.values import SEARCHED_WORD, searchable

_PARTS = re.compile(r'"([^"]*)"?|([^"]+)')


def parse_search(typed: str) -> str:
    """An expression of FTS5, empty if nothing was asked.

    Every word must stand somewhere, those in quotation marks in this order one after the other; the
    last, if it may go on, as the beginning of a word, from its second letter on. Nothing that is
    typed is a mistake: signs are left out, an open quotation mark closes at the end.
    """
    if not typed:
        return ""
    straight = re.sub("[“”„«»]", '"', searchable(typed))
    asked: list[str] = []
    for quoted, loose in _PARTS.findall(straight):
        if quoted and (words := SEARCHED_WORD.findall(quoted)):
            asked.append(f'"{" ".join(words)}"')
        asked += [f'"{word}"' for word in SEARCHED_WORD.findall(loose)]
    if asked and straight[-1:].isalnum():
        asked[-1] += " *"
    return " AND ".join(dict.fromkeys(asked))


def index_new_documents(db: Database) -> None:
    """Take the documents that an operation added into the index, at its end.

    A damaged index is made anew: it is no reason to refuse the operation.
    """
    try:
        db.run("""
            INSERT INTO document_fts (rowid, title, content)
                SELECT id, title, content FROM search_due JOIN searched ON id = document
        """)
    except FAULTS as error:
        if not is_damage_of_index(error):
            raise
        index_all_documents(db)
    db.run("DELETE FROM search_due")


def index_all_documents(db: Database) -> None:
    """Make the index anew from the documents that are there."""
    db.run("INSERT INTO document_fts (document_fts) VALUES ('rebuild')")
    db.run("DELETE FROM search_leftover")


def forget_removed_documents(db: Database, most: int) -> None:
    """Take the words of removed documents out of the index, of some of them at a time.

    Inside a transaction: words that are taken out twice damage the index.
    """
    some = f"SELECT document FROM search_leftover ORDER BY document LIMIT {most}"
    try:
        db.run(f"""
            INSERT INTO document_fts (document_fts, rowid, title, content)
                SELECT 'delete', l.document, l.title, t.content
                FROM search_leftover l JOIN text t ON t.sha256 = l.text_sha256
                WHERE l.document IN ({some})
        """)
    except FAULTS as error:
        if not is_damage_of_index(error):
            raise
        index_all_documents(db)
    db.run(f"DELETE FROM search_leftover WHERE document IN ({some})")
