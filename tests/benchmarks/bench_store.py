"""The project file: labels, import, undo, lists and size, each beside its bar.

CPU time of this process, medians; `python tests/benchmarks/bench_store.py [DOCUMENTS]`.
"""

import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import peewee

from pullquote.assets import RESOURCES
from pullquote.model.values import NewDocument
from pullquote.store import DocumentQuery, Project

SCHEMA = (RESOURCES / "schemas" / "statements.toml").read_text(encoding="utf-8")
LETTERS = "etaoinshrdlcumwfgypbvkjxqz"


def words(chance: random.Random, count: int = 30_000) -> tuple[list[str], list[float]]:
    """Invented words, used as often as words are: the n-th 1/n as often as the first."""
    rank = range(1, count + 1)
    sizes = [chance.randint(2, 11) for _ in rank]
    made = ["".join(chance.choices(LETTERS, range(26, 0, -1), k=size)) for size in sizes]
    return made, [1 / n for n in rank]


def article(chance: random.Random, vocabulary: tuple[list[str], list[float]], size: int) -> str:
    text = " ".join(chance.choices(*vocabulary, k=size // 4))
    return text[:size]


def cpu(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def say(what: str, figure: str, bar: str = "") -> None:
    print(f"{what:<58} {figure:>16}   {bar}")


def label(project: Project, anna: int, documents: list[int]) -> tuple[list[float], list[float]]:
    """CPU and wall milliseconds of one label with its relation, state and commit."""
    spent, waited = [], []
    for number in range(500):
        document, start = documents[number % 50], number // 50 * 100
        begun, wall = time.process_time(), time.perf_counter()
        with project.operation("Quote", anna) as writer:
            quote = writer.add_annotation(document, anna, "quote", start, start + 50)
            mention = writer.add_annotation(document, anna, "speaker", start + 60, start + 70)
            writer.add_relation("said_by", quote.id, mention.id)
            writer.set_state(document, anna, "in_progress")
        spent.append((time.process_time() - begun) * 1000)
        waited.append((time.perf_counter() - wall) * 1000)
    return spent, waited


def raw_label(folder: Path) -> list[float]:
    """The same rows by sqlite3 alone, without a journal."""
    db = sqlite3.connect(folder / "raw.db", isolation_level=None)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = FULL")
    db.execute("CREATE TABLE label (id INTEGER PRIMARY KEY, uid, document, layer, start, end)")
    spent = []
    for number in range(500):
        begun = time.process_time()
        db.execute("BEGIN IMMEDIATE")
        for offset in range(4):
            row = ("3b241101-e2bb-4255-8caf-4136c566a962", number, "quote", number, number + offset)
            db.execute(
                "INSERT INTO label (uid, document, layer, start, end) VALUES (?,?,?,?,?)", row
            )
        db.execute("COMMIT")
        spent.append((time.process_time() - begun) * 1000)
    db.close()
    return spent


def bring_in(project: Project, anna: int, texts: list[str], at_a_time: int = 20) -> None:
    with project.long_operation("Import", anna, {"total": len(texts)}) as long:
        for first in range(0, len(texts), at_a_time):
            batch = texts[first : first + at_a_time]
            with long.step(len(batch)) as writer:
                for number, text in enumerate(batch, first):
                    writer.add_document(new(number, text))


def new(number: int, text: str) -> NewDocument:
    return NewDocument(
        text=text,
        name=f"{number:06}.txt",
        title=text[:60],
        source=f"Outlet {number % 40}",
        raw_sha256=f"{number:064x}",
        origin=f"/corpus/{number:06}.txt",
    )


def lists(project: Project, anna: int, bar: str) -> None:
    queries = {
        "all, as added": DocumentQuery(),
        "by title": DocumentQuery(order="title"),
        "by publication date, descending": DocumentQuery(order="published", descending=True),
        "by source": DocumentQuery(order="source"),
        "by state": DocumentQuery(order="state", annotator=anna),
        "by labels": DocumentQuery(order="labels", annotator=anna),
        "by copies": DocumentQuery(order="copies"),
        "not started": DocumentQuery(state="not_started", annotator=anna),
        "one source": DocumentQuery(source="Outlet 7"),
        "search “th”": DocumentQuery(search="th"),
        "search “the se”, by title": DocumentQuery(search="ee se", order="title"),
    }
    for name, query in queries.items():
        found = project.document_ids(query)
        spent = [cpu(lambda query=query: project.document_ids(query)) for _ in range(5)]
        say(f"  ids {name} ({len(found):,})", f"{statistics.median(spent) * 1000:.1f} ms", bar)
    phrases(project)
    ids = project.document_ids(DocumentQuery(order="title"))
    spent = [cpu(lambda: project.document_rows(ids[400:656], anna)) for _ in range(5)]
    say("  256 rows", f"{statistics.median(spent) * 1000:.1f} ms")
    say("  counts by state", f"{cpu(lambda: project.document_counts(anna)) * 1000:.1f} ms")
    say("  hash of the content", f"{cpu(project.content_hash) * 1000:.1f} ms")


def phrases(project: Project) -> None:
    """Words that stand one after the other, from texts drawn at random."""
    chance = random.Random(2)
    every = project.document_ids(DocumentQuery())
    spent = []
    for document in chance.sample(every, 20):
        inside = project.text(document).split()
        start = chance.randrange(len(inside) - 3)
        asked = DocumentQuery(search=f'"{" ".join(inside[start : start + 3])}"')
        spent.append(cpu(lambda asked=asked: project.document_ids(asked)) * 1000)
    say("  a phrase of three words, median of 20", f"{statistics.median(spent):.1f} ms", "≤ 10")
    say("    the slowest", f"{max(spent):.1f} ms")


def index_alone(project: Project) -> None:
    """The index of words, built anew from all texts."""
    db = project._file.writer
    rebuild = "INSERT INTO document_fts (document_fts) VALUES ('rebuild')"
    say("index of words, built anew", f"{cpu(lambda: db.run(rebuild)):.2f} s")
    pages = "SELECT sum(pgsize) FROM dbstat WHERE name LIKE 'document_fts%'"
    texts = db.value("SELECT sum(length(CAST(content AS BLOB))) FROM text")
    try:
        say("  its size to text", f"{db.value(pages) / texts:.2f}")
    except peewee.OperationalError:  # this build of SQLite does not count pages
        say("  its size to text", "unknown")


def main() -> None:
    many = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    chance = random.Random(1)
    vocabulary = words(chance)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ten_thousand(folder, [article(chance, vocabulary, 3000) for _ in range(10_000)])
        large(folder, [article(chance, vocabulary, 200) for _ in range(many)])


def ten_thousand(folder: Path, texts: list[str]) -> None:
    path = folder / "ten.pullquote"
    project = Project.create(path, name="Ten thousand", schema_toml=SCHEMA)
    with project.operation("Add annotator", 0) as writer:
        anna = writer.add_annotator("Anna").id
    wall = time.perf_counter()
    spent = cpu(lambda: bring_in(project, anna, texts))
    wall = time.perf_counter() - wall
    say("import 10,000 articles of 3 kB, CPU", f"{spent:.2f} s")
    say("  wall", f"{wall:.2f} s", "≤ 10 s, with reading")
    documents = project.document_ids(DocumentQuery())
    own, waited = label(project, anna, documents)
    raw = raw_label(folder)
    ratio = statistics.median(own) / statistics.median(raw)
    say(
        "two labels, relation and state with commit, CPU", f"{statistics.median(own):.2f} ms", "≤ 5"
    )
    say("  p95", f"{statistics.quantiles(own, n=20)[-1]:.2f} ms", "≤ 16")
    say("  wall, median", f"{statistics.median(waited):.2f} ms")
    say("  ratio to four raw rows without journal", f"{ratio:.1f}")
    say("lists of 10,000", "")
    lists(project, anna, "≤ 60, painted")
    closing = cpu(project.close)
    say("close", f"{closing * 1000:.0f} ms")
    size = path.stat().st_size / sum(len(text.encode()) for text in texts)
    say("file size to text", f"{size:.2f}", "≤ 3")
    backup = time.perf_counter()
    reopened: list[Project] = []
    opening = cpu(lambda: reopened.append(Project.open(path)))
    project = reopened[0]
    say("open 10,000, CPU with the backup it starts", f"{opening * 1000:.0f} ms")
    project._backups.wait()
    say("  backup done after, wall", f"{(time.perf_counter() - backup) * 1000:.0f} ms")
    for _ in range(500):
        project.undo(anna)
    wall = time.perf_counter()
    spent = cpu(lambda: project.undo(anna))
    say("undo an import of 10,000, CPU", f"{spent:.2f} s")
    say("  wall", f"{time.perf_counter() - wall:.2f} s", "≤ 2 s")
    say("redo it, CPU", f"{cpu(lambda: project.redo(anna)):.2f} s")
    say("check, CPU", f"{cpu(project.check):.2f} s")
    index_alone(project)
    project.close()


def large(folder: Path, texts: list[str]) -> None:
    path = folder / "large.pullquote"
    project = Project.create(path, name="Large", schema_toml=SCHEMA)
    with project.operation("Add annotator", 0) as writer:
        anna = writer.add_annotator("Anna").id
    bring_in(project, anna, texts, at_a_time=1000)
    documents = project.document_ids(DocumentQuery())
    with project.long_operation("States", anna) as long, long.step() as writer:
        for number, document in enumerate(documents):
            if number % 3:
                writer.set_state(document, anna, "done" if number % 3 == 1 else "in_progress")
                writer.add_annotation(document, anna, "quote", 0, 10)
    say(f"lists of {len(documents):,}", "")
    lists(project, anna, "≤ 120, painted")
    project.close()


if __name__ == "__main__":
    main()
