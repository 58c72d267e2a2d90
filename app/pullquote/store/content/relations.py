"""Which relations the label schema lets two labels have."""

from pullquote.model.schema import RelationType, Schema
from pullquote.store.sql.database import Database

RelationEnd = tuple[int, int, int, str]  # annotation, document, annotator, layer


def broken_signature(
    db: Database, schema: Schema, kind: str, head: RelationEnd, tail: RelationEnd, role: str
) -> str:
    """Why the relation may not be added; empty if it may."""
    known = schema.relation(kind)
    if known is None:
        return "the project has no such relation"
    return _misfit(known, head, tail, role) or _conflict(db, known, head[0], tail[0], role)


def _misfit(known: RelationType, head: RelationEnd, tail: RelationEnd, role: str) -> str:
    if head[1:3] != tail[1:3]:
        return "its ends are not in one document of one annotator"
    if head[3] not in known.heads or tail[3] not in known.tails:
        return f"it does not go from {head[3]} to {tail[3]}"
    if role not in (known.roles or ("",)):
        return f"it has no role “{role}”"
    return ""


def _conflict(db: Database, known: RelationType, head: int, tail: int, role: str) -> str:
    if _too_many(db, known, head, role):
        return "there is one already"
    if head == tail or (known.acyclic and _leads_to(db, known.id, tail, head)):
        return "it would lead back to where it starts"
    return ""


def _too_many(db: Database, known: RelationType, head: int, role: str) -> bool:
    if known.most is None:
        return False
    sql = "SELECT count(*) FROM relation WHERE head = ? AND kind = ? AND role = ?"
    there: int = db.value(sql, head, known.id, role)
    return there >= known.most


def _leads_to(db: Database, kind: str, start: int, goal: int) -> bool:
    sql = """
        WITH RECURSIVE reached (id) AS (
            VALUES (?) UNION SELECT r.tail FROM reached JOIN relation r
                ON r.head = reached.id AND r.kind = ?)
        SELECT 1 FROM reached WHERE id = ?
    """
    return db.value(sql, start, kind, goal) is not None
