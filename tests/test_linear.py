"""Every rule that reads a text takes time in proportion to it, whatever the text is made of."""

import gc
import time
from collections.abc import Callable

import pytest

from pullquote.calendar import expressions, tense
from pullquote.calendar.dateline import find_publication
from pullquote.duplicates.alignment import Alignment, Stretch
from pullquote.duplicates.contradictions import strict_contradictions
from pullquote.reading import titles
from pullquote.reading.publication_date import find_published, find_source, read_day
from pullquote.suggest import document, mentions, single_label, words_at_caret
from pullquote.text import folding, line_breaks, segments
from pullquote.text.spans import Span
from pullquote.text.token_arrays import tokens

MADE_OF = {
    "blanks": " ",
    "dots": ".",
    "opening marks": "“",
    "reports": "said ",
    "quotes and reports": "“a” said Ada, who ",
    "straight marks": '"',
    "apostrophes": "'",
    "capitals": "A",
    "names": "Ada ",
    "digits": "1",
    "numbers": "1, ",
    "hyphens": "-",
    "joined words": "a-",
    "one word": "a",
    "words": "word ",
    "line feeds": "\n",
    "short lines": "a line\n",
    "wrapped lines": "the ships waited for the tide to come in again and the\n",
    "initials": "A. ",
    "titles": "Mr. ",
    "roles": "minister ",
    "links": "of ",
    "quotations": "“a” ",
    "open lines": "“a\n",
    "dates": "5 May ",
    "brackets": "(",
}


def middle(text: str) -> int:
    return len(text) // 2


RULES: dict[str, Callable[[str], object]] = {
    "words": segments.words,
    "tokens": lambda text: tokens([text]),
    "sentences": segments.sentences,
    "paragraphs": segments.paragraphs,
    "line breaks": lambda text: (line_breaks.soft_breaks(text), line_breaks.shown(text)),
    "quotations": segments.quotations,
    "next quotation": lambda text: words_at_caret.next_quotation(text, 0),
    "folding": folding.fold,
    "alignment": lambda text: Alignment(Stretch(text), Stretch(text[: middle(text)] + "ab, c")),
    "strict_contradictions": lambda text: strict_contradictions(
        text, Span(0, len(text)), text[3:], Span(0, len(text) - 3)
    ),
    "snapping": lambda text: segments.snap_to_words(text, Span(middle(text), len(text))),
    "names": lambda text: mentions.mentions(text, Span(0, len(text))),
    "unit at the caret": lambda text: [
        words_at_caret.unit_at(text, middle(text), unit)
        for unit in ("quotation", "name", "verb", "date", "clause", "word")
    ],
    "nearest": lambda text: [
        words_at_caret.nearest(text, Span(middle(text), middle(text) + 1), unit)
        for unit in ("name", "verb", "date")
    ],
    "speaker": lambda text: single_label.speaker_and_cue(
        text, Span(middle(text), middle(text) + 9)
    ),
    "suggestions": lambda text: document.suggest_labels(text, "2026-05-06"),
    "kind of a quotation": lambda text: single_label.quote_attributes(text, Span(0, len(text))),
    "grow": lambda text: words_at_caret.grow(text, Span(middle(text), middle(text))),
    "shrink": lambda text: words_at_caret.shrink(text, Span(0, len(text)), middle(text)),
    "dates": expressions.find_expressions,
    "tense": lambda text: tense.looks_ahead(text, Span(middle(text), middle(text) + 1)),
    "publication": lambda text: (find_publication(text), find_published(text)),
    "title": titles.find_title,
    "source": lambda text: find_source(text, None),
    "day in a field": read_day,
    "furniture": titles.is_furniture,
}
LONG = 100_000
# Below this the clock tells nothing.
NO_TIME = 0.004


def made(unit: str, length: int) -> str:
    return (unit * (length // len(unit) + 1))[:length]


def seconds(rule: Callable[[str], object], text: str, runs: int) -> float:
    """The least CPU time of a few runs; each has a text that no cache knows."""
    taken = []
    for run in range(runs):
        fresh = text + "\n" * (run + 1)
        gc.disable()
        began = time.process_time()
        rule(fresh)
        taken.append(time.process_time() - began)
        gc.enable()
    return min(taken)


def grows_too_fast(rule: Callable[[str], object], unit: str, length: int, runs: int) -> bool:
    """Whether twice `length` takes more than 2.5 times its time."""
    twice = seconds(rule, made(unit, 2 * length), runs)
    return twice > NO_TIME and twice > 2.5 * seconds(rule, made(unit, length), runs) + NO_TIME


@pytest.mark.parametrize("made_of", MADE_OF)
@pytest.mark.parametrize("rule", RULES)
def test_twice_the_text_takes_twice_the_time(rule, made_of):
    unit, ask = MADE_OF[made_of], RULES[rule]
    # A shorter text tells in most cases; what looks wrong there is measured with care, and again:
    # a busy machine makes one measure wrong, while what is not linear is so each time.
    if grows_too_fast(ask, unit, LONG // 10, 1):
        assert not all(grows_too_fast(ask, unit, LONG, 3) for _ in range(3))
