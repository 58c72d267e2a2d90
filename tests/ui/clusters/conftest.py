"""A room of its own on a small project, whose repeats are known and partly labelled."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from pullquote.assets import RESOURCES
from pullquote.model.values import NewDocument, Published
from pullquote.store import Project
from pullquote.ui.clusters.room import ClustersRoom
from pullquote.workflow.find_duplicates import refresh_duplicates

SCHEMA = (RESOURCES / "schemas" / "statements.toml").read_text(encoding="utf-8")
QUOTE = "“We wait for the pilots of the harbour, and they decide when it is safe to go out,”"
PILOTS = f"{QUOTE} ministry spokeswoman Ada Lindqvist told reporters. 🚢"
FLOUR = "Bakers of the old town pay more for flour than ever before, their guild told us today."
NOTICE = "Subscribe to the Orsund Courier today"


@pytest.fixture(scope="session")
def repeated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four articles: Ada has done two of them and labelled the quotation in two ways."""
    path = tmp_path_factory.mktemp("repeated") / "repeated.pullquote"
    texts = (
        (f"{PILOTS}\nOne ship is late.\n{NOTICE}\n", "2026-02-03", "Quay News"),
        (f"Two ships are late.\n{PILOTS}\n{NOTICE}\n{FLOUR}\n", "2026-02-05", "Quay News"),
        (f"{PILOTS.replace('harbour', 'port')}\nGulls are loud.\n", None, "Harbour Post"),
        (f"Clocks were stolen.\n{FLOUR}\n{NOTICE}\n", "2026-02-09", None),
    )
    with Project.create(path, name="Repeated", schema_toml=SCHEMA) as project:
        with project.operation("Set up", 0) as writer:
            ada, bo = writer.add_annotator("Ada").id, writer.add_annotator("Bo").id
            for number, (text, day, source) in enumerate(texts, 1):
                said = Published(day, "field" if day else "unknown")
                new = NewDocument(text, f"{number}.txt", f"Story {number}", source, published=said)
                document = writer.add_document(new)
                if number < 3:
                    start = text.index("“")
                    kind = {"kind": "direct" if number == 1 else "partial"}
                    span = start, start + len(QUOTE)
                    writer.add_annotation(document, ada, "quote", *span, attributes=kind)
                    writer.set_state(document, ada, "done")
            writer.set_state(4, bo, "done")
        refresh_duplicates(project)
    return path


@pytest.fixture
def project(repeated: Path, tmp_path: Path) -> Iterator[Project]:
    with Project.open(Path(shutil.copy(repeated, tmp_path))) as opened:
        yield opened


@pytest.fixture
def room(project: Project, theme, host, in_sight) -> ClustersRoom:
    """Repeats are looked for where a test says so."""
    return in_sight(ClustersRoom(project, 1, theme, host))
