"""A corpus with the labels of several people, as rows that a project stores."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pullquote.agreement.study.project_rows import DocumentRows, register, study_of
from pullquote.agreement.study.study import Study
from pullquote.assets import RESOURCES
from pullquote.model.schema_file import parse_schema
from pullquote.model.values import Annotator

# What stands beside the tests: studies of published cases, and plain recomputation.
sys.path.append(str(Path(__file__).parent))

SCHEMA = parse_schema((RESOURCES / "schemas" / "statements.toml").read_text(encoding="utf-8"))
PEOPLE = [Annotator(1, "a", "Ada"), Annotator(2, "b", "Bo"), Annotator(3, "c", "Cy")]
SPEAKERS = ((5, "Marta Oduya", None), (6, "Lena Roth", None), (7, "M. Oduya", 5))
TEXT = "“The bridge stays closed,” said Marta Oduya on Monday. "


class Corpus:
    """Rows as a project stores them: `annotate` and `relate` give the id of what they add."""

    def __init__(self) -> None:
        self.done: set[tuple[int, int]] = set()
        self.labels: list[tuple[object, ...]] = []
        self.relations: list[tuple[object, ...]] = []
        self.texts: dict[int, str] = {}
        self.passages: list[tuple[object, ...]] = []

    def annotate(
        self,
        document: int,
        annotator: int,
        layer: str,
        start: int,
        end: int,
        *,
        speaker: int | None = None,
        carried_from: int | None = None,
        **attributes: str,
    ) -> int:
        self.done.add((document, annotator))
        label = len(self.labels) + 1
        self.labels.append(
            (
                label,
                document,
                annotator,
                layer,
                start,
                end,
                json.dumps(attributes),
                speaker,
                "carried" if carried_from else "hand",
                carried_from,
            )
        )
        return label

    def relate(
        self, document: int, annotator: int, kind: str, head: int, tail: int, role: str = ""
    ) -> None:
        relation = len(self.relations) + 1
        self.relations.append((relation, document, annotator, kind, head, tail, role))

    def study(self) -> Study:
        documents = sorted({document for document, _ in self.done})
        return study_of(
            SCHEMA,
            PEOPLE,
            register(SPEAKERS),
            DocumentRows(
                documents=[(x, len(self.text(x)), None, None) for x in documents],
                done=sorted(self.done),
                labels=self.labels,
                relations=self.relations,
                texts={x: self.text(x) for x in documents},
            ),
            self.passages,
        )

    def text(self, document: int) -> str:
        return self.texts.get(document, TEXT * 4)


@pytest.fixture
def corpus() -> Corpus:
    return Corpus()


@pytest.fixture(scope="session")
def new_corpus() -> Callable[[], Corpus]:
    """For tests that need many."""
    return Corpus
