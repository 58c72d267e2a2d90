from hypothesis import given
from hypothesis import strategies as st

from pullquote.assets import DEFAULT_SCHEMA
from pullquote.model.guidelines import (
    GuidelinePlace,
    guidelines_of,
    guidelines_page,
    with_guidelines,
    write_guidelines,
)
from pullquote.model.schema import label_guidelines, schema_hash
from pullquote.model.schema_file import parse_schema

TOML = DEFAULT_SCHEMA.read_text("utf-8")
SCHEMA = parse_schema(TOML)
PLACES = list(guidelines_of(SCHEMA))
QUOTE, DIRECT = GuidelinePlace("quote"), GuidelinePlace("quote", "kind", "direct")
WORDS = {
    GuidelinePlace(): "# How\n\nRead it [whole](https://a.example) first.\n[[layer]]\nid = 3",
    QUOTE: 'A new cue starts a new quote: "so \\ it is".',
    DIRECT: "All of it in marks.",
}


def said(toml: str) -> dict[GuidelinePlace, str]:
    return {place: words for place, words in guidelines_of(parse_schema(toml)).items() if words}


def test_all_that_can_be_chosen_can_have_a_guideline():
    assert {GuidelinePlace(), QUOTE, DIRECT, GuidelinePlace("date", "type", "SET")} <= set(PLACES)


def test_guidelines_are_written_into_the_toml_and_all_else_stays():
    written = write_guidelines(TOML, WORDS)
    assert said(written) == WORDS
    assert schema_hash(parse_schema(written)) == schema_hash(SCHEMA)
    assert written.startswith(TOML.split("\n")[0])
    assert write_guidelines(written, {}) == TOML
    assert said(write_guidelines(written, {QUOTE: "Shorter."})) == {QUOTE: "Shorter."}


def test_guidelines_that_were_written_by_hand_are_replaced():
    toml = TOML.replace(
        'key = "T"\n', 'key = "T"\n\n[layer.attribute.guideline]\ndirect = """\nIn\nmarks."""\n', 1
    ).replace('name = "Statements"\n', "name = \"Statements\"\nguidelines = '''\nx = 1\n'''\n")
    assert said(toml) == {GuidelinePlace(): "x = 1\n", DIRECT: "In\nmarks."}
    assert said(write_guidelines(toml, WORDS)) == WORDS


@given(st.dictionaries(st.sampled_from(PLACES), st.text(max_size=60)))
def test_any_words_come_back(words):
    written = write_guidelines(TOML, words)
    back = said(written)
    for place, text in words.items():
        clean = back.get(place, "")
        assert len(clean.split()) <= len(text.split()) + 60
        if text.isprintable():
            assert clean == text.strip()
    assert write_guidelines(written, back) == written
    assert write_guidelines(written, {}) == TOML


def test_a_label_has_what_is_said_of_its_layer_and_its_values():
    schema = with_guidelines(SCHEMA, WORDS)
    assert label_guidelines(schema, "quote", {"kind": "direct"}) == [
        WORDS[QUOTE], "**Direct**: All of it in marks."
    ]  # fmt: skip
    assert label_guidelines(schema, "quote", {"kind": "partial"}) == [WORDS[QUOTE]]
    assert label_guidelines(schema, "claim", {}) == label_guidelines(schema, "gone", {}) == []


def test_all_of_it_is_one_page():
    page = guidelines_page(with_guidelines(SCHEMA, WORDS), "Guidelines")
    assert page.startswith("# Guidelines\n\n# How\n")
    assert "## Quote (`Q`)\n\nA new cue" in page
    assert "- **Kind: direct**. All of it in marks." in page
    assert "Speaker" not in page
    assert guidelines_page(SCHEMA, "Guidelines") == ""
