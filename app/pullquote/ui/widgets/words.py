"""Numbers, days and times in the words of the reader's language."""

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from pullquote.calendar.values import DayInterval, days, granularity


def tr(text: str) -> str:
    """`text` in the reader's language, for what is said outside a widget with a `tr` of its own."""
    return QCoreApplication.translate("Window", text)


def number(value: int) -> str:
    """`value` with its thousands apart."""
    locale = QLocale()
    # The plain "C" locale has no separator; English is what the program speaks then.
    return f"{value:,}" if locale.language() == QLocale.Language.C else locale.toString(value)


def counted(value: int, one: str, many: str) -> str:
    """The right one of two templates, filled in: 3, "{} copy", "{} copies" gives "3 copies"."""
    return (one if value == 1 else many).format(number(value))


def day_words(value: str | None, *, weekday: bool = False, long: bool = False) -> str:
    """A calendar value in words: "2026-02-10" is "10 Feb 2026", with `weekday` "Tue 10 Feb 2026".

    A month or a year alone is named as such; any other value comes back as it is, None as "".
    """
    if not value:
        return ""
    month = "MMMM" if long else "MMM"
    named = "dddd " if long else "ddd "
    locale = QLocale()
    day = QDate.fromString(value, "yyyy-MM-dd")
    if day.isValid():
        return locale.toString(day, f"{named if weekday else ''}d {month} yyyy")
    first = QDate.fromString(f"{value}-01", "yyyy-MM-dd")
    return locale.toString(first, f"{month} yyyy") if first.isValid() else value


def date_words(of: date, *, year: bool = True) -> str:
    """10 Feb 2026."""
    return QLocale().toString(QDate(of.year, of.month, of.day), "d MMM yyyy" if year else "d MMM")


def month_words(of: date) -> str:
    """February 2026."""
    return QLocale().toString(QDate(of.year, of.month, 1), "MMMM yyyy")


@lru_cache(256)
def value_in_words(value: str | None) -> str:
    """A calendar value as short as it can be said: 10 Feb 2026, 9 to 15 Feb 2026, or itself."""
    interval = days(value) if value else None
    return _interval(interval) if interval else value or ""


def span_in_words(value: str, *, anchored: bool = True) -> str:
    """The days a date's value covers, or why it covers none.

    `anchored` False: the day it would be counted from is not known.
    """
    interval = days(value)
    if interval:
        return f"{_interval(interval)}, {_length(value, interval)}"
    if value.startswith("XXXX"):
        return tr("open: no year is known") if anchored else tr("open: publication date unknown")
    return _NO_DAYS[value]() if value in _NO_DAYS else tr("no days of the calendar")


def local_time(at: str) -> datetime:
    """A time of the journal (UTC, ISO) on this machine's clock."""
    time = datetime.fromisoformat(at)
    return (time if time.tzinfo else time.replace(tzinfo=UTC)).astimezone()


def clock_time(at: str) -> str:
    return local_time(at).isoformat()[11:16]


def moment_words(at: str) -> str:
    """10 Feb 2026, 14:05."""
    return f"{date_words(local_time(at).date())}, {clock_time(at)}"


_NO_DAYS = {
    "PAST_REF": lambda: tr("in the past, no certain day"),
    "PRESENT_REF": lambda: tr("now, no certain day"),
    "FUTURE_REF": lambda: tr("in the future, no certain day"),
}


def _interval(interval: DayInterval) -> str:
    first, last = interval.first, interval.after - timedelta(days=1)
    if first == last:
        return date_words(first)
    if (first.year, first.month) == (last.year, last.month):
        return tr("{0} to {1}").format(first.day, date_words(last))
    return tr("{0} to {1}").format(
        date_words(first, year=first.year != last.year), date_words(last)
    )


def _length(value: str, interval: DayInterval) -> str:
    fine = granularity(value)
    if fine == "week" and len(interval) == 7:
        return tr("week {0}").format(interval.first.isocalendar().week)
    if fine == "quarter":
        return tr("quarter {0}").format((interval.first.month + 2) // 3)
    return counted(len(interval), tr("one day"), tr("{} days"))


def bidi_isolated(words: str) -> str:
    """`words` so that a script from right to left does not draw what stands beside it over."""
    return f"\u2068{words}\u2069" if any(letter >= "\u0590" for letter in words) else words
