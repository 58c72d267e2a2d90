"""Names of annotators, short enough for a column and still telling people apart."""

import pytest

from pullquote.ui.agreement.wording import short_names


@pytest.mark.parametrize(
    ("names", "short"),
    [
        (["Mara Lind", "Teo Vass"], ["Mara", "Teo"]),
        (["Annegret Moss", "Annegret Sund", "Teo Vass"], ["Annegret M.", "Annegret S.", "Teo"]),
        (["Annegret Moss", "annegret"], ["Annegret M.", "annegret"]),
        (["Annegret Moss", "Annegret Mohn"], ["Annegret Moss", "Annegret Mohn"]),
        (["Mara Lind", "Mara Lind (2)"], ["Mara L.", "Mara Lind (2)"]),
        (["Mr. F", "Teo Vass"], ["Mr. F", "Teo"]),
        (["Mr. F", "Mr. G"], ["Mr. F", "Mr. G"]),
        (["دانا عمر", "דנה כהן"], ["دانا عمر", "דנה כהן"]),
    ],
)
def test_short_names_tell_people_apart(names, short):
    assert list(short_names(dict(enumerate(names))).values()) == short
