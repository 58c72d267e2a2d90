"""Labels carried to copies: two thousand twins with known edits, and what is in doubt."""

import random
from collections import Counter
from typing import NamedTuple

import pytest

from pullquote.assets import RESOURCES
from pullquote.duplicates.alignment import Alignment, Stretch
from pullquote.labelling.carried import (
    CarriedGroup,
    LabelGroup,
    LabelledText,
    carried_group,
    label_groups,
)
from pullquote.model.schema_file import parse_schema
from pullquote.model.values import Annotation, Relation
from pullquote.text.spans import Span

SCHEMA = parse_schema((RESOURCES / "schemas" / "statements.toml").read_text(encoding="utf-8"))

# --- twins with known edits ----------------------------------------------------------------------

_PLAIN = (
    "harbour pilots waited for tide wind crews carried crates past yards while lights burned low "
    "rain fell over quays where boats lay moored near sheds and some watched slow barges drift"
).split()
_SMALL = "the of to and in a that on for was by it with as at said from he will we they".split()
_NAMES = "Brandt Lindqvist Marsk Orvel Hallberg Tessin Nordby Vestra Ilmen Quarl".split()
_NUMBERS = "three 12 40 1,500 seven 2.5 18 sixty".split()
_NOTS = ["not", "never", "no"]
_DAYS = "Monday Tuesday Friday Sunday March October".split()
_KINDS = {"number": _NUMBERS, "negation": _NOTS, "name": _NAMES, "date": _DAYS}
_STYLES = ["“”", '""', "«»", "‘’", "„“"]


class Token(NamedTuple):
    """A word or a mark, the space before it, and its number in the original, None where new."""

    text: str
    space: str
    number: int | None = None
    kind: str = ""


class Article:
    """Words of all kinds in paragraphs; some of each are a quotation."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        made: list[Token] = []
        for _ in range(rng.randint(4, 7)):
            self._paragraph(made)
        self.tokens = [token._replace(number=n) for n, token in enumerate(made)]

    def _paragraph(self, made: list[Token]) -> None:
        space = "\n" if made else ""
        for _ in range(self.rng.randint(2, 4)):
            quoted, length = self.rng.random() < 0.4, self.rng.randint(8, 24)
            if quoted:
                made.append(Token("“", space, kind="open"))
                space = ""
            for n in range(length):
                word, kind = self.word()
                made.append(
                    Token(word.capitalize() if n == 0 and not kind else word, space, None, kind)
                )
                space = " "
                if 0 < n < length - 1 and self.rng.random() < 0.08:
                    made.append(Token(self.rng.choice([",", ";", " –"]), "", kind="mark"))
            made.append(Token(".", "", kind="mark"))
            if quoted:
                made.append(Token("”", "", kind="close"))

    def word(self) -> tuple[str, str]:
        kind = self.rng.choices(["", *_KINDS], [40, 1, 0.5, 2, 1])[0]
        if kind:
            return self.rng.choice(_KINDS[kind]), kind
        return self.rng.choice(_SMALL if self.rng.random() < 0.45 else _PLAIN), ""

    def label(self) -> range:
        """The numbers of the tokens of a label: a quotation with its marks, or words in a row."""
        opening = [n for n, token in enumerate(self.tokens) if token.kind == "open"]
        if opening and self.rng.random() < 0.5:
            first = self.rng.choice(opening)
            return range(first, next(n for n in range(first, len(self.tokens))
                                     if self.tokens[n].kind == "close") + 1)  # fmt: skip
        words = [n for n, t in enumerate(self.tokens) if t.kind not in {"open", "close", "mark"}]
        at = self.rng.randrange(len(words))
        return range(words[at], words[min(len(words) - 1, at + self.rng.randint(0, 20))] + 1)


class Twin:
    """A copy of an article after some edits; `touched` are the kinds changed inside the label."""

    def __init__(self, article: Article, label: range) -> None:
        self.rng, self.label, self.article = article.rng, label, article
        self.tokens = list(article.tokens)
        self.touched: set[str] = set()
        edits = [self.substitute, self.drop, self.insert, self.bracket, self.quotation_marks,
                 self.marks, self.split, self.join, self.kind, self.kind]  # fmt: skip
        for edit in self.rng.choices(edits, k=self.rng.randint(0, 5)):
            edit()

    def place(self, *, plain: bool = False) -> int | None:
        """Of a word inside the label or near it."""
        near = range(self.label.start - 25, self.label.stop + 25)
        inside = self.label if self.rng.random() < 0.5 else near
        found = [
            at for at, t in enumerate(self.tokens)
            if t.number is not None and t.number in inside
            and t.kind not in {"open", "close", "mark"} and not (plain and t.kind)
        ]  # fmt: skip
        return self.rng.choice(found) if found else None

    def is_inside(self, at: int) -> bool:
        """Whether a word that is put before the token at a place stands inside the label."""
        after = [t.number for t in self.tokens[at:] if t.number is not None]
        before = [t.number for t in self.tokens[:at] if t.number is not None]
        return bool(after and before) and before[-1] >= self.label.start and (
            after[0] < self.label.stop)  # fmt: skip

    def changes(self, token: Token) -> None:
        if token.number in self.label and token.kind:
            self.touched.add(token.kind)

    def substitute(self) -> None:
        at = self.place(plain=True)
        if at is not None:
            self.changes(self.tokens[at])
            other = self.rng.choice([w for w in _PLAIN if w != self.tokens[at].text.lower()])
            self.tokens[at] = self.tokens[at]._replace(text=other, number=None)

    def drop(self) -> None:
        at = self.place()
        if at is not None:
            for token in self.tokens[at : at + self.rng.randint(1, 4)]:
                if token.number is not None and token.kind not in {"open", "close", "mark"}:
                    self.changes(token)
                    self.tokens.remove(token)

    def insert(self) -> None:
        at = self.place()
        if at is not None:
            words = [self.rng.choice(_PLAIN) for _ in range(self.rng.randint(1, 3))]
            self.put(at, " ".join(words))

    def bracket(self) -> None:
        at = self.place()
        if at is not None:
            words = f"[{self.rng.choice(_SMALL)} {self.rng.choice(_PLAIN)}]"
            self.put(at, words)

    def quotation_marks(self) -> None:
        opening, closing = self.rng.choice(_STYLES)
        new = {"open": opening, "close": closing}
        self.tokens = [t._replace(text=new.get(t.kind, t.text)) for t in self.tokens]

    def marks(self) -> None:
        self.tokens = [
            t._replace(text=self.rng.choice([",", " —", ";", ""]))
            if t.kind == "mark" and t.text != "." and self.rng.random() < 0.5 else t
            for t in self.tokens
        ]  # fmt: skip

    def split(self) -> None:
        at = self.place()
        if at is not None and self.tokens[at].space:
            self.tokens[at] = self.tokens[at]._replace(space="\n")

    def join(self) -> None:
        self.tokens = [t._replace(space=" ") if t.space == "\n" else t for t in self.tokens]

    def kind(self) -> None:
        """Another number, negation, name or day, or a negation where there was none."""
        at = self.place()
        if at is None:
            return
        token = self.tokens[at]
        if token.kind:
            self.changes(token)
            other = self.rng.choice([w for w in _KINDS[token.kind] if w != token.text])
            self.tokens[at] = token._replace(text=other, number=None)
        else:
            if self.is_inside(at):
                self.touched.add("negation")
            self.put(at, "not")

    def put(self, at: int, words: str) -> None:
        old = self.tokens[at]
        self.tokens[at : at + 1] = [Token(words, old.space), old._replace(space=" ")]


def text_of(tokens: list[Token]) -> str:
    return "".join(t.space + t.text for t in tokens)


def span_of(tokens: list[Token], label: range) -> Span | None:
    """From the first token of the label to its last, where both are there."""
    at, start, end = 0, None, None
    for token in tokens:
        first = at + len(token.space)
        at = first + len(token.text)
        start = first if token.number == label.start else start
        end = at if token.number == label.stop - 1 else end
    return Span(start, end) if start is not None and end is not None else None


def carry(here: str, span: Span, there: str) -> CarriedGroup | None:
    label = Annotation(1, "u", 1, 1, "quote", span.start, span.end)
    one, other = LabelledText(here, None, (label,)), LabelledText(there, None, ())
    across = Alignment(Stretch(here), Stretch(there))
    return carried_group(LabelGroup((label,), ()), across, one, other, SCHEMA)


def test_two_thousand_twins_with_known_edits() -> None:
    rng = random.Random(12)
    counts: Counter[str] = Counter()
    for _ in range(2000):
        article = Article(rng)
        label = article.label()
        twin = Twin(article, label)
        here, there = text_of(article.tokens), text_of(twin.tokens)
        span = span_of(article.tokens, label)
        assert span is not None
        carried = carry(here, span, there)
        if carried is None:
            counts["not offered"] += 1
        elif not carried.is_sure:
            counts["in doubt"] += 1
        else:
            counts["sure"] += 1
            counts["right"] += carried.labels[0].span == span_of(twin.tokens, label)
            counts["contradicts"] += bool(twin.touched)
    assert counts["sure"] >= 1000
    assert counts["right"] >= 0.99 * counts["sure"]
    assert counts["contradicts"] == 0
    assert counts["in doubt"] >= 0.9 * (2000 - counts["sure"])


# --- parts, and what stands there ----------------------------------------------------------------

HERE = "The minister spoke on Tuesday. “We wait for the pilots,” Ada Lindqvist told reporters."
THERE = "Ships wait. " + HERE.replace("We wait", "We all wait")


def on(text: str, words: str, number: int, layer: str, **values: object) -> Annotation:
    start = text.index(words)
    attributes = values.pop("attributes", {})
    return Annotation(number, f"u{number}", 1, 1, layer, start, start + len(words), attributes,
                      **values)  # type: ignore[arg-type]  # fmt: skip


QUOTE = on(HERE, "“We wait for the pilots,”", 1, "quote", attributes={"kind": "direct"})
SPEAKER = on(HERE, "Ada Lindqvist", 2, "speaker", speaker=7)
CUE = on(HERE, "told", 3, "cue")
DATE = on(HERE, "Tuesday", 4, "date", attributes={
    "type": "DATE", "value": "2026-04-21", "fixed": "anchor", "anchor": "publication"})  # fmt: skip
RELATIONS = (
    Relation(1, "r1", 1, 1, "said_by", 1, 2),
    Relation(2, "r2", 1, 1, "cued_by", 1, 3),
    Relation(3, "r3", 1, 1, "dated_by", 1, 4, "utterance"),
)
LABELS = (QUOTE, SPEAKER, CUE, DATE)
THURSDAY, NEXT_WEEK = "2026-04-23", "2026-04-30"


def carry_quote(
    there: str, published: str = THURSDAY, labels: tuple[Annotation, ...] = ()
) -> CarriedGroup:
    (group,) = label_groups([QUOTE], LABELS, RELATIONS, SCHEMA)
    one, other = LabelledText(HERE, THURSDAY, LABELS), LabelledText(there, published, labels)
    found = carried_group(group, Alignment(Stretch(HERE), Stretch(there)), one, other, SCHEMA)
    assert found is not None
    return found


def test_a_label_comes_with_its_parts() -> None:
    found = carry_quote(THERE)
    assert [(one.source.layer, one.span.of(THERE)) for one in found.labels] == [
        ("quote", "“We all wait for the pilots,”"),
        ("date", "Tuesday"),
        ("speaker", "Ada Lindqvist"),
        ("cue", "told"),
    ]
    assert found.relations == RELATIONS
    assert found.is_sure
    assert found.labels[1].attributes == DATE.attributes


def test_parts_are_no_groups_of_their_own_but_alone() -> None:
    groups = label_groups(LABELS, LABELS, RELATIONS, SCHEMA)
    assert [group.head for group in groups] == [QUOTE]
    assert [g.head for g in label_groups([CUE], LABELS, RELATIONS, SCHEMA)] == [CUE]


@pytest.mark.parametrize(
    ("there", "doubts"),
    [
        (THERE.replace("We all", "We never"), {"negation"}),
        (THERE.replace("the pilots", "12 pilots"), {"number"}),
        (THERE.replace("Ada Lindqvist", "Ole Brandt"), {"name", "part", "words"}),
        (THERE.replace("Ada Lindqvist told", "she told"), {"name", "part"}),
        (THERE.replace("pilots,”", "pilots and the tide"), {"ends"}),
    ],
)
def test_what_differs_inside_is_in_doubt(there: str, doubts: set[str]) -> None:
    found = carry_quote(there)
    assert doubts <= set(found.doubts)


def test_a_date_that_would_be_another_day_is_in_doubt_and_counted_there() -> None:
    found = carry_quote(THERE, NEXT_WEEK)
    assert found.doubts == ("day",)
    assert found.labels[1].attributes["value"] == "2026-04-28"


def test_who_spoke_is_kept_where_nobody_is_named() -> None:
    found = carry_quote("“We wait for the pilots,” it was said. The minister spoke on Tuesday.")
    assert found.labels[0].speaker == 7
    assert "part" in found.doubts


def test_what_stands_there_is_in_the_way_or_is_used() -> None:
    there = on(THERE, "Ada Lindqvist", 30, "speaker", speaker=7)
    found = carry_quote(THERE, labels=(there,))
    assert found.is_sure
    assert [one.there for one in found.labels] == [None, None, 30, None]
    other = on(THERE, "Ada Lindqvist", 30, "speaker", speaker=8)
    assert carry_quote(THERE, labels=(other,)).bars == ("conflict",)
    shorter = on(THERE, "We all wait", 30, "quote")
    assert carry_quote(THERE, labels=(shorter,)).bars == ("conflict",)
    same = on(THERE, "“We all wait for the pilots,”", 30, "quote")
    assert carry_quote(THERE, labels=(same,)).bars == ("labelled",)
