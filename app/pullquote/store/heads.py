"""Which operations changed the work of an annotator in a document."""

from collections.abc import Iterable
from dataclasses import dataclass

from pullquote.store.database import Database

# A change of a row that was there before does not say whose the row is: another one of it does.
_OPERATIONS = """
    SELECT DISTINCT c.document, o.id, o.uid, o.kind, o."of" FROM change c
    JOIN operation o ON o.id = c.operation
    WHERE c.tab IN ('annotation', 'relation', 'state', 'rejection') AND (c.tab, c.row) IN (
        SELECT tab, row FROM change
        WHERE tab IN ('annotation', 'relation', 'state', 'rejection')
        AND json_extract(coalesce(before, after), '$.annotator') = ?)
    ORDER BY c.document, o.id
"""


@dataclass(frozen=True, slots=True)
class Step:
    """An operation; `of` is the one that an undo or redo takes back or does again."""

    operation: int
    uid: str
    kind: str
    of: int | None = None


def work(db: Database, annotator: int) -> dict[int, list[Step]]:
    """For each document the operations that changed the annotator's work there, oldest first.

    The work is labels, relations, states and rejections.
    """
    found: dict[int, list[Step]] = {}
    for document, *step in db.every(_OPERATIONS, annotator):
        found.setdefault(document, []).append(Step(*step))
    return found


def settled(steps: Iterable[Step]) -> list[Step]:
    """What is left where an operation and its undo follow one another: they cancel out.

    Two journals that settle to the same last step say the same of the work.
    """
    stack: list[Step] = []
    undone: dict[int, tuple[Step, list[Step]]] = {}
    for step in steps:
        if step.kind == "undo" and stack and stack[-1].operation == step.of:
            undone[step.of] = (stack.pop(), list(stack))
        elif step.kind == "redo" and step.of in undone and undone[step.of][1] == stack:
            stack.append(undone.pop(step.of)[0])
        else:
            stack.append(step)
    return stack
