"""What can go wrong with files that hold labels."""

from typing import ClassVar

from pullquote.errors import PullquoteError


class UnreadableExport(PullquoteError):
    """The whole of it: a file of an export that cannot be opened or is not what it says it is.

    What is wrong with single lines is a RefusedRecord in the report, and the rest is read.
    """

    template: ClassVar[str] = "{path} cannot be read as an export: {reason}."


class NotOurExport(PullquoteError):
    """Raised before anything is written: only an earlier export of the same kind is replaced."""

    template: ClassVar[str] = (
        "{path} is already there and is no earlier export of this kind ({found}). "
        "Choose another name; nothing was changed."
    )


class CannotWriteFile(PullquoteError):
    """The disk or the folder refused; `reason` is the system's word for it."""

    template: ClassVar[str] = (
        "{path} could not be written: {reason}. What was there before is unchanged."
    )


class ReadBackDiffers(PullquoteError):
    template: ClassVar[str] = (
        "{path} was written, but reading it back gave something else ({where}), so it was thrown "
        "away. What was there before is unchanged. Please report this."
    )


class ExportStopped(PullquoteError):
    template: ClassVar[str] = "The export to {path} was stopped; what was there is unchanged."


class BrokenExportLine(PullquoteError):
    template: ClassVar[str] = "it is not a JSON object: {reason}"


class BadField(PullquoteError):
    template: ClassVar[str] = "“{key}” should be {expected}"


class OtherFormat(PullquoteError):
    template: ClassVar[str] = (
        "its format is “{found}”, and this version of Pullquote reads “{known}”"
    )


class TextNotPlain(PullquoteError):
    template: ClassVar[str] = (
        "its text holds carriage returns, NUL, half characters or a byte order mark, "
        "so the offsets cannot be trusted"
    )


class TextChanged(PullquoteError):
    template: ClassVar[str] = "its text is not the one that was labelled: the SHA-256 differs"


class SpanOutsideText(PullquoteError):
    template: ClassVar[str] = "{start} to {end} is not a stretch of a text of {length} characters"


class SpanCutsCharacter(PullquoteError):
    template: ClassVar[str] = "{start} to {end} cuts through a character"


class WordsDiffer(PullquoteError):
    template: ClassVar[str] = "{start} to {end} says “{found}” and not “{expected}”"


class AlreadyInFile(PullquoteError):
    template: ClassVar[str] = "the same {what} is in the file already"


class EndMissing(PullquoteError):
    template: ClassVar[str] = "it ties labels that are not there, or of two annotators"
