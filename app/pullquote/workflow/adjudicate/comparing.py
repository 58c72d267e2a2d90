"""Each annotator compared with the adjudicated version."""

from pullquote.adjudication.scores import Compared, against
from pullquote.store.reads import Reads
from pullquote.workflow.adjudicate.boards import Board


def against_adjudicated(project: Reads, board: Board | None = None) -> list[Compared]:
    """By annotator, over the documents where nothing is left to settle.

    Nothing was when the last place of a document was settled; with a `board`, those are left out
    in which versions have changed since. Empty where no document is adjudicated.
    """
    adjudicated = project.adjudicated()
    if adjudicated is None:
        return []
    known = board.documents if board else {}
    behind = {number for number, document in known.items() if not document.is_done}
    done = [pair for pair in project.adjudicated_and_done() if pair[0] not in behind]
    extents = [extent for extent in project.adjudicated_extents() if extent[0] not in behind]
    wanted = [extent for extent in extents if extent[1] == adjudicated.id]
    marked = [extent for extent in extents if extent[1] != adjudicated.id]
    return against(wanted, marked, done)
