"""Items as the reader paints them: lanes, words that differ; and as the panel words them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from pullquote.adjudication.values import Choice, Item
from pullquote.model.schema import Schema, Underline
from pullquote.text.spans import Span
from pullquote.ui.adjudicate.values import VersionPart
from pullquote.ui.reader import PaintedPlace, PaintedVersion, VersionMark

_WORD = re.compile(r"\S+")
# Words that are kept at each side of a long stretch that all versions share.
_AROUND = 3
_ALONE = 9
_BETWEEN = " + "


def painted_places(
    items: Iterable[Item],
    orders: Mapping[tuple[int, str], Sequence[tuple[int, str]]],
    schema: Schema,
) -> list[PaintedPlace]:
    """Lanes for the items; `orders` gives each one's choices as (index, letters), in order."""
    places = []
    for item in items:
        versions = tuple(
            PaintedVersion(letters, _marks(item.choices[index], schema))
            for index, letters in orders[item.document, item.key]
        )
        if any(version.marks for version in versions):
            places.append(PaintedPlace(item.span, versions, item.state == "settled"))
    return places


def differing_words(item: Item) -> list[Span]:
    """The words that not all versions annotate; all of them where versions differ in what they
    say.
    """
    covers = [_cover(choice) for choice in item.choices]
    cuts = sorted({at for cover in covers for span in cover for at in (span.start, span.end)})
    found = [
        Span(start, end)
        for start, end in pairwise(cuts)
        if len({any(s.start <= start < s.end for s in cover) for cover in covers}) > 1
    ]
    whole = next((cover for cover in covers if cover), [])
    return _joined(found) or whole


def version_parts(item: Item, choice: Choice, text: str) -> list[VersionPart]:
    """The words that a version annotates, beside those of the version most annotators have."""
    here, most = _cover(choice), _cover(item.choices[0])
    if choice is item.choices[0] or not most:
        most = here
    cuts = sorted({at for span in here + most for at in (span.start, span.end)})
    found: list[VersionPart] = []
    for start, end in pairwise(cuts):
        words, annotated = Span(start, end).of(text), _holds(here, start)
        if not annotated and not _holds(most, start):
            if words.strip() and found:
                found.append(VersionPart(_BETWEEN))
            elif found:
                found.append(VersionPart(" "))
        elif annotated and _holds(most, start):
            found.append(VersionPart(words))
        else:
            found.append(VersionPart(words, "extra" if annotated else "missing"))
        if end != cuts[-1] and annotated and _is_seam(choice, end):
            found.append(VersionPart(_BETWEEN))
    return [_shortened(part) for part in _run_together(found)]


def _is_seam(choice: Choice, at: int) -> bool:
    ends = {label.end for label in choice.annotations}
    starts = {label.start for label in choice.annotations}
    return at in ends and at in starts


def _marks(choice: Choice, schema: Schema) -> tuple[VersionMark, ...]:
    return tuple(VersionMark(a.span, a.layer, _line(schema, a.layer)) for a in choice.annotations)


def _line(schema: Schema, layer: str) -> Underline:
    known = schema.layer(layer)
    return known.underline if known else "dashdot"


def _cover(choice: Choice) -> list[Span]:
    return _joined(sorted(label.span for label in choice.annotations))


def _joined(spans: Iterable[Span]) -> list[Span]:
    """Spans that touch or overlap as one; they come in order."""
    found: list[Span] = []
    for span in spans:
        if found and span.start <= found[-1].end:
            found[-1] = found[-1].union(span)
        else:
            found.append(span)
    return found


def _holds(cover: Iterable[Span], at: int) -> bool:
    return any(span.start <= at < span.end for span in cover)


def _run_together(found: Sequence[VersionPart]) -> list[VersionPart]:
    together: list[VersionPart] = []
    for part in found:
        if together and _belong(together[-1], part):
            together[-1] = VersionPart(together[-1].text + part.text, part.kind)
        else:
            together.append(part)
    return together


def _belong(one: VersionPart, other: VersionPart) -> bool:
    """What stands between two labels stays whole when the words beside it are cut."""
    return one.kind == other.kind and _BETWEEN not in {one.text, other.text}


def _shortened(part: VersionPart) -> VersionPart:
    """What is long is cut in its middle."""
    words = list(_WORD.finditer(part.text))
    if len(words) <= _ALONE:
        return part
    start, end = words[_AROUND - 1].end(), words[-_AROUND].start()
    return VersionPart(f"{part.text[:start]} … {part.text[end:]}", part.kind)
