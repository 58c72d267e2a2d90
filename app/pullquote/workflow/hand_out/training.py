"""What an annotator made of a training document, beside its known answer."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pullquote.adjudication.sheet import register_of
from pullquote.agreement.matching.places import Difference, Group, group
from pullquote.agreement.study.compare_labels import attribute_of, speaker_relations
from pullquote.agreement.values import Kind, Version
from pullquote.model.values import Annotation
from pullquote.store.project import Project
from pullquote.text.spans import Span
from pullquote.workflow.hand_out.content import known_answer_annotator


@dataclass(frozen=True, slots=True)
class Deviation:
    """A place where an annotator says something else than the answer.

    `kind` and `detail` are those of a disagreement; `words` stand at `span`, which reaches over
    both versions. `own` and `answer` are what differs, "" for nothing: layers, the words, a value,
    a name.
    """

    kind: Kind
    detail: str
    layer: str
    span: Span
    words: str
    own: str
    answer: str


@dataclass(frozen=True, slots=True)
class Feedback:
    """How far an annotator's labels of a document are those of the answer.

    Of the `places` that the answer annotates, `same` are annotated alike; `missed` were not
    annotated, `extra` are places that the answer does not annotate. `deviations` are by start, one
    for each way in which a place differs.
    """

    document: int
    places: int
    same: int
    missed: int
    extra: int
    deviations: tuple[Deviation, ...]


def feedback(project: Project, document: int, annotator: int) -> Feedback | None:
    """None for a document that the annotator has not done, or whose answer is not known."""
    state = project.state(document, annotator)
    known = known_answer_annotator(project, document)
    if known is None or known.id == annotator or state is None or state.value != "done":
        return None
    text = project.text(document)
    versions = [_version(project, document, who) for who in (annotator, known.id)]
    speakers = register_of(project.speakers()).stands_for
    groups = group(versions, project.schema, text=text, speakers=speakers)
    describer = _VersionDescriber(project, text, versions, speakers)
    annotated = [place for place in groups if place.versions[known.id]]
    return Feedback(
        document=document,
        places=len(annotated),
        same=sum(not place.to_settle for place in annotated),
        missed=sum(not place.versions[annotator] for place in annotated),
        extra=len(groups) - len(annotated),
        deviations=tuple(
            Deviation(
                kind=difference.kind,
                detail=difference.detail,
                layer=place.layer,
                span=place.span,
                words=place.span.of(text),
                own=describer.say(place, difference, annotator),
                answer=describer.say(place, difference, known.id),
            )
            for place in groups
            for difference in place.to_settle
        ),
    )


def _version(project: Project, document: int, annotator: int) -> Version:
    labels = project.annotations(document, annotator)
    return Version(annotator, tuple(labels), tuple(project.relations(document, annotator)))


class _VersionDescriber:
    """What a version says at a place, in the words of what differs."""

    def __init__(
        self,
        project: Project,
        text: str,
        versions: Iterable[Version],
        stands_for: Mapping[int, int],
    ) -> None:
        self._text = text
        self._labels = {label.id: label for one in versions for label in one.annotations}
        names = {speaker.id: speaker.name for speaker in project.speakers()}
        self._names = {id_: names[stands_for.get(id_, id_)] for id_ in names}
        self._layers = {layer.id: layer for layer in project.schema.layers}
        self._naming = speaker_relations(project.schema)

    def say(self, place: Group, difference: Difference, annotator: int) -> str:
        said = (
            words
            for label in place.versions[annotator]
            for words in self._said(place, difference, label)
            if words
        )
        return ", ".join(dict.fromkeys(said))

    def _said(self, place: Group, difference: Difference, label: Annotation) -> Iterator[str]:
        relations = [
            relation for relation in place.relations[label.annotator] if relation.head == label.id
        ]
        layer = self._layers.get(label.layer)
        match difference.kind:
            case "missed" | "label":
                yield layer.name if layer else label.layer
            case "boundary":
                yield label.span.of(self._text)
            case "attribute":
                yield self._value(label, difference.detail)
            case "date":
                yield self._value(label, "value")
            case "speaker":
                named = [
                    self._labels[relation.tail]
                    for relation in relations
                    if relation.kind in self._naming
                ]
                if named:
                    yield from map(self._speaker, named)
                elif label.speaker is not None:
                    yield self._speaker(label)
            case "link":
                tails = (relation for relation in relations if relation.kind == difference.detail)
                yield from (self._labels[relation.tail].span.of(self._text) for relation in tails)

    def _value(self, label: Annotation, name: str) -> str:
        return attribute_of(label.attributes, name)

    def _speaker(self, label: Annotation) -> str:
        if label.speaker is not None:
            return self._names[label.speaker]
        return label.span.of(self._text)
