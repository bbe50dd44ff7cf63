"""No source file is longer than one can hold in mind: 400 lines is a question, 600 is refused.

`make lint` calls this file as a script; questions are printed and pass, refusals end with exit code 1.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

ROOMS = ("src", "tests", "benchmarks")
SUFFIXES = {".py", ".css", ".html", ".js", ".mjs", ".j2"}
QUESTION = 400
LIMIT = 600


def faults(root: Path) -> list[str]:
    """One line for each file above the limit."""
    return [f"{where}: {count} lines, the limit is {LIMIT}" for where, count in _long(root) if count > LIMIT]


def questions(root: Path) -> list[str]:
    """One line for each file that is long enough to ask whether it holds two things."""
    return [f"{where}: {count} lines, is it one thing?" for where, count in _long(root) if count <= LIMIT]


def _long(root: Path) -> Iterator[tuple[str, int]]:
    for room in ROOMS:
        for path in sorted((root / room).rglob("*")):
            if path.suffix in SUFFIXES and path.is_file():
                count = len(path.read_text(encoding="utf-8", errors="replace").splitlines())
                if count >= QUESTION:
                    yield path.relative_to(root).as_posix(), count


def main(root: Path) -> int:
    """Print questions and refusals; the exit code."""
    for question in questions(root):
        sys.stdout.write(f"question  {question}\n")
    refused = faults(root)
    for fault in refused:
        sys.stdout.write(f"refused   {fault}\n")
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main(Path(__file__).resolve().parents[2]))
