"""The rows of the figures: each with its words, ready to be shown."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from pullquote.agreement.values import Aspect, Figure, Summary
from pullquote.model.schema import Schema
from pullquote.ui.agreement.wording import is_few, reason, tr, value
from pullquote.ui.widgets import number


@dataclass(frozen=True, slots=True)
class FigureRow:
    """`first` and `last` say where the rows of one aspect begin and end; `meaning` is a sentence
    or two for who does not know the measure.
    """

    figure: Figure
    aspect: Aspect
    name: str
    symbol: str
    unit: str
    meaning: str
    headline: bool = True
    first: bool = True
    last: bool = True

    @property
    def id(self) -> str:
        return self.figure.id

    @property
    def of(self) -> str:
        """How much was compared: 1,204 spans."""
        return f"{number(self.figure.n)} {self.unit}"


def rows_of(summary: Summary, schema: Schema) -> list[FigureRow]:
    """The figures in their order, in the words of the schema."""
    # It needs NumPy, which the thread that counted has loaded by now.
    from pullquote.agreement.figures.definitions import DEFINITIONS, definitions, symbol

    known = definitions(schema)
    people = len(summary.annotators)
    found = []
    for figure in summary.figures:
        meant = known.get(figure.id) or DEFINITIONS[figure.id]
        # The axis goes from 0 to 1, and so does a share beside it.
        sign = symbol(meant, people).replace("%", "")
        words = (_words(meant.name), sign, _words(meant.unit))
        source = f" ({meant.source})" if meant.source else ""
        meaning = f"{_words(meant.meaning)}{source}"
        found.append(FigureRow(figure, meant.aspect, *words, meaning, meant.headline))
    return found


def aspect_name(aspect: Aspect) -> str:
    return {
        "detection": tr("Detection"),
        "boundaries": tr("Boundaries"),
        "label": tr("Label"),
        "attribute": tr("Attribute"),
        "speaker": tr("Speaker"),
        "links": tr("Links"),
        "date": tr("Date value"),
    }[aspect]


def sentence(row: FigureRow) -> str:
    """The row for a screen reader."""
    figure = row.figure
    parts = [aspect_name(row.aspect), row.name, row.symbol]
    if figure.value is None:
        parts.append(reason(figure.why))
    else:
        parts.append(value(figure.value))
        if figure.low is not None and figure.high is not None:
            parts.append(tr("{0} to {1}").format(value(figure.low), value(figure.high)))
        if figure.once is not None:
            parts.append(tr("with one copy per cluster {}").format(value(figure.once)))
    parts.append(tr("of {}").format(row.of))
    if is_few(figure):
        parts.append(tr("few documents"))
    return ", ".join(parts)


def grouped(rows: Sequence[FigureRow]) -> list[FigureRow]:
    """The rows with the ends of their aspects marked, whatever was left out between them."""
    marked = []
    for place, row in enumerate(rows):
        before = rows[place - 1].aspect if place else None
        after = rows[place + 1].aspect if place + 1 < len(rows) else None
        marked.append(
            FigureRow(
                row.figure, row.aspect, row.name, row.symbol, row.unit, row.meaning, row.headline,
                first=before != row.aspect, last=after != row.aspect,
            )
        )  # fmt: skip
    return marked


def _words(text: str) -> str:
    return QCoreApplication.translate("Measures", text)
