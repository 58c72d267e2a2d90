"""The same files in any order give the same project, and an undo takes all of it back."""

import shutil
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pullquote.store import Project
from pullquote.workflow.collect.collect import collect, preview_collect

NAMES = ("Mara Lind", "Teo Vass", "Ida Bruun")
ACTS = ("label", "delete", "undo", "speaker", "alias", "merge", "skip", "copy")


@pytest.fixture(scope="module")
def fresh():
    return count()


def act(office, file: Path, name: str, what: str, number: str) -> None:
    """Something that an annotator does in a file."""
    with Project.open(file) as project:
        who = office.annotator(project, name)
        if what != "undo":
            with project.operation(what, who) as writer:
                place = office.document(project, number)
                DOES[what](project, writer, place, who)
        elif project.undo_name(who):
            project.undo(who)


def label(project, writer, place, who):
    """A quote at the first place where this annotator has none."""
    taken = {one.start for one in project.annotations(place, who) if one.layer == "quote"}
    start = next(start for start in count() if start not in taken)
    writer.add_annotation(place, who, "quote", start, start + 5)


def delete(project, writer, place, who):
    for found in project.annotations(place, who)[:1]:
        writer.delete_annotation(found.id)


def speaker(project, writer, place, who):
    new = writer.add_speaker(f"Speaker {place}").id
    if "speaker" not in {found.layer for found in project.annotations(place, who)}:
        writer.add_annotation(place, who, "speaker", 33, 45, speaker=new)


def alias(project, writer, place, who):
    writer.add_alias(writer.add_speaker("Marta Oduya").id, f"name {place}")


def merge(project, writer, place, who):
    one, other = writer.add_speaker("Marta Oduya"), writer.add_speaker(f"Oduya {who}")
    if one.id != other.id:
        writer.merge_speaker(one.id, other.id)


def skip(project, writer, place, who):
    writer.set_state(place, who, "skipped", "an error page")


DOES = {one.__name__: one for one in (label, delete, speaker, alias, merge, skip)}


def write(office, project: Project, folder: Path, steps) -> list[Path]:
    """The files of all annotators, with copies that diverge."""
    made = office.give(project, folder, *NAMES)
    files = {name: [path] for name, path in zip(NAMES, made, strict=True)}
    for name, which, what, number in steps:
        of = files[name]
        if what == "copy":
            of.append(Path(shutil.copy(of[which % len(of)], folder / f"{name}{len(of)}.pullquote")))
        else:
            act(office, of[which % len(of)], name, what, number)
    return [path for of in files.values() for path in of]


def came(file):
    return file.path, file.new, file.changed, file.same, file.conflicts


STEPS = st.lists(
    st.tuples(
        st.sampled_from(NAMES),
        st.integers(0, 2),
        st.sampled_from(ACTS),
        st.sampled_from(["0.txt", "1.txt"]),
    ),
    min_size=4,
    max_size=12,
)


@settings(max_examples=10)
@given(
    steps=STEPS,
    here=st.booleans(),
    choice=st.sampled_from(["theirs", "ours", "both"]),
    data=st.data(),
)
def test_any_order_gives_the_same_project(office, tmp_path, fresh, steps, here, choice, data):
    folder = tmp_path / str(next(fresh))
    folder.mkdir()
    with office.make(folder / "news.pullquote", *NAMES, documents=2) as project:
        files = write(office, project, folder / "out", steps)
        if here:
            with project.operation("Here", 0) as writer:
                who = office.annotator(project, NAMES[0])
                writer.add_annotation(office.document(project, "0.txt"), who, "cue", 0, 3)
    before = Path(shutil.copy(folder / "news.pullquote", folder / "before.pullquote"))
    dumps = []
    for turn, order in enumerate((files, data.draw(st.permutations(files)))):
        path = Path(shutil.copy(before, folder / f"{turn}.pullquote"))
        with Project.open(path) as project:
            first = project.dump()
            looked = preview_collect(project, order)
            assert project.dump() == first
            report = collect(project, order, 0, decide=choice)
            assert report.whole
            if not any(file.conflicts for file in looked.files):
                assert [came(file) for file in looked.files] == [
                    came(file) for file in report.files
                ]
            dumps.append(project.dump())
            assert project.check() == []
            again = collect(project, order, 0)
            assert (again.taken, again.whole) == (0, True)
            assert project.dump() == dumps[-1]
            if dumps[-1] != first:
                project.undo_operation(project.history()[0].operation, 0)
            assert project.dump() == first
    assert dumps[0] == dumps[1]
