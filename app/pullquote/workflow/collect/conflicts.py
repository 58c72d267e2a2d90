"""Whether work that came back is known, goes further, or says something else than ours."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Literal, Protocol
from uuid import NAMESPACE_OID, uuid5

from pullquote.store.journal.history import without_undone
from pullquote.store.merge.annotator_work import WorkHistory, WorkHistoryStep, short_uids
from pullquote.store.merge.foreign_project import ForeignWork

Standing = Literal["known", "forward", "conflict"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """`slot` says whose work it is to be compared with: 1 the annotator's, 2 and more those that
    stand beside it. `free` is the first of these without work in the document.
    """

    standing: Standing
    slot: int = 1
    free: int = 2


class KnownHistories(Protocol):
    def history(self, annotator: str, document: str) -> WorkHistory | None:
        """None for an annotator who is not there."""
        ...


def annotator_beside(annotator: str, slot: int) -> str:
    """The uid of the annotator who stands beside another one, the same in every project."""
    return annotator if slot == 1 else str(uuid5(NAMESPACE_OID, f"{annotator} {slot}"))


def judge_version(
    histories: KnownHistories, theirs: ForeignWork, base: str, handouts: Collection[str]
) -> Verdict:
    """`base` is the operation of ours that the hand-out began with, "" for none.

    `handouts` are the uids of ours: that of one is the first operation in it.
    """
    there = {*theirs.operations, base} - {""}
    verdict = Verdict("conflict")
    for slot, history in _slots(histories, theirs):
        if slot > 1 and not without_undone(one.step for one in history.steps if one.changed):
            return verdict if verdict.standing != "conflict" else Verdict("conflict", 1, slot)
        if _is_known(history, theirs.head, handouts):
            return Verdict("known", slot)
        if verdict.standing == "conflict" and not unknown_changes(history.steps, there):
            verdict = Verdict("forward", slot)
    raise AssertionError("slots have no end")


def unknown_changes(
    steps: Sequence[WorkHistoryStep], there: Collection[str]
) -> list[WorkHistoryStep]:
    """What changed our work that the file does not know of.

    An operation and its undo that followed it cancel out, and an undo and its redo, unless the
    file knows the one and not the other. Work that was taken over whole is known wherever it came
    from.
    """
    left: list[WorkHistoryStep] = []
    for one in steps:
        if left and left[-1].step.uid not in there and _takes_back(one, left[-1]):
            left.pop()
        else:
            left.append(one)
    last = max(
        (at for at, one in enumerate(left, 1) if one.step.uid in there or one.head in there),
        default=0,
    )
    return [one for one in left[last:] if one.changed]


def _slots(histories: KnownHistories, theirs: ForeignWork) -> Iterator[tuple[int, WorkHistory]]:
    for slot in count(1):
        yield (
            slot,
            histories.history(annotator_beside(theirs.annotator, slot), theirs.document)
            or WorkHistory(),
        )


def _is_known(history: WorkHistory, head: str, handouts: Collection[str]) -> bool:
    return (
        head in handouts
        or head in {one.step.uid for one in history.steps}
        or not history.known.isdisjoint(short_uids([head]))
    )


def _takes_back(one: WorkHistoryStep, before: WorkHistoryStep) -> bool:
    opposite = {"undo": ("do", "redo"), "redo": ("undo",)}
    kinds = opposite.get(one.step.kind, ())
    return before.step.kind in kinds and _original(before) == _original(one)


def _original(one: WorkHistoryStep) -> int:
    return one.step.of or one.step.operation
