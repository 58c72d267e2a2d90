"""Which plug-ins are on. That takes two: the project says so, as an operation that can be undone,
and so does somebody at this machine, in its own settings. A project that comes from elsewhere thus
starts no code here, and none is switched on in a hand-out.
"""

from collections.abc import Mapping
from typing import NamedTuple

from pullquote.errors import Problem
from pullquote.plugins.installed import Plugin, installed_plugins
from pullquote.plugins.machine import Machine
from pullquote.store.project import Project

ON = "plugins"
"""The key of the project's settings: names of plug-ins to the versions in which they were switched
on."""


class PluginState(NamedTuple):
    """`plugin` is None where it is not installed here. `noted` is the version in which it was
    switched on in the project, None where it is off there; `allowed` what this machine says.
    """

    name: str
    plugin: Plugin | None
    noted: str | None
    allowed: bool

    @property
    def is_on(self) -> bool:
        """Whether it runs."""
        return self.plugin is not None and self.noted is not None and self.allowed


def plugin_states(project: Project, machine: Machine) -> list[PluginState]:
    """Those installed, then those that the project names and that are not."""
    noted, here = switched_on(project), installed_plugins()
    found = [
        PluginState(one.name, one, noted.get(one.name), machine.allows(project.uid, one))
        for one in here
    ]
    missing = noted.keys() - {one.name for one in here}
    return [*found, *(PluginState(name, None, noted[name], False) for name in sorted(missing))]


def running_plugins(project: Project, machine: Machine) -> list[Plugin]:
    """Those that are on, in the project and on this machine; quick where the project names none."""
    if not switched_on(project):
        return []
    states = plugin_states(project, machine)
    return [one.plugin for one in states if one.plugin is not None and one.is_on]


def switched_on(project: Project) -> Mapping[str, str]:
    """Names to versions, as the project says; none in a hand-out."""
    found = {} if project.handout is not None else project.settings.get(ON)
    if not isinstance(found, dict):
        return {}
    return {k: v for k, v in found.items() if isinstance(v, str)}


def switch_plugin(project: Project, machine: Machine, name: str, actor: int, *, on: bool) -> bool:
    """Switch a plug-in on or off, in the project and on this machine; False where it is so already.

    Raises Problem where it is not installed, or the project is a hand-out.
    """
    if project.handout is not None:
        raise Problem(
            "{path} is a hand-out, in which no plug-in runs; switch {name} on in the project that "
            "it was made of.",
            path=project.path, name=name,
        )  # fmt: skip
    states = {one.name: one for one in plugin_states(project, machine)}
    state = states.get(name)
    if state is None or (on and state.plugin is None):
        known = ", ".join(one.name for one in states.values() if one.plugin) or "none"
        raise Problem(
            "No plug-in {name} is installed here ({known}); install its package with pip first.",
            name=name, known=known,
        )  # fmt: skip
    if state.is_on == on and (on or state.noted is None):
        return False
    noted = dict(switched_on(project))
    noted.pop(name, None)
    if on and state.plugin is not None:
        noted[name] = state.plugin.version
    # Off is off at once, on only when the project says it.
    if not on:
        machine.allow(project.uid, name, "")
    if noted != switched_on(project):
        said = "Plug-in switched on" if on else "Plug-in switched off"
        with project.operation(f"{said}: {name}", actor) as writer:
            writer.set_project(settings={**project.settings, ON: noted})
    if on and state.plugin is not None:
        machine.allow(project.uid, name, state.plugin.package)
    return True
