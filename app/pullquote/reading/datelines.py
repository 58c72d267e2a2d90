"""Place, date and agency before the first sentence of a report."""

import re
from dataclasses import dataclass

_PLACE = r"[^\W\d_a-z][^()/\na-z]{1,40}?"  # in capitals, perhaps with a comma
_DAY = r"(?:,\s[^()/\n]{1,30}?)?"
_AGENCY = r"[^\W\d_][^()/\n]{1,40}?"
_DASH = r"\s*[-–—:]+"
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"{_PLACE}{_DAY}\s\((?P<agency>{_AGENCY})\)(?:{_DASH})?\s+(?=\S)",
        rf"[^\W\d_a-z][^()/\n,]{{1,30}},\s[^()/\n]{{1,30}}?\s\((?P<agency>{_AGENCY})\){_DASH}\s+(?=\S)",
        rf"{_PLACE}{_DAY}\.?\s/(?P<agency>{_AGENCY})/\.?(?:{_DASH})?\s+(?=\S)",
        rf"\((?P<agency>[A-Z][^()/\s]{{1,30}})\)(?:{_DASH})?\s+(?=[^\W\d_a-z])",
    )
)
# What stands in brackets before a sentence and is no agency.
_NO_AGENCY = re.compile(
    r"(?i:updat|correct|add|recast|repeat|photo|image|picture|video|file|note|editor|rewrit|refil)"
)


@dataclass(frozen=True, slots=True)
class Dateline:
    """`end` is the offset of the first sentence in the line."""

    agency: str
    end: int


def find_dateline(line: str) -> Dateline | None:
    """Such as "MARSTAD, 3 Feb (Agency) - ", "MARSTAD, February 3. /AGENCY/. " or "(Agency) "."""
    for form in _FORMS:
        if (found := form.match(line)) and not _NO_AGENCY.match(found["agency"]):
            return Dateline(found["agency"].strip(), found.end())
    return None
