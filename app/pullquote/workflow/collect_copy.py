"""What a copy of the project says besides labels: who is to label what, what was adjudicated."""

from dataclasses import replace

from pullquote.store.merge.annotator_work import removed_uids
from pullquote.store.merge.collected_work import AdjudicationReplacer, collect_verbs
from pullquote.store.merge.foreign_project import ForeignProject, ForeignWork
from pullquote.store.project import Project
from pullquote.store.writer import Writer
from pullquote.workflow.collect_people import Annotators


def assign(project: Project, writer: Writer, file: ForeignProject, annotators: Annotators) -> int:
    """Add the assignments that only the copy has, and count them.

    A hand-out has no say in it; what was taken away here stays away.
    """
    if file.handout is not None:
        return 0
    gone = removed_uids(project, "assignment")
    there = {(given.document, given.annotator) for given in project.assignments()}
    uids = {annotator.id: annotator.uid for annotator in file.annotators}
    added = 0
    for given in sorted(file.assignments, key=lambda given: given.uid):
        document = project.find_document(file.documents[given.document])
        if document is None or given.uid in gone:
            continue
        who = annotators.row(writer, annotators.here(uids[given.annotator]))
        if (document, who) not in there:
            writer.add_assignment(
                document,
                who,
                given.role,
                position=given.position,
                suggestions=given.suggestions,
                batch=given.batch,
                uid=given.uid,
            )
            there.add((document, who))
            added += 1
    return added


def decide_repeats(
    project: Project, writer: Writer, file: ForeignProject, annotators: Annotators
) -> int:
    """Add the decisions about repeated words that only the file has, and count them.

    What was taken back here stays so.
    """
    known = {decision.uid for decision in project.decisions()} | removed_uids(
        project, "duplicate_decision"
    )
    verbs = collect_verbs(writer)
    return sum(
        verbs.put_repeats(
            decision,
            None if decision.by is None else annotators.row(writer, annotators.here(decision.by)),
        )
        for decision in file.repeats
        if decision.uid not in known
    )


def adjudicate(
    writer: Writer, document: int, file: ForeignProject, given: ForeignWork, annotators: Annotators
) -> None:
    """Take the decisions that made an adjudicated version, with it."""
    uids = {annotator.id: annotator.uid for annotator in file.annotators}
    AdjudicationReplacer(writer).put(
        document,
        [
            replace(
                one,
                document=document,
                by=one.by and annotators.row(writer, annotators.here(uids[one.by])),
            )
            for one in file.decisions
            if file.documents[one.document] == given.document
        ],
    )
