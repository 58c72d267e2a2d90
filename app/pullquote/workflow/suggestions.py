"""Suggestions for a whole project: ours counted, those of another tool taken in."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pullquote.errors import Problem
from pullquote.plugins.plain_form import Prediction, Predictions, read_predictions
from pullquote.store.errors import ReadOnlyProject
from pullquote.store.project import Project
from pullquote.store.values import DocumentQuery, ForeignSuggestion
from pullquote.store.writer import LongWriter, Writer
from pullquote.suggest.document import suggest_labels
from pullquote.suggest.learned import Rule
from pullquote.workflow.texts_in_file import json_object
from pullquote.workflow.worker import Progress, Stop

OPERATION = "Import suggestions"


def count_suggestions(
    project: Project, more: frozenset[str], progress: Progress, stop: Stop
) -> Counter[Rule]:
    """How many labels each rule, and each tool, proposes in the documents that are not excluded.

    `more` as for `suggest_labels`. What is answered already counts too. Reads only; what was
    counted when `stop` says so is given.
    """
    counts: Counter[Rule] = Counter()
    total = len(project.document_ids(DocumentQuery()))
    for done, (document, text) in enumerate(project.texts(), 1):
        found = suggest_labels(text, project.document(document).published.value, more)
        counts.update(Rule(label.layer, label.rule) for label in found.labels)
        foreign = project.foreign_suggestions(document)
        counts.update(Rule(one.layer, "", one.source) for one in foreign)
        progress(done, total)
        if stop():
            break
    return counts


@dataclass
class SuggestionImportReport:
    """`new` labels were taken in, `already` were there, `replaced` gone for those of their document
    that the tool gives now; `moved` of the new ones stand elsewhere than the file says, where their
    words are. `refused` are sentences.
    """

    documents: int = 0
    new: int = 0
    already: int = 0
    replaced: int = 0
    moved: int = 0
    refused: tuple[Problem, ...] = ()
    stopped: bool = False


def import_suggestions(
    project: Project, path: Path, name: str, actor: int, progress: Progress, stop: Stop
) -> SuggestionImportReport:
    """Take in what the tool `name` predicted, as one operation that can be undone as a whole.

    `path` has a document a line, as `texts_in_file.suggestion_lines` writes it, known by its id in
    the project, its id of its own, or its name. A label with its words as "text", or a line with
    the "text" of the document, is put where these words stand nearest; a label whose words do not
    stand in the text is refused. What the tool gave of a document before is replaced. Raises
    Problem where the file cannot be read, and ReadOnlyProject.
    """
    if project.read_only:
        raise ReadOnlyProject(path=project.path, why=project.why_read_only)
    if not name.strip():
        raise Problem("Say with --name which tool made these suggestions.")
    total = max(1, _size(path))
    project.back_up("import")
    work = _Import(project, path, name.strip())
    details = {"paths": [str(path)], "source": name.strip()}
    with project.long_operation(OPERATION, actor, details) as long:
        for done, line in _lines(path):
            work.take(long, line)
            progress(done, total)
            if stop():
                work.report.stopped = True
                break
    work.report.refused = tuple(work.refused)
    return work.report


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError as error:
        raise _unreadable(path, error) from error


def _lines(path: Path) -> Iterator[tuple[int, tuple[int, bytes]]]:
    """The bytes read so far, and each line that is not blank with its number."""
    done = 0
    try:
        with path.open("rb") as file:
            for number, raw in enumerate(file, 1):
                if b"\0" in raw:
                    raise Problem("{path} is no file of JSON lines.", path=path)
                done += len(raw)
                if raw.strip():
                    yield done, (number, raw)
    except OSError as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: OSError) -> Problem:
    reason = error.strerror or error
    return Problem("{path} cannot be read: {reason}.", path=path, reason=reason)


class _Import:
    """One import under way."""

    def __init__(self, project: Project, path: Path, name: str) -> None:
        self.report = SuggestionImportReport()
        self.refused: list[Problem] = []
        self._project, self._path, self._name = project, path, name
        self._by_name: dict[str, list[int]] | None = None
        self._seen: set[int] = set()

    def take(self, long: LongWriter, line: tuple[int, bytes]) -> None:
        """A line, in a step of its own."""
        number, raw = line
        try:
            record = json_object(raw)
            document = self._document(record)
        except ValueError as error:
            self._refuse(number, "the line", error)
            return
        text = self._project.text(document)
        found = read_predictions(record, text, self._project.schema)
        for what, why in found.refused:
            self._refuse(number, what, why)
        self.report.moved += found.moved
        self.report.documents += 1
        with long.step() as writer:
            replace_predictions(writer, self._project, document, self._name, found, self.report)

    def _document(self, record: Mapping[str, Any]) -> int:
        """Raises ValueError where it is none, or could be several."""
        wanted = record.get("id")
        if not isinstance(wanted, int | str) or isinstance(wanted, bool):
            raise ValueError('it has no "id" that is a text or a whole number')
        found = self._project.find_document(str(wanted))
        named = [found] if found is not None else self._named().get(str(wanted), [])
        if len(named) != 1:
            several = f"several documents are called {wanted}"
            raise ValueError(several if named else f"no document is called {wanted}")
        if named[0] in self._seen:
            raise ValueError(f"document {wanted} stood in an earlier line")
        self._seen.add(named[0])
        return named[0]

    def _named(self) -> Mapping[str, list[int]]:
        if self._by_name is None:
            self._by_name = {}
            for number in self._project.document_ids(DocumentQuery(excluded=None)):
                one = self._project.document(number)
                for name in {one.external_id, one.name} - {None, ""}:
                    self._by_name.setdefault(str(name), []).append(number)
        return self._by_name

    def _refuse(self, line: int, what: str, why: object) -> None:
        said = "Line {line} of {path}, {what}: {why}."
        self.refused.append(Problem(said, line=line, path=self._path, what=what, why=why))


def replace_predictions(
    writer: Writer,
    project: Project,
    document: int,
    name: str,
    found: Predictions,
    report: SuggestionImportReport,
) -> None:
    """Write what the tool `name` suggests in a document in the place of what it gave before, and
    count it in `report`; where that is the same nothing is written.
    """
    known = [one for one in project.foreign_suggestions(document) if one.source == name]
    if tuple(map(as_prediction, known)) == found.labels:
        report.already += len(known)
        return
    for one in known:
        writer.remove_foreign_suggestion(one.id)
    report.replaced += len(known)
    for label in found.labels:
        writer.add_foreign_suggestion(
            document,
            name,
            label.layer,
            label.span.start,
            label.span.end,
            attributes=label.attributes,
            speaker_name=label.speaker_name,
            external_id=label.external_id,
            confidence=label.confidence,
        )
    report.new += len(found.labels)


def as_prediction(known: ForeignSuggestion) -> Prediction:
    """What a tool said, without what the project added."""
    return Prediction(
        known.layer,
        known.span,
        dict(known.attributes),
        known.speaker_name,
        known.external_id or "",
        known.confidence,
    )
