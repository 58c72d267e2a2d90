"""The sample project: every document once, its labels attached, its repeats found."""

import json
from collections.abc import Iterable

import pytest

from pullquote.assets import RESOURCES, SEEDS
from pullquote.store import Project
from pullquote.text.spans import Span
from pullquote.workflow import find_duplicates
from pullquote.workflow.import_.documents import import_paths
from pullquote.workflow.import_.labels import import_jsonl

COUNTS = json.loads((SEEDS / "labels" / "manifest.json").read_text("utf-8"))["counts"]
BRIEFING = "01-kestria-today-ferry-briefing.txt"
DAM = "04-open-kestria-ennar-dam.txt"
WIRE, SAME = "TW-0210-07", "HP-88213"
SHORTENED, EDITED = "02-radio-skerra-ferry-talks.txt", "03-torvene-courier-ferry-talks.txt"


def share(spans: Iterable[Span], start: int, end: int) -> float:
    """How much of a stretch is covered by spans that do not overlap."""
    return sum(span.overlap(Span(start, end)) for span in spans) / (end - start)


@pytest.fixture
def repeated(sample, ids):
    """The stretches of one document that stand in another one, too."""

    def in_both(name: str, other: str) -> list[Span]:
        return [
            passage.span
            for passage in sample.passages(ids[name])
            if any(p.document == ids[other] for p in sample.cluster_passages(passage.cluster))
        ]

    return in_both


def test_labels_are_taken_by_the_documents_that_are_there(tmp_path):
    schema = (RESOURCES / "schemas" / "statements.toml").read_text("utf-8")
    with Project.create(tmp_path / "p.pullquote", name="p", schema_toml=schema) as project:
        articles = import_paths(project, [SEEDS / "articles"], 0)
        labels = import_jsonl(project, SEEDS / "labels", 0)
    assert (articles.read, articles.skipped, articles.already) == (18, (), ())
    assert (labels.documents, labels.known) == (0, COUNTS["documents"])
    assert labels.annotations == sum(COUNTS["layers"].values())
    assert labels.relations == sum(COUNTS["relations"].values())
    assert labels.refused == ()


def test_every_article_is_there_once(ids, articles):
    assert ids.keys() == articles.keys()


def test_labels_are_by_two_people(sample, ids):
    names = {annotator.id: annotator.name for annotator in sample.annotators()}
    counts = dict.fromkeys(names.values(), 0)
    for document in ids.values():
        for label in sample.annotations(document):
            counts[names[label.annotator]] += 1
    assert counts == COUNTS["annotators"]


def test_the_body_that_is_repeated_whole_is_one_block_twice(sample, ids):
    document = ids[BRIEFING]
    text = sample.text(document)
    start = text.index("TORVENE")
    second = text.index("TORVENE", start + 1)
    end = text.index("Legal notice")
    here = [b for b in find_duplicates.document_blocks(sample, document) if b.copies_here == 2]
    assert share((Span(b.start, b.end) for b in here), start, end) > 0.99
    assert [b.copy for b in here if b.end - b.start > 1000] == [1, 2]
    assert second - start == sum(b.end - b.start for b in here if b.copy == 1) + 1


def test_the_headline_is_found_four_times(sample, ids):
    document = sample.document(ids[DAM])
    places = [
        passage
        for passage in sample.passages(document.id)
        if passage.span.of(sample.text(document.id)) == document.title
    ]
    assert [place.copy for place in places] == [1, 2, 3, 4]
    assert len({place.cluster for place in places}) == 1


def test_the_glued_credit_is_found(sample, ids):
    name = "12-harbour-post-storm-agda.txt"
    text = sample.text(ids[name])
    found = [p for p in sample.passages(ids[name]) if p.span.of(text).startswith("©")]
    assert [place.span.of(text) for place in found] == ["© Harbour Post / Tilda Renn"] * 2


def test_the_wire_story_is_found_in_its_outlets(sample, ids, repeated):
    length = len(sample.text(ids[WIRE]))
    assert share(repeated(WIRE, SAME), 0, length) > 0.95
    assert 0.3 < share(repeated(WIRE, SHORTENED), 0, length) < 0.6
    assert 0.5 < share(repeated(WIRE, EDITED), 0, length) < 0.95


@pytest.mark.parametrize(
    ("words", "names"),
    [
        (
            "here is no date yet, and nobody should print one",
            {WIRE, SAME, SHORTENED, EDITED, BRIEFING, "07-ulmar-monitor-ferry-agreement.txt"},
        ),
        ("to sail before the summer", {WIRE, SAME, SHORTENED, EDITED}),
        ("more to announce", {WIRE, SAME, SHORTENED, BRIEFING}),
        (
            "They cannot sell us tickets in the morning",
            {WIRE, SAME, SHORTENED, "05-harbour-post-quay-protest.txt"},
        ),
        ("We do not yet know why", {"13-torvene-courier-blackout.txt"}),
        ("Advertisement", {SHORTENED, EDITED, DAM, "10-kestrian-ledger-rain.txt"}),
    ],
)
def test_words_that_many_print_are_found(sample, ids, words, names):
    by_id = {document: name for name, document in ids.items()}
    for document, name in by_id.items():
        if name not in names:
            continue
        for passage in sample.passages(document):
            if words in passage.span.of(sample.text(document)):
                places = sample.cluster_passages(passage.cluster)
                assert names <= {by_id[place.document] for place in places}
                return
    pytest.fail(f"{words!r} is in no repeated passage")
