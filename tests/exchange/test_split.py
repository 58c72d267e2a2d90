"""A corpus in parts: copies together, nothing that is trained on stands in what it is tried on."""

import json
from dataclasses import replace
from hashlib import sha256
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from pullquote.exchange.corpus import ClusterRecord, LabelledCorpus
from pullquote.exchange.errors import NotOurExport
from pullquote.exchange.jsonl import DocumentCompleter, read_export
from pullquote.exchange.records import (
    AnnotationRecord,
    DocumentRecord,
    DuplicatesRecord,
    GroupRecord,
    PassageRecord,
    ProjectRecord,
)
from pullquote.exchange.selection import ExportSelection
from pullquote.exchange.split import (
    RepeatsUnknown,
    UnreadableSplit,
    read_split,
    split_corpus,
    write_parts,
)
from pullquote.model.schema import Layer, Schema
from pullquote.sampling.split import SplitRequest, SplitShares

SCHEMA = Schema("Quotes", (Layer("quote", "Quote", "Q"), Layer("cue", "Cue", "C")), ())
STOCK = "nothing will be decided before the spring"
WEIGHTED = ExportSelection()
REQUEST = SplitRequest(SplitShares(60, 20, 20))


def label(uid: str, text: str, words: str, layer: str = "quote") -> AnnotationRecord:
    start = text.index(words)
    return AnnotationRecord(
        uid=uid, annotator="Ana", layer=layer, start=start, end=start + len(words)
    )


def document(number: int, *, stock: bool = False, **more: object) -> DocumentRecord:
    """An article of its own words, with one label of them and, on demand, the stock quote."""
    own = f"Harbour number {number} counts {number * 7} ships"
    text = f"{own}. The minister said {STOCK}." if stock else f"{own}."
    labels = [label(f"a{number}", text, own)]
    passages = ()
    if stock:
        labels.append(label(f"b{number}", text, STOCK))
        labels.append(label(f"c{number}", text, "said", "cue"))
        start = text.index(STOCK)
        passages = (
            PassageRecord(start=start, end=start + len(STOCK), cluster="stock", copy=number + 1),
        )
    fields = {
        "uid": f"d{number}",
        "name": f"{number}.txt",
        "text": text,
        "source": "Harbour Post" if number % 3 else "Quay News",
        "group": GroupRecord(f"{number:012}"),
        "annotations": tuple(labels),
        "passages": passages,
    }
    found = DocumentRecord(**{**fields, **more})
    return structs.replace(found, text_sha256=sha256(found.text.encode()).hexdigest())


def corpus(*documents: DocumentRecord) -> LabelledCorpus:
    stock = sum(bool(found.passages) for found in documents)
    return LabelledCorpus(
        project=ProjectRecord(uid="p", name="News"),
        schema=SCHEMA,
        schema_toml="",
        annotators=(),
        speakers=(),
        clusters={"stock": ClusterRecord("stock", "quote", stock, stock)},
        decisions=(),
        duplicates=DuplicatesRecord("1", "2"),
        total=len(documents),
        each=lambda: iter(documents),
    )


def written(tmp_path, found: LabelledCorpus, selection=WEIGHTED, request=REQUEST):
    """The documents of each part as they are read again, and the report."""
    parted, report = split_corpus(found, request)
    write_parts(parted, report, tmp_path / "split", selection)
    parts = {}
    for part in ("train", "dev", "test"):
        lines = (tmp_path / "split" / f"{part}.jsonl").read_text("utf-8").splitlines()
        parts[part] = [json.loads(line) for line in lines]
    return parts, report


def test_a_stock_quote_weighs_nothing_in_train_and_says_where_else_it_stands(tmp_path):
    found = corpus(*(document(n, stock=n % 2 == 0) for n in range(30)))
    parts, report = written(tmp_path, found, ExportSelection(copies="all"))
    for part, documents in parts.items():
        for read in documents:
            assert read["split"] == part
            for annotation in read["annotations"]:
                if annotation["text"] == STOCK:
                    others = [p for p in ("train", "dev", "test") if p != part]
                    assert annotation["leak"] == " ".join(others)
                    assert annotation["weight"] == (0 if part == "train" else 1)
                else:
                    assert (annotation["leak"], annotation["weight"]) == (None, 1)
    counted = [(p.part, p.documents, p.leaking) for p in report.parts]
    assert [many for _, many, _ in counted] == [18, 6, 6]
    stock = sum(a["text"] == STOCK for d in parts["train"] for a in d["annotations"])
    assert report.silenced == stock == counted[0][2]
    assert report.would_leak > 0


def test_weights_are_those_of_the_copies_where_that_is_asked(tmp_path):
    found = corpus(*(document(n, stock=n % 2 == 0) for n in range(30)))
    parts, _ = written(tmp_path, found)
    weights = {a["weight"] for d in parts["test"] for a in d["annotations"] if a["text"] == STOCK}
    assert weights == {1 / 15}


def test_labels_of_the_same_words_leak_where_no_passage_was_found(tmp_path):
    """Short quotations are no passages, and mean the same everywhere."""
    words = "we will see"
    documents = []
    for n in range(12):
        text = f"Number {n} said: {words}."
        labels = (label(f"a{n}", text, words), label(f"b{n}", text, "said", "cue"))
        documents.append(document(n, text=text, annotations=labels))
    parts, _ = written(tmp_path, corpus(*documents))
    for part, read in parts.items():
        for annotation in (a for d in read for a in d["annotations"]):
            assert bool(annotation["leak"]) == (annotation["text"] == words), part


def test_near_documents_and_versions_stay_together():
    documents = [document(n) for n in range(40)]
    for n in range(0, 40, 4):
        near = GroupRecord(f"{n:012}", 2)
        documents[n] = structs.replace(documents[n], group=near)
        documents[n + 1] = structs.replace(documents[n + 1], group=near)
        documents[n + 2] = structs.replace(documents[n + 2], version_of=f"d{n + 1}")
    parted, report = split_corpus(corpus(*documents), REQUEST)
    parts = parted.split.parts
    for n in range(0, 40, 4):
        assert parts[f"d{n}"] == parts[f"d{n + 1}"] == parts[f"d{n + 2}"]
    assert (report.groups, report.largest) == (10, 3)
    assert report.torn > 0


def test_an_excluded_document_is_in_no_part(tmp_path):
    parts, report = written(tmp_path, corpus(document(0), document(1, excluded="no news")))
    assert [d["document"] for d in parts["train"]] == ["d0"]
    assert (report.groups, report.largest) == (0, 1)


def test_without_repeats_there_is_no_split():
    found = replace(corpus(document(0)), duplicates=None)
    with pytest.raises(RepeatsUnknown):
        split_corpus(found, REQUEST)


def test_what_was_dealt_keeps_its_part(tmp_path):
    found = [document(n, stock=True) for n in range(60)]
    written(tmp_path, corpus(*found[:40]))
    before = read_split(tmp_path / "split")
    parted, report = split_corpus(corpus(*found), replace(REQUEST, kept=before))
    after = parted.split.parts
    assert {d.text_sha256: after[d.uid] for d in found[:40]} == before
    assert report.kept == 40
    assert sorted(after.values()).count("dev") == 12


def test_ids_and_order_do_not_matter():
    found = [document(n, stock=n % 2 == 0) for n in range(50)]
    one, _ = split_corpus(corpus(*found), REQUEST)
    renamed = [structs.replace(d, uid=f"other {d.uid}") for d in reversed(found)]
    other, _ = split_corpus(corpus(*renamed), REQUEST)
    assert {f"other {uid}": part for uid, part in one.split.parts.items()} == other.split.parts


@given(st.integers(0, 10_000))
def test_no_label_that_weighs_leaks(seed):
    """Whatever is copied into whatever: words that train learns from stand nowhere else."""
    dice = Random(seed)
    stock = dice.randrange(1, 12)
    documents = [document(n, stock=dice.randrange(12) < stock) for n in range(25)]
    parted, _ = split_corpus(corpus(*documents), replace(REQUEST, seed=seed))
    split = parted.split
    held_out = " ".join(d.text for d in documents if split.parts[d.uid] != "train")
    complete = DocumentCompleter(parted)
    for found in parted.each():
        for annotation in complete.completed(found).annotations:
            if found.split == "train" and annotation.layer == "quote" and annotation.weight:
                assert annotation.text not in held_out


def test_each_part_comes_back_as_an_export(tmp_path):
    found = corpus(*(document(n, stock=True) for n in range(10)))
    written(tmp_path, found)
    count = 0
    for part in ("train", "dev", "test"):
        with read_export(tmp_path / "split" / f"{part}.jsonl") as export:
            count += len(list(export.documents()))
            assert export.refused == []
    assert count == 10


def test_a_split_replaces_a_split_and_nothing_else(tmp_path):
    found = corpus(*(document(n) for n in range(10)))
    written(tmp_path, found)
    written(tmp_path, found)
    (tmp_path / "split" / "notes.txt").write_text("mine")
    with pytest.raises(NotOurExport, match=r"notes\.txt"):
        written(tmp_path, found)
    assert (tmp_path / "split" / "notes.txt").read_text() == "mine"
    (tmp_path / "split" / "notes.txt").unlink()
    (tmp_path / "split" / "split.csv").unlink()
    with pytest.raises(NotOurExport):
        written(tmp_path, found)


@pytest.mark.parametrize("lines", ["a,b\n1,2\n", "text_sha256,split\nabc,training\n"])
def test_a_table_that_is_no_split_is_named(tmp_path, lines):
    path = tmp_path / "split.csv"
    path.write_text(lines)
    with pytest.raises(UnreadableSplit, match=r"split\.csv.*(line 2|no columns)"):
        read_split(path)


def test_a_split_that_is_not_there_is_named(tmp_path):
    with pytest.raises(UnreadableSplit, match="nowhere"):
        read_split(tmp_path / "nowhere.csv")


def test_why_a_split_cannot_be_read_is_said_in_words(tmp_path):
    with pytest.raises(UnreadableSplit) as raised:
        read_split(tmp_path / "nowhere.csv")
    assert "Errno" not in str(raised.value)
    assert str(raised.value).count("nowhere.csv") == 1
