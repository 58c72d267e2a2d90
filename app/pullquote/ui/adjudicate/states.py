"""What the page without a text says, and which next step it offers."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from pullquote.ui.adjudicate.docket import Docket
from pullquote.ui.widgets import counted, number


@dataclass(frozen=True, slots=True)
class StateShown:
    """`buttons` are (id, text, key), the main one first."""

    icon: str
    title: str
    words: str
    buttons: tuple[tuple[str, str, str], ...] = ()


def tr(text: str) -> str:
    return QCoreApplication.translate("Adjudicate", text)


def page(docket: Docket, *, read_only: bool) -> StateShown:
    counts = docket.counts()
    if not counts.documents:
        return StateShown(
            "adjudicate",
            tr("Nothing to settle yet"),
            tr(
                "No document has been done by two annotators. Hand documents out to more than one, "
                "or collect what they did."
            ),
            (("plan", tr("Plan who does what"), ""),),
        )
    if counts.open:
        words = tr("{} places are open. They are not in this list.").format(number(counts.open))
        return StateShown("list", tr("Nothing is listed"), words)
    if counts.agreed and not read_only:
        words = counted(
            counts.agreed,
            tr("{} label on which all agree is not taken over yet."),
            tr("{} labels on which all agree are not taken over yet."),
        )
        take = ("agreed", tr("Take them over"), "")
        return StateShown("check", tr("No place is open"), words, (take,))
    settled = counted(counts.settled, tr("{} place settled"), tr("{} places settled"))
    taken = counted(counts.taken, tr("{} label taken over"), tr("{} labels taken over"))
    documents = counted(counts.documents, tr("{} document"), tr("{} documents"))
    words = tr("{0}, {1}, in {2}. The adjudicated version can be exported.")
    return StateShown(
        "check",
        tr("All is settled"),
        words.format(settled, taken, documents),
        (
            ("export", tr("Export"), "Ctrl+E"),
            ("compare", tr("Compare with the annotators"), ""),
            ("settled", tr("See what was settled"), ""),
        ),
    )


def alone() -> str:
    return tr("One annotator or none is done with this document: there is nothing to compare.")
