"""Triggers, the index of words and its view: by hand, for Peewee has no words for them."""

from collections.abc import Iterator, Mapping, Sequence

from pullquote.store.journal.images import changed_image, whole_image
from pullquote.store.sql import tables

SEARCH = (
    """
    CREATE VIEW searched AS SELECT d.id AS id, d.title AS title, t.content AS content
        FROM document d JOIN text t ON t.sha256 = d.text_sha256
    """,
    """
    CREATE VIRTUAL TABLE document_fts USING fts5 (title, content, content = 'searched',
        content_rowid = 'id', tokenize = 'unicode61', detail = 'full', prefix = '2')
    """,
    """
    INSERT INTO document_fts (document_fts, rank) VALUES ('automerge', 16)
    """,
    """
    INSERT INTO document_fts (document_fts, rank) VALUES ('crisismerge', 64)
    """,
)

GUARDS = (
    """
    CREATE TRIGGER text_insert BEFORE INSERT ON text
    WHEN (SELECT operation FROM current) IS NULL
    BEGIN SELECT RAISE(ABORT, 'no operation'); END
    """,
    """
    CREATE TRIGGER text_update BEFORE UPDATE ON text
    BEGIN SELECT RAISE(ABORT, 'texts never change'); END
    """,
    """
    CREATE TRIGGER text_delete BEFORE DELETE ON text
    WHEN (SELECT operation FROM current) IS NULL
    BEGIN SELECT RAISE(ABORT, 'no operation'); END
    """,
    """
    CREATE TRIGGER annotation_inside_insert BEFORE INSERT ON annotation
    WHEN NEW."end" > (SELECT t.characters FROM document d
                      JOIN text t ON t.sha256 = d.text_sha256 WHERE d.id = NEW.document)
    BEGIN SELECT RAISE(ABORT, 'span outside the text'); END
    """,
    """
    CREATE TRIGGER annotation_inside_update BEFORE UPDATE OF start, "end", document ON annotation
    WHEN NEW."end" > (SELECT t.characters FROM document d
                      JOIN text t ON t.sha256 = d.text_sha256 WHERE d.id = NEW.document)
    BEGIN SELECT RAISE(ABORT, 'span outside the text'); END
    """,
)

# A new document is indexed at the end of its operation, with the others: FTS5 writes out what it
# has gathered before each statement that fires triggers, so one by one would take twice as long.
# A removed one leaves its words in the index, noted as a leftover: its id is never given out again
# and every search is joined with `document`, so it is not found; and to remove 10,000 documents,
# or to bring them back, costs no indexing.
UPKEEP = (
    """
    CREATE TRIGGER document_search_insert AFTER INSERT ON document BEGIN
        INSERT INTO search_due SELECT NEW.id
            WHERE NOT EXISTS (SELECT 1 FROM search_leftover WHERE document = NEW.id);
        DELETE FROM search_leftover WHERE document = NEW.id;
    END
    """,
    """
    CREATE TRIGGER document_search_update AFTER UPDATE OF title, text_sha256 ON document
    WHEN (OLD.title IS NOT NEW.title OR OLD.text_sha256 IS NOT NEW.text_sha256)
        AND NOT EXISTS (SELECT 1 FROM search_due WHERE document = NEW.id) BEGIN
        INSERT INTO document_fts (document_fts, rowid, title, content)
            SELECT 'delete', OLD.id, OLD.title, content FROM text WHERE sha256 = OLD.text_sha256;
        INSERT INTO document_fts (rowid, title, content)
            SELECT NEW.id, NEW.title, content FROM text WHERE sha256 = NEW.text_sha256;
    END
    """,
    """
    CREATE TRIGGER document_gone AFTER DELETE ON document BEGIN
        INSERT INTO search_leftover SELECT OLD.id, OLD.title, OLD.text_sha256
            WHERE NOT EXISTS (SELECT 1 FROM search_due WHERE document = OLD.id);
        DELETE FROM search_due WHERE document = OLD.id;
        DELETE FROM stamp WHERE EXISTS (SELECT 1 FROM passage WHERE document = OLD.id);
        DELETE FROM passage WHERE document = OLD.id;
        DELETE FROM pair_match WHERE a_document = OLD.id OR b_document = OLD.id;
        DELETE FROM document_repeats WHERE document = OLD.id;
        DELETE FROM document_group WHERE document = OLD.id;
    END
    """,
    """
    CREATE TRIGGER annotation_counts_insert AFTER INSERT ON annotation BEGIN
        INSERT INTO document_counts VALUES (NEW.annotator, NEW.document, NEW.layer, 1)
            ON CONFLICT DO UPDATE SET n = n + 1;
    END
    """,
    """
    CREATE TRIGGER annotation_counts_delete AFTER DELETE ON annotation BEGIN
        UPDATE document_counts SET n = n - 1
            WHERE annotator = OLD.annotator AND document = OLD.document AND layer = OLD.layer;
        DELETE FROM document_counts
            WHERE annotator = OLD.annotator AND document = OLD.document AND n = 0;
    END
    """,
    """
    CREATE TRIGGER annotation_counts_update AFTER UPDATE OF layer ON annotation
    WHEN OLD.layer IS NOT NEW.layer BEGIN
        UPDATE document_counts SET n = n - 1
            WHERE annotator = OLD.annotator AND document = OLD.document AND layer = OLD.layer;
        INSERT INTO document_counts VALUES (NEW.annotator, NEW.document, NEW.layer, 1)
            ON CONFLICT DO UPDATE SET n = n + 1;
        DELETE FROM document_counts
            WHERE annotator = OLD.annotator AND document = OLD.document AND n = 0;
    END
    """,
)


def all_statements() -> Iterator[str]:
    """What a new file is given after its tables."""
    yield from SEARCH
    yield from GUARDS
    yield from UPKEEP
    yield from journal_triggers(
        {name: tables.column_names(table) for name, table in tables.JOURNALLED.items()}
    )


def journal_triggers(journalled: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Statements that make three triggers for each journalled table, given with its columns.

    An insert and a delete keep the whole row, an update the columns that changed. Outside an
    operation `current.operation` is NULL, which `change.operation` refuses.
    """
    for table, columns in journalled.items():
        yield _trigger(table, columns, "insert", before="NULL", after=whole_image("NEW", columns))
        yield _trigger(table, columns, "delete", before=whole_image("OLD", columns), after="NULL")
        yield _trigger(
            table,
            columns,
            "update",
            before=changed_image("OLD", columns),
            after=changed_image("NEW", columns),
        )


def _trigger(table: str, columns: Sequence[str], event: str, *, before: str, after: str) -> str:
    side = "OLD" if event == "delete" else "NEW"
    document = "NULL"
    if table == "document":
        document = f"{side}.id"
    elif "document" in columns:
        document = f"{side}.document"
    changed = " OR ".join(f'OLD."{c}" IS NOT NEW."{c}"' for c in columns)
    when = f"WHEN {changed}\n" if event == "update" else ""
    return (
        f"CREATE TRIGGER journal_{table}_{event} AFTER {event.upper()} ON {table}\n"
        f"{when}BEGIN INSERT INTO change (operation, tab, row, document, before, after) VALUES (\n"
        f"(SELECT operation FROM current), '{table}', {side}.id, {document},\n"
        f"{before},\n{after}); END"
    )
