"""Suggestions for a whole project: ours counted, those of another tool taken in."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from pullquote.errors import Problem, PullquoteError
from pullquote.model.schema import Schema
from pullquote.store.errors import ReadOnlyProject
from pullquote.store.project import Project
from pullquote.store.values import DocumentQuery, ForeignSuggestion
from pullquote.store.writer import LongWriter, Writer
from pullquote.suggest.document import suggest_labels
from pullquote.suggest.learned import Rule
from pullquote.text.segments import grapheme_start
from pullquote.text.spans import Span
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


class _Label(NamedTuple):
    """A label of the file that can be taken in; what of `ForeignSuggestion` says what it is."""

    layer: str
    span: Span
    attributes: dict[str, str]
    speaker_name: str | None
    external_id: str
    confidence: float | None

    def is_like(self, known: ForeignSuggestion) -> bool:
        return self == _Label(
            known.layer,
            known.span,
            dict(known.attributes),
            known.speaker_name,
            known.external_id or "",
            known.confidence,
        )


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
        labels = self._labels(number, record, self._project.text(document))
        self.report.documents += 1
        with long.step() as writer:
            self._write(writer, document, labels)

    def _write(self, writer: Writer, document: int, labels: list[_Label]) -> None:
        known = self._project.foreign_suggestions(document)
        known = [one for one in known if one.source == self._name]
        if len(known) == len(labels) and all(map(_Label.is_like, _ordered(labels), known)):
            self.report.already += len(labels)
            return
        for one in known:
            writer.remove_foreign_suggestion(one.id)
        self.report.replaced += len(known)
        for label in _ordered(labels):
            writer.add_foreign_suggestion(
                document,
                self._name,
                label.layer,
                label.span.start,
                label.span.end,
                attributes=label.attributes,
                speaker_name=label.speaker_name,
                external_id=label.external_id,
                confidence=label.confidence,
            )
        self.report.new += len(labels)

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

    def _labels(self, number: int, record: Mapping[str, Any], text: str) -> list[_Label]:
        """Those of a line that stand in the text, tied as its relations say."""
        theirs = record.get("text")
        found: dict[str, _Label] = {}
        for place, row in enumerate(_rows(record, "annotations")):
            try:
                label = self._label(row, place, theirs if isinstance(theirs, str) else "", text)
                if label.external_id in found:
                    raise ValueError("its id stood there before")
                found[label.external_id] = label
            except ValueError as error:
                self._refuse(number, f"label {row.get('id', place)}", error)
        for row in _rows(record, "relations"):
            try:
                _tie(self._project.schema, found, row)
            except ValueError as error:
                ends = f"{row.get('from')} to {row.get('to')}"
                self._refuse(number, f"the relation from {ends}", error)
        return list(found.values())

    def _label(self, row: Mapping[str, Any], place: int, theirs: str, text: str) -> _Label:
        layer = self._project.schema.layer(str(row.get("layer", "")))
        if layer is None:
            raise ValueError(f"the label schema has no layer “{row.get('layer', '')}”")
        given = row.get("attributes") or {}
        attributes = {
            key: value
            for key, value in (given.items() if isinstance(given, dict) else ())
            if layer.attribute(key) and isinstance(value, str)
        }
        confidence, name = row.get("confidence"), row.get("speaker")
        sure = isinstance(confidence, int | float) and 0 <= confidence <= 1
        span = self._span(row, theirs, text)
        return _Label(
            layer.id,
            span,
            attributes,
            name if isinstance(name, str) and name else None,
            str(row.get("id", place)),
            round(float(confidence), 6) if sure and confidence is not None else None,
        )

    def _span(self, row: Mapping[str, Any], theirs: str, text: str) -> Span:
        """Where the words of a label stand in `text`; as it says, where nobody says its words."""
        start, end, words = row.get("start"), row.get("end"), row.get("text")
        if not (isinstance(start, int) and isinstance(end, int) and 0 <= start < end):
            raise ValueError('it has no "start" before its "end", in code points')
        found = Span(start, end)
        if not isinstance(words, str):
            if end > len(theirs or text):
                raise ValueError("it ends behind the end of the text")
            words = found.of(theirs or text)
        if found.of(text) != words:
            found = _nearest(text, words, start)
            self.report.moved += 1
        if any(grapheme_start(text, at) != at for at in (found.start, found.end)):
            raise ValueError("it cuts through a character")
        return found

    def _refuse(self, line: int, what: str, error: ValueError | PullquoteError) -> None:
        said = "Line {line} of {path}, {what}: {why}."
        self.refused.append(Problem(said, line=line, path=self._path, what=what, why=error))


def _ordered(labels: list[_Label]) -> list[_Label]:
    """As the store gives them back."""
    return sorted(labels, key=lambda one: (one.span.start, -one.span.end))


def _rows(record: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    found = record.get(key)
    return [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []


def _nearest(text: str, words: str, start: int) -> Span:
    """Raises ValueError where the words stand nowhere."""
    behind = text.find(words, start) if words else -1
    before = text.rfind(words, 0, start + len(words)) if words else -1
    places = [place for place in (before, behind) if place >= 0]
    if not places:
        raise ValueError(f"its words “{words[:60]}” do not stand in the text")
    place = min(places, key=lambda place: abs(place - start))
    return Span(place, place + len(words))


def _tie(schema: Schema, labels: Mapping[str, _Label], row: Mapping[str, Any]) -> None:
    head, tail = labels.get(str(row.get("from"))), labels.get(str(row.get("to")))
    if head is None or tail is None or head is tail:
        raise ValueError("it ties labels that are not there")
    kind = schema.relation_between(head.layer, tail.layer)
    if kind is None or kind.id != row.get("type"):
        raise ValueError(
            f"the label schema has no “{row.get('type')}” from {head.layer} to {tail.layer}"
        )
    head.attributes.setdefault(kind.id, tail.external_id)
