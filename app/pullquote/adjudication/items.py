"""Which places of a document are agreed on, open or settled, and which changed since."""

import hashlib
from collections.abc import Iterable, Sequence
from functools import reduce
from typing import TYPE_CHECKING

from pullquote.adjudication.label_text import same
from pullquote.adjudication.sheet import Sheet
from pullquote.adjudication.values import Choice, Decision, Item, ItemState
from pullquote.model.values import Annotation
from pullquote.text.spans import Span

if TYPE_CHECKING:
    from pullquote.agreement.matching.places import Difference, Group


def items(sheet: Sheet) -> list[Item]:
    """One for each place, in the order of the text; then decisions whose labels are all gone.

    Relations are the same when they lead to the same places: where a label at their end begins and
    ends, and whom a mention names, is settled there.
    """
    found = [_item(sheet, number) for number in range(len(sheet.members))]
    found += _orphans(sheet)
    return sorted(found, key=lambda item: (item.span.start, -item.span.end, item.layer, item.key))


def _item(sheet: Sheet, number: int) -> Item:
    found = sheet.groups[number]
    differences = found.to_settle
    choices = _choices(found, differences)
    decisions = sheet.decided.get(number, ()) if sheet.decisions else ()
    first = next(choice.annotations for choice in choices if choice.annotations)
    return Item(
        key=_key([label.uid for label in sheet.members[number]]),
        document=sheet.document,
        layer=first[0].layer,
        span=found.span,
        kind=differences[0].kind if differences else None,
        detail=differences[0].detail if differences else "",
        state=_state(sheet, number, decisions) or ("open" if differences else "agreed"),
        choices=choices,
        decision=decisions[-1] if decisions else None,
    )


def _choices(found: "Group", differences: "Iterable[Difference]") -> tuple[Choice, ...]:
    """All who have no difference with the first of a choice have chosen the same."""
    unlike = {pair for difference in differences for pair in difference.pairs}
    unlike |= {(other, one) for one, other in unlike}
    alike: list[list[int]] = []
    for annotator in sorted(found.versions):
        for who in alike:
            if (who[0], annotator) not in unlike:
                who.append(annotator)
                break
        else:
            alike.append([annotator])
    return tuple(
        Choice(tuple(who), found.versions[who[0]], found.relations[who[0]])
        for who in sorted(alike, key=lambda who: (-len(who), who))
    )


def _state(sheet: Sheet, number: int, decisions: Sequence[Decision]) -> ItemState | None:
    if not decisions:
        return None
    known = {uid: content for decision in decisions for uid, content in decision.sources}
    results = [uid for decision in decisions for uid in decision.results]
    # What was settled was removed from the adjudicated version by other means.
    if any(uid not in sheet.own_uids for uid in results):
        return "changed"
    # Labels of somebody who took the document up again are not gone, they are out of sight for now.
    gone = any(uid not in sheet.uids and uid not in sheet.unfinished for uid in known)
    if gone and results:
        return "changed"
    news = (label for label in sheet.members[number] if not _is_known(sheet, label, known))
    return "settled" if all(_is_taken(sheet, label) for label in news) else "changed"


def _is_known(sheet: Sheet, label: Annotation, known: dict[str, str]) -> bool:
    before = known.get(label.uid)
    return before is not None and same(before, sheet.content(label))


def _is_taken(sheet: Sheet, label: Annotation) -> bool:
    """A label that says what the adjudicated version says is nothing new."""
    own = sheet.own_at.get((label.layer, label.start, label.end))
    if own is None:
        return False
    return same(sheet.own.content(own, sheet.register), sheet.content(label))


def _orphans(sheet: Sheet) -> Iterable[Item]:
    """Decisions about labels that everybody has removed, while their result still stands."""
    placed = {decision.id for some in sheet.decided.values() for decision in some}
    nothing = (Choice(tuple(sorted(sheet.sides)), (), ()),)
    for decision in sheet.decisions:
        there = [sheet.own_uids[uid] for uid in decision.results if uid in sheet.own_uids]
        waiting = any(uid in sheet.unfinished for uid, _ in decision.sources)
        if decision.id not in placed and there and not waiting:
            yield Item(
                key=_key([decision.uid]),
                document=sheet.document,
                layer=there[0].layer,
                span=_over(there),
                kind=None,
                detail="",
                state="changed",
                choices=nothing,
                decision=decision,
            )


def _over(labels: Iterable[Annotation]) -> Span:
    return reduce(Span.union, (label.span for label in labels))


def _key(uids: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(sorted(uids)).encode()).hexdigest()[:16]
