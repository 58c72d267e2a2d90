import pytest

from pullquote.reading.titles import is_furniture


@pytest.mark.parametrize(
    "line",
    [
        "Advertisement", "Advertisement:", "Subscribe", "SUBSCRIBE NOW", "All News", "Support Us",
        "Укр Рус Eng", "Eng | Deutsch | Français", "Реклама", "403", "404 Not Found", "Oops!!",
        "Error! We're sorry, but the page you were looking for doesn't exist.",
        "Please enable JavaScript to go on", "We use cookies to make this site better",
        "Access denied", "By signing up you agree to our terms and the privacy policy.",
        "© Krona / Jon HalmThe old pier of Marstad at low tide.", "Photo: Jon Halm / Krona",
        "(Photo by Jon Halm)", "Ilse Brandt, envoy to Marstad. Stock photo: Krona",
        "By Ilse Brandt", "By Ilse Brandt and Jon Halm", "Ilse BrandtThursday, 3 April 2031, 12:58",
        "13:32 GMT 03.04.2031 (Updated: 13:46 GMT 03.04.2031)", "April 3, 2031", "3 hours ago",
        "Published: 2031-04-03 10:00", "4 min read", "Home > News > Coast", "Read more: old piers",
        "Subscribe to our newsletter", "Sign up for Coast Daily's free newsletter",
        "Become a patron", "Comments: 12", "CommentsNo comment", "Share this", "Back to top",
        "All rights reserved.", "* * *", "8 February, 06:08 GMT",
    ],
)  # fmt: skip
def test_furniture(line: str) -> None:
    assert is_furniture(line)


@pytest.mark.parametrize(
    "line",
    [
        "Harbour of Marstad opens again", "Ministers resign", "Sports minister resigns",
        "Court denied access to harbour plans", "Error in the count, says envoy",
        "Regulator fines bank over its privacy policy", "Election set for 12 May 2031",
        "Harbour to open on 3 April", "Krona's photo archive burns down",
        "Follow the money: how the harbour was paid for", "By land and by sea they came",
        "Harbour opens after the storm | Coast Daily", "Воротар збірної повернувся додому",
        "© " + "A long legal notice that somebody may want to read. " * 6,
    ],
)  # fmt: skip
def test_no_furniture(line: str) -> None:
    assert not is_furniture(line)
