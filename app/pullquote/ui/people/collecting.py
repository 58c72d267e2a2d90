"""Collecting at work: what came back in the words of its dialog, and what was left out of it."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from pullquote.ui.dialogs.import_report import ReportRow
from pullquote.ui.errors import sentence
from pullquote.ui.people.collect_dialog import BothChanged, Returned
from pullquote.ui.widgets import counted
from pullquote.workflow.collect.report import CollectReport, Conflict, ConflictChoice


def returned(report: CollectReport) -> list[Returned]:
    return [
        Returned(
            path=str(file.path),
            name=file.path.name,
            annotator=", ".join(file.annotators),
            new=file.new,
            changed=file.changed,
            same=file.same,
            conflicts=len(file.conflicts),
            problem=sentence(file.problem) if file.problem else "",
        )
        for file in report.files
    ]


def both_changed(report: CollectReport) -> list[BothChanged]:
    return [
        BothChanged(
            key=_key(conflict),
            path=str(conflict.file),
            document=conflict.document_name,
            annotator=conflict.annotator_name,
            here=conflict.ours,
            there=conflict.theirs,
        )
        for file in report.files
        for conflict in file.conflicts
    ]


def deciding(decisions: Mapping[str, str]) -> Callable[[Conflict], ConflictChoice | None]:
    """Answers as the dialog was answered; what it did not show stays undecided."""
    choices: dict[str, ConflictChoice] = {"theirs": "theirs", "ours": "ours", "both": "both"}

    def decide(conflict: Conflict) -> ConflictChoice | None:
        return choices.get(decisions.get(_key(conflict), ""))

    return decide


def report_rows(report: CollectReport) -> list[ReportRow]:
    return [
        ReportRow("skipped", _where(left.file, left.document), sentence(left.problem))
        for left in report.left_out
    ]


def in_words(report: CollectReport) -> str:
    """What was taken, and what is new in the register, as sentences."""
    said = [counted(report.taken, _tr("{} document collected."), _tr("{} documents collected."))]
    if report.names:
        said.append(_tr("New speakers: {}.").format(_listed(report.names)))
    if report.aliases:
        forms = [f"{name} ({form})" for name, form in report.aliases]
        said.append(_tr("New names: {}.").format(_listed(forms)))
    if report.proposals:
        one = _tr("{} proposal about speakers waits for you.")
        many = _tr("{} proposals about speakers wait for you.")
        said.append(counted(report.proposals, one, many))
    return " ".join(said)


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(names[:_SHOWN])
    rest = len(names) - _SHOWN
    return shown if rest <= 0 else _tr("{names} and {rest} more").format(names=shown, rest=rest)


def _key(conflict: Conflict) -> str:
    return "\n".join((str(conflict.file), conflict.annotator, conflict.document))


def _where(file: Path, document: str) -> str:
    return f"{file.name}: {document}" if document else file.name


def _tr(text: str) -> str:
    return QCoreApplication.translate("Collecting", text)


_SHOWN = 5
