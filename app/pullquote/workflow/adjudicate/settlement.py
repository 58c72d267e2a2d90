"""Places are settled, taken over or opened again, each time as one operation."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from pullquote.adjudication.edits import Edits, Settling, edits_for, number_of, own_labels
from pullquote.adjudication.items import items
from pullquote.adjudication.sheet import Place, Sheet, label_place
from pullquote.adjudication.values import Item, Outcome
from pullquote.errors import PullquoteError
from pullquote.model.values import Annotation, StateValue
from pullquote.store.errors import WrongRelation
from pullquote.store.project import Project
from pullquote.store.writer import Writer
from pullquote.workflow.adjudicate.board import sheet_of
from pullquote.workflow.adjudicate.item_copies import ItemCopy

if TYPE_CHECKING:
    from pullquote.workflow.worker import Progress, Stop

UNSETTLED = {"open", "changed", "agreed"}


class ItemChanged(PullquoteError):
    template = "This place was changed meanwhile; nothing was settled; look at it again."


def settle_items(
    project: Project,
    item: Item,
    outcome: Outcome,
    choice: int | None,
    actor: int,
    *,
    note: str | None = None,
    also: Sequence[ItemCopy] = (),
) -> None:
    """Settle an item, and these copies of it with the choice that corresponds, in one operation.

    `choice` is an index into the item's choices, for "taken" only. A copy in which no choice
    corresponds stays as it is. Raises ItemChanged.
    """
    settlings = [Settling(item, outcome, choice)]
    for copy in also:
        other = copy.choices[choice] if choice is not None else None
        if outcome != "taken" or other is not None:
            settlings.append(Settling(copy.item, outcome, other))
    with project.operation(_name(project, settlings), actor) as writer:
        for document, some in _by_document(settlings).items():
            sheet = _fresh(project, document, [settling.item for settling in some])
            _apply(writer, sheet, some, edits_for(sheet, some), note)
            _set_state(project, writer, document)


def settle_edited(project: Project, item: Item, actor: int, *, note: str | None = None) -> None:
    """Keep what the adjudicated version says at the item's place, which a person has edited.

    Raises ItemChanged.
    """
    settling = Settling(item, "edited")
    with project.operation(_name(project, [settling]), actor) as writer:
        writer.adjudicated()
        sheet = _fresh(project, item.document, [item])
        results = _standing_at(sheet, item)
        for label in results:
            writer.change_annotation(label.id, origin="adjudicated")
        _decide(writer, sheet, settling, [label.uid for label in results], (), note)
        _set_state(project, writer, item.document)


def reopen(project: Project, item: Item, actor: int) -> None:
    """Take back what was decided about an item, with the labels it led to. Raises ItemChanged."""
    layer = project.schema.layer(item.layer)
    name = f"{layer.name if layer else item.layer} opened again"
    with project.operation(name, actor) as writer:
        sheet = _fresh(project, item.document, [item])
        edits = edits_for(sheet, [Settling(item, "neither")])
        _edit(writer, sheet, edits)
        _undecide(writer, sheet, item)
        _set_state(project, writer, item.document)


def take_agreed(
    project: Project,
    actor: int,
    documents: Sequence[int] | None = None,
    *,
    progress: "Progress | None" = None,
    stop: "Stop | None" = None,
) -> int:
    """Take over what all agree on, as one operation; the number of places.

    A document at a time: others can write meanwhile. When stopped, what is done stands.
    """
    wanted = project.compared_documents() if documents is None else list(documents)
    done = 0
    with project.long_operation("Take what all agree on", actor, {"total": len(wanted)}) as long:
        for number, document in enumerate(wanted, 1):
            if stop is not None and stop():
                break
            with long.step() as writer:
                done += _take_agreed(project, writer, document)
            if progress is not None:
                progress(number, len(wanted))
    return done


def _take_agreed(project: Project, writer: Writer, document: int) -> int:
    """Of a document whose versions have changed since, the state follows too."""
    sheet = sheet_of(project, document)
    if sheet is None:
        return 0
    found = items(sheet)
    agreed = [item for item in found if item.state == "agreed"]
    settlings = [Settling(item, "taken", 0) for item in agreed]
    if settlings:
        _apply(writer, sheet, settlings, edits_for(sheet, settlings, bring=False), None)
    if settlings or sheet.decisions:
        left = any(item.state in {"open", "changed"} for item in found)
        _follow(project, writer, document, "in_progress" if left else "done")
    return len(agreed)


def _follow(project: Project, writer: Writer, document: int, state: StateValue) -> None:
    own = writer.adjudicated().id
    before = project.state(document, own)
    if before is None or before.value != state:
        writer.set_state(document, own, state)


def _apply(
    writer: Writer,
    sheet: Sheet,
    settlings: Sequence[Settling],
    edits: Edits,
    note: str | None,
) -> None:
    there = _edit(writer, sheet, edits)
    decided = zip(settlings, edits.results, edits.taken, strict=True)
    for settling, places, taken in decided:
        _decide(writer, sheet, settling, [there[place].uid for place in places], taken, note)


def _edit(writer: Writer, sheet: Sheet, edits: Edits) -> dict[Place, Annotation]:
    """Change the adjudicated version; its labels by where they stand afterwards."""
    own = writer.adjudicated().id
    labels = dict(sheet.own.labels)
    for relation in edits.unrelate:
        writer.delete_relation(relation)
    for row in edits.remove:
        writer.delete_annotation(row)
        del labels[row]
    for row, label in edits.change:
        labels[row] = writer.change_annotation(
            row,
            start=label.start,
            end=label.end,
            attributes=label.attributes,
            speaker=label.speaker,
            origin="adjudicated",
        )
    for label in edits.add:
        added = writer.add_annotation(
            sheet.document,
            own,
            label.layer,
            label.start,
            label.end,
            attributes=label.attributes,
            speaker=label.speaker,
            origin="adjudicated",
        )
        labels[added.id] = added
    there = {label_place(label): label for label in labels.values()}
    for new in edits.relate:
        _relate(writer, new.kind, there[new.head].id, there[new.tail].id, new.role)
    return there


def _relate(writer: Writer, kind: str, head: int, tail: int, role: str) -> None:
    try:
        writer.add_relation(kind, head, tail, role)
    except WrongRelation:
        return  # with relations of another version it would go round, or be one too many


def _decide(
    writer: Writer,
    sheet: Sheet,
    settling: Settling,
    results: Sequence[str],
    taken: Sequence[str],
    note: str | None,
) -> None:
    _undecide(writer, sheet, settling.item)
    number = number_of(sheet, settling.item)
    labels = sheet.members[number] if number is not None else ()
    sources = [(label.uid, sheet.content(label)) for label in labels]
    if sources or results:
        writer.add_adjudication(
            sheet.document, settling.outcome, sources, results, taken=taken, note=note
        )


def _undecide(writer: Writer, sheet: Sheet, item: Item) -> None:
    """Forget what was decided about an item; of a decision about other labels too, its part."""
    number = number_of(sheet, item)
    if number is None:
        if item.decision is not None:
            writer.delete_adjudication(item.decision.id)
        return
    here = {label.uid for label in sheet.members[number]}
    here |= {label.uid for label in own_labels(sheet, number)}
    for decision in sheet.decided.get(number, ()):
        sources = [(u, c) for u, c in decision.sources if u in sheet.uids and u not in here]
        results = [u for u in decision.results if u in sheet.own_uids and u not in here]
        if sources:
            taken = [uid for uid in decision.taken if uid not in here]
            writer.change_adjudication(decision.id, sources, results, taken)
        else:
            writer.delete_adjudication(decision.id)


def _standing_at(sheet: Sheet, item: Item) -> list[Annotation]:
    """The labels of the adjudicated version that a person means by an edit of an item."""
    number = number_of(sheet, item)
    uids = item.decision.results if item.decision and number is None else ()
    here = [sheet.own_uids[uid] for uid in uids if uid in sheet.own_uids]
    if number is not None:
        here = own_labels(sheet, number)
    accounted = {uid for decision in sheet.decisions for uid in decision.results}
    others = (a for a in sheet.own.labels.values() if a.uid not in accounted and a not in here)
    return here + [
        label for label in others if label.span.overlaps(item.span) and sheet.nearest(label) is None
    ]


def _set_state(project: Project, writer: Writer, document: int) -> None:
    """The adjudicated version is done when nothing is left to settle."""
    own = writer.adjudicated().id
    sheet = sheet_of(project, document)
    if sheet is None:
        return
    begun = bool(sheet.decisions or sheet.own.labels)
    left = any(item.state in UNSETTLED for item in items(sheet))
    writer.set_state(document, own, ("in_progress" if left else "done") if begun else None)


def _fresh(project: Project, document: int, wanted: Iterable[Item]) -> Sheet:
    """The document as it is now, if these items still are what was looked at."""
    sheet = sheet_of(project, document)
    there = {item.key: item for item in items(sheet)} if sheet is not None else {}
    if sheet is None or any(not _is_same(item, there.get(item.key)) for item in wanted):
        raise ItemChanged
    return sheet


def _is_same(item: Item, now: Item | None) -> bool:
    return now is not None and now.choices == item.choices and now.decision == item.decision


def _by_document(settlings: Iterable[Settling]) -> dict[int, list[Settling]]:
    found: dict[int, list[Settling]] = defaultdict(list)
    for settling in settlings:
        found[settling.item.document].append(settling)
    return found


def _name(project: Project, settlings: Sequence[Settling]) -> str:
    layer = project.schema.layer(settlings[0].item.layer)
    name = f"{layer.name if layer else settlings[0].item.layer} settled"
    copies = len(settlings) - 1
    if not copies:
        return name
    return f"{name} with {copies} {'copy' if copies == 1 else 'copies'}"
