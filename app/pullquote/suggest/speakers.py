"""Who says each quotation of a text: by its own sentence, else by those around it."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pullquote.suggest.attribution import attribute, reported_by
from pullquote.suggest.confidence import speaker_confidence
from pullquote.suggest.grammar.phrases import ends_sentence, last_sign
from pullquote.suggest.grammar.tagger import Tagged, tagged
from pullquote.suggest.mentions import extent
from pullquote.suggest.quotes import dialogue, kind_of, reason_against
from pullquote.suggest.reports import Attribution
from pullquote.text.quotations import quotations as quotations_of
from pullquote.text.spans import Span


class Said(NamedTuple):
    """A quotation with its speaker and cue, None where no rule finds them.

    `rule` is what found them, "" for none, and `confidence` how often it is right. `kind` is
    "direct", "partial", or "indirect" without marks; `reason` why nobody says it, "" where somebody
    does.
    """

    quotation: Span
    kind: str
    speaker: Span | None = None
    cue: Span | None = None
    rule: str = ""
    confidence: float = speaker_confidence("")
    reason: str = ""

    def like(self, other: "Said", rule: str) -> "Said":
        """With the speaker and the cue of `other`, from which `rule` takes them."""
        sure = min(speaker_confidence(rule), other.confidence)
        return self._replace(speaker=other.speaker, cue=other.cue, rule=rule, confidence=sure)


class _Line(NamedTuple):
    """A stretch of whole paragraphs, and the quotations that are directly in it."""

    within: Span
    quotations: Sequence[Span]
    cues: frozenset[str]

    def tagged(self, text: str) -> Tagged:
        return tagged(text, self.within, self.quotations, self.cues)


def spoken(text: str, cues: frozenset[str] = frozenset()) -> list[Said]:
    """All quotations of a text without soft line feeds, with who says them and how.

    `cues` as for `speakers_of`.
    """
    marked = quotations_of(text)
    found = sorted([*marked, *dialogue(text, marked)], key=lambda span: (span.start, -span.end))
    return speakers_of(text, found, cues)


def speakers_of(
    text: str, quotations: Sequence[Span], cues: frozenset[str] = frozenset()
) -> list[Said]:
    """The speaker and the cue of each of `quotations`, which are in order; takes linear time.

    `text` is read as it stands: soft line feeds are spaces already. `cues` are words that report
    here, besides those of the lexicon.
    """
    found: dict[Span, Said] = {}
    outer, inner = _levels(quotations)
    earlier: Said | None = None
    before: _Line | None = None
    for line in _lines(text, outer, cues):
        if line.quotations:
            said = _in_line(text, line, before, earlier)
            found.update((one.quotation, one) for one in said)
            earlier = next((one for one in reversed(said) if one.speaker), None)
        before = line
    for holder, within in inner.items():
        found.update((one.quotation, one) for one in _nested(text, holder, within, cues))
    return [found[quotation] for quotation in quotations]


def _levels(quotations: Sequence[Span]) -> tuple[list[Span], dict[Span, list[Span]]]:
    """The outermost quotations, and for each that holds others those directly in it."""
    outer: list[Span] = []
    inner: dict[Span, list[Span]] = {}
    open_: list[Span] = []
    for quotation in quotations:
        while open_ and open_[-1].end <= quotation.start:
            open_.pop()
        if open_:
            inner.setdefault(open_[-1], []).append(quotation)
        else:
            outer.append(quotation)
        open_.append(quotation)
    return outer, inner


def _lines(text: str, quotations: Sequence[Span], cues: frozenset[str]) -> Iterator[_Line]:
    """Paragraphs in order; those that one quotation goes over are one line."""
    start = number = 0
    while start < len(text):
        end = _line_end(text, start)
        held = []
        while number < len(quotations) and quotations[number].start < end:
            held.append(quotations[number])
            if quotations[number].end > end:
                end = _line_end(text, quotations[number].end)
            number += 1
        if end > start:
            yield _Line(Span(start, end), held, cues)
        start = end + 1


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end


def _in_line(text: str, here: _Line, before: _Line | None, earlier: Said | None) -> list[Said]:
    line = here.tagged(text)
    tokens = [line.quotes[quotation.start] for quotation in here.quotations]
    said = [_said(line, token, attribute(line, token)) for token in tokens]
    _fill(line, tokens, said)
    if said[0].speaker is None and tokens[0] == 0 and before:
        said[0] = _from_paragraph_before(text, before, said[0], earlier)
        _fill(line, tokens, said)
    return [
        one._replace(reason=reason_against(line, token, one.kind, one.rule))
        for one, token in zip(said, tokens, strict=True)
    ]


def _said(line: Tagged, token: int, found: Attribution | None) -> Said:
    quotation = Span(line.starts[token], line.ends[token])
    said = Said(quotation, kind_of(line, token))
    return _attributed(line, said, found, found.rule) if found else said


def _attributed(line: Tagged, said: Said, found: Attribution, rule: str) -> Said:
    return said._replace(
        speaker=extent(line, found.speaker) if found.speaker else None,
        cue=line.span(*found.cue) if found.cue else None,
        rule=rule,
        confidence=speaker_confidence(rule),
    )


def _fill(line: Tagged, tokens: Sequence[int], said: list[Said]) -> None:
    """Give those without a speaker that of a quotation beside them, in order."""
    for at, one in enumerate(said):
        if one.speaker is None:
            said[at] = _from_neighbours(line, tokens, said, at)


# Quotations back, of which one may go on.
_BACK = 3


def _from_neighbours(line: Tagged, tokens: Sequence[int], said: Sequence[Said], at: int) -> Said:
    one, token = said[at], tokens[at]
    near = range(at - 1, max(-1, at - 1 - _BACK), -1)
    last = next((back for back in near if said[back].speaker), None)
    if last is not None and not _is_parted(line, tokens[last], token):
        return one.like(said[last], "same sentence")
    if not _stands_alone(line, token):
        return one
    if last is not None:
        return one.like(said[last], "continuation")
    if at + 1 < len(said) and tokens[at + 1] == token + 1 and said[at + 1].speaker:
        return one.like(said[at + 1], "before its report")
    if token and (found := reported_by(line, token)):
        return _attributed(line, one, found, "report before in paragraph")
    return one


def _is_parted(line: Tagged, first: int, second: int) -> bool:
    """Whether a sentence ends between two quotations."""
    return "." in line.tags[first + 1 : second] or ends_sentence(line, first)


def _stands_alone(line: Tagged, token: int) -> bool:
    """Whether a quotation is a sentence of its own."""
    begins = token == 0 or line.tags[token - 1] in ".Q:"
    closed = last_sign(line, token) in (".", "?", "!")
    return begins and (closed or token + 1 >= len(line) or line.tags[token + 1] in ".Q")


def _from_paragraph_before(text: str, before: _Line, one: Said, earlier: Said | None) -> Said:
    """Who was introduced in the paragraph before, or spoke there."""
    line = before.tagged(text)
    if found := reported_by(line, len(line)):
        colon = line.tags[-1] == ":"
        return _attributed(line, one, found, "colon before" if colon else "report before")
    if earlier and before.quotations:
        return one.like(earlier, "paragraph before")
    return one


def _nested(
    text: str, holder: Span, quotations: Sequence[Span], cues: frozenset[str]
) -> Iterator[Said]:
    """Those inside another quotation, by the words around them in it."""
    within = Span(holder.start + 1, max(holder.end - 1, quotations[-1].end))
    line = tagged(text, within, quotations, cues)
    for quotation in quotations:
        token = line.quotes[quotation.start]
        yield _said(line, token, attribute(line, token))
