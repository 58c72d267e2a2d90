"""Each annotator compared with the adjudicated version."""

from pullquote.adjudication.scores import Compared, against
from pullquote.store.reads import Reads


def against_adjudicated(project: Reads) -> list[Compared]:
    """By annotator, over the documents where nothing is left to settle.

    Empty where no document is adjudicated.
    """
    adjudicated = project.adjudicated()
    if adjudicated is None:
        return []
    done = project.adjudicated_and_done()
    extents = project.adjudicated_extents()
    wanted = [extent for extent in extents if extent[1] == adjudicated.id]
    marked = [extent for extent in extents if extent[1] != adjudicated.id]
    return against(wanted, marked, done)
