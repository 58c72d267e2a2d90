import pytest

from pullquote.duplicates.contradictions import contradictions


@pytest.mark.parametrize(
    ("a", "b", "found"),
    [
        ("Orsund will sign the treaty.", "Orsund will not sign the treaty.", ["negation"]),
        ("The board didn't agree to it.", "The board agreed to it.", ["negation"]),
        ("It killed 12 people at the pier.", "It killed 14 people at the pier.", ["number"]),
        ("It killed twelve people at the pier.", "It killed 14 people at the pier.", ["number"]),
        ("On Monday Ida Rønn left Krona.", "On Monday Ida Berg left Krona.", ["name"]),
        ("He will sail on 3 May from Krona.", "He will sail on 4 May from Krona.", ["date"]),
        ("They met there on Monday at noon.", "They met there on Friday at noon.", ["date"]),
        ("It opened in 2019 with a feast.", "It opened in 2021 with a feast.", ["date"]),
        (
            "On Monday Ida Rønn won 12 votes there.",
            "On Friday Ida Berg won 14 votes there.",
            ["number", "name", "date"],
        ),
        ("The wide pier is open to all.", "The narrow pier is open to all.", []),
        ("The pier is open, said Ida Rønn.", "The pier is open.", []),
        ("“It is open,” he said.", '"It is open," he said.', []),
        ("Ferries sail again from here.", "Boats sail again from here.", []),
        ("He did not say no to the offer at all.", "He did say yes to the offer at all.", []),
        ("", "", []),
    ],
)
def test_what_contradicts(a, b, found):
    assert contradictions(a, b) == found
    assert contradictions(b, a) == found
