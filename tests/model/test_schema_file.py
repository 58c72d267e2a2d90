import pickle

import pytest

from pullquote.assets import RESOURCES
from pullquote.model.schema import Attribute, schema_hash
from pullquote.model.schema_file import ATTRIBUTE_KEYS, RESERVED_KEYS, SchemaError, parse_schema

SMALL = """\
format = "pullquote-schema/1"
name = "Small"

[[layer]]
id = "quote"
name = "Quote"
key = "q"
unit = "quotation"
opens = true
light = ["#112233", "#445566", "#778899"]

[[layer.attribute]]
id = "kind"
name = "Kind"
values = ["direct", "partial"]
default = "direct"
key = "T"

[[layer]]
id = "place"
name = "Place"
key = "B"
underline = "dotted"

[[layer.attribute]]
id = "country"
name = "Country"

[[relation]]
id = "said_in"
name = "Said in"
from = ["quote"]
to = ["place"]
most = 1
roles = ["first", "again"]
"""


def refused(toml):
    with pytest.raises(SchemaError) as caught:
        parse_schema(toml)
    return caught.value


def test_the_schema_that_is_shipped():
    toml = (RESOURCES / "schemas" / "statements.toml").read_text("utf-8")
    schema = parse_schema(toml)
    assert [layer.key for layer in schema.layers] == list("QSCDFX")
    assert [relation.id for relation in schema.relations] == [
        "said_by",
        "cued_by",
        "dated_by",
        "continues",
        "anchored_on",
    ]
    assert [layer.id for layer in schema.layers if layer.opens] == ["quote", "claim"]


def test_a_schema_of_ones_own():
    schema = parse_schema(SMALL)
    quote, place = schema.layers
    assert (quote.key, quote.underline, quote.opens, quote.speaker) == ("Q", "solid", True, False)
    assert quote.attributes == (Attribute("kind", "Kind", ("direct", "partial"), "direct", "T"),)
    assert quote.light == ("#112233", "#445566", "#778899")
    assert (place.underline, place.unit, place.light) == ("dotted", "word", ())
    assert place.attributes == (Attribute("country", "Country"),)
    relation = schema.relation_between("quote", "place")
    assert relation
    assert (relation.most, relation.roles, relation.acyclic) == (1, ("first", "again"), False)


def test_line_ends_of_windows_do_not_matter():
    assert parse_schema(SMALL.replace("\n", "\r\n")) == parse_schema(SMALL)
    assert refused(SMALL.replace('key = "B"', 'key = "Q"').replace("\n", "\r\n")).line == 22


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ('name = "Small"', 'name = "Small', 2, "not TOML"),
        ("most = 1", "most = 1 1", 34, "not TOML"),
        ("again", "ag\nain", 35, "not TOML"),
        ("schema/1", "schema/9", 1, "format"),
        ('format = "pullquote-schema/1"\n', "", 1, '"format" is missing'),
        ('name = "Small"', 'name = " "', 2, '"name"'),
        ('name = "Small"', 'title = "Small"', 2, 'unknown key "title"'),
        ('unit = "quotation"', 'units = "quotation"', 8, 'unknown key "units"'),
        ('values = ["direct', 'value = ["direct', 15, 'unknown key "value"'),
        ('id = "place"', 'id = "quote"', 20, 'a second layer with the id "quote"'),
        ('id = "place"', 'id = "The place"', 20, "no id"),
        ('id = "place"\n', "", 19, '"id" is missing'),
        ('key = "B"\n', "", 19, '"key" is missing'),
        ('key = "B"', 'key = "Q"', 22, 'a second layer with the key "Q"'),
        ('key = "B"', 'key = "BB"', 22, "single letter"),
        ('key = "B"', 'key = "é"', 22, "single letter"),
        ('key = "B"', "key = 2", 22, '"key" must be text'),
        ('key = "B"', 'key = "T"', 22, "something else"),
        ('key = "T"', 'key = "B"', 17, "belongs to a layer"),
        ('key = "T"', 'key = "J"', 17, "something else"),
        ('underline = "dotted"', 'underline = "wavy"', 23, "none of solid, thick"),
        ('unit = "quotation"', 'unit = "line"', 8, "none of quotation, name"),
        ("opens = true", 'opens = "yes"', 9, "true or false"),
        ('"#112233"', '"red"', 10, "#rrggbb"),
        (', "#778899"', "", 10, "three colours"),
        ('default = "direct"', 'default = "dirct"', 16, "none of direct, partial"),
        ('"partial"]', '"direct"]', 15, "twice"),
        ('id = "country"', 'id = "country"\nvalues = [1]', 27, "list of texts"),
        ('from = ["quote"]', 'from = ["quot"]', 32, '"quot", which does not exist'),
        ('to = ["place"]', "to = []", 33, "at least one layer"),
        ("most = 1", "most = 0", 34, "number from 1"),
        ("most = 1", "most = true", 34, "number from 1"),
    ],
)
def test_a_bad_schema_is_refused_with_line_and_reason(old, new, line, reason):
    error = refused(SMALL.replace(old, new, 1))
    assert reason in error.reason
    assert error.line == line
    assert str(error).startswith(f"Line {line} of the label schema: ")


def test_a_schema_without_layers_is_refused():
    error = refused('format = "pullquote-schema/1"\nname = "None"\n')
    assert "no layer" in error.reason
    assert "[[layer]]" in refused('format = "pullquote-schema/1"\nname = "N"\nlayer = 3\n').reason


def test_two_attributes_or_relations_of_one_id_are_refused():
    attribute = '\n[[layer.attribute]]\nid = "country"\nname = "Land"\n'
    assert refused(SMALL.replace("\n[[relation]]", attribute + "\n[[relation]]")).line == 30
    relation = '\n[[relation]]\nid = "said_in"\nname = "In"\nfrom = ["quote"]\nto = ["place"]\n'
    assert refused(SMALL + relation).line == 38


def test_two_attributes_with_one_key_are_refused():
    error = refused(
        SMALL.replace(
            '\n[[layer]]\nid = "place"',
            '\n[[layer.attribute]]\nid = "sure"\nname = "Sure"\nkey = "T"\n[[layer]]\nid = "place"',
        )
    )
    assert (error.line, error.reason) == (22, 'a second attribute with the key "T"')


def test_a_schema_written_on_one_line_names_that_line():
    head = 'format = "pullquote-schema/1"\nname = "One line"\n'
    error = refused(head + 'layer = [{id = "a", name = "A", key = "E"}]')
    assert error.line == 3


def test_an_error_survives_the_way_between_processes():
    error = refused("")
    again = pickle.loads(pickle.dumps(error))
    assert (again.line, again.reason, str(again)) == (error.line, error.reason, str(error))


def test_letters_for_attributes_are_among_those_taken():
    assert ATTRIBUTE_KEYS < RESERVED_KEYS


EXPLAINED = (
    SMALL.replace('name = "Small"\n', 'name = "Small"\nguidelines = """Read it *whole* first."""\n')
    .replace(
        'default = "direct"\nkey = "T"\n',
        'default = "direct"\nkey = "T"\n\n[layer.attribute.guideline]\ndirect = "All in marks."\n',
    )
    .replace('unit = "quotation"\n', 'unit = "quotation"\nguideline = "A new cue, a new quote."\n')
)


def test_guidelines_stand_beside_what_they_are_about():
    schema = parse_schema(EXPLAINED)
    assert schema.guidelines == "Read it *whole* first."
    assert [layer.guideline for layer in schema.layers] == ["A new cue, a new quote.", ""]
    kind = schema.layers[0].attributes[0]
    assert kind.guidelines == (("direct", "All in marks."),)
    assert (kind.guideline("direct"), kind.guideline("partial")) == ("All in marks.", "")
    assert parse_schema(SMALL).guidelines == ""


def test_schemas_that_differ_in_guidelines_are_the_same_to_labels():
    assert schema_hash(parse_schema(EXPLAINED)) == schema_hash(parse_schema(SMALL))
    renamed = SMALL.replace('"partial"', '"part"')
    assert schema_hash(parse_schema(renamed)) != schema_hash(parse_schema(SMALL))


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ('"Read', '3 #"', 3, '"guidelines" must be text in quotation marks'),
        ("direct = ", "spoken = ", 19, 'the guideline "spoken" is none of direct, partial'),
        ('"All in marks."', "1", 19, '"guideline" must be a table of texts, by value'),
    ],
)
def test_a_bad_guideline_is_refused(old, new, line, reason):
    toml = EXPLAINED.replace('"""Read it *whole* first."""', '"Read"').replace(old, new)
    found = refused(toml)
    assert reason in found.reason
    assert found.line <= line


@pytest.mark.parametrize(
    "bad",
    ["a = " + "9" * 5000, "a = " + "[" * 5000, "a = " + "{b = " * 5000, "b = [[[[" + "1," * 9],
)
def test_what_the_parser_of_toml_does_not_take_is_refused_by_line(bad: str) -> None:
    with pytest.raises(SchemaError, match="Line 2 of the label schema: not TOML"):
        parse_schema(f'name = "x"\n{bad}')
