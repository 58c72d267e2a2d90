"""Words and grams of a project's texts in files that are mapped into memory: a cache.

It lies in the user's cache folder. What is missing, damaged or of another version is made anew.
"""

import json
import os
import shutil
import sys
import zlib
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from pullquote.duplicates.words.boundaries import Quotations
from pullquote.duplicates.words.corpus import Words
from pullquote.text.tokens import Array


class StoredTexts(NamedTuple):
    """Texts by their SHA-256, none twice, with their words, quotations and packed grams."""

    hashes: Sequence[str]
    words: Words
    quotations: Quotations
    packed: Array


class StoredClusters(NamedTuple):
    """The clusters that the search called `token` has left: their signatures and numbers."""

    token: str
    signatures: Array
    numbers: Array


class RepeatsCache:
    """The files of one project."""

    def __init__(self, project_uid: str, engine: str) -> None:
        self._folder = cache_folder() / "repeats" / project_uid
        self._engine = engine

    def texts(self) -> StoredTexts | None:
        found = self._read("texts")
        if found is None:
            return None
        manifest, arrays = found
        try:
            words = Words(*(arrays[name] for name in Words._fields))
            quotations = Quotations(arrays["quotation_counts"], arrays["quotation_rows"])
            hashes = [str(sha256) for sha256 in manifest["hashes"]]
            return StoredTexts(hashes, words, quotations, arrays["packed"])
        except (KeyError, TypeError):
            return None

    def clusters(self) -> StoredClusters | None:
        found = self._read("clusters")
        if found is None:
            return None
        manifest, arrays = found
        try:
            token = str(manifest["token"])
            return StoredClusters(token, arrays["signatures"], arrays["numbers"])
        except KeyError:
            return None

    def keep_texts(self, texts: StoredTexts) -> None:
        arrays = texts.words._asdict()
        arrays["quotation_counts"] = texts.quotations.counts
        arrays["quotation_rows"] = texts.quotations.rows
        arrays["packed"] = texts.packed
        self._write("texts", {"hashes": list(texts.hashes)}, arrays)

    def keep_clusters(self, clusters: StoredClusters) -> None:
        arrays = {"signatures": clusters.signatures, "numbers": clusters.numbers}
        self._write("clusters", {"token": clusters.token}, arrays)

    def _read(self, name: str) -> tuple[dict[str, Any], dict[str, Array]] | None:
        folder = self._folder / name
        try:
            manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
            if manifest["engine"] != self._engine:
                return None
            arrays = {}
            for key, sum_ in manifest["sums"].items():
                arrays[key] = np.load(folder / f"{key}.npy", mmap_mode="r")
                if _sum(arrays[key]) != sum_:
                    return None
        except (OSError, ValueError, KeyError, TypeError, EOFError, AttributeError):
            return None
        return manifest, arrays

    def _write(self, name: str, manifest: dict[str, object], arrays: dict[str, Array]) -> None:
        """Where it cannot be written there is none: the next search takes longer."""
        folder = self._folder / name
        new = self._folder / f"{name}.{os.getpid()}"
        with suppress(OSError):
            new.mkdir(parents=True, exist_ok=True)
            for key, values in arrays.items():
                np.save(new / f"{key}.npy", values)
            sums = {key: _sum(values) for key, values in arrays.items()}
            whole = {"engine": self._engine, "sums": sums, **manifest}
            (new / "manifest.json").write_text(json.dumps(whole), "utf-8")
            shutil.rmtree(folder, ignore_errors=True)
            new.replace(folder)
        shutil.rmtree(new, ignore_errors=True)


def _sum(values: Array) -> int:
    return zlib.crc32(np.ascontiguousarray(values).reshape(-1).view(np.uint8).data)


def cache_folder() -> Path:
    """Where programs of this user keep what can be made anew."""
    chosen = os.environ.get("PULLQUOTE_CACHE")
    if chosen:
        return Path(chosen)
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return base / "pullquote"
