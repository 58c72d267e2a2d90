"""Indirect speech: what somebody is reported to have said, without quotation marks."""

from collections.abc import Iterator, Sequence

from pullquote.suggest.grammar.clauses import Subject, is_passive, object_of, subject_of
from pullquote.suggest.grammar.cues import Cue, cue_at
from pullquote.suggest.grammar.phrases import Phrase, phrase_from
from pullquote.suggest.grammar.tagger import Tagged, tagged
from pullquote.suggest.mentions import extent
from pullquote.suggest.reports import can_speak
from pullquote.suggest.speakers import Said
from pullquote.text.segments import paragraphs
from pullquote.text.spans import Span

# How often speaker and words were right, of 269 in 84 articles about politics.
_CONFIDENCE = {"X said that": 0.9, "X said clause": 0.88, "clause, X said": 0.88, "according": 0.87}
# Longer sentences, in tokens, are lists or tables.
_LONGEST = 80
_SHORTEST = 3
_FINITE = frozenset("VevxB")
# Verbs that take a clause without "that" in front of it.
_BARE = frozenset("said says say".split())
# Verbs that stand behind what was said, after a comma.
_BEHIND = _BARE | frozenset(
    "told tells added adds announced reported warned argued explained noted stressed".split()
)
# Before a verb they say that nobody has said it.
_UNSAID = frozenset(
    "not never n't if would could should might may will can cannot to declined refused"
    " didn't doesn't don't hasn't haven't won't wouldn't couldn't can't isn't wasn't".split()
)
_BREAKS = frozenset("but while whereas although though according".split())


def indirect_speech(text: str, quotations: Sequence[Span]) -> list[Said]:
    """Reports without quotation marks, in order: what was said, by whom, by which verb.

    `quotations` are all of the text, in order: a sentence that holds one is left out, as it is
    theirs. What was said has no "that" before it and no full stop. Takes linear time; soft line
    feeds are spaces already.
    """
    found: list[Said] = []
    first = 0
    for paragraph in paragraphs(text):
        while first < len(quotations) and quotations[first].end <= paragraph.start:
            first += 1
        if first < len(quotations) and quotations[first].start < paragraph.start:
            continue
        last = first
        inside: list[Span] = []
        while last < len(quotations) and quotations[last].start < paragraph.end:
            if not inside or quotations[last].start >= inside[-1].end:
                inside.append(quotations[last])
            last += 1
        if inside and inside[-1].end > paragraph.end:
            continue
        line = tagged(text, paragraph, inside)
        for low, high in _sentences(line):
            if said := _in_sentence(line, low, high):
                found.append(said)
    return found


def _sentences(line: Tagged) -> Iterator[tuple[int, int]]:
    """Tokens from the first of a sentence up to its full stop; those without a quotation."""
    low = 0
    for at in range(len(line) + 1):
        if at == len(line) or line.tags[at] == ".":
            fits = _SHORTEST < at - low <= _LONGEST and "Q" not in line.tags[low:at]
            # What has no stop behind it is a headline or an entry of a list.
            if fits and at < len(line):
                yield low or _behind_dateline(line, at), at
            low = at + 1


# In tokens: a dateline is no longer.
_DATELINE = 9
_DASHES = frozenset("- -- – — _".split())


def _behind_dateline(line: Tagged, high: int) -> int:
    """The first token behind "MOSCOW (Sputnik) -" at the start of a paragraph, else 0."""
    dashes = (at for at in range(1, min(high, _DATELINE)) if line.words[at] in _DASHES)
    at = next(dashes, 0)
    is_place = at > 0 and line.raw(0).isupper() and not set(line.tags[:at]) - set("N(),#tn")
    return at + 1 if is_place else 0


def _in_sentence(line: Tagged, low: int, high: int) -> Said | None:
    for at in range(low, high):
        if line.words[at] == "according" and line.words[at + 1 : at + 2] == ["to"]:
            return _according(line, at, low, high)
        cue = cue_at(line, at)
        if cue is None or not cue.strong or line.tags[at] == "G":
            continue
        subject = _speaker_of(line, cue, low)
        if subject is None:
            continue
        # "What Roe says it would do", "I guess", "you say": the reporter's own.
        first = subject.phrase.first
        if line.words[first] in ("i", "you") or (first > low and line.words[first - 1] == "what"):
            continue
        if said := _behind_verb(line, cue, subject, high) or _before_subject(
            line, cue, subject, low, high
        ):
            return said
    return None


def _speaker_of(line: Tagged, cue: Cue, low: int) -> Subject | None:
    """The subject of a verb that says something was said, by somebody who can."""
    before = line.words[max(low, cue.verb - 4) : cue.verb]
    if is_passive(line, cue.verb, low) or _UNSAID & set(before):
        return None
    subject = subject_of(line, cue.verb, low)
    if subject is None or not can_speak(line, subject.phrase):
        return None
    return None if line.tags[subject.phrase.first] == "W" else subject


def _behind_verb(line: Tagged, cue: Cue, subject: Subject, high: int) -> Said | None:
    """`X said that CLAUSE`, `X told Y on Tuesday that CLAUSE`, `X said CLAUSE`."""
    at = cue.words.after
    if line.words[cue.verb] in ("told", "tells", "tell"):
        heard = object_of(line, cue.verb, high)
        at = heard.after if heard else at
    bare = at
    while at < high and at - bare < 8 and line.words[at] != "that" and line.tags[at] in "tpa#DnNR,":
        at += 1
    if at < high and line.words[at] == "that" and at + 1 < high:
        # "Rules that could lead to …": no report, but a noun with more of it.
        if line.tags[at + 1] in _FINITE:
            return None
        return _said(line, subject, cue, Phrase(at + 1, _end(line, at + 1, high)), "X said that")
    if line.words[cue.verb] not in _BARE:
        return None
    while bare < high and (line.tags[bare] == "t" or line.words[bare] == "on"):
        bare += 1
    clause = phrase_from(line, bare, high)
    if clause is None or clause.after >= high or line.tags[clause.after] not in "VevxpaW":
        return None
    return _said(line, subject, cue, Phrase(bare, _end(line, bare, high)), "X said clause")


def _before_subject(line: Tagged, cue: Cue, subject: Subject, low: int, high: int) -> Said | None:
    """`CLAUSE, X said on Tuesday`."""
    comma = subject.phrase.first - 1
    if line.words[cue.verb] not in _BEHIND or line.tags[low] == "s" or ";" in line.tags[low:comma]:
        return None
    if comma - low < _SHORTEST or line.tags[comma] != "," or high - cue.words.after > 12:
        return None
    behind = line.tags[cue.words.after : high]
    if set(behind) - set("tpaD#nNR$T,"):
        return None
    return _said(line, subject, cue, Phrase(low, comma), "clause, X said")


def _according(line: Tagged, at: int, low: int, high: int) -> Said | None:
    """`According to X, CLAUSE` and `CLAUSE, according to X`."""
    phrase = phrase_from(line, at + 2, high)
    if phrase is None or not can_speak(line, phrase):
        return None
    if at == low:
        comma = line.tags.find(",", phrase.after, high)
        content = Phrase(comma + 1, high) if comma > 0 else None
    else:
        content = Phrase(low, at - (line.tags[at - 1] == ","))
    if content is None:
        return None
    cue = Cue(Phrase(at, at + 2), at, True)
    return _said(line, Subject(phrase, "plain"), cue, content, "according")


def _end(line: Tagged, first: int, high: int) -> int:
    """Where what was said ends: at the full stop, or where the sentence goes on by itself."""
    for at in range(first, high - 1):
        if line.tags[at] == ";":
            return at
        if line.tags[at] == "," and (line.words[at + 1] in _BREAKS or line.tags[at + 1] == "G"):
            return at
    return high


def _said(line: Tagged, subject: Subject, cue: Cue, content: Phrase, rule: str) -> Said | None:
    """None for words without a verb, which are no clause."""
    first, after = content
    while first < after and line.tags[first] in ",:":
        first += 1
    while after > first and line.tags[after - 1] in ",:-":
        after -= 1
    if after - first < _SHORTEST or not _FINITE & set(line.tags[first:after]):
        return None
    return Said(
        line.span(first, after),
        "indirect",
        extent(line, subject.phrase),
        line.span(cue.words.first, cue.words.after),
        f"indirect: {rule}",
        _CONFIDENCE[rule],
    )
