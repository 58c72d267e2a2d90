"""What all formats share when they write: progress, stopping, hashes and the report."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pullquote.exchange.corpus import LabelledCorpus
from pullquote.exchange.errors import ExportStopped
from pullquote.exchange.losses import Loss
from pullquote.exchange.manifest import WrittenFile
from pullquote.exchange.records import DocumentRecord
from pullquote.sampling.split import Part

# Steps done, of how many: every document is written, and then read back.
Progress = Callable[[int, int], None]
Stop = Callable[[], bool]

_EVERY = 20


@dataclass(frozen=True, slots=True)
class PartReport:
    """What one part holds; `leaking` labels have words that stand in another part."""

    part: Part
    documents: int
    labels: int
    leaking: int


@dataclass(frozen=True, slots=True)
class SplitReport:
    """`groups` are several documents that stay together; `largest` is the size of the largest.
    `kept` documents have the part of an earlier split.

    `silenced` labels of train weigh 0. A split at random, of the same shares, would have torn
    apart `torn` groups, and `would_leak` labels of its train would stand in another part as well.
    """

    parts: tuple[PartReport, ...]
    groups: int
    largest: int
    kept: int
    silenced: int
    torn: int
    would_leak: int


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What an export wrote; it has been read back and compared.

    `copies_known` is False where passages were not up to date: then every label counts as one that
    stands once.
    """

    path: Path
    documents: int
    annotations: int
    files: tuple[WrittenFile, ...]
    losses: tuple[Loss, ...]
    copies_known: bool
    split: SplitReport | None = None


@dataclass(frozen=True, slots=True)
class ExportSteps:
    """Tells how far an export is, and ends it when it is asked to, by ExportStopped."""

    path: Path
    total: int
    progress: Progress | None
    stop: Stop | None

    def over(self, corpus: LabelledCorpus) -> Iterator[DocumentRecord]:
        """The documents that are written: the first half of the work."""
        for done, document in enumerate(corpus.each()):
            if done % _EVERY == 0:
                self._tell(done)
            yield document

    def back(self, done: int, total: int) -> None:
        """`done` of `total` rows are read back."""
        if done % _EVERY == 0 or done == total:
            self._tell(self.total + self.total * done // max(total, 1))

    def _tell(self, done: int) -> None:
        if self.stop is not None and self.stop():
            raise ExportStopped(path=self.path)
        if self.progress is not None:
            self.progress(done, 2 * self.total)


def write_file(folder: Path, name: str, parts: Iterable[bytes]) -> WrittenFile:
    """Write a new file; every part counts as a row."""
    digest = hashlib.sha256()
    rows = 0
    with (folder / name).open("xb") as file:
        for part in parts:
            file.write(part)
            digest.update(part)
            rows += 1
    return WrittenFile(name, digest.hexdigest(), rows)
