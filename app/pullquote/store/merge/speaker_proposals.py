"""What the files of others propose about speakers, against what the register says."""

from dataclasses import dataclass, fields
from uuid import NAMESPACE_OID, uuid5

from peewee import Model, ModelSelect

from pullquote.model.values import ProposalKind
from pullquote.store.errors import NotThere
from pullquote.store.reads import Reads
from pullquote.store.sql.database import ASKED, Database, Statement, insert, storable, update
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


def _open() -> "ModelSelect[ProposalTable]":
    return ProposalTable.select(
        *(getattr(ProposalTable, field.name) for field in fields(Proposal))
    ).where(ProposalTable.decision.is_null())


_OPEN = Statement(
    lambda: _open().order_by(ProposalTable.speaker, ProposalTable.at, ProposalTable.uid)
)
_OPEN_ONE = Statement(lambda: _open().where(ProposalTable.id == ASKED))
_OF_UID = Statement(
    lambda: ProposalTable.select(ProposalTable.id).where(ProposalTable.uid == ASKED)
)
_UID: dict[type[Model], Statement] = {
    SpeakerTable: Statement(
        lambda: SpeakerTable.select(SpeakerTable.uid).where(SpeakerTable.id == ASKED)
    ),
    AnnotatorTable: Statement(
        lambda: AnnotatorTable.select(AnnotatorTable.uid).where(AnnotatorTable.id == ASKED)
    ),
}


def read_proposals(project: Reads) -> list[Proposal]:
    """Those that nobody decided about, by speaker and age."""
    with project._reading() as db:  # noqa: SLF001 - of this room
        return [Proposal(*row) for row in db.every(_OPEN)]


class ProposalVerbs:
    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._db: Database = writer._writing.db  # noqa: SLF001 - of this room

    def propose(
        self, kind: ProposalKind, speaker: int, other: int | None, value: str, by: int, at: str
    ) -> bool:
        """False where the same person has proposed the same before, whatever became of it."""
        named = tuple(
            self._db.value(_UID[table], row)
            for table, row in ((SpeakerTable, speaker), (SpeakerTable, other), (AnnotatorTable, by))
        )
        uid = str(uuid5(NAMESPACE_OID, f"{kind} {named} {value}"))
        if self._db.value(_OF_UID, uid):
            return False
        new = Proposal(0, uid, kind, speaker, other, storable(value), by or None, at)
        columns = {name: getattr(new, name) for name in Proposal.__slots__ if name != "id"}
        insert(self._db, ProposalTable, **columns)
        return True

    def take(self, proposal: int) -> None:
        """Do what is proposed. Raise SpeakerInUse for a merge in a circle."""
        found = self._proposal(proposal)
        self._do(found)
        update(self._db, ProposalTable, proposal, decision="taken")

    def refuse(self, proposal: int) -> None:
        """It does not come up again."""
        self._proposal(proposal)
        update(self._db, ProposalTable, proposal, decision="refused")

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
        found = self._db.first(_OPEN_ONE, row)
        if found is None:
            raise NotThere(what="proposal", id=row)
        return Proposal(*found)


def proposal_verbs(writer: Writer) -> ProposalVerbs:
    """These verbs inside the operation of `writer`."""
    return ProposalVerbs(writer)
