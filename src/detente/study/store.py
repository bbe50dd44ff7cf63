"""Finished chunks of a study in a folder, so that a run that was stopped goes on where it was."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO
from uuid import uuid4

import numpy as np
import numpy.typing as npt

Arrays = Mapping[str, npt.NDArray[Any]]
"""What one chunk answers, by name."""


def key_of(parts: Mapping[str, object]) -> str:
    """A key for all that decides what a chunk holds: SHA-256 of the parts as sorted JSON, in hex.

    >>> key_of({"seed": 1, "method": "a"}) == key_of({"method": "a", "seed": 1})
    True
    """
    return hashlib.sha256(_json(parts).encode()).hexdigest()


def _json(parts: Mapping[str, object]) -> str:
    return json.dumps(parts, sort_keys=True, ensure_ascii=False, indent=1, default=str)


@dataclass(frozen=True, slots=True)
class FolderStore:
    """Chunks as files: `<folder>/<key>/<chunk>-<draws>.npz`, and beside them `key.json`, what the key stands for.

    A file is written under a name of its own and then renamed, so a reader finds a whole chunk or none, however
    many processes write. A file that cannot be read, or whose sum does not fit, counts as missing.
    """

    folder: Path

    def load(self, key: str, chunk: int, draws: int) -> Arrays | None:
        """The chunk, or None where it is not there."""
        try:
            with np.load(self._file(key, chunk, draws), allow_pickle=False) as held:
                return {name: held[name] for name in held.files}
        except (OSError, ValueError, EOFError, KeyError, zipfile.BadZipFile):
            return None

    def save(self, key: str, parts: Mapping[str, object], chunk: int, draws: int, arrays: Arrays) -> None:
        """Keep a finished chunk."""
        file = self._file(key, chunk, draws)
        file.parent.mkdir(parents=True, exist_ok=True)
        about = file.parent / "key.json"
        if not about.exists():
            _written(about, lambda out: out.write(_json(parts).encode()))
        _written(file, lambda out: np.savez(out, allow_pickle=False, **arrays))

    def _file(self, key: str, chunk: int, draws: int) -> Path:
        return self.folder / key[:32] / f"{chunk:06d}-{draws}.npz"


def _written(file: Path, write: Callable[[BinaryIO], object]) -> None:
    """The file, whole or not at all: written beside its place, then renamed."""
    partial = file.with_name(f".{file.name}.{uuid4().hex}")
    try:
        with partial.open("wb") as out:
            write(out)
        partial.replace(file)
    finally:
        partial.unlink(missing_ok=True)
