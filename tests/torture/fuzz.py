"""Feed every reader, the schema, the search and what reads exports with inputs that nobody meant.

`python fuzz.py COUNT SEED` prints the counts; exit code 1 if there was a traceback or a hang.
"""

import io
import os
import random
import sys
import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from workplace import SCHEMA, TEXT, no_hang, workplace

from pullquote.errors import PullquoteError
from pullquote.exchange.jsonl import read_export
from pullquote.model.schema_file import parse_schema
from pullquote.reading import count, peek, read
from pullquote.store.sql.full_text import parse_search
from pullquote.workflow.texts_in_file import read_texts

TOKENS = (
    b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\r\n", b"\r", b'"', b"'", b"{", b"}", b"[" * 3000,
    b"{" * 3000, b'{"a":' * 2000, b"9" * 5000, b"-1", b"1e999", b"NaN", b"\\ud800", b"\\u0000",
    b"<div>" * 500, b"<time datetime='9999-99-99'>", b"<!--", b"&#x110000;", b"]]>", b"<![CDATA[",
    b"2026-13-45", b"0001-01-01", b"null", b"true", b"\xf0\x9f\x9a\xa7", b"\xd7\xa9", b",", b";",
    b"\t", b"=" * 100, b"[[layer]]", b"[a" + b".b" * 2000 + b"]", b"%PDF-1.4", b"PK\x03\x04", b".",
    b" " * 5000, b"\xe2\x80\x9c" * 500, b"A" * 5000, b"<p>", b"</p>", b"<script>", b"stream",
)  # fmt: skip
PAGE = (
    "<!doctype html><html lang='en'><head><title>Ferries stay</title><meta charset='utf-8'>"
    "<meta property='article:published_time' content='2026-05-03T08:00:00Z'>"
    "<script type='application/ld+json'>{'@type':'NewsArticle','headline':'Ferries'}</script>"
    "</head><body><article><h1>Ferries</h1><time datetime='2026-05-03'>3 May</time>"
    f"<p>{TEXT}</p><ul><li>One</li></ul><table><tr><td>a</td></tr></table></article></body></html>"
)
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]"
    b"/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R"
    b"/Resources<</Font<</F1 5 0 R>>>>>>endobj\n4 0 obj<</Length 44>>stream\nBT /F1 12 Tf 9 99 Td "
    b"(We wait, she said.) Tj ET\nendstream endobj\n5 0 obj<</Type/Font/Subtype/Type1/BaseFont"
    b"/Helvetica>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)


def word_file() -> bytes:
    from docx import Document

    document, held = Document(), io.BytesIO()
    document.add_heading("Ferries")
    document.add_paragraph(TEXT)
    document.save(held)
    return held.getvalue()


def mutated(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 4, 8))):
        at = chance.randrange(len(changed) + 1)
        match chance.randrange(6):
            case 0 if at < len(changed):
                changed[at] ^= 1 << chance.randrange(8)
            case 1:
                del changed[at : at + chance.choice((1, 5, 50, 500))]
            case 2:
                changed[at:at] = chance.choice(TOKENS)
            case 3:
                changed[at:at] = changed[at // 2 : at // 2 + chance.choice((5, 50, 500))]
            case 4:
                changed[at : at + 8] = chance.randbytes(chance.randrange(9))
            case 5 if chance.random() < 0.3:
                del changed[at:]
    return bytes(changed)


def mutated_archive(content: bytes, chance: random.Random) -> bytes:
    """Half of the time what is inside, so that something of it is reached at all."""
    if chance.random() < 0.3:
        return mutated(content, chance)
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(held, "w") as new:
        target = chance.choice(old.namelist())
        for name in old.namelist():
            inside = old.read(name)
            new.writestr(name, mutated(inside, chance) if name == target else inside)
    return held.getvalue()


def reading(path: Path) -> bool:
    """Whether anything of it was left out."""
    try:
        peek(path)
    except PullquoteError as error:
        str(error)
    count(path)
    items = list(read(path))
    return any(not hasattr(item, "text") or not str(item.text) for item in items)


def exported(path: Path) -> bool:
    with read_export(path) as export:
        for document in export.documents():
            str(document.name)
        return bool([str(refused) for refused in export.refused])


def schema(path: Path) -> bool:
    parse_schema(path.read_bytes().decode("utf-8", "replace"))
    return False


def search(path: Path) -> bool:
    parse_search(path.read_bytes().decode("utf-8", "replace"))
    return False


def texts(path: Path) -> bool:
    return bool([str(line) for line in read_texts(path).broken])


# Name of the file, what stands in it, who reads it, how often.
Input = tuple[str, bytes, Callable[[Path], bool], float]


def inputs(base: Path) -> list[Input]:
    lines = (base / "jsonl" / "documents.jsonl").read_bytes()
    rows = "id,title,text,date\n1,Ferries,“We wait,” she said,2026-05-03\n2,Ferries,No,3 May\n"
    table = rows.encode()
    articles = b'{"id":1,"text":"We wait, she said.","title":"F","date":1777777777}\n' * 3
    return [
        ("a.txt", TEXT.encode(), reading, 4), ("a.md", TEXT.encode("utf-16"), reading, 2),
        ("latin.txt", TEXT.encode("cp1250", "replace"), reading, 2),
        ("a.html", PAGE.encode(), reading, 2), ("a.csv", table, reading, 4),
        ("a.tsv", table.replace(b",", b"\t"), reading, 3), ("a.jsonl", articles, reading, 4),
        ("a.pdf", PDF, reading, 1), ("a.docx", word_file(), reading, 1),
        ("schema.toml", SCHEMA.encode(), schema, 4), ("words", TEXT.encode(), search, 2),
        ("export.jsonl", lines, exported, 5), ("texts.jsonl", articles, texts, 2),
        ("export.zip", (base / "jsonl.zip").read_bytes(), exported, 3),
    ]  # fmt: skip


def main(count: int, seed: str) -> int:
    done: Counter[str] = Counter()
    ends: Counter[str] = Counter()
    with workplace() as base, tempfile.TemporaryDirectory(prefix="torture-fuzz-") as folder:
        kinds = inputs(base)
        weights = [weight for *_, weight in kinds]
        # Parsers warn about what they read on standard error, and quote it.
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 2)
        for number in range(count):
            chance = random.Random(f"{seed}-{number}")
            ((name, content, work, _),) = chance.choices(kinds, weights)
            path = Path(folder) / name
            change = mutated_archive if name.endswith((".zip", ".docx")) else mutated
            path.write_bytes(change(content, chance))
            done[name] += 1
            try:
                with no_hang():
                    end = "left something out" if work(path) else "read"
            except PullquoteError as error:
                str(error)
                end = "refused in a sentence"
            except BaseException as error:
                if isinstance(error, KeyboardInterrupt):
                    raise
                end = f"FAULT {type(error).__name__}"
                where = error.__traceback__
                while where is not None and where.tb_next is not None:
                    where = where.tb_next
                place = f"{where.tb_frame.f_code.co_filename}:{where.tb_lineno}" if where else ""
                print(f"fuzz {number} {name}: {end}: {str(error)[:100]} {place}", flush=True)
            ends[end.partition(" ")[0] if end.startswith("FAULT") else end] += 1
    print(f"fuzzed inputs: {count:,}; " + ", ".join(f"{end} {n:,}" for end, n in ends.items()))
    print("  " + ", ".join(f"{name} {times:,}" for name, times in done.items()))
    return 1 if ends["FAULT"] else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), sys.argv[2]))
