"""Whether a project file keeps the rules, and its content as lines to compare two by."""

import hashlib
import json
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any, get_args

from pullquote.adjudication.values import Outcome
from pullquote.model.schema import RelationType, Schema
from pullquote.model.values import (
    ABOUT_TWO_STRETCHES,
    AssignmentRole,
    DecisionKind,
    Origin,
    ProposalKind,
    PublishedFrom,
    SpeakerKind,
    ToCheck,
)
from pullquote.store.sql.database import FAULTS, Database, question_marks, sqlite_message, to_json
from pullquote.store.sql.tables import JOURNALLED
from pullquote.store.values import CheckProblem

_KNOWN: dict[tuple[str, str], tuple[str, ...]] = {
    ("document", "published_from"): get_args(PublishedFrom),
    ("assignment", "role"): get_args(AssignmentRole),
    ("speaker", "kind"): get_args(SpeakerKind),
    ("annotation", "origin"): get_args(Origin),
    ("annotation", "to_check"): get_args(ToCheck),
    ("relation", "origin"): get_args(Origin),
    ("duplicate_decision", "kind"): get_args(DecisionKind),
    ("adjudication", "outcome"): get_args(Outcome),
    ("proposal", "kind"): get_args(ProposalKind),
}
# By hand, all of them: what breaks a rule is looked for past whatever the models say.
_OUTSIDE = """
    SELECT a.uid, a.start, a."end", d.name FROM annotation a JOIN document d ON d.id = a.document
    JOIN text t ON t.sha256 = d.text_sha256 WHERE a."end" > t.characters
    UNION ALL
    SELECT 'a suggestion of ' || s.source, s.start, s."end", d.name FROM foreign_suggestion s
    JOIN document d ON d.id = s.document
    JOIN text t ON t.sha256 = d.text_sha256 WHERE s."end" > t.characters
    UNION ALL
    SELECT 'a rejection', r.start, r."end", d.name FROM rejection r
    JOIN document d ON d.id = r.document
    JOIN text t ON t.sha256 = d.text_sha256 WHERE r."end" > t.characters
    UNION ALL
    SELECT c.uid, c.a_start, c.a_end, 'a decision' FROM duplicate_decision c
    JOIN text t ON t.sha256 = c.a_text WHERE c.a_end > t.characters
    UNION ALL
    SELECT c.uid, c.b_start, c.b_end, 'a decision' FROM duplicate_decision c
    JOIN text t ON t.sha256 = c.b_text WHERE c.b_end > t.characters
"""
_RELATIONS = """
    SELECT r.uid, r.kind, r.role, h.layer, t.layer, d.name,
           count(*) OVER (PARTITION BY r.head, r.kind, r.role)
    FROM relation r JOIN annotation h ON h.id = r.head JOIN annotation t ON t.id = r.tail
    JOIN document d ON d.id = r.document ORDER BY r.id
"""
_CYCLES = """
    WITH RECURSIVE reached (start, id, kind) AS (
        SELECT head, tail, kind FROM relation WHERE kind = ?
        UNION SELECT reached.start, r.tail, r.kind FROM reached
        JOIN relation r ON r.head = reached.id AND r.kind = reached.kind)
    SELECT DISTINCT a.uid FROM reached JOIN annotation a ON a.id = reached.id
    WHERE reached.start = reached.id
"""
_MERGED = """
    WITH RECURSIVE chain (start, id) AS (
        SELECT id, merged_into FROM speaker WHERE merged_into IS NOT NULL
        UNION SELECT chain.start, s.merged_into FROM chain JOIN speaker s ON s.id = chain.id
        WHERE s.merged_into IS NOT NULL)
    SELECT DISTINCT s.name FROM chain JOIN speaker s ON s.id = chain.id WHERE start = chain.id
"""

# Where the labels that were compared are gone too there is nothing to settle.
_RESULTS_GONE = """
    SELECT d.name, a.at, count(*) FROM adjudication a, json_each(a.results) r
    JOIN document d ON d.id = a.document
    WHERE NOT EXISTS (
        SELECT 1 FROM annotation x JOIN annotator p ON p.id = x.annotator
        WHERE x.uid = r.value AND x.document = a.document AND p.kind = 'adjudicated')
    AND EXISTS (
        SELECT 1 FROM json_each(a.sources) s
        JOIN annotation y ON y.uid = json_extract(s.value, '$[0]'))
    GROUP BY a.id ORDER BY a.id
"""
_COUNTED = "SELECT annotator, document, layer, n FROM document_counts"
_COUNT = "SELECT annotator, document, layer, count(*) FROM annotation GROUP BY 1, 2, 3"


def find_problems(db: Database, schema: Schema) -> Iterator[CheckProblem]:
    """Nothing for a sound project; a file too damaged to go on with ends the list."""
    try:
        yield from _file(db)
        yield from _texts(db)
        yield from _values(db)
        yield from _offsets(db)
        yield from _relations(db, schema)
        yield from _speakers(db)
        yield from _decisions(db)
        yield from _journal(db)
        yield from _derived(db)
    except FAULTS as error:
        yield CheckProblem("file", f"The file cannot be read to its end: {sqlite_message(error)}.")


def _file(db: Database) -> Iterator[CheckProblem]:
    for (found,) in db.every("PRAGMA integrity_check"):
        if found != "ok":
            yield CheckProblem("file", f"The file is damaged: {found}.")
    for table, row, parent, _key in db.every("PRAGMA foreign_key_check"):
        sentence = f"Row {row} of {table} refers to a {parent} that is not there."
        yield CheckProblem("reference", sentence)
    if db.value("SELECT operation FROM current") is not None:
        yield CheckProblem("journal", "The journal is open though nothing is being changed.")


def _texts(db: Database) -> Iterator[CheckProblem]:
    with db.stream("SELECT sha256, content, characters FROM text") as texts:
        changed = [
            digest
            for digest, content, characters in texts
            if hashlib.sha256(content.encode()).hexdigest() != digest or len(content) != characters
        ]
    for digest in changed:
        names = db.every("SELECT name FROM document WHERE text_sha256 = ?", digest)
        of = ", ".join(name for (name,) in names) or "a removed document"
        yield CheckProblem("text", f"The text of {of} is not the one that was read.")


def _values(db: Database) -> Iterator[CheckProblem]:
    """What a column may hold, where that is a list that grows and no rule of the tables."""
    for (table, column), known in _KNOWN.items():
        sql = f"SELECT id, {column} FROM {table} WHERE {column} NOT IN ({question_marks(known)})"
        for row, value in db.every(sql, *known):
            sentence = f"Row {row} of {table} has “{value}” as its {column.replace('_', ' ')}."
            yield CheckProblem("value", sentence)
    sql = f"""
        SELECT id, kind FROM duplicate_decision
        WHERE (b_text IS NULL) = (kind IN ({question_marks(ABOUT_TWO_STRETCHES)}))
    """
    for row, kind in db.every(sql, *ABOUT_TWO_STRETCHES):
        sentence = f"Row {row} of duplicate_decision is “{kind}” about the wrong number of texts."
        yield CheckProblem("value", sentence)


def _offsets(db: Database) -> Iterator[CheckProblem]:
    for uid, start, end, where in db.every(_OUTSIDE):
        sentence = f"{uid} from {start} to {end} reaches over the end of the text of {where}."
        yield CheckProblem("offsets", sentence)


def _relations(db: Database, schema: Schema) -> Iterator[CheckProblem]:
    for uid, kind, role, head, tail, where, count in db.every(_RELATIONS):
        known = schema.relation(kind)
        if known is not None and not _fits(known, role, head, tail, count):
            sentence = f"The relation {uid} ({kind}) in {where} breaks the rules of the schema."
            yield CheckProblem("relation", sentence)
    for relation in schema.relations:
        if relation.acyclic:
            for (uid,) in db.every(_CYCLES, relation.id):
                sentence = f"The relation {relation.id} leads from {uid} back to it."
                yield CheckProblem("relation", sentence)


def _fits(known: RelationType, role: str, head: str, tail: str, count: int) -> bool:
    ends = head in known.heads and tail in known.tails
    return ends and role in (known.roles or ("",)) and (known.most is None or count <= known.most)


def _speakers(db: Database) -> Iterator[CheckProblem]:
    for (name,) in db.every(_MERGED):
        yield CheckProblem("speaker", f"{name} is merged into others that are merged into it.")


def _decisions(db: Database) -> Iterator[CheckProblem]:
    for name, at, gone in db.every(_RESULTS_GONE):
        labels = "a label" if gone == 1 else f"{gone} labels"
        sentence = (
            f"The decision of {at[:10]} in {name} put {labels} into the adjudicated version"
            ", not there any more: settle that place again."
        )
        yield CheckProblem("adjudication", sentence)


def _journal(db: Database) -> Iterator[CheckProblem]:
    """Each row must be what its journal says it came to."""
    with db.stream("SELECT tab, row, before, after FROM change ORDER BY tab, row, id") as changes:
        for (table, row), steps in groupby(changes, key=itemgetter(0, 1)):
            if table not in JOURNALLED or not _replays(db, table, row, steps):
                sentence = f"The journal of row {row} of {table} does not fit it."
                yield CheckProblem("journal", sentence)
    for table in JOURNALLED:
        sql = f"SELECT id FROM {table} WHERE id NOT IN (SELECT row FROM change WHERE tab = ?)"
        for (row,) in db.every(sql, table):
            yield CheckProblem("journal", f"Row {row} of {table} is not in the journal.")


def _replays(db: Database, table: str, row: int, steps: Iterator[tuple[Any, ...]]) -> bool:
    image: dict[str, Any] | None = {}
    for _table, _row, before, after in steps:
        if not all(map(_is_image, (before, after))):
            return False
        left = json.loads(before) if before else None
        if image and (left is None or any(image.get(name) != left[name] for name in left)):
            return False
        image = {**(image or {}), **json.loads(after)} if after else None
    cursor = db.run(f"SELECT * FROM {table} WHERE id = ?", (row,))
    found = cursor.fetchone()
    if image is None or found is None:
        return image is None and found is None
    there = dict(zip((column[0] for column in cursor.description), found, strict=True))
    return all(there.get(name) == content for name, content in image.items())


def _is_image(content: str | None) -> bool:
    if content is None:
        return True
    try:
        return isinstance(json.loads(content), dict)
    except ValueError:
        return False


def _derived(db: Database) -> Iterator[CheckProblem]:
    if set(db.every(_COUNTED)) != set(db.every(_COUNT)):
        yield CheckProblem("counts", "The counts of labels are not those of the labels.")
    indexed = set(db.every("SELECT id FROM document_fts_docsize"))
    named = set(db.every("SELECT id FROM document UNION SELECT document FROM search_leftover"))
    if indexed != named or db.value("SELECT 1 FROM search_due"):
        yield CheckProblem("search", "The search does not know all documents.")


# The tables that columns refer to by row; where a row has a uid, that stands in the dump instead.
_REFERS_TO = {
    "document": "document",
    "version_of": "document",
    "annotator": "annotator",
    "created_by": "annotator",
    "by": "annotator",
    "speaker": "speaker",
    "institution": "speaker",
    "merged_into": "speaker",
    "other": "speaker",
    "head": "annotation",
    "tail": "annotation",
    "handout": "handout",
}

# Here it is the uid of an operation.
_PLAIN = {("collected", "head")}


def dump(db: Database) -> bytes:
    """A line of JSON a row, without row ids; a text stands for itself by its hash."""
    uids: dict[str, dict[int, str]] = {
        table: dict(db.every(f"SELECT id, uid FROM {table}")) for table in set(_REFERS_TO.values())
    }
    lines: list[str] = []
    for table in JOURNALLED:
        lines += sorted(_lines(db, table, uids))
    return "".join(lines).encode()


def _lines(db: Database, table: str, uids: dict[str, dict[int, str]]) -> Iterator[str]:
    with db.stream(f'SELECT * FROM "{table}"') as cursor:
        names = [column[0] for column in cursor.description]
        for row in cursor:
            named: dict[str, Any] = dict(zip(names, row, strict=True))
            del named["id"]
            for column in named.keys() & _REFERS_TO.keys():
                if named[column] is not None and (table, column) not in _PLAIN:
                    named[column] = uids[_REFERS_TO[column]][named[column]]
            yield to_json([table, named.get("uid", ""), named]) + "\n"
