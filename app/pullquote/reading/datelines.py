"""Place, date and agency before the first sentence of a report."""

import re
from dataclasses import dataclass

_PLACE = r"[^\W\d_a-z][^()/\na-z]{1,40}?"  # in capitals, perhaps with a comma
_BARE_PLACE = r"[A-Z]{3,}(?:\s[A-Z]{2,}){0,2}(?:,\s[A-Z][\w.]{1,12})?"
_DAY = r"(?:,\s[^()/\n]{1,30}?)?"
_AGENCY = r"[^\W\d_][^()/\n]{1,40}?"
_DASH = r"\s*[-–—―:_]+"
_END = r"(?:\s+(?=\S)|\s*$)"
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"{_PLACE}{_DAY}\s\((?P<agency>{_AGENCY})\){_DASH}{_END}",
        rf"[^\W\d_a-z][^()/\n,]{{1,30}},\s[^()/\n]{{1,30}}?\s\((?P<agency>{_AGENCY})\){_DASH}{_END}",
        rf"{_PLACE}{_DAY}\.?\s/(?P<agency>{_AGENCY})/\.?(?:{_DASH})?{_END}",
        rf"\((?P<agency>[A-Z][^()/\s]{{1,30}})\)(?:{_DASH})?\s+(?=[^\W\d_a-z])",
        # A place alone, in at most three words; a headline in capitals goes on in capitals.
        rf"{_BARE_PLACE}\s[-–—―_]+(?:\s+(?=[\"“]?[^\W\d_a-z][a-z ])|\s*$)(?P<agency>)",
    )
)
# What stands in brackets before a sentence and is no agency.
_NO_AGENCY = re.compile(
    r"(?i:updat|correct|add|recast|repeat|photo|image|picture|video|file|note|editor|rewrit|refil)"
)


@dataclass(frozen=True, slots=True)
class Dateline:
    """`agency` is "" where none is named; `end` where the first sentence starts in the line."""

    agency: str
    end: int


def find_dateline(line: str) -> Dateline | None:
    """Such as "MARSTAD, 3 Feb (Agency) - ", "MARSTAD, February 3. /AGENCY/. " or "(Agency) "."""
    for form in _FORMS:
        if (found := form.match(line)) and not _NO_AGENCY.match(found["agency"]):
            return Dateline(found["agency"].strip(), found.end())
    return None
