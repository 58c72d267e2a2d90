"""Whether the clause of a date tells of what was, or speaks of what is to come."""

import re

from pullquote.calendar.relative_dates import Tense
from pullquote.text.line_breaks import unwrapped
from pullquote.text.spans import Span

# In code points, before the date and behind it.
_REACH = 240
_FOLLOWING = 160
# Behind these a verb in -s is a plural: the starts, its opens.
_NO_NOUN = r"(?<!\bthe\s)(?<!\bits\s)(?<!\bhis\s)(?<!\bher\s)(?<!['’]s\s)"
_FUTURE = (
    r"will|won['’]t|would|shall|plans?|planned|planning|scheduled?|expected|due|upcoming|going\sto"
    r"|is\sto|are\sto|set\s(?:to|for)|hopes?\sto|deadline|must|as\s(?:soon|early)\sas|no\slater\sthan"
    r"|(?:agreed|vow(?:s|ed)|promise[sd]|pledge[sd]|threaten(?:s|ed)|intend(?:s|ed)|prepar(?:es|ed|ing)"
    r"|invited|summoned|ready|poised|slated|bound|supposed|likely|unlikely)\s(?:\w+\s)?to"
    r"|can|should|(?-i:may)|(?:when|if|until|unless|once|before|after)\s(?:\w+\s){1,4}?(?:is|are)"
    # The present of what is fixed to come: talks resume, the law takes effect.
    rf"|{_NO_NOUN}(?:begins|starts|opens|ends|closes|resumes|expires|matures|reconvenes|arrives|leaves"
    r"|departs|retires)|(?:takes?|goe?s?\sinto|comes?\sinto)\s(?:effect|force)"
    r"|(?<=[a-z]s\s)(?:begin|start|open|end|close|resume|expire|mature|reconvene|arrive|leave)"
)
_IRREGULAR = (
    r"said|told|was|were|had|did|went|came|took|gave|made|got|began|became|left|met|won|lost|held|kept"
    r"|sent|saw|found|fell|felt|brought|bought|built|led|ran|rose|sold|spent|stood|thought|wrote|knew"
    r"|grew|drew|drove|broke|chose|fled|fought|shot|struck|spoke|swore|threw|withdrew|sank|paid|put|set"
)
# Words in -ed with a capital are names: United.
_PAST = rf"(?:{_IRREGULAR}|(?-i:[a-z]{{2,}}ed))"
# "Will be held" and "expected to be signed" are one verb, whose participle tells of nothing past.
_BETWEEN = r"(?:\s(?:not|also|to|still|only|then|never|now|soon|likely|[a-z]+ly))*"
_PASSIVE = rf"{_BETWEEN}\s(?:be|have\sbeen)\s\w+"
_VERB = re.compile(
    rf"\b(?:(?P<future>(?:{_FUTURE})(?:{_PASSIVE})?)|(?P<past>{_PAST}))\b", re.IGNORECASE
)
# What becomes of a plan stands behind its day: "planned for Monday was dropped".
_PLAN = re.compile(r"(?:planned|scheduled|due|set\s(?:to|for))\b.*", re.IGNORECASE)
# A second thing that somebody did tells nothing of a plan: "planned a march on Monday and were ..."
_AND = re.compile(r"\s+and\b")
# What is put off is put off to a day ahead.
_PUT_OFF = re.compile(
    r"\b(?:postpon|delay|deferr|adjourn|extend|suspend|reschedul)\w+\b[^,;:]*\b(?:until|till|to)\s+\Z",
    re.IGNORECASE,
)
# What is on a day is still to be: the election is on Monday.
_IS_ON = re.compile(r"\b(?:is|are)\s(?:on|in)\s+\Z", re.IGNORECASE)
_THAT = re.compile(r"\bthat\b", re.IGNORECASE)
_AHEAD_OF = re.compile(r"\b(?:by|until|till)\s+\Z", re.IGNORECASE)
# The point of a title or an initial ends no sentence: Sen. Holt, U.S. forces, Roe vs. Wade.
_SHORT = r"(?<!\b[A-Z])(?<!\b(?:vs|Mr|Ms|Dr|St|Lt))(?<!\b(?:Mrs|Sen|Rep|Gov|Gen|Col|Sgt|Rev))"
_STOP = re.compile(rf"(?:{_SHORT}\.|[!?])[\"”’)]*\s+(?=[\"“‘(]?[A-Z])|\n")
_POSSESSIVE = re.compile(r"['’]s\b")


def tense_of(text: str, date: Span) -> Tense:
    """By the last verb before `date` in its sentence that tells, else by the first behind it.

    Of "Varga said on Tuesday that talks will begin on Friday" it is the past for Tuesday, the
    future for Friday. What is a day's own ("Monday's ruling") tells by what follows only.
    """
    text = unwrapped(text)
    before = text[max(0, date.start - _REACH) : date.start]
    stops = list(_STOP.finditer(before))
    clause = before[stops[-1].end() if stops else 0 :]
    verbs = list(_VERB.finditer(clause))
    if _PUT_OFF.search(clause):
        return "future"
    if _IS_ON.search(clause):
        return "future"
    owned = _POSSESSIVE.match(text, date.end)
    # In "ruled that the vote on Sunday must go ahead" the clause of Sunday has its verb behind.
    if verbs and _THAT.search(clause, verbs[-1].end()):
        owned = owned or _THAT.search(clause, verbs[-1].end())
    if verbs and not owned and not _PLAN.fullmatch(verbs[-1][0]):
        return _tense(verbs[-1])
    follows = not (verbs and _AND.match(text, date.end))
    following = text[date.end : date.end + _FOLLOWING] if follows else ""
    stop = _STOP.search(following)
    behind = _VERB.search(following, 0, stop.start() if stop else len(following))
    if behind:
        return _tense(behind)
    if verbs and not owned:
        return _tense(verbs[-1])
    return "future" if _AHEAD_OF.search(clause) else ""


def looks_ahead(text: str, date: Span) -> bool:
    """Whether the clause of `date` speaks of what is to come."""
    return tense_of(text, date) == "future"


def _tense(verb: re.Match[str]) -> Tense:
    return "future" if verb["future"] else "past"
