"""Quotations by their marks: paired, nested, left open, or carried on over paragraphs."""

import re
from collections import Counter
from dataclasses import dataclass, field

from pullquote.text.line_breaks import unwrapped
from pullquote.text.spans import Span


def quotations(text: str) -> list[Span]:
    """What stands between quotation marks, marks included, ordered by start, the longer first.

    A quotation left open ends with its paragraph, or before the next one in it. Where marks open
    again at each paragraph and only the last is closed, it is one quotation. Single marks count
    only in pairs, and apostrophes not at all. Takes linear time.
    """
    text = unwrapped(text)
    pairing = _Pairing(text)
    for match in _MARK.finditer(text):
        if match.group()[0] == "\n":
            pairing.end_paragraph(match.start(), match.end())
        elif match.start() != pairing.reopened:
            pairing.take(match.group(), match.start(), match.end())
    pairing.end_paragraph(len(text), len(text))
    return _with_content(text, sorted(pairing.found, key=lambda span: (span.start, -span.end)))


_CONTENT = re.compile(r"[^\W_]")
_MARK = re.compile(r"''|``|[\"“”„‟«»‘’‚‛‹›'`＂″❝❞〝〞「」『』]|\n\s*")
_FAMILY = {
    **dict.fromkeys(['"', "“", "”", "„", "‟", "``", "''"], "double"),
    **dict.fromkeys("«»", "angle"),
    **dict.fromkeys("‹›", "single angle"),
    **dict.fromkeys("'‘’‚‛`", "single"),
    **dict.fromkeys("＂″", "wide"),
    **dict.fromkeys("❝❞〝〞", "ornamental"),
    **dict.fromkeys("「」", "corner"),
    **dict.fromkeys("『』", "double corner"),
}
_OPENING = frozenset({"“", "„", "‟", "«", "‹", "``", "❝", "〝", "「", "『"})
_CLOSING = frozenset("”»›❞〞」』")
# Scripts that are written without spaces put these between letters.
_CORNERS = frozenset("「」『』")
# Marks that open in one language and close in another, with what they close there.
_TURNED = {"“": "„", "«": "»", "‹": "›"}
_QUOTES = frozenset("\"“”„‟«»‘’‚‛‹›'`＂″❝❞〝〞「」『』")
_BEFORE_OPENING = _QUOTES | frozenset("([{—–-/")
_AFTER_CLOSING = _QUOTES | frozenset(".,;:!?)]}…—–-/")
_ELISION = re.compile(
    r"\d|(?:em|tis|twas|til|cause|cos|bout|n|e|er|im|alf|ave|ere|ello|ouse|ows)\b", re.IGNORECASE
)
_PLURAL = re.compile(r"s['’] [a-z]")


def _with_content(text: str, spans: list[Span]) -> list[Span]:
    """Those of the sorted `spans` that hold a letter or a digit; each character is seen once."""
    kept = []
    looked = content = len(text)
    for span in reversed(spans):
        if match := _CONTENT.search(text, span.start, looked):
            content = match.start()
        looked = span.start
        if content < span.end:
            kept.append(span)
    return kept[::-1]


@dataclass(slots=True)
class _Open:
    """A mark that waits for its partner.

    `resumed` is where it opened again in this paragraph, `before` what it holds of earlier ones;
    `cut` is where it ends if it stays open, None for the end of the paragraph; `doubtful` the end
    of a first closing mark that may be the apostrophe of a plural.
    """

    family: str
    mark: str
    start: int
    resumed: int
    before: list[Span] = field(default_factory=list)
    cut: int | None = None
    doubtful: int | None = None


class _Pairing:
    def __init__(self, text: str) -> None:
        self.text = text
        self.found: list[Span] = []
        self.reopened = -1
        self._behind_digit = False
        self._stack: list[_Open] = []
        self._waiting: Counter[str] = Counter()

    def take(self, mark: str, start: int, end: int) -> None:
        family = _FAMILY[mark]
        before = self.text[start - 1] if start else "\n"
        self._behind_digit = before.isdigit()
        after = self.text[end] if end < len(self.text) else "\n"
        left = before.isspace() or before in _BEFORE_OPENING
        right = after.isspace() or after in _AFTER_CLOSING
        if family == "single":
            self._take_single(mark, start, left, right)
        elif self._closes(mark, family, left, right):
            self._close(family, end)
        elif self._opens(mark, family, left, right):
            self._open(_Open(family, mark, start, start))

    def end_paragraph(self, end: int, following: int) -> None:
        """Resolve what is still open at `end`; the next paragraph starts at `following`."""
        if not self._stack:  # as nearly always
            return
        carried = self._carried(following)
        for waiting in self._stack:
            if waiting is not carried:
                self._leave(waiting, end)
        self._stack.clear()
        self._waiting.clear()
        if carried:
            carried.before.append(self._trimmed(carried.resumed, end))
            carried.resumed = self.reopened = following
            self._open(carried)

    def _closes(self, mark: str, family: str, left: bool, right: bool) -> bool:
        if not self._waiting[family]:
            return False
        if mark in _CORNERS:
            return mark in _CLOSING
        if mark in _CLOSING:
            # Swedish and Finnish open with the mark that others close with (”så”): where the open
            # one is the same mark, it must stand at the end of a word to close.
            return self._top(family).mark != mark or right or not left
        if mark in _OPENING:
            return right and (not left or self._top(family).mark == _TURNED.get(mark))
        return right or not left

    def _opens(self, mark: str, family: str, left: bool, right: bool) -> bool:
        if mark in _OPENING:
            return True
        if mark in _CORNERS:
            return False
        if mark in _CLOSING:
            return left and not right
        if mark in '"″' and self._behind_digit:
            return False  # inches and seconds: 24"x36", 12°30'15"N
        return left or not (right or self._waiting[family])

    def _take_single(self, mark: str, start: int, left: bool, right: bool) -> None:
        inside = bool(self._stack) and self._stack[-1].family == "single"
        if inside and right and (not left or mark in "'’"):
            self._close_single(start)
        # ’ is the apostrophe far more often than a mark that opens, so it never opens.
        elif mark != "’" and left and (not right or self.text[start + 1 : start + 2] in _QUOTES):
            self._open_single(mark, start)

    def _open_single(self, mark: str, start: int) -> None:
        if not _ELISION.match(self.text, start + 1):
            self._open(_Open("single", mark, start, start))

    def _open(self, mark: _Open) -> None:
        if self._waiting[mark.family]:
            self._cut(mark)
        self._stack.append(mark)
        self._waiting[mark.family] += 1

    def _cut(self, mark: _Open) -> None:
        """Let the last open mark of the family end, if it stays open, before what came next."""
        following = mark.start
        for outer in reversed(self._stack):
            if outer.family == mark.family:
                outer.cut = outer.cut or following
                return
            following = outer.start

    def _close(self, family: str, end: int) -> None:
        while (inner := self._pop()).family != family:
            self._settle(inner)
        self.found.append(Span(inner.start, end))

    def _close_single(self, start: int) -> None:
        waiting = self._stack[-1]
        # “the pilots’ union” inside single marks: this may not be the end, so it stays open, and is
        # taken for the end only if no other follows.
        if _PLURAL.match(self.text, start - 1):
            waiting.doubtful = waiting.doubtful or start + 1
        else:
            self._pop()
            self.found.append(Span(waiting.start, start + 1))

    def _pop(self) -> _Open:
        mark = self._stack.pop()
        self._waiting[mark.family] -= 1
        return mark

    def _top(self, family: str) -> _Open:
        return next(mark for mark in reversed(self._stack) if mark.family == family)

    def _settle(self, single: _Open) -> None:
        """Close a mark by its doubtful partner, if there was one."""
        if single.doubtful:
            self.found.append(Span(single.start, single.doubtful))

    def _leave(self, mark: _Open, end: int) -> None:
        if mark.family == "single":
            self._settle(mark)
        else:
            self.found += [*mark.before, self._trimmed(mark.resumed, mark.cut or end)]

    def _carried(self, following: int) -> _Open | None:
        """The outermost open mark, if it opens again at the start of the next paragraph."""
        open_ones = (mark for mark in self._stack if mark.family != "single" and mark.cut is None)
        outer = next(open_ones, None)
        again = self.text[following : following + 1]
        return outer if outer and outer.mark == again else None

    def _trimmed(self, start: int, end: int) -> Span:
        while end > start and self.text[end - 1].isspace():
            end -= 1
        return Span(start, end)
