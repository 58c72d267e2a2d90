"""Words that name a speaker: a name with its title or role, a noun, a pronoun; and how far they go.

One rule for the extent of a mention: it is the noun phrase without what is said of it. A name keeps
the title or role beside it ("ministry spokeswoman Ada Holt", "Sen. Ada Holt") and loses other words
before it ("a visibly tired Ada Holt"); a noun keeps its article and owner, both keep what is "of"
them. Relative clauses, participles, other prepositions and explanations between commas stay out.
"""

from pullquote.suggest.grammar.phrases import Phrase, phrase_from
from pullquote.suggest.grammar.tagger import Tagged, tagged
from pullquote.text.line_breaks import unwrapped
from pullquote.text.segments import paragraphs
from pullquote.text.spans import Span

_PERSONAL = frozenset("he she they it we i".split())


def extent(line: Tagged, phrase: Phrase) -> Span:
    """The words of the mention that begins with `phrase`, by the rule above."""
    if line.tags[phrase.first] in "PW":
        return line.span(phrase.first, phrase.first + 1)
    inner = phrase_from(line, phrase.first, phrase.after) or phrase
    first, after = _name_in(line, _without_adjective(line, inner))
    return line.span(first, _with_complement(line, Phrase(first, after), phrase.after))


def mentions(text: str, span: Span) -> list[Span]:
    """Stretches inside `span` that can name a speaker, in order; possessive 's is left out."""
    text = unwrapped(text)
    found = []
    for paragraph in paragraphs(text[span.start : span.end]):
        within = Span(paragraph.start + span.start, paragraph.end + span.start)
        found += _mentions(tagged(text, within))
    return found


def mention_at(text: str, span: Span, offset: int) -> Span | None:
    """The mention in `span` that holds or touches `offset`."""
    found = mentions(text, span)
    return next((m for m in found if m.start <= offset <= m.end), None)


def is_pronoun(words_: str) -> bool:
    """Whether the whole of `words_`, in any case, is a personal pronoun of the third person, "we"
    or "I".
    """
    return words_.casefold() in _PERSONAL


def is_name(words_: str) -> bool:
    """True if some word is capitalised and is not just the beginning of a sentence."""
    line = tagged(words_, Span(0, len(words_)))
    return any(
        tag in "NT" or (tag in "Rt" and line.raw(at)[0].isupper())
        for at, tag in enumerate(line.tags)
    )


def _mentions(line: Tagged) -> list[Span]:
    found: list[Span] = []
    at = 0
    while at < len(line):
        phrase = None
        if line.tags[at] == "P":
            phrase = Phrase(at, at + 1) if line.words[at] in _PERSONAL else None
        elif line.tags[at] in "DNTRn#":
            phrase = phrase_from(line, at, len(line))
        if phrase and (line.tags[phrase.first] == "P" or _can_speak(line, phrase)):
            span = extent(line, phrase)
            found.append(span)
            while at < len(line) and line.starts[at] < span.end:
                at += 1
        else:
            at = phrase.after if phrase else at + 1
    return found


def _can_speak(line: Tagged, phrase: Phrase) -> bool:
    tags = line.tags[phrase.first : phrase.after]
    return "N" in tags or "R" in tags


def _without_adjective(line: Tagged, phrase: Phrase) -> Phrase:
    """Without the adjective of "a source close to" and "people familiar with"."""
    last = phrase.after - 1
    follows = phrase.after < len(line) and line.tags[phrase.after] == "p"
    if last > phrase.first and follows and line.words[last] in ("close", "familiar", "loyal"):
        return Phrase(phrase.first, last)
    return phrase


def _name_in(line: Tagged, phrase: Phrase) -> Phrase:
    """The phrase itself, or the name that ends it where no role or title stands before that."""
    first, after = phrase
    if line.tags[after - 1] not in "NT":
        return phrase
    name = after - 1
    while name > first and line.tags[name - 1] in "NT":
        name -= 1
    before = line.tags[first:name]
    if "$" in before and "R" not in before:
        return Phrase(name, after) if line.tags[name - 1] != "$" else phrase
    if before in ("", "D") and line.tags[name] == "T":
        return Phrase(name, after)
    return phrase if before in ("", "D") or before[-1] == "R" else Phrase(name, after)


def _with_complement(line: Tagged, phrase: Phrase, least: int) -> int:
    """Where a mention ends, with what is "of" it, a second name, and the name of a role.

    Before `least` "and" joins what one verb has as its subject.
    """
    after = phrase.after
    for _ in range(3):
        if after + 1 >= len(line):
            break
        word, tag = line.words[after], line.tags[after]
        head = line.tags[after - 1]
        joins = (word == "of" and head in "NRn#") or (word in ("for", "at") and head == "R")
        if not joins and not (
            word in ("and", "&") and (after < least or _is_pair(line, phrase, after))
        ):
            if tag == "," and _is_named_role(line, phrase, after):
                named = phrase_from(line, after + 1, len(line))
                return named.after if named else after
            break
        following = phrase_from(line, after + 1, len(line))
        if following is None or line.tags[following.first] in "PW":
            break
        after = following.after
    return after


def _is_pair(line: Tagged, phrase: Phrase, conjunction: int) -> bool:
    """Whether "and" joins two whole names: Ann Roe and Bob Hale."""
    tags = line.tags
    left, right = tags[phrase.first : conjunction], tags[conjunction + 1 : conjunction + 3]
    return left[-2:] in ("NN", "TN") and right in ("NN", "TN")


def _is_named_role(line: Tagged, phrase: Phrase, comma: int) -> bool:
    """Whether the name behind a comma ends its clause: "said the minister, Ann Roe"."""
    tags = line.tags
    if "R" not in tags[phrase.first : comma] or "N" in tags[phrase.first : phrase.after]:
        return False
    named = phrase_from(line, comma + 1, len(line))
    if named is None or set(tags[named.first : named.after]) - set("NT"):
        return False
    return named.after >= len(line) or tags[named.after] in ".Q"
