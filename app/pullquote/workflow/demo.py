"""The sample project: invented articles with labels by two people, built once and kept."""

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pullquote.assets import DEFAULT_SCHEMA, RESOURCES, SAMPLE, SEEDS
from pullquote.errors import Problem
from pullquote.store import DocumentQuery, Project
from pullquote.store.file.lock import unfinished_file
from pullquote.workflow import export, find_duplicates
from pullquote.workflow.import_.documents import import_paths
from pullquote.workflow.import_.labels import import_jsonl

LABELS = "labels"
ARTICLES = "articles"
READER = "Mara Lind"
"""Whose labels the sample opens with: somebody new has none in it."""
PROGRAM = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Made:
    """`fresh` is False for a project that stood there already."""

    project: Path
    fresh: bool
    documents: int
    labels: int
    clusters: int


def build_demo(folder: Path, *, corpus: Path | None = None) -> Made:
    """Make `folder`/Sample.pullquote from the seeds, or from the articles of `corpus`.

    A project that stands there is kept as it is: somebody may have labelled in it.
    """
    name = _name(corpus.resolve()) if corpus else SAMPLE
    path = folder / f"{name}.pullquote"
    fresh = not path.exists()
    if fresh:
        make(path, corpus)
    with Project.open(path, read_only=True) as project:
        ids = project.document_ids(DocumentQuery(excluded=None))
        labels = sum(len(project.annotations(document)) for document in ids)
        return Made(path, fresh, len(ids), labels, len(project.clusters()))


def make(path: Path, corpus: Path | None = None) -> None:
    """Make the project at `path`, whole or not at all. Raise Problem where no folder can be."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        said = "{path} cannot be the folder of the sample ({why}); choose another one."
        raise Problem(said, path=path.parent, why=error.strerror) from error
    schema = DEFAULT_SCHEMA.read_text(encoding="utf-8")
    folder = path.with_name(f".{path.stem}.making")
    with unfinished_file(path) as made:
        shutil.rmtree(folder, ignore_errors=True)  # of a program that was killed
        folder.mkdir()
        try:
            half = folder / path.name
            with Project.create(half, name=path.stem, schema_toml=schema) as project:
                import_paths(project, [corpus or SEEDS / ARTICLES], 0)
                if corpus is None:
                    import_jsonl(project, SEEDS / LABELS, 0)
                find_duplicates.refresh_duplicates(project)
            half.replace(made.file)
            made.put_in_place()
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def reader_of(project: Project) -> str:
    """Whose labels a project opens with that is the sample; "" for any other project."""
    names = {a.name for a in project.annotators()}
    return READER if project.name == SAMPLE and {READER, "Teo Vass"} <= names else ""


def export_all(made: Made) -> None:
    """Write the exports beside the project."""
    with Project.open(made.project, read_only=True) as project:
        export.export(project, "csv", made.project.parent / "csv")
        export.export(project, "jsonl", made.project.parent / "jsonl")


def is_shown(made: Made, pictures: Iterable[Path]) -> bool:
    """Whether exports and pictures are newer than the project and the program."""
    folder = made.project.parent
    results = [folder / kind / "manifest.json" for kind in ("csv", "jsonl")] + [*pictures]
    if not all(path.exists() for path in results):
        return False
    sources = [made.project, *PROGRAM.rglob("*.py"), *RESOURCES.rglob("*.*")]
    return min(map(_changed, results)) > max(map(_changed, sources))


def _name(corpus: Path) -> str:
    return corpus.name if corpus.is_dir() else corpus.stem


def _changed(path: Path) -> float:
    return path.stat().st_mtime


def summary(made: Made, folder: Path) -> list[str]:
    """The lines that `make run` prints; `folder` is where the exports and pictures went."""
    state = "Made" if made.fresh else "Kept"
    counts = f"{made.documents} documents, {made.labels} labels, {made.clusters} repeats"
    return [
        f"{state} {made.project}: {counts}",
        f"Exported {folder / 'csv'} and {folder / 'jsonl'}",
        f"Pictures {folder / 'window-light.png'} and {folder / 'window-dark.png'}",
    ]
