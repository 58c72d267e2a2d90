"""What can be wrong with a plan, each as one sentence for the user."""

from pullquote.errors import PullquoteError


class NotOneToDealTo(PullquoteError):
    template = "There is nobody to deal documents to; name at least one annotator."


class NotForNobody(PullquoteError):
    template = "A document cannot go to {wanted} annotators; ask for 1 or more."


class NotSoManyPeople(PullquoteError):
    template = (
        "Each document cannot go to {wanted} of {people} annotators; "
        "name more people, or ask for fewer on each document."
    )


class NotSuchAShare(PullquoteError):
    template = "{share} is not a share of the documents; give a number from 0 to 1."


class NoKnownAnswer(PullquoteError):
    template = (
        "Nobody knows the answer of {name} yet, so it is no document to train with; "
        "adjudicate it first, or choose another one."
    )
