"""The sample corpus: its articles as the readers give them, and the project made of them."""

import importlib.util
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType

import pytest

from pullquote.assets import SEEDS
from pullquote.model.values import NewDocument
from pullquote.reading import expand, read
from pullquote.store import DocumentQuery, Project


@pytest.fixture(scope="session")
def builder() -> ModuleType:
    """The script that makes the labels."""
    spec = importlib.util.spec_from_file_location("build_labels", SEEDS / "build_labels.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.dont_write_bytecode", True)  # what lies in seeds/ is shipped
        spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def articles() -> Mapping[str, NewDocument]:
    """All articles by name; nothing of them is skipped."""
    items = [item for file in expand([SEEDS / "articles"]).files for item in read(file)]
    assert all(isinstance(item, NewDocument) for item in items)
    return {item.name: item for item in items if isinstance(item, NewDocument)}


@pytest.fixture(scope="session")
def sample(sample_file: Path) -> Iterator[Project]:
    """The project that a first run opens."""
    with Project.open(sample_file, read_only=True) as project:
        yield project


@pytest.fixture(scope="session")
def ids(sample: Project) -> Mapping[str, int]:
    """Documents of the project by name."""
    found = sample.document_ids(DocumentQuery(excluded=None))
    return {sample.document(document).name: document for document in found}
