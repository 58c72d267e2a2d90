"""Why a file, or a part of one, was not collected."""

from pullquote.errors import PullquoteError


class OtherProject(PullquoteError):
    template = "{path} is of another project ({name}); collect it into that one."


class DamagedReturn(PullquoteError):
    template = "{path} is damaged ({what}); ask for it again."


class ChangedReturn(PullquoteError):
    template = "{path} was changed by another program ({what}); ask for it again."


class ItsOwnFile(PullquoteError):
    template = "{path} is this project itself; choose a file that came back."


class HandoutCollects(PullquoteError):
    template = (
        "{path} is itself a file that was handed out, to {name}; "
        "collect into the project that it came from."
    )


class NoSuchDocument(PullquoteError):
    template = "the project has no such document: it was removed here, or added in the file only"


class OtherText(PullquoteError):
    template = "its text is not that of the document here, so nothing of it was taken"


class NoSuchLayer(PullquoteError):
    template = "the label schema here has no layer “{layer}”"


class NoSuchAttribute(PullquoteError):
    template = "the label schema here does not have “{value}” for “{attribute}” of {layer}"


class NoSuchRelation(PullquoteError):
    template = "the label schema here does not have the relation “{kind}” of these labels"


class EndLeftOut(PullquoteError):
    template = "the relation “{kind}” ties a label that was left out"


class LeftUndecided(PullquoteError):
    template = "{name} has labelled it here and there since; say whose work is to stand"
