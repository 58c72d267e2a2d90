"""Which plug-ins are installed: entry points of the group `pullquote.suggesters`."""

from collections.abc import Mapping
from importlib.metadata import EntryPoint, entry_points
from typing import NamedTuple

from pullquote.errors import Problem

GROUP = "pullquote.suggesters"
_OURS = "pullquote"
OPTIONS: Mapping[str, tuple[str, ...]] = {
    "http": ("address", "model", "host"),
    "spacy": ("model",),
}
"""What can be set on a machine for the plug-ins that come with the program."""


class Plugin(NamedTuple):
    """`name` is shown and stands in projects; `package` is the installed distribution."""

    name: str
    package: str
    version: str
    entry: EntryPoint

    @property
    def is_ours(self) -> bool:
        """Whether it comes with the program."""
        return self.package == _OURS

    def knows(self, option: str) -> bool:
        """Whether something of this name can be set; of others' plug-ins nobody knows."""
        return not self.is_ours or option in OPTIONS.get(self.name, ())


def installed_plugins() -> list[Plugin]:
    """By name, those that come with the program first; loads none of them.

    Of two with one name the second is called by its package, too: no package takes the place of
    another's plug-in.
    """
    found: dict[str, Plugin] = {}
    every = [_plugin(entry) for entry in entry_points(group=GROUP)]
    for one in sorted(every, key=lambda one: (not one.is_ours, one.name, one.package)):
        known = found.get(one.name)
        if known is not None and known.package != one.package:
            one = one._replace(name=f"{one.package}:{one.name}")
        found.setdefault(one.name, one)
    return list(found.values())


def find_plugin(name: str) -> Plugin:
    """Raises Problem where none is called so."""
    every = installed_plugins()
    for one in every:
        if one.name == name:
            return one
    known = ", ".join(one.name for one in every) or "none"
    raise Problem(
        "No plug-in {name} is installed here ({known}); install its package with pip first.",
        name=name,
        known=known,
    )


def _plugin(entry: EntryPoint) -> Plugin:
    if entry.dist is None:
        return Plugin(entry.name, "", "", entry)
    return Plugin(entry.name, entry.dist.name, entry.dist.version, entry)
