"""What is decided of the cluster that is chosen: each key is one operation."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from pullquote.model.values import Passage
from pullquote.store import Project
from pullquote.ui.services.host import Host
from pullquote.ui.services.tasks import Progress, Stop
from pullquote.ui.widgets.words import tr
from pullquote.workflow.clusters.decisions import (
    bring_back,
    decide_boilerplate,
    dismiss,
    join,
    split_off,
)

if TYPE_CHECKING:
    from pullquote.ui.panels.values import CopyRow
    from pullquote.workflow.clusters.columns import ClusterRow


class ClusterDecisions:
    """The repeats follow by themselves: whatever decides, they are looked for anew."""

    def __init__(self, project: Project, actor: int, host: Host) -> None:
        self._project, self._actor, self._host = project, actor, host
        self._marked: Passage | None = None

    @property
    def joins(self) -> bool:
        """Whether a cluster is marked that is to be the same as another one."""
        return self._marked is not None

    def let_go(self) -> None:
        self._marked = None

    def boilerplate(self, cluster: "ClusterRow", shown: Callable[[bool], None]) -> None:
        """Turn it: `shown` is called with what the cluster is then."""
        project, actor, wanted = self._project, self._actor, not cluster.boilerplate
        said = tr("Boilerplate: dimmed in every text, and not counted.")
        if not wanted:
            said = tr("No boilerplate any more.")

        def decide() -> None:
            decide_boilerplate(project, actor, cluster.document, cluster, wanted=wanted)

        def done() -> None:
            shown(wanted)
            self._host.say(said, undo=True)

        self._work(decide, done)

    def dismiss(self, cluster: "ClusterRow") -> None:
        """No repeat; of what is dismissed, a repeat again."""
        project, actor = self._project, self._actor
        said = tr("Dismissed: no repeat any more, in any text.")
        if cluster.dismissed:
            said = tr("Brought back: it is looked for again.")

        def decide() -> None:
            if cluster.dismissed:
                bring_back(project, actor, cluster.id)
            else:
                dismiss(project, actor, cluster.document, cluster)

        self._work(decide, lambda: self._host.say(said, undo=True))

    def split(self, cluster: "ClusterRow", place: "CopyRow") -> None:
        """The place does not belong to the others."""
        project, actor = self._project, self._actor

        def decide() -> None:
            copies = project.cluster_passages(cluster.id)
            at = (place.document, place.start)
            own = [copy for copy in copies if (copy.document, copy.start) == at]
            if own:
                split_off(project, actor, own[0], [one for one in copies if one is not own[0]])

        said = tr("Split off: the place does not belong to the others.")
        self._work(decide, lambda: self._host.say(said, undo=True))

    def join(self, cluster: "ClusterRow") -> None:
        """Mark the cluster; on another one, join both."""
        copies = self._project.cluster_passages(cluster.id)
        if not copies:
            return
        marked, here = self._marked, copies[0]
        if marked is None:
            self._marked = here
            self._host.say(tr("Go to the one that says the same, and press M there. Esc lets go."))
            return
        self._marked = None
        if marked in copies:
            self._host.say(tr("That is the same cluster: nothing was joined."), brief=True)
            return
        project, actor = self._project, self._actor
        said = tr("Joined: both say the same.")
        self._work(
            lambda: join(project, actor, marked, here), lambda: self._host.say(said, undo=True)
        )

    def _work(self, decide: Callable[[], None], done: Callable[[], None]) -> None:
        """In a thread: of a text that stands in thousands of places there is much to write."""

        def work(_progress: Progress, _stop: Stop) -> None:
            decide()

        self._host.work("decision", "", work, lambda _answer: done())
