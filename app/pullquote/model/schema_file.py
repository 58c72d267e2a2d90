"""The label schema as TOML, read into values; a bad one is refused with its line and reason."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar, get_args

from pullquote.errors import PullquoteError
from pullquote.model.schema import Attribute, Layer, RelationType, Schema, Underline, Unit

FORMAT = "pullquote-schema/1"
# Letters that do something else in the text; two of them are there for attributes.
RESERVED_KEYS = frozenset("EGHJKLMNPRTVWY")
ATTRIBUTE_KEYS = frozenset("TY")


class SchemaError(PullquoteError):
    """A schema that cannot be used; `line` counts from 1."""

    template = "Line {line} of the label schema: {reason}. Correct it and open the schema again."

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(line=line, reason=reason)
        self.line = line
        self.reason = reason

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.line, self.reason)


def parse_schema(toml: str) -> Schema:
    """The schema written in `toml`; raises SchemaError."""
    table = _Table(_load(toml), (), entry_lines(toml))
    table.only("format", "name", "guidelines", "layer", "relation")
    if table.text("format") != FORMAT:
        raise table.error(f'the format is not "{FORMAT}"', "format")
    layers, relations = table.tables("layer"), table.tables("relation")
    if not layers:
        raise table.error("there is no layer; a schema has at least one [[layer]]")
    _each_once(layers, "id", "layer")
    _each_once(relations, "id", "relation")
    _check_layer_keys(layers)
    names = [layer.text("id") for layer in layers]
    return Schema(
        table.text("name"),
        tuple(_layer(layer) for layer in layers),
        tuple(_relation(relation, names) for relation in relations),
        table.text("guidelines", ""),
    )


def entry_lines(toml: str) -> dict[tuple[str | int, ...], int]:
    """The line, from 1, of each table and entry by its path: ("layer", 0, "key")."""
    lines: dict[_Path, int] = {}
    counts: dict[_Path, int] = {}
    place: _Path = ()
    closing = ""
    for number, line in enumerate(toml.split("\n"), 1):
        if closing:
            # Whatever a line inside a long text looks like, it is none of the file's own.
            closing = "" if closing in line else closing
        elif header := _HEADER.match(line):
            place = _place(re.split(r"\s*\.\s*", header[1]), counts)
            lines[place] = number
        elif entry := _ENTRY.match(line):
            lines[*place, entry[1]] = number
            closing = _opened(line[entry.end() :].strip())
    return lines


def _opened(value: str) -> str:
    """The marks that end a long text which goes on in the next line, "" if there is none."""
    marks = value[:3]
    return marks if marks in {'"""', "'''"} and marks not in value[3:] else ""


_Choice = TypeVar("_Choice")
_Path = tuple[str | int, ...]
_AT_LINE = re.compile(r"(.*) \(at (?:line (\d+), column \d+|end of document)\)")
_HEADER = re.compile(r"\s*\[\[?\s*(\w+(?:\s*\.\s*\w+)*)\s*\]")
_ENTRY = re.compile(r"\s*([\w-]+)\s*=")
_ID = re.compile(r"[a-z][a-z0-9_]*")
_UNDERLINES: Mapping[str, Underline] = {name: name for name in get_args(Underline)}
_UNITS: Mapping[str, Unit] = {name: name for name in get_args(Unit)}
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


def _load(toml: str) -> dict[str, Any]:
    try:
        return tomllib.loads(toml)
    except tomllib.TOMLDecodeError as error:
        found = _AT_LINE.fullmatch(str(error))
        line = int(found[2]) if found and found[2] else toml.count("\n") + 1
        raise SchemaError(line, f"not TOML ({found[1] if found else error})") from None
    except (ValueError, RecursionError) as error:
        # A number of more digits than Python reads, a day that no calendar has, lists in lists.
        why = "nested too deeply" if isinstance(error, RecursionError) else str(error)
        lines = toml.split("\n")
        raise SchemaError(lines.index(max(lines, key=len)) + 1, f"not TOML ({why})") from None


def _place(names: Sequence[str], counts: dict[_Path, int]) -> _Path:
    """The path of the next table called `names`, inside the last of those it is in."""
    place: _Path = ()
    for name in names[:-1]:
        place = (*place, name, max(counts.get((*place, name), 0) - 1, 0))
    last = (*place, names[-1])
    counts[last] = counts.get(last, 0) + 1
    return (*last, counts[last] - 1)


class _Table:
    """A table of the file; what it gives has been checked."""

    def __init__(self, values: dict[str, Any], path: _Path, lines: dict[_Path, int]) -> None:
        self._values = values
        self._path = path
        self._lines = lines

    def error(self, reason: str, key: str = "") -> SchemaError:
        path = (*self._path, key)
        while path and path not in self._lines:
            path = path[:-1]
        return SchemaError(self._lines.get(path, 1), reason)

    def only(self, *known: str) -> None:
        for key in self._values:
            if key not in known:
                raise self.error(f'unknown key "{key}"', key)

    def text(self, key: str, default: str | None = None) -> str:
        value = self._values.get(key, default)
        if value is None:
            raise self.error(f'"{key}" is missing')
        if not isinstance(value, str) or (not value.strip() and default is None):
            raise self.error(f'"{key}" must be text in quotation marks', key)
        return value

    def identifier(self) -> str:
        name = self.text("id")
        if not _ID.fullmatch(name):
            reason = f'"{name}" is no id: small letters, digits and _, a letter first'
            raise self.error(reason, "id")
        return name

    def choice(self, key: str, default: str, choices: Mapping[str, _Choice]) -> _Choice:
        name = self.text(key, default)
        if name not in choices:
            raise self.error(_not_one_of(name, key, choices), key)
        return choices[name]

    def texts(self, key: str) -> tuple[str, ...]:
        values = self._values.get(key, [])
        if not isinstance(values, list) or not all(isinstance(v, str) and v for v in values):
            raise self.error(f'"{key}" must be a list of texts', key)
        if len(set(values)) < len(values):
            raise self.error(f'"{key}" names something twice', key)
        return tuple(values)

    def texts_by_name(self, key: str, names: Sequence[str]) -> tuple[tuple[str, str], ...]:
        """A table of texts, one for each of some of the names."""
        values = self._values.get(key, {})
        if not isinstance(values, dict) or not all(isinstance(v, str) for v in values.values()):
            raise self.error(f'"{key}" must be a table of texts, by value', key)
        for name in values:
            if name not in names:
                raise self.error(_not_one_of(name, key, names), key)
        return tuple(values.items())

    def flag(self, key: str) -> bool:
        value = self._values.get(key, False)
        if not isinstance(value, bool):
            raise self.error(f'"{key}" must be true or false', key)
        return value

    def count(self, key: str) -> int | None:
        value = self._values.get(key)
        if value is not None and (type(value) is not int or value < 1):
            raise self.error(f'"{key}" must be a number from 1', key)
        return value

    def colours(self, key: str) -> tuple[str, str, str] | tuple[()]:
        values = self._values.get(key, [])
        if not isinstance(values, list) or not all(_is_colour(value) for value in values):
            raise self.error(f'"{key}" must be colours as "#rrggbb"', key)
        if not values:
            return ()
        if len(values) != 3:
            raise self.error(f'"{key}" must be three colours: line, tint, tint if selected', key)
        return values[0], values[1], values[2]

    def letter(self) -> str:
        """The key, a capital letter, "" where none is set."""
        key = self.text("key", "").upper()
        if key and not re.fullmatch("[A-Z]", key):
            raise self.error(f'the key "{key}" is not a single letter from A to Z', "key")
        return key

    def tables(self, key: str) -> list["_Table"]:
        values = self._values.get(key, [])
        if not isinstance(values, list) or not all(isinstance(value, dict) for value in values):
            raise self.error(f'"{key}" must be written as tables: [[{key}]]', key)
        return [
            _Table(value, (*self._path, key, number), self._lines)
            for number, value in enumerate(values)
        ]


def _layer(table: _Table) -> Layer:
    table.only(
        "id", "name", "key", "underline", "unit", "opens", "speaker", "attribute", "light", "dark",
        "guideline",
    )  # fmt: skip
    attributes = table.tables("attribute")
    _each_once(attributes, "id", "attribute")
    return Layer(
        id=table.identifier(),
        name=table.text("name"),
        key=table.letter(),
        underline=table.choice("underline", "solid", _UNDERLINES),
        unit=table.choice("unit", "word", _UNITS),
        opens=table.flag("opens"),
        speaker=table.flag("speaker"),
        attributes=tuple(_attribute(attribute) for attribute in attributes),
        light=table.colours("light"),
        dark=table.colours("dark"),
        guideline=table.text("guideline", ""),
    )


def _attribute(table: _Table) -> Attribute:
    table.only("id", "name", "values", "default", "key", "guideline")
    values, default = table.texts("values"), table.text("default", "")
    if values and default and default not in values:
        raise table.error(_not_one_of(default, "default", values), "default")
    return Attribute(
        id=table.identifier(),
        name=table.text("name"),
        values=values,
        default=default,
        key=table.letter(),
        guidelines=table.texts_by_name("guideline", values),
    )


def _relation(table: _Table, layers: Sequence[str]) -> RelationType:
    table.only("id", "name", "from", "to", "most", "roles", "acyclic")
    return RelationType(
        id=table.identifier(),
        name=table.text("name"),
        heads=_ends(table, "from", layers),
        tails=_ends(table, "to", layers),
        most=table.count("most"),
        roles=table.texts("roles"),
        acyclic=table.flag("acyclic"),
    )


def _ends(table: _Table, key: str, layers: Sequence[str]) -> tuple[str, ...]:
    names = table.texts(key)
    if not names:
        raise table.error(f'"{key}" must name at least one layer', key)
    for name in names:
        if name not in layers:
            raise table.error(f'"{key}" names the layer "{name}", which does not exist', key)
    return names


def _each_once(tables: Iterable[_Table], key: str, what: str) -> None:
    seen = set()
    for table in tables:
        name = table.text(key)
        if name in seen:
            raise table.error(f'a second {what} with the {key} "{name}"', key)
        seen.add(name)


def _check_layer_keys(layers: Sequence[_Table]) -> None:
    taken: set[str] = set()
    for layer in layers:
        layer.text("key")
        letter = layer.letter()
        if letter in RESERVED_KEYS:
            raise layer.error(f'the key "{letter}" does something else in the text', "key")
        if letter in taken:
            raise layer.error(f'a second layer with the key "{letter}"', "key")
        taken.add(letter)
    for layer in layers:
        _check_attribute_keys(layer.tables("attribute"), taken)


def _check_attribute_keys(attributes: Sequence[_Table], layer_keys: set[str]) -> None:
    taken: set[str] = set()
    for attribute in attributes:
        letter = attribute.letter()
        if letter in layer_keys:
            raise attribute.error(f'the key "{letter}" belongs to a layer', "key")
        if letter in RESERVED_KEYS - ATTRIBUTE_KEYS:
            raise attribute.error(f'the key "{letter}" does something else in the text', "key")
        if letter in taken:
            raise attribute.error(f'a second attribute with the key "{letter}"', "key")
        taken |= {letter} if letter else set()


def _is_colour(value: object) -> bool:
    return isinstance(value, str) and _COLOUR.fullmatch(value) is not None


def _not_one_of(name: str, what: str, choices: Iterable[str]) -> str:
    return f'the {what} "{name}" is none of {", ".join(choices)}'
