"""The labels of the sample are what their hand-written source says, and differ as people do."""

import json
from collections import defaultdict

import pytest

from pullquote.assets import SEEDS
from pullquote.exchange import jsonl
from pullquote.text.spans import Span

LABELS = SEEDS / "labels"
MARA, TEO = "Mara Lind", "Teo Vass"


@pytest.fixture(scope="module")
def documents():
    with jsonl.read_export(LABELS) as export:
        found = {document.name: document for document in export.documents()}
        assert export.refused == []
    return found


@pytest.fixture
def labelled(documents):
    """Documents that both have done or begun."""
    return [
        document
        for document in documents.values()
        if {label.annotator for label in document.annotations} == {MARA, TEO}
    ]


def of(document, annotator, layer):
    return {
        label.span: label
        for label in document.annotations
        if (label.annotator, label.layer) == (annotator, layer)
    }


def tails(document, annotator, kind):
    """What each label is related to, by the extent of the label."""
    labels = {label.uid: label for label in document.annotations}
    return {
        labels[relation.head].span: labels[relation.tail]
        for relation in document.relations
        if (relation.annotator, relation.kind) == (annotator, kind)
    }


def contents(folder):
    """The files by name; the version of the program is nothing that labels depend on."""
    files = {file.name: file.read_bytes() for file in folder.iterdir()}
    described = json.loads(files.pop("manifest.json"))
    del described["program"]
    return files, described


def test_the_script_gives_what_is_kept(builder, tmp_path):
    builder.build(tmp_path / "labels")
    made, described = contents(tmp_path / "labels")
    kept, kept_described = contents(LABELS)
    hint = "run seeds/build_labels.py"
    assert made.keys() == kept.keys()
    for name in made:
        assert made[name] == kept[name], f"{name} differs: {hint}"
    assert described == kept_described, hint


def test_no_place_of_a_machine_is_kept(documents):
    assert {document.file.origin.partition("/")[0] for document in documents.values()} == {
        "articles"
    }


def test_labels_belong_to_the_articles_as_they_are(documents, articles):
    for name, document in documents.items():
        assert document.text == articles[name].text
        assert document.file.raw_sha256 == articles[name].raw_sha256


def test_all_layers_relations_and_states_are_there(documents):
    layers = {label.layer for d in documents.values() for label in d.annotations}
    relations = {
        (relation.kind, relation.role) for d in documents.values() for relation in d.relations
    }
    states = {state.value for d in documents.values() for state in d.states}
    assert layers == {"quote", "speaker", "cue", "date", "claim", "not_quote"}
    assert {kind for kind, _ in relations} == {
        "said_by", "cued_by", "dated_by", "continues", "anchored_on"
    }  # fmt: skip
    assert {role for kind, role in relations if kind == "dated_by"} == {
        "utterance", "event", "deadline"
    }  # fmt: skip
    assert states == {"done", "in_progress", "skipped"}
    assert any(state.reason for d in documents.values() for state in d.states)
    assert any(label.note for d in documents.values() for label in d.annotations)


def test_two_people_labelled_the_same_documents(documents, labelled):
    def done(name):
        return [d for d in documents.values() if ("done" in of_state(d, name))]

    def of_state(document, name):
        return {state.value for state in document.states if state.annotator == name}

    assert len(done(MARA)) >= 6
    assert len(done(TEO)) >= 5
    assert len(labelled) >= 5


def test_they_agree_on_some_quotes_everywhere(labelled):
    for document in labelled:
        mara, teo = of(document, MARA, "quote"), of(document, TEO, "quote")
        assert len(mara.keys() & teo.keys()) >= 2


def disagreements(document):
    """The kinds of disagreement in a document."""
    quotes = of(document, MARA, "quote"), of(document, TEO, "quote")
    for layer in ("quote", "claim", "speaker", "date"):
        mara, teo = of(document, MARA, layer), of(document, TEO, layer)
        if any(a.overlaps(b) for a in mara.keys() - teo.keys() for b in teo.keys() - mara.keys()):
            yield f"boundaries of a {layer}"
        if any(not any(a.overlaps(b) for b in teo) for a in mara):
            yield f"a missed {layer}"
        for span in mara.keys() & teo.keys():
            yield from (
                f"{name} of a {layer}"
                for name, value in mara[span].set_attributes().items()
                if value != teo[span].attribute(name)
            )
    if any(span in of(document, TEO, "not_quote") for span in quotes[0]):
        yield "a quote or not"
    for kind in ("said_by", "dated_by"):
        mara, teo = tails(document, MARA, kind), tails(document, TEO, kind)
        for head in mara.keys() & teo.keys():
            if mara[head].speaker != teo[head].speaker:
                yield "another speaker"
            if mara[head].span != teo[head].span:
                yield f"another end of {kind}"


def test_they_disagree_in_every_way(labelled):
    found = defaultdict(int)
    for document in labelled:
        for kind in disagreements(document):
            found[kind] += 1
    assert found.keys() >= {
        "boundaries of a quote",
        "boundaries of a claim",
        "boundaries of a speaker",
        "boundaries of a date",
        "a missed quote",
        "a missed claim",
        "kind of a quote",
        "certainty of a claim",
        "value of a date",
        "a quote or not",
        "another speaker",
        "another end of said_by",
    }


def test_the_register_has_aliases_and_a_merged_speaker():
    with jsonl.read_export(LABELS) as export:
        speakers = {speaker.name: speaker for speaker in export.speakers}
    brev = speakers["Anton Brev"]
    assert {alias.form for alias in brev.aliases if alias.document is None} >= {"Brev"}
    assert {alias.form for alias in brev.aliases if alias.document} >= {"the spokesman"}
    assert speakers["A. Brev"].merged_into == brev.uid
    kinds = {speaker.kind for speaker in speakers.values()}
    assert kinds == {"person", "organisation", "document", "unnamed"}


TEXT = "He said so. She said so, too, he said.\nThe end he said."


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("She said", 12, 20),
        (["he said", 1], 30, 37),
        (["he said", 2], 47, 54),
        ("He ... so, too", 0, 28),
    ],
)
def test_words_become_extents(builder, words, start, end):
    assert builder.place(TEXT, words, [Span(0, len(TEXT))]) == Span(start, end)


def test_words_are_looked_for_where_they_may_stand(builder):
    assert builder.place(TEXT, "he said", [Span(39, len(TEXT))]) == Span(47, 54)


@pytest.mark.parametrize(
    "words", ["they said", "he said", ["he said", 3], "sai", "She ... of it", ["she said", 1]]
)
def test_words_that_are_not_one_place_are_refused(builder, words):
    with pytest.raises(builder.BadSource):
        builder.place(TEXT, words, [Span(0, len(TEXT))])
