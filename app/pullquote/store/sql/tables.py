"""The tables of a project file, said once: columns, defaults, checks, keys and indexes.

A new file is made from these models, triggers are generated from them, and the statements beside
each noun in `content` are compiled from them. They stand for no database: what is compiled is text,
and runs on the connection of whoever runs it, so two projects can be open at once.

Lists of values that grow (origins, kinds) are no rules of the tables: the types of `model` say what
may be written, and `check` looks for anything else.
"""

from collections.abc import Sequence
from typing import Any, Literal

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
    ModelIndex,
    TextField,
)


def default(value: str) -> SQL:
    return SQL(f"DEFAULT {value}")


def add_index(
    table: type[Model],
    name: str,
    *columns: str,
    unique: bool = False,
    where: str = "",
) -> None:
    table.add_index(
        ModelIndex(
            table,
            columns,
            name=name,
            unique=unique,
            safe=False,
            where=SQL(where) if where else None,
        )
    )


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


# SQLite gives the id of a deleted row out again without it; the journal means one row for ever.
_FOR_EVER = SQL("AUTOINCREMENT")
_JSON_LIST = default("'[]'")
_JSON_OBJECT = default("'{}'")
_EMPTY = default("''")
_ZERO = default("0")


class FileTable(Model):
    class Meta:
        legacy_table_names = False


# --- content ---


class ProjectTable(FileTable):
    """One row: what the file says of itself."""

    id = IntegerField(primary_key=True, constraints=[Check("id = 1")])
    uid = TextField(unique=True)
    name = TextField()
    schema_toml = TextField()
    guidelines_md = TextField(constraints=[_EMPTY])
    settings = TextField(constraints=[_JSON_OBJECT, Check("json_valid(settings)")])
    handout_uid = TextField(null=True)
    handout_annotator = TextField(null=True)

    class Meta:
        table_name = "project"


class TextTable(FileTable):
    """Append-only. `characters` stands before `content`: each label reads it, and not the text."""

    id = AutoField(constraints=[_FOR_EVER])
    sha256 = TextField(unique=True)
    characters = IntegerField()
    content = TextField()

    class Meta:
        table_name = "text"


class DocumentTable(FileTable):
    id = AutoField(constraints=[_FOR_EVER])
    uid = TextField(unique=True)
    text_sha256 = _reference(TextTable, "text_sha256", field="sha256")
    name = TextField()
    external_id = TextField(null=True)
    title = TextField(constraints=[_EMPTY])
    source = TextField(null=True)
    url = TextField(null=True)
    language = TextField(null=True)
    published = TextField(null=True)
    published_from = TextField(constraints=[default("'unknown'")])
    published_evidence = TextField(
        null=True,
        constraints=[Check("published_evidence IS NULL OR json_valid(published_evidence)")],
    )
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
    metadata = TextField(constraints=[_JSON_OBJECT, Check("json_valid(metadata)")])

    class Meta:
        table_name = "document"


class AnnotatorTable(FileTable):
    id = AutoField(constraints=[_FOR_EVER])
    uid = TextField(unique=True)
    name = TextField(unique=True, collation="NOCASE")
    kind = TextField(constraints=[Check("kind IN ('person', 'adjudicated', 'reference')")])
    pseudonym = TextField(null=True)

    class Meta:
        table_name = "annotator"


def _of_document(*, null: bool = False) -> "ForeignKeyField[Any]":
    return _reference(DocumentTable, "document", null=null, on_delete="CASCADE")


def _annotator(column: str = "annotator", *, null: bool = False) -> "ForeignKeyField[Any]":
    return _reference(AnnotatorTable, column, null=null)


class AssignmentTable(FileTable):
    id = AutoField(constraints=[_FOR_EVER])
    uid = TextField(unique=True)
    document = _of_document()
    annotator = _annotator()
    role = TextField()
    position = IntegerField(constraints=[_ZERO])
    suggestions = IntegerField(constraints=[default("1"), Check("suggestions IN (0, 1)")])
    batch = TextField(constraints=[_EMPTY])

    class Meta:
        table_name = "assignment"
        indexes = ((("document", "annotator"), True),)


class StateTable(FileTable):
    """No row: not started."""

    id = AutoField(constraints=[_FOR_EVER])
    document = _of_document()
    annotator = _annotator()
    value = TextField(constraints=[Check("value IN ('in_progress', 'done', 'skipped')")])
    reason = TextField(null=True)
    at = TextField()

    class Meta:
        table_name = "state"
        indexes = ((("document", "annotator"), True),)


class SpeakerTable(FileTable):
    id = AutoField(constraints=[_FOR_EVER])
    uid = TextField(unique=True)
    name = TextField()
    kind = TextField()
    note = TextField(null=True)
    external_ids = TextField(
        constraints=[
            _JSON_OBJECT,
            Check("json_valid(external_ids) AND json_type(external_ids) = 'object'"),
        ]
    )
    merged_into = _reference(
        "self", "merged_into", null=True, constraints=[Check("merged_into <> id")]
    )

    class Meta:
        table_name = "speaker"


def _speaker(column: str = "speaker", *, null: bool = False) -> "ForeignKeyField[Any]":
    return _reference(SpeakerTable, column, null=null)


class AliasTable(FileTable):
    id = AutoField(constraints=[_FOR_EVER])
    uid = TextField(unique=True)
    speaker = _speaker()
    form = TextField()
    folded = TextField()
    document = _of_document(null=True)

    class Meta:
        table_name = "alias"
        indexes = ((("speaker", "folded", "document"), True),)


class RepresentsTable(FileTable):
    """Whom a speaker speaks for, in one document or everywhere."""

    id = AutoField(constraints=[_FOR_EVER])
    uid = TextField(unique=True)
    speaker = _speaker()
    institution = _speaker("institution")
    document = _of_document(null=True)

    class Meta:
        table_name = "represents"
        constraints = [Check("institution <> speaker")]  # noqa: RUF012 - as Peewee reads it
        indexes = ((("speaker", "institution", "document"), True),)


class AnnotationTable(FileTable):
    id = AutoField(constraints=[_FOR_EVER])
    uid = TextField(unique=True)
    document = _of_document()
    annotator = _annotator()
    layer = TextField()
    start = IntegerField(constraints=[Check("start >= 0")])
    end = IntegerField(constraints=[Check('"end" > start')])
    attributes = TextField(constraints=[Check("json_valid(attributes)")])
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
        table_name = "annotation"
        # The second is what both ends of a relation refer to.
        indexes = (
            (("document", "annotator", "layer", "start", "end"), True),
            (("id", "document", "annotator"), True),
        )


class RelationTable(FileTable):
    """Both ends are of one document and one annotator: the keys see to it."""

    id = AutoField(constraints=[_FOR_EVER])
    uid = TextField(unique=True)
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
        table_name = "relation"
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


class RejectionTable(FileTable):
    """A suggestion that somebody turned down."""

    id = AutoField(constraints=[_FOR_EVER])
    document = _of_document()
    annotator = _annotator()
    layer = TextField()
    start = IntegerField(constraints=[Check("start >= 0")])
    end = IntegerField(constraints=[Check('"end" > start')])
    value = TextField(constraints=[_EMPTY])
    at = TextField()

    class Meta:
        table_name = "rejection"
        indexes = ((("document", "annotator", "layer", "start", "end", "value"), True),)


class DuplicateDecisionTable(FileTable):
    """What a person decided about repeated words, with the evidence: texts and spans."""

    id = AutoField(constraints=[_FOR_EVER])
    uid = TextField(unique=True)
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
        table_name = "duplicate_decision"
        constraints = [  # noqa: RUF012 - as Peewee reads it
            Check("(b_text IS NULL) = (b_start IS NULL) AND (b_start IS NULL) = (b_end IS NULL)")
        ]


class AdjudicationTable(FileTable):
    """What was decided between annotators about one place; lists of uids as JSON."""

    id = AutoField(constraints=[_FOR_EVER])
    uid = TextField(unique=True)
    document = _of_document()
    outcome = TextField()
    sources = TextField(constraints=[Check("json_valid(sources)")])
    results = TextField(constraints=[Check("json_valid(results)")])
    taken = TextField(constraints=[_JSON_LIST, Check("json_valid(taken)")])
    note = TextField(null=True)
    by = _annotator("by", null=True)
    at = TextField()

    class Meta:
        table_name = "adjudication"


class HandoutTable(FileTable):
    id = AutoField(constraints=[_FOR_EVER])
    uid = TextField(unique=True)
    annotator = _annotator()
    made_at = TextField()
    documents = TextField(constraints=[Check("json_valid(documents)")])
    schema_sha256 = TextField()

    class Meta:
        table_name = "handout"


class CollectedTable(FileTable):
    """`head` is the uid of the operation, in the other file, whose outcome a work here is."""

    id = AutoField(constraints=[_FOR_EVER])
    handout = _reference(HandoutTable, "handout", null=True)
    annotator = _annotator()
    document = _of_document()
    head = TextField()
    operations = TextField(constraints=[_JSON_LIST, Check("json_valid(operations)")])
    at = TextField()

    class Meta:
        table_name = "collected"
        indexes = ((("annotator", "document"), True),)


class ProposalTable(FileTable):
    """What a returned file says about a speaker, until somebody takes or refuses it."""

    id = AutoField(constraints=[_FOR_EVER])
    uid = TextField(unique=True)
    kind = TextField()
    speaker = _speaker()
    other = _speaker("other", null=True)
    value = TextField(constraints=[_EMPTY])
    by = _annotator("by", null=True)
    at = TextField()
    decision = TextField(null=True, constraints=[Check("decision IN ('taken', 'refused')")])

    class Meta:
        table_name = "proposal"


class ForeignSuggestionTable(FileTable):
    """A label that another tool or a plug-in offers, until somebody takes or rejects it.

    Content, not derived: nothing in the project could make it anew, so it is in the journal and
    the dump, and an undo of its import takes it away. `source` names the tool and its version,
    `external_id` is its own id for it; `speaker_name` is a name, no row of the register.
    """

    id = AutoField(constraints=[_FOR_EVER])
    uid = TextField(unique=True)
    document = _of_document()
    layer = TextField()
    start = IntegerField(constraints=[Check("start >= 0")])
    end = IntegerField(constraints=[Check('"end" > start')])
    attributes = TextField(constraints=[_JSON_OBJECT, Check("json_valid(attributes)")])
    speaker_name = TextField(null=True)
    source = TextField()
    external_id = TextField(null=True)
    confidence = FloatField(null=True)
    at = TextField()

    class Meta:
        table_name = "foreign_suggestion"


add_index(
    DocumentTable,
    "document_origin",
    "raw_sha256",
    "origin",
    "origin_row",
    "part",
    unique=True,
    where="raw_sha256 <> ''",
)
add_index(DocumentTable, "document_text", "text_sha256")
add_index(DocumentTable, "document_version_of", "version_of", where="version_of IS NOT NULL")
add_index(DocumentTable, "document_added", "id", "excluded")
add_index(DocumentTable, "document_title", "title COLLATE NOCASE", "id", "excluded")
add_index(DocumentTable, "document_published", "published", "id", "excluded")
add_index(DocumentTable, "document_source", "source COLLATE NOCASE", "id", "excluded")
add_index(DocumentTable, "document_excluded", "excluded", where="excluded IS NOT NULL")
add_index(AssignmentTable, "assignment_annotator", "annotator", "position")
add_index(StateTable, "state_annotator", "annotator", "value", "document")
add_index(SpeakerTable, "speaker_name", "name COLLATE NOCASE")
add_index(SpeakerTable, "speaker_merged_into", "merged_into", where="merged_into IS NOT NULL")
# NULLs are distinct to UNIQUE, so what holds everywhere has an index of its own.
add_index(
    AliasTable, "alias_everywhere", "speaker", "folded", unique=True, where="document IS NULL"
)
add_index(AliasTable, "alias_folded", "folded")
add_index(AliasTable, "alias_document", "document", where="document IS NOT NULL")
add_index(
    RepresentsTable,
    "represents_everywhere",
    "speaker",
    "institution",
    unique=True,
    where="document IS NULL",
)
add_index(RepresentsTable, "represents_institution", "institution")
add_index(RepresentsTable, "represents_document", "document", where="document IS NOT NULL")
add_index(AnnotationTable, "annotation_start", "document", "annotator", "start")
add_index(AnnotationTable, "annotation_annotator", "annotator")
add_index(AnnotationTable, "annotation_speaker", "speaker", where="speaker IS NOT NULL")
add_index(
    AnnotationTable, "annotation_carried_from", "carried_from", where="carried_from IS NOT NULL"
)
add_index(AnnotationTable, "annotation_created_by", "created_by")
add_index(RelationTable, "relation_document", "document", "annotator")
add_index(RelationTable, "relation_head", "head", "document", "annotator")
add_index(RelationTable, "relation_tail", "tail", "document", "annotator")
add_index(DuplicateDecisionTable, "duplicate_decision_a", "a_text")
add_index(DuplicateDecisionTable, "duplicate_decision_b", "b_text", where="b_text IS NOT NULL")
add_index(AdjudicationTable, "adjudication_document", "document")
add_index(CollectedTable, "collected_document", "document")
add_index(ProposalTable, "proposal_speaker", "speaker")
add_index(ProposalTable, "proposal_other", "other", where="other IS NOT NULL")
add_index(ForeignSuggestionTable, "foreign_suggestion_document", "document", "start")


# --- journal ---


class OperationTable(FileTable):
    id = AutoField(constraints=[_FOR_EVER])
    uid = TextField(unique=True)
    name = TextField()
    details = TextField(constraints=[_JSON_OBJECT, Check("json_valid(details)")])
    actor = _annotator("actor", null=True)
    at = TextField()
    kind = TextField(constraints=[Check("kind IN ('do', 'undo', 'redo', 'barrier')")])
    of = _reference("self", "of", null=True)
    state = TextField(constraints=[Check("state IN ('open', 'committed', 'interrupted')")])

    class Meta:
        table_name = "operation"


class ChangeTable(FileTable):
    """The images of a row before and after, as JSON: written by triggers only."""

    id = AutoField(constraints=[_FOR_EVER])
    operation = _reference(OperationTable, "operation")
    tab = TextField()
    row = IntegerField()
    document = IntegerField(null=True)
    before = TextField(null=True)
    after = TextField(null=True)

    class Meta:
        table_name = "change"
        constraints = [  # noqa: RUF012 - as Peewee reads it
            Check("before IS NOT NULL OR after IS NOT NULL")
        ]


class CurrentTable(FileTable):
    """One row, which the triggers read: the operation under way, NULL outside of one."""

    id = IntegerField(primary_key=True, constraints=[Check("id = 1")])
    operation = _reference(OperationTable, "operation", null=True)

    class Meta:
        table_name = "current"


class MigrationTable(FileTable):
    """Which migrations a file has had; the columns are those of Peewee's runner."""

    id = AutoField()
    name = CharField(unique=True)
    applied = DateTimeField()

    class Meta:
        table_name = "schema_migration"


add_index(OperationTable, "operation_actor", "actor", "kind", "id")
add_index(OperationTable, "operation_of", "of", where='"of" IS NOT NULL')
add_index(OperationTable, "operation_barrier", "id", where="kind = 'barrier'")
add_index(OperationTable, "operation_open", "id", where="state = 'open'")
add_index(ChangeTable, "change_operation", "operation")
add_index(ChangeTable, "change_row", "tab", "row")
add_index(ChangeTable, "change_document", "document", where="document IS NOT NULL")


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
