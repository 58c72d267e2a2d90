"""A field that is stored is declared once in exchange, and none is forgotten."""

import dataclasses

import pytest

from pullquote.adjudication.values import Decision
from pullquote.exchange import records
from pullquote.model import values

# What a record says otherwise: row ids, and what stands around it in the file.
ELSEWHERE = {
    values.Annotation: {"id", "document"},
    values.Relation: {"id", "document"},
    values.State: {"document"},
    values.Speaker: {"id"},
    values.Alias: {"id", "speaker"},
    values.DuplicateDecision: {"id"},
    values.Annotator: {"id", "uid", "pseudonym"},
    Decision: {"id", "document"},
}
RECORDS = {
    values.Annotation: records.AnnotationRecord,
    values.Relation: records.RelationRecord,
    values.State: records.StateRecord,
    values.Speaker: records.SpeakerRecord,
    values.Alias: records.AliasRecord,
    values.DuplicateDecision: records.DecisionRecord,
    values.Annotator: records.AnnotatorRecord,
    Decision: records.AdjudicationRecord,
}


@pytest.mark.parametrize("value", RECORDS, ids=lambda value: value.__name__)
def test_every_field_of_a_value_has_its_place_in_a_record(value):
    stored = {field.name for field in dataclasses.fields(value)} - ELSEWHERE[value]
    assert stored <= set(RECORDS[value].__struct_fields__)


def test_every_field_of_a_document_has_its_place():
    stored = {field.name for field in dataclasses.fields(values.NewDocument)}
    known = {*records.DocumentRecord.__struct_fields__, *records.FileRecord.__struct_fields__}
    assert stored <= known


def test_a_publication_date_comes_back():
    published = values.Published("2026-02", "header", "Feb 2026", 0, 8, "two dates")
    made = records.DocumentRecord(
        uid="d", name="d", text="", **records.publication_fields(published)
    )
    assert made.publication == published
    plain = records.publication_fields(values.Published())
    assert records.DocumentRecord(uid="d", name="d", text="", **plain).publication == (
        values.Published()
    )
