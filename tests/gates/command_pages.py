"""Every command of the command line, and every option of it, is in README.md or docs/reference."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path


def commands(group: object) -> dict[str, tuple[str, ...]]:
    """Command name → its long options, of a typer or click group; a group within it, and each command of that."""
    found = dict[str, tuple[str, ...]]()
    for name, command in getattr(group, "commands", {}).items():
        if not getattr(command, "hidden", False):
            names = [option for parameter in command.params for option in parameter.opts]
            found[name] = tuple(sorted(option for option in names if option.startswith("--")))
            found |= {f"{name} {inner}": options for inner, options in commands(command).items()}
    return found


def faults(root: Path, known: Mapping[str, Iterable[str]]) -> list[str]:
    """One line for each command or option without a word in the pages."""
    pages = [root / "README.md", *sorted((root / "docs/reference").glob("**/*.md"))]
    text = "\n".join(page.read_text(encoding="utf-8") for page in pages if page.is_file())
    found = list[str]()
    for command, options in known.items():
        if not re.search(rf"\bdetente {re.escape(command)}\b", text):
            found.append(f"detente {command}: not in README.md or docs/reference")
        found += [
            f"detente {command}: {option} is not in README.md or docs/reference"
            for option in options
            if not re.search(rf"(?<![\w-]){re.escape(option)}(?![\w-])", text)
        ]
    return found
