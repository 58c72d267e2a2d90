"""Quotes and dated claims of a project in columns, each with its day: read in a process of its own.

A quote stands on the day that it was said: that of the date it is tied to as its utterance, else
that of publication. A claim, or a quote, that is tied to the day that it speaks of stands there.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pullquote.calendar.values import days
from pullquote.labelling.label_speakers import NOBODY
from pullquote.model.values import after_merges
from pullquote.store.project import Project
from pullquote.store.reads import Reads, snapshot
from pullquote.store.sql.fields import mapping_from_json
from pullquote.text.folding import fold
from pullquote.workflow.speakers.overview import hidden_documents

if TYPE_CHECKING:
    from pullquote.workflow.worker import Progress, Stop

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

NO_DAY = -(1 << 40)
"""In place of a day that is not known."""
_EPOCH = date(1970, 1, 1)
_HEADS = ("quote", "claim")
_UNSURE = {"planned", "possible", "unsure"}
_UTTERANCE = "utterance"


@dataclass(frozen=True, slots=True, eq=False)
class Points:
    """A value for each place, by document and start; the same stretch once, however many have
    labelled it.

    `key` is the same for copies of the same words, and of what was carried; it numbers `words`,
    which are folded. `speaker` and `source` number their names. `first` and `last` are the days
    that a point may be at, `said_first` and `said_last` those on which it was said, counted from
    1970, or NO_DAY. `differs` says that copies are tied to different dates.
    """

    claim: Bools
    key: Ints
    speaker: Ints
    source: Ints
    document: Ints
    start: Ints
    end: Ints
    first: Ints
    last: Ints
    said_first: Ints
    said_last: Ints
    unsure: Bools
    differs: Bools
    words: tuple[str, ...]
    speakers: tuple[str, ...]
    sources: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.key)


def day_of(number: int) -> date:
    return _EPOCH + timedelta(days=number)


def load_points(
    project: Project,
    actor: int,
    *,
    progress: "Progress | None" = None,
    stop: "Stop | None" = None,
) -> Points:
    """As `actor` may see them, from a process of its own, whose errors are raised."""
    from pullquote.workflow.worker import run_on_project

    return run_on_project(read_points, project, actor, progress=progress, stop=stop)


def read_points(project: Project, actor: int, progress: "Progress | None" = None) -> Points:
    """The same in this process. Labels of others in documents that `actor` has still to do, and in
    which people are compared, are left out.
    """
    hidden = hidden_documents(project, actor)
    with snapshot(project) as at_once:
        return _Reading(at_once, actor, hidden, progress).points()


class _Label(NamedTuple):
    id: int
    document: int
    annotator: int
    layer: str
    start: int
    end: int
    speaker: int | None
    unsure: bool
    came_from: object


_Days = tuple[int, int]
_UNKNOWN: _Days = (NO_DAY, NO_DAY)


class _Date(NamedTuple):
    role: str
    days: _Days
    said: Hashable
    """What is compared between copies: the days, else the value itself."""


class _Numbers(dict[str, int]):
    """A text that is not there yet gets the next number."""

    def __missing__(self, text: str) -> int:
        self[text] = number = len(self)
        return number


class _Reading:
    def __init__(
        self, project: Reads, actor: int, hidden: frozenset[int], progress: "Progress | None"
    ) -> None:
        self._project, self._actor, self._hidden = project, actor, hidden
        self._progress = progress
        self._values: dict[str, tuple[_Days, Hashable]] = {}
        self._dates: dict[int, str] = {}
        self._named: dict[int, int | None] = {}
        self._heads: list[_Label] = []
        self._tied: dict[int, list[_Date]] = defaultdict(list)
        self._speaker_of: dict[int, int | None] = {}

    def points(self) -> Points:
        self._read_labels()
        self._read_relations()
        into = {row: merged for row, _, merged in self._project.speaker_rows() if merged}
        names = {row: name for row, name, _ in self._project.speaker_rows()}
        documents = {row[0]: (row[1] or "", row[2]) for row in self._project.spread_rows()}
        heads = [label for label in self._heads if label.document in documents]
        heads.sort(key=lambda label: (label.document, label.start, label.id))
        words = _Numbers()
        keys = self._keys(heads, words)
        differing = self._differing(heads, keys)
        speakers, sources = _Numbers(), _Numbers()
        found: dict[tuple[int, ...], None] = {}
        for label in heads:
            who = self._speaker_of.get(label.id, label.speaker)
            name = names.get(after_merges(into, who), NOBODY) if who is not None else NOBODY
            source, published = documents[label.document]
            place = (keys[label.id], speakers[name], sources[source], label.document,
                     label.start, label.end)  # fmt: skip
            for row in self._rows(label, published, differing, keys[label.id]):
                found[(row[0], *place, *row[1:])] = None
        table = np.array(list(found), np.int64).reshape(len(found), 13).T
        return Points(
            claim=table[0].astype(np.bool_),
            key=table[1],
            speaker=table[2],
            source=table[3],
            document=table[4],
            start=table[5],
            end=table[6],
            first=table[7],
            last=table[8],
            said_first=table[9],
            said_last=table[10],
            unsure=table[11].astype(np.bool_),
            differs=table[12].astype(np.bool_),
            words=tuple(words),
            speakers=tuple(speakers),
            sources=tuple(sources),
        )

    def _rows(
        self, label: _Label, published: str | None, differing: set[tuple[int, str]], key: int
    ) -> Iterator[tuple[int, ...]]:
        """Whether it is a claim, then the columns from `first` on."""
        tied = self._tied[label.id]
        uttered = next((one.days for one in tied if one.role == _UTTERANCE), None)
        said = self._read_value(published or "")[0] if uttered is None else uttered
        otherwise = (key, _UTTERANCE) in differing
        if label.layer == "quote":
            yield (0, *said, *said, label.unsure, otherwise)
        for one in tied:
            if one.role != _UTTERANCE:
                differs = (key, one.role) in differing or (label.layer != "quote" and otherwise)
                yield (1, *one.days, *said, label.unsure, differs)

    def _read_labels(self) -> None:
        for row in self._project.label_rows():
            id_, document, annotator, layer, start, end, attributes, speaker, _, came_from = row
            if document in self._hidden and annotator != self._actor:
                continue
            if layer == "date":
                self._dates[id_] = mapping_from_json(attributes).get("value") or ""
            elif layer == "speaker":
                self._named[id_] = speaker
            elif layer in _HEADS:
                said = mapping_from_json(attributes)
                unsure = bool(_UNSURE & {said.get("certainty"), said.get("sure")})
                self._heads.append(
                    _Label(id_, document, annotator, layer, start, end, speaker, unsure, came_from)
                )

    def _read_relations(self) -> None:
        for _id, _document, _annotator, kind, head, tail, role in self._project.relation_rows():
            if kind == "said_by" and tail in self._named:
                self._speaker_of[head] = self._named[tail]
            elif kind == "dated_by" and tail in self._dates:
                covered, said = self._read_value(self._dates[tail])
                self._tied[head].append(_Date(role, covered, said))

    def _read_value(self, value: str) -> tuple[_Days, Hashable]:
        if value not in self._values:
            covered = days(value) if value else None
            if covered is None:
                self._values[value] = (_UNKNOWN, value)
            else:
                first = (covered.first - _EPOCH).days
                known = (first, first + len(covered) - 1)
                self._values[value] = (known, known)
        return self._values[value]

    def _keys(self, heads: list[_Label], words: _Numbers) -> dict[int, int]:
        """By label; what was carried has that of its model, if that is there."""
        found: dict[int, int] = {}
        folded: dict[str, str] = {}
        for at, label in enumerate(heads):
            if at == 0 or heads[at - 1].document != label.document:
                text = self._project.text(label.document)
                if self._progress is not None:
                    self._progress(at, len(heads))
            said = text[label.start : label.end]
            if said not in folded:
                folded[said] = fold(said).text
            found[label.id] = words[folded[said]]
        for label in sorted(heads, key=lambda one: one.id):
            if isinstance(label.came_from, int) and label.came_from in found:
                found[label.id] = found[label.came_from]
        return found

    def _differing(self, heads: list[_Label], keys: dict[int, int]) -> set[tuple[int, str]]:
        """Words and roles: no date is the same in all documents in which they are tied to one."""
        given: dict[tuple[int, str], dict[int, set[Hashable]]] = defaultdict(dict)
        for label in heads:
            for one in self._tied[label.id]:
                by_document = given[keys[label.id], one.role]
                by_document.setdefault(label.document, set()).add(one.said)
        return {what for what, said in given.items() if not set.intersection(*said.values())}
