"""Invented figures and disagreements, as the measures would give them."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import combinations
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtWidgets import QApplication

from pullquote.agreement.values import (
    AnnotatorReading,
    Cell,
    Confusion,
    Disagreement,
    DisagreementPlace,
    Figure,
    Reason,
    Shares,
    Summary,
)
from pullquote.assets import RESOURCES
from pullquote.model.schema_file import parse_schema
from pullquote.store import Change, Project
from pullquote.text.spans import Span
from pullquote.ui.agreement.figure_list import figure_rows
from pullquote.ui.agreement.lookup import Lookup
from pullquote.ui.agreement.presenter import AgreementPresenter, RoomContents
from pullquote.ui.agreement.room import AgreementRoom
from pullquote.ui.agreement.widget import AgreementWidget

LAYERS = {
    "quote": "Quote", "speaker": "Speaker", "cue": "Cue", "date": "Date", "claim": "Claim",
    "not_quote": "Not a quote",
}  # fmt: skip
VALUES = (
    ("detection.exact", 0.86, 1204),
    ("detection.overlap", 0.93, 1204),
    ("detection.iou", 0.91, 1204),
    ("detection.alpha", 0.88, 412_880),
    ("boundaries.iou", 0.95, 1086),
    ("boundaries.start", 0.97, 1086),
    ("label.observed", 0.97, 1086),
    ("label.kappa", 0.93, 1086),
    ("attribute.quote.kind", 0.71, 604),
    ("speaker.alpha", 0.80, 604),
    ("links.f1", 0.74, 188),
    ("links.dated_by", 0.70, 101),
    ("date.granularity", 0.81, 143),
    ("date.alpha", 0.69, 143),
)
SCHEMA = parse_schema((RESOURCES / "schemas" / "statements.toml").read_text(encoding="utf-8"))
NAMES = {1: "Mara", 2: "Jonas", 3: "Ines", 4: "Wilhelmina", 5: "Bartholomäus von der Hagenau"}
SAID = ("Ada Lindqvist", "the spokeswoman, open", "The Harbour Ministry", "Ole Brandt")
WORDS = (
    "“Two camps have formed in the harbour. Some are increasingly saying that no ferry will sail”",
    "“There is nothing more to say,” she added",
    "“for obvious reasons.”",
    "قالت الوزارة إن السفن باقية في الميناء",
)
TITLES = ("Ferries stay in port until further notice", "Pilots talk of a strike", "A quiet day")


def figures(few: bool = False, without: str = "") -> tuple[Figure, ...]:
    made = []
    for id_, value, n in VALUES:
        why = Reason("undefined: only one label used (agreement {percent} %)", {"percent": 100})
        undefined = id_ == without
        width = 0.16 if few else 0.02 + (1 - value) / 5
        made.append(
            Figure(
                id_,
                None if undefined else value,
                why if undefined else None,
                None if undefined else max(-1, value - width),
                None if undefined else min(1, value + width / 2),
                n,
                4 if few else 42,
                3,
                None if undefined else value - (1 - value) / 5,
            )
        )
    return tuple(made)


def summary(
    people: int = 3, *, few: bool = False, without: str = "", documents: int = 42
) -> Summary:
    who = tuple(range(1, people + 1))
    pairs = {
        pair: Cell(round(0.9 - 0.07 * n, 2), 231 - 17 * n)
        for n, pair in enumerate(combinations(who, 2))
    }
    if len(pairs) > 3:
        pairs[next(iter(pairs))] = Cell(None, 0, Reason("no common documents"))
    ids = [id_ for id_, *_ in VALUES]
    return Summary(
        who,
        tuple(range(1, documents + 1)),
        4,
        0,
        Shares(1204, 144, 36),
        figures(few, without),
        dict.fromkeys(ids, pairs),
        {
            id_: {layer: Cell(0.9 - n * 0.13, 300 - 40 * n) for n, layer in enumerate(LAYERS)}
            for id_ in ids
        },
        {id_: {d: Cell((d * 37 % 100) / 100, d) for d in range(1, documents + 1)} for id_ in ids},
        {id_: {a: Cell(0.9 - a / 20, 200) for a in who} for id_ in ids},
        1000,
        1,
    )


def shown(of: Summary | None = None) -> RoomContents:
    of = of or summary()
    look = Lookup(
        {a: NAMES[a] for a in of.annotators},
        LAYERS,
        lambda place: WORDS[place.start % len(WORDS)],
        lambda document: TITLES[document % len(TITLES)],
    )
    return RoomContents(of, figure_rows(of, SCHEMA), look, people=look.names)


def disagreements(many: int = 31, people: int = 3) -> list[Disagreement]:
    kinds = ("speaker", "missed", "boundary", "label", "link", "date", "attribute")
    made = []
    for n in range(many):
        kind = kinds[n % len(kinds)] if n else "speaker"
        readings = tuple(
            AnnotatorReading(a, () if (n + a) % 5 == 0 else (n * 10 + a,), (Span(n, n + 9),),
                    "" if (n + a) % 5 == 0 else SAID[(n * a) % len(SAID)])
            for a in range(1, people + 1)
        )  # fmt: skip
        detail = {"attribute": "certainty", "date": "granularity"}.get(kind, "")
        places = tuple(DisagreementPlace(1 + n + k, n, n + 60) for k in range(1 + (n * 7) % 5))
        made.append(Disagreement(kind, detail, "quote", readings, places))
    return made


def confusion() -> Confusion:
    return Confusion(
        ("quote", "speaker", "date", "claim", ""),
        (
            (168, 0, 0, 3, 9),
            (0, 141, 0, 0, 6),
            (0, 0, 52, 2, 11),
            (2, 0, 1, 37, 14),
            (7, 4, 5, 16, 0),
        ),
    )


@pytest.fixture
def invented() -> SimpleNamespace:
    """The builders of invented values."""
    return SimpleNamespace(
        summary=summary, shown=shown, disagreements=disagreements, confusion=confusion
    )


@pytest.fixture
def showing(qtbot, theme) -> Callable[..., AgreementPresenter]:
    def make(
        of: RoomContents | None = None, width: int = 1368, height: int = 860
    ) -> AgreementPresenter:
        room = AgreementWidget(theme)
        qtbot.addWidget(room)
        made = AgreementPresenter(room)
        room.show_figures()
        room.resize(width, height)
        with qtbot.waitActive(room):
            room.show()
            room.activateWindow()
        made.show(of or shown())
        return made

    return make


@pytest.fixture
def enter(qtbot, theme, host) -> Iterator[Callable[[Path], AgreementRoom]]:
    """Open a project and enter the room, until its figures stand there."""
    with ExitStack() as open_:

        def made(path: Path) -> AgreementRoom:
            project = open_.enter_context(Project.open(path))
            controller = AgreementRoom(project, project.annotators()[0].id, theme, host)
            open_.callback(controller.close)

            def follow(change: Change) -> None:
                (controller.refresh if controller.widget.isVisible() else controller.note)(change)

            open_.callback(project.listen(follow))
            qtbot.addWidget(controller.widget)
            controller.widget.resize(1368, 860)
            with qtbot.waitActive(controller.widget):
                controller.widget.show()
                controller.widget.activateWindow()
            controller.enter()
            settle(qtbot, controller)
            return controller

        yield made


def settle(qtbot, controller: AgreementRoom) -> None:
    """Wait until nothing runs and nothing is about to."""
    qtbot.waitUntil(lambda: not (controller.calculation.busy() or controller.calculation.stale))
    QApplication.processEvents()
    qtbot.waitUntil(lambda: not controller.calculation.busy())


@pytest.fixture
def settled(qtbot) -> Callable[[AgreementRoom], None]:
    return lambda controller: settle(qtbot, controller)


@pytest.fixture
def sample_room(enter, sample_file: Path, tmp_path: Path) -> AgreementRoom:
    """The room on a copy of the sample project."""
    return enter(Path(shutil.copy(sample_file, tmp_path / "sample.pullquote")))
