"""Why a file, a row or a line could not be read, each in a sentence."""

from pullquote.errors import PullquoteError


class ReadingError(PullquoteError):
    """A file, a row or a line was left out; the rest is read."""


class FileMissing(ReadingError):
    template = "{file} is not there. Check the name and try again."


class FileUnreadable(ReadingError):
    template = "{file} cannot be opened ({why}). Check its permissions and try again."


class WorkedOn(ReadingError):
    """What stands in the report for a document that was to be read again."""

    template = (
        "{file} has been worked on, so its text stays as it is. Take its labels and states back, "
        "or import a copy of the file."
    )


class NotAFile(ReadingError):
    template = "{file} is neither a file nor a folder, so it was left out."


class LinkLeadsOut(ReadingError):
    template = (
        "{file} is a link that leads out of the chosen folder, so it was left out. "
        "Choose what it leads to, to import that."
    )


class FileEmpty(ReadingError):
    template = "{file} is empty."


class NoText(ReadingError):
    template = "{file} holds no text."


class PagesWithoutText(ReadingError):
    template = "The pages of {file} hold no text, as in a scan. Run text recognition on it first."


class LettersUnreadable(ReadingError):
    template = (
        "The fonts of {file} do not say which letters they hold, so it cannot be read. "
        "Run text recognition on it first."
    )


class FileTooLarge(ReadingError):
    template = "{file} has {megabytes} MB; up to {limit} MB are read. Split it and try again."


class TextTooLong(ReadingError):
    template = (
        "The text of {file} has {characters:,} characters; up to {limit:,} are read. "
        "Split it and try again."
    )


class NotText(ReadingError):
    template = "{file} holds binary data instead of text, so it was left out."


class UnknownEncoding(ReadingError):
    template = "{encoding!r} is no encoding. Write one such as windows-1250, mac-roman or utf-8."


class Archive(ReadingError):
    template = "{file} is an archive, so it was left out; unpack it and import what is in it."


class UnknownFormat(ReadingError):
    template = "{file} is of an unknown kind, so it was left out. Known kinds: {known}."


class ReadersMissing(ReadingError):
    template = (
        "Reading {file} needs packages that Pullquote was installed without: "
        "install Pullquote again."
    )


class FileDamaged(ReadingError):
    template = "{file} is damaged or is not what its name says ({why}), so it was left out."


class FileEncrypted(ReadingError):
    template = "{file} is protected by a password. Save a copy without one and import that."


class TookTooLong(ReadingError):
    """What stands in the report for a file of which nothing came for `Limits.seconds`."""

    template = "{file} gave nothing to read for {seconds:g} seconds, so the rest was left out."


class TookTooMuchMemory(ReadingError):
    """What stands in the report for a file that needed more than `Limits.memory` bytes."""

    template = "{file} needs more memory than reading may take, so the rest was left out."


class ReaderDied(ReadingError):
    """What stands in the report where the reading process ended itself, as a parser in C may make
    it.
    """

    template = "Reading {file} ended without an answer, so the rest of it was left out."


class NoTextColumn(ReadingError):
    template = "No column of {file} looks like the text. Choose one of: {columns}."


class ColumnMissing(ReadingError):
    template = "{file} has no column {column!r}. Choose one of: {columns}."


class TableOfExport(ReadingError):
    """A table that the program wrote itself: its labels come back by the other exports."""

    template = (
        "{file} is of a CSV export of Pullquote, which holds no texts, so it was left out. "
        "Import a JSONL export of the same project instead: it brings texts and labels."
    )


class NoRows(ReadingError):
    template = "{file} has no row below its heading."


class LineWithoutField(ReadingError):
    template = (
        "Line {line} of {file} has no field {column!r}, so it was left out. It has: {columns}."
    )


class RowWithoutText(ReadingError):
    template = "Line {line} of {file} holds no text, so it was left out."


class RowTooLong(ReadingError):
    template = (
        "The text at line {line} of {file} has {characters:,} characters; up to {limit:,} are "
        "read, so it was left out."
    )


class RaggedRow(ReadingError):
    template = (
        "The row at line {line} of {file} does not fit the heading (cells: {cells} instead of "
        "{expected}), so it was left out."
    )


class BrokenRow(ReadingError):
    template = "The row at line {line} of {file} is broken ({why}), so it was left out."


class BrokenMember(ReadingError):
    template = "Number {number} of the list in {file} is no object ({why}), so it was left out."


class BrokenLine(ReadingError):
    template = "Line {line} of {file} is not a JSON object ({why}), so it was left out."
