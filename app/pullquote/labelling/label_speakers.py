"""Who speaks: the canonical speaker of a label, and what the register learns from it."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from pullquote import suggest
from pullquote.labelling.open_document import OpenDocument, Outcome
from pullquote.model.values import Annotation, Speaker, edited_origin
from pullquote.store import Writer
from pullquote.text.line_breaks import unwrapped
from pullquote.text.spans import Span

if TYPE_CHECKING:
    from pullquote.suggest.register import SpeakerMatch

MENTION_LAYER = "speaker"
CUE_LAYER = "cue"
SAID_BY = "said_by"
NOBODY = "Nobody named"


def speaker_of(doc: OpenDocument, label: Annotation) -> int | None:
    """The canonical speaker: it sits on the mention; a head has its own while it has no mention."""
    mention = mention_of(doc, label)
    held = mention or doc.label(label.id) or label
    return held.speaker


def mention_of(doc: OpenDocument, label: Annotation) -> Annotation | None:
    if label.layer == MENTION_LAYER:
        return doc.label(label.id)
    return doc.label(doc.tail_of(label.id, SAID_BY))


def set_speaker(doc: OpenDocument, label: Annotation, speaker: int | None) -> Outcome:
    """Say who speaks for a quote, a claim or a mention; with None nobody is set any more."""
    name = "Speaker set" if speaker else "Speaker taken away"
    with doc.project.operation(name, doc.actor) as writer:
        _write(doc, writer, label, speaker)
    return Outcome(done=True)


def set_new_speaker(doc: OpenDocument, label: Annotation, name: str) -> Outcome:
    """Add a speaker to the register and set it, in one operation."""
    with doc.project.operation("Speaker added", doc.actor) as writer:
        _write(doc, writer, label, writer.add_speaker(name.strip()).id)
    return Outcome(done=True)


def set_nobody(doc: OpenDocument, label: Annotation) -> Outcome:
    """Say that the text names nobody: that is known, and not the same as not yet set."""
    with doc.project.operation("Speaker set", doc.actor) as writer:
        _write(doc, writer, label, writer.add_speaker(NOBODY, kind="unnamed").id)
    return Outcome(done=True)


def speaker_candidates(
    doc: OpenDocument, label: Annotation, typed: str, *, limit: int = 8
) -> list["SpeakerMatch"]:
    """Whom `typed` may mean, for the completion.

    With nothing typed: who is set, then whom the mention may mean (a pronoun or a role first the
    speaker named last before it), then who else is named in the document, nearest first, and who
    else is in the register, most used first.
    """
    mention = mention_of(doc, label)
    words = mention.span.of(unwrapped(doc.text)) if mention else ""
    asked = typed.strip() or words
    speakers = doc.project.speakers()
    uses = doc.project.speaker_uses()
    found = suggest.register.match_speakers(
        asked, speakers, document=doc.id, uses=uses, limit=limit
    )
    if not typed.strip() and not (words and suggest.mentions.is_name(words)):
        last = named_before(doc, label.start)
        if last is not None and all(m.speaker != last for m in found):
            found.insert(0, suggest.register.SpeakerMatch(last, 0.9, _name_of(speakers, last)))
    if not typed.strip():
        found = _with_others(doc, label, found, speakers, uses)
    return found[:limit]


def _with_others(
    doc: OpenDocument,
    label: Annotation,
    found: list["SpeakerMatch"],
    speakers: Sequence[Speaker],
    uses: Mapping[int, int],
) -> list["SpeakerMatch"]:
    now = speaker_of(doc, label)
    named = [a for a in doc.labels() if a.layer == MENTION_LAYER and a.speaker is not None]
    named.sort(key=lambda a: abs(a.start - label.start))
    kept = [s for s in speakers if s.merged_into is None and s.kind != "unnamed"]
    kept.sort(key=lambda s: (-uses.get(s.id, 0), s.name))
    wanted = [now, *(m.speaker for m in found), *(a.speaker for a in named), *(s.id for s in kept)]
    known, offered = {s.id for s in kept}, {m.speaker: m for m in found}
    return [
        offered.get(one) or suggest.register.SpeakerMatch(one, 0.0, _name_of(speakers, one))
        for one in dict.fromkeys(wanted)
        if one is not None and (one in known or one in offered)
    ]


def proposed_name(doc: OpenDocument, label: Annotation) -> str:
    """The name to put into the register for a mention nobody is known for; "" if somebody is."""
    mention = mention_of(doc, label)
    words = mention.span.of(unwrapped(doc.text)) if mention else ""
    known = suggest.register.match_speakers(words, doc.project.speakers(), document=doc.id, limit=1)
    if not suggest.mentions.is_name(words) or known or speaker_of(doc, label) is not None:
        return ""
    return suggest.register.without_title(words)


def sure_speaker(doc: OpenDocument, mention: Span) -> int | None:
    """The speaker a mention surely means: its very name, with a title before it or without, or whom
    the same words always meant; for a pronoun the one named last.
    """
    words = mention.of(unwrapped(doc.text))
    if suggest.mentions.is_pronoun(words):
        return named_before(doc, mention.start)
    speakers = doc.project.speakers()
    forms = dict.fromkeys((words, suggest.register.without_title(words)))
    found = (suggest.register.exact(form, speakers, document=doc.id) for form in forms)
    known = next((speaker for speaker in found if speaker is not None), None)
    return doc.learned.speaker(words) if known is None else known


def named_before(doc: OpenDocument, offset: int) -> int | None:
    """The canonical speaker of the last mention before `offset`."""
    named = [a for a in doc.labels() if a.layer == MENTION_LAYER and a.end <= offset and a.speaker]
    return named[-1].speaker if named else None


def _write(doc: OpenDocument, writer: Writer, label: Annotation, speaker: int | None) -> None:
    mention = mention_of(doc, label)
    held = mention or label
    writer.change_annotation(held.id, speaker=speaker, origin=edited_origin(held))
    if mention is not None and speaker is not None:
        _learn(doc, writer, mention.span.of(unwrapped(doc.text)), speaker)


def _learn(doc: OpenDocument, writer: Writer, words: str, speaker: int) -> None:
    """A name becomes an alias everywhere, a role in its document only, a pronoun nowhere."""
    # "He" is somebody else in the next paragraph, and what leads to a speaker already must not lead
    # to a second one.
    if (
        suggest.mentions.is_pronoun(words)
        or suggest.register.exact(words, doc.project.speakers(), document=doc.id) is not None
    ):
        return
    if words.casefold() != doc.project.speaker(speaker).name.casefold():
        writer.add_alias(
            speaker, words, document=None if suggest.mentions.is_name(words) else doc.id
        )


def _name_of(speakers: Sequence[Speaker], number: int) -> str:
    return next((s.name for s in speakers if s.id == number), "")
