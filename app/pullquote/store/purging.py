"""Forgetting removed documents for good."""

from pullquote.store import journal, search
from pullquote.store.database import Database
from pullquote.store.values import Purged

_REMOVED = """
    SELECT DISTINCT row, json_extract(before, '$.name') FROM change
    WHERE tab = 'document' AND after IS NULL AND row NOT IN (SELECT id FROM document) ORDER BY row
"""
_USED = """
    SELECT text_sha256 FROM document UNION SELECT a_text FROM duplicate_decision
    UNION SELECT b_text FROM duplicate_decision WHERE b_text IS NOT NULL
"""


def removed_documents(db: Database) -> list[str]:
    return [name for _row, name in db.every(_REMOVED)]


def purge(db: Database, actor: int) -> Purged:
    """A text that another document or a decision about duplicates refers to stays."""
    names = tuple(removed_documents(db))
    db.run("PRAGMA secure_delete = ON")
    with journal.transaction(db):
        details = {"reason": "purge", "documents": len(names)}
        operation = journal.begin(db, "Purge removed documents", actor, details, kind="barrier")
        journal.let_write(db, operation)
        search.forget_leftovers(db, -1)
        # Words that were taken out stay in the index until its parts are merged.
        db.run("INSERT INTO document_fts (document_fts) VALUES ('optimize')")
        db.run(
            "DELETE FROM change WHERE document > 0 AND document NOT IN (SELECT id FROM document)"
        )
        texts = db.run(f"DELETE FROM text WHERE sha256 NOT IN ({_USED})").rowcount
        journal.forbid_writing(db)
    db.run("VACUUM")
    db.run("PRAGMA secure_delete = OFF")
    return Purged(names, texts)
