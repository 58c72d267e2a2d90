"""Annotators and speakers of an export, as those of a project."""

from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

from pullquote.exchange.corpus import SpeakerRecord
from pullquote.exchange.files import SPEAKERS
from pullquote.exchange.jsonl_read import Export, Refused
from pullquote.model.values import Alias
from pullquote.store.content.people import fit_annotator_name, folded_name
from pullquote.store.errors import WriteRefused
from pullquote.store.merge.restore import restore_verbs
from pullquote.store.project import Project
from pullquote.store.writer import Writer


class People:
    """Annotators are known by name, speakers by uid, else by the name of one that was there."""

    def __init__(self, project: Project, export: Export) -> None:
        self._kinds = {a.name.casefold(): a.kind for a in export.annotators}
        self._records = export.speakers
        self._annotators = {a.name.casefold(): a.id for a in project.annotators()}
        there = project.speakers()
        self._speakers = {speaker.uid: speaker.id for speaker in there}
        self._named = {folded_name(speaker.name): speaker.id for speaker in there}
        self._new: list[SpeakerRecord] = []

    def annotator(self, writer: Writer, name: str) -> int:
        """The one of this name, a new one if need be."""
        key = name.casefold()
        if key not in self._annotators:
            kind = self._kinds.get(key, "person")
            self._annotators[key] = writer.add_annotator(fit_annotator_name(name), kind).id
        return self._annotators[key]

    def speaker(self, uid: str) -> int | None:
        return self._speakers.get(uid)

    def add(self, writer: Writer) -> None:
        for record in self._records:
            self._add(writer, record)

    def learn(self, writer: Writer, names: Mapping[str, str]) -> None:
        """Add speakers of whom only the name is known."""
        for uid, name in sorted(names.items()):
            self._add(writer, SpeakerRecord(uid, name))

    def finish(self, writer: Writer, documents: Mapping[str, int]) -> Iterator[Refused]:
        """Aliases and merges, once all speakers and documents are there."""
        verbs = restore_verbs(writer)
        for record in self._records:
            speaker = self._speakers[record.uid]
            for alias in record.aliases:
                document = documents.get(alias.document) if alias.document else None
                if document is not None or alias.document is None:
                    verbs.put_alias(Alias(0, alias.uid, speaker, alias.form, document))
        for record in _merges_first(self._new):
            into = self._speakers.get(record.merged_into or "")
            try:
                if into is not None:
                    writer.merge_speaker(self._speakers[record.uid], into)
            except WriteRefused as problem:
                yield Refused(SPEAKERS, 0, record.name, problem)

    def _add(self, writer: Writer, record: SpeakerRecord) -> None:
        if record.uid in self._speakers:
            return
        known = self._named.get(folded_name(record.name))
        if known is None:
            self._new.append(record)
            known = writer.add_speaker(
                record.name, record.kind, note=record.note, uid=record.uid
            ).id
        self._speakers[record.uid] = known


def _merges_first(records: list[SpeakerRecord]) -> list[SpeakerRecord]:
    """Who was merged into a speaker comes before that one's own merge.

    A merge goes to whom its target stands for at that moment, so each keeps its own target.
    """
    by_uid = {record.uid: record for record in records if record.merged_into}
    order = TopologicalSorter[str]()
    for record in by_uid.values():
        order.add(record.uid)
        if record.merged_into in by_uid:
            order.add(str(record.merged_into), record.uid)
    try:
        return [by_uid[uid] for uid in order.static_order()]
    except CycleError:
        return list(by_uid.values())
