"""The agreement of a project: read whole, kept up with it, written as files."""

import gc
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from functools import lru_cache
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from zlib import crc32

from pullquote import suggest
from pullquote.agreement.study.project_rows import (
    SAID_BY,
    DocumentRows,
    register,
    study_of,
    updated,
    with_passages,
    with_people,
)
from pullquote.agreement.study.study import FIRST_TOOL, Study, StudySpeakers
from pullquote.model.schema import Schema
from pullquote.model.values import Annotator
from pullquote.store.project import Project
from pullquote.store.reads import Reads, snapshot
from pullquote.store.sql.fields import from_json, to_json
from pullquote.store.sql.statements import Row
from pullquote.workflow.find_duplicates import STAMP

if TYPE_CHECKING:
    from pullquote.agreement.values import Scope
    from pullquote.workflow.worker import Progress, Stop

Format = Literal["csv", "json"]

_STEPS = 3


def load_study(
    project: Project, *, progress: "Progress | None" = None, stop: "Stop | None" = None
) -> Study:
    """All that is done in the project, with the tables of the usual scope, from a process of its
    own. Raises what `worker.run` does.
    """
    from pullquote.workflow.worker import run_on_project

    return run_on_project(_load, project, progress=progress, stop=stop)


def read_study(project: Project) -> Study:
    """The same in this process, without tables."""
    with snapshot(project) as at_once, _uncollected():
        return _read(project, at_once)


def reload_study(project: Project, study: Study, documents: Collection[int]) -> Study:
    """The study with these documents as they are now, and with the register and the repeats."""
    with snapshot(project) as at_once:
        people, speakers = _people(at_once), register(at_once.speaker_rows())
        if project.schema != study.schema or _renamed(study.register, speakers):
            return _read(project, at_once)
        rows = _rows(project.schema, at_once, documents)
        if (people, speakers) != (study.people, study.register):
            study = with_people(study, people, speakers)
        repeats = _repeats(at_once)
        # Passages are read of documents that are done: those of a new one are not known yet.
        new = {row[0] for row in rows.documents} - set(study.documents.id.tolist())
        if new or repeats != study.repeats:
            study = with_passages(study, at_once.passage_rows(), repeats)
        return updated(study, documents, rows)


def write_figures(
    study: Study,
    scope: "Scope",
    to: Path,
    kind: Format,
    *,
    progress: "Progress | None" = None,
    stop: "Stop | None" = None,
) -> None:
    """Write all figures with the tables from which each can be computed again.

    "csv": a folder, or a .zip, with a table each; "json": one file. What stands there is replaced
    if it was written by this. Raises NotOurExport, CannotWriteFile and Stopped; `to` is then as
    before.
    """
    from pullquote.workflow import agreement_files
    from pullquote.workflow.worker import Stopped

    steps = count(1)

    def step() -> None:
        if stop is not None and stop():
            raise Stopped
        if progress is not None:
            progress(next(steps), agreement_files.STEPS)

    write = (
        agreement_files.write_figures_json if kind == "json" else agreement_files.write_figures_csv
    )
    write(study, scope, to, step)


def _renamed(before: StudySpeakers, now: StudySpeakers) -> bool:
    """Labels that no mention names go by the name of their speaker."""
    return any(now.folded.get(speaker) != name for speaker, name in before.folded.items())


def _load(project: Project, progress: "Progress | None" = None) -> Study:
    from pullquote.agreement.figures.tables import cached_tables
    from pullquote.agreement.values import Scope

    def tell(done: int) -> None:
        if progress is not None:
            progress(done, _STEPS)

    study = read_study(project)
    tell(1)
    for done, scope in enumerate((Scope(), Scope(once=True)), 2):
        cached_tables(study, scope)
        tell(done)
    return study


def _read(project: Project, at_once: Reads) -> Study:
    return study_of(
        project.schema,
        _people(at_once),
        register(at_once.speaker_rows()),
        _rows(project.schema, at_once, None),
        at_once.passage_rows(),
        repeats=_repeats(at_once),
    )


def _rows(schema: Schema, project: Reads, documents: Collection[int] | None) -> DocumentRows:
    done = project.done_document_rows(documents)
    tools = _ToolVersions(schema, project, {row[0] for row in done}, documents)
    return DocumentRows(
        documents=done,
        done=[*project.done_rows(documents), *tools.done()],
        labels=chain(project.label_rows(documents), tools.labels()),
        relations=chain(project.relation_rows(documents), tools.relations()),
        names=project.done_names(documents),
        texts=project.done_texts(documents),
    )


def _people(project: Reads) -> tuple[Annotator, ...]:
    """The annotators, and each tool whose suggestions were brought in as one more of them."""
    tools = (Annotator(_tool(name), "", name, "reference") for name in project.tool_names())
    return (*project.annotators(), *tools)


def _tool(name: str) -> int:
    """The same in every study, whatever other tools there are."""
    return FIRST_TOOL + crc32(name.encode())


class _ToolVersions:
    """What tools suggest in documents that somebody has done, as if it were labels of theirs.

    Where a tool suggests nothing it is not known whether it read the document: that is missing.
    """

    def __init__(
        self,
        schema: Schema,
        project: Reads,
        done: Collection[int],
        documents: Collection[int] | None,
    ) -> None:
        self._rows = [row for row in project.tool_label_rows(documents) if row[1] in done]
        self._kinds = {relation.id for relation in schema.relations}
        self._mentions = {
            layer for relation in schema.relations if relation.id == SAID_BY
            for layer in relation.tails
        }  # fmt: skip
        self._text = lru_cache(maxsize=1)(project.text)
        self._called: dict[str, set[int]] = {}
        for speaker in project.speakers() if self._rows else ():
            for form in (speaker.name, *(alias.form for alias in speaker.aliases)):
                kept = speaker.merged_into or speaker.id
                self._called.setdefault(suggest.register.folded_form(form), set()).add(kept)

    def done(self) -> list[Row]:
        return sorted({(row[1], _tool(row[2])) for row in self._rows})

    def labels(self) -> Iterator[Row]:
        for row in self._rows:
            number, document, tool, layer, start, end, stored = row[:7]
            attributes = {k: v for k, v in from_json(stored).items() if k not in self._kinds}
            yield (
                FIRST_TOOL + number, document, _tool(tool), layer, start, end,
                to_json(attributes), self._speaker(row), "imported", None,
            )  # fmt: skip

    def relations(self) -> Iterator[Row]:
        """Numbered as their heads and kinds are: no other row needs to know them."""
        known = {(row[1], row[2], row[8]): row[0] for row in self._rows}
        for row in self._rows:
            for kind, tail in from_json(row[6]).items():
                there = known.get((row[1], row[2], tail)) if kind in self._kinds else None
                if there is not None:
                    head, end = FIRST_TOOL + row[0], FIRST_TOOL + there
                    yield head, row[1], _tool(row[2]), kind, head, end, ""

    def _speaker(self, row: Row) -> int | None:
        """The one speaker of the register with the name that is given, or that a mention is."""
        names = [row[7]] if row[7] else []
        if row[3] in self._mentions:
            words = self._text(row[1])[row[4] : row[5]]
            names += [words, suggest.register.without_title(words)]
        meant = (self._called.get(suggest.register.folded_form(name), set()) for name in names)
        return next((min(who) for who in meant if len(who) == 1), None)


def _repeats(project: Reads) -> str:
    stamp = project.stamp(STAMP)
    return stamp.content_hash if stamp else ""


@contextmanager
def _uncollected() -> Iterator[None]:
    """A hundred thousand rows set the garbage collector off many times, and are no garbage."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
