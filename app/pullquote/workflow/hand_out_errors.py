"""What can go wrong with a hand-out, each as one sentence for the user."""

from pullquote.errors import PullquoteError


class UnknownAnnotator(PullquoteError):
    template = "There is no annotator called {name} in this project; there are {names}."


class NothingToHandOut(PullquoteError):
    template = "{name} has no documents to hand out; assign some first, or name them."


class NobodyToHandOutTo(PullquoteError):
    template = "No documents are assigned to anybody; assign some first, or name people and them."


class HandoutExists(PullquoteError):
    template = "{path} exists already; choose another folder, or let it be replaced."


class NotAFolder(PullquoteError):
    template = "{path} is a file, not a folder; choose a folder for the files."


class IsHandout(PullquoteError):
    template = (
        "{path} is itself a file that was handed out, to {name}; "
        "deal and hand out in the project that it came from."
    )
