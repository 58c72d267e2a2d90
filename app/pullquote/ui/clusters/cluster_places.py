"""The places of a cluster as its panel shows them, read from any thread."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from pullquote.calendar.values import days
from pullquote.model.values import Passage
from pullquote.store import Project
from pullquote.store.values import DocumentRow
from pullquote.ui.clusters.places_panel import PlacesShown
from pullquote.ui.panels.values import CopyRow
from pullquote.ui.widgets.words import counted, date_words, tr
from pullquote.workflow.find_duplicates import Twin, cluster_twins

if TYPE_CHECKING:
    from pullquote.workflow.clusters.columns import ClusterRow

PAGE = 50
"""So many places are read at a time: page furniture has thousands."""


def read_places(
    project: Project, cluster: "ClusterRow", before: Sequence[CopyRow] = ()
) -> PlacesShown | None:
    """The places `before` and the next ones after them; None where the cluster is gone."""
    if cluster.dismissed:
        return _dismissed(project, cluster)
    copies = project.cluster_passages(cluster.id)
    if not copies:
        return None
    rows = _documents(project, copies)
    found = [interval.first for row in rows if (interval := days(row.published or ""))]
    first = copies[0]
    some = cluster_twins(project, copies, len(before), PAGE)
    return PlacesShown(
        heading=_heading(len(copies), rows, found),
        words=project.text(first.document)[first.start : first.end],
        days=tuple(found),
        places=(*before, *map(_place, some)),
        total=len(copies),
        boilerplate=cluster.boilerplate,
    )


def _documents(project: Project, copies: Sequence[Passage]) -> list[DocumentRow]:
    """Of each copy its document."""
    ids = [copy.document for copy in copies]
    rows = {row.id: row for row in project.document_rows(sorted(set(ids)), 0)}
    return [rows[one] for one in ids if one in rows]


def _dismissed(project: Project, cluster: "ClusterRow") -> PlacesShown:
    """The evidence alone: its copies are no longer looked for."""
    words = project.text(cluster.document)[cluster.start : cluster.end]
    (row,) = project.document_rows([cluster.document], 0)
    place = CopyRow(
        document=row.id,
        start=cluster.start,
        end=cluster.end,
        words=words,
        title=" ".join((row.title or row.name).split()),
        source=row.source or "",
        published=row.published,
    )
    return PlacesShown(
        tr("Dismissed: no repeat. Del brings it back."), words, places=(place,), total=1,
        dismissed=True,
    )  # fmt: skip


def _heading(copies: int, rows: Sequence[DocumentRow], found: Sequence[date]) -> str:
    """6 places, 4 sources, 3 Feb 2026 to 12 Feb 2026."""
    sources = len({row.source for row in rows if row.source})
    said = [counted(copies, tr("{} place"), tr("{} places"))]
    if sources:
        said.append(counted(sources, tr("{} source"), tr("{} sources")))
    if found:
        first, last = min(found), max(found)
        same = first.year == last.year
        said.append(
            date_words(first)
            if first == last
            else tr("{0} to {1}").format(date_words(first, year=not same), date_words(last))
        )
    return ", ".join(said)


def _place(twin: Twin) -> CopyRow:
    return CopyRow(
        document=twin.document,
        start=twin.start,
        end=twin.end,
        words=twin.words,
        against=twin.here,
        title=" ".join(twin.title.split()),
        source=twin.source or "",
        published=twin.published,
        similarity=twin.similarity,
        same=twin.similarity >= 1.0,
        differs_in=twin.differs_in,
    )
