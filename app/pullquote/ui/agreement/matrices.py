"""Who agrees with whom, and what one calls what the other calls otherwise, as cells of a grid."""

from collections.abc import Mapping, Sequence

from pullquote.agreement.values import Cell, Confusion
from pullquote.ui.agreement.grid import GridCell
from pullquote.ui.agreement.wording import cell_words, tr, value
from pullquote.ui.widgets import number

_NOBODY = Cell(None, 0)


def pair_cells(
    annotators: Sequence[int], cells: Mapping[tuple[int, int], Cell], names: Mapping[int, str]
) -> list[list[GridCell]]:
    """Values above the diagonal, what they stand on below; a cell's key is the pair."""
    head = [GridCell("", "head"), *(GridCell(names[a], "head", says=names[a]) for a in annotators)]
    return [head, *(_pair_row(a, annotators, cells, names) for a in annotators)]


def confusion_cells(
    confusion: Confusion, layers: Mapping[str, str], rows: str, columns: str
) -> list[list[GridCell]]:
    """The darkest cells are the commonest confusions; a cell's key is its row and column."""
    words = [layers.get(name, name) or tr("none") for name in confusion.names]
    off = [count for i, row in enumerate(confusion.counts) for j, count in enumerate(row) if i != j]
    most = max(off, default=0)
    head = [GridCell("", "head"), *(GridCell(word, "head", says=word) for word in words)]
    body = []
    for i, counts in enumerate(confusion.counts):
        row = [GridCell(words[i], "name")]
        row += [
            _confused(count, (i, j), most, (words[i], words[j]), (rows, columns))
            for j, count in enumerate(counts)
        ]
        body.append(row)
    return [head, *body]


def _pair_row(
    a: int,
    annotators: Sequence[int],
    cells: Mapping[tuple[int, int], Cell],
    names: Mapping[int, str],
) -> list[GridCell]:
    row = [GridCell(names[a], "name")]
    for b in annotators:
        pair = (min(a, b), max(a, b))
        cell = cells.get(pair, _NOBODY)
        says = tr("{0} and {1}: {2}, n {3}").format(
            names[a], names[b], cell_words(cell), number(cell.n)
        )
        if a == b:
            row.append(GridCell("–", "none"))
        elif annotators.index(a) > annotators.index(b):
            row.append(GridCell(tr("n {}").format(number(cell.n)), "count", says=says, key=(a, b)))
        elif cell.value is None:
            row.append(GridCell("–", "count", says=says, key=(a, b)))
        else:
            heat = (cell.value - 0.55) / 0.45
            row.append(GridCell(value(cell.value), "value", heat, says, (a, b)))
    return row


def _confused(
    count: int, key: tuple[int, int], most: int, words: tuple[str, str], people: tuple[str, str]
) -> GridCell:
    i, j = key
    if not count:
        last = words[0] == words[1] == tr("none")
        return GridCell("–" if last else "·", "none")
    says = tr("{0}: {1}, {2}: {3}, {4} times").format(
        people[0], words[0], people[1], words[1], number(count)
    )
    if i == j:
        return GridCell(number(count), "same", says=says, key=key)
    return GridCell(number(count), "differs", count / most, says, key)
