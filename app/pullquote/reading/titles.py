"""The title of a text: its headline, or its first sentence where it has none.

Menus, error pages, credits, bylines and dates are no title.
"""

import re
from collections.abc import Iterator

from pullquote.reading.publication_date import find_dateline
from pullquote.text.line_breaks import unwrapped
from pullquote.text.segments import grapheme_start, sentences

# Headlines are seldom longer, in letters.
_HEADLINE = 120
_LONGEST = 500
_LINES = 40
_LOOKED_AT = 20_000
_LINE_LOOKED_AT = 1_000
_SPACE = re.compile(r"\s+")

# What stands before the headline or the first sentence in the same line.
_PREFIX = re.compile(
    r"""
    \s*(?:\#{1,6}\s+ | (?:>\s?)+ | (?:title|headline)\s*:\s*
    | (?:date|published|posted|updated)?\s*:?\s*
      (?:\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{4})
      (?:[T\ ]\d\d:\d\d(?::\d\d)?Z?)?(?:\s*[|:–—-])?\s+)
    """,
    re.IGNORECASE | re.VERBOSE,
)
# A value of the lines of names and values that stand before some texts.
_IN_MARKS = re.compile(r"""(?:title|headline)\s*:\s*(["'])(.+)\1\s*""", re.IGNORECASE)
_SITE = re.compile(r"\s[|]\s[^|]{2,40}$")


def find_title(text: str) -> str:
    """The first line that is not page furniture, of a paragraph its first sentence, all of it.

    A line goes on over a line feed that only wraps it.

    A short line (under four words) counts only right before one that reads as text; a single word
    only if nothing stands before it.
    """
    first = next(_lines(text), "")
    shorts = [""]
    for line in _first_lines(text):
        if _is_long_enough(line):
            return (_is_prose(line) and shorts[-1]) or _bounded(_first_sentence(line))
        shorts.append(line if " " in line or line == first else "")
    return next(filter(None, shorts), "") or _bounded(first)


def _first_lines(text: str) -> Iterator[str]:
    for number, line in enumerate(_lines(text)):
        if number == _LINES:
            return
        dateline = find_dateline(line)
        if not is_furniture(line) and not (dateline and dateline.end == len(line)):
            yield line


def _lines(text: str) -> Iterator[str]:
    for line in unwrapped(text[:_LOOKED_AT]).split("\n"):
        line = _SPACE.sub(" ", line[:_LINE_LOOKED_AT]).strip()
        if stated := _IN_MARKS.fullmatch(line):
            line = stated[2]
        line = line[end.end() :] if (end := _PREFIX.match(line)) else line
        if line:
            yield line


def _is_long_enough(line: str) -> bool:
    return line.count(" ") >= 3 or _width(line) >= 24


def _is_prose(line: str) -> bool:
    """Whether it reads as text: a paragraph, or a sentence that no headline would be."""
    if len(line) >= _LINE_LOOKED_AT:
        return True
    ends = '.…"”»)。' if _width(line) <= _HEADLINE else '.!?…"”»)。！？'
    return _width(line) > _HEADLINE // 2 and line[-1] in ends


def _width(line: str) -> int:
    """In letters; one of East Asia says as much as three."""
    return len(line) + 2 * sum(letter >= "\u2e80" for letter in line)


def _first_sentence(line: str) -> str:
    line = line[dateline.end :] if (dateline := find_dateline(line)) else _SITE.sub("", line)
    found = sentences(line)
    return found[0].of(line).strip() if found else line


def _bounded(title: str) -> str:
    """Whole, but of a line without an end no more than a person would read."""
    if len(title) <= _LONGEST:
        return title
    cut = title.rfind(" ", _LONGEST // 2, _LONGEST)
    return title[: cut if cut > 0 else grapheme_start(title, _LONGEST)].rstrip(" ,;:–—-")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# A line of these words alone is furniture, however many there are: a menu, a button, an error.
_MENU_WORDS = _words(
    """
    a about account accessibility ad ads advert advertise advertisement advertising advertorial
    all alerts and app apps archive archives articles audio back blogs bookmark breaking business
    careers categories category close closed comment comments community contact contacts content
    cookie cookies copy culture donate download economics economy editions edition email
    entertainment environment epaper error event events exclusive explore facebook faq featured
    feedback follow footer for found friend gallery games go google header health help home
    hottest in industries instagram international interviews investigations issue jobs latest law
    less lifestyle linkedin link listen live local log login logout magazine main markets media
    member membership menu mobile more most multimedia navigation network news newsletter
    newsletters next not notifications of on oops open opinion opinions or our page patreon
    patron photo photos pinterest play please podcast podcasts policy politics popular post premium
    previous print privacy profile program programmes promoted publications radio read reading
    reader readers recent recommended reddit register related report reports rss save science
    search section sections see settings share shop sign sitemap skip society sorry special
    sponsored sport sports stories story subscribe subscription subscriptions support tags
    tech technology telegram terms the tiktok to today's tools top topics topic travel trending tv
    tweet twitter up us use vk video videos view views weather whatsapp world x your youtube
    301 302 400 401 403 404 410 429 500 502 503 504
    anzeige werbung abonnieren startseite teilen publicidad publicité publicite pubblicità
    suscribirse s'abonner abonnez-vous реклама подписаться поделиться главная новости меню поиск
    реклама підписатися новини головна إعلان اشترك
    ar ara de deu dut en eng english esp fra ita nld por rus spa ukr
    es español fr français deutsch it italiano pl polski pt português ru рус
    русский ua uk укр українська tr türkçe العربية عربي 中文 日本語 فارسی עברית ქართული
    """
)
_WORD = re.compile(r"[\w'’-]+")
_DIGIT = re.compile(r"\d")
_LETTER = re.compile(r"[^\W\d_]")

_PHRASES = re.compile(
    r"""
    page\ (?:you|that\ you|you're)\b.*\b(?:looking\ for|requested|exist|found) | page\ not\ found
    | ^(?:oops\W+)?something\ went\ wrong | ^access\ (?:is\ )?denied | ^internal\ server\ error
    | \b(?:enable|turn\ on)\ (?:javascript|cookies) | are\ (?:you\ )?(?:not\ )?a\ robot
    | we\ (?:and\ our\ partners\ )?use\ cookies | \bagree\ to\b.*\b(?:terms|policy)
    | ^(?:(?:read|see|view|our|the)\ )*(?:cookie|privacy)\ (?:policy|settings|notice|preferences)
    | ^(?:our\ |the\ )?terms\ (?:of|and)\ (?:use|service|conditions) | all\ rights\ reserved
    | ^(?:read|see|watch|listen|learn)\ (?:more|also|next|the\ full)\b | ^(?:also|must)\ read\b
    | ^you\ (?:may|might)\ (?:also\ )?(?:like|be\ interested) | ^other\ topics\ of\ interest
    | ^(?:skip|jump)\ to\ (?:main\ )?(?:content|navigation|article) | ^back\ to\ (?:top|home)
    | ^(?:subscribe|sign\ up|log\ in|sign\ in|register|follow|join)\b
      .*\b(?:us|now|today|free|here|newsletters?|channels?|telegram|account|patreon|community
          |updates|inbox|alerts|email|subscribers?|readers)\b
    | \b(?:become|support)\b.*\b(?:patron|patreon|journalism|newsroom|donation)\b
    | ^share\ (?:this|on|via|with)\b | ^(?:print|save|email|copy)\ (?:this|link|article)\b
    | ^click\ (?:here|to)\b | ^tap\ (?:here|to)\b | ^scroll\ (?:down|to)\b
    | \b\d+[\s-]*min(?:ute)?s?[\s.]*(?:read|to\ read|reading)\b | ^reading\ time\b
    | ^(?:article|story)\ continues\ (?:below|after) | ^(?:this\ is\ a\ )?sponsored\ (?:content|by)
    | ^(?:no\ comments?|comments?\W*(?:\d+|no\ comments?|closed))\W*$
    | ^this\ (?:article|story|page)\ (?:is|was)\ (?:only\ |originally\ |last\ )?
      (?:available|published|updated)
    | ^(?:you\ have\ )?\d*\s*(?:free\ )?articles?\ (?:left|remaining)
    """,
    re.IGNORECASE | re.VERBOSE,
)
_CREDIT = re.compile(
    r"""
    ^\W*[©℗] | ^\(c\)\ | ^copyright\b
    | ^\W*(?:stock\ |file\ |archive\ |illustrative\ |cover\ )?
      (?:photos?|images?|pictures?|illustrations?|credits?|graphics?|videos?|caption)\s*
      (?:\W*(?:by|credit|courtesy|from)\b|\s*[:©/|])
    | \((?:photo|image|picture|credit)s?\b[^)]{0,80}\)\W*$
    | \b(?:stock|file|archive)\ photo\b | \bgetty\ images\b | ^(?:screenshot|handout)\b.{0,40}$
    """,
    re.IGNORECASE | re.VERBOSE,
)
_NAME = r"[^\W\d_a-z][\w.'’-]*"
_BYLINE = re.compile(
    rf"""
    (?i:(?:words|written|reported|edited)\ by|by|from|author|authors|editor|reporter
        |von|par|por|автор|автори)\s*:?\ {_NAME}\ {_NAME}
    (?:,?\ (?:and|&|und|et|y|и|та|in|correspondent|editor|reporter|staff|writer|{_NAME}))*\W*$
    """,
    re.VERBOSE,
)
_BETWEEN_CRUMBS = re.compile(r"\s*[|>›»•·→/]\s+|\s+[|>›»•·→/]\s*")
_MONTH = (
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)(?:[a-z]{0,6})"
    r"|янв\w*|фев\w*|мар\w*|апр\w*|мая|июн\w*|июл\w*|авг\w*|сен\w*|окт\w*|ноя\w*|дек\w*"
    r"|січ\w*|лют\w*|берез\w*|квіт\w*|трав\w*|черв\w*|лип\w*|серп\w*|верес\w*|жовт\w*|листоп\w*|груд\w*"
)
_DATE = re.compile(
    rf"""
    \d{{4}}-\d\d-\d\d | \d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}}
    | \d{{1,2}}(?:st|nd|rd|th)?\.?\s(?:{_MONTH})\.?,?\s\d{{4}}
    | (?:{_MONTH})\.?\s\d{{1,2}}(?:st|nd|rd|th)?,?\s\d{{4}}
    """,
    re.IGNORECASE | re.VERBOSE,
)

# A clock time, a month-day without a year, an age: a date only beside nothing else.
_MOMENT = re.compile(
    rf"""
    \d{{1,2}}:\d\d(?::\d\d)?(?:\s?[ap]\.?m\.?)? | \d+\s(?:second|minute|hour|day|week)s?\sago
    | \d{{1,2}}\s(?:{_MONTH}) | (?:{_MONTH})\.?\s\d{{1,2}}
    """,
    re.IGNORECASE | re.VERBOSE,
)
_AROUND_DATES = re.compile(
    r"""
    (?:mon|tues|wednes|thurs|fri|satur|sun)day | \b(?:mon|tue|wed|thu|fri|sat|sun)\b
    | \b(?:published|updated|posted|modified|created|edited|date|last|first|on|at|by|the|local|time
        |am|pm|gmt|utc|est|edt|pst|pdt|cet|cest|eet|eest|bst|msk|ist|online|version|hrs|t|z)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)


def is_furniture(line: str) -> bool:
    """Whether a line (stripped, one of the first of a page) is something other than the article.

    Lines of more than 240 characters are always taken for text.
    """
    if len(line) > 240:
        return False
    if not _LETTER.search(line):
        return True
    if is_menu(line) or _PHRASES.search(line) or _CREDIT.search(line) or _BYLINE.match(line):
        return True
    return _is_path(line) or is_date_line(line)


def is_menu(line: str) -> bool:
    return all(word in _MENU_WORDS for word in _WORD.findall(line.casefold()))


def _is_path(line: str) -> bool:
    """Such as "Home > World > Coast": parts of one or two words, with three parts also of three."""
    longest = [len(part.split()) for part in _BETWEEN_CRUMBS.split(line)]
    return len(longest) > 1 and max(longest) <= (2 if len(longest) == 2 else 3)


def is_date_line(line: str) -> bool:
    """A date or a time with at most a few capitalised words (a name, a place) beside it."""
    if not _DIGIT.search(line):
        return False
    without = _DATE.sub(" ", line)
    has_date = without != line
    without = _MOMENT.sub(" ", without)
    if without == line:
        return False
    rest = [word for word in _WORD.findall(_AROUND_DATES.sub(" ", without)) if not word.isdigit()]
    if not has_date:
        return not rest
    return len(rest) <= 3 and all(word[0].isupper() for word in rest)
