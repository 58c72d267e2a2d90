"""Signs of fonts that have pictures in place of letters, as the characters that look like them."""

from collections.abc import Mapping

UNKNOWN = "\ufffd"

_PRIVATE = range(0xF000, 0xF100)
# The encoding of the font Symbol, from 20 to 7E and from A0 to FE, as Adobe published it
# (symbol.txt of the Unicode consortium); U+FFFD where a place is empty or a piece of a bracket.
_LOW = (
    " !∀#∃%&∋()∗+,−./0123456789:;<=>?"
    "≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_"
    "\ufffdαβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"
)
_HIGH = (
    "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓"
    "°±″≥×∝∂•÷≠≡≈…\ufffd\ufffd↵"
    "ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉"
    "∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓"
    "◊〈®©™∑\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd"
    "\ufffd〉∫⌠\ufffd⌡\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd"
)
_SYMBOL = {0x20 + place: sign for place, sign in enumerate(_LOW)} | {
    0xA0 + place: sign for place, sign in enumerate(_HIGH)
}
_WINGDINGS = dict(
    zip(
        bytes.fromhex("22 28 2A 4A 4B 4C 6C 6E 6F 71 74 75 76 77 9F A7 A8 AB D8 DF E0 E1 E2 E8"
                      "FB FC FD FE"),
        "✂☎✉☺😐☹●■□❑⧫◆❖⬥•▪◻★➢←→↑↓➔✗✓☒☑",
        strict=True,
    )
)  # fmt: skip
_FONTS: Mapping[str, Mapping[int, str]] = {"symbol": _SYMBOL, "wingdings": _WINGDINGS}


def symbol(font: str, code: str) -> str:
    """The character of a sign, `code` in hexadecimal, as Word writes it; UNKNOWN where none is.

    Codes from F000 to F0FF are places in the font, others are characters.
    """
    try:
        number = int(code, 16)
    except ValueError:
        return UNKNOWN
    signs = _FONTS.get(font.casefold())
    if number in _PRIVATE or (signs is not None and number < 0x100):
        return (signs or {}).get(number & 0xFF, UNKNOWN)
    is_character = 0x20 <= number < 0x110000 and not 0xD800 <= number < 0xE000
    return chr(number) if is_character else UNKNOWN
