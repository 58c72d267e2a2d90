"""How the journal keeps what a row was: values alone, but for those that are looked for by name.

A row that came or went is {"uid": …, "annotator": …, "": [values of its other columns]}; its id and
its document stand in columns of the journal. A change has the columns that changed, by name. Files
that were made before the second migration have all columns of a row by name, too.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from pullquote.store.sql.fields import DamagedRow, mapping_from_json
from pullquote.store.sql.tables import JOURNALLED, column_names

Image = dict[str, Any]

_BY_NAME = ("uid", "annotator", "head")
_APART = ("id", "document", *_BY_NAME)
_VALUES = ""


def whole_image(side: str, columns: Sequence[str]) -> str:
    """SQL of all that a row was; `side` is OLD or NEW.

    What is read by place must keep it: new columns are added at the end of a table.
    """
    named = [f"'{c}', {side}.\"{c}\"" for c in _BY_NAME if c in columns]
    values = ", ".join(f'{side}."{c}"' for c in columns if c not in _APART)
    named.append(f"'{_VALUES}', json_array({values})")
    return f"json_object({', '.join(named)})"


def changed_image(side: str, columns: Sequence[str]) -> str:
    """SQL of the columns that an update changed."""
    pairs = " UNION ALL ".join(
        f'SELECT \'{c}\' AS k, {side}."{c}" AS v WHERE OLD."{c}" IS NOT NEW."{c}"' for c in columns
    )
    return f"(SELECT json_group_object(k, v) FROM ({pairs}))"


def read_image(table: str, row: int, document: int | None, text: str) -> Image:
    """The columns by name, of a row of the journal. Raise DamagedRow for what is no image."""
    found = mapping_from_json(text)
    values = found.pop(_VALUES, None)
    if values is None:
        return found
    if not isinstance(values, list):
        raise DamagedRow("what should be values is none")
    # A column that was added since has no value here.
    found |= zip(_by_place(table), values, strict=False)
    found["id"] = row
    if "document" in column_names(JOURNALLED[table]):
        found["document"] = document
    return found


@lru_cache
def _by_place(table: str) -> tuple[str, ...]:
    return tuple(name for name in column_names(JOURNALLED[table]) if name not in _APART)
