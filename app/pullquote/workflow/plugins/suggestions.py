"""What plug-ins suggest: for a document that lies open, and for all of a project."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from pullquote.errors import Problem
from pullquote.model.values import Document
from pullquote.plugins.answers import KeptAnswers
from pullquote.plugins.installed import Plugin
from pullquote.plugins.machine import Machine, MachineSettings
from pullquote.plugins.plain_form import (
    Predictions,
    plain_schema,
    plain_suggestions,
    read_predictions,
)
from pullquote.plugins.process import PluginFailed, PluginLimits, PluginProcess
from pullquote.store.errors import ReadOnlyProject
from pullquote.store.project import Project
from pullquote.store.values import DocumentQuery, ForeignSuggestion
from pullquote.suggest.document import suggest_labels
from pullquote.workflow.plugins.switches import running_plugins
from pullquote.workflow.suggestions import SuggestionImportReport, replace_predictions
from pullquote.workflow.worker import Progress, Stop, run_in_process

_LONG = 50_000
# So many failures in a row are no fault of the documents.
_GIVEN_UP = 3
_LONGEST = 80


class PluginAnswer(NamedTuple):
    """`sent` are characters and where the plug-in says that it sent them now, None for nowhere."""

    plugin: str
    found: Predictions
    sent: tuple[int, str] | None = None

    def foreign(self, document: int) -> list[ForeignSuggestion]:
        """As if they stood in the project; the ids are those of no row."""
        return [
            ForeignSuggestion(
                -number, "", document, one.layer, one.span.start, one.span.end, one.attributes,
                one.speaker_name, self.plugin, one.external_id, one.confidence, "",
            )
            for number, one in enumerate(self.found.labels, 1)
        ]  # fmt: skip


class PluginAnswers:
    """The plug-ins of a project at work: each in a process that is kept for the next document."""

    def __init__(self, project: Project, machine: Machine) -> None:
        self._project, self._machine = project, machine
        self._kept = KeptAnswers(project.uid)
        self._processes: dict[str, PluginProcess] = {}
        self._closed = False

    def running(self) -> list[Plugin]:
        """Those that are on; the others are ended."""
        found = running_plugins(self._project, self._machine)
        for name in self._processes.keys() - {one.name for one in found}:
            self._processes.pop(name).close()
        return found

    def ask(self, plugin: Plugin, document: int, stop: Stop) -> PluginAnswer | None:
        """What it suggests, known already or asked for; None where `stop` said so.

        Raises PluginFailed, which the machine's settings keep as the plug-in's last error.
        """
        row, text = self._project.document(document), self._project.text(document)
        settings = self._machine.settings(plugin.name)
        question = self._question(row, text, settings, stop)
        answer, sent = self._kept.find(plugin, question), None
        if answer is None:
            process = self._process(plugin, settings.seconds)
            try:
                answer = process.ask(question, f"“{row.title or row.name}”", stop)
            except PluginFailed as error:
                self._machine.note_error(plugin.name, str(error))
                raise
            if answer is None:
                return None
            sent = _sent(answer)
            self._kept.keep(plugin, question, answer)
            self._machine.note_error(plugin.name, "")
        found = read_predictions(answer, text, self._project.schema)
        return PluginAnswer(plugin.name, found, sent)

    def printed(self, plugin: Plugin) -> str:
        """The end of what it printed before it was last ended."""
        process = self._processes.get(plugin.name)
        return process.printed if process is not None else ""

    def close(self) -> None:
        """End all processes, for good."""
        self._closed = True
        while self._processes:
            self._processes.popitem()[1].close()

    def _question(
        self, document: Document, text: str, settings: MachineSettings, stop: Stop
    ) -> dict[str, Any]:
        """What a plug-in is given, as CONTRIBUTING says it. What labels teach is left out of the
        suggestions, so that the question stays the same.
        """
        day = document.published.value
        if len(text) > _LONG:
            found = run_in_process(suggest_labels, text, day, stop=stop)
        else:
            found = suggest_labels(text, day)
        return {
            "id": document.uid,
            "text": text,
            "publication_date": day,
            "suggestions": plain_suggestions(found),
            "schema": plain_schema(self._project.schema),
            "options": dict(settings.options),
            "seconds": settings.seconds,
        }

    def _process(self, plugin: Plugin, seconds: float) -> PluginProcess:
        if self._closed:
            raise Problem("The project is closed: no plug-in is asked any more.")
        known = self._processes.get(plugin.name)
        if known is None or known.plugin != plugin:
            if known is not None:
                known.close()
            known = self._processes[plugin.name] = PluginProcess(plugin)
        known.limits = PluginLimits(seconds=seconds)
        return known


@dataclass
class PluginRunReport:
    """`left_out` documents are given to people without suggestions. `sent` are characters in all,
    by where they went; `gave_up` says that the rest was not asked about.
    """

    left_out: int
    taken: SuggestionImportReport = field(default_factory=SuggestionImportReport)
    sent: Counter[str] = field(default_factory=Counter)
    gave_up: bool = False


def run_plugin(
    project: Project, machine: Machine, plugin: Plugin, actor: int, progress: Progress, stop: Stop
) -> PluginRunReport:
    """Ask a plug-in about all documents that are not excluded, and write what it suggests into the
    project, as one operation, in the place of what it gave before.

    That is what agreement compares and what hand-outs carry. Documents that the plan gives without
    suggestions to all who have them are left out. Raises Problem where it is not on, and
    ReadOnlyProject.
    """
    if project.read_only:
        raise ReadOnlyProject(path=project.path, why=project.why_read_only)
    if plugin not in running_plugins(project, machine):
        raise Problem(
            "The plug-in {name} is not switched on for this project on this machine; switch it on "
            "first.",
            name=plugin.name,
        )
    bare = _without_suggestions(project)
    documents = [n for n in project.document_ids(DocumentQuery()) if n not in bare]
    report = PluginRunReport(len(bare))
    answers = PluginAnswers(project, machine)
    details = {"source": plugin.name, "version": plugin.version}
    try:
        with project.long_operation(f"Suggestions of {plugin.name}", actor, details) as long:
            for done, (document, answer) in enumerate(
                _answered(answers, plugin, documents, report, stop), 1
            ):
                _count(project.document(document), answer, report)
                with long.step() as writer:
                    replace_predictions(
                        writer, project, document, plugin.name, answer.found, report.taken
                    )
                progress(done, len(documents))
    finally:
        answers.close()
    return report


def _answered(
    answers: PluginAnswers,
    plugin: Plugin,
    documents: Sequence[int],
    report: PluginRunReport,
    stop: Stop,
) -> Iterator[tuple[int, PluginAnswer]]:
    """Those that it answered about, until it is stopped or failed too often in a row."""
    failures = 0
    for document in documents:
        try:
            answer = answers.ask(plugin, document, stop)
        except PluginFailed as error:
            report.taken.refused += (error,)
            failures += 1
            if failures == _GIVEN_UP:
                report.gave_up = True
                return
            continue
        if answer is None:
            report.taken.stopped = True
            return
        failures = 0
        yield document, answer


def _count(document: Document, answer: PluginAnswer, report: PluginRunReport) -> None:
    taken, said = report.taken, "{name}, {document}, {what}: {why}."
    called = document.title or document.name
    taken.documents += 1
    taken.moved += answer.found.moved
    taken.refused += tuple(
        Problem(said, name=answer.plugin, document=called, what=what, why=why)
        for what, why in answer.found.refused
    )
    if answer.sent is not None:
        characters, to = answer.sent
        report.sent[to] += characters


def _without_suggestions(project: Project) -> set[int]:
    """The documents that somebody has, and nobody with suggestions."""
    given: dict[int, bool] = {}
    for one in project.assignments():
        given[one.document] = given.get(one.document, False) or one.suggestions
    return {document for document, suggests in given.items() if not suggests}


def _sent(answer: Mapping[str, Any]) -> tuple[int, str] | None:
    said = answer.get("sent")
    if not isinstance(said, dict):
        return None
    characters, to = said.get("characters"), said.get("to")
    if not isinstance(characters, int) or not isinstance(to, str) or characters < 1:
        return None
    return characters, to[:_LONGEST]
