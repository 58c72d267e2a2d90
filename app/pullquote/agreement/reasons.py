"""Why a figure is undefined: the sentences that stand where a number would mislead."""

from pullquote.agreement.values import Reason

NOTHING_MARKED = Reason("undefined: nothing marked")
NO_COMMON_DOCUMENTS = Reason("no common documents")
NO_COMMON_ITEMS = Reason("undefined: nothing that two annotators labelled")
NO_VARIATION = Reason("undefined: no label varies")
NO_COMMON_TEXT = Reason("undefined: no two annotators marked the same text")


def one_label(agreement: float) -> Reason:
    """Nothing but one label was used: chance would agree as well. `agreement` is from 0 to 1."""
    return Reason("undefined: only one label used (agreement {share:.0%})", {"share": agreement})


SKEWED = Reason("labels too skewed: see AC1 and observed agreement")


def marked_nothing(name: str, documents: int) -> Reason:
    return Reason(
        "{name} marked nothing in {documents} documents", {"name": name, "documents": documents}
    )


def shifted(characters: int) -> Reason:
    """The median over matched labels, those with the same end included."""
    return Reason("median shift: {characters} characters", {"characters": characters})
