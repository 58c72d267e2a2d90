"""The columns of a table: which is the text, which the title, and what becomes of the others."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter

from pullquote.model.values import Published
from pullquote.reading.day_order import DayOrder, is_open
from pullquote.reading.documents import (
    DAY_FIRST,
    MONTH_FIRST,
    UNREAD_DAY,
    clean_line,
    resolve_references,
)
from pullquote.reading.errors import ColumnMissing, NoTextColumn
from pullquote.reading.publication_date import published
from pullquote.reading.values import Field, FileFields, Source, TableColumns
from pullquote.text.canonical import canonical

_NAMES: Mapping[Field, tuple[str, ...]] = {
    "text": ("text", "body", "content", "fulltext", "articletext", "articlebody", "maintext",
             "plaintext", "article", "story", "document", "message",
             "texte", "texto", "testo", "tekst", "volltext", "inhalt", "artikel", "contenu",
             "contenido", "cuerpo", "treść"),
    "title": ("title", "headline", "heading", "articletitle",
              "titel", "titre", "título", "titulo", "titolo", "tittel", "tytuł", "überschrift",
              "schlagzeile", "rubrik", "overskrift"),
    "source": ("source", "outlet", "publisher", "publication", "newspaper", "sourcename",
               "sitename", "site", "domain", "media",
               "quelle", "medium", "zeitung", "fuente", "fonte", "bron", "kilde", "källa",
               "źródło", "journal"),
    "url": ("url", "link", "address", "permalink", "href", "webaddress", "uri"),
    "published": ("published", "date", "publicationdate", "publisheddate", "publishdate",
                  "datepublished", "publishedat", "pubdate", "publicationtime", "datetime",
                  "timestamp", "published_from",
                  "datum", "fecha", "dato", "erscheinungsdatum", "veröffentlicht"),
    "id": ("id", "externalid", "docid", "documentid", "articleid", "uid", "key"),
    "language": ("language", "lang", "languagecode", "sprache", "langue", "idioma", "lingua"),
}  # fmt: skip
# What an object holds its own value under, as in headline.main or content.rendered.
_HOLDERS = {"main", "name", "rendered", "value", "text", "paragraphs", "content"}
# An object of that name holds what is said of a field, not of the document: source.id is no id.
_OBJECTS = {name for field, names in _NAMES.items() if field != "text" for name in names}
# What programs write for a value that is not there.
_MISSING = {"nan", "NaN", "NaT", "None", "null", "NULL", "<NA>", "N/A", "#N/A", "\\N"}
_GLANCE = 200


def glance(names: Iterable[str], first: Iterable[str]) -> TableColumns:
    """What the mapping dialog shows."""
    names = tuple(names)
    return TableColumns(
        names, tuple(clean_line(cell[:_GLANCE]) for cell in first), guess_columns(names)
    )


@lru_cache(maxsize=64)
def guess_columns(names: tuple[str, ...]) -> Mapping[Field, str]:
    """The likely column of each field that has one."""
    found: dict[Field, str] = {}
    for field, candidates in _NAMES.items():
        ranked = [(rank, name) for name in names if (rank := _rank(name, candidates))]
        if ranked:
            found[field] = min(ranked, key=itemgetter(0))[1]
    return found


def _rank(name: str, candidates: Sequence[str]) -> tuple[int, int] | None:
    """How likely a column is one of these, the least first; None where it is none.

    Names with points are those of members of objects: what holds the value of a field of that name
    comes before what has such a name somewhere.
    """
    plain = _plain(name)
    if plain in candidates:
        return 0, candidates.index(plain)
    *outer, last = map(_plain, name.split("."))
    if outer and last in _HOLDERS and outer[-1] in candidates:
        return 1, candidates.index(outer[-1])
    if outer and last in candidates and not _OBJECTS.intersection(outer):
        return 1 + len(outer), candidates.index(last)
    return None


def present(value: str) -> str:
    """The value of a cell, "" for what a program writes where there is none."""
    return "" if value.strip() in _MISSING else value


def choose_columns(
    source: Source, names: Iterable[str], asked: Mapping[Field, str]
) -> dict[Field, str]:
    """The column of each field: as asked for, else guessed. An asked "" leaves a field out.

    Raises ColumnMissing, and NoTextColumn when nothing says which one is the text.
    """
    names = tuple(names)
    shown = ", ".join(names[:30]) or "none"
    for column in asked.values():
        if column and column not in names:
            raise ColumnMissing(file=source.name, column=column, columns=shown)
    taken = set(asked.values())
    guessed = {f: name for f, name in guess_columns(names).items() if name not in taken}
    chosen = {field: name for field, name in {**guessed, **asked}.items() if name}
    if "text" not in chosen:
        raise NoTextColumn(file=source.name, columns=shown)
    return chosen


def fields_of(
    record: Mapping[str, str],
    columns: Mapping[Field, str],
    order: Callable[[], DayOrder | None],
) -> FileFields:
    """What a row says about its document; columns that are no field become metadata.

    `order` looks through the days of all rows, and is asked for a day that may be another.
    """
    values = {
        field: clean_line(present(record.get(name, "")))
        for field, name in columns.items()
        if field != "text"
    }
    day = values.get("published", "")
    dated, told_by = _dated(day, order)
    metadata = {
        clean_line(name): canonical(value).text.strip()
        for name, value in record.items()
        if value.strip() and name not in columns.values()
    }
    metadata |= told_by
    if dated == Published() and any(map(str.isalnum, day)):
        column = clean_line(columns["published"])
        metadata |= {UNREAD_DAY: column, column: day}
    return FileFields(
        title=clean_line(resolve_references(values.get("title", ""))[0]),
        source=values.get("source") or None,
        url=values.get("url") or None,
        language=values.get("language") or None,
        external_id=values.get("id") or None,
        published=dated,
        metadata=metadata,
    )


def _dated(day: str, order: Callable[[], DayOrder | None]) -> tuple[Published, Mapping[str, str]]:
    """The day, and in metadata what told it from another that it may be."""
    alone = published(day, "field")
    found = order() if is_open(day) else None
    told = published(day, "field", order=found) if found else alone
    if found is None or told == alone:
        return alone, {}
    return told, {DAY_FIRST if found.day_first else MONTH_FIRST: clean_line(found.shown)}


def _plain(name: str) -> str:
    return "".join(filter(str.isalnum, name.casefold()))
