"""Why a part of an export was not taken into a project."""

from pullquote.errors import PullquoteError


class SchemaNotTaken(PullquoteError):
    template = (
        "the label schema is not that of this project, which stays as it is; "
        "labels of layers that are missing here are kept and shown grey"
    )


class OtherText(PullquoteError):
    template = "the project has a document with this id and another text"


class UnknownSpeaker(PullquoteError):
    template = "its speaker {speaker} is not in the file, so it has none now"


class BreaksRule(PullquoteError):
    template = "{problem}"


class EndNotTaken(PullquoteError):
    template = "one of the labels it ties was not taken"
