"""Which blocks of a page are its article: trafilatura chooses, and what it broke is made whole."""

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pullquote.reading.titles import is_furniture
from pullquote.reading.webpage.blocks import (
    BLOCKS,
    HEADINGS,
    SENTENCE_END,
    SET_ASIDE,
    UNSEEN,
    WHOLES,
    PageBlock,
    blocks_inside,
    is_hidden,
    marks_of,
    words_of,
)

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# What trafilatura knows how to read; other elements give their words to what is around them.
_KNOWN = BLOCKS | frozenset(
    "a article b base body br code em head html i img link main meta picture script strong style "
    "time title".split()
) - {"dialog", "fieldset"}
_CALLED = {
    "fieldset": "div", "dialog": "div", "details": "div", "center": "div", "legend": "p",
    "summary": "p", "menu": "ul", "dir": "ul", "option": "p", "search": "div",
}  # fmt: skip
# What an element is called for a moment that gives its words to its line.
_IN_LINE = "in-line"

# A block of so many words is known by its runs of three; a shorter one by its line.
_LONG = 5
_GAP_WORDS = 8
_MOST = 0.8
_BESIDE = 2
# A sentence is not broken into more pieces than these.
_BROKEN_IN = 6
_FURNITURE = frozenset("nav footer aside form dialog menu select button".split())
_FURNITURE_ROLES = frozenset("navigation complementary contentinfo search dialog banner".split())
_FURNITURE_NAMES = frozenset(
    "ad ads advert advertisement banner breadcrumb breadcrumbs comment comments consent cookie "
    "cookies footer menu modal nav navbar navigation newsletter outbrain paywall popup promo "
    "promotion recommended recommendations related share sharing sidebar signup social sponsored "
    "subscribe subscription taboola tags teaser teasers toolbar trending widget".split()
)
_COMMENTS = re.compile(
    r"disqus(?:[-_]thread)?|(?:user|reader|post|article)?s?[-_]?comments?"
    r"(?:[-_]?(?:list|section|area|threads?|wrap|wrapper|container|body|box|block|form))?"
)
_PULL_QUOTE = re.compile(r"\bpull[-_]?quote", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Article:
    """The blocks that are kept and those that are left out, each in the order of the page."""

    kept: tuple[PageBlock, ...]
    left_out: tuple[PageBlock, ...]


def find_article(tree: "HtmlElement", blocks: Sequence[PageBlock]) -> Article:
    """Of the `blocks` of `tree` those that are the article; all of them if none is found."""
    apart = find_apart(tree)
    never = {n for n, block in enumerate(blocks) if _is_apart(block, apart)}
    extract = _extract(tree)
    kept = (_chosen(blocks, extract) if extract else set[int]()) - never
    kept = _made_whole(blocks, kept)
    if kept:
        container = _container(blocks, kept)
        kept = {n for n in kept if not _is_notice(blocks[n], container)} or kept
        kept = _without_doubles(blocks, kept, extract, container)
        kept |= _at_the_ends(blocks, kept, container)
        kept |= _in_gaps(blocks, kept, container)
        kept |= _inside_sentences(blocks, kept)
        kept = _quotations_made_whole(blocks, _made_whole(blocks, kept)) - never
        kept |= _headings(blocks, kept, _headline(tree, blocks))
        kept -= _repeated_asides(blocks, kept)
    else:
        shown = {n for n, block in enumerate(blocks) if not _is_furniture(block, tree)} - never
        kept = shown or set(range(len(blocks)))
    return Article(
        tuple(block for n, block in enumerate(blocks) if n in kept),
        tuple(block for n, block in enumerate(blocks) if n not in kept),
    )


def find_apart(tree: "HtmlElement") -> set["HtmlElement"]:
    """Elements that are no article whatever they say: notices over the page, what readers wrote,
    and what is not shown.

    Where more is hidden than shown, scripts show the page, and what is hidden counts.
    """
    hidden = {element for element in tree.iter() if is_hidden(element)}
    outermost = [one for one in hidden if hidden.isdisjoint(one.iterancestors())]
    words = sum(len(words_of(one.text_content())) for one in outermost)
    if 2 * words > len(words_of(tree.text_content())):
        hidden = set()
    found = {one for one in tree.iter() if _is_notice_or_comments(one)}
    return hidden | {one for one in found if one.find(".//h1") is None}


def _is_notice_or_comments(element: "HtmlElement") -> bool:
    if element.tag in ("html", "body", "main") or not isinstance(element.tag, str):
        return False
    names = f"{element.get('class') or ''} {element.get('id') or ''}".lower().split()
    is_dialog = (
        element.tag == "dialog"
        or element.get("role") in ("dialog", "alertdialog")
        or element.get("aria-modal") == "true"
    )
    if not (is_dialog or any(map(_COMMENTS.fullmatch, names))):
        return False
    # In a sentence it is read with the sentence.
    return not any(one.tag in HEADINGS or one.tag == "p" for one in element.iterancestors())


def _is_apart(block: PageBlock, apart: set["HtmlElement"]) -> bool:
    return bool(apart) and not apart.isdisjoint(_around(block))


def _extract(tree: "HtmlElement") -> str:
    import trafilatura

    # Its own default would take out a paragraph that comes back.
    return trafilatura.extract(_normalised(tree), deduplicate=False, include_comments=False) or ""


def _normalised(tree: "HtmlElement") -> "HtmlElement":
    """A copy in which each word stands in an element that trafilatura knows."""
    from lxml.etree import strip_tags

    copy = deepcopy(tree)
    for element in find_apart(copy):
        if element.getparent() is not None:
            element.drop_tree()
    _write_marks(copy)
    tags = {element.tag for element in copy.iter() if isinstance(element.tag, str)}
    strip_tags(copy, *(tags - _KNOWN - UNSEEN - SET_ASIDE - _CALLED.keys() - {copy.tag}), _IN_LINE)
    inside = blocks_inside(copy)
    for element in list(copy.iter(*BLOCKS)):
        parent = element.getparent()
        if parent is None or element.tag in ("body", "html"):
            continue
        if element not in inside and parent.tag in WHOLES - {"tr"} and _has_text_beside(element):
            element.tag = _IN_LINE
        else:
            element.tag = _CALLED.get(element.tag, element.tag)
    strip_tags(copy, _IN_LINE)
    return copy


def _write_marks(tree: "HtmlElement") -> None:
    levels: dict[HtmlElement, int] = {}
    for quote in list(tree.iter("q")):
        around = next(quote.iterancestors("q"), None)
        levels[quote] = 0 if around is None else levels[around] + 1
    for quote, level in levels.items():
        marks = marks_of(quote, level, "")
        quote.text = marks[:1] + (quote.text or "")
        if len(quote):
            quote[-1].tail = (quote[-1].tail or "") + marks[1:]
        else:
            quote.text += marks[1:]


def _has_text_beside(element: "HtmlElement") -> bool:
    before, parent = element.getprevious(), element.getparent()
    text = (parent.text if parent is not None else "") if before is None else before.tail
    return bool((text or "").strip() or (element.tail or "").strip())


def _chosen(blocks: Sequence[PageBlock], extract: str) -> set[int]:
    """A long block with half of its runs in the extract; a short one that is a line there, or
    follows a chosen one there.
    """
    runs = set(_runs(words_of(extract)))
    lines = {words_of(line) for line in extract.split("\n")}
    found: set[int] = set()
    for number, block in enumerate(blocks):
        words = block.words
        if len(words) >= _LONG:
            own = list(_runs(words))
            is_chosen = 2 * sum(run in runs for run in own) >= len(own)
        elif words in lines:
            is_chosen = bool(words)
        else:
            before = blocks[number - 1].words[-2:] if number - 1 in found else ()
            own = list(_runs(before + words)) if words else []
            is_chosen = bool(own) and len(before) == 2 and all(run in runs for run in own)
        if is_chosen:
            found.add(number)
    return found


def _runs(words: tuple[str, ...]) -> Iterator[tuple[str, str, str]]:
    return zip(words, words[1:], words[2:], strict=False)


def _made_whole(blocks: Sequence[PageBlock], kept: set[int]) -> set[int]:
    """With all blocks of what is kept as a whole, if a third of its words are kept."""
    wholes: dict[HtmlElement, list[int]] = {}
    for number, block in enumerate(blocks):
        if block.whole is not None and not block.hidden:
            wholes.setdefault(block.whole, []).append(number)
    found = set(kept)
    for numbers in wholes.values():
        total = sum(len(blocks[number].words) for number in numbers)
        inside = sum(len(blocks[number].words) for number in numbers if number in kept)
        if inside and 3 * inside >= total:
            found.update(numbers)
    return found


def _container(blocks: Sequence[PageBlock], kept: set[int]) -> "HtmlElement":
    """The lowest element that holds most of the words that are kept."""
    words: Counter[HtmlElement] = Counter()
    depths: dict[HtmlElement, int] = {}
    for number in kept:
        chain = [blocks[number].element, *blocks[number].element.iterancestors()]
        for depth, element in enumerate(reversed(chain)):
            words[element] += len(blocks[number].words)
            depths[element] = depth
    total = sum(len(blocks[number].words) for number in kept)
    return max(
        (element for element in words if words[element] >= _MOST * total),
        key=lambda element: depths[element],
    )


def _without_doubles(
    blocks: Sequence[PageBlock], kept: set[int], extract: str, container: "HtmlElement"
) -> set[int]:
    """Of equal lines as many as the extract has, those of the article first."""
    lines = Counter(words_of(line) for line in extract.split("\n"))
    equal: dict[tuple[str, ...], list[int]] = {}
    for number in sorted(kept):
        if blocks[number].words in lines:
            equal.setdefault(blocks[number].words, []).append(number)
    extra: set[int] = set()
    for words, numbers in equal.items():
        outside = [n for n in numbers if container not in _around(blocks[n])]
        extra.update(outside[: max(0, len(numbers) - lines[words])])
    return kept - extra


def _in_gaps(blocks: Sequence[PageBlock], kept: set[int], container: "HtmlElement") -> set[int]:
    """Blocks between the first and the last that are kept which are no furniture of the page, and
    a list behind the last.
    """
    found: set[int] = set()
    lists = {_list_of(blocks[number]) for number in kept} - {None}
    last = max(kept)
    for number in range(min(kept), len(blocks)):
        block = blocks[number]
        follows = number - 1 in kept or number - 1 in found
        if number > last and not (follows and _list_of(block) is not None):
            break
        if number in kept or block.is_mostly_links or not block.words:
            continue
        before = blocks[number - 1].text if follows else "."
        is_text = (
            len(block.words) >= _GAP_WORDS
            or (_list_of(block) is not None and (follows or _list_of(block) in lists))
            or (block.element.tag in HEADINGS and number + 1 in kept)
            # A sentence goes on.
            or not SENTENCE_END.search(before)
            or block.text[0].islower()
        )
        if is_text and not _is_furniture(block, container):
            found.add(number)
    return found


def _at_the_ends(blocks: Sequence[PageBlock], kept: set[int], container: "HtmlElement") -> set[int]:
    """Paragraphs of sentences right before the first and behind the last that are kept, beside
    which others that are kept stand, and the rest of the last sentence.
    """
    beside = Counter(blocks[number].element.getparent() for number in kept)
    found: set[int] = set()
    for edge, step in ((min(kept), -1), (max(kept), 1)):
        number = edge + step
        while 0 <= number < len(blocks):
            block, before = blocks[number], blocks[number - step]
            goes_on = (
                step > 0
                and not SENTENCE_END.search(before.text)
                and before.element.tag not in HEADINGS
            )
            is_paragraph = (
                block.element.tag == "p"
                and beside[block.element.getparent()] >= _BESIDE
                and len(block.words) >= _GAP_WORDS
                and SENTENCE_END.search(block.text)
                and not is_furniture(block.text)
            )
            if not (goes_on or is_paragraph) or block.is_mostly_links:
                break
            if _is_furniture(block, container):
                break
            found.add(number)
            number += step
    return found


def _quotations_made_whole(blocks: Sequence[PageBlock], kept: set[int]) -> set[int]:
    """With all that a quotation holds of which a block is kept, such as who said it."""
    around = {n: one for n, block in enumerate(blocks) if (one := _quotation(block)) is not None}
    whole = {around[number] for number in kept if number in around}
    return kept | {n for n, one in around.items() if one in whole and not blocks[n].hidden}


def _quotation(block: PageBlock) -> "HtmlElement | None":
    return next((one for one in _around(block) if one.tag == "blockquote"), None)


def _headline(tree: "HtmlElement", blocks: Sequence[PageBlock]) -> int | None:
    """The first heading that the title of the page starts with, else one in an article element,
    else the only one, if it has enough words to be no name of a site.
    """
    tops = [n for n, block in enumerate(blocks) if block.element.tag == "h1" and block.words]
    title = words_of(tree.findtext(".//title") or "")
    for number in tops:
        if title[: len(blocks[number].words)] == blocks[number].words:
            return number
    for number in tops:
        if any(one.tag == "article" for one in _around(blocks[number])):
            return number
    return tops[0] if len(tops) == 1 and len(blocks[tops[0]].words) >= _LONG else None


def _headings(blocks: Sequence[PageBlock], kept: set[int], headline: int | None) -> set[int]:
    """The headline before the text, and headings right before what is kept."""
    found: set[int] = set()
    if headline is not None and headline < min(kept) and not _is_beside(blocks[headline]):
        found.add(headline)
    for number in sorted(kept, reverse=True):
        before = number - 1
        while before >= 0 and before not in kept and before not in found:
            block = blocks[before]
            is_heading = block.element.tag in HEADINGS - {"h1"}
            if not is_heading or block.is_mostly_links or _is_beside(block):
                break
            found.add(before)
            before -= 1
    return found


def _is_beside(block: PageBlock) -> bool:
    return block.hidden or any(map(is_beside_article, _around(block)))


def _repeated_asides(blocks: Sequence[PageBlock], kept: set[int]) -> set[int]:
    """Words of the article that stand beside it once more, to catch the eye."""
    asides = {number for number in kept if any(map(_is_pull_quote, _around(blocks[number])))}
    if not asides:
        return asides
    runs = {run for number in kept - asides for run in _runs(blocks[number].words)}
    return {
        number
        for number in asides
        if len(blocks[number].words) > 2 and runs.issuperset(_runs(blocks[number].words))
    }


def _is_pull_quote(element: "HtmlElement") -> bool:
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    return element.tag == "aside" or _PULL_QUOTE.search(names) is not None


def _inside_sentences(blocks: Sequence[PageBlock], kept: set[int]) -> set[int]:
    """Whatever stands between the halves of a sentence belongs to it."""
    found: set[int] = set()
    order = sorted(kept)
    for first, second in itertools.pairwise(order):
        between = range(first + 1, second)
        if (
            0 < len(between) <= _BROKEN_IN
            and not SENTENCE_END.search(blocks[first].text)
            and blocks[second].text[0].islower()
        ):
            found.update(number for number in between if not blocks[number].hidden)
    return found


def _is_notice(block: PageBlock, container: "HtmlElement") -> bool:
    """A line such as "Advertisement" in what is none of the article."""
    return len(block.words) < _LONG and is_furniture(block.text) and _is_furniture(block, container)


def _list_of(block: PageBlock) -> "HtmlElement | None":
    whole = block.whole
    return whole.getparent() if whole is not None and whole.tag in ("li", "dd", "dt") else None


def _around(block: PageBlock) -> Iterable["HtmlElement"]:
    return (block.element, *block.element.iterancestors())


def _is_furniture(block: PageBlock, container: "HtmlElement") -> bool:
    """Whether an element between block and container says that it is none of the article."""
    if block.hidden:
        return True
    for element in _around(block):
        if element is container:
            return False
        if is_beside_article(element):
            return True
    return True


def is_beside_article(element: "HtmlElement") -> bool:
    """Whether an element says of itself that it is none of the article."""
    if element.tag in _FURNITURE or element.get("role") in _FURNITURE_ROLES:
        return True
    if element.tag in ("html", "body", "main", "article"):
        return False
    names = f"{element.get('class') or ''} {element.get('id') or ''}".lower()
    return not _FURNITURE_NAMES.isdisjoint(re.split(r"[^a-z]+", names))
