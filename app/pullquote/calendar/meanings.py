"""What the words of a date mean: a value for each form of `patterns`."""

import re
from calendar import monthcalendar
from collections.abc import Callable, Mapping
from datetime import date, timedelta

from pullquote.calendar import vocabulary
from pullquote.calendar.relative_dates import Context, DateReading, Which, stepped, value_of
from pullquote.calendar.values import days
from pullquote.calendar.vocabulary import month_number, number_value, weekday_number

Groups = Mapping[str, str]
Reader = Callable[[Groups, Context], DateReading]

_WHICH: dict[str, Which] = {
    **dict.fromkeys(("last", "latest", "past", "previous", "prior", "preceding"), "last"),
    **dict.fromkeys(("this", "current", "same"), "this"),
    **dict.fromkeys(("next", "coming", "upcoming", "following"), "next"),
}
_STEPS = {"last": -1, "this": 0, "next": 1, "": 0}
_TELLING = frozenset({"previous", "preceding", "following", "that", "same"})


def _which(groups: Groups) -> Which:
    return _WHICH.get(groups["which"].lower(), "")


def _day_value(year: str, month: int, day: int) -> str:
    return f"{year}-{month:02}-{day:02}"


def ordered_figures(groups: Groups, _: Context) -> DateReading:
    """Figures in the order year, month, day."""
    value = _day_value(groups["year"], int(groups["monthno"]), int(groups["dayno"]))
    return DateReading(value if days(value) else "")


def day_in_figures(groups: Groups, _: Context) -> DateReading:
    """Day and month in figures, in either order; the year only, where that cannot be told."""
    one, two, year = int(groups["one"]), int(groups["two"]), groups["year"]
    if len(year) == 2:
        year = whole_year(year)
    if groups["point"] in ".-" or one == two or two <= 12 < one:
        value = _day_value(year, two, one)
    elif one <= 12 < two:
        value = _day_value(year, one, two)
    else:
        return DateReading(year)
    return DateReading(value if days(value) else "")


def dashed_day(groups: Groups, context: Context) -> DateReading:
    """7-Oct-2023, 14-02-2024."""
    return month_day(groups, context) if groups["month"] else day_in_figures(groups, context)


def month_day(groups: Groups, context: Context) -> DateReading:
    month = month_number(groups["month"])
    name = groups["ordinal"].lower()
    day = vocabulary.ORDINAL_NUMBERS.get(name) or int(re.sub(r"\D", "", groups["day"] or name))
    return _of_year(groups, context, lambda year: _day_value(year, month, day))


def nth_weekday(groups: Groups, context: Context) -> DateReading:
    """The first Monday in May."""
    month, number = month_number(groups["month"]), weekday_number(groups["weekday"])
    place = {"first": 0, "second": 1, "third": 2, "fourth": 3, "last": -1}[
        groups["ordinal"].lower()
    ]

    def find(year: str) -> str:
        if not year.isdigit():
            return f"XXXX-{month:02}"
        weeks = monthcalendar(int(year), month)
        found = [week[number - 1] for week in weeks if week[number - 1]]
        return _day_value(year, month, found[place])

    return _of_year(groups, context, find)


def _of_year(groups: Groups, context: Context, value: Callable[[str], str]) -> DateReading:
    """What has its year behind it, as a number or as "that year"; else the nearest that fits."""
    if written := groups["year"] or whole_year(groups["short"]):
        found = value(written)
        return DateReading(found if days(found) else "")
    if groups["near_year"]:
        which = {"which": groups["near_year"].removeprefix("the ").lower(), "unit": "year"}
        near = near_unit({**_NO_WORDS, **which}, context)
        return DateReading(value(near.value), near.anchor)
    return context.yearly(value)


_NO_WORDS = {"article": "", "which": "", "unit": ""}


def whole_year(short: str) -> str:
    """The year that two figures stand for: 1970 to 2069."""
    if not short:
        return ""
    return f"20{short}" if int(short) < 70 else f"19{short}"


def day_of_month(groups: Groups, context: Context) -> DateReading:
    """A day alone: of the month that the text has come to."""
    there = context.previous.known("month")
    day = int(re.sub(r"\D", "", groups["day"]))
    if there is None:
        return DateReading(f"XXXX-XX-{day:02}", "date")
    value = _day_value(f"{there.year:04}", there.month, day)
    return DateReading(value if days(value) else "", "date")


def month(groups: Groups, context: Context) -> DateReading:
    written = f"{month_number(groups['month']):02}"
    if groups["year"] or groups["near_year"]:
        return _of_year(groups, context, lambda year: f"{year}-{written}")
    return context.yearly(lambda year: f"{year}-{written}", _which(groups))


def year(groups: Groups, _: Context) -> DateReading:
    return DateReading(groups["year"])


def era(groups: Groups, _: Context) -> DateReading:
    """264 BC, AD 79."""
    number = int(groups["count"])
    before = groups["era"].upper().startswith("B")
    return DateReading(f"BC{number:04}" if before else f"{number:04}" if number else "")


def two_years(groups: Groups, _: Context) -> DateReading:
    """A season or a school year: 2023-24."""
    first = int(groups["year"])
    last = first - first % 100 + int(groups["short"])
    return DateReading(f"{first}/{last}" if last > first else str(first))


def fiscal(_: Groups, __: Context) -> DateReading:
    """A year of accounts, which begins on a day that only its company knows."""
    return DateReading("XXXX")


def decade(groups: Groups, context: Context) -> DateReading:
    digits = groups["decade"]
    if len(digits) == 4:
        # The 1800s are mostly the century.
        hundred = digits.endswith("00") and digits < "2000"
        return DateReading(f"{digits[:2]}XX" if hundred else f"{digits[:3]}X")
    published = context.publication.known("decade") or date(2000, 1, 1)
    century = published.year // 100 - (int(digits) > published.year % 100)
    return DateReading(f"{century:02}{digits[0]}X")


def tens(groups: Groups, context: Context) -> DateReading:
    """The eighties."""
    name = groups["tens"].lower().removesuffix("ies")
    return decade({"decade": f"{round(number_value(name + 'y'))}"}, context)


def century(groups: Groups, _: Context) -> DateReading:
    name = groups["ordinal"].lower()
    place = vocabulary.ORDINAL_NUMBERS.get(name) or int(re.sub(r"\D", "", name))
    return DateReading(f"{place - 1:02}XX")


def season(groups: Groups, context: Context) -> DateReading:
    name = vocabulary.SEASON_NAMES[groups["season"].lower()]
    if groups["year"]:
        return DateReading(f"{groups['year']}-{name}")
    return context.yearly(lambda year: f"{year}-{name}", _which(groups))


def part_of_year(groups: Groups, context: Context) -> DateReading:
    """A quarter or half."""
    mark = _part_mark(groups)
    if groups["year"]:
        return DateReading(f"{groups['year']}-{mark}")
    if which := groups["which"].lower():
        step = 0 if which == "the" else _STEPS[_WHICH[which]]
        near = context.publication.counted(step, "year")
        return DateReading(f"{near.value}-{mark}", near.anchor)
    return context.yearly(lambda year: f"{year}-{mark}")


def _part_mark(groups: Groups) -> str:
    ordinals = {"first": 1, "second": 2, "third": 3, "fourth": 4, "final": 4, "last": 4}
    name = groups["ordinal"].lower()
    place = int(name[0]) if name[0].isdigit() else ordinals[name]
    return f"Q{place}" if groups["unit"].lower().startswith("q") else f"H{min(place, 2)}"


def ended(groups: Groups, day: DateReading) -> DateReading:
    """The quarter ended June 30: the day says which year it is of."""
    known = days(day.value)
    if known is None:
        return DateReading("")
    if groups["ordinal"]:
        value = f"{known.first.year:04}-{_part_mark(groups)}"
    else:
        value = value_of(known.first, "quarter")
    return DateReading(value, day.anchor)


def quarter(groups: Groups, context: Context) -> DateReading:
    """The quarter told of, else the last one."""
    told = context.quarter
    return DateReading(told, "date") if told else context.publication.counted(-1, groups["unit"])


def year_ago(groups: Groups, context: Context) -> DateReading:
    """The same quarter of the year before, or of the year that is named."""
    told, written = context.quarter, groups["year"]
    if told:
        year = int(written or int(told[:4]) - 1)
        return DateReading(f"{year:04}{told[4:]}", "date")
    if written:
        return DateReading(written)
    return context.publication.counted(-1, "year")


def weekdays_ago(groups: Groups, context: Context) -> DateReading:
    """Two Sundays ago."""
    number = weekday_number(groups["weekday"])
    last = context.publication.weekday(number, "last", future=False)
    day = days(last.value)
    there = stepped(day.first, 1 - round(number_value(groups["count"])), "week") if day else None
    return DateReading(there.isoformat() if there else last.value, last.anchor)


def in_units(groups: Groups, context: Context) -> DateReading:
    """In three weeks."""
    count, unit = number_value(groups["count"]), _singular(groups["unit"])
    if unit in {"second", "minute", "hour"}:
        return DateReading("FUTURE_REF", "publication")
    scale = {"decade": ("year", 10), "century": ("year", 100), "fortnight": ("week", 2)}
    unit, times = scale.get(unit, (unit, 1))
    return context.publication.counted(round(count * times), unit)


def weekday(groups: Groups, context: Context) -> DateReading:
    if groups["which"].lower() in {"following", "previous"}:
        told = context.narrative
        found = told.weekday(weekday_number(groups["weekday"]), _which(groups), future=False)
        return with_part(found, groups["part"])
    found = context.publication.weekday(
        weekday_number(groups["weekday"]), _which(groups), future=context.future
    )
    return with_part(found, groups["part"])


def near_day(groups: Groups, context: Context) -> DateReading:
    words = groups["near"].lower()
    offset = {"yesterday": -1, "tomorrow": 1}.get(words, 0)
    part = "night" if words == "tonight" else groups["part"]
    return with_part(context.publication.counted(offset, "day"), part)


def day_beside_told(groups: Groups, context: Context) -> DateReading:
    """The day before, the next day, a day later: counted from where the text has come to."""
    return with_part(context.narrative.counted(_side(groups), "day"), groups["part"])


def day_beside(groups: Groups, day: DateReading) -> DateReading:
    """The day before last Tuesday, the day after tomorrow."""
    known = days(day.value[:10])
    there = stepped(known.first, _side(groups), "day") if known and len(known) == 1 else None
    return DateReading(there.isoformat() if there else "XXXX-XX-XX", day.anchor)


def _side(groups: Groups) -> int:
    return -1 if groups["side"].lower() in {"before", "previous", "earlier"} else 1


def near_unit(groups: Groups, context: Context) -> DateReading:
    """Last week, this year, the same month."""
    unit, which, words = _singular(groups["unit"]), _which(groups), groups["which"].lower()
    told = bool(_TELLING & set(words.split()))
    told = told or (unit == "day" and (words != "this" or context.history))
    # What came "the next year" came after the one told of; "next year" is that of the publication.
    told = told or (which == "next" and groups["article"] != "" and context.tense == "past")
    # "The end of the year" is that of the year told of.
    told = told or (context.history and not which)
    if told or (which == "next" and context.moved):
        return context.narrative.counted(_STEPS[which], unit)
    return context.publication.counted(_STEPS[which], unit)


def weekend(_: Groups, context: Context) -> DateReading:
    """The weekend: the last, or the one to come."""
    return context.publication.counted(0 if context.future else -1, "weekend")


def near_part(groups: Groups, context: Context) -> DateReading:
    """This morning, last night."""
    offset = _STEPS[_which(groups)]
    return with_part(context.publication.counted(offset, "day"), groups["part"])


def away(groups: Groups, context: Context) -> DateReading:
    """Three weeks ago, two days later: as fine as the unit."""
    side = groups["side"].lower()
    back = side in {"ago", "earlier", "before"}
    count, unit = number_value(groups["count"]), _singular(groups["unit"])
    if groups["vague"] or not count:
        return DateReading("PAST_REF" if back else "FUTURE_REF")
    anchor = context.publication if side == "ago" or "now" in side else context.narrative
    one_year = unit == "year" and count == 1 and back and not groups["and_half"]
    compared = side == "earlier" or context.is_recent(context.quarter)
    if one_year and context.quarter and compared:
        return year_ago(groups, context)
    if groups["and_half"]:
        halves = {"year": ("month", 12), "month": ("day", 30), "week": ("day", 7)}
        unit, times = halves.get(unit, (unit, 1))
        count = (count + 0.5) * times
    if unit == "fortnight":
        count, unit = 2 * count, "week"
    if unit in {"decade", "century"}:
        count, unit = count * (10 if unit == "decade" else 100), "year"
    if unit in {"second", "minute", "hour"}:
        return DateReading("PAST_REF" if back else "FUTURE_REF", anchor.name)
    return anchor.counted(round(-count if back else count), unit)


_HALF = 0.5


def duration(groups: Groups, _: Context) -> DateReading:
    unit, count = _singular(groups["unit"]), number_value(groups["count"])
    if unit == "fortnight":
        unit, count = "week", 2 * (count or 1)
    if "past" in groups and not groups["vague"]:
        count = count or 1
    if groups["vague"] or not count:
        return DateReading(_duration("X", unit))
    count += _HALF if groups["and_half"] else 0
    count *= {"decade": 10, "century": 100, "quarter": 3}.get(unit, 1)
    if unit == "hour" and count % 1 == _HALF:
        return DateReading(f"PT{int(count)}H30M" if count > 1 else "PT30M")
    if unit == "year" and count == _HALF:
        return DateReading("P6M")
    return DateReading(_duration(f"{count:g}", unit))


def every(groups: Groups, _: Context) -> DateReading:
    """A set: every Tuesday XXXX-WXX-2, daily P1D."""
    if groups["weekday"]:
        return with_part(
            DateReading(f"XXXX-WXX-{weekday_number(groups['weekday'])}"), groups["part"]
        )
    if groups["month"]:
        return DateReading(f"XXXX-{month_number(groups['month']):02}")
    if groups["part"]:
        return DateReading(f"XXXX-XX-XXT{vocabulary.PARTS[groups['part'].lower()]}")
    units = {
        "dai": "day", "nig": "day", "hou": "hour", "wee": "week", "mon": "month", "qua": "quarter"
    }  # fmt: skip
    word = groups["often"].lower()
    unit = units.get(word[:3], "year") if word else _singular(groups["unit"])
    count = number_value(groups["count"]) or (2 if groups["other"] else 1)
    count *= {"decade": 10, "century": 100, "quarter": 3}.get(unit, 1)
    return DateReading(_duration(f"{count:g}", unit))


def holiday(groups: Groups, context: Context) -> DateReading:
    name = re.sub(r"[^a-z]", "", groups["holiday"].lower())
    find = next(find for key, find in _HOLIDAYS.items() if name.startswith(key))
    written = groups["year"]
    if written:
        found = DateReading(find(int(written)))
    else:
        found = context.yearly(
            lambda year: "XXXX-XX-XX" if year == "XXXX" else find(int(year)), _which(groups)
        )
    return week_of(found) if groups["week"] else found


def reference(groups: Groups, _: Context) -> DateReading:
    word = groups["reference"].lower()
    if word in {"now", "nowadays", "current", "present", "at present", "the present", "currently"}:
        return DateReading("PRESENT_REF")
    past = re.match(r"recent|the past|formerly", word)
    return DateReading("PAST_REF" if past else "FUTURE_REF")


def time_of_day(groups: Groups, day: DateReading) -> DateReading:
    """A time of day on the date `day`."""
    if not groups["hour"]:
        time = "T00:00" if groups["noon"].lower() == "midnight" else "T12:00"
        return DateReading(day.value[:10] + time if day.value else "", day.anchor)
    hour, minute = int(groups["hour"]), groups["minute"] or "00"
    half = groups["half"].lower()[:1]
    if part := groups["part"].lower():
        small = part == "night" and (hour == 12 or hour < 6)
        half = "a" if part == "morning" or small else "p"
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return DateReading(f"{day.value[:10]}T{hour:02}:{minute}" if day.value else "", day.anchor)


def week_of(day: DateReading) -> DateReading:
    interval = days(day.value)
    return DateReading(value_of(interval.first, "week") if interval else "XXXX-WXX", day.anchor)


def from_day(groups: Groups, day: DateReading) -> DateReading:
    """A week from Monday."""
    known = days(day.value[:10])
    count, unit = round(number_value(groups["count"])), _singular(groups["unit"])
    there = stepped(known.first, 7 * count if unit == "week" else count, "day") if known else None
    return DateReading(there.isoformat() if there else "XXXX-XX-XX", day.anchor)


def edge_week(groups: Groups, month: DateReading) -> DateReading:
    """The week of the first or the last day of a month."""
    known = days(month.value)
    if known is None:
        return DateReading("XXXX-WXX", month.anchor)
    last = known.after - timedelta(days=1)
    day = last if groups["ordinal"].lower() == "last" else known.first
    return DateReading(value_of(day, "week"), month.anchor)


def with_part(day: DateReading, part: str) -> DateReading:
    if not part or not day.value:
        return day
    return DateReading(f"{day.value}T{vocabulary.PARTS[part.lower()]}", day.anchor)


def _singular(unit: str) -> str:
    unit = unit.lower()
    return "century" if unit.startswith("centur") else unit.removesuffix("s")


def _duration(count: str, unit: str) -> str:
    time = "T" if unit in {"second", "minute", "hour"} else ""
    letters = {"decade": "Y", "century": "Y", "quarter": "M", "weekend": "D"}
    return f"P{time}{count}{letters.get(unit, unit[0].upper())}"


def _fixed(month: int, day: int) -> Callable[[int], str]:
    return lambda year: f"{year:04}-{month:02}-{day:02}"


def _nth(month: int, weekday: int, place: int, later: int = 0) -> Callable[[int], str]:
    """The day `later` days behind the weekday (Monday is 0) that is at `place` in its month."""

    def find(year: int) -> str:
        found = [week[weekday] for week in monthcalendar(year, month) if week[weekday]]
        return (date(year, month, found[place]) + timedelta(days=later)).isoformat()

    return find


def _good_friday(year: int) -> str:
    return (date.fromisoformat(_easter(year)) - timedelta(days=2)).isoformat()


def _easter(year: int) -> str:
    """Sunday of Easter in the Gregorian calendar: the anonymous algorithm of 1876."""
    golden, century_, rest = year % 19, year // 100, year % 100
    leap, fix = century_ // 4, (8 * century_ + 13) // 25
    epact = (19 * golden + century_ - leap - fix + 15) % 30
    ahead = (32 + 2 * (century_ % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    back = (golden + 11 * epact + 22 * ahead) // 451
    total = epact + ahead - 7 * back + 114
    return f"{year:04}-{total // 31:02}-{total % 31 + 1:02}"


_HOLIDAYS: dict[str, Callable[[int], str]] = {
    "christmaseve": _fixed(12, 24),
    "christmas": _fixed(12, 25),
    "newyearseve": _fixed(12, 31),
    "newyear": _fixed(1, 1),
    "halloween": _fixed(10, 31),
    "valentine": _fixed(2, 14),
    "thanksgiving": _nth(11, 3, 3),
    "easter": _easter,
    "goodfriday": _good_friday,
    "boxingday": _fixed(12, 26),
    "columbusday": _nth(10, 0, 1),
    "electionday": _nth(11, 0, 0, later=1),
    "laborday": _nth(9, 0, 0),
    "memorialday": _nth(5, 0, -1),
    "veteransday": _fixed(11, 11),
}
