"""A format with labels that only a test knows: the words of each label on a line."""

from pathlib import Path

from pullquote.exchange.errors import ReadBackDiffers
from pullquote.exchange.files import MANIFEST, Files, pretty
from pullquote.exchange.losses import Loss, LossCounter
from pullquote.exchange.manifest import ExportCounts, WrittenFile, manifest
from pullquote.exchange.report import write_file

VERSION = "words/1"
PLAIN = "labels.words"


def version_of(files: Files) -> str:
    if not files.plain:
        return str(files.json(MANIFEST).get("format", ""))
    return VERSION if files.text(files.names[0]).startswith(VERSION) else ""


def losses_of(corpus, form) -> tuple[Loss, ...]:
    found = LossCounter()
    for document in corpus.each():
        found.add("places of labels", document.name, len(document.annotations))
    return found.all()


class start_writing:  # noqa: N801
    def __init__(self, corpus, selection, form, steps) -> None:
        self._corpus, self._selection, self._form, self._steps = corpus, selection, form, steps
        self.counts = ExportCounts()
        self.losses = LossCounter()
        self.files: list[WrittenFile] = []
        self._lines = [f"{VERSION}\n".encode()]

    def fill(self, folder: Path) -> None:
        for document in self._steps.over(self._corpus):
            self.counts.see(document)
            self.losses.add("places of labels", document.name, len(document.annotations))
            for label in document.annotations:
                words = document.text[label.start : label.end]
                self._lines.append(f"{label.layer}\t{words}\n".encode())
        self.files.append(write_file(folder, PLAIN, self._lines))
        if self._form != "file":
            described = manifest(
                VERSION, self._corpus, self._selection, self.counts, self.losses.all(), self.files
            )
            (folder / MANIFEST).write_bytes(pretty(described))

    def check(self, ready: Path) -> None:
        with Files(ready) as files:
            if files.text(PLAIN if not files.plain else files.names[0]).encode() != b"".join(
                self._lines
            ):
                raise ReadBackDiffers(path=ready, where=PLAIN)
