"""Documents: stored once, listed in any order, found by what is typed."""

import hashlib
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pullquote.model.values import NewDocument, Published
from pullquote.store import AlreadyImported, DocumentQuery, NotThere, Project
from pullquote.store.sql.full_text import parse_search

AddDocument = "callable"


def ids(project: Project, **query: object) -> list[int]:
    return project.document_ids(DocumentQuery(**query))


def test_a_document_comes_back_as_it_went_in(project: Project, anna: int) -> None:
    new = NewDocument(
        text="é 😀\nText",
        name="news/1.txt",
        title="A <b>title</b>",
        source="The Post",
        url="https://example.org/1",
        language="en",
        external_id="x1",
        published=Published(
            "2026-02-12", "header", "12 Feb 2026", 3, 14, "a day before it was said"
        ),
        raw_sha256="ab" * 32,
        origin="/corpus/1.txt",
        origin_row=4,
        part=2,
        encoding="cp1252",
        newline="crlf",
        reader="plain 1",
        replaced=2,
        excluded="an error page",
        metadata={"section": "“world”", "byline": ""},
    )
    with project.operation("Import", anna) as writer:
        row = writer.add_document(new, uid="3b241101-e2bb-4255-8caf-4136c566a962")
    stored = project.document(row)
    assert (stored.id, stored.characters, stored.version_of) == (row, 8, None)
    assert stored.text_sha256 == hashlib.sha256(new.text.encode()).hexdigest()
    for field in NewDocument.__slots__:
        if field != "text":
            assert getattr(stored, field) == getattr(new, field), field
    assert project.text(row) == new.text
    assert project.find_document("3b241101-e2bb-4255-8caf-4136c566a962") == row
    assert project.find_document("none") is None


def test_two_documents_share_a_text(project: Project, add: AddDocument) -> None:
    first, second = add(name="a.txt", raw_sha256="a"), add(name="b.txt", raw_sha256="b")
    assert project.text(first) == project.text(second)
    assert project._file.writer.value("SELECT count(*) FROM text") == 1


def test_only_the_same_file_from_the_same_place_is_refused(
    project: Project, add: AddDocument, anna: int
) -> None:
    place = {"raw_sha256": "a", "origin": "/x.csv", "origin_row": 1}
    first = add(**place)
    with pytest.raises(AlreadyImported, match=r"a\.txt is in the project already"):
        add(**place)
    add(**{**place, "origin_row": 2})
    add(**{**place, "part": 1})
    add(**{**place, "origin": "/y.csv"})
    add(**{**place, "raw_sha256": "b"})
    add()
    add()
    with project.operation("Remove", anna) as writer:
        writer.remove_document(first)
    add(**place)
    assert project.document_counts(anna).total == 7


def test_a_refused_document_does_not_end_the_operation(project: Project, anna: int) -> None:
    new = NewDocument(text="x", name="x.txt", raw_sha256="a")
    with project.operation("Import", anna) as writer:
        writer.add_document(new)
        with pytest.raises(AlreadyImported):
            writer.add_document(new)
        writer.add_document(NewDocument(text="y", name="y.txt", raw_sha256="b"))
    assert project.document_counts(anna).total == 2


def test_names_that_differ_only_in_case_are_two(add: AddDocument) -> None:
    assert add(name="A.txt") != add(name="a.txt")


def test_fields_are_changed_and_undone(project: Project, document: int, anna: int) -> None:
    before = project.document(document)
    published = Published("2026-02", "typed")
    with project.operation("Edit", anna) as writer:
        writer.change_document(document, title="T\0\ud800", published=published, excluded="menu")
    changed = project.document(document)
    assert (changed.title, changed.published) == ("T\ufffd\ufffd", published)
    assert project.document_counts(anna).excluded == 1
    project.undo(anna)
    assert project.document(document) == before


def test_what_is_not_there_is_named(project: Project, anna: int) -> None:
    for ask in (project.document, project.text, project.speaker, project.cluster):
        with pytest.raises(NotThere, match=r"There is no .* 99 in this project"):
            ask(99)
    with project.operation("Edit", anna) as writer, pytest.raises(NotThere):
        writer.change_document(99, title="x")


def test_orders(project: Project, add: AddDocument, anna: int) -> None:
    def dated(value: str | None) -> Published:
        return Published(value, "field") if value else Published()

    a = add(title="beta", source="post", published=dated("2026-01-02"))
    b = add(title="Alpha", source="Globe", published=dated(None))
    c = add(title="alpha", source=None, published=dated("2025"))
    assert ids(project) == [a, b, c]
    assert ids(project, descending=True) == [c, b, a]
    assert ids(project, order="title") == [b, c, a]
    assert ids(project, order="title", descending=True) == [a, c, b]
    assert ids(project, order="published") == [b, c, a]
    assert ids(project, order="source") == [c, b, a]
    with project.operation("States", anna) as writer:
        writer.set_state(c, anna, "in_progress")
        writer.set_state(a, anna, "done")
        writer.add_annotation(c, anna, "quote", 0, 3)
    assert ids(project, order="state", annotator=anna) == [b, c, a]
    assert ids(project, order="state", annotator=anna, descending=True) == [a, c, b]
    assert ids(project, order="labels", annotator=anna) == [a, b, c]
    assert ids(project, order="copies", annotator=anna) == [a, b, c]


def test_filters(project: Project, add: AddDocument, anna: int) -> None:
    a, b = add(source="Post"), add(source="post")
    c, d = add(excluded="menu"), add()
    assert ids(project) == [a, b, d]
    assert ids(project, excluded=True) == [c]
    assert ids(project, excluded=None) == [a, b, c, d]
    assert ids(project, source="Post") == [a]
    assert project.sources() == ["Post", "post"]
    with project.operation("States", anna) as writer:
        writer.set_state(a, anna, "done")
        writer.set_state(c, anna, "done")
        writer.set_state(d, anna, "skipped", "no quotes")
    assert ids(project, state="done", annotator=anna) == [a]
    assert ids(project, state="not_started", annotator=anna) == [b]
    counts = project.document_counts(anna)
    assert (counts.total, counts.excluded, counts.not_started) == (4, 1, 1)
    assert (counts.in_progress, counts.done, counts.skipped) == (0, 1, 1)


def test_rows_are_in_the_order_that_is_asked_for(
    project: Project, add: AddDocument, anna: int
) -> None:
    a, b = add(title="A"), add(title="B", text="😀😀")
    with project.operation("Add annotator", 0) as writer:
        ben = writer.add_annotator("Ben").id
    with project.operation("Quote", anna) as writer:
        writer.add_annotation(a, anna, "quote", 0, 3)
        writer.add_annotation(a, ben, "quote", 0, 3)
        writer.add_annotation(a, anna, "cue", 0, 3)
        writer.set_state(a, anna, "in_progress")
    rows = project.document_rows([b, 99, a], anna)
    assert [(r.id, r.title, r.labels, r.state, r.characters) for r in rows] == [
        (b, "B", 0, None, 2),
        (a, "A", 2, "in_progress", 78),
    ]
    assert project.document_rows([a], ben)[0].labels == 1
    assert project.document_rows([], anna) == []


def test_texts_come_whole_and_in_order(project: Project, add: AddDocument) -> None:
    rows = [add(text=f"Text {number}") for number in range(70)]
    add(excluded="menu")
    assert list(project.texts()) == [(row, f"Text {n}") for n, row in enumerate(rows)]


# --- search ---


def test_search_as_you_type(project: Project, add: AddDocument) -> None:
    bridge = add(text="The bridge stays closed. “Very good, very constructive.”", title="Traffic")
    harbour = add(text="The harbour of Zürich has no bridges.", title="Ships")
    for typed, found in {
        "": [bridge, harbour],
        "bri": [bridge, harbour],
        "bridge": [bridge, harbour],
        "bridge ": [bridge],
        "BRIDGES": [harbour],
        "zurich": [harbour],
        "Zürich": [harbour],
        "traffic": [bridge],
        "traffic har": [],
        "the sta": [bridge],
        '"stays closed': [bridge],
        '"stays clo': [bridge],
        '"clo stays': [],
        "«Stays closed» traffic": [bridge],
        '"of zurich has"': [harbour],
        "“closed stays”": [],
        '"very good, very" constr': [bridge],
        "very very": [bridge],
        "...": [bridge, harbour],
        "c'lose": [],
        "z": [bridge, harbour],
        "harbour z": [harbour],
        "“z”": [],
        "“s”": [],
        "s ": [],
        "“no b": [harbour],
        "no-bridges": [harbour],
        "a\u19b0b": [],
    }.items():
        assert ids(project, search=typed) == found, typed


@pytest.mark.parametrize(
    "query",
    [{}, {"order": "title"}, {"order": "published", "descending": True}, {"excluded": None},
     {"state": "done"}, {"state": "not_started"}, {"source": "The Post"}, {"order": "state"}],
)  # fmt: skip
def test_many_that_are_found_are_found_like_few(
    project: Project, add: AddDocument, anna: int, monkeypatch, query
) -> None:
    rows = [
        add(text=f"{'bridge' if n % 3 else 'ferry'} {n}", title=f"{n * 7 % 10}",
            source=("The Post", "the post")[n % 2], excluded=("menu", None, None)[n % 3])
        for n in range(12)
    ]  # fmt: skip
    with project.operation("State", anna) as writer:
        for row in rows[::4]:
            writer.set_state(row, anna, "done")
    few = ids(project, search="bri", annotator=anna, **query)
    monkeypatch.setattr("pullquote.store.content.documents._FEW", 1)
    assert few
    assert ids(project, search="bri", annotator=anna, **query) == few


def test_search_follows_titles_and_undo(
    project: Project, document: int, add: AddDocument, anna: int
) -> None:
    with project.operation("Edit", anna) as writer:
        writer.change_document(document, title="Zebra crossing")
    assert ids(project, search="zebra bridge") == [document]
    with project.operation("Remove", anna) as writer:
        writer.remove_document(document)
    assert ids(project, search="zebra") == ids(project, search="bridge") == []
    project.undo(anna)
    assert ids(project, search="zebra bridge") == [document]
    project.undo(anna)
    assert ids(project, search="zebra") == []
    assert ids(project, search="bridge") == [document]
    assert project.check() == []


def test_closing_takes_removed_words_out_of_the_index(
    project: Project, document: int, anna: int
) -> None:
    with project.operation("Remove", anna) as writer:
        writer.remove_document(document)
    path = project.path
    project.close()
    with Project.open(path) as again:
        assert again._file.writer.value("SELECT count(*) FROM document_fts_docsize") == 0
        again.undo(anna)
        assert ids(again, search="bridge") == [document]
        assert again.check() == []


@given(typed=st.text() | st.text(alphabet="\"*^:(){}+-~ ANDORTe“”'\\é𞤀\0", max_size=12))
def test_nothing_that_is_typed_is_a_mistake(project: Project, document: int, typed: str) -> None:
    assert ids(project, search=typed) in ([], [document])


def test_what_stands_in_a_text_is_found(project: Project, add: AddDocument) -> None:
    chance = random.Random(3)
    words = ["Kremlin", "don't", "30,000", "Łódź", "Привет", "naïve", "x_y", "مرحبا", "é́"]
    for _ in range(30):
        text = " ".join(chance.choices(words, k=6))
        row = add(text=text)
        start = chance.randrange(len(text))
        typed = text[: start + 1].split(" ")[-1]
        assert not parse_search(typed) or row in ids(project, search=typed), (
            typed,
            text,
        )
