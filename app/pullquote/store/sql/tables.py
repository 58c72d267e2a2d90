"""The tables of a project file, said once: columns, defaults, checks, keys and indexes.

A new file is made from these models, triggers are generated from them, and the statements beside
each noun in `content` are compiled from them. They stand for no database: what is compiled is text,
and runs on the connection of whoever runs it, so two projects can be open at once.

Lists of values that grow (origins, kinds) are no rules of the tables: the types of `model` say what
may be written, and `check` looks for anything else.
"""

import re
from collections.abc import Sequence
from typing import Any, Literal, NamedTuple

from peewee import (
    SQL,
    AutoField,
    CharField,
    Check,
    DateTimeField,
    FloatField,
    ForeignKeyField,
    IntegerField,
    Metadata,
    Model,
    TextField,
)

from pullquote.model.values import HandedDocument
from pullquote.store.sql.fields import FlagField, JsonField, ListField


class Index(NamedTuple):
    """`columns` as SQL; where there is a condition, only rows that meet it are in the index."""

    table: type[Model]
    name: str
    columns: tuple[str, ...]
    where: str = ""
    unique: bool = False


def default(value: str) -> SQL:
    return SQL(f"DEFAULT {value}")


def _reference(
    table: type[Model] | Literal["self"],
    column: str,
    **options: Any,  # noqa: ANN401 - as a field takes them
) -> "ForeignKeyField[Any]":
    """To the id of a row, or to its `field`; the indexes below are chosen by hand."""
    found: ForeignKeyField[Any] = ForeignKeyField(
        table, column_name=column, index=False, backref="+", **options
    )
    return found


_JSON_LIST = default("'[]'")
_JSON_OBJECT = default("'{}'")
_EMPTY = default("''")
_ZERO = default("0")


def _name_of(table: type[Model]) -> str:
    """`document_group` of DocumentGroupTable."""
    words: list[str] = re.findall("[A-Z][a-z]+", table.__name__)
    return "_".join(words[:-1]).lower()


class FileTable(Model):
    class Meta:
        table_function = _name_of
        legacy_table_names = False


class RowTable(FileTable):
    """An id is given out once, which SQLite sees to by this only: the journal means one row."""

    id = AutoField(constraints=[SQL("AUTOINCREMENT")])


class NamedRowTable(RowTable):
    """Rows that other files know too."""

    uid = TextField(unique=True)


# --- content ---


class ProjectTable(FileTable):
    """One row: what the file says of itself."""

    id = IntegerField(primary_key=True, constraints=[Check("id = 1")])
    uid = TextField(unique=True)
    name = TextField()
    schema_toml = TextField()
    guidelines_md = TextField(constraints=[_EMPTY])
    settings = JsonField(constraints=[_JSON_OBJECT])
    handout_uid = TextField(null=True)
    handout_annotator = TextField(null=True)


class TextTable(RowTable):
    """Append-only. `characters` stands before `content`: each label reads it, and not the text."""

    sha256 = TextField(unique=True)
    characters = IntegerField()
    content = TextField()


class DocumentTable(NamedRowTable):
    text_sha256 = _reference(TextTable, "text_sha256", field="sha256")
    name = TextField()
    external_id = TextField(null=True)
    title = TextField(constraints=[_EMPTY])
    source = TextField(null=True)
    url = TextField(null=True)
    language = TextField(null=True)
    published = TextField(null=True)
    published_from = TextField(constraints=[default("'unknown'")])
    published_evidence = JsonField(null=True)
    published_doubt = TextField(null=True)
    raw_sha256 = TextField(constraints=[_EMPTY])
    origin = TextField(constraints=[_EMPTY])
    origin_row = IntegerField(constraints=[_ZERO])
    part = IntegerField(constraints=[_ZERO, Check("part >= 0")])
    encoding = TextField()
    newline = TextField()
    reader = TextField(constraints=[_EMPTY])
    replaced = IntegerField(constraints=[_ZERO])
    version_of = _reference("self", "version_of", null=True, on_delete="SET NULL")
    excluded = TextField(null=True)
    metadata = JsonField(constraints=[_JSON_OBJECT])


class AnnotatorTable(NamedRowTable):
    name = TextField(unique=True, collation="NOCASE")
    kind = TextField(constraints=[Check("kind IN ('person', 'adjudicated', 'reference')")])
    pseudonym = TextField(null=True)


def _of_document(*, null: bool = False) -> "ForeignKeyField[Any]":
    return _reference(DocumentTable, "document", null=null, on_delete="CASCADE")


def _annotator(column: str = "annotator", *, null: bool = False) -> "ForeignKeyField[Any]":
    return _reference(AnnotatorTable, column, null=null)


class AssignmentTable(NamedRowTable):
    document = _of_document()
    annotator = _annotator()
    role = TextField()
    position = IntegerField(constraints=[_ZERO])
    suggestions = FlagField(constraints=[default("1"), Check("suggestions IN (0, 1)")])
    batch = TextField(constraints=[_EMPTY])

    class Meta:
        indexes = ((("document", "annotator"), True),)


class StateTable(RowTable):
    """No row: not started."""

    document = _of_document()
    annotator = _annotator()
    value = TextField(constraints=[Check("value IN ('in_progress', 'done', 'skipped')")])
    reason = TextField(null=True)
    at = TextField()

    class Meta:
        indexes = ((("document", "annotator"), True),)


class SpeakerTable(NamedRowTable):
    name = TextField()
    kind = TextField()
    note = TextField(null=True)
    external_ids = JsonField(
        "json_valid({0}) AND json_type({0}) = 'object'", constraints=[_JSON_OBJECT]
    )
    merged_into = _reference(
        "self", "merged_into", null=True, constraints=[Check("merged_into <> id")]
    )


def _speaker(column: str = "speaker", *, null: bool = False) -> "ForeignKeyField[Any]":
    return _reference(SpeakerTable, column, null=null)


class AliasTable(NamedRowTable):
    speaker = _speaker()
    form = TextField()
    folded = TextField()
    document = _of_document(null=True)

    class Meta:
        indexes = ((("speaker", "folded", "document"), True),)


class RepresentsTable(NamedRowTable):
    """Whom a speaker speaks for, in one document or everywhere."""

    speaker = _speaker()
    institution = _speaker("institution")
    document = _of_document(null=True)

    class Meta:
        constraints = [Check("institution <> speaker")]  # noqa: RUF012 - as Peewee reads it
        indexes = ((("speaker", "institution", "document"), True),)


class AnnotationTable(NamedRowTable):
    document = _of_document()
    annotator = _annotator()
    layer = TextField()
    start = IntegerField(constraints=[Check("start >= 0")])
    end = IntegerField(constraints=[Check('"end" > start')])
    attributes = JsonField()
    speaker = _speaker(null=True)
    note = TextField(null=True)
    origin = TextField()
    rule = TextField(null=True)
    confidence = FloatField(null=True)
    carried_from = TextField(null=True)
    created_by = _annotator("created_by", null=True)
    created_at = TextField()
    changed_at = TextField()
    confirmed_at = TextField(null=True)
    to_check = TextField(null=True)

    class Meta:
        # The second is what both ends of a relation refer to.
        indexes = (
            (("document", "annotator", "layer", "start", "end"), True),
            (("id", "document", "annotator"), True),
        )


class RelationTable(NamedRowTable):
    """Both ends are of one document and one annotator: the keys see to it."""

    document = IntegerField()
    annotator = IntegerField()
    kind = TextField()
    head = IntegerField()
    tail = IntegerField()
    role = TextField(constraints=[_EMPTY])
    origin = TextField(constraints=[default("'hand'")])
    rule = TextField(null=True)
    confidence = FloatField(null=True)
    created_at = TextField()

    class Meta:
        constraints = [  # noqa: RUF012 - as Peewee reads it
            Check("head <> tail"),
            SQL(
                "FOREIGN KEY (head, document, annotator)"
                " REFERENCES annotation (id, document, annotator) ON DELETE CASCADE"
            ),
            SQL(
                "FOREIGN KEY (tail, document, annotator)"
                " REFERENCES annotation (id, document, annotator) ON DELETE CASCADE"
            ),
        ]
        indexes = ((("kind", "head", "tail", "role"), True),)


class RejectionTable(RowTable):
    """A suggestion that somebody turned down."""

    document = _of_document()
    annotator = _annotator()
    layer = TextField()
    start = IntegerField(constraints=[Check("start >= 0")])
    end = IntegerField(constraints=[Check('"end" > start')])
    value = TextField(constraints=[_EMPTY])
    at = TextField()

    class Meta:
        indexes = ((("document", "annotator", "layer", "start", "end", "value"), True),)


class DuplicateDecisionTable(NamedRowTable):
    """What a person decided about repeated words, with the evidence: texts and spans."""

    kind = TextField()
    a_text = _reference(TextTable, "a_text", field="sha256")
    a_start = IntegerField()
    a_end = IntegerField(constraints=[Check("a_end > a_start")])
    b_text = _reference(TextTable, "b_text", field="sha256", null=True)
    b_start = IntegerField(null=True)
    b_end = IntegerField(null=True, constraints=[Check("b_end > b_start")])
    fingerprint = TextField(constraints=[_EMPTY])
    note = TextField(null=True)
    by = _annotator("by", null=True)
    at = TextField()

    class Meta:
        constraints = [  # noqa: RUF012 - as Peewee reads it
            Check("(b_text IS NULL) = (b_start IS NULL) AND (b_start IS NULL) = (b_end IS NULL)")
        ]


class AdjudicationTable(NamedRowTable):
    """What was decided between annotators about one place; lists of uids as JSON."""

    document = _of_document()
    outcome = TextField()
    sources = ListField()
    results = ListField()
    taken = ListField(constraints=[_JSON_LIST])
    note = TextField(null=True)
    by = _annotator("by", null=True)
    at = TextField()


class HandoutTable(NamedRowTable):
    annotator = _annotator()
    made_at = TextField()
    documents = ListField(HandedDocument)
    schema_sha256 = TextField()


class CollectedTable(RowTable):
    """`head` is the uid of the operation, in the other file, whose outcome a work here is."""

    handout = _reference(HandoutTable, "handout", null=True)
    annotator = _annotator()
    document = _of_document()
    head = TextField()
    operations = ListField(constraints=[_JSON_LIST])
    at = TextField()

    class Meta:
        indexes = ((("annotator", "document"), True),)


class ProposalTable(NamedRowTable):
    """What a returned file says about a speaker, until somebody takes or refuses it."""

    kind = TextField()
    speaker = _speaker()
    other = _speaker("other", null=True)
    value = TextField(constraints=[_EMPTY])
    by = _annotator("by", null=True)
    at = TextField()
    decision = TextField(null=True, constraints=[Check("decision IN ('taken', 'refused')")])


class ForeignSuggestionTable(NamedRowTable):
    """A label that another tool or a plug-in offers, until somebody takes or rejects it.

    Content, not derived: nothing in the project could make it anew, so it is in the journal and
    the dump, and an undo of its import takes it away. `source` names the tool and its version,
    `external_id` is its own id for it; `speaker_name` is a name, no row of the register.
    """

    document = _of_document()
    layer = TextField()
    start = IntegerField(constraints=[Check("start >= 0")])
    end = IntegerField(constraints=[Check('"end" > start')])
    attributes = JsonField(constraints=[_JSON_OBJECT])
    speaker_name = TextField(null=True)
    source = TextField()
    external_id = TextField(null=True)
    confidence = FloatField(null=True)
    at = TextField()


# --- journal ---


class OperationTable(NamedRowTable):
    name = TextField()
    details = JsonField(constraints=[_JSON_OBJECT])
    actor = _annotator("actor", null=True)
    at = TextField()
    kind = TextField(constraints=[Check("kind IN ('do', 'undo', 'redo', 'barrier')")])
    of = _reference("self", "of", null=True)
    state = TextField(constraints=[Check("state IN ('open', 'committed', 'interrupted')")])


class ChangeTable(RowTable):
    """The images of a row before and after, as JSON: written by triggers only."""

    operation = _reference(OperationTable, "operation")
    tab = TextField()
    row = IntegerField()
    document = IntegerField(null=True)
    before = TextField(null=True)
    after = TextField(null=True)

    class Meta:
        constraints = [  # noqa: RUF012 - as Peewee reads it
            Check("before IS NOT NULL OR after IS NOT NULL")
        ]


class CurrentTable(FileTable):
    """One row, which the triggers read: the operation under way, NULL outside of one."""

    id = IntegerField(primary_key=True, constraints=[Check("id = 1")])
    operation = _reference(OperationTable, "operation", null=True)


class MigrationTable(FileTable):
    """Which migrations a file has had; the columns are those of Peewee's runner."""

    id = AutoField()
    name = CharField(unique=True)
    applied = DateTimeField()

    class Meta:
        table_name = "schema_migration"


# In an order in which a row may refer to rows of the tables before it.
CONTENT: Sequence[type[FileTable]] = (
    ProjectTable,
    TextTable,
    DocumentTable,
    AnnotatorTable,
    AssignmentTable,
    StateTable,
    SpeakerTable,
    AliasTable,
    RepresentsTable,
    AnnotationTable,
    RelationTable,
    RejectionTable,
    DuplicateDecisionTable,
    AdjudicationTable,
    HandoutTable,
    CollectedTable,
    ProposalTable,
    ForeignSuggestionTable,
)
JOURNAL: Sequence[type[FileTable]] = (OperationTable, ChangeTable, CurrentTable)
INDEXES: Sequence[Index] = (
    Index(
        DocumentTable,
        "document_origin",
        ("raw_sha256", "origin", "origin_row", "part"),
        "raw_sha256 <> ''",
        unique=True,
    ),
    Index(DocumentTable, "document_text", ("text_sha256",)),
    Index(DocumentTable, "document_version_of", ("version_of",), "version_of IS NOT NULL"),
    Index(DocumentTable, "document_added", ("id", "excluded")),
    Index(DocumentTable, "document_title", ("title COLLATE NOCASE", "id", "excluded")),
    Index(DocumentTable, "document_published", ("published", "id", "excluded")),
    Index(DocumentTable, "document_source", ("source COLLATE NOCASE", "id", "excluded")),
    Index(DocumentTable, "document_excluded", ("excluded",), "excluded IS NOT NULL"),
    Index(AssignmentTable, "assignment_annotator", ("annotator", "position")),
    Index(StateTable, "state_annotator", ("annotator", "value", "document")),
    Index(SpeakerTable, "speaker_name", ("name COLLATE NOCASE",)),
    Index(SpeakerTable, "speaker_merged_into", ("merged_into",), "merged_into IS NOT NULL"),
    # NULLs are distinct to UNIQUE, so what holds everywhere has an index of its own.
    Index(AliasTable, "alias_everywhere", ("speaker", "folded"), "document IS NULL", unique=True),
    Index(AliasTable, "alias_folded", ("folded",)),
    Index(AliasTable, "alias_document", ("document",), "document IS NOT NULL"),
    Index(
        RepresentsTable,
        "represents_everywhere",
        ("speaker", "institution"),
        "document IS NULL",
        unique=True,
    ),
    Index(RepresentsTable, "represents_institution", ("institution",)),
    Index(RepresentsTable, "represents_document", ("document",), "document IS NOT NULL"),
    Index(AnnotationTable, "annotation_start", ("document", "annotator", "start")),
    Index(AnnotationTable, "annotation_annotator", ("annotator",)),
    Index(AnnotationTable, "annotation_speaker", ("speaker",), "speaker IS NOT NULL"),
    Index(
        AnnotationTable, "annotation_carried_from", ("carried_from",), "carried_from IS NOT NULL"
    ),
    Index(AnnotationTable, "annotation_created_by", ("created_by",)),
    Index(RelationTable, "relation_document", ("document", "annotator")),
    Index(RelationTable, "relation_head", ("head", "document", "annotator")),
    Index(RelationTable, "relation_tail", ("tail", "document", "annotator")),
    Index(DuplicateDecisionTable, "duplicate_decision_a", ("a_text",)),
    Index(DuplicateDecisionTable, "duplicate_decision_b", ("b_text",), "b_text IS NOT NULL"),
    Index(AdjudicationTable, "adjudication_document", ("document",)),
    Index(CollectedTable, "collected_document", ("document",)),
    Index(ProposalTable, "proposal_speaker", ("speaker",)),
    Index(ProposalTable, "proposal_other", ("other",), "other IS NOT NULL"),
    Index(ForeignSuggestionTable, "foreign_suggestion_document", ("document", "start")),
    Index(OperationTable, "operation_actor", ("actor", "kind", "id")),
    Index(OperationTable, "operation_of", ("of",), '"of" IS NOT NULL'),
    Index(OperationTable, "operation_barrier", ("id",), "kind = 'barrier'"),
    Index(OperationTable, "operation_open", ("id",), "state = 'open'"),
    Index(ChangeTable, "change_operation", ("operation",)),
    Index(ChangeTable, "change_row", ("tab", "row")),
    Index(ChangeTable, "change_document", ("document",), "document IS NOT NULL"),
)


def details(table: type[Model]) -> Metadata:
    """What Peewee knows of a table: its name, fields, columns."""
    return table._meta  # noqa: SLF001 - where Peewee documents it


def table_name(table: type[Model]) -> str:
    name: str = details(table).table_name
    return name


def column_names(table: type[Model]) -> tuple[str, ...]:
    """In the order in which they stand in the table."""
    return tuple(field.column_name for field in details(table).sorted_fields)


# Texts are append-only, so there is nothing of them to put back.
JOURNALLED = {table_name(table): table for table in CONTENT if table is not TextTable}
