"""The project file, the only room that knows SQLite: `Project` is its front door."""

from pullquote.store.errors import (
    AlreadyImported,
    AlreadyThere,
    NothingToRedo,
    NothingToUndo,
    NotThere,
    ProjectError,
    UndoBlocked,
    WriteRefused,
)
from pullquote.store.project import Project
from pullquote.store.values import (
    Change,
    ChangedRow,
    CheckProblem,
    DocumentQuery,
    DocumentRow,
    ForeignSuggestion,
    HistoryEntry,
    Rejection,
    Stamp,
    StateCounts,
)
from pullquote.store.writer import LongWriter, Writer

__all__ = [
    "AlreadyImported",
    "AlreadyThere",
    "Change",
    "ChangedRow",
    "CheckProblem",
    "DocumentQuery",
    "DocumentRow",
    "ForeignSuggestion",
    "HistoryEntry",
    "LongWriter",
    "NotThere",
    "NothingToRedo",
    "NothingToUndo",
    "Project",
    "ProjectError",
    "Rejection",
    "Stamp",
    "StateCounts",
    "UndoBlocked",
    "WriteRefused",
    "Writer",
]
