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
KEY = "PULLQUOTE_HTTP_KEY"
"""The variable of the environment with the key that a server asks for, if it does."""


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

    def check_option(self, option: str, value: str) -> None:
        """Raises Problem where nothing is called so, or where the value may hold a key; of others'
        plug-ins nobody knows.
        """
        if not self.is_ours:
            return
        if option not in OPTIONS.get(self.name, ()):
            raise Problem(
                "{name} has no {option} to set; see the page Plug-ins of the manual.",
                name=self.name,
                option=option,
            )
        if option == "address":
            refuse_key(value)


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


def refuse_key(address: str) -> None:
    """Raises Problem, that does not repeat it, where an address may hold a key: addresses are kept
    in a file.
    """
    if any(sign in address for sign in "@?#"):
        raise Problem("The address holds more than a place; a key belongs in {key}.", key=KEY)


def _plugin(entry: EntryPoint) -> Plugin:
    if entry.dist is None:
        return Plugin(entry.name, "", "", entry)
    return Plugin(entry.name, entry.dist.name, entry.dist.version, entry)
