"""What changes the register: each one operation that can be undone."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from urllib.parse import urlsplit

from pullquote.model.values import Speaker, after_merges
from pullquote.store import Project
from pullquote.store.content.people import folded_name
from pullquote.store.errors import WriteProblem
from pullquote.store.merge.speaker_proposals import proposal_verbs
from pullquote.store.speakers_in_text import read_mention_words
from pullquote.suggest.register import without_title


def rename_speaker(project: Project, actor: int, speaker: int, name: str) -> None:
    """The old name stays as one of their names. Raise WriteProblem where another has the name."""
    name = " ".join(name.split())
    old = project.speaker(speaker)
    if not name or name == old.name:
        return
    _check_free(project, name, speaker)
    with project.operation("Speaker renamed", actor) as writer:
        writer.change_speaker(speaker, name=name)
        if folded_name(old.name) != folded_name(name):
            writer.add_alias(speaker, old.name)


def describe_speaker(
    project: Project, actor: int, speaker: int, note: str, ids: Sequence[str]
) -> None:
    """What they are, and their outside ids: Q numbers of Wikidata, or URLs.

    Raise WriteProblem for an id that is neither, and for two of one register.
    """
    known: dict[str, str] = {}
    for given in ids:
        found = outside_id(given)
        if twice := known.keys() & found.keys():
            raise WriteProblem(
                "{given} is the second id of {register}; give one of them.",
                given=given,
                register=twice.pop(),
            )
        known |= found
    with project.operation("Speaker described", actor) as writer:
        writer.change_speaker(speaker, note=note.strip() or None, external_ids=known)


def outside_id(given: str) -> dict[str, str]:
    """The register that an id is of, and the id. Raise WriteProblem for one of neither kind."""
    given = given.strip()
    if given[:1] in "Qq" and given[1:].isdecimal():
        return {"wikidata": given.upper()}
    host = urlsplit(given).hostname if given.startswith(("https://", "http://")) else None
    if host and not given.split()[1:]:
        return {host: given}
    raise WriteProblem(
        "{given} is no id that is known here; give a Q number of Wikidata, or a URL.", given=given
    )


def merge_speakers(project: Project, actor: int, speaker: int, into: int) -> None:
    """One stands for both from now on; no label changes, and an undo parts them again."""
    with project.operation("Speakers merged", actor) as writer:
        writer.merge_speaker(speaker, into)


def keep_apart(project: Project, actor: int, speaker: int, other: int) -> None:
    """They are not the same; nobody is asked again."""
    with project.operation("Speakers kept apart", actor) as writer:
        now = datetime.now(UTC).isoformat(timespec="seconds")
        proposal_verbs(writer).keep_apart(speaker, other, actor, now)


def split_speaker(project: Project, actor: int, speaker: int, forms: Collection[str]) -> int:
    """Make the speaker of some names one of their own; the id of that one.

    Where one who was merged has one of the names, the merge is taken back. Else the mentions in
    these words, of all annotators, are the new one's, and so are the aliases.
    Raise WriteProblem for the name that the speaker is called by.
    """
    wanted = {folded_name(form) for form in forms}
    speakers = project.speakers()
    kept = next(one for one in speakers if one.id == speaker)
    if folded_name(kept.name) in wanted or not wanted:
        raise WriteProblem(
            "{name} is what the speaker is called by; choose other names of theirs.", name=kept.name
        )
    into = {one.id: one.merged_into for one in speakers if one.merged_into is not None}
    family = [one for one in speakers if after_merges(into, one.id) == speaker]
    merged = [one for one in family if folded_name(one.name) in wanted]
    with project.operation("Speaker split", actor) as writer:
        if merged:
            new = writer.part_speaker(merged[0].id)
            for one in merged[1:]:
                writer.merge_speaker(one.id, new.id)
        else:
            form = max(forms, key=lambda form: (len(without_title(form)), form))
            name = without_title(form)
            # Who is called so is the very one that this is not.
            name = form if folded_name(name) == folded_name(kept.name) else name
            new = writer.add_speaker(name, kept.kind)
        moved = [one for one in family if one not in merged]
        for one in moved:
            for alias in one.aliases:
                if folded_name(alias.form) in wanted:
                    writer.delete_alias(alias.id)
                    writer.add_alias(new.id, alias.form, alias.document)
        for label in _mentions(project, [one.id for one in moved], wanted):
            writer.change_annotation(label, speaker=new.id)
    return new.id


def add_name(project: Project, actor: int, speaker: int, form: str) -> None:
    """Raise WriteProblem where another speaker is called so."""
    form = " ".join(form.split())
    if form:
        _check_free(project, form, speaker)
        with project.operation("Name added", actor) as writer:
            writer.add_alias(speaker, form)


def remove_name(project: Project, actor: int, aliases: Collection[int]) -> None:
    """By the ids of the aliases; mentions in these words stay the speaker's."""
    with project.operation("Name removed", actor) as writer:
        for alias in aliases:
            writer.delete_alias(alias)


def remove_speaker(project: Project, actor: int, speaker: int) -> None:
    """Raise WriteProblem for one whom a label names."""
    with project.operation("Speaker removed", actor) as writer:
        writer.delete_speaker(speaker)


def set_represents(project: Project, actor: int, speaker: int, name: str) -> None:
    """Whom a speaker speaks for everywhere, by name, "" for nobody; one who is not known is added.

    Where it is said for a document only, that stays.
    """
    with project.operation("Set whom a speaker speaks for", actor) as writer:
        for one in project.represents():
            if one.speaker == speaker and one.document is None:
                writer.delete_represents(one.id)
        if name.strip():
            body = writer.add_speaker(" ".join(name.split()), "organisation")
            writer.add_represents(speaker, body.id)


def _check_free(project: Project, name: str, speaker: int) -> None:
    other = _called(project.speakers(), name)
    if other is not None and other.id != speaker:
        raise WriteProblem(
            "{name} is another speaker already; merge the two, or choose another name.", name=name
        )


def _called(speakers: Sequence[Speaker], name: str) -> Speaker | None:
    wanted = folded_name(name)
    kept = (one for one in speakers if one.merged_into is None)
    return next((one for one in kept if folded_name(one.name) == wanted), None)


def _mentions(project: Project, speakers: Collection[int], wanted: Collection[str]) -> list[int]:
    """The labels that name one of `speakers` by one of the folded names `wanted`."""
    documents = {
        said.document
        for said in read_mention_words(project, speakers)
        if folded_name(" ".join(said.words.split())) in wanted
    }
    found = []
    for document in sorted(documents):
        text = project.text(document)
        for label in project.annotations(document):
            words = " ".join(text[label.start : label.end].split())
            if label.speaker in speakers and folded_name(words) in wanted:
                found.append(label.id)
    return found
