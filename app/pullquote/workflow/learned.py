"""What the suggestions of a project learn from the labels that are done in it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pullquote import suggest
from pullquote.labelling.open_suggestions import (
    ANSWERED,
    REJECTED,
    SuggestedGroup,
    foreign_groups,
    share_of_union,
    suggested_groups,
)
from pullquote.model.values import Annotation
from pullquote.store.project import Project
from pullquote.suggest.confidence import Band
from pullquote.suggest.document import suggest_labels
from pullquote.suggest.grammar.lexicon import lexicon
from pullquote.suggest.learned import Learned, Rule
from pullquote.suggest.ranker import Example, Taught, doubts, example, trained
from pullquote.suggest.speakers import spoken
from pullquote.text.line_breaks import unwrapped
from pullquote.text.spans import Span

LEAST = 20
"""Documents: of fewer, nothing is learned."""
# Documents: of more, the newest, so that learning takes a few seconds at most.
_MOST = 400
# In so many documents a word has to report before it is one that does.
_CUE_DOCUMENTS = 3
# Quotations of which the rules are not sure: more teach the ranker little, and take their time.
_MOST_EXAMPLES = 600


class _Done(NamedTuple):
    at: str
    document: int
    annotator: int


def done_documents(project: Project, annotator: int, since: str = "") -> int:
    """In how many documents there are labels to learn from, those done before `since` left out."""
    return len(_done(project, annotator, since))


def learn(project: Project, annotator: int, since: str = "") -> Learned:
    """From the documents that `annotator` has done, and those done in the adjudicated version.

    Where a document has both, the adjudicated version counts; what others labelled never does.
    `since` is an instant as states have it: what was done before is left out. The same labels teach
    the same; of fewer than LEAST documents, nothing. Takes some 20 ms a document.
    """
    done = _done(project, annotator, since)
    if len(done) < LEAST:
        return Learned(len(done))
    lesson = _Lesson(project)
    for one in sorted(done, reverse=True)[:_MOST]:
        lesson.read(one.document, one.annotator)
    return lesson.learned(len(done))


def _done(project: Project, annotator: int, since: str) -> list[_Done]:
    """One version a document."""
    adjudicated = {who.id for who in project.annotators() if who.kind == "adjudicated"}
    whose: dict[int, int] = {}
    for document, who in project.done_rows():
        if who in adjudicated or (who == annotator and document not in whose):
            whose[document] = who
    found = []
    for document, who in sorted(whose.items()):
        state = project.state(document, who)
        if state is not None and state.at >= since:
            found.append(_Done(state.at, document, who))
    return found


class _Lesson:
    """Counts over documents."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._answers: dict[Rule, Counter[bool]] = defaultdict(Counter)
        self._meant: dict[str, set[int]] = defaultdict(set)
        self._reported: Counter[str] = Counter()
        self._examples: list[Example] = []

    def read(self, document: int, annotator: int) -> None:
        text = self._project.text(document)
        # Carried labels were not looked at one by one.
        labels = [
            label
            for label in self._project.annotations(document, annotator)
            if label.origin != "carried"
        ]
        self._read_words(text, labels)
        version = _Version(self._project, document, annotator, labels)
        self._read_doubts(text, version)
        for group in self._suggested(document, text):
            right = version.answer(group)
            if right is not None:
                rule = Rule(group.head.layer, group.head.rule, group.head.source)
                self._answers[rule][right] += 1

    def _read_doubts(self, text: str, version: "_Version") -> None:
        read = unwrapped(text)
        found = spoken(read)
        for place in doubts(read, found) if len(self._examples) < _MOST_EXAMPLES else ():
            speaker = version.speaker(found[place].quotation)
            if speaker is not None:
                self._examples.append(example(read, found[place], found, speaker))

    def learned(self, documents: int) -> Learned:
        cues = frozenset(w for w, n in self._reported.items() if n >= _CUE_DOCUMENTS)
        return Learned(
            documents,
            names={words: min(who) for words, who in self._meant.items() if len(who) == 1},
            taught=Taught(cues, trained(self._examples)),
            bands={
                rule: Band(counts[True], counts.total()) for rule, counts in self._answers.items()
            },
        )

    def _suggested(self, document: int, text: str) -> Iterator[SuggestedGroup]:
        """Those whose answer tells something: that a quotation or a date is one shows in its words,
        and who speaks, and which day it is, in its label.
        """
        published = self._project.document(document).published.value
        yield from suggested_groups(suggest_labels(text, published))
        found = self._project.foreign_suggestions(document)
        yield from foreign_groups(found, self._project.schema)

    def _read_words(self, text: str, labels: Iterable[Annotation]) -> None:
        reported = set()
        for label in labels:
            words = label.span.of(text)
            if label.layer == "speaker" and label.speaker is not None:
                # A role is somebody else's in another document.
                if suggest.mentions.is_name(words) and words[:1].isupper():
                    speaker = self._project.merged_speaker(label.speaker)
                    self._meant[suggest.register.folded_form(words)].add(speaker)
            elif label.layer == "cue" and _may_report(words):
                reported.add(words)
        self._reported.update(reported)


def _may_report(words: str) -> bool:
    """Whether a word in no list of ours may be a verb that reports: the rules look for one word."""
    return (
        words.isalpha()
        and words.islower()
        and len(words) > 2
        and words not in lexicon().verbs
        and words not in lexicon().tags
    )


class _Version:
    """What somebody who is done with a document answered to a suggestion."""

    def __init__(
        self, project: Project, document: int, annotator: int, labels: list[Annotation]
    ) -> None:
        self._labels = labels
        self._rejections = project.rejections(document, annotator)
        spans = {label.id: label.span for label in labels}
        self._mentions: dict[int, Span] = {}
        for relation in project.relations(document, annotator):
            if relation.kind == "said_by" and relation.tail in spans:
                self._mentions[relation.head] = spans[relation.tail]

    def answer(self, group: SuggestedGroup) -> bool | None:
        """Whether it was right; None where nothing tells. What was left open was not rejected."""
        head = group.head
        label = self._like(head.layer, head.span)
        if label is None:
            if head.layer == "quote" and self._like("not_quote", head.span):
                return False
            return False if self._is_rejected(group) else None
        if head.layer == "quote":
            return self._is_said_so(label, group)
        return label.attributes.get("value") == head.attributes.get("value")

    def speaker(self, quotation: Span) -> Span | None:
        """The mention of who says the quote there, None where no label tells."""
        label = self._like("quote", quotation)
        return self._mentions.get(label.id) if label else None

    def _is_said_so(self, label: Annotation, group: SuggestedGroup) -> bool | None:
        said = self._mentions.get(label.id)
        mention = next((part.span for part in group.parts if part.layer == "speaker"), None)
        if said is None:
            return None if mention else True
        return mention is not None and said.overlaps(mention)

    def _is_rejected(self, group: SuggestedGroup) -> bool:
        head = group.head
        value = head.attributes.get("value", "")
        return any(
            one.layer == head.layer
            and one.value == value
            and share_of_union(one.span, head.span) >= REJECTED
            for one in self._rejections
        )

    def _like(self, layer: str, span: Span) -> Annotation | None:
        near = (label for label in self._labels if label.layer == layer)
        return next((label for label in near if share_of_union(label.span, span) >= ANSWERED), None)
