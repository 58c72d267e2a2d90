"""What of a corpus is written: whose labels, which layers, which documents, how many copies."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from msgspec import structs

from pullquote.exchange.corpus import (
    ClusterRecord,
    LabelledCorpus,
    RepeatedPassages,
    arranged_document,
)
from pullquote.exchange.records import AdjudicationRecord, AnnotationRecord, DocumentRecord
from pullquote.sampling.split import SplitRequest

Copies = Literal["all", "one", "weighted"]


@dataclass(frozen=True, slots=True)
class ExportSelection:
    """`annotators` and `layers` are names, None for all of them.

    `done_only` keeps the labels of those who are done with a document, and documents that somebody
    is done with. `copies` "one" keeps, of the labels an annotator set in copies of the same words,
    those of the first copy; with "weighted" a label's weight is 1 divided by the number of copies.
    `spreadsheet` makes cells of tables safe to open in a spreadsheet. `with_paths` keeps where on
    this computer the files of documents lay, which is else cut down to their names. With `split`
    each document is dealt to a part, and labels say where else their words stand.
    """

    annotators: tuple[str, ...] | None = None
    layers: tuple[str, ...] | None = None
    done_only: bool = False
    copies: Copies = "weighted"
    spreadsheet: bool = False
    with_paths: bool = False
    split: SplitRequest | None = None


ALL = ExportSelection()


def weight_of(copies: int, how: Copies, part: str | None, leaks: Collection[str]) -> float:
    """Of a label in a part of a split, whose words stand in the parts `leaks`, too.

    Nothing that is trained on stands in what it is tried on.
    """
    if part == "train" and leaks:
        return 0.0
    return 1 / copies if how == "weighted" else 1.0


def select_corpus(corpus: LabelledCorpus, selection: ExportSelection) -> LabelledCorpus:
    """The corpus with the chosen parts only, arranged; documents are still read one at a time."""
    kept = _Filter(selection, corpus.clusters)
    if selection.copies == "one":
        for document in corpus.each():
            kept.learn(document)

    def each() -> Iterator[DocumentRecord]:
        for document in corpus.each():
            chosen = kept.apply(document)
            if chosen is not None:
                yield arranged_document(chosen)

    return replace(corpus, each=each)


def count_labels(corpus: LabelledCorpus, selection: ExportSelection) -> tuple[int, int]:
    """How many labels are chosen, and how many where of copies only the first is written."""
    labels = once = 0
    first: dict[tuple[str, str], tuple[int, int]] = {}
    for document in select_corpus(corpus, replace(selection, copies="all")).each():
        repeats = RepeatedPassages(document, corpus.clusters)
        labels += len(document.annotations)
        for annotation in document.annotations:
            passage = repeats.of(annotation)
            if passage is None:
                once += 1
                continue
            key = annotation.annotator, passage.cluster
            copy, many = first.get(key, (passage.copy, 0))
            if passage.copy < copy:
                copy, many = passage.copy, 0
            first[key] = copy, many + (passage.copy == copy)
    return labels, once + sum(many for _, many in first.values())


class _Filter:
    def __init__(self, selection: ExportSelection, clusters: Mapping[str, ClusterRecord]) -> None:
        self._selection = selection
        self._clusters = clusters
        self._first: dict[tuple[str, str], int] = {}

    def learn(self, document: DocumentRecord) -> None:
        """Note the first copy of each cluster in which an annotator has labels."""
        chosen = self._chosen(document)
        if chosen is None:
            return
        repeats = RepeatedPassages(document, self._clusters)
        for annotation in chosen.annotations:
            passage = repeats.of(annotation)
            if passage is not None:
                key = (annotation.annotator, passage.cluster)
                self._first[key] = min(passage.copy, self._first.get(key, passage.copy))

    def apply(self, document: DocumentRecord) -> DocumentRecord | None:
        chosen = self._chosen(document)
        if chosen is None or self._selection.copies != "one":
            return chosen
        repeats = RepeatedPassages(document, self._clusters)
        return _with_annotations(
            chosen, tuple(a for a in chosen.annotations if self._is_first(a, repeats))
        )

    def _is_first(self, annotation: AnnotationRecord, repeats: RepeatedPassages) -> bool:
        passage = repeats.of(annotation)
        if passage is None:
            return True
        return self._first[annotation.annotator, passage.cluster] == passage.copy

    def _chosen(self, document: DocumentRecord) -> DocumentRecord | None:
        selection = self._selection
        if selection.annotators is None and selection.layers is None and not selection.done_only:
            return document
        done = {state.annotator for state in document.states if state.value == "done"}
        who = None if selection.annotators is None else set(selection.annotators)
        if selection.done_only:
            who = done if who is None else who & done
            if not who:
                return None
        chosen = document if who is None else _of_annotators(document, who)
        if selection.layers is None:
            return chosen
        layers = set(selection.layers)
        return _with_annotations(chosen, tuple(a for a in chosen.annotations if a.layer in layers))


def _of_annotators(document: DocumentRecord, names: set[str]) -> DocumentRecord:
    return structs.replace(
        document,
        states=tuple(s for s in document.states if s.annotator in names),
        annotations=tuple(a for a in document.annotations if a.annotator in names),
        relations=tuple(r for r in document.relations if r.annotator in names),
        rejections=tuple(r for r in document.rejections if r.annotator in names),
        adjudications=_decisions(
            document, (a for a in document.annotations if a.annotator in names)
        ),
    )


def _with_annotations(
    document: DocumentRecord, annotations: tuple[AnnotationRecord, ...]
) -> DocumentRecord:
    """The document with these labels only; a relation goes with either of its ends."""
    uids = {annotation.uid for annotation in annotations}
    return structs.replace(
        document,
        annotations=annotations,
        relations=tuple(r for r in document.relations if r.head in uids and r.tail in uids),
        adjudications=_decisions(document, annotations),
    )


def _decisions(
    document: DocumentRecord, kept: Iterable[AnnotationRecord]
) -> tuple[AdjudicationRecord, ...]:
    """Decisions go with any of the labels they are about."""
    uids = {annotation.uid for annotation in kept}
    return tuple(
        decision
        for decision in document.adjudications
        if uids.issuperset(decision.results) and all(s.annotation in uids for s in decision.sources)
    )
