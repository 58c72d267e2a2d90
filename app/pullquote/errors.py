"""What went wrong, in a sentence for the user: a template to translate and the values for it."""

from functools import partial


class PullquoteError(Exception):
    """An expected failure; `str()` gives the sentence in English.

    A subclass sets `template`, a sentence that says what happened, to which file or line, and what
    to do, with named fields for the values.
    """

    template: str = ""

    def __init__(self, **values: object) -> None:
        super().__init__(values)
        self.values = values

    def __str__(self) -> str:
        return self.template.format(**self.values)

    def __reduce__(self) -> tuple[object, ...]:
        return partial(type(self), **self.values), ()


class Problem(PullquoteError):
    """One that nobody tells from others by its class: its sentence stands where it comes up."""

    def __init__(self, template: str, /, **values: object) -> None:
        super().__init__(**values)
        self.template = template

    def __reduce__(self) -> tuple[object, ...]:
        return partial(type(self), self.template, **self.values), ()


class SystemRefusal(PullquoteError):
    """The system's own no, where nobody nearer knows what was meant to be done with the file."""

    template = (
        "{path} cannot be used ({reason}); check its name, its folder, and that you may use both."
    )

    def __init__(self, error: OSError) -> None:
        reason = error.strerror or type(error).__name__
        super().__init__(path=error.filename or "A file", reason=reason)
        self._error = error

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self._error,)
