"""Names of files as a person gives them in a dialog."""

from pathlib import Path


def with_ending(name: str, ending: str) -> Path:
    """The file that was meant: a dialog adds no ending, and what stands after a dot may be part
    of a name, as in "corpus of 3.5.2026".
    """
    return Path(name if name.lower().endswith(ending) else name + ending)
