"""Weak repeats are shown on request, as bars that count nowhere."""

from pullquote.model.values import NewDocument
from pullquote.workflow.find_duplicates import refresh_duplicates

SHARED = "the wide new pier at the western shore"
TEXTS = (f"Nobody likes {SHARED}, he wrote to us.", f"They will paint {SHARED} in green.")


def test_weak_repeats_show_their_bar_while_they_are_wanted(window, qtbot) -> None:
    project = window.annotate.project
    with project.operation("Add", 0) as writer:
        first, other = (
            writer.add_document(NewDocument(text, f"weak{number}.txt"))
            for number, text in enumerate(TEXTS)
        )
    refresh_duplicates(project)
    window.annotate.open(first, jump=False)
    reader = window.annotate.widget.page.reader

    def shown(text):
        return reader.scene.blocks.at(text.index(SHARED))

    assert not shown(TEXTS[0])
    window.annotate.commands()["weak_repeats"]()
    qtbot.waitUntil(lambda: bool(shown(TEXTS[0])))
    (block,) = shown(TEXTS[0])
    assert (block.weak, block.span.of(TEXTS[0])) == (True, SHARED)
    window.annotate.open(other, jump=False)
    qtbot.waitUntil(lambda: bool(shown(TEXTS[1])))
    window.annotate.commands()["weak_repeats"]()
    assert not reader.scene.weak
