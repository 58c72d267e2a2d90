"""Why a figure is undefined: the sentences that stand where a number would mislead."""

from pullquote.agreement.values import Reason

NOTHING_MARKED = Reason("undefined: nothing marked")
NO_COMMON_DOCUMENTS = Reason("no common documents")
NO_COMMON_ITEMS = Reason("undefined: nothing that two annotators labelled")
NO_VARIATION = Reason("undefined: no label varies")
NO_COMMON_TEXT = Reason("undefined: no two annotators marked the same text")


def one_label(agreement: float) -> Reason:
    """Nothing but one label was used: chance would agree as well. `agreement` is from 0 to 1."""
    percent = {"percent": 100 * agreement}
    return Reason("undefined: only one label used (agreement {percent:.0f} %)", percent)


SKEWED = Reason("labels too skewed: see AC1 and observed agreement")


def marked_nothing(name: str, documents: int) -> Reason:
    values = {"name": name, "documents": documents}
    if documents == 1:
        return Reason("{name} marked nothing in {documents} document", values)
    return Reason("{name} marked nothing in {documents} documents", values)


def shifted(characters: int) -> Reason:
    """The median over matched labels, those with the same end included."""
    values = {"characters": characters}
    if characters == 1:
        return Reason("median shift: {characters} character", values)
    return Reason("median shift: {characters} characters", values)
