"""All that is stored of a label goes every way: handed out, brought back, exported, imported."""

from dataclasses import fields, replace

from pullquote.model.values import Annotation, Relation
from pullquote.store import Project
from pullquote.store.merge.restore import restore_verbs
from pullquote.workflow.collect.collect import collect
from pullquote.workflow.export import export
from pullquote.workflow.import_.labels import import_jsonl

MARA = "Mara Lind"
AT = "2026-03-01T08:00:0{}.000Z"
LABEL = {
    "layer": "quote",
    "start": 0,
    "end": 26,
    "attributes": {"kind": "direct"},
    "note": "not sure",
    "origin": "carried_edited",
    "rule": "quotes/3",
    "confidence": 0.25,
    "created_at": AT.format(1),
    "changed_at": AT.format(2),
    "confirmed_at": AT.format(3),
    "to_check": "extent",
}
RELATION = {
    "kind": "cued_by",
    "created_at": AT.format(4),
    "origin": "suggestion",
    "rule": "cues/1",
    "confidence": 0.5,
}
# Names of other rows: that they come along is tested beside what they are.
ROWS = {"id", "document", "annotator", "speaker", "created_by", "carried_from", "head", "tail"}


def write_all(writer, document, who):
    """One label and one relation with a value in every field."""
    verbs = restore_verbs(writer)
    quote = Annotation(0, "q-1", document, who, created_by=who, **LABEL)
    cue = replace(quote, uid="c-1", layer="cue", start=27, end=31)
    ends = verbs.put_annotation(quote), verbs.put_annotation(cue)
    verbs.put_relation(Relation(0, "r-1", document, who, head=ends[0], tail=ends[1], **RELATION))


def everything(project):
    document = project.find_document(project.document(1).uid)
    [label] = [one for one in project.annotations(document) if one.layer == "quote"]
    [relation] = project.relations(document)
    kept = [{f.name: getattr(one, f.name) for f in fields(one)} for one in (label, relation)]
    return [{k: v for k, v in one.items() if k not in ROWS} for one in kept]


def test_every_field_is_given_a_value():
    optional = {f.name for kind in (Annotation, Relation) for f in fields(kind)} - ROWS
    assert optional == LABEL.keys() | RELATION.keys() | {"uid", "role"}


def test_every_field_goes_every_way(office, tmp_path):
    with office.make(tmp_path / "news.pullquote", MARA, documents=1) as project:
        [first] = office.give(project, tmp_path / "out", MARA)
        office.work(first, MARA, lambda file, writer, who: write_all(writer, 1, who))
        assert collect(project, [first], 0).whole
        stored = [{**LABEL, "uid": "q-1"}, {**RELATION, "uid": "r-1", "role": ""}]
        assert everything(project) == stored

        [second] = office.give(project, tmp_path / "again", MARA)
        with Project.open(second) as file:
            assert everything(file) == stored

        before = project.dump()
        with project.operation("Clear", 1) as writer:
            writer.delete_annotation(project.annotations(1)[0].id)
        project.undo(1)
        assert project.dump() == before

        export(project, "jsonl", tmp_path / "out.jsonl")
        with office.make(tmp_path / "other.pullquote", documents=0) as other:
            assert import_jsonl(other, tmp_path / "out.jsonl", 0).refused == ()
            assert everything(other) == stored


def of_register(project):
    names = {one.id: one.name for one in project.speakers()}
    ids = {one.name: dict(one.external_ids) for one in project.speakers()}
    return ids, [(names[one.speaker], names[one.institution]) for one in project.represents()]


def test_ids_elsewhere_and_whom_one_speaks_for_go_every_way(office, tmp_path):
    stored = {"Marta Oduya": {"wikidata": "Q42"}, "Port Board": {}}, [("Marta Oduya", "Port Board")]
    with office.make(tmp_path / "news.pullquote", MARA, documents=1) as project:
        with project.operation("Speakers", 0) as writer:
            oduya = writer.add_speaker("Marta Oduya", external_ids={"wikidata": "Q42"}).id
        [first] = office.give(project, tmp_path / "out", MARA)

        def act(file, writer, _who):
            mayor = next(one.id for one in file.speakers() if one.name == "Marta Oduya")
            board = writer.add_speaker("Port Board", "organisation").id
            writer.add_represents(mayor, board)

        office.work(first, MARA, act)
        for _again in range(2):
            assert collect(project, [first], 0).whole
            assert of_register(project) == stored
        [second] = office.give(project, tmp_path / "again", MARA)
        with Project.open(second) as file:
            assert of_register(file) == stored
        export(project, "jsonl", tmp_path / "full")
        with office.make(tmp_path / "other.pullquote", documents=0) as other:
            assert import_jsonl(other, tmp_path / "full", 0).refused == ()
            assert of_register(other) == stored
        with project.operation("Nobody", 0) as writer:
            writer.delete_represents(project.represents()[0].id)
        collect(project, [first], 0)
        assert project.represents() == []
        assert project.speaker(oduya).name == "Marta Oduya"
