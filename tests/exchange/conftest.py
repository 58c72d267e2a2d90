"""Corpora for the formats: one written by hand, and strategies for any other."""

import hashlib
from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import strategies as st

from pullquote.exchange.corpus import ClusterRecord, LabelledCorpus, arranged_document
from pullquote.exchange.records import (
    AliasRecord,
    AnnotationRecord,
    AnnotatorRecord,
    DecisionRecord,
    DocumentRecord,
    DuplicatesRecord,
    FileRecord,
    PassageRecord,
    ProjectRecord,
    RejectionRecord,
    RelationRecord,
    RepresentsRecord,
    SpeakerRecord,
    StateRecord,
    publication_fields,
    sorted_items,
)
from pullquote.model.schema import Attribute, Layer, RelationType, Schema
from pullquote.model.values import Published
from pullquote.text.canonical import canonical
from pullquote.text.segments import grapheme_start

SCHEMA = Schema(
    "Statements",
    (
        Layer(
            "quote",
            "Quote",
            "Q",
            speaker=True,
            attributes=(
                Attribute("kind", "Kind", ("direct", "partial"), "direct"),
                Attribute("status", "Status", ("complete", "unclosed"), "complete"),
            ),
        ),
        Layer("speaker", "Speaker", "S", speaker=True),
        Layer("cue", "Cue", "C"),
        Layer("date", "Date", "D", attributes=(Attribute("value", "Value"),)),
        Layer(
            "claim", "Claim", "F", speaker=True, attributes=(Attribute("certainty", "Certainty"),)
        ),
    ),
    (RelationType("said_by", "Said by", ("quote", "claim"), ("speaker",), 1),),
)
# Everything that has broken an export somewhere, in pieces that join up in every order.
PIECES = (
    "He said", " ", "“No”", '"', ",", ";", "\n", "\t", "=1+1", "@you", "-", "'", "é", "e\u0301",
    "👩‍👩‍👧", "🇺🇦", "😀", "\u2028", "\u2029", "\x85", "\x0b", "\x1c", "سلام", "\u202e", "ﬁ", "İ",
    "Я", "\\", "\\u0000", "{", "]", "\ufffd", "한", "🏽",
)  # fmt: skip
_NAMES = ("Ana", "Bo Å", '=C"D,', "Émile\u2028")


def relation(uid: str, annotator: str, kind: str, head: str, tail: str, role: str = ""):
    return RelationRecord(uid=uid, annotator=annotator, kind=kind, head=head, tail=tail, role=role)


def passage(start: int, end: int, cluster: str, copy: int) -> PassageRecord:
    return PassageRecord(start=start, end=end, cluster=cluster, copy=copy)


def text_of(pieces: list[str]) -> str:
    return canonical("".join(pieces)).text


texts = st.lists(st.sampled_from(PIECES), min_size=1, max_size=12).map(text_of)
cells = st.lists(st.sampled_from((*PIECES, "\r\n", "\r")), max_size=4).map("".join)
maybe = st.one_of(st.none(), cells)


@st.composite
def documents(draw: st.DrawFn, number: int) -> DocumentRecord:
    text = draw(texts)
    borders = [o for o in range(len(text) + 1) if grapheme_start(text, o) == o]
    uid = f"d{number}"
    annotations: list[AnnotationRecord] = []
    places = set()
    for index in range(draw(st.integers(0, 5)) if len(borders) > 1 else 0):
        start, end = sorted(
            draw(st.lists(st.sampled_from(borders), min_size=2, max_size=2, unique=True))
        )
        who = draw(st.sampled_from(_NAMES))
        layer = draw(st.sampled_from(("quote", "speaker", "claim", "date", "removed layer")))
        if (who, layer, start, end) in places:
            continue
        places.add((who, layer, start, end))
        annotations.append(
            AnnotationRecord(
                uid=f"{uid}-a{index}",
                annotator=who,
                layer=layer,
                start=start,
                end=end,
                attributes=sorted_items(
                    draw(st.dictionaries(st.sampled_from(("kind", "ß")), cells))
                ),
                speaker=draw(st.sampled_from((None, "s1", "s2"))),
                note=draw(maybe),
                origin=draw(st.sampled_from(("hand", "suggestion", "carried_edited", "imported"))),
                confirmed_at=draw(st.sampled_from((None, "2026-03-01T09:00:00Z"))),
                to_check=draw(st.sampled_from((None, "extent", "anchor", "original"))),
                confidence=draw(st.one_of(st.none(), st.floats(0, 1))),
                created_by=draw(st.sampled_from((None, *_NAMES))),
                created_at="2026-03-01T08:00:00Z",
                changed_at="2026-03-01T08:00:01Z",
            )
        )
    relations = [
        RelationRecord(
            uid=f"{uid}-r{n}",
            annotator=a.annotator,
            kind="said_by",
            head=a.uid,
            tail=b.uid,
            role=draw(cells),
            origin=draw(st.sampled_from(("hand", "suggestion"))),
            rule=draw(maybe),
            confidence=draw(st.one_of(st.none(), st.floats(0, 1))),
        )
        for n, (a, b) in enumerate(pairwise(annotations))
        if a.annotator == b.annotator
    ]
    evidence = draw(st.booleans())
    return arranged_document(
        DocumentRecord(
            uid=uid,
            name=draw(cells),
            text=text,
            text_sha256=hashlib.sha256(text.encode()).hexdigest(),
            title=draw(cells),
            source=draw(maybe),
            **publication_fields(
                Published("2026-02", "header", "Feb 2026", 0, 8, draw(maybe))
                if evidence
                else Published()
            ),
            excluded=draw(maybe),
            file=FileRecord("ab", draw(cells), 3, 2, "cp1252", "crlf", "txt", 1),
            metadata=sorted_items(draw(st.dictionaries(cells, cells, max_size=2))),
            states=tuple(
                StateRecord(name, draw(st.sampled_from(("done", "skipped"))), draw(maybe))
                for name in sorted(draw(st.sets(st.sampled_from(_NAMES))))
            ),
            annotations=tuple(annotations),
            relations=tuple(relations),
            rejections=(RejectionRecord("Ana", "quote", 0, 1, draw(cells)),),
            passages=(passage(0, len(text), "c1", number + 1),) if draw(st.booleans()) else (),
        )
    )


@st.composite
def corpora(draw: st.DrawFn) -> LabelledCorpus:
    found = [draw(documents(number)) for number in range(draw(st.integers(0, 3)))]
    found.sort(key=lambda document: (document.name, document.uid))
    return corpus_of(
        tuple(found),
        speakers=(
            SpeakerRecord(
                "s1", "Ana =Lind", note=draw(maybe), aliases=(AliasRecord("x", "she\n", "d0"),)
            ),
            SpeakerRecord(
                "s2",
                "A. Lind",
                "unnamed",
                merged_into="s1",
                represents=(RepresentsRecord("w1", "s1"), RepresentsRecord("w2", "s1", "d0")),
                external_ids={"register": draw(cells)},
            ),
        ),
        guidelines=draw(cells),
    )


def corpus_of(
    found: tuple[DocumentRecord, ...],
    speakers: tuple[SpeakerRecord, ...] = (),
    guidelines: str = "",
) -> LabelledCorpus:
    return LabelledCorpus(
        project=ProjectRecord(uid="p-1", name="Trial", guidelines=guidelines, settings={"a": 1}),
        schema=SCHEMA,
        schema_toml='name = "Statements"\n',
        annotators=tuple(AnnotatorRecord(name) for name in _NAMES),
        speakers=speakers,
        clusters={"c1": ClusterRecord("c1", "exact", 4, 3, 0.98)},
        decisions=(DecisionRecord("k", "the_same", "h", 0, 5, "i", 1, 6, "c1", "sure"),),
        duplicates=DuplicatesRecord("1", "f00d"),
        total=len(found),
        each=lambda: iter(found),
    )


@pytest.fixture(scope="session")
def any_corpus() -> st.SearchStrategy[LabelledCorpus]:
    return corpora()


@pytest.fixture(scope="session")
def make_corpus() -> Callable[..., LabelledCorpus]:
    return corpus_of


def labelled(text: str, words: str, uid: str, layer: str, **values: object) -> AnnotationRecord:
    start = text.index(words)
    known = {"annotator": "Ana", "origin": "hand", **values}
    return AnnotationRecord(uid=uid, layer=layer, start=start, end=start + len(words), **known)


@pytest.fixture
def sample() -> LabelledCorpus:
    """Three short articles: the second annotator is not done, the third repeats the first."""
    first = (
        "Harbour reopens\n"
        "“The port [of Vell] is open,” harbour master Ida Rønn said on Tuesday. “Ships may leave.”"
    )
    second = "Ferries\nThe line said it would sail by 3 May 2026."
    third = "Wire\n“The port [of Vell] is open,” she said."
    quote = "“The port [of Vell] is open,”"
    planned = {"certainty": "planned"}
    return corpus_of(
        (
            _article("d1", "a", first, "2026-04-29", (
                labelled(first, quote, "q1", "quote", attributes={"kind": "direct"}),
                labelled(first, "“Ships may leave.”", "q2", "quote"),
                labelled(first, "harbour master Ida Rønn", "m1", "speaker", speaker="s2"),
                labelled(first, "said", "c1", "cue"),
                labelled(first, "Tuesday", "t1", "date", attributes={"value": "2026-04-28"}),
                labelled(first, "The port [of Vell] is open", "f1", "claim"),
                labelled(first, "Harbour", "b1", "claim", annotator="Bo Å"),
            ), (
                relation("r1", "Ana", "said_by", "q1", "m1"),
                relation("r2", "Ana", "cued_by", "q1", "c1"),
                relation("r3", "Ana", "dated_by", "q1", "t1", "utterance"),
                relation("r4", "Ana", "continues", "q2", "q1"),
            ), (StateRecord("Ana", "done"), StateRecord("Bo Å", "in_progress")), 1, quote),
            _article("d2", "b", second, "2026", (
                labelled(second, "it would sail", "f2", "claim", attributes=planned),
            ), (), (), 0, ""),
            _article("d3", "c", third, None, (
                labelled(third, quote, "q3", "quote", speaker="s1", origin="carried"),
            ), (), (), 2, quote),
        ),
        speakers=(
            SpeakerRecord("s1", "Ida Rønn", aliases=(AliasRecord("x1", "Rønn"),)),
            SpeakerRecord("s2", "I. Ronn", merged_into="s1"),
        ),
    )  # fmt: skip


def _article(uid, name, text, published, annotations, relations, states, copy, words):
    at = text.find(words) + 1
    return arranged_document(
        DocumentRecord(
            uid=uid,
            name=name,
            text=text,
            text_sha256=hashlib.sha256(text.encode()).hexdigest(),
            title=text.partition("\n")[0],
            **publication_fields(Published(published, "field") if published else Published()),
            annotations=annotations,
            relations=relations,
            states=states,
            passages=(passage(at, at + len(words) - 3, "c1", copy),) if copy else (),
        )
    )
