"""What can go wrong with files that hold labels."""

from pullquote.errors import PullquoteError


class UnreadableExport(PullquoteError):
    """The whole of it: a file of an export that cannot be opened or is not what it says it is.

    What is wrong with single lines is a RefusedRecord in the report, and the rest is read.
    """

    template = "{path} cannot be read as an export: {reason}."


class NotOurExport(PullquoteError):
    """Raised before anything is written: only an earlier export of the same kind is replaced."""

    template = (
        "{path} is already there and is no earlier export of this kind ({found}). "
        "Choose another name; nothing was changed."
    )


class CannotWriteFile(PullquoteError):
    """The disk or the folder refused; `reason` is the system's word for it."""

    template = "{path} could not be written: {reason}. What was there before is unchanged."


class ReadBackDiffers(PullquoteError):
    template = (
        "{path} was written, but reading it back gave something else ({where}), so it was thrown "
        "away. What was there before is unchanged. Please report this."
    )


class ExportStopped(PullquoteError):
    template = "The export to {path} was stopped; what was there is unchanged."


class BrokenExportLine(PullquoteError):
    template = "it is not a JSON object: {reason}"


class BadField(PullquoteError):
    template = "“{key}” should be {expected}"


class OtherFormat(PullquoteError):
    template = "its format is “{found}”, and this version of Pullquote reads “{known}”"


class AlreadyInFile(PullquoteError):
    template = "the same {what} is in the file already"


def reason_in_words(error: Exception) -> str:
    """What the system or a parser says of a file, without the number and the path that an OSError
    puts around it.
    """
    return (error.strerror if isinstance(error, OSError) else None) or str(error)
