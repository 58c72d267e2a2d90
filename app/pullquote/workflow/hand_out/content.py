"""What a hand-out holds: documents, register and known answers, nothing that others made."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID, uuid5

from pullquote.model.values import (
    Alias,
    Annotation,
    Annotator,
    Assignment,
    Document,
    HandedDocument,
    NewDocument,
    State,
)
from pullquote.store.file.create_from_values import ProjectDescription, fill_project
from pullquote.store.file.lock import UnfinishedFile
from pullquote.store.journal.history import without_undone
from pullquote.store.merge.restore import restore_verbs
from pullquote.store.reads import Reads
from pullquote.store.writer import Writer
from pullquote.workflow.find_duplicates import copies_outside

REFERENCE = "Reference answer"


@dataclass(frozen=True, slots=True)
class HandOutOrder:
    """A file to be made: for whom, under which uid, when, and which documents, in their order."""

    made: UnfinishedFile
    handout: str
    made_at: str
    annotator: Annotator
    assignments: tuple[Assignment, ...]


def fill_hand_out(project: Reads, order: HandOutOrder) -> list[HandedDocument]:
    """Write the file of an order, and say what is in it."""
    uid, name, schema_toml = project.described()
    beginning = ProjectDescription(
        uid=uid,
        name=name,
        schema_toml=schema_toml,
        operation=order.handout,
        annotator=order.annotator.uid,
        guidelines=project.guidelines,
        settings=_safe(project.settings)
        | copies_outside(project, [given.document for given in order.assignments]),
    )
    with fill_project(order.made, beginning) as writer:
        filled = _Filling(project, order, writer)
        filled.run()
    return filled.handed()


class _Filling:
    """One file under way; `documents` and `speakers` give the new ids for the old ones."""

    def __init__(self, project: Reads, order: HandOutOrder, writer: Writer) -> None:
        self._project = project
        self._order = order
        self._writer = writer
        self._verbs = restore_verbs(writer)
        self._whose = order.annotator.id
        self._own_uids = project.annotation_uids(self._whose)
        self._documents: dict[int, int] = {}
        self._speakers: dict[int, int] = {}

    def run(self) -> None:
        who = self._order.annotator
        self._own = self._writer.add_annotator(who.name, who.kind, who.uid).id
        self._add_documents()
        self._speakers = add_handed_register(
            self._project, self._writer, self._whose, self._documents
        )
        for given in self._order.assignments:
            self._assign(given)
            self._add_work(given.document)
            if given.suggestions:
                self._add_suggestions(given.document)
        self._add_answers()

    def handed(self) -> list[HandedDocument]:
        work = self._project.work_operations(self._whose)
        heads = {document: without_undone(steps)[-1:] for document, steps in work.items()}
        return [
            HandedDocument(document.uid, document.text_sha256, *(s.uid for s in heads.get(id_, ())))
            for id_, document in self._found.items()
        ]

    def _add_documents(self) -> None:
        found = [self._project.document(given.document) for given in self._order.assignments]
        self._found = {document.id: document for document in found}
        places = _places(found)
        for document in found:
            new = _new(document, self._project.text(document.id), places[document.id])
            self._documents[document.id] = self._writer.add_document(new, document.uid)
        for document in found:
            earlier = self._documents.get(document.version_of or 0)
            if earlier is not None:
                self._writer.change_document(self._documents[document.id], version_of=earlier)

    def _assign(self, given: Assignment) -> None:
        self._writer.add_assignment(
            self._documents[given.document],
            self._own,
            given.role,
            position=given.position,
            suggestions=given.suggestions,
            batch=given.batch,
            uid=given.uid,
        )

    def _add_work(self, document: int) -> None:
        new = self._documents[document]
        labels = self._project.annotations(document, self._whose)
        rows = {label.id: self._verbs.put_annotation(self._mine(label)) for label in labels}
        for relation in self._project.relations(document, self._whose):
            head, tail = rows[relation.head], rows[relation.tail]
            mine = replace(relation, document=new, annotator=self._own, head=head, tail=tail)
            self._verbs.put_relation(mine)
        state = self._project.state(document, self._whose)
        if state is not None:
            self._verbs.put_state(replace(state, document=new, annotator=self._own))
        for no in self._project.rejections(document, self._whose):
            self._writer.reject(new, self._own, no.layer, no.start, no.end, no.value)

    def _add_suggestions(self, document: int) -> None:
        """What other tools suggest; whoever labels without suggestions gets none of it."""
        for one in self._project.foreign_suggestions(document):
            self._writer.add_foreign_suggestion(
                self._documents[document],
                one.source,
                one.layer,
                one.start,
                one.end,
                attributes=one.attributes,
                speaker_name=one.speaker_name,
                external_id=one.external_id,
                confidence=one.confidence,
                uid=one.uid,
            )

    def _mine(self, label: Annotation) -> Annotation:
        """Who else had a hand in it, and labels of others that it came from, stay unnamed."""
        return replace(
            label,
            document=self._documents[label.document],
            annotator=self._own,
            speaker=self._speakers.get(label.speaker or 0),
            created_by=self._own if label.created_by == self._whose else None,
            carried_from=label.carried_from if label.carried_from in self._own_uids else None,
        )

    # --- training ---

    def _add_answers(self) -> None:
        """The known answers of training documents, as labels of nobody in particular."""
        training = [given.document for given in self._order.assignments if given.role == "training"]
        answers = {
            document: known_answer_annotator(self._project, document) for document in training
        }
        known = {document: who for document, who in answers.items() if who is not None}
        if not known:
            return
        name = REFERENCE if self._order.annotator.name.casefold() != REFERENCE.casefold() else "-"
        reference = self._writer.add_annotator(name, "reference", self._fresh("")).id
        for document, who in known.items():
            self._add_answer(document, who.id, reference)

    def _add_answer(self, document: int, who: int, reference: int) -> None:
        new, at = self._documents[document], self._order.made_at
        rows: dict[int, int] = {}
        for label in self._project.annotations(document, who):
            answer = Annotation(
                id=0,
                uid=self._fresh(label.uid),
                document=new,
                annotator=reference,
                layer=label.layer,
                start=label.start,
                end=label.end,
                attributes=label.attributes,
                speaker=self._speakers.get(label.speaker or 0),
                origin="imported",
                created_at=at,
                changed_at=at,
            )
            rows[label.id] = self._verbs.put_annotation(answer)
        for relation in self._project.relations(document, who):
            head, tail = rows[relation.head], rows[relation.tail]
            fresh = replace(
                relation, uid=self._fresh(relation.uid), document=new, annotator=reference
            )
            self._verbs.put_relation(replace(fresh, head=head, tail=tail, created_at=at))
        self._verbs.put_state(State(new, reference, "done", at=at))

    def _fresh(self, uid: str) -> str:
        """A uid of this file's own, the same for the same thing."""
        return str(uuid5(UUID(self._order.handout), f"reference {uid}"))


def _safe(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Switches and numbers: what is set in words may name people and places."""
    return {key: value for key, value in settings.items() if isinstance(value, bool | int | float)}


def _places(documents: Iterable[Document]) -> dict[int, str]:
    """The name of each document's file, without the folders it lies in on this machine.

    Two files of the same name and content are told apart by a number before it.
    """
    places: dict[int, str] = {}
    taken: dict[tuple[str, str, int], int] = {}
    for document in documents:
        name = document.origin.replace("\\", "/").rpartition("/")[2]
        key = (document.raw_sha256, name, document.origin_row)
        taken[key] = taken.get(key, 0) + 1
        places[document.id] = name if taken[key] == 1 else f"{taken[key]}/{name}"
    return places


def _new(document: Document, text: str, origin: str) -> NewDocument:
    return NewDocument(
        text=text,
        name=document.name,
        title=document.title,
        source=document.source,
        url=document.url,
        language=document.language,
        external_id=document.external_id,
        published=document.published,
        raw_sha256=document.raw_sha256,
        origin=origin,
        origin_row=document.origin_row,
        part=document.part,
        encoding=document.encoding,
        newline=document.newline,
        reader=document.reader,
        replaced=document.replaced,
        metadata=document.metadata,
    )


def add_handed_register(
    project: Reads, writer: Writer, annotator: int, documents: Mapping[int, int]
) -> dict[int, int]:
    """Write the register and give each speaker's new id, merged ones that of who stands for them.

    `documents` are the new ids of the documents that are handed out. A merged speaker is one more
    name of the other. What a name means in one document only is left out where others than the
    annotator have labelled it: it would tell what they said.
    """
    verbs = restore_verbs(writer)
    # By name: the order in which speakers were added would tell who added them.
    there = sorted(project.speakers(), key=lambda speaker: (speaker.name, speaker.uid))
    new: dict[int, int] = {}
    for speaker in there:
        if speaker.merged_into is None:
            new[speaker.id] = writer.add_speaker(
                speaker.name, speaker.kind, external_ids=speaker.external_ids, uid=speaker.uid
            ).id
    for speaker in there:
        if speaker.merged_into is not None:
            new[speaker.id] = new[project.merged_speaker(speaker.id)]
            uid = str(uuid5(UUID(speaker.uid), "alias"))
            verbs.put_alias(Alias(0, uid, new[speaker.id], speaker.name))
        for alias in speaker.aliases:
            if alias.document is None:
                verbs.put_alias(Alias(0, alias.uid, new[speaker.id], alias.form))
            elif alias.document in documents and _is_own(project, annotator, alias.document):
                place = documents[alias.document]
                verbs.put_alias(Alias(0, alias.uid, new[speaker.id], alias.form, place))
    for one in sorted(project.represents(), key=lambda one: one.uid):
        speaker_, body = new[one.speaker], new[one.institution]
        if one.document is None and speaker_ != body:
            writer.add_represents(speaker_, body, uid=one.uid)
    return new


def _is_own(project: Reads, annotator: int, document: int) -> bool:
    """Whether nobody else has labelled it."""
    labelled = {label.annotator for label in project.annotations(document)}
    return labelled | {state.annotator for state in project.states(document)} <= {annotator}


def known_answer_annotator(project: Reads, document: int) -> Annotator | None:
    """Whose version is the known answer: a reference first, else the adjudicated one.

    It is known once the document is done in it, be it without labels, or has labels.
    """
    known = project.answerers(document)
    return min(known, key=lambda who: (who.kind != "reference", who.id), default=None)
