"""The plug-in "spacy": who says the quotations of which the program's own rules are not sure, by a
parse of their paragraphs alone.

A model is an installed package whose name is set as `model`; English models of spaCy are meant.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from pullquote.errors import Problem
from pullquote.suggest.grammar.lexicon import lexicon
from pullquote.text.segments import paragraph_at
from pullquote.text.spans import Span

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token

MODEL = "en_core_web_sm"
_SUBJECT, _RELATIVE = "nsubj", frozenset({"WDT", "WP", "EX"})
_PARTS_OF_NAME = frozenset(
    {"compound", "amod", "det", "poss", "nmod", "flat", "case", "nummod", "quantmod"}
)
_CONFIDENCE = 0.6
# Rules at and above this are right more often than the parse.
_UNSURE = 0.65


class _Quote(NamedTuple):
    """A quotation of which it is not sure who says it, with its row among the suggestions."""

    span: Span
    row: Mapping[str, Any]


def parsed_suggestions(document: Mapping[str, Any]) -> dict[str, Any]:
    """Quotes with the speakers and cues that the parse gives them, where it gives them any.

    Raises Problem, to stand in a sentence, where spaCy or its model is missing.
    """
    text = document["text"]
    rows = document["suggestions"]["annotations"]
    quotes = [Span(row["start"], row["end"]) for row in rows if row["layer"] == "quote"]
    unsure = list(_unsure(document))
    if not unsure:
        return {"annotations": [], "relations": []}
    nlp = load_model(document["options"].get("model") or MODEL)
    paragraphs: dict[Span, list[_Quote]] = {}
    for quote in unsure:
        paragraph = paragraph_at(text, quote.span.start)
        if paragraph is not None:
            paragraphs.setdefault(paragraph, []).append(quote)
    found = _Found()
    docs = nlp.pipe(span.of(text) for span in paragraphs)
    for (paragraph, inside), doc in zip(paragraphs.items(), docs, strict=True):
        covered = [q for q in quotes if q.overlap(paragraph)]
        spoken = _Paragraph(doc, paragraph.start, covered)
        for quote in inside:
            report = spoken.report(quote.span)
            if report is not None:
                found.take(quote, *report)
    return {"annotations": found.annotations, "relations": found.relations}


@lru_cache(maxsize=1)
def load_model(name: str) -> "Language":
    """Raises Problem where it is missing."""
    try:
        import spacy
    except ImportError as error:
        raise Problem("spaCy is not installed; pip install 'pullquote[spacy]' does it") from error
    try:
        return spacy.load(name, exclude=["ner", "lemmatizer"])
    except OSError as error:
        raise Problem(
            "there is no model {name} here; install its package, or set another with model=NAME",
            name=name,
        ) from error


def _unsure(document: Mapping[str, Any]) -> Iterator[_Quote]:
    suggestions = document["suggestions"]
    said = {row["from"] for row in suggestions["relations"] if row["type"] == "said_by"}
    for row in suggestions["annotations"]:
        is_open = row["id"] not in said or row["confidence"] < _UNSURE
        if row["layer"] == "quote" and is_open:
            yield _Quote(Span(row["start"], row["end"]), row)


class _Found:
    def __init__(self) -> None:
        self.annotations: list[dict[str, Any]] = []
        self.relations: list[dict[str, Any]] = []

    def take(self, quote: _Quote, cue: Span, speaker: Span) -> None:
        attributes = quote.row["attributes"]
        head = self._add("quote", quote.span, attributes)
        self.relations += [
            {"type": "said_by", "from": head, "to": self._add("speaker", speaker, {})},
            {"type": "cued_by", "from": head, "to": self._add("cue", cue, {})},
        ]

    def _add(self, layer: str, span: Span, attributes: Mapping[str, str]) -> int:
        for row in self.annotations:
            if (row["layer"], row["start"], row["end"]) == (layer, span.start, span.end):
                return int(row["id"])
        number = len(self.annotations)
        place = {"start": span.start, "end": span.end, "attributes": dict(attributes)}
        row = {"id": number, "layer": layer, **place, "confidence": _CONFIDENCE}
        self.annotations.append(row)
        return number


class _Paragraph:
    """A parsed paragraph that begins at `start` of its text; `quotes` are all that stand in it."""

    def __init__(self, doc: "Doc", start: int, quotes: Sequence[Span]) -> None:
        self._doc, self._start = doc, start
        verbs = lexicon().verbs
        quoted = {t.i for t in doc for q in quotes if self._of(t).overlap(q)}
        self._reports: list[tuple[Token, Token]] = [
            (verb, subject)
            for verb in doc
            if verb.i not in quoted and verb.pos_ in ("VERB", "AUX") and verb.lower_ in verbs
            for subject in verb.children
            if subject.dep_ == _SUBJECT
            and subject.tag_ not in _RELATIVE
            and subject.i not in quoted
        ]

    def report(self, quote: Span) -> tuple[Span, Span] | None:
        """The cue and the mention of the report that the words of a quotation belong to."""
        inside = [t for t in self._doc if self._of(t).overlap(quote)]
        if not inside or not self._reports:
            return None
        above = {a.i for t in inside for a in (t, *t.ancestors)}
        sentences = {t.sent.start for t in inside}

        def fits(report: "tuple[Token, Token]") -> tuple[bool, bool, int]:
            verb = report[0]
            far = min(abs(verb.i - inside[0].i), abs(verb.i - inside[-1].i))
            return (verb.i not in above, verb.sent.start not in sentences, far)

        best = min(self._reports, key=fits)
        hangs, same, _far = fits(best)
        if hangs and same:
            return None
        verb, subject = best
        return self._of(verb), self._mention(subject)

    def _mention(self, head: "Token") -> Span:
        first = head
        while before := [
            part
            for whole in (first, head)
            for part in whole.children
            if part.i < first.i and part.dep_ in _PARTS_OF_NAME and part.text[0].isalnum()
        ]:
            first = min(before, key=lambda part: part.i)
        return Span(self._of(first).start, self._of(head).end)

    def _of(self, token: "Token") -> Span:
        at = self._start + int(token.idx)
        return Span(at, at + len(token))
