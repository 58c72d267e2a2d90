"""The register of speakers in a hand-out: names and aliases, no notes and no merges."""

from collections.abc import Mapping
from uuid import UUID, uuid5

from pullquote.model.values import Alias
from pullquote.store.merge.restore import restore_verbs
from pullquote.store.reads import Reads
from pullquote.store.writer import Writer


def add_register(
    project: Reads, writer: Writer, annotator: int, documents: Mapping[int, int]
) -> dict[int, int]:
    """Write the register and give each speaker's new id, merged ones that of who stands for them.

    `documents` are the new ids of the documents that are handed out. A merged speaker is one more
    name of the other. What a name means in one document only is left out where others than the
    annotator have labelled it: it would tell what they said.
    """
    verbs = restore_verbs(writer)
    # By name: the order in which speakers were added would tell who added them.
    there = sorted(project.speakers(), key=lambda speaker: (speaker.name, speaker.uid))
    new: dict[int, int] = {}
    for speaker in there:
        if speaker.merged_into is None:
            new[speaker.id] = writer.add_speaker(speaker.name, speaker.kind, uid=speaker.uid).id
    for speaker in there:
        if speaker.merged_into is not None:
            new[speaker.id] = new[project.merged_speaker(speaker.id)]
            uid = str(uuid5(UUID(speaker.uid), "alias"))
            verbs.put_alias(Alias(0, uid, new[speaker.id], speaker.name))
        for alias in speaker.aliases:
            if alias.document is None:
                verbs.put_alias(Alias(0, alias.uid, new[speaker.id], alias.form))
            elif alias.document in documents and _is_own(project, annotator, alias.document):
                place = documents[alias.document]
                verbs.put_alias(Alias(0, alias.uid, new[speaker.id], alias.form, place))
    return new


def _is_own(project: Reads, annotator: int, document: int) -> bool:
    """Whether nobody else has labelled it."""
    labelled = {label.annotator for label in project.annotations(document)}
    return labelled | {state.annotator for state in project.states(document)} <= {annotator}
