"""The plug-in spacy, with a real model where one is installed."""

from importlib.util import find_spec

import pytest

from pullquote.plugins.installed import find_plugin
from pullquote.plugins.plain_form import plain_suggestions
from pullquote.plugins.process import PluginFailed, PluginProcess
from pullquote.suggest.document import suggest_labels

SURE = "“We wait,” said Ada Holm.\n\n"
DOUBTFUL = (
    "🚧 Donna Rawl, 59, of Ashton, Vt., who watched from the bridge, said the day brought back her "
    "father, and “all the people who were not here.”"
)


def document(text: str, **options: str) -> dict:
    suggestions = plain_suggestions(suggest_labels(text, None))
    return {"id": "d", "text": text, "suggestions": suggestions, "options": options}


def ask(asked: dict) -> dict | None:
    process = PluginProcess(find_plugin("spacy"))
    try:
        return process.ask(asked, "“Harbour”", lambda: False)
    finally:
        process.close()


@pytest.fixture(scope="module")
def model() -> str:
    spacy = pytest.importorskip("spacy", reason="the extra spacy is not installed")
    every = [name for name in spacy.util.get_installed_models() if name.startswith("en")]
    if not every:
        pytest.skip("no English model of spaCy is installed")
    return every[0]


def test_where_the_rules_are_sure_nothing_is_loaded():
    assert ask(document(SURE, model="absent")) == {"annotations": [], "relations": []}


@pytest.mark.skipif(find_spec("spacy") is not None, reason="spaCy is installed")
def test_without_spacy_it_says_what_to_install():
    with pytest.raises(PluginFailed, match=r"pip install 'pullquote\[spacy\]' does it"):
        ask(document(SURE + DOUBTFUL))


@pytest.mark.usefixtures("model")
def test_without_its_model_it_says_which():
    with pytest.raises(PluginFailed, match="there is no model absent here"):
        ask(document(SURE + DOUBTFUL, model="absent"))


def test_who_is_doubtful_is_read_off_the_parse(model):
    text = SURE + DOUBTFUL
    answer = ask(document(text, model=model))
    words = {
        row["id"]: (row["layer"], text[row["start"] : row["end"]]) for row in answer["annotations"]
    }
    quote, *parts = words.values()
    assert quote == ("quote", DOUBTFUL[DOUBTFUL.index("“") :])
    assert parts == [("speaker", "Donna Rawl"), ("cue", "said")]
    assert [row["type"] for row in answer["relations"]] == ["said_by", "cued_by"]
