"""What the files of others propose about speakers, against what the register says."""

from dataclasses import dataclass
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from peewee import ModelSelect

from pullquote.model.values import ProposalKind
from pullquote.store.journal.operations import require
from pullquote.store.reads import Reads
from pullquote.store.sql.fields import storable
from pullquote.store.sql.statements import ASKED, Query, Records, Statement, select
from pullquote.store.sql.tables import AnnotatorTable, ProposalTable, SpeakerTable
from pullquote.store.writer import Writer


@dataclass(frozen=True, slots=True)
class Proposal:
    """`other` is whom to merge into; for an alias who has that name now.

    `value` is the kind, the alias, the name or the note that is proposed; `by` the annotator.
    """

    id: int
    uid: str
    kind: ProposalKind
    speaker: int
    other: int | None
    value: str
    by: int | None
    at: str


def _open() -> "ModelSelect[Any]":
    return ProposalTable.select(*_PROPOSALS.columns).where(ProposalTable.decision.is_null())


_PROPOSALS = Records(ProposalTable, Proposal)
_OPEN = Query(
    lambda: _open().order_by(ProposalTable.speaker, ProposalTable.at, ProposalTable.uid),
    _PROPOSALS.value,
)
_OPEN_ONE = Query(lambda: _open().where(ProposalTable.id == ASKED), _PROPOSALS.value)
_APART = Statement(
    lambda: ProposalTable.select(ProposalTable.speaker, ProposalTable.other).where(
        ProposalTable.kind == "merge", ProposalTable.decision == "refused"
    )
)
_OF_UID = select(ProposalTable, "id", by=["uid"])
_UID_OF_SPEAKER = select(SpeakerTable, "uid", by=["id"])
_UID_OF_ANNOTATOR = select(AnnotatorTable, "uid", by=["id"])


def read_kept_apart(project: Reads) -> set[frozenset[int]]:
    """The pairs of speakers that somebody said are not the same."""
    return {frozenset(pair) for pair in project._every(_APART)}  # noqa: SLF001 - of this room


def read_proposals(project: Reads) -> list[Proposal]:
    """Those that nobody decided about, by speaker and age."""
    return project._all(_OPEN)  # noqa: SLF001 - of this room


class ProposalVerbs:
    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._db = writer._writing.db  # noqa: SLF001 - of this room

    def propose(
        self, kind: ProposalKind, speaker: int, other: int | None, value: str, by: int, at: str
    ) -> bool:
        """False where the same person has proposed the same before, whatever became of it."""
        uid = self._uid(kind, speaker, other, value, by)
        if self._db.value(_OF_UID, uid):
            return False
        new = Proposal(0, uid, kind, speaker, other, storable(value), by or None, at)
        self._db.add(_PROPOSALS, new)
        return True

    def take(self, proposal: int) -> None:
        """Do what is proposed. Raise WriteProblem for a merge in a circle."""
        found = self._proposal(proposal)
        self._do(found)
        self._db.update(ProposalTable, proposal, decision="taken")

    def refuse(self, proposal: int) -> None:
        """It does not come up again."""
        self._proposal(proposal)
        self._db.update(ProposalTable, proposal, decision="refused")

    def keep_apart(self, speaker: int, other: int, by: int, at: str) -> None:
        """Two whose names are alike are not the same: nobody proposes that any more."""
        first, second = sorted((speaker, other))
        if self.propose("merge", first, second, "", by, at):
            uid = self._uid("merge", first, second, "", by)
            self.refuse(self._db.value(_OF_UID, uid))

    def _uid(self, kind: ProposalKind, speaker: int, other: int | None, value: str, by: int) -> str:
        named = tuple(
            self._db.value(uid, row)
            for uid, row in (
                (_UID_OF_SPEAKER, speaker),
                (_UID_OF_SPEAKER, other),
                (_UID_OF_ANNOTATOR, by),
            )
        )
        return str(uuid5(NAMESPACE_OID, f"{kind} {named} {value}"))

    def _do(self, found: Proposal) -> None:
        match found.kind, found.value:
            case "merge", _ if found.other is not None:
                self._writer.merge_speaker(found.speaker, found.other)
            case "kind", "person" | "organisation" | "document" | "unnamed" as kind:
                self._writer.change_speaker(found.speaker, kind=kind)
            case "alias", form:
                self._writer.add_alias(found.speaker, form)
            case "name", name:
                self._writer.change_speaker(found.speaker, name=name)
            case "note", note:
                self._writer.change_speaker(found.speaker, note=note)

    def _proposal(self, row: int) -> Proposal:
        return require("proposal", row, self._db.one(_OPEN_ONE, row))


def proposal_verbs(writer: Writer) -> ProposalVerbs:
    """These verbs inside the operation of `writer`."""
    return ProposalVerbs(writer)
