"""The tables of a project file: content, journal, derived.

A frozen script, as every migration: it is what older files were made by. See README.md here.
"""

from pullquote.store.sql.database import Database
from pullquote.store.sql.tables import journal_triggers

# Files of 0.1.0 have 0 here: their tables had the same names, and were other ones.
FORM = 1
# `text.characters` stands before the content: each label reads it, and does not read the text.
CONTENT = """
CREATE TABLE project (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    uid TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    schema_toml TEXT NOT NULL,
    guidelines_md TEXT NOT NULL DEFAULT '',
    settings TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(settings)),
    handout_uid TEXT,
    handout_annotator TEXT
);
CREATE TABLE text (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    sha256 TEXT NOT NULL UNIQUE,
    characters INTEGER NOT NULL,
    content TEXT NOT NULL
);
CREATE TABLE document (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL UNIQUE,
    text_sha256 TEXT NOT NULL REFERENCES text (sha256),
    name TEXT NOT NULL,
    external_id TEXT,
    title TEXT NOT NULL DEFAULT '',
    source TEXT,
    url TEXT,
    language TEXT,
    published TEXT,
    published_from TEXT NOT NULL DEFAULT 'unknown',
    published_evidence TEXT CHECK
        (published_evidence IS NULL OR json_valid(published_evidence)),
    published_doubt TEXT,
    raw_sha256 TEXT NOT NULL DEFAULT '',
    origin TEXT NOT NULL DEFAULT '',
    origin_row INTEGER NOT NULL DEFAULT 0,
    part INTEGER NOT NULL DEFAULT 0 CHECK (part >= 0),
    encoding TEXT NOT NULL,
    newline TEXT NOT NULL,
    reader TEXT NOT NULL DEFAULT '',
    replaced INTEGER NOT NULL DEFAULT 0,
    version_of INTEGER REFERENCES document ON DELETE SET NULL,
    excluded TEXT,
    metadata TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(metadata))
);
CREATE UNIQUE INDEX document_origin ON document (raw_sha256, origin, origin_row, part)
    WHERE raw_sha256 <> '';
CREATE INDEX document_text ON document (text_sha256);
CREATE INDEX document_version_of ON document (version_of) WHERE version_of IS NOT NULL;
CREATE INDEX document_added ON document (id, excluded);
CREATE INDEX document_title ON document (title COLLATE NOCASE, id, excluded);
CREATE INDEX document_published ON document (published, id, excluded);
CREATE INDEX document_source ON document (source COLLATE NOCASE, id, excluded);
CREATE INDEX document_excluded ON document (excluded) WHERE excluded IS NOT NULL;
CREATE TABLE annotator (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL UNIQUE COLLATE NOCASE,
    kind TEXT NOT NULL CHECK (kind IN ('person', 'adjudicated', 'reference')),
    pseudonym TEXT
);
CREATE TABLE assignment (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL UNIQUE,
    document INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
    annotator INTEGER NOT NULL REFERENCES annotator,
    role TEXT NOT NULL,
    position INTEGER NOT NULL DEFAULT 0,
    suggestions INTEGER NOT NULL DEFAULT 1 CHECK (suggestions IN (0, 1)),
    batch TEXT NOT NULL DEFAULT '',
    UNIQUE (document, annotator)
);
CREATE INDEX assignment_annotator ON assignment (annotator, position);
CREATE TABLE state (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    document INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
    annotator INTEGER NOT NULL REFERENCES annotator,
    value TEXT NOT NULL CHECK (value IN ('in_progress', 'done', 'skipped')),
    reason TEXT,
    at TEXT NOT NULL,
    UNIQUE (document, annotator)
);
CREATE INDEX state_annotator ON state (annotator, value, document);
CREATE TABLE speaker (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    note TEXT,
    external_ids TEXT NOT NULL DEFAULT '{}' CHECK
        (json_valid(external_ids) AND json_type(external_ids) = 'object'),
    merged_into INTEGER REFERENCES speaker CHECK (merged_into <> id)
);
CREATE INDEX speaker_name ON speaker (name COLLATE NOCASE);
CREATE INDEX speaker_merged_into ON speaker (merged_into) WHERE merged_into IS NOT NULL;
CREATE TABLE alias (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL UNIQUE,
    speaker INTEGER NOT NULL REFERENCES speaker,
    form TEXT NOT NULL,
    folded TEXT NOT NULL,
    document INTEGER REFERENCES document ON DELETE CASCADE,
    UNIQUE (speaker, folded, document)
);
CREATE UNIQUE INDEX alias_everywhere ON alias (speaker, folded) WHERE document IS NULL;
CREATE INDEX alias_folded ON alias (folded);
CREATE INDEX alias_document ON alias (document) WHERE document IS NOT NULL;
CREATE TABLE represents (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL UNIQUE,
    speaker INTEGER NOT NULL REFERENCES speaker,
    institution INTEGER NOT NULL REFERENCES speaker CHECK (institution <> speaker),
    document INTEGER REFERENCES document ON DELETE CASCADE,
    UNIQUE (speaker, institution, document)
);
CREATE UNIQUE INDEX represents_everywhere ON represents (speaker, institution)
    WHERE document IS NULL;
CREATE INDEX represents_institution ON represents (institution);
CREATE INDEX represents_document ON represents (document) WHERE document IS NOT NULL;
CREATE TABLE annotation (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL UNIQUE,
    document INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
    annotator INTEGER NOT NULL REFERENCES annotator,
    layer TEXT NOT NULL,
    start INTEGER NOT NULL CHECK (start >= 0),
    "end" INTEGER NOT NULL CHECK ("end" > start),
    attributes TEXT NOT NULL CHECK (json_valid(attributes)),
    speaker INTEGER REFERENCES speaker,
    note TEXT,
    origin TEXT NOT NULL,
    rule TEXT,
    confidence REAL,
    carried_from TEXT,
    created_by INTEGER REFERENCES annotator,
    created_at TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    confirmed_at TEXT,
    to_check TEXT,
    UNIQUE (document, annotator, layer, start, "end"),
    UNIQUE (id, document, annotator)
);
CREATE INDEX annotation_start ON annotation (document, annotator, start);
CREATE INDEX annotation_annotator ON annotation (annotator);
CREATE INDEX annotation_speaker ON annotation (speaker) WHERE speaker IS NOT NULL;
CREATE INDEX annotation_carried_from ON annotation (carried_from) WHERE carried_from IS NOT NULL;
CREATE INDEX annotation_created_by ON annotation (created_by);
CREATE TABLE relation (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL UNIQUE,
    document INTEGER NOT NULL,
    annotator INTEGER NOT NULL,
    kind TEXT NOT NULL,
    head INTEGER NOT NULL,
    tail INTEGER NOT NULL,
    role TEXT NOT NULL DEFAULT '',
    origin TEXT NOT NULL DEFAULT 'hand',
    rule TEXT,
    confidence REAL,
    created_at TEXT NOT NULL,
    CHECK (head <> tail),
    UNIQUE (kind, head, tail, role),
    FOREIGN KEY (head, document, annotator) REFERENCES annotation (id, document, annotator)
        ON DELETE CASCADE,
    FOREIGN KEY (tail, document, annotator) REFERENCES annotation (id, document, annotator)
        ON DELETE CASCADE
);
CREATE INDEX relation_document ON relation (document, annotator);
CREATE INDEX relation_head ON relation (head, document, annotator);
CREATE INDEX relation_tail ON relation (tail, document, annotator);
CREATE TABLE rejection (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    document INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
    annotator INTEGER NOT NULL REFERENCES annotator,
    layer TEXT NOT NULL,
    start INTEGER NOT NULL CHECK (start >= 0),
    "end" INTEGER NOT NULL CHECK ("end" > start),
    value TEXT NOT NULL DEFAULT '',
    at TEXT NOT NULL,
    UNIQUE (document, annotator, layer, start, "end", value)
);
CREATE TABLE duplicate_decision (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    a_text TEXT NOT NULL REFERENCES text (sha256),
    a_start INTEGER NOT NULL,
    a_end INTEGER NOT NULL CHECK (a_end > a_start),
    b_text TEXT REFERENCES text (sha256),
    b_start INTEGER,
    b_end INTEGER CHECK (b_end > b_start),
    fingerprint TEXT NOT NULL DEFAULT '',
    note TEXT,
    by INTEGER REFERENCES annotator,
    at TEXT NOT NULL,
    CHECK ((b_text IS NULL) = (b_start IS NULL) AND (b_start IS NULL) = (b_end IS NULL))
);
CREATE INDEX duplicate_decision_a ON duplicate_decision (a_text);
CREATE INDEX duplicate_decision_b ON duplicate_decision (b_text) WHERE b_text IS NOT NULL;
CREATE TABLE adjudication (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL UNIQUE,
    document INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
    outcome TEXT NOT NULL,
    sources TEXT NOT NULL CHECK (json_valid(sources)),
    results TEXT NOT NULL CHECK (json_valid(results)),
    taken TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(taken)),
    note TEXT,
    by INTEGER REFERENCES annotator,
    at TEXT NOT NULL
);
CREATE INDEX adjudication_document ON adjudication (document);
CREATE TABLE handout (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL UNIQUE,
    annotator INTEGER NOT NULL REFERENCES annotator,
    made_at TEXT NOT NULL,
    documents TEXT NOT NULL CHECK (json_valid(documents)),
    schema_sha256 TEXT NOT NULL
);
CREATE TABLE collected (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    handout INTEGER REFERENCES handout,
    annotator INTEGER NOT NULL REFERENCES annotator,
    document INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
    head TEXT NOT NULL,
    operations TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(operations)),
    at TEXT NOT NULL,
    UNIQUE (annotator, document)
);
CREATE INDEX collected_document ON collected (document);
CREATE TABLE proposal (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    speaker INTEGER NOT NULL REFERENCES speaker,
    other INTEGER REFERENCES speaker,
    value TEXT NOT NULL DEFAULT '',
    by INTEGER REFERENCES annotator,
    at TEXT NOT NULL,
    decision TEXT CHECK (decision IN ('taken', 'refused'))
);
CREATE INDEX proposal_speaker ON proposal (speaker);
CREATE INDEX proposal_other ON proposal (other) WHERE other IS NOT NULL;
CREATE TABLE foreign_suggestion (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL UNIQUE,
    document INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
    layer TEXT NOT NULL,
    start INTEGER NOT NULL CHECK (start >= 0),
    "end" INTEGER NOT NULL CHECK ("end" > start),
    attributes TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(attributes)),
    speaker_name TEXT,
    source TEXT NOT NULL,
    external_id TEXT,
    confidence REAL,
    at TEXT NOT NULL
);
CREATE INDEX foreign_suggestion_document ON foreign_suggestion (document, start);
"""

JOURNAL = """
CREATE TABLE operation (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    details TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(details)),
    actor INTEGER REFERENCES annotator,
    at TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('do', 'undo', 'redo', 'barrier')),
    "of" INTEGER REFERENCES operation,
    state TEXT NOT NULL CHECK (state IN ('open', 'committed', 'interrupted'))
);
CREATE INDEX operation_actor ON operation (actor, kind, id);
CREATE INDEX operation_of ON operation ("of") WHERE "of" IS NOT NULL;
CREATE INDEX operation_barrier ON operation (id) WHERE kind = 'barrier';
CREATE INDEX operation_open ON operation (id) WHERE state = 'open';
CREATE TABLE change (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    operation INTEGER NOT NULL REFERENCES operation,
    tab TEXT NOT NULL,
    row INTEGER NOT NULL,
    document INTEGER,
    before TEXT,
    after TEXT,
    CHECK (before IS NOT NULL OR after IS NOT NULL)
);
CREATE INDEX change_operation ON change (operation);
CREATE INDEX change_row ON change (tab, row);
CREATE INDEX change_document ON change (document) WHERE document IS NOT NULL;
CREATE TABLE current (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    operation INTEGER REFERENCES operation
);
INSERT INTO current VALUES (1, NULL);
"""

DERIVED = """
CREATE TABLE stamp (
    name TEXT PRIMARY KEY,
    engine TEXT NOT NULL,
    settings_hash TEXT NOT NULL,
    content_hash TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE pair_match (
    id INTEGER PRIMARY KEY,
    a_document INTEGER NOT NULL,
    b_document INTEGER NOT NULL,
    strong INTEGER NOT NULL,
    weak INTEGER NOT NULL,
    spans BLOB NOT NULL,
    UNIQUE (a_document, b_document)
);
CREATE INDEX pair_match_b ON pair_match (b_document);
CREATE TABLE cluster (
    id INTEGER PRIMARY KEY,
    fingerprint TEXT NOT NULL,
    kind TEXT NOT NULL,
    copies INTEGER NOT NULL,
    documents INTEGER NOT NULL,
    first_document INTEGER NOT NULL,
    similarity REAL NOT NULL,
    boilerplate INTEGER NOT NULL,
    origin TEXT NOT NULL DEFAULT 'search'
);
CREATE TABLE passage (
    id INTEGER PRIMARY KEY,
    document INTEGER NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    cluster INTEGER NOT NULL,
    copy INTEGER NOT NULL,
    UNIQUE (document, start, "end")
);
CREATE INDEX passage_cluster ON passage (cluster);
CREATE TABLE document_repeats (document INTEGER PRIMARY KEY, repeats INTEGER NOT NULL);
CREATE TABLE document_group (
    document INTEGER PRIMARY KEY,
    grp INTEGER NOT NULL,
    coverage REAL NOT NULL,
    representative INTEGER NOT NULL
);
CREATE TABLE document_counts (
    annotator INTEGER NOT NULL,
    document INTEGER NOT NULL,
    layer TEXT NOT NULL,
    n INTEGER NOT NULL,
    PRIMARY KEY (annotator, document, layer)
) WITHOUT ROWID;
CREATE INDEX document_counts_document ON document_counts (document);
CREATE VIEW searched AS SELECT d.id AS id, d.title AS title, t.content AS content
    FROM document d JOIN text t ON t.sha256 = d.text_sha256;
CREATE VIRTUAL TABLE document_fts USING fts5 (title, content, content = 'searched',
    content_rowid = 'id', tokenize = 'unicode61', detail = 'full', prefix = '2');
INSERT INTO document_fts (document_fts, rank) VALUES ('automerge', 16);
INSERT INTO document_fts (document_fts, rank) VALUES ('crisismerge', 64);
CREATE TABLE search_due (document INTEGER PRIMARY KEY);
CREATE TABLE search_leftover (
    document INTEGER PRIMARY KEY,
    title TEXT NOT NULL,
    text_sha256 TEXT NOT NULL
);
"""

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


# All content but the texts, which are append-only: there is nothing of them to put back.
JOURNALLED = (
    "project", "document", "annotator", "assignment", "state", "speaker", "alias", "represents",
    "annotation", "relation", "rejection", "duplicate_decision", "adjudication", "handout",
    "collected", "proposal", "foreign_suggestion",
)  # fmt: skip


def up(_migrator: object, db: Database) -> None:
    db.run(f"PRAGMA user_version = {FORM}")
    for statement in (CONTENT + JOURNAL + DERIVED).split(";\n"):
        if statement.strip():
            db.run(statement.strip())
    for statement in (*GUARDS, *UPKEEP, *journal_triggers(db, JOURNALLED)):
        db.run(statement.strip())
