"""Numbers and days in the words of the reader's language."""

from PySide6.QtCore import QCoreApplication, QDate, QLocale


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


def bidi_isolated(words: str) -> str:
    """`words` so that a script from right to left does not draw what stands beside it over."""
    return f"\u2068{words}\u2069" if any(letter >= "\u0590" for letter in words) else words
