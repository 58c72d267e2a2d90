"""The words of dates, and pieces of patterns made of them; all patterns ignore case."""

import re

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec"
_WEEKDAYS = "mon tue wed thu fri sat sun"
_NUMBERS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty"
)
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty-first"
)
_TENS = "thirty forty fifty sixty seventy eighty ninety"
_MONTH_NUMBERS = {name: number for number, name in enumerate(_MONTHS.split(), 1)}
_WEEKDAY_NUMBERS = {name: number for number, name in enumerate(_WEEKDAYS.split(), 1)}
_COUNTS = {
    **{name: float(number) for number, name in enumerate(_NUMBERS.split())},
    **{name: 10.0 * number for number, name in enumerate(_TENS.split(), 3)},
    **dict.fromkeys(("a", "an", "the"), 1.0),
    **dict.fromkeys(("a couple of", "a couple", "both"), 2.0),
    **dict.fromkeys(("half a", "half an"), 0.5),
    "hundred": 100.0,
    "a hundred": 100.0,
    "a dozen": 12.0,
}
ORDINAL_NUMBERS = {name: number for number, name in enumerate(_ORDINALS.split(), 1)}
PARTS = {"morning": "MO", "afternoon": "AF", "evening": "EV", "night": "NI"}
SEASON_NAMES = {"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI"}

MONTH_NAME = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
)
_SHORT_MONTH = r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?"
# A month's full name takes no point: that would be the sentence's.
MONTH = rf"(?P<month>{MONTH_NAME}|{_SHORT_MONTH})"
WEEKDAY_NAME = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
WEEKDAY = rf"(?P<weekday>{WEEKDAY_NAME})"
_WEEKDAY_SHORT = rf"(?:{WEEKDAY_NAME}|(?:Mon|Tues?|Wed|Thur?s?|Fri|Sat|Sun)\b\.?)"
ON_WEEKDAY = rf"(?:(?:(?:last|next|this)\s)?{_WEEKDAY_SHORT},?\s(?:the\s)?)?"
DAY = r"(?P<day>(?:3[01]|[12][0-9]|0?[1-9])(?:st|nd|rd|th)?)(?![0-9]|[.,:][0-9]|\s?%)"
YEAR = r"(?P<year>(?:1[0-9]|20|21)[0-9][0-9])(?![0-9]|[.,][0-9]|\s?%|s\b)"
# Behind a day two figures are a year: 7 October '23.
SHORT_YEAR = r"['’](?P<short>[0-9]{2})(?![0-9]|s\b)"
NEAR_YEAR = (
    r"(?:,?\sof)?\s(?P<near_year>that|the\ssame|this|last|next|the\s(?:following|previous))\syear"
)
PART = r"(?P<part>morning|afternoon|evening|night)"
_NUMBER_WORD = rf"(?:{'|'.join(_NUMBERS.split()[1:] + _TENS.split())})"
COUNT = (
    r"(?P<count>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,4}(?:\.[0-9])?(?:\s1/2)?|a\scouple(?:\sof)?"
    rf"|a\sdozen|half\san?|(?:a|one)\shundred|{_NUMBER_WORD}(?:-{_NUMBER_WORD})?|an?)"
)
VAGUE = r"(?P<vague>(?:a\s)?few|several|some|many|a\snumber\sof|a\scouple)"
ORDINAL = rf"(?:{'|'.join(_ORDINALS.split()[::-1])}|[12]?[0-9](?:st|nd|rd|th))"
UNIT = r"(?P<unit>second|minute|hour|day|week|fortnight|month|quarter|year|decade|century|centurie)"
# What says on which side of a number it is belongs to it; "about" and "only" stay out.
ABOUT = r"(?:(?:(?:more|less|fewer)\sthan|over(?!\sthe))\s)?"
# Names of other things that have a day in them; "24 hours a day" is always, "in some quarters" who.
NOT_DAYS = (
    r"(?:(?i:(?:24|twenty-four)\shours\sa\sday\b|(?:7|seven)\sdays\sa\sweek\b"
    r"|(?:365|366)\sdays\sa\syear\b|(?:some|many)\squarters\b)"
    r"|(?:Black|Bloody|Cyber|Super|Ruby|Sheffield)\s[A-Z][a-z]+day\b|[A-Z][a-z]+day\s(?:Times"
    r"|Telegraph|Mirror|Mail|Express|Herald|Star|Post|Sun|Independent|Observer|Tribune|Night\sLive"
    r"|Night\sFootball|Night\sLights)\b|Christmas\sIslands?\b)"
)
# Nouns whose number is no year: Flight 1903.
NUMBERED = (
    r"(?:Flights?|Articles?|Highway|Route|Sections?|Version|Room|Channel|Model|Boeing|Airbus"
    r"|Resolution|Nos?\.|Number|Chapter|Rule|Form|Type|Unit|Suite|Gate|Bus|Train|Area|Zone|Box|Lot)"
)


def month_number(name: str) -> int:
    return _MONTH_NUMBERS[name[:3].lower()]


def weekday_number(name: str) -> int:
    """From 1 for Monday, as ISO 8601 counts."""
    return _WEEKDAY_NUMBERS[name[:3].lower()]


def number_value(words: str) -> float:
    """What a number in figures or words is; 0 where it cannot be told."""
    plain = re.sub(r"\s+", " ", words.lower().replace(",", ""))
    if plain in _COUNTS:
        return _COUNTS[plain]
    if found := re.fullmatch(r"([0-9.]+)( 1/2)?", plain):
        return float(found[1]) + (0.5 if found[2] else 0.0)
    return sum(_COUNTS.get(part, 0.0) for part in plain.split("-"))
