"""What a gate looks at: the files of a tree that git would keep."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

_PICTURES = {".png", ".jpg", ".gif", ".ico", ".pdf", ".woff2"}


def files(root: Path, *rooms: str) -> Iterator[Path]:
    """Files under the rooms (default: the whole tree) that .gitignore does not name, in a fixed order.

    The ignore file is read as a list of plain names and `*.suffix` patterns, which is all it holds.
    """
    ignored = _ignored_names(root)
    for room in rooms or (".",):
        start = root / room
        if start.is_dir():
            yield from _walk(start, ignored)


def text_files(root: Path, *rooms: str) -> Iterator[tuple[Path, str]]:
    """The readable files with their text; pictures are left out, bytes that are no UTF-8 are replaced."""
    for path in files(root, *rooms):
        if path.suffix not in _PICTURES:
            yield path, path.read_text(encoding="utf-8", errors="replace")


def _walk(folder: Path, ignored: tuple[str, ...]) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if any(fnmatch(path.name, pattern) for pattern in ignored):
            continue
        if path.is_dir():
            yield from _walk(path, ignored)
        elif path.is_file():
            yield path


def _ignored_names(root: Path) -> tuple[str, ...]:
    ignore = root / ".gitignore"
    lines = ignore.read_text(encoding="utf-8").splitlines() if ignore.is_file() else []
    return (".git", *(line.strip("/ ") for line in lines if line.strip() and not line.startswith("#")))
