"""The register as it is shown: each speaker with counts, who may be one, and the page of one."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from pullquote.labelling.label_speakers import NOBODY
from pullquote.model.values import Represents, Speaker, SpeakerKind, after_merges
from pullquote.store import Project
from pullquote.store.content.people import folded_name
from pullquote.store.merge.speaker_proposals import Proposal, read_kept_apart, read_proposals
from pullquote.store.speakers_in_text import (
    MentionWords,
    SpokenPlace,
    read_mention_words,
    read_speaker_labels,
    read_spoken_places,
)
from pullquote.suggest.look_alikes import Likeness, look_alikes
from pullquote.suggest.mentions import is_pronoun


class SpeakerRow(NamedTuple):
    """`names` are the name and its aliases. Quotes, mentions and documents are of all annotators,
    the same stretch once, and of those that were merged into this one.
    """

    id: int
    name: str
    kind: SpeakerKind
    note: str
    names: int
    mentions: int
    quotes: int
    documents: frozenset[int]
    forms: str
    """The names as they are searched: folded, in one string."""


class Alike(NamedTuple):
    """Two that may be one: the one with more quotes is `kept`. `together` are the documents that
    name both.
    """

    kept: SpeakerRow
    other: SpeakerRow
    why: Likeness
    together: int


class Register(NamedTuple):
    """Speakers by quotes, the most first; `nobody` is the one of quotes that name nobody.

    `proposals` are of returned files.
    """

    rows: tuple[SpeakerRow, ...]
    nobody: SpeakerRow | None
    alike: tuple[Alike, ...]
    proposals: tuple[Proposal, ...]


class NameRow(NamedTuple):
    """A name of a speaker: `documents` are how many it counts in, None for all of them.

    `by_reference` are words that stand for a speaker without being a name: a pronoun, or a role
    that is no alias. `aliases` are the rows to remove, empty for the name itself.
    """

    form: str
    documents: int | None
    mentions: int
    by_reference: bool
    aliases: tuple[int, ...]


class SpeakerPage(NamedTuple):
    """`represents` are whom the speaker speaks for, by name; `places` where, the newest first."""

    speaker: Speaker
    represents: tuple[tuple[Represents, str], ...]
    names: tuple[NameRow, ...]
    places: tuple[SpokenPlace, ...]


def read_register(project: Project, actor: int) -> Register:
    """As `actor` may see it: documents that they have still to do, and in which people are
    compared, are left out, for their labels would tell what others said.
    """
    speakers, hidden = project.speakers(), hidden_documents(project, actor)
    into = {one.id: one.merged_into for one in speakers if one.merged_into is not None}
    mentions, quotes = Counter[int](), Counter[int]()
    documents: dict[int, set[int]] = defaultdict(set)
    places = {
        one._replace(speaker=after_merges(into, one.speaker))
        for one in read_speaker_labels(project)
        if one.document not in hidden
    }
    for place in places:
        (quotes if place.is_quote else mentions)[place.speaker] += 1
        documents[place.speaker].add(place.document)
    forms: dict[int, dict[str, None]] = defaultdict(dict)
    for one in speakers:
        for form in (one.name, *(alias.form for alias in one.aliases)):
            forms[after_merges(into, one.id)][folded_name(form)] = None
    rows = [
        SpeakerRow(
            one.id, one.name, one.kind, one.note or "", len(forms[one.id]), mentions[one.id],
            quotes[one.id], frozenset(documents[one.id]), "\n".join(forms[one.id]),
        )
        for one in speakers
        if one.merged_into is None
    ]  # fmt: skip
    rows.sort(key=lambda row: (-row.quotes, -row.mentions, row.name))
    named = tuple(row for row in rows if row.kind != "unnamed")
    nobody = next((row for row in rows if row.kind == "unnamed" and row.name == NOBODY), None)
    alike = _alike(named, read_kept_apart(project), into)
    return Register(named, nobody, alike, tuple(read_proposals(project)))


def find_speakers(rows: Sequence[SpeakerRow], words: str) -> list[SpeakerRow]:
    """Those with a name or alias that has `words`."""
    wanted = folded_name(words)
    return [row for row in rows if wanted in row.forms] if wanted else list(rows)


def read_speaker_page(project: Project, actor: int, speaker: int) -> SpeakerPage:
    """As `actor` may see it. Raise NotThere for one who is not in the register."""
    speakers, hidden = project.speakers(), hidden_documents(project, actor)
    shown = project.speaker(speaker)
    into = {one.id: one.merged_into for one in speakers if one.merged_into is not None}
    family = [one for one in speakers if after_merges(into, one.id) == speaker]
    ids = [one.id for one in family]
    called = {one.id: one.name for one in speakers}
    represents = tuple(
        (one, called.get(after_merges(into, one.institution), ""))
        for one in project.represents()
        if one.speaker in ids
    )
    said = [one for one in read_mention_words(project, ids) if one.document not in hidden]
    places = (one for one in read_spoken_places(project, ids) if one.document not in hidden)
    return SpeakerPage(shown, represents, _names(shown.name, family, said), tuple(places))


def hidden_documents(project: Project, actor: int) -> frozenset[int]:
    """Those that `actor` has still to do, and in which people are compared: what others said there
    is not shown.
    """
    compared = [
        one.document
        for one in project.assignments(actor)
        if one.role != "label" or not one.suggestions
    ]
    states = ((one, project.state(one, actor)) for one in compared)
    return frozenset(one for one, state in states if state is None or state.value != "done")


def _alike(
    rows: Sequence[SpeakerRow], apart: set[frozenset[int]], into: Mapping[int, int]
) -> tuple[Alike, ...]:
    by_id = {row.id: row for row in rows}
    decided = {frozenset(after_merges(into, one) for one in pair) for pair in apart}
    found = []
    for one in look_alikes([(row.id, row.name, row.kind == "person") for row in rows]):
        if frozenset((one.first, one.second)) not in decided:
            first, second = by_id[one.first], by_id[one.second]
            # A surname alone is a part of the name that is kept.
            swapped = one.why in ("alone", "several") or _weight(second) > _weight(first)
            kept, other = (second, first) if swapped else (first, second)
            found.append(Alike(kept, other, one.why, len(kept.documents & other.documents)))
    found.sort(key=lambda one: (one.why == "several", -_weight(one.kept)[0], one.kept.name))
    return tuple(found)


def _weight(row: SpeakerRow) -> tuple[int, int]:
    return row.quotes, row.mentions


def _names(
    name: str, family: Iterable[Speaker], said: Sequence[MentionWords]
) -> tuple[NameRow, ...]:
    """The name `name` first."""
    shown: dict[str, str] = {}
    everywhere, only = set[str](), defaultdict[str, set[int]](set)
    aliases: dict[str, list[int]] = defaultdict(list)
    for one in family:
        everywhere.add(folded_name(one.name))
        shown.setdefault(folded_name(one.name), one.name)
        for alias in one.aliases:
            key = folded_name(alias.form)
            shown.setdefault(key, alias.form)
            aliases[key].append(alias.id)
            if alias.document is None:
                everywhere.add(key)
            else:
                only[key].add(alias.document)
    times = Counter[str]()
    where: dict[str, set[int]] = defaultdict(set)
    for mention in said:
        key = folded_name(" ".join(mention.words.split()))
        shown.setdefault(key, " ".join(mention.words.split()))
        times[key] += mention.times
        where[key].add(mention.document)
    rows = [
        NameRow(
            form,
            None if key in everywhere else len(only[key] or where[key]),
            times[key],
            is_pronoun(form) or (key not in everywhere and key not in only),
            () if key in {folded_name(one.name) for one in family} else tuple(aliases[key]),
        )
        for key, form in shown.items()
    ]
    first = folded_name(name)

    def rank(row: NameRow) -> tuple[bool, bool, bool, int]:
        named = folded_name(row.form) != first
        return named, row.by_reference, row.documents is not None, -row.mentions

    return tuple(sorted(rows, key=rank))
