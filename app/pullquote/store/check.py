"""Whether a project file keeps the rules, and its content as lines to compare two by."""

import hashlib
import sqlite3
from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any, get_args

from peewee import SQL, Field, ModelSelect, Select, Value, fn

from pullquote.adjudication.values import Outcome
from pullquote.model.rules import label_problems
from pullquote.model.schema import RelationType, Schema
from pullquote.model.values import (
    ABOUT_TWO_STRETCHES,
    Annotation,
    AnnotatorKind,
    AssignmentRole,
    DecisionKind,
    Origin,
    ProposalKind,
    PublishedFrom,
    SpeakerKind,
    StateValue,
    ToCheck,
)
from pullquote.store.content.adjudications import read_adjudications
from pullquote.store.journal.fold import KEPT_WHOLE, folded_until
from pullquote.store.journal.row_check import fits_journal
from pullquote.store.sql.database import FAULTS, Database, sqlite_message, whole_copy
from pullquote.store.sql.derived_tables import (
    DocumentCountsTable,
    SearchDueTable,
    SearchLeftoverTable,
)
from pullquote.store.sql.fields import DamagedRow, mapping_from_json, to_json
from pullquote.store.sql.statements import ASKED, LISTED, Statement, select
from pullquote.store.sql.tables import (
    JOURNALLED,
    AdjudicationTable,
    AnnotationTable,
    AnnotatorTable,
    AssignmentTable,
    ChangeTable,
    CurrentTable,
    DocumentTable,
    DuplicateDecisionTable,
    ForeignSuggestionTable,
    ProposalTable,
    RejectionTable,
    RelationTable,
    SpeakerTable,
    StateTable,
    TextTable,
    column_names,
    table_name,
)
from pullquote.store.values import CheckProblem

_KNOWN: dict[Field, tuple[str, ...]] = {
    DocumentTable.published_from: get_args(PublishedFrom),
    AssignmentTable.role: get_args(AssignmentRole),
    SpeakerTable.kind: get_args(SpeakerKind),
    AnnotatorTable.kind: get_args(AnnotatorKind),
    StateTable.value: get_args(StateValue),
    AnnotationTable.origin: get_args(Origin),
    AnnotationTable.to_check: get_args(ToCheck),
    RelationTable.origin: get_args(Origin),
    DuplicateDecisionTable.kind: get_args(DecisionKind),
    AdjudicationTable.outcome: get_args(Outcome),
    ProposalTable.kind: get_args(ProposalKind),
}
_TEXTS = select(TextTable, "sha256", "content", "characters")
_NAMES_OF_TEXT = select(DocumentTable, "name", by=["text_sha256"])
_UID_OF_ANNOTATION = select(AnnotationTable, "uid", by=["id"])
_NAME_OF_SPEAKER = select(SpeakerTable, "name", by=["id"])
_NAME_OF_DOCUMENT = select(DocumentTable, "name", by=["id"])
_CHANGES = select(
    ChangeTable, "tab", "row", "document", "before", "after", "id", order=("tab", "row", "id")
)
_LABELS_THERE = Statement(
    lambda: AnnotationTable.select(AnnotationTable.id).where(AnnotationTable.uid.in_(LISTED))
)
_RESULTS_THERE = Statement(
    lambda: (
        AnnotationTable.select(fn.COUNT(AnnotationTable.id))
        .join(AnnotatorTable, on=(AnnotatorTable.id == AnnotationTable.annotator))
        .where(
            AnnotationTable.uid.in_(LISTED),
            AnnotationTable.document == ASKED,
            AnnotatorTable.kind == "adjudicated",
        )
    )
)
_KINDS_OF_LABEL = Statement(
    lambda: AnnotationTable.select(
        AnnotationTable.layer,
        AnnotationTable.attributes,
        fn.MAX(AnnotationTable.speaker),
        fn.COUNT(AnnotationTable.id),
        fn.MIN(AnnotationTable.document),
    ).group_by(AnnotationTable.layer, AnnotationTable.attributes, AnnotationTable.speaker.is_null())
)
_COUNTED = select(DocumentCountsTable, "annotator", "document", "layer", "n")


def find_problems(db: Database, schema: Schema) -> Iterator[CheckProblem]:
    """Nothing for a sound project; a file too damaged to go on with ends the list."""
    try:
        yield from _file(db)
        yield from _texts(db)
        yield from _values(db)
        yield from _offsets(db)
        yield from _relations(db, schema)
        yield from _labels(db, schema)
        yield from _speakers(db)
        yield from _decisions(db)
        yield from _journal(db)
        yield from _derived(db)
    except FAULTS as error:
        yield CheckProblem("file", f"The file cannot be read to its end: {sqlite_message(error)}.")


def _file(db: Database) -> Iterator[CheckProblem]:
    with whole_copy(db) as copy:
        damage = [found for (found,) in copy.execute("PRAGMA integrity_check") if found != "ok"]
        search = _damage_of_search(copy)
    for found in damage:
        yield CheckProblem("file", f"The file is damaged: {found}.")
    if search and not damage:
        yield CheckProblem("search", f"What the search knows is damaged: {search}.")
    for table, row, parent, _key in db.every("PRAGMA foreign_key_check"):
        sentence = f"Row {row} of {table} refers to a {parent} that is not there."
        yield CheckProblem("reference", sentence)
    if db.value(select(CurrentTable, "operation")) is not None:
        yield CheckProblem("journal", "The journal is open though nothing is being changed.")


def _damage_of_search(copy: sqlite3.Connection) -> str:
    """What SQLite does not look at by itself: whether the index of words is whole."""
    try:
        copy.execute("INSERT INTO document_fts (document_fts) VALUES ('integrity-check')")
    except sqlite3.Error as error:
        return str(error)
    return ""


def _texts(db: Database) -> Iterator[CheckProblem]:
    with db.stream(_TEXTS) as texts:
        changed = [
            digest
            for digest, content, characters in texts
            if hashlib.sha256(content.encode()).hexdigest() != digest or len(content) != characters
        ]
    for digest in changed:
        of = ", ".join(db.column(_NAMES_OF_TEXT, digest)) or "a removed document"
        yield CheckProblem("text", f"The text of {of} is not the one that was read.")


def _values(db: Database) -> Iterator[CheckProblem]:
    """What a column may hold, where that is a list that grows and no rule of the tables."""
    for field, known in _KNOWN.items():
        table, column = table_name(field.model), field.column_name.replace("_", " ")
        for row, value in db.ask(field.model.select(SQL("id"), field).where(field.not_in(known))):
            yield CheckProblem("value", f"Row {row} of {table} has “{value}” as its {column}.")
    decision = DuplicateDecisionTable
    alone = decision.b_text.is_null() == decision.kind.in_(ABOUT_TWO_STRETCHES)
    for row, kind in db.ask(decision.select(decision.id, decision.kind).where(alone)):
        sentence = f"Row {row} of duplicate_decision is “{kind}” about the wrong number of texts."
        yield CheckProblem("value", sentence)


def _offsets(db: Database) -> Iterator[CheckProblem]:
    for query in _outside():
        for uid, start, end, where in db.ask(query):
            sentence = f"{uid} from {start} to {end} reaches over the end of the text of {where}."
            yield CheckProblem("offsets", sentence)


def _outside() -> "Iterator[ModelSelect[Any]]":
    """What reaches over the end of its text: how it is called, start, end, and where it stands."""
    suggested = Value("a suggestion of ").concat(ForeignSuggestionTable.source)
    table: type[Any]
    for table, name in (
        (AnnotationTable, AnnotationTable.uid),
        (ForeignSuggestionTable, suggested),
        (RejectionTable, Value("a rejection")),
    ):
        found = table.select(name, table.start, table.end, DocumentTable.name)
        yield found.join(DocumentTable).join(TextTable).where(table.end > TextTable.characters)
    decision = DuplicateDecisionTable
    for text, start, end in (
        (decision.a_text, decision.a_start, decision.a_end),
        (decision.b_text, decision.b_start, decision.b_end),
    ):
        made = decision.select(decision.uid, start, end, Value("a decision"))
        yield made.join(TextTable, on=(TextTable.sha256 == text)).where(end > TextTable.characters)


def _labels(db: Database, schema: Schema) -> Iterator[CheckProblem]:
    """What the schema does not have: labels of it are kept, and shown as unknown."""
    found: Counter[str] = Counter()
    first: dict[str, str] = {}
    for layer, attributes, speaker, labels, document in db.every(_KINDS_OF_LABEL):
        try:
            said = mapping_from_json(attributes)
            if not all(isinstance(value, str) for value in said.values()):
                raise DamagedRow
            label = Annotation(0, "", 0, 0, layer, 0, 1, said, speaker=speaker)
            problems = [*map(str, label_problems(schema, label))]
        except DamagedRow:
            problems = ["What a label says of itself cannot be read"]
        for problem in problems:
            found[problem] += labels
            first.setdefault(problem, db.value(_NAME_OF_DOCUMENT, document) or "")
    for problem, labels in sorted(found.items()):
        of = f"{labels:,} labels, the first in {first[problem]}"
        yield CheckProblem("schema", f"{problem.rstrip('.')} ({of}).")


def _relations(db: Database, schema: Schema) -> Iterator[CheckProblem]:
    for uid, kind, role, head, tail, where, count in db.ask(_related()):
        known = schema.relation(kind)
        if known is not None and not _fits(known, role, head, tail, count):
            sentence = f"The relation {uid} ({kind}) in {where} breaks the rules of the schema."
            yield CheckProblem("relation", sentence)
    relation = RelationTable
    for kind in (known.id for known in schema.relations if known.acyclic):
        for (row,) in db.ask(_circles(relation.head, relation.tail, relation.kind == kind)):
            uid = db.value(_UID_OF_ANNOTATION, row)
            yield CheckProblem("relation", f"The relation {kind} leads from {uid} back to it.")


def _related() -> "ModelSelect[Any]":
    """Uid, kind, role, the layers of both ends, where, how many of kind and role the head has."""
    relation, head, tail = RelationTable, AnnotationTable.alias(), AnnotationTable.alias()
    count = fn.COUNT(relation.id).over(partition_by=[relation.head, relation.kind, relation.role])
    return (
        relation.select(
            relation.uid, relation.kind, relation.role, head.layer, tail.layer,
            DocumentTable.name, count,
        )
        .join(head, on=(head.id == relation.head))
        .join(tail, on=(tail.id == relation.tail))
        .join(DocumentTable, on=(DocumentTable.id == relation.document))
        .order_by(relation.id)
    )  # fmt: skip


def _circles(start: Field, end: Field, *where: Any) -> Select:  # noqa: ANN401 - conditions
    """From where `end` leads, step by step, back to `start`."""
    table, where = start.model, (end.is_null(False), *where)
    first = table.select(start.alias("start"), end.alias("reached")).where(*where)
    chain = first.cte("chain", recursive=True)
    further = table.select(chain.c.start, end).join(chain, on=(chain.c.reached == start))
    chain = chain.union(further.where(*where))
    found: Select = chain.select_from(chain.c.start)
    return found.where(chain.c.start == chain.c.reached).distinct()


def _fits(known: RelationType, role: str, head: str, tail: str, count: int) -> bool:
    ends = head in known.heads and tail in known.tails
    return ends and role in (known.roles or ("",)) and (known.most is None or count <= known.most)


def _speakers(db: Database) -> Iterator[CheckProblem]:
    for (row,) in db.ask(_circles(SpeakerTable.id, SpeakerTable.merged_into)):
        name = db.value(_NAME_OF_SPEAKER, row)
        yield CheckProblem("speaker", f"{name} is merged into others that are merged into it.")


def _decisions(db: Database) -> Iterator[CheckProblem]:
    """Where the labels that were compared are gone too there is nothing to settle."""
    for decision in read_adjudications(db, None):
        results, sources = set(decision.results), [uid for uid, _content in decision.sources]
        gone = len(results) - db.value(_RESULTS_THERE, to_json([*results]), decision.document)
        if gone and db.value(_LABELS_THERE, to_json(sources)):
            name = db.value(_NAME_OF_DOCUMENT, decision.document)
            labels = "a label" if gone == 1 else f"{gone} labels"
            sentence = (
                f"The decision of {decision.at[:10]} in {name} put {labels} into the adjudicated "
                "version, not there any more: settle that place again."
            )
            yield CheckProblem("adjudication", sentence)


def _journal(db: Database) -> Iterator[CheckProblem]:
    """Each row must be what its journal says it came to."""
    folded = folded_until(db)
    with db.stream(_CHANGES) as changes:
        for (table, row), steps in groupby(changes, key=itemgetter(0, 1)):
            if table not in JOURNALLED or not fits_journal(
                db, table, row, steps, 0 if table in KEPT_WHOLE else folded
            ):
                sentence = f"The journal of row {row} of {table} does not fit it."
                yield CheckProblem("journal", sentence)
    for name, model in JOURNALLED.items():
        told = ChangeTable.select(ChangeTable.row).where(ChangeTable.tab == name)
        identity = SQL("id")
        for (row,) in db.ask(model.select(identity).where(identity.not_in(told))):
            yield CheckProblem("journal", f"Row {row} of {name} is not in the journal.")


def _derived(db: Database) -> Iterator[CheckProblem]:
    label = AnnotationTable
    by = (label.annotator, label.document, label.layer)
    counts = db.ask(label.select(*by, fn.COUNT(label.id)).group_by(*by))
    if set(db.every(_COUNTED)) != set(counts):
        yield CheckProblem("counts", "The counts of labels are not those of the labels.")
    # By hand, as all of FTS5.
    indexed = set(db.column("SELECT id FROM document_fts_docsize"))
    named = set(db.column(select(DocumentTable, "id")))
    named |= set(db.column(select(SearchLeftoverTable, "document")))
    if indexed != named or db.first(select(SearchDueTable, "document")):
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
        table: dict(db.every(select(JOURNALLED[table], "id", "uid")))
        for table in set(_REFERS_TO.values())
    }
    lines: list[str] = []
    for table in JOURNALLED:
        lines += sorted(_lines(db, table, uids))
    return "".join(lines).encode()


def _lines(db: Database, table: str, uids: dict[str, dict[int, str]]) -> Iterator[str]:
    names = column_names(JOURNALLED[table])
    with db.stream(select(JOURNALLED[table], *names)) as rows:
        for row in rows:
            named: dict[str, Any] = dict(zip(names, row, strict=True))
            del named["id"]
            for column in named.keys() & _REFERS_TO.keys():
                if named[column] is not None and (table, column) not in _PLAIN:
                    named[column] = uids[_REFERS_TO[column]][named[column]]
            yield to_json([table, named.get("uid", ""), named]) + "\n"
