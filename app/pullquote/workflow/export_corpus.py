"""A project as what formats write: row ids become uids and names, one document at a time."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from pullquote.adjudication.values import Decision
from pullquote.exchange.corpus import (
    AdjudicationRecord,
    AliasRecord,
    AnnotationRecord,
    AnnotatorRecord,
    ClusterRecord,
    Corpus,
    DecisionRecord,
    DocumentRecord,
    DuplicatesRecord,
    FileRecord,
    PassageRecord,
    ProjectRecord,
    RejectionRecord,
    RelationRecord,
    SpeakerRecord,
    StateRecord,
    pairs,
)
from pullquote.model.schema_file import parse_schema
from pullquote.model.values import Annotation, Document, Relation, Speaker
from pullquote.store.reads import Reads, snapshot
from pullquote.store.values import DocumentQuery
from pullquote.workflow.find_duplicates import STAMP, is_current


@contextmanager
def corpus_of(project: Reads) -> Iterator[Corpus]:
    """The project at this moment; it is read document by document, inside the block.

    Passages are left out when they are not of the documents as they are now.
    """
    with snapshot(project) as at_once:
        yield _Reader(at_once).corpus()


class _Reader:
    """Turns row ids into uids and names."""

    def __init__(self, project: Reads) -> None:
        self._project = project
        self._annotators = {a.id: a for a in project.annotators()}
        self._names = {id_: annotator.name for id_, annotator in self._annotators.items()}
        register = project.speakers()
        self._speakers = {speaker.id: speaker.uid for speaker in register}
        documents = map(project.document, project.document_ids(DocumentQuery(excluded=None)))
        self._order = sorted((document.name, document.uid, document.id) for document in documents)
        self._documents = {id_: uid for _, uid, id_ in self._order}
        self._register = sorted(register, key=lambda speaker: (speaker.name, speaker.uid))
        self._duplicates = self._current_duplicates()
        self._clusters = self._found_clusters() if self._duplicates else {}

    def corpus(self) -> Corpus:
        uid, name, schema_toml = self._project.described()
        settings = dict(self._project.settings)
        return Corpus(
            project=ProjectRecord(
                uid,
                name,
                self._project.guidelines,
                json.dumps(settings, ensure_ascii=False, sort_keys=True),
            ),
            schema=parse_schema(schema_toml),
            schema_toml=schema_toml,
            annotators=tuple(
                sorted(
                    (AnnotatorRecord(a.name, a.kind) for a in self._annotators.values()),
                    key=lambda a: a.name,
                )
            ),
            speakers=tuple(map(self._speaker, self._register)),
            clusters={cluster.uid: cluster for cluster in self._clusters.values()},
            decisions=self._decisions(),
            duplicates=self._duplicates,
            total=len(self._order),
            each=lambda: (self._document(id_) for _, _, id_ in self._order),
        )

    def _document(self, row: int) -> DocumentRecord:
        project, found = self._project, self._project.document(row)
        annotations = project.annotations(row)
        uids = {annotation.id: annotation.uid for annotation in annotations}
        return DocumentRecord(
            uid=found.uid,
            name=found.name,
            text=project.text(row),
            text_sha256=found.text_sha256,
            title=found.title,
            external_id=found.external_id,
            source=found.source,
            url=found.url,
            language=found.language,
            published=found.published,
            version_of=self._documents.get(found.version_of) if found.version_of else None,
            excluded=found.excluded,
            file=_file(found),
            metadata=pairs(found.metadata),
            states=tuple(
                StateRecord(self._names[s.annotator], s.value, s.reason, s.at)
                for s in project.states(row)
            ),
            annotations=tuple(map(self._annotation, annotations)),
            relations=tuple(self._relation(r, uids) for r in project.relations(row)),
            rejections=tuple(
                RejectionRecord(name, r.layer, r.start, r.end, r.value)
                for annotator, name in self._names.items()
                for r in project.rejections(row, annotator)
            ),
            adjudications=tuple(map(self._adjudication, project.adjudications([row]))),
            passages=tuple(
                PassageRecord(p.start, p.end, self._clusters[p.cluster].uid, p.copy)
                for p in (project.passages(row) if self._clusters else ())
            ),
        )

    def _annotation(self, found: Annotation) -> AnnotationRecord:
        return AnnotationRecord(
            uid=found.uid,
            annotator=self._names[found.annotator],
            layer=found.layer,
            start=found.start,
            end=found.end,
            attributes=pairs(found.attributes),
            speaker=self._speakers[found.speaker] if found.speaker is not None else None,
            note=found.note,
            origin=found.origin,
            rule=found.rule,
            confidence=found.confidence,
            carried_from=found.carried_from,
            created_by=self._names[found.created_by] if found.created_by is not None else None,
            created_at=found.created_at,
            changed_at=found.changed_at,
        )

    def _relation(self, found: Relation, uids: Mapping[int, str]) -> RelationRecord:
        return RelationRecord(
            uid=found.uid,
            annotator=self._names[found.annotator],
            kind=found.kind,
            head=uids[found.head],
            tail=uids[found.tail],
            role=found.role,
            created_at=found.created_at,
        )

    def _adjudication(self, found: Decision) -> AdjudicationRecord:
        return AdjudicationRecord(
            uid=found.uid,
            outcome=found.outcome,
            sources=found.sources,
            taken=found.taken,
            results=found.results,
            note=found.note,
            by=self._names[found.by] if found.by is not None else None,
            at=found.at,
        )

    def _speaker(self, found: Speaker) -> SpeakerRecord:
        aliases = [
            AliasRecord(a.uid, a.form, self._documents[a.document] if a.document else None)
            for a in found.aliases
        ]
        return SpeakerRecord(
            uid=found.uid,
            name=found.name,
            kind=found.kind,
            note=found.note,
            merged_into=self._speakers[found.merged_into] if found.merged_into else None,
            aliases=tuple(sorted(aliases, key=lambda a: (a.form, a.document or "", a.uid))),
        )

    def _decisions(self) -> tuple[DecisionRecord, ...]:
        fields = DecisionRecord.__slots__
        found = (
            DecisionRecord(**{name: getattr(decision, name) for name in fields})
            for decision in self._project.decisions()
        )
        return tuple(sorted(found, key=lambda decision: decision.uid))

    def _current_duplicates(self) -> DuplicatesRecord | None:
        stamp = self._project.stamp(STAMP)
        if stamp is None or not is_current(self._project):
            return None
        return DuplicatesRecord(stamp.engine, stamp.settings_hash)

    def _found_clusters(self) -> dict[int, ClusterRecord]:
        decided = {d.fingerprint: d.kind for d in self._project.decisions() if d.fingerprint}
        return {
            cluster.id: ClusterRecord(
                uid=cluster.fingerprint,
                kind=cluster.kind,
                copies=cluster.copies,
                documents=cluster.documents,
                similarity=cluster.similarity,
                boilerplate=cluster.boilerplate,
                decision=decided.get(cluster.fingerprint, ""),
            )
            for cluster in self._project.clusters()
        }


def _file(document: Document) -> FileRecord:
    return FileRecord(
        sha256=document.raw_sha256,
        path=document.origin,
        row=document.origin_row,
        encoding=document.encoding,
        newline=document.newline,
        reader=document.reader,
        replaced=document.replaced,
    )
