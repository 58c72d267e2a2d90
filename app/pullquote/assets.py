"""Where the files of resources/ and seeds/ are: in a checkout, a wheel or a bundle."""

from pathlib import Path

_here = Path(__file__).parent


def _find(name: str) -> Path:
    # An editable install leaves a stale copy of resources/ in site-packages; the checkout wins
    # there because the package itself lies in app/.
    for folder in (_here / name, _here.parents[1] / name):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"{name}/ is missing beside {_here}; install Pullquote again.")


RESOURCES = _find("resources")
SEEDS = _find("seeds")
SAMPLE = "Sample"
"""The name of the sample project."""
DEFAULT_SCHEMA = RESOURCES / "schemas" / "statements.toml"
"""The label schema of a project that was given no other."""
