"""Training documents: those whose answer is known, and what an annotator made of them."""

from pullquote.model.values import Annotator
from pullquote.store.reads import Reads


def answering(project: Reads, document: int) -> Annotator | None:
    """Whose version is the known answer: a reference first, else the adjudicated one.

    It is known once the document is done in it, be it without labels, or has labels.
    """
    done = {state.annotator for state in project.states(document) if state.value == "done"}
    labelled = {label.annotator for label in project.annotations(document)}
    known = [who for who in project.annotators() if who.id in done | labelled]
    for kind in ("reference", "adjudicated"):
        found = next((who for who in known if who.kind == kind), None)
        if found is not None:
            return found
    return None
