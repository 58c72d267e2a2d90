"""What suggestions learn from labels that are done."""

import pytest

from pullquote.assets import RESOURCES
from pullquote.labelling.open_document import OpenDocument
from pullquote.labelling.open_suggestions import OpenSuggestions
from pullquote.model.values import NewDocument, Published
from pullquote.store import Project
from pullquote.suggest.confidence import Band
from pullquote.suggest.document import suggest_labels
from pullquote.suggest.learned import Learned, Rule
from pullquote.workflow.hand_out.operation import hand_out
from pullquote.workflow.learned import LEAST, done_documents, learn

SCHEMA = (RESOURCES / "schemas" / "statements.toml").read_text(encoding="utf-8")
DAY = "2026-04-22"
TEXT = "“We wait,” said Harbourmaster Lind in hall {}. “They decide,” yodelled Holt on Tuesday."
SAID = Rule("quote", "said X")


class Desk:
    """Mara labels articles of one form; each has a quote of Lind's and one of Holt's."""

    def __init__(self, project: Project) -> None:
        self.project = project
        with project.operation("Set up", 0) as writer:
            self.mara = writer.add_annotator("Mara").id
            self.bo = writer.add_annotator("Bo").id
            self.settled = writer.add_annotator("Settled", "adjudicated").id
            self.lind = writer.add_speaker("Ada Lind").id
            self.other = writer.add_speaker("Ole Holt").id

    def add(self, number: int) -> tuple[int, str]:
        text = TEXT.format(number)
        with self.project.operation("Import", 0) as writer:
            new = NewDocument(text, f"{number}.txt", published=Published(DAY, "field"))
            return writer.add_document(new), text

    def label(
        self,
        number: int,
        who: int | None = None,
        *,
        speaker: str = "Harbourmaster Lind",
        date: str = "2026-04-21",
        cue: str = "yodelled",
        state: str = "done",
        origin: str = "hand",
    ) -> int:
        document, text = self.add(number)
        who = who or self.mara

        def put(layer, words, **more):
            start = text.index(words)
            end = start + len(words)
            return writer.add_annotation(document, who, layer, start, end, origin=origin, **more)

        with self.project.operation("Label", who) as writer:
            quote, mention = put("quote", "“We wait,”"), put("speaker", speaker, speaker=self.lind)
            writer.add_relation("said_by", quote.id, mention.id)
            put("cue", cue)
            put("date", "Tuesday", attributes={"value": date})
            writer.set_state(document, who, state)
        return document

    def label_many(self, count: int = LEAST, **more) -> None:
        for number in range(count):
            self.label(number, **more)

    def learned(self, who: int | None = None, since: str = "") -> Learned:
        return learn(self.project, who or self.mara, since)


@pytest.fixture
def desk(tmp_path):
    with Project.create(tmp_path / "p.pullquote", name="p", schema_toml=SCHEMA) as project:
        yield Desk(project)


def test_under_twenty_documents_nothing_is_learned(desk) -> None:
    desk.label_many(LEAST - 1)
    desk.label(99, state="in_progress")
    assert desk.learned() == Learned(LEAST - 1)
    desk.label(100)
    assert desk.learned().bands


def test_bands_count_the_answered_suggestions_of_each_rule(desk) -> None:
    desk.label_many(LEAST - 5)
    for number in range(50, 55):
        desk.label(number, speaker="Holt", date="2026-04-28")
    learned = desk.learned()
    assert learned.bands[SAID] == Band(15, 20)
    assert learned.bands[Rule("date", "publication")] == Band(15, 20)
    # "They decide" was neither taken nor turned down, and no rule of ours knows who says it.
    assert {rule.rule for rule in learned.bands if rule.layer == "quote"} == {"said X"}


def test_what_was_turned_down_was_wrong_and_what_was_left_open_was_not(desk) -> None:
    desk.label_many()
    document, text = desk.add(77)
    with desk.project.operation("Turn down", desk.mara) as writer:
        start = text.index("“We")
        writer.reject(document, desk.mara, "quote", start, start + 10)
        writer.set_state(document, desk.mara, "done")
    assert desk.learned().bands[SAID] == Band(20, 21)


def test_names_and_words_that_report_are_learned_where_they_always_say_the_same(desk) -> None:
    desk.label_many()
    learned = desk.learned()
    assert learned.taught.cues == {"yodelled"}
    assert learned.speaker("HARBOURMASTER  LIND") == desk.lind
    document, text = desk.add(500)
    with desk.project.operation("Label", desk.mara) as writer:
        start = text.index("Harbourmaster")
        writer.add_annotation(document, desk.mara, "speaker", start, start + 18, speaker=desk.other)
        writer.set_state(document, desk.mara, "done")
    assert desk.learned().speaker("Harbourmaster Lind") is None


def test_what_others_label_is_never_learned_but_what_was_settled_is(desk) -> None:
    desk.label_many(LEAST - 1)
    for number in range(200, 220):
        desk.label(number, desk.bo, speaker="Holt")
    assert done_documents(desk.project, desk.mara) == LEAST - 1
    desk.label(300, desk.settled)
    learned = desk.learned()
    assert (learned.documents, learned.bands[SAID]) == (20, Band(20, 20))
    assert desk.learned(desk.bo).bands[SAID] == Band(1, 21)


def test_carried_labels_teach_nothing(desk) -> None:
    desk.label_many(origin="carried")
    assert desk.learned() == Learned(LEAST)


def test_the_same_labels_teach_the_same_and_what_was_forgotten_nothing(desk) -> None:
    desk.label_many()
    assert desk.learned() == desk.learned()
    assert desk.learned(since="9999") == Learned(0)


def test_a_hand_out_has_nothing_of_it(desk, tmp_path) -> None:
    desk.label_many()
    document, _text = desk.add(900)
    with desk.project.operation("Deal", 0) as writer:
        writer.add_assignment(document, desk.bo, "label")
    [made] = hand_out(desk.project, tmp_path / "out", [desk.bo], desk.bo)
    with Project.open(made.path) as given:
        assert all(not learn(given, who.id).bands for who in given.annotators())


def test_the_suggestions_of_a_document_are_weighed_by_what_was_learned(desk) -> None:
    desk.label_many(date="2026-04-28")
    document, text = desk.add(900)
    doc = OpenDocument(desk.project, desk.mara, document)
    doc.learned = desk.learned()
    found = OpenSuggestions(doc, suggest_labels(text, DAY, taught=doc.learned.taught))
    first, second, date = (group.head for group in found.left)
    assert (first.band, first.is_sure) == (Band(20, 20), True)
    assert (date.band, date.confidence, date.is_sure) == (Band(0, 20), 0.4, False)
    assert (second.rule, [part.span.of(text) for part in found.left[1].parts]) == (
        "said X", ["Holt", "yodelled"],
    )  # fmt: skip
    desk.project.listen(doc.apply)
    # "Harbourmaster Lind" is in no register: the same words always meant her.
    found.take(found.left[:1])
    [mention] = [label for label in doc.labels() if label.layer == "speaker"]
    assert mention.speaker == desk.lind


def test_another_tool_is_sure_only_where_the_project_knows_that_it_is_right(desk) -> None:
    def suggest(document: int, text: str) -> None:
        start = text.index("Tuesday")
        writer.add_foreign_suggestion(
            document, "Oracle", "date", start, start + 7,
            attributes={"value": "2026-04-21"}, external_id="a", confidence=0.99,
        )  # fmt: skip

    document, text = desk.add(900)
    with desk.project.operation("Import", 0) as writer:
        suggest(document, text)

    def oracle(learned: Learned):
        doc = OpenDocument(desk.project, desk.mara, document)
        doc.learned = learned
        groups = OpenSuggestions(doc, suggest_labels(text, DAY)).left
        return next(group.head for group in groups if group.head.source)

    assert not oracle(Learned()).is_sure
    for number in range(100):
        labelled = desk.label(number)
        with desk.project.operation("Import", 0) as writer:
            suggest(labelled, TEXT.format(number))
    known = oracle(desk.learned())
    assert (known.band, known.confidence, known.is_sure) == (Band(100, 100), 0.99, True)
