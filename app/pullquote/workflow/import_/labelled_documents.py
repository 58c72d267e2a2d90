"""Documents of an export with their labels, annotators and speakers, written into a project."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from graphlib import CycleError, TopologicalSorter

from pullquote.adjudication.values import Decision
from pullquote.errors import Problem, PullquoteError
from pullquote.exchange.files import DOCUMENTS, MANIFEST, SPEAKERS
from pullquote.exchange.jsonl import Export, RefusedRecord
from pullquote.exchange.records import (
    AdjudicationRecord,
    AnnotationRecord,
    DecisionRecord,
    DocumentRecord,
    FileRecord,
    RelationRecord,
    SharedFields,
    SpeakerRecord,
    StateRecord,
)
from pullquote.model.rules import ProblemKind, label_problems, rule_problems
from pullquote.model.values import (
    Alias,
    Annotation,
    DuplicateDecision,
    NewDocument,
    Relation,
    State,
)
from pullquote.store.content.people import fit_annotator_name, folded_name
from pullquote.store.errors import WriteRefused
from pullquote.store.journal.operations import now
from pullquote.store.merge.restore import RestoreVerbs, restore_verbs
from pullquote.store.project import Project
from pullquote.store.writer import Writer

# Broken rules that a relation is refused for; one of a kind that the schema lacks is kept.
_REFUSED: frozenset[ProblemKind] = frozenset(
    {"wrong_head", "wrong_tail", "wrong_role", "too_many", "cycle"}
)

_ANNOTATION = SharedFields(AnnotationRecord, Annotation, but=("annotator", "speaker", "created_by"))
_RELATION = SharedFields(RelationRecord, Relation, but=("annotator", "head", "tail"))
_STATE = SharedFields(StateRecord, State, but=("annotator",))
_NEW_DOCUMENT = SharedFields(DocumentRecord, NewDocument, but=("published",))
_FILE = SharedFields(FileRecord, NewDocument)
_ADJUDICATION = SharedFields(
    AdjudicationRecord, Decision, but=("sources", "results", "taken", "by")
)
_DECISION = SharedFields(DecisionRecord, DuplicateDecision)


class ExportPeople:
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

    def finish(self, writer: Writer, documents: Mapping[str, int]) -> Iterator[RefusedRecord]:
        """Aliases and merges, once all speakers and documents are there."""
        verbs = restore_verbs(writer)
        for record in self._records:
            speaker = self._speakers[record.uid]
            for alias in record.aliases:
                document = documents.get(alias.document) if alias.document else None
                if document is not None or alias.document is None:
                    verbs.put_alias(Alias(0, alias.uid, speaker, alias.form, document))
            for one in record.represents:
                document = documents.get(one.document) if one.document else None
                body = self._speakers.get(one.institution)
                if body not in (None, speaker) and (document is not None or one.document is None):
                    writer.add_represents(speaker, body, document, one.uid)
        for record in _merges_first(self._new):
            into = self._speakers.get(record.merged_into or "")
            try:
                if into is not None:
                    writer.merge_speaker(self._speakers[record.uid], into)
            except WriteRefused as problem:
                yield RefusedRecord(SPEAKERS, 0, record.name, problem)

    def _add(self, writer: Writer, record: SpeakerRecord) -> None:
        if record.uid in self._speakers:
            return
        known = self._named.get(folded_name(record.name))
        if known is None:
            self._new.append(record)
            known = writer.add_speaker(
                record.name,
                record.kind,
                note=record.note,
                external_ids=record.external_ids,
                uid=record.uid,
            ).id
        self._speakers[record.uid] = known


class LabelledDocuments:
    """Writes documents one by one; `documents` gives the id of each uid that was met."""

    def __init__(self, project: Project, people: ExportPeople, actor: int) -> None:
        self._project = project
        self._people = people
        self._actor = actor
        self._versions: list[tuple[int, str]] = []
        self._met: set[int] = set()
        self.documents: dict[str, int] = {}
        self.counts: Counter[str] = Counter()
        self.unknown: Counter[str] = Counter()
        """Sentences on what the schema does not have, and of how many labels each is true."""

    def add(self, writer: Writer, record: DocumentRecord) -> list[RefusedRecord]:
        """Write a document with all that is known of it; give what could not be taken."""
        verbs = restore_verbs(writer)
        file = record.file
        known = self._project.find_document(record.uid)
        if known is None:
            same = verbs.document_of(file.raw_sha256, file.origin, file.origin_row, file.part)
            # Two documents of one export are two, also where their files are the same.
            known = None if same in self._met else same
        if known is None:
            document = writer.add_document(_new(record), record.uid)
            self.counts["documents"] += 1
            if record.version_of is not None:
                self._versions.append((document, record.version_of))
        elif self._project.document(known).text_sha256 != record.text_sha256:
            other = Problem("the project has a document with this id and another text")
            return [RefusedRecord(DOCUMENTS, 0, record.name, other)]
        else:
            document = known
            self.counts["known"] += 1
        self.documents[record.uid] = document
        self._met.add(document)
        labels = _Labels(self._project, self._people, self._actor, writer, record, document)
        labels.write(known=known is not None)
        self.counts += labels.counts
        self.unknown += labels.unknown
        return labels.refused

    def finish(
        self, writer: Writer, decisions: Iterable[DecisionRecord]
    ) -> Iterator[RefusedRecord]:
        """What refers to documents that may come later in the file."""
        for document, earlier in self._versions:
            if earlier in self.documents:
                writer.change_document(document, version_of=self.documents[earlier])
        verbs = restore_verbs(writer)
        for record in decisions:
            decision = DuplicateDecision(0, **_DECISION.of(record))
            try:
                verbs.put_decision(decision, self._actor)
            except WriteRefused as problem:
                yield RefusedRecord(MANIFEST, 0, f"decision {record.uid}", problem)


class _Labels:
    """The labels of one document."""

    def __init__(
        self,
        project: Project,
        people: ExportPeople,
        actor: int,
        writer: Writer,
        record: DocumentRecord,
        document: int,
    ) -> None:
        self._project = project
        self._people = people
        self._actor = actor
        self._writer = writer
        self._verbs: RestoreVerbs = restore_verbs(writer)
        self._record = record
        self._document = document
        self._labels: dict[str, Annotation] = {}
        self.counts: Counter[str] = Counter()
        self.unknown: Counter[str] = Counter()
        self.refused: list[RefusedRecord] = []

    def write(self, *, known: bool) -> None:
        there = self._project.annotations(self._document) if known else []
        uids = {label.uid: label for label in there}
        places = {_place(label): label for label in there}
        for record in self._record.annotations:
            label = self._label(record)
            same = uids.get(label.uid) or places.get(_place(label))
            if same is not None:
                self._labels[record.uid] = same
                self.counts["already"] += 1
            else:
                self._put(label)
        self._relate(self._project.relations(self._document) if known else [])
        self._decide(self._project.adjudications([self._document]) if known else [])
        for state in self._record.states:
            who = self._people.annotator(self._writer, state.annotator)
            if not known or self._project.state(self._document, who) is None:
                found = State(document=self._document, annotator=who, **_STATE.of(state))
                self._verbs.put_state(replace(found, at=state.at or now()))
        for no in self._record.rejections:
            who = self._people.annotator(self._writer, no.annotator)
            self._writer.reject(self._document, who, no.layer, no.start, no.end, no.value)

    def _label(self, record: AnnotationRecord) -> Annotation:
        """Who made it and when is what the file says, else the importer and now."""
        dated = bool(record.created_at)
        maker = record.created_by
        created_by = None if dated else self._actor
        if maker is not None:
            created_by = self._people.annotator(self._writer, maker)
        fields = _ANNOTATION.of(record)
        fields["attributes"] = record.set_attributes()
        fields["created_at"] = record.created_at or now()
        fields["changed_at"] = record.changed_at or fields["created_at"]
        return Annotation(
            id=0,
            document=self._document,
            annotator=self._people.annotator(self._writer, record.annotator),
            speaker=self._speaker(record),
            created_by=created_by,
            **fields,
        )

    def _speaker(self, record: AnnotationRecord) -> int | None:
        if record.speaker is None:
            return None
        found = self._people.speaker(record.speaker)
        if found is None:
            said = "its speaker {speaker} is not in the file, so it has none now"
            self._refuse(record.uid, Problem(said, speaker=record.speaker))
        return found

    def _put(self, label: Annotation) -> None:
        try:
            row = self._verbs.put_annotation(label)
        except WriteRefused as problem:
            self._refuse(label.uid, problem)
        else:
            self._labels[label.uid] = replace(label, id=row)
            self.counts["annotations"] += 1
            self.unknown.update(map(str, label_problems(self._project.schema, label)))

    def _relate(self, there: list[Relation]) -> None:
        uids = {relation.uid for relation in there}
        new: dict[int, Relation] = {}
        for number, record in enumerate(self._record.relations, 1):
            head, tail = self._labels.get(record.head), self._labels.get(record.tail)
            if head is None or tail is None:
                self._refuse(record.uid, Problem("one of the labels it ties was not taken"))
            elif record.uid not in uids:
                fields = _RELATION.of(record)
                fields["created_at"] = record.created_at or now()
                new[-number] = Relation(
                    id=-number,
                    document=self._document,
                    annotator=head.annotator,
                    head=head.id,
                    tail=tail.id,
                    **fields,
                )
        for relation in self._lawful(there, new):
            try:
                self._verbs.put_relation(relation)
                self.counts["relations"] += 1
            except WriteRefused as problem:
                self._refuse(relation.uid, problem)

    def _decide(self, there: list[Decision]) -> None:
        """What was decided between annotators; labels that were there keep their own ids."""
        uids = {uid: label.uid for uid, label in self._labels.items()}
        known = {decision.uid for decision in there}
        for record in self._record.adjudications:
            maker, sources = record.by, record.sources
            fields = _ADJUDICATION.of(record)
            fields["at"] = record.at or now()
            new = Decision(
                id=0,
                document=self._document,
                sources=tuple((uids.get(s.annotation, s.annotation), s.content) for s in sources),
                results=tuple(uids[uid] for uid in record.results if uid in uids),
                taken=tuple(uids.get(uid, uid) for uid in record.taken),
                by=None if maker is None else self._people.annotator(self._writer, maker),
                **fields,
            )
            if record.uid not in known:
                self._writer.put_adjudication(new)

    def _lawful(self, there: list[Relation], new: dict[int, Relation]) -> list[Relation]:
        if not new:
            return []
        broken = {
            relation: problem
            for problem in rule_problems(
                self._project.schema, self._labels.values(), (*there, *new.values())
            )
            if problem.kind in _REFUSED
            for relation in problem.relations
        }
        for number in broken.keys() & new.keys():
            self._refuse(
                new[number].uid, Problem("{problem}", problem=str(broken[number]).rstrip("."))
            )
        return [relation for number, relation in new.items() if number not in broken]

    def _refuse(self, what: str, problem: PullquoteError) -> None:
        self.refused.append(RefusedRecord(DOCUMENTS, 0, f"{self._record.name}, {what}", problem))


def _place(label: Annotation) -> tuple[int, str, int, int]:
    return label.annotator, label.layer, label.start, label.end


def _new(record: DocumentRecord) -> NewDocument:
    return NewDocument(
        published=record.publication, **_NEW_DOCUMENT.of(record), **_FILE.of(record.file)
    )


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
