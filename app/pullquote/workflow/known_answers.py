"""Documents whose answer is known, so that one can train with them."""

from pullquote.model.values import Annotator
from pullquote.store.reads import Reads


def answering(project: Reads, document: int) -> Annotator | None:
    """Whose version is the known answer: a reference first, else the adjudicated one.

    It is known once the document is done in it, be it without labels, or has labels.
    """
    known = project.answerers(document)
    return min(known, key=lambda who: (who.kind != "reference", who.id), default=None)
