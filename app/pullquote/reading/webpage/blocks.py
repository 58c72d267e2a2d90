"""A page as the lines that a browser shows: every word of it, in order, a block for each line."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main "
    "menu nav ol optgroup option p pre search section select summary table tbody td tfoot th thead "
    "tr ul".split()
)
HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
# What holds one run of words, by the rules of HTML.
_ONE_RUN = HEADINGS | {"p"}
# What is kept or left out as a whole.
WHOLES = _ONE_RUN | frozenset("li tr td th dd dt figcaption address center fieldset".split())
# What no browser shows.
UNSEEN = frozenset("head script style template".split())
# What is shown where scripts do not run, and words in pictures.
SET_ASIDE = frozenset({"noscript", "svg"})
QUOTATION_MARKS = frozenset("\"'“”„‟‘’‚‛«»‹›「」『』＂❝❞")

SENTENCE_END = re.compile(r"[.!?…:;。！？][\"'”’»)\]]*\s*$")

_BLANKS = " \t\n\r\f"
_SPACE = re.compile(f"[{_BLANKS}]+")
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
# Of scripts without spaces each letter is a word.
_LETTERS = r"\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"
_WORD = re.compile(rf"[{_LETTERS}]|[^\W{_LETTERS}]+")
# Stand for a line end and the end of a cell until blanks are folded: no page holds them any more.
_LINE, _CELL = "\x0b", "\x1f"
# So many pieces of text back it is looked for the sign before.
_NEAR = 8
_SOFT_HYPHEN = "\u00ad"

# Marks around q, outer and inner, by language as browsers show them.
# https://html.spec.whatwg.org/multipage/rendering.html#quotes
_MARKS = {
    "": "“”‘’", "bg": "„“‚‘", "cs": "„“‚‘", "de": "„“‚‘", "el": "«»“”", "es": "«»“”", "et": "„“«»",
    "fi": "””’’", "fr": "«»«»", "hr": "„”‚’", "hu": "„”»«", "is": "„“‚‘", "it": "«»“”",
    "ja": "「」『』", "lt": "„“‚‘", "nb": "«»‘’", "no": "«»‘’", "pl": "„”«»", "ro": "„”«»",
    "ru": "«»„“", "sk": "„“‚‘", "sl": "„“‚‘", "sr": "„”’’", "sv": "””’’", "uk": "«»„“",
}  # fmt: skip


def words_of(text: str) -> tuple[str, ...]:
    """Words without case and marks."""
    return tuple(_WORD.findall(text.casefold()))


@dataclass
class PageBlock:
    """What stands in a line: `text` with blanks folded, LF where the page breaks a line.

    `element` is the innermost block around it, `whole` the innermost element that is kept or left
    out as a whole, if there is one. `linked` counts the words in links; `hidden`: not shown.
    """

    text: str
    element: "HtmlElement"
    whole: "HtmlElement | None" = None
    linked: int = 0
    hidden: bool = False

    @cached_property
    def words(self) -> tuple[str, ...]:
        return words_of(self.text)

    @property
    def is_mostly_links(self) -> bool:
        return 2 * self.linked > len(self.words)


def find_blocks(tree: "HtmlElement") -> list[PageBlock]:
    """All that the page shows, and what it hides. Takes linear time; the tree stays as it is."""
    return _Walk(blocks_inside(tree)).blocks(tree)


def blocks_inside(tree: "HtmlElement") -> set["HtmlElement"]:
    """The elements that have a block among their descendants."""
    found: set[HtmlElement] = set()
    for element in reversed(list(tree.iter())):
        parent = element.getparent()
        if parent is not None and (element.tag in BLOCKS or element in found):
            found.add(parent)
    return found


def marks_of(element: "HtmlElement", level: int, before: str) -> str:
    """The opening and the closing mark of a q inside `level` others.

    "" where the page writes them itself, within or in the text `before`.
    """
    inside = (element.text or "").lstrip(_BLANKS)
    if inside[:1] in QUOTATION_MARKS or before.rstrip(_BLANKS)[-1:] in QUOTATION_MARKS:
        return ""
    around = (element, *element.iterancestors())
    language = next((lang for one in around if (lang := one.get("lang"))), "")
    marks = _MARKS.get(re.split("[-_]", language.lower())[0], _MARKS[""])
    return marks[2:] if level % 2 else marks[:2]


def visible(text: str) -> str:
    """With blanks folded as a browser folds them, and without hints where a word may break."""
    return _SPACE.sub(" ", text.replace(_SOFT_HYPHEN, "")).strip(_BLANKS)


def is_hidden(element: "HtmlElement") -> bool:
    """By itself; what stands inside is not shown, either."""
    style = element.get("style")
    return element.get("hidden") not in (None, "until-found") or bool(
        style and _HIDDEN.search(style)
    )


@dataclass
class _Walk:
    """Goes through a tree once; each element is entered and left."""

    inside: set["HtmlElement"]
    found: list[PageBlock] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    linked: int = 0
    links: int = 0
    kept_blanks: int = 0
    hidden: int = 0
    marks: list[str] = field(default_factory=list)
    has_words: bool = False
    plain_rows: set["HtmlElement"] = field(default_factory=set)
    # The blocks that are open, innermost last, and those that are read as part of their line.
    opened: list["HtmlElement"] = field(default_factory=list)
    in_line: set["HtmlElement"] = field(default_factory=set)

    def blocks(self, tree: "HtmlElement") -> list[PageBlock]:
        self.opened.append(tree)
        waiting: list[tuple[HtmlElement, bool]] = [(tree, False)]
        while waiting:
            element, is_left = waiting.pop()
            if not is_left and self._is_entered(element):
                self._enter(element)
                self._add(element.text)
                waiting.append((element, True))
                waiting.extend((child, False) for child in reversed(element))
                continue
            if is_left:
                self._leave(element)
            if element is not tree:
                self._add(element.tail)
        self._end_block()
        return self.found

    def _is_entered(self, element: "HtmlElement") -> bool:
        if element.tag in UNSEEN or not isinstance(element.tag, str):
            return False
        is_inline = element.tag not in BLOCKS and element not in self.inside
        if element.tag in SET_ASIDE or (is_inline and is_hidden(element)):
            words = visible(element.text_content())
            self.found += [PageBlock(words, element, hidden=True)] if words else []
            return False
        return True

    def _enter(self, element: "HtmlElement") -> None:
        tag = element.tag
        if tag in BLOCKS:
            self._enter_block(element)
        elif tag == "br":
            self.pieces.append(_LINE)
        elif tag == "q":
            before = "".join(self.pieces[-_NEAR:])
            self.marks.append(marks_of(element, len(self.marks), before))
            self.pieces.append(self.marks[-1][:1])
        self.links += tag == "a"
        self.kept_blanks += tag in ("pre", "textarea")

    def _leave(self, element: "HtmlElement") -> None:
        tag = element.tag
        if tag in BLOCKS:
            self._leave_block(element)
        elif tag == "q":
            self.pieces.append(self.marks.pop()[1:])
        self.links -= tag == "a"
        self.kept_blanks -= tag in ("pre", "textarea")

    def _enter_block(self, element: "HtmlElement") -> None:
        if element in self.in_line or self._is_in_line(element):
            self.in_line.add(element)
            self.pieces.append(_CELL if element.tag in ("td", "th") else " ")
            return
        self._end_block()
        self.opened.append(element)
        if element.tag == "tr" and not any(cell in self.inside for cell in element):
            self.plain_rows.add(element)
        self.hidden += is_hidden(element)

    def _leave_block(self, element: "HtmlElement") -> None:
        if element in self.in_line:
            self.pieces.append(" ")
            return
        if self._goes_on(element):
            self.in_line.add(element.getnext())
        else:
            self._end_block()
        self.hidden -= is_hidden(element)
        self.opened.pop()

    def _goes_on(self, element: "HtmlElement") -> bool:
        """Whether a parser ended this p within a sentence, before what may not stand in one."""
        following = element.getnext()
        return (
            element.tag == "p"
            and following is not None
            and following.tag in BLOCKS - _ONE_RUN
            and following not in self.inside
            and not (element.tail or "").strip()
            and bool((following.tail or "").strip())
            and not SENTENCE_END.search("".join(self.pieces[-_NEAR:])[-80:])
        )

    def _is_in_line(self, element: "HtmlElement") -> bool:
        """A cell of a plain row, or what stands within a sentence though it is a block."""
        around = self.opened[-1]
        if element in self.inside:
            return False
        if element.tag in ("td", "th"):
            return around in self.plain_rows
        beside = self.has_words or bool((element.tail or "").strip())
        return around.tag in _ONE_RUN and beside

    def _add(self, text: str | None) -> None:
        if not text:
            return
        if self.kept_blanks:
            text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", _LINE)
        self.pieces.append(text)
        self.has_words = self.has_words or not text.isspace()
        if self.links:
            self.linked += len(words_of(text))

    def _end_block(self) -> None:
        lines = map(visible, "".join(self.pieces).split(_LINE))
        text = "\n".join(filter(None, map(_cells, lines)))
        if text.strip():
            around = self.opened[-1]
            chain = (around, *around.iterancestors())
            whole = next((one for one in chain if one.tag in _ONE_RUN), None)
            if whole is None:
                whole = next((one for one in chain if one.tag in WHOLES), None)
            self.found.append(PageBlock(text, around, whole, self.linked, self.hidden > 0))
        self.pieces.clear()
        self.linked, self.has_words = 0, False


def _cells(line: str) -> str:
    """A row with a tab between two cells."""
    if _CELL not in line:
        return line
    return "\t".join(cell.strip(_BLANKS) for cell in line.split(_CELL)).strip()


def text_of(blocks: Iterable[PageBlock]) -> str:
    """A line for each block."""
    return "\n".join(block.text for block in blocks)
