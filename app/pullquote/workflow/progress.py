"""How far the work is: documents by state and annotator, labels by layer, origin and source."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pullquote.exchange.csv_cells import spreadsheet_safe
from pullquote.exchange.errors import CannotWriteFile
from pullquote.model.values import Annotator
from pullquote.store.project import Project
from pullquote.store.reads import LabelTally
from pullquote.store.values import DocumentQuery

STATES = ("done", "in_progress", "skipped", "not_started")


@dataclass(frozen=True, slots=True)
class PersonProgress:
    """Documents of one annotator by state, excluded ones left out.

    `assigned` is None for somebody who was given none: then all documents are theirs.
    """

    annotator: Annotator
    assigned: int | None
    done: int
    in_progress: int
    skipped: int
    not_started: int
    labels: int

    @property
    def documents(self) -> int:
        return self.done + self.in_progress + self.skipped + self.not_started


@dataclass(frozen=True, slots=True)
class ProjectProgress:
    """`documents` are those that are not excluded; `labels` come with annotators' row ids."""

    documents: int
    excluded: int
    people: tuple[PersonProgress, ...]
    labels: tuple[LabelTally, ...]


def progress_of(project: Project) -> ProjectProgress:
    """Everybody's documents by state and labels by layer, origin and source, counted now."""
    documents = len(project.document_ids(DocumentQuery()))
    excluded = len(project.document_ids(DocumentQuery(excluded=True)))
    labels = project.label_tallies()
    states = {(tally.annotator, tally.value): tally.documents for tally in project.state_tallies()}
    waiting = project.assigned_not_started()
    people = tuple(
        _person(annotator, documents, states, waiting.get(annotator.id), labels)
        for annotator in project.annotators()
    )
    return ProjectProgress(documents, excluded, people, tuple(labels))


def write_progress_csv(progress: ProjectProgress, to: Path) -> None:
    """Write all counts as one table: annotator, kind, what, layer, origin, source, count.

    `what` is a state, or "labels". Raises CannotWriteFile.
    """
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(("annotator", "kind", "what", "layer", "origin", "source", "count"))
    table.writerows(_rows(progress))
    try:
        to.write_text(out.getvalue(), encoding="utf-8", newline="")
    except OSError as error:
        raise CannotWriteFile(path=to, reason=error.strerror) from error


def _person(
    annotator: Annotator,
    documents: int,
    states: dict[tuple[int, str], int],
    waiting: int | None,
    labels: list[LabelTally],
) -> PersonProgress:
    done, begun, skipped = (states.get((annotator.id, state), 0) for state in STATES[:3])
    return PersonProgress(
        annotator,
        states.get((annotator.id, "assigned")),
        done,
        begun,
        skipped,
        documents - done - begun - skipped if waiting is None else waiting,
        sum(tally.labels for tally in labels if tally.annotator == annotator.id),
    )


def _rows(progress: ProjectProgress) -> Iterator[tuple[str | int, ...]]:
    names = {person.annotator.id: person.annotator for person in progress.people}
    for person in progress.people:
        who = (spreadsheet_safe(person.annotator.name), person.annotator.kind)
        for state in STATES:
            yield (*who, state, "", "", "", getattr(person, state))
    for tally in progress.labels:
        annotator = names[tally.annotator]
        source = spreadsheet_safe(tally.source or "")
        yield (
            spreadsheet_safe(annotator.name), annotator.kind, "labels",
            tally.layer, tally.origin, source, tally.labels,
        )  # fmt: skip
