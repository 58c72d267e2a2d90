"""What went wrong, in a sentence for the user: a template to translate and the values for it."""

from typing import ClassVar


class PullquoteError(Exception):
    """An expected failure; `str()` gives the sentence in English.

    A subclass sets `template`, a sentence that says what happened, to which file or line, and what
    to do, with named fields for the values.
    """

    template: ClassVar[str] = ""

    def __init__(self, **values: object) -> None:
        super().__init__(values)
        self.values = values

    def __str__(self) -> str:
        return self.template.format(**self.values)

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (type(self), self.values)


def _rebuild(kind: type[PullquoteError], values: dict[str, object]) -> PullquoteError:
    return kind(**values)
