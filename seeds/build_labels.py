"""Make seeds/labels/, an export of the sample project, from the hand-written seeds/labels.toml."""

import re
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from pullquote.assets import RESOURCES
from pullquote.calendar.values import is_value
from pullquote.model.rules import rule_problems
from pullquote.model.schema import Schema
from pullquote.model.schema_file import parse_schema
from pullquote.model.values import Alias, Annotation, NewDocument, Relation, State
from pullquote.reading import expand, read
from pullquote.store import Project, Writer
from pullquote.store.merge.restore import restore_verbs
from pullquote.text.segments import paragraphs
from pullquote.text.spans import Span
from pullquote.workflow.export import export

SEEDS = Path(__file__).parent
SOURCE = SEEDS / "labels.toml"
ARTICLES = SEEDS / "articles"
LABELS = SEEDS / "labels"
SCHEMA = RESOURCES / "schemas" / "statements.toml"

HEADS = ("quote", "claim", "not_quote", "date")
ROLES = ("utterance", "event", "deadline")
RELATIONS = ("said_by", "cue", *ROLES)
OTHERS = ("by", "speaker", "note", "continues", "since")
# The time between two labels of one annotator.
PACE = timedelta(seconds=20)

Entry = Mapping[str, Any]
Words = str | Sequence[str | int]


class BadSource(ValueError):
    """What is wrong in labels.toml, and in which document."""


def build(to: Path) -> None:
    source = tomllib.loads(SOURCE.read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sample.pullquote"
        toml = SCHEMA.read_text(encoding="utf-8")
        with Project.create(path, name="Sample", schema_toml=toml) as project:
            with project.operation("Take the uid of the sample", 0) as writer:
                restore_verbs(writer).put_project_uid(source["project"])
            with project.operation("Label the sample", 0) as writer:
                _Sample(writer, source, parse_schema(toml)).write()
            with Project.open(path, read_only=True) as again:
                export(again, "jsonl", to)


def articles() -> dict[str, NewDocument]:
    """The articles that labels may belong to, by name; `origin` has no folder of this machine.

    Web pages are left out: their text depends on the version of the library that reads them.
    """
    files = [file for file in expand([ARTICLES]).files if file.suffix != ".html"]
    found = (item for file in files for item in read(file) if isinstance(item, NewDocument))
    return {
        new.name: replace(new, origin=f"{ARTICLES.name}/{Path(new.origin).name}") for new in found
    }


def place(text: str, words: Words, within: Sequence[Span]) -> Span:
    """Where `words`, or ["words", number], stand in the stretches `within`.

    Raises BadSource for words that are not there, or there more often and without a number.
    """
    wanted, number = (words, 0) if isinstance(words, str) else (str(words[0]), int(words[1]))
    first, _, last = wanted.partition(" ... ")
    found = [
        Span(match.start(), _end(text, match.end(), last))
        for stretch in within
        for match in _whole_words(first).finditer(text, stretch.start, stretch.end)
    ]
    if not found or number > len(found):
        raise BadSource(f"{wanted!r} stands there {len(found)} times, not {number or 1}")
    if len(found) > 1 and not number:
        raise BadSource(f"{wanted!r} stands there {len(found)} times; give it a number")
    return found[number - 1 if number else 0]


def _end(text: str, end: int, last: str) -> int:
    if not last:
        return end
    found = _whole_words(last).search(text, end)
    if found is None:
        raise BadSource(f"{last!r} does not follow")
    return found.end()


def _whole_words(words: str) -> re.Pattern[str]:
    before = r"\b" if words[0].isalnum() else ""
    after = r"\b" if words[-1].isalnum() else ""
    return re.compile(before + re.escape(words) + after)


class _Sample:
    """The sample project under way."""

    def __init__(self, writer: Writer, source: Mapping[str, Any], schema: Schema) -> None:
        self._writer = writer
        self._source = source
        self._schema = schema
        self._project = UUID(source["project"])
        self._articles = articles()
        self._documents: dict[str, int] = {}

    def write(self) -> None:
        names = self._source["annotators"]
        people = {key: self._writer.add_annotator(name).id for key, name in names.items()}
        for entry in self._source["document"]:
            self._documents[entry["name"]] = self._add_document(entry["name"])
        speakers = {entry["name"]: self._speaker(entry) for entry in self._source["speaker"]}
        for entry in self._source["speaker"]:
            if into := entry.get("merged_into"):
                self._writer.merge_speaker(speakers[entry["name"]], speakers[into])
        for entry in self._source["document"]:
            for key, annotator in people.items():
                if key in entry:
                    self._label(entry, key, annotator, speakers)

    def _add_document(self, name: str) -> int:
        if name not in self._articles:
            raise BadSource(f"{name}: there is no such article")
        return self._writer.add_document(self._articles[name], self._uid("document", name))

    def _speaker(self, entry: Entry) -> int:
        name = entry["name"]
        made = self._writer.add_speaker(
            name,
            entry.get("kind", "person"),
            note=entry.get("note"),
            uid=self._uid("speaker", name),
        )
        aliases = [(form, None) for form in entry.get("aliases", ())]
        aliases += [(form, at) for at, forms in entry.get("here", {}).items() for form in forms]
        for form, document in aliases:
            uid = self._uid("alias", name, form, document or "")
            where = self._documents[document] if document else None
            restore_verbs(self._writer).put_alias(Alias(0, uid, made.id, form, where))
        return made.id

    def _label(self, entry: Entry, key: str, annotator: int, speakers: Mapping[str, int]) -> None:
        name, work = entry["name"], entry[key]
        sheet = _Sheet(
            self._uid("labels", name, key),
            self._articles[name],
            self._documents[name],
            annotator,
            self._schema,
            speakers,
            work["at"],
        )
        mine = [label for label in entry["labels"] if label.get("by", key) == key]
        for label in mine if work["state"] != "skipped" else ():
            try:
                sheet.add(label)
            except BadSource as problem:
                raise BadSource(f"{name}, {label}: {problem}") from None
        sheet.write(self._writer)
        at = _time(sheet.at)
        restore_verbs(self._writer).put_state(
            State(self._documents[name], annotator, work["state"], work.get("reason"), at)
        )

    def _uid(self, *names: str) -> str:
        return str(uuid5(self._project, "\n".join(names)))


@dataclass
class _Sheet:
    """The labels of one annotator in one document; `at` is when the next one is made."""

    uid: str
    article: NewDocument
    document: int
    annotator: int
    schema: Schema
    speakers: Mapping[str, int]
    at: datetime
    labels: dict[tuple[str, Span], Annotation] = field(default_factory=dict)
    relations: list[Relation] = field(default_factory=list)

    def add(self, entry: Entry) -> None:
        layer = next(kind for kind in HEADS if kind in entry)
        self._check_keys(layer, entry)
        whole = [Span(0, len(self.article.text))]
        if layer == "date":
            self._date(entry["date"], whole)
            return
        span = place(self.article.text, entry[layer], whole)
        own = None if "said_by" in entry else self._speaker(entry)
        head = self._put(layer, span, self._attributes(layer, entry), own, entry.get("note"))
        self._relate_parts(head, entry)
        if "continues" in entry:
            earlier = place(self.article.text, entry["continues"], whole)
            self._relate("continues", head, self._there(layer, earlier))

    def write(self, writer: Writer) -> None:
        """Raise BadSource for labels that break a rule of the schema."""
        if broken := rule_problems(self.schema, self.labels.values(), self.relations):
            raise BadSource(f"{self.article.name}: {broken[0]}")
        verbs = restore_verbs(writer)
        rows = {label.id: verbs.put_annotation(label) for label in self.labels.values()}
        for relation in self.relations:
            verbs.put_relation(
                replace(relation, head=rows[relation.head], tail=rows[relation.tail])
            )

    def _check_keys(self, layer: str, entry: Entry) -> None:
        found = self.schema.layer(layer)
        attributes = [attribute.id for attribute in found.attributes] if found else []
        unknown = set(entry) - {layer, *RELATIONS, *OTHERS, *attributes}
        if unknown:
            raise BadSource(f"what is {', '.join(sorted(unknown))}?")

    def _relate_parts(self, head: Annotation, entry: Entry) -> None:
        near = list(self._paragraphs(head.span))
        if "said_by" in entry:
            span = place(self.article.text, entry["said_by"], near)
            mention = self._put("speaker", span, {}, self._speaker(entry))
            self._relate("said_by", head, mention)
        if "cue" in entry:
            cue = self._put("cue", place(self.article.text, entry["cue"], near))
            self._relate("cued_by", head, cue)
        for role in ROLES:
            if role in entry:
                date = self._date(entry[role], near, entry.get("since"))
                self._relate("dated_by", head, date, role)

    def _date(
        self, entry: Sequence[str | int], near: Sequence[Span], since: str | None = None
    ) -> Annotation:
        """A date by [words, value], with a number or "hand" behind."""
        words, value, *more = entry
        if not is_value(str(value)):
            raise BadSource(f"{value!r} is no calendar value")
        number = [part for part in more if isinstance(part, int)]
        span = place(self.article.text, [words, *number] if number else str(words), near)
        earlier = self._last_date(since) if since else None
        made = self._put("date", span, _date_attributes(span.of(self.article.text), entry, since))
        if earlier:
            self._relate("anchored_on", made, earlier)
        return made

    def _last_date(self, words: str) -> Annotation:
        return self._there(
            "date", place(self.article.text, words, [Span(0, len(self.article.text))])
        )

    def _put(
        self,
        layer: str,
        span: Span,
        attributes: Mapping[str, str] | None = None,
        speaker: int | None = None,
        note: str | None = None,
    ) -> Annotation:
        """The label there, a new one if need be."""
        if (layer, span) in self.labels:
            return self.labels[layer, span]
        self.at += PACE
        at = _time(self.at)
        made = Annotation(
            id=len(self.labels) + 1,
            uid=str(uuid5(UUID(self.uid), f"{layer} {span.start} {span.end}")),
            document=self.document,
            annotator=self.annotator,
            layer=layer,
            start=span.start,
            end=span.end,
            attributes=attributes or {},
            speaker=speaker,
            note=note,
            created_by=self.annotator,
            created_at=at,
            changed_at=at,
        )
        self.labels[layer, span] = made
        return made

    def _there(self, layer: str, span: Span) -> Annotation:
        if (layer, span) not in self.labels:
            raise BadSource(f"{span.of(self.article.text)!r} has to be labelled before")
        return self.labels[layer, span]

    def _relate(self, kind: str, head: Annotation, tail: Annotation, role: str = "") -> None:
        uid = str(uuid5(UUID(self.uid), f"{kind} {head.uid} {tail.uid} {role}"))
        number = len(self.relations) + 1
        ends = (kind, head.id, tail.id, role, _time(self.at))
        self.relations.append(Relation(number, uid, self.document, self.annotator, *ends))

    def _attributes(self, layer: str, entry: Entry) -> dict[str, str]:
        found = self.schema.layer(layer)
        given = {a.id: entry[a.id] for a in found.attributes if a.id in entry} if found else {}
        return {**(found.defaults() if found else {}), **given}

    def _speaker(self, entry: Entry) -> int | None:
        name = entry.get("speaker")
        if name is not None and name not in self.speakers:
            raise BadSource(f"{name!r} is not in the register")
        return self.speakers[name] if name else None

    def _paragraphs(self, span: Span) -> Iterator[Span]:
        return (p for p in paragraphs(self.article.text) if p.overlaps(span))


def _date_attributes(words: str, entry: Sequence[str | int], since: str | None) -> dict[str, str]:
    """Words with a year stand for themselves; others count from `since` or the publication."""
    value = str(entry[1])
    fixed, anchor = "anchor", "date" if since else "publication"
    if "hand" in entry:
        fixed, anchor = "hand", "none"
    elif re.search(r"\d{4}", words):
        fixed, anchor = "words", "none"
    kind = "TIME" if ":" in value else "DATE"
    return {"type": kind, "value": value, "fixed": fixed, "anchor": anchor}


def _time(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%S.000Z")


if __name__ == "__main__":
    build(Path(sys.argv[1]) if len(sys.argv) > 1 else LABELS)
