"""Peewee models of what is handled one by one: the register of speakers and the decisions.

Lists, documents and labels go by plain SQL, which costs a fifteenth. The models stand for no
database; a query is given the one to run on, so that two projects can be open at once.
"""

from peewee import AutoField, IntegerField, Model, TextField


class Annotator(Model):
    id = AutoField()
    uid = TextField()
    name = TextField()
    kind = TextField()
    pseudonym = TextField(null=True)


class Speaker(Model):
    id = AutoField()
    uid = TextField()
    name = TextField()
    kind = TextField()
    note = TextField(null=True)
    merged_into = IntegerField(null=True)


class Alias(Model):
    id = AutoField()
    uid = TextField()
    speaker = IntegerField()
    form = TextField()
    folded = TextField()
    document = IntegerField(null=True)


class DuplicateDecision(Model):
    id = AutoField()
    uid = TextField()
    kind = TextField()
    a_text = TextField()
    a_start = IntegerField()
    a_end = IntegerField()
    b_text = TextField(null=True)
    b_start = IntegerField(null=True)
    b_end = IntegerField(null=True)
    fingerprint = TextField()
    note = TextField(null=True)
    by = IntegerField(null=True)
    at = TextField()

    class Meta:
        table_name = "duplicate_decision"
