"""Figures, counts and disagreements in words."""

from collections.abc import Mapping, Sequence
from unicodedata import bidirectional

from PySide6.QtCore import QCoreApplication, QLocale

from pullquote.agreement.values import Cell, Disagreement, Figure, Reason, Scope, Summary
from pullquote.ui.widgets import counted, number
from pullquote.ui.widgets.words import tr

FEW = 10
"""Fewer documents than these make an interval that says little."""
# Letters that stay before the place where two versions part.
_LEAD = 8
MINUS = "\u2212"


def value(of: float | None) -> str:
    """Two decimals, as papers give them; "–" where there is no value."""
    if of is None:
        return "–"
    locale = QLocale()
    words = f"{abs(of):.2f}"
    if locale.language() != QLocale.Language.C:
        words = locale.toString(abs(of), "f", 2)
    return f"{MINUS}{words}" if of < 0 and float(f"{of:.2f}") != 0 else words


def percent(part: int, whole: int) -> str:
    return tr("{} %").format(round(100 * part / whole) if whole else 0)


def reason(why: Reason | None) -> str:
    """Why there is no value, in the reader's language."""
    if why is None:
        return tr("undefined")
    return QCoreApplication.translate("Errors", why.template).format(**why.values)


def short_names(names: Mapping[int, str]) -> dict[int, str]:
    """First names; with the initial of the family name, else whole, where two would be alike."""
    alike: dict[str, list[int]] = {}
    for key, name in names.items():
        alike.setdefault(_first_name(name).casefold(), []).append(key)
    found: dict[int, str] = {}
    for keys in alike.values():
        found |= _told_apart({key: names[key] for key in keys})
    return {key: found[key] for key in names}


def _told_apart(names: Mapping[int, str]) -> dict[int, str]:
    for shorten in (_first_name, _with_initial):
        short = {key: shorten(name) for key, name in names.items()}
        if len({form.casefold() for form in short.values()}) == len(short):
            return short
    return dict(names)


def _first_name(name: str) -> str:
    """The whole name after a title or an initial, and in letters that run from right to left."""
    first = (name.split() or [name])[0]
    whole = first.endswith(".") or any(bidirectional(letter) in ("R", "AL") for letter in name)
    return name if whole else first


def _with_initial(name: str) -> str:
    words = name.split()
    first = _first_name(name)
    if first == name or not words[-1][0].isalpha():
        return name
    return f"{first} {words[-1][0]}."


def people_in_words(names: Sequence[str]) -> str:
    """Jonas; Jonas and Ines; Mara, Jonas and Ines."""
    if len(names) < 2:
        return "".join(names)
    return tr("{0} and {1}").format(", ".join(names[:-1]), names[-1])


def compared_in_words(summary: Summary) -> str:
    """What the figures stand on: documents, people, and what is left out."""
    documents = counted(
        len(summary.documents),
        tr("{} document that at least two people have done."),
        tr("{} documents that at least two people have done."),
    )
    people = counted(len(summary.annotators), tr("{} annotator."), tr("{} annotators."))
    return " ".join(filter(None, (documents, people, _single(summary), _empty(summary))))


def _single(summary: Summary) -> str:
    if not summary.single:
        return ""
    return counted(
        summary.single,
        tr("{} document done by one person only is left out."),
        tr("{} documents done by one person only are left out."),
    )


def _empty(summary: Summary) -> str:
    if not summary.empty:
        return ""
    return counted(
        summary.empty,
        tr("In {} document nobody marked anything."),
        tr("In {} documents nobody marked anything."),
    )


def origins(summary: Summary) -> str:
    """Where the labels come from: agreeing on a machine's answer is no agreement of people."""
    shares = summary.shares
    labels = counted(shares.labels, tr("{} label"), tr("{} labels"))
    return tr("{0}, {1} began as a suggestion, {2} were carried.").format(
        labels, percent(shares.suggested, shares.labels), percent(shares.carried, shares.labels)
    )


def scope_words(scope: Scope) -> str:
    """What counts and what does not, in a sentence."""
    carried = {
        "once": tr("Carried labels count once"),
        "all": tr("Carried labels count each by itself"),
        "none": tr("Carried labels are left out"),
    }[scope.carried]
    out = [] if scope.boilerplate else [tr("boilerplate")]
    out += [] if scope.excluded else [tr("excluded documents")]
    left = tr("; {} do not").format(people_in_words(out)) if out and scope.carried != "none" else ""
    if out and scope.carried == "none":
        left = tr(", {} too").format(people_in_words(out))
    once = tr(" One copy per cluster of repeated words.") if scope.once else ""
    began = {
        "any": "",
        "hand": tr(" Only what began by hand."),
        "suggestion": tr(" Only what began as a suggestion or was carried."),
    }[scope.began]
    return f"{carried}{left}.{once}{began}"


def bands(summary: Summary, *, all_measures: bool = False) -> str:
    """What the bands and the dotted lines are, and which measures are not there."""
    said = tr(
        "Bands: 95 % bootstrap over documents, {0} resamples, seed {1}. "
        "Dotted: .667 and .800, Krippendorff’s hints, no verdict."
    ).format(number(summary.resamples), summary.seed)
    if not all_measures:
        return said
    # It needs NumPy, which the thread that counted has loaded by now.
    from pullquote.agreement.figures.definitions import NOT_OFFERED

    return f"{said} {tr('Not offered: {}.').format(', '.join(NOT_OFFERED))}"


def is_few(figure: Figure) -> bool:
    return figure.documents < FEW


def cell_words(cell: Cell) -> str:
    return value(cell.value) if cell.value is not None else reason(cell.why)


def disagreement_kind(kind: str, detail: str = "", details: Mapping[str, str] | None = None) -> str:
    """The kind of a disagreement; of an attribute its name, of a date what is not the same."""
    if kind == "attribute" and detail:
        return (details or {}).get(detail) or detail.replace("_", " ").capitalize()
    dates = {
        "granularity": tr("Granularity"),
        "anchor": tr("Anchor"),
        "year": tr("Year"),
        "value": tr("Date value"),
    }
    if kind == "date" and detail in dates:
        return dates[detail]
    return {
        "missed": tr("Missed"),
        "boundary": tr("Boundary"),
        "label": tr("Label"),
        "attribute": tr("Attribute"),
        "speaker": tr("Speaker"),
        "link": tr("Link"),
        "date": tr("Date"),
    }.get(kind, kind)


def version_in_words(description: str) -> str:
    """One annotator's version in a column; having annotated nothing is a version too."""
    return " ".join(description.split()) or tr("nothing marked")


def version_excerpts(row: Disagreement) -> dict[int, str]:
    """What each says, short enough to see how they differ."""
    versions = {
        reading.annotator: version_in_words(reading.description) for reading in row.readings
    }
    if row.kind != "boundary":
        return versions
    words = [versions[r.annotator] for r in row.readings if r.annotations]
    start = _parting(words)
    return {
        who: f"…{text[start:]}" if start and text in words else text
        for who, text in versions.items()
    }


def _parting(words: Sequence[str]) -> int:
    """Where the last word before the first difference begins; 0 if that is near the start."""
    letters = enumerate(zip(*words, strict=False))
    same = next((at for at, both in letters if len(set(both)) > 1), min(map(len, words), default=0))
    return words[0].rfind(" ", 0, max(0, same - _LEAD)) + 1 if words else 0


def row_sentence(
    row: Disagreement, kind: str, names: Mapping[int, str], words: str, title: str
) -> str:
    """A disagreement for a screen reader."""
    versions = [
        tr("{0}: {1}").format(
            names.get(reading.annotator, "?"), version_in_words(reading.description)
        )
        for reading in row.readings
    ]
    places = counted(len(row.places), tr("{} place"), tr("{} places"))
    return ", ".join(filter(None, (kind, words, *versions, title, places)))
