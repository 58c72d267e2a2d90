"""Annotators and the register of speakers, as values."""

from typing import Any

from pullquote.model.values import Alias, Annotator, Speaker
from pullquote.store.database import Database
from pullquote.text.folding import fold

_ANNOTATOR = "SELECT id, uid, name, kind, pseudonym FROM annotator "
_SPEAKER = "SELECT id, uid, name, kind, note, merged_into FROM speaker "
_ALIAS = "SELECT id, uid, speaker, form, document FROM alias "


def folded_name(name: str) -> str:
    """The form in which two spellings of one name are equal."""
    return fold(name).text.strip()


def annotators(db: Database) -> list[Annotator]:
    return [Annotator(*row) for row in db.every(_ANNOTATOR + "ORDER BY id")]


def annotator(db: Database, row: int) -> Annotator | None:
    found = db.first(_ANNOTATOR + "WHERE id = ?", row)
    return None if found is None else Annotator(*found)


def speakers(db: Database) -> list[Speaker]:
    aliases: dict[int, list[Alias]] = {}
    for row in db.every(_ALIAS + "ORDER BY id"):
        aliases.setdefault(row[2], []).append(Alias(*row))
    found = db.every(_SPEAKER + "ORDER BY id")
    return [_speaker(row, aliases.get(row[0], [])) for row in found]


def speaker(db: Database, row: int) -> Speaker | None:
    found = db.first(_SPEAKER + "WHERE id = ?", row)
    if found is None:
        return None
    aliases = [Alias(*a) for a in db.every(_ALIAS + "WHERE speaker = ? ORDER BY id", row)]
    return _speaker(found, aliases)


def speaker_uses(db: Database) -> dict[int, int]:
    """How many annotations name each speaker; one that was merged counts for itself."""
    sql = "SELECT speaker, count(*) FROM annotation WHERE speaker IS NOT NULL GROUP BY speaker"
    return dict(db.every(sql))


def merged(db: Database, row: int) -> int:
    """The speaker that this one was merged into in the end, itself if it was not."""
    sql = """
        WITH RECURSIVE chain (id, next) AS (
            SELECT id, merged_into FROM speaker WHERE id = ?
            UNION SELECT s.id, s.merged_into FROM chain c JOIN speaker s ON s.id = c.next)
        SELECT id FROM chain WHERE next IS NULL
    """
    found: int | None = db.value(sql, row)
    return row if found is None else found


def _speaker(row: tuple[Any, ...], aliases: list[Alias]) -> Speaker:
    values = (*row, tuple(aliases))
    return Speaker(*values)
