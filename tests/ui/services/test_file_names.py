import pytest

from pullquote.ui.services.file_names import with_ending


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("a", "a.csv"), ("of 3.5.2026", "of 3.5.2026.csv"), ("a.CSV", "a.CSV"), ("a.csv", "a.csv")],
)
def test_a_name_gets_the_ending_it_lacks(typed: str, meant: str) -> None:
    assert with_ending(f"/news/{typed}", ".csv").name == meant
