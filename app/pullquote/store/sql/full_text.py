"""What a person types into the search field, as a question to the full-text index."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from pullquote.store.sql.database import Database
from pullquote.store.values import ChangedRow

_PARTS = re.compile(r'"([^"]*)"?|([^"]+)')
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class SearchWords:
    """`expression` is FTS5's, empty if nothing was asked; `phrases` are to be looked for after."""

    expression: str
    phrases: tuple[re.Pattern[str], ...] = ()

    def fit(self, title: str, content: str) -> bool:
        places = (_bare(title), _bare(content))
        return all(any(phrase.search(place) for place in places) for phrase in self.phrases)


def parse_search(typed: str) -> SearchWords:
    """Every word must stand somewhere; the last, if it may go on, as the beginning of a word.

    Nothing that is typed is a mistake: signs are left out, an open quotation mark closes at the
    end.
    """
    straight = re.sub("[“”„«»]", '"', unicodedata.normalize("NFC", typed))
    asked: list[str] = []
    phrases: list[re.Pattern[str]] = []
    for quoted, loose in _PARTS.findall(straight):
        asked += [f'"{word}"' for word in _WORD.findall(quoted or loose)]
        words = _WORD.findall(_bare(quoted))
        if len(words) > 1:
            phrases.append(re.compile(r"\b" + r"[\W_]+".join(words) + r"\b"))
    if asked and straight[-1:].isalnum():
        asked[-1] += " *"
    return SearchWords(" AND ".join(dict.fromkeys(asked)), tuple(phrases))


def index_new_documents(db: Database, rows: Iterable[ChangedRow]) -> None:
    """Take the documents that an operation added into the index, at its end."""
    if any(row.table == "document" and row.what == "insert" for row in rows):
        db.run("""
            INSERT INTO document_fts (rowid, title, content)
                SELECT id, title, content FROM search_due JOIN searched ON id = document
        """)
        db.run("DELETE FROM search_due")


def forget_removed_documents(db: Database, most: int) -> None:
    """Take the words of removed documents out of the index, of some of them at a time."""
    some = f"SELECT document FROM search_leftover ORDER BY document LIMIT {most}"
    db.run(f"""
        INSERT INTO document_fts (document_fts, rowid, title, content)
            SELECT 'delete', l.document, l.title, t.content
            FROM search_leftover l JOIN text t ON t.sha256 = l.text_sha256
            WHERE l.document IN ({some})
    """)
    db.run(f"DELETE FROM search_leftover WHERE document IN ({some})")


def _bare(text: str) -> str:
    """Without case and accents, as two spellings of a word are equal in a phrase."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFD", text.lower())
    return "".join(c for c in apart if not unicodedata.combining(c))
