"""What the operations of two journals say of one work."""

import pytest

from pullquote.store.journal.history import WorkOperation
from pullquote.store.merge.annotator_work import Work, WorkHistory, WorkHistoryStep
from pullquote.store.merge.foreign_project import ForeignWork
from pullquote.workflow.collect.conflicts import annotator_beside, judge_version, unknown_changes


def past(*words: str) -> tuple[WorkHistoryStep, ...]:
    """ "a", "b=x" (it took over work as x had left it), "-a" (undo), "+a" (redo of a)."""
    numbers: dict[str, int] = {}
    steps = []
    for number, word in enumerate(words, 1):
        name, _, head = word.partition("=")
        kind = {"-": "undo", "+": "redo"}.get(name[0], "do")
        of = numbers[name[1:]] if kind != "do" else None
        numbers[name] = number
        steps.append(
            WorkHistoryStep(
                WorkOperation(number, f"{name}{number}" if of else name, kind, of),
                True,
                head or None,
            )
        )
    return tuple(steps)


@pytest.mark.parametrize(
    ("ours", "there", "rest"),
    [
        ((), {"x"}, []),
        (("a", "b"), {"a", "b", "x"}, []),
        (("a", "b"), {"a"}, ["b"]),
        (("a", "b", "-b"), {"a"}, []),
        (("a", "b", "-b"), {"a", "b"}, ["-b3"]),
        (("a", "b", "-b", "+b"), {"a", "b"}, []),
        (("a", "b", "-b", "+b"), {"a"}, ["+b4"]),
        (("a", "b=x"), {"x", "y"}, []),
        (("a", "b=x"), {"y"}, ["a", "b"]),
        (("a", "b=x", "-b"), {"a", "x"}, []),
        (("b=x", "-b", "+b=x"), {"x", "y"}, []),
        (("b=x", "c"), {"x"}, ["c"]),
    ],
)
def test_what_a_file_does_not_know_of(ours, there, rest):
    assert [one.step.uid for one in unknown_changes(past(*ours), there)] == rest


class Slots:
    """The histories of an annotator and of those beside them."""

    def __init__(self, *histories: WorkHistory) -> None:
        self._of = {
            annotator_beside("m", slot): history for slot, history in enumerate(histories, 1)
        }

    def history(self, annotator, _document):
        return self._of.get(annotator)


def theirs(*operations: str) -> ForeignWork:
    return ForeignWork("m", "d", "d.txt", "", operations, "", Work())


@pytest.mark.parametrize(
    ("histories", "operations", "expected"),
    [
        ([], ["x"], ("forward", 1)),
        ([WorkHistory(past("a"))], ["x"], ("conflict", 1)),
        ([WorkHistory(past("a"))], ["handout"], ("known", 1)),
        ([WorkHistory(past("a=y"), frozenset({"x", "y"}))], ["x"], ("known", 1)),
        ([WorkHistory(past("a")), WorkHistory(past("b=x"))], ["x", "y"], ("forward", 2)),
        ([WorkHistory(past("a")), WorkHistory(past("b=x"), frozenset({"x"}))], ["x"], ("known", 2)),
        ([WorkHistory(past("a")), WorkHistory(past("b=x", "-b"))], ["x"], ("conflict", 1)),
    ],
)
def test_where_work_goes(histories, operations, expected):
    verdict = judge_version(Slots(*histories), theirs(*operations), "", {"handout"})
    assert (verdict.standing, verdict.slot) == expected


def test_beside_whom_there_is_room():
    histories = [WorkHistory(past("a")), WorkHistory(past("b")), WorkHistory()]
    assert judge_version(Slots(*histories), theirs("x"), "", ()).free == 3


def test_a_hand_out_knows_what_it_was_made_of():
    assert (
        judge_version(Slots(WorkHistory(past("a", "b"))), theirs("x"), "b", ()).standing
        == "forward"
    )
    assert (
        judge_version(Slots(WorkHistory(past("a", "b"))), theirs("x"), "a", ()).standing
        == "conflict"
    )
