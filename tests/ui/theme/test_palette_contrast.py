"""Every pair of colours that stands on screen, by the numbers of WCAG."""

import itertools

import pytest
from PySide6.QtGui import QColor, QPalette

from pullquote.model.schema import Layer
from pullquote.ui.theme.palette import Theme

THEMES = [Theme.load("light"), Theme.load("dark")]
NAMES = ["light", "dark"]
LAYERS = ["quote", "speaker", "cue", "date", "claim", "not_quote"]
GROUNDS = ["page", "paper", "sunk"]

# (words, grounds, least ratio): sentences 7, labels and links 4.7, signs 3, dimmed text 4.5
PAIRS = [
    ("ink", [*GROUNDS, "accent_t", "sel", "dup", "dup_active", "dis_t", "add_t", "rem_t"], 7),
    ("ink2", GROUNDS, 7),
    ("ink3", ["page", "paper", "sunk"], 4.7),
    ("accent", ["page", "paper", "sunk", "accent_t", "dis_t"], 4.7),
    ("on_accent", ["accent"], 4.7),
    ("dup_text", ["page", "paper", "dup", "dup_active"], 4.7),
    ("dis", ["page", "paper", "dis_t"], 4.7),
    ("add", ["add_t", "page"], 7),
    ("rem", ["rem_t", "page"], 7),
    ("boiler", ["page"], 4.5),
    ("field", ["page", "paper"], 3),
    ("dup_bar", ["page"], 3),
    ("elsewhere", ["page"], 3),
]
CASES = [(words, ground, least) for words, grounds, least in PAIRS for ground in grounds]


def luminance(colour) -> float:
    def linear(value: float) -> float:
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(v) for v in (colour.redF(), colour.greenF(), colour.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other) -> float:
    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


@pytest.mark.parametrize("theme", THEMES, ids=NAMES)
@pytest.mark.parametrize(("words", "ground", "least"), CASES)
def test_words_can_be_read_on_their_ground(theme, words, ground, least):
    assert contrast(theme.color(words), theme.color(ground)) >= least


@pytest.mark.parametrize("theme", THEMES, ids=NAMES)
@pytest.mark.parametrize("layer", LAYERS)
def test_labels_and_underlines_can_be_read(theme, layer):
    colours = theme.layer(layer)
    for ground in ("page", "paper", "dup", "dup_active"):
        assert contrast(colours.line, theme.color(ground)) >= 4.7
    assert contrast(colours.line, colours.tint) >= 4.5
    assert contrast(theme.color("ink"), colours.tint) >= (10.6 if theme.dark else 13.7)
    assert contrast(theme.color("ink"), colours.selected) >= (8.0 if theme.dark else 11.3)


@pytest.mark.parametrize("theme", THEMES, ids=NAMES)
def test_layers_differ_in_colour(theme):
    for one, other in itertools.combinations(LAYERS, 2):
        assert theme.layer(one).line != theme.layer(other).line


def test_both_palettes_have_the_same_roles():
    light, dark = THEMES
    assert set(light.roles) == set(dark.roles)
    assert set(light.layers) == set(dark.layers) == set(LAYERS)


def test_own_layers_take_their_colours_or_the_next_free_ones():
    own = Layer("promise", "Promise", "P", light=("#112233", "#ddeeff", "#ccddee"))
    plain = Layer("rumour", "Rumour", "R")
    theme = THEMES[0].with_layers((own, plain))
    assert theme.layer("promise").line.name() == "#112233"
    assert theme.layer("rumour") == THEMES[0].layer("quote")
    assert theme.layer("nobody knows") == (
        theme.color("ink3"), theme.color("sunk"), theme.color("line")
    )  # fmt: skip
    assert theme.layer("nobody knows") not in theme.layers.values()


def test_in_high_contrast_the_system_says_the_colours(qapp):
    system = QPalette()
    system.setColor(QPalette.ColorRole.Text, QColor("yellow"))
    for ground in (QPalette.ColorRole.Base, QPalette.ColorRole.Window):
        system.setColor(ground, QColor("black"))
    system.setColor(QPalette.ColorRole.AlternateBase, QColor("#101010"))
    theme = THEMES[0].in_high_contrast(system)
    for words, ground, _ in CASES:
        assert contrast(theme.color(words), theme.color(ground)) >= 15
    assert theme.layer("quote").line == QColor("yellow")
