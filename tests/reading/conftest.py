from collections.abc import Callable
from pathlib import Path

import pytest

from pullquote.model.values import NewDocument
from pullquote.reading import Limits, ReadOptions, Skipped, read

ReadAll = Callable[..., tuple[list[NewDocument], list[Skipped]]]


@pytest.fixture
def read_all() -> ReadAll:
    """Documents and what was skipped of one file, with columns by keyword."""

    def read_file(
        path: Path, limits: Limits | None = None, **columns: str
    ) -> tuple[list[NewDocument], list[Skipped]]:
        items = list(read(path, ReadOptions(columns, limits or Limits())))  # type: ignore[arg-type]
        documents = [item for item in items if isinstance(item, NewDocument)]
        return documents, [item for item in items if isinstance(item, Skipped)]

    return read_file
