"""A corpus goes to a file in one of the formats, is read back and only then put in place."""

from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from pullquote.exchange.corpus import LabelledCorpus
from pullquote.exchange.errors import CannotWriteFile
from pullquote.exchange.files import Files
from pullquote.exchange.formats import ExportFormat, Form
from pullquote.exchange.losses import Loss, LossCounter
from pullquote.exchange.manifest import ExportCounts, WrittenFile, refuse_foreign
from pullquote.exchange.replacement import publish
from pullquote.exchange.report import ExportReport, ExportSteps, Progress, Stop
from pullquote.exchange.selection import ALL, ExportSelection, select_corpus


class Writing(Protocol):
    """One export under way; what it counts is complete once `fill` has returned."""

    counts: ExportCounts
    losses: LossCounter
    files: list[WrittenFile]

    def fill(self, folder: Path) -> None:
        """Write all files of the export into an empty folder, the manifest too."""

    def check(self, ready: Path) -> None:
        """Read back what lies on the disk: the folder, the archive or the one file.

        Raises ReadBackDiffers where it is not what was meant.
        """


class FormatModule(Protocol):
    """What the module of a format has; a corpus that it gets is selected and arranged."""

    # What "format" is in the manifest of such an export.
    VERSION: str
    # The file of the folder that is the whole export as one plain file, "" without that form.
    PLAIN: str

    def start_writing(
        self, corpus: LabelledCorpus, selection: ExportSelection, form: Form, steps: ExportSteps
    ) -> Writing: ...

    def losses_of(self, corpus: LabelledCorpus, form: Form) -> tuple[Loss, ...]:
        """What would not be kept, counted without writing it; equal to what writing counts."""
        ...

    def version_of(self, files: Files) -> str:
        """What an export of this or another kind calls its format, "" where it is none."""
        ...


def write_corpus(
    kind: ExportFormat,
    corpus: LabelledCorpus,
    path: Path,
    selection: ExportSelection = ALL,
    *,
    progress: Progress | None = None,
    stop: Stop | None = None,
) -> ExportReport:
    """Write to `path`, whose name says in which form; an earlier export of the same is replaced.

    Raises CannotWriteFile, NotOurExport, ReadBackDiffers and ExportStopped; `path` is then as it
    was before.
    """
    form, module = _form(kind, path), _module(kind)
    refuse_foreign(path, form, module.VERSION, corpus.project.uid, module.version_of)
    steps = ExportSteps(path, corpus.total, progress, stop)
    writing = module.start_writing(select_corpus(corpus, selection), selection, form, steps)
    publish(path, form, module.PLAIN, writing.fill, writing.check)
    return ExportReport(
        path,
        writing.counts.documents,
        writing.counts.annotations,
        tuple(writing.files),
        writing.losses.all(),
        corpus.duplicates is not None,
    )


def corpus_losses(
    kind: ExportFormat, corpus: LabelledCorpus, path: Path, selection: ExportSelection = ALL
) -> tuple[Loss, ...]:
    """What an export to `path` would not keep, counted without writing it.

    Raises CannotWriteFile where the format has no such form.
    """
    form = _form(kind, path)
    return _module(kind).losses_of(select_corpus(corpus, selection), form)


def _form(kind: ExportFormat, path: Path) -> Form:
    if not kind.holds(path):
        raise CannotWriteFile(path=path, reason=f"{kind.name} goes to {kind.places}")
    return kind.form_of(path)


def _module(kind: ExportFormat) -> FormatModule:
    return cast("FormatModule", import_module(kind.module))
