"""A file of texts, without a project: documents a line in, what was found in them a line out."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pullquote.calendar.values import days
from pullquote.duplicates.values import Found
from pullquote.errors import Problem
from pullquote.exchange.replacement import publish_file
from pullquote.plugins.plain_form import plain_suggestions
from pullquote.suggest.document import suggest_labels

Id = int | str


@dataclass(frozen=True, slots=True)
class Texts:
    """`documents` are ids, as they were given, and texts; `broken` the lines left out.

    `published` has the days on which they were published, as far as they are known.
    """

    documents: tuple[tuple[Id, str], ...]
    published: Mapping[Id, str]
    broken: tuple[Problem, ...]


def read_texts(path: Path) -> Texts:
    """An object with "id" (text or whole number) and "text" a line; blank lines do not count.

    It may have a "publication_date". Raises Problem where the file cannot be read or is another
    kind of file.
    """
    documents: dict[Id, str] = {}
    published: dict[Id, str] = {}
    broken = []
    try:
        with path.open("rb") as file:
            for number, raw in enumerate(file, 1):
                if b"\0" in raw:
                    raise Problem("{path} is no file of JSON lines.", path=path)
                try:
                    if raw.strip():
                        name, text, day = _document(raw, documents)
                        documents[name] = text
                        if day:
                            published[name] = day
                except ValueError as error:
                    said = "Line {line} of {path} is left out: {why}."
                    broken.append(Problem(said, line=number, path=path, why=error))
    except OSError as error:
        reason = error.strerror or error
        raise Problem("{path} cannot be read: {reason}.", path=path, reason=reason) from error
    return Texts(tuple(documents.items()), published, tuple(broken))


def _document(raw: bytes, known: dict[Id, str]) -> tuple[Id, str, str]:
    """Raises ValueError with the reason, to stand in a sentence."""
    record = json_object(raw)
    name, text = record.get("id"), record.get("text")
    if not isinstance(name, int | str) or isinstance(name, bool):
        raise ValueError('it has no "id" that is a text or a whole number')
    if not isinstance(text, str):
        raise ValueError('it has no "text"')
    if name in known:
        raise ValueError(f"its id {json.dumps(name)} stood in an earlier line")
    day = record.get("publication_date")
    if day is not None and not (isinstance(day, str) and days(day)):
        raise ValueError('its "publication_date" is no day such as "2026-02-28"')
    return name, text, day or ""


def json_object(raw: bytes) -> dict[str, Any]:
    """One line of such a file. Raises ValueError with the reason, to stand in a sentence."""
    try:
        record = json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise ValueError(f"it is not UTF-8 (byte {error.start + 1})") from None
    except json.JSONDecodeError as error:
        raise ValueError(f"it is not JSON ({error.msg}, character {error.pos + 1})") from None
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    if not isinstance(record, dict):
        raise ValueError("it is no object")
    return record


def cluster_lines(found: Found) -> Iterator[str]:
    """A cluster a line: {"cluster", "kind", "passages": [{"document", "start", "end"}]}."""
    for cluster in found.clusters:
        passages = [
            {"document": passage.document, "start": passage.start, "end": passage.end}
            for passage in cluster.passages
        ]
        record = {"cluster": cluster.fingerprint, "kind": cluster.kind, "passages": passages}
        yield json.dumps(record) + "\n"


def suggestion_lines(texts: Texts, more: frozenset[str] = frozenset()) -> Iterator[str]:
    """A document a line, with the labels and relations that are proposed for it; `more` as for
    `suggest_labels`.

    {"id"} and what `plain_form` says.
    """
    for name, text in texts.documents:
        found = suggest_labels(text, texts.published.get(name), more)
        record = {"id": name, **plain_suggestions(found)}
        yield json.dumps(record, ensure_ascii=False) + "\n"


def write_lines(lines: Iterable[str], path: Path) -> None:
    """Whole or not at all. Raises CannotWriteFile where the system refuses."""
    publish_file(path, lines)
