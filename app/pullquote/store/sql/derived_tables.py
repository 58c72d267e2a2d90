"""The tables of what can be dropped and computed anew from the content: repeats, counts, search."""

from collections.abc import Sequence

from peewee import BlobField, CompositeKey, FloatField, IntegerField, TextField

from pullquote.store.sql.fields import FlagField
from pullquote.store.sql.tables import FileTable, Index, default


class StampTable(FileTable):
    """From what derived data was made."""

    name = TextField(primary_key=True)
    engine = TextField()
    settings_hash = TextField()
    content_hash = TextField()

    class Meta:
        without_rowid = True


class PairMatchTable(FileTable):
    """What two documents share, packed: a later pass need not grow it anew.

    `strong` and `weak` count the matches in `spans`; weak ones are shown on request only.
    """

    id = IntegerField(primary_key=True)
    a_document = IntegerField()
    b_document = IntegerField()
    strong = IntegerField()
    weak = IntegerField()
    spans = BlobField()

    class Meta:
        indexes = ((("a_document", "b_document"), True),)


class ClusterTable(FileTable):
    """`origin`: "search", or the name of the tool whose output was read."""

    id = IntegerField(primary_key=True)
    fingerprint = TextField()
    kind = TextField()
    copies = IntegerField()
    documents = IntegerField()
    first_document = IntegerField()
    similarity = FloatField()
    boilerplate = FlagField()
    origin = TextField(constraints=[default("'search'")])


class PassageTable(FileTable):
    id = IntegerField(primary_key=True)
    document = IntegerField()
    start = IntegerField()
    end = IntegerField()
    cluster = IntegerField()
    copy = IntegerField()

    class Meta:
        indexes = ((("document", "start", "end"), True),)


class DocumentRepeatsTable(FileTable):
    """How many distinct repeated passages a document has, boilerplate left out."""

    document = IntegerField(primary_key=True)
    repeats = IntegerField()


class DocumentGroupTable(FileTable):
    """Near-duplicate documents."""

    document = IntegerField(primary_key=True)
    grp = IntegerField()
    coverage = FloatField()
    representative = IntegerField()


class DocumentCountsTable(FileTable):
    """How many labels of a layer an annotator has in a document; kept by triggers."""

    annotator = IntegerField()
    document = IntegerField()
    layer = TextField()
    n = IntegerField()

    class Meta:
        primary_key = CompositeKey("annotator", "document", "layer")
        without_rowid = True


class SearchDueTable(FileTable):
    """New documents that the index of words takes in at the end of their operation."""

    document = IntegerField(primary_key=True)


class SearchLeftoverTable(FileTable):
    """Removed documents whose words are still in the index."""

    document = IntegerField(primary_key=True)
    title = TextField()
    text_sha256 = TextField()


DERIVED: Sequence[type[FileTable]] = (
    StampTable,
    PairMatchTable,
    ClusterTable,
    PassageTable,
    DocumentRepeatsTable,
    DocumentGroupTable,
    DocumentCountsTable,
    SearchDueTable,
    SearchLeftoverTable,
)
INDEXES: Sequence[Index] = (
    Index(PairMatchTable, "pair_match_b", ("b_document",)),
    Index(PassageTable, "passage_cluster", ("cluster",)),
    Index(DocumentGroupTable, "document_group_grp", ("grp",)),
    Index(DocumentCountsTable, "document_counts_document", ("document",)),
)
