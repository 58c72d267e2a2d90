from collections.abc import Callable, Mapping, Sequence

import pytest

from pullquote.assets import RESOURCES
from pullquote.model.schema_file import parse_schema
from pullquote.model.values import Annotation, Document, Published, Relation, Speaker
from pullquote.ui.view_models.snapshot import Snapshot


@pytest.fixture
def snapshot(qapp) -> Callable[..., Snapshot]:
    """All that is shown of a document with these labels."""
    schema = parse_schema((RESOURCES / "schemas" / "statements.toml").read_text(encoding="utf-8"))

    def made(
        text: str,
        labels: Sequence[Annotation],
        relations: Sequence[Relation],
        speakers: Mapping[int, Speaker],
        published: str | None = None,
    ) -> Snapshot:
        document = Document(
            1, "d1", "", len(text), "a.txt", "", None, None, None, None,
            Published(published),
            "", "", 0, "utf-8", "lf", "text", 0, None, None, {},
        )  # fmt: skip
        by_id = {label.id: label for label in labels}
        return Snapshot(schema, document, text, labels, relations, speakers, by_id, 0)

    return made
