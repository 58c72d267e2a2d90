"""Dated claims: the clause around a date, which could be found true or false of that day."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pullquote.calendar.values import days
from pullquote.suggest.dates import FoundDate
from pullquote.suggest.speakers import Said
from pullquote.suggest.words_at_caret import clause_in, states
from pullquote.text.segments import paragraphs, sentences
from pullquote.text.spans import Span

# The share of 100 that was right, by the kind of claim, of those read in news about politics.
REPORTED, STATED, ROUGH = 0.8, 0.7, 0.5


class DatedClaim(NamedTuple):
    """`date` is a place in the list of dates; `said` the report that the claim is the content of.

    `confidence` is what claims are ranked by.
    """

    span: Span
    date: int
    said: Said | None
    confidence: float


def dated_claims(
    text: str, dates: Sequence[FoundDate], spoken: Sequence[Said], reports: Sequence[Said]
) -> list[DatedClaim]:
    """A claim for each date with a value in the calendar that stands in a clause with a verb.

    What `reports` (indirect speech, in order) say is claimed as a whole; beside their verb a date
    says when it was said. In quotations that somebody says, and in sentences with one, nothing is
    claimed beside them. A clause has one claim, of its first date. Takes linear time.
    """
    found: dict[Span, DatedClaim] = {}
    said, quoted = _Outermost(reports), _Outermost([one for one in spoken if one.speaker])
    for sentence, inside in _sentences_with_dates(text, dates):
        report = said.first_in(sentence)
        if report is None and quoted.first_in(sentence):
            continue
        for number in inside:
            date = dates[number]
            span = report.quotation if report else clause_in(text, sentence, date.span.start)
            if span is None or not states(text, span):
                continue
            precise = len(date.attributes.get("value", "")) >= len("2026-02")
            sure = (REPORTED if report else STATED) if precise else ROUGH
            found.setdefault(span, DatedClaim(span, number, report, sure))
    return list(found.values())


def _sentences_with_dates(
    text: str, dates: Sequence[FoundDate]
) -> Iterator[tuple[Span, list[int]]]:
    """Sentences that end with a stop, and the places of the dates with a value in each."""
    known = [n for n, date in enumerate(dates) if days(date.attributes.get("value", ""))]
    at = 0
    for paragraph in paragraphs(text):
        while at < len(known) and dates[known[at]].span.start < paragraph.start:
            at += 1
        if at == len(known) or dates[known[at]].span.start >= paragraph.end:
            continue
        for sentence in sentences(text, paragraph):
            inside = []
            while at < len(known) and dates[known[at]].span.start < sentence.end:
                inside.append(known[at])
                at += 1
            if inside and sentence.of(text).rstrip(' "”’)]')[-1:] in (".", "!"):
                yield sentence, inside


class _Outermost:
    """Reports in order that hold one another nowhere, to be asked for by where they are."""

    def __init__(self, reports: Sequence[Said]) -> None:
        self._reports: list[Said] = []
        for one in reports:
            if not self._reports or one.quotation.end > self._reports[-1].quotation.end:
                self._reports.append(one)
        self._ends = [one.quotation.end for one in self._reports]

    def first_in(self, sentence: Span) -> Said | None:
        """The first that has words of a sentence."""
        at = bisect_right(self._ends, sentence.start)
        found = self._reports[at : at + 1]
        return next((one for one in found if one.quotation.overlaps(sentence)), None)
