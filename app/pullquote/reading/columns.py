"""The columns of a table: which is the text, which the title, and what becomes of the others."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from pullquote.model.values import Published
from pullquote.reading.documents import UNREAD_DAY, clean_line, resolve_references
from pullquote.reading.errors import ColumnMissing, NoTextColumn
from pullquote.reading.publication_date import published
from pullquote.reading.values import Field, FileFields, Source, TableColumns
from pullquote.text.canonical import canonical

_NAMES: Mapping[Field, tuple[str, ...]] = {
    "text": ("text", "body", "content", "fulltext", "articletext", "articlebody", "maintext",
             "plaintext", "article", "story", "document", "message"),
    "title": ("title", "headline", "heading", "articletitle"),
    "source": ("source", "outlet", "publisher", "publication", "newspaper", "sourcename",
               "sitename", "site", "domain", "media"),
    "url": ("url", "link", "address", "permalink", "href", "webaddress", "uri"),
    "published": ("published", "date", "publicationdate", "publisheddate", "publishdate",
                  "datepublished", "publishedat", "pubdate", "publicationtime", "datetime",
                  "timestamp", "published_from"),
    "id": ("id", "externalid", "docid", "documentid", "articleid", "uid", "key"),
    "language": ("language", "lang", "languagecode"),
}  # fmt: skip
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
    plain = {_plain(name): name for name in reversed(names)}
    return {
        field: plain[known]
        for field, candidates in _NAMES.items()
        if (known := next((name for name in candidates if name in plain), None))
    }


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


def fields_of(record: Mapping[str, str], columns: Mapping[Field, str]) -> FileFields:
    """What a row says about its document; columns that are no field become metadata."""
    values = {
        field: clean_line(record.get(name, ""))
        for field, name in columns.items()
        if field != "text"
    }
    dated = published(values.get("published", ""), "field")
    metadata = {
        clean_line(name): canonical(value).text.strip()
        for name, value in record.items()
        if value.strip() and name not in columns.values()
    }
    day = values.get("published", "")
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


def _plain(name: str) -> str:
    return "".join(filter(str.isalnum, name.casefold()))
