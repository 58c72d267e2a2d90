"""A project becomes files with labels: read at one moment, written, read back and compared."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Literal

from pullquote.errors import PullquoteError
from pullquote.exchange import csv_tables, jsonl
from pullquote.exchange.corpus import Corpus
from pullquote.exchange.losses import Loss
from pullquote.exchange.selection import ALL, Selection
from pullquote.exchange.target import clear_leftovers
from pullquote.exchange.writing import Progress, Report, Stop
from pullquote.store.project import Project
from pullquote.store.reads import Reads
from pullquote.workflow import worker
from pullquote.workflow.export_corpus import corpus_of

Format = Literal["jsonl", "csv"]

_WRITERS: Mapping[Format, Callable[..., Report]] = {"jsonl": jsonl.write, "csv": csv_tables.write}


class UnknownAnnotator(PullquoteError):
    template = "Nobody in this project is called “{name}”; there are: {known}."


class UnknownLayer(PullquoteError):
    template = "The label schema has no layer “{name}”; there are: {known}."


def export(
    project: Reads,
    kind: Format,
    to: Path,
    selection: Selection = ALL,
    *,
    progress: Progress | None = None,
    stop: Stop | None = None,
) -> Report:
    """Write the project to a folder or `.zip`, or as JSONL to one `.jsonl` file.

    The project may be written to meanwhile: the files hold what stood in it at the start. Raises
    UnknownAnnotator, UnknownLayer and the errors of `exchange`; `to` is then as it was before.
    """
    with corpus_of(project) as corpus:
        chosen = _checked(corpus, selection)
        return _WRITERS[kind](corpus, to, chosen, progress=progress, stop=stop)


def export_beside(
    project: Project,
    kind: Format,
    to: Path,
    selection: Selection = ALL,
    *,
    progress: Progress | None = None,
    stop: Stop | None = None,
) -> Report:
    """`export` in a process of its own, so that the window never waits. Raises Stopped, too."""
    try:
        return worker.run(
            export_file,
            project.path,
            kind,
            to,
            selection,
            progress=progress or (lambda _done, _total: None),
            stop=stop,
        )
    except (worker.Stopped, worker.WorkerDied):
        clear_leftovers(to)
        raise


def export_file(
    path: Path,
    kind: Format,
    to: Path,
    selection: Selection = ALL,
    progress: Progress | None = None,
) -> Report:
    """`export` of the project file at `path`, which another process may have open."""
    with Project.open(path, read_only=True) as project:
        return export(project, kind, to, selection, progress=progress)


def losses(project: Reads, kind: Format, to: Path, selection: Selection = ALL) -> tuple[Loss, ...]:
    """What an export would not keep, counted without writing it.

    Looks at every label: 10,000 documents take seconds.
    """
    with corpus_of(project) as corpus:
        chosen = _checked(corpus, selection)
        if kind == "csv":
            return csv_tables.losses(corpus, chosen)
        return jsonl.losses(corpus, to, chosen)


def losses_beside(
    project: Project,
    kind: Format,
    to: Path,
    selection: Selection = ALL,
    *,
    stop: Stop | None = None,
) -> tuple[Loss, ...]:
    """`losses` in a process of its own. Raises Stopped, too."""
    return worker.run(losses_of_file, project.path, kind, to, selection, stop=stop)


def losses_of_file(path: Path, kind: Format, to: Path, selection: Selection) -> tuple[Loss, ...]:
    """`losses` of the project file at `path`, which another process may have open."""
    with Project.open(path, read_only=True) as project:
        return losses(project, kind, to, selection)


def _checked(corpus: Corpus, selection: Selection) -> Selection:
    """The selection with the names as the project spells them."""
    known = {annotator.name.casefold(): annotator.name for annotator in corpus.annotators}
    chosen: list[str] = []
    for name in selection.annotators or ():
        if name.casefold() not in known:
            raise UnknownAnnotator(name=name, known=", ".join(known.values()))
        chosen.append(known[name.casefold()])
    layers = [layer.id for layer in corpus.schema.layers]
    for layer in selection.layers or ():
        if layer not in layers:
            raise UnknownLayer(name=layer, known=", ".join(layers))
    annotators = None if selection.annotators is None else tuple(sorted(set(chosen)))
    return replace(selection, annotators=annotators)
