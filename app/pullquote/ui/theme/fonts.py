"""Two families, shipped with the program, so that all machines look alike."""

from PySide6.QtGui import QFont, QFontDatabase

from pullquote.assets import RESOURCES

PROGRAM = "Inter"
TEXT = "Noto Serif"
ARABIC = "Noto Naskh Arabic"


def load_fonts() -> None:
    """Register the shipped faces; needs a QGuiApplication, and is cheap the second time."""
    if PROGRAM in _registered():
        return
    for path in sorted((RESOURCES / "fonts").iterdir()):
        if path.suffix in {".otf", ".ttf"}:
            QFontDatabase.addApplicationFont(str(path))


def program_font(size: float = 13, weight: int = 400, *, tabular: bool = False) -> QFont:
    """Inter at `size` pixels; with `tabular`, all figures are equally wide."""
    font = _font([PROGRAM, ARABIC], size, weight)
    if tabular:
        font.setFeature(QFont.Tag("tnum"), 1)
    return font


def text_font(size: float = 17, weight: int = 400) -> QFont:
    """Noto Serif at `size` pixels, for anybody's words."""
    return _font([TEXT, ARABIC], size, weight)


def _font(families: list[str], size: float, weight: int) -> QFont:
    font = QFont(families)
    # Pixel sizes are whole numbers in Qt; points at 72 dpi are pixels with a fraction.
    font.setPixelSize(round(size)) if size == round(size) else font.setPointSizeF(size * 0.75)
    font.setWeight(QFont.Weight(weight))
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    font.setStyleStrategy(QFont.StyleStrategy.NoSubpixelAntialias)
    return font


def _registered() -> set[str]:
    # Families of the system do not count: another version of a face would change the pictures.
    return {family for family in QFontDatabase.families() if family in _loaded_families()}


def _loaded_families() -> set[str]:
    return {
        family for number in range(16) for family in QFontDatabase.applicationFontFamilies(number)
    }
