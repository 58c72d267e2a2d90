"""Who says a quotation, in sentences by the kind of clause that they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pullquote.suggest.speakers import spoken


def said(text: str) -> list[tuple[str | None, str | None]]:
    return [
        (one.speaker.of(text) if one.speaker else None, one.cue.of(text) if one.cue else None)
        for one in spoken(text)
    ]


def speakers(text: str) -> list[str | None]:
    return [speaker for speaker, _ in said(text)]


BEHIND = [
    ('"We wait," said Sen. Ada Holt.', "Sen. Ada Holt", "said"),
    ('"We wait," Ada Holt said on Friday.', "Ada Holt", "said"),
    ('"We wait," Prime Minister Ada Holt warned lawmakers.', "Prime Minister Ada Holt", "warned"),
    ('"We wait," said a tearful Ada Holt.', "Ada Holt", "said"),
    ('"We wait," said one of the pilots.', "one of the pilots", "said"),
    ('"They were here," recalled Anna, 14.', "Anna", "recalled"),
    ('"Get out," yelled a protester.', "a protester", "yelled"),
    ('"We wait," grumbled Jo, lying on the quay.', "Jo", "grumbled"),
    ('"It is over," the Times said Monday.', "the Times", "said"),
    ('Holt is running "to win this for all of us", she said.', "she", "said"),
    ('The bridge was "unsafe at any load", according to the report.', "the report", "according to"),
    ('"We wait," it was announced by Holt.', "Holt", "announced"),
    ('"We wait" — Bob Hale.', "Bob Hale", "—"),
]
BEFORE = [
    ('Holt said: "We wait."', "Holt", "said"),
    ('Said Olga Renn: "We wait."', "Olga Renn", "Said"),
    ('Ann Roe: "We wait."', "Ann Roe", ":"),
    ('Quote from Peder Holt: "We wait."', "Peder Holt", "Quote from"),
    ('Holt told the court: "I did it."', "Holt", "told"),
    ('Holt said that the vote was "a great day".', "Holt", "said"),
    ('Holt called the plan "a disaster for the bay".', "Holt", "called"),
    ('Holt met Reed, saying "no way to this".', "Holt", "saying"),
    ('There was a clip of Reed saying "no way to this".', "Reed", "saying"),
    ('Asked about Hale, Roe said: "No comment at all."', "Roe", "said"),
    ('According to the report, the bridge was "unsafe at any load".', "the report", "According to"),
    ('In Roe\'s words, "the bay is finished".', "Roe", "words"),
    ('The judge rejected Hale\'s claim that the vote was "rigged all along".', "Hale", "claim"),
    ('As Hale put it, "the bay is finished".', "Hale", "put it"),
    ('To Hale, the plan is "a gift to the rich".', "Hale", "To"),
    ('After saying it was "a day to forget," she left.', "she", "saying"),
    ('Police say they have "enough boats for all".', "Police", "say"),
    ('Holt called a meeting Thursday to announce a "new start for all".', "Holt", "announce"),
    ('The mayor called the latest ruling "a great loss to us".', "The mayor", "called"),
    ('Ford and Vega both say sales are "on the right track".', "Ford and Vega", "say"),
]
BETWEEN_NAME_AND_VERB = [
    ('Hugh Hill, a doctor, said: "They need help now."', "Hugh Hill"),
    ('Roe, 42, of Ohio, said: "They need help now."', "Roe"),
    ('Roe, who succeeded Hale, said: "They need help now."', "Roe"),
    ('Rep. Jim Long (D-Ohio) said the bill was "dead on arrival".', "Rep. Jim Long"),
    ('Hale—no friend of Reed—said the plan was "a gift to the rich".', "Hale"),
    ('Reed, speaking to the press in Oslo, called the plan "a sad joke".', "Reed"),
    ('"They were here," Jim Long, the owner of a shop in Orm, N.Y., told the Post.', "Jim Long"),
    ('The letter, signed by Roe, says: "We win."', "The letter"),
    ('A sign held by Roe read "We win".', "A sign"),
    ('A report released last year found the bridge was "unsafe at any load".', "A report"),
    ('"We wait," the man who found her told police.', "the man"),
    ('The mayor\'s spokeswoman, Ana Diaz, said it was "a sad day".', "Ana Diaz"),
    ('A source close to Hale said: "He is tired."', "A source"),
    ('Several senators, including Holt, said it was "a step forward".', "Several senators"),
    ('In Ohio, Hale, who is running for office, said it was "a step forward".', "Hale"),
]
PASSIVE = [
    ('Roe was told by Hale: "You are fired now."', "Hale"),
    ('"You are fired now," Roe was told by Hale.', "Hale"),
    ('"We win now," the agency quoted Hale as saying.', "Hale"),
    ('"We win now," Hale was quoted by the Post as saying.', "Hale"),
    ('Hale was described by Reed as "a friend of the bay".', "Reed"),
]
ONE_REPORT_IN_ANOTHER = [
    ('Holt said she hopes "the worst is over".', "Holt"),
    ('Holt said anybody who complains is "not having a good night".', "Holt"),
    ('Holt condemned what he called a "brazen breach" of the truce.', "Holt"),
    ('In a note posted Friday, Cruz said he has had "areas of doubt about it".', "Cruz"),
    ('Hale, who met Reed, said the plan, which Roe supports, was "a bad joke".', "Hale"),
]


@pytest.mark.parametrize(("text", "speaker", "cue"), BEHIND + BEFORE)
def test_a_report_beside_the_quotation(text: str, speaker: str, cue: str) -> None:
    assert said(text)[0] == (speaker, cue)


@pytest.mark.parametrize(
    ("text", "speaker"), BETWEEN_NAME_AND_VERB + PASSIVE + ONE_REPORT_IN_ANOTHER
)
def test_the_speaker_by_the_structure_of_the_clause(text: str, speaker: str) -> None:
    assert speakers(text)[0] == speaker


@pytest.mark.parametrize(
    ("text", "both"),
    [
        ('"We wait," said Holt. "They decide."', ["Holt", "Holt"]),
        ('"We wait," Holt said Friday in Orm. "They decide."', ["Holt", "Holt"]),
        ('"Is it over?" Reed asked. "I doubt it."', ["Reed", "Reed"]),
        ('"We lost." She adds, "We will be back."', [None, "She"]),
        ('She saw in it "the end of an age." The house announced its support.', ["She"]),
        ('"The vote," said Hale, "was rigged all along."', ["Hale", "Hale"]),
        ('The bank said it "remains firm" and would "review its rules".', ["The bank"] * 2),
        ('Holt praised it as "a step forward" but Reed called it "a sell-out".', ["Holt", "Reed"]),
        (
            'While Holt praised it as "a step forward", Reed called it "a sell-out".',
            ["Holt", "Reed"],
        ),
        ('Reed\'s story is sad. Hale shrugged. "Who knows?"', ["Hale"]),
        ('Hale went on:\n\n"The bay is finished. It is."', ["Hale"]),
    ],
)
def test_the_sentences_around_tell(text: str, both: list[str | None]) -> None:
    assert speakers(text) == both


@pytest.mark.parametrize(
    ("text", "inner"),
    [
        ("“She told me, ‘Never again,’” Mara Lind said.", "She"),
        ('"My mother said ‘work hard’ every day," said Roe.', "My mother"),
    ],
)
def test_a_quotation_in_another_has_its_own_speaker(text: str, inner: str) -> None:
    assert speakers(text)[1] == inner


@pytest.mark.parametrize(
    "text",
    [
        'Her flurry of tweets was "a thing to see in the morning".',
        'The sea was calm. "We wait." The sun came out.',
    ],
)
def test_nouns_and_neighbours_are_no_reports(text: str) -> None:
    assert all(cue is None for _, cue in said(text))


WORDS = st.sampled_from(
    "\" “ ” ' ‘ ’ said Holt Mr. Reed , . : — who the a minister told “Yes,” told. she ( ) and \n "
    "calling 🙂 according to by was".split(" ")
)


@given(st.lists(WORDS, max_size=40).map(" ".join))
def test_every_answer_lies_in_the_text_and_outside_its_own_quotation(text: str) -> None:
    found = spoken(text)
    assert found == spoken(text)
    for one in found:
        for span in (one.quotation, one.speaker, one.cue):
            assert span is None or (span and span.end <= len(text) and span.of(text).strip())
        assert one.speaker is None or not one.speaker.overlaps(one.quotation)


@given(st.lists(WORDS, max_size=40).map(" ".join))
def test_quotations_never_cross(text: str) -> None:
    found = [one.quotation for one in spoken(text)]
    for one in found:
        for other in found:
            assert not one.overlaps(other) or one.covers(other) or other.covers(one)
