"""What each table of a project file is: content, journal or derived."""

# In an order in which a row may refer to rows of the tables before it.
CONTENT = (
    "project",
    "text",
    "document",
    "annotator",
    "assignment",
    "state",
    "speaker",
    "alias",
    "represents",
    "annotation",
    "relation",
    "rejection",
    "duplicate_decision",
    "adjudication",
    "handout",
    "collected",
    "proposal",
)
# Texts are append-only, so there is nothing of them to put back.
JOURNALLED = tuple(table for table in CONTENT if table != "text")
JOURNAL = ("operation", "change", "current")
DERIVED = (
    "stamp",
    "match",
    "cluster",
    "passage",
    "document_repeats",
    "document_group",
    "document_counts",
    "document_fts",
    "search_due",
    "search_leftover",
)
# What SQLite and the migrations keep for themselves.
KEPT = (
    "schema_migration",
    "sqlite_sequence",
    "document_fts_config",
    "document_fts_data",
    "document_fts_docsize",
    "document_fts_idx",
)
