"""Nothing in the tree depends on one machine or one registry: no absolute path of a person's or a
build's folder, no address of a package registry, no lock file that records such addresses.

The patterns are put together from parts, so that this file passes its own gate.
"""

from __future__ import annotations

import re
from pathlib import Path

from tests.gates.tree import files, text_files

_FOLDERS = ("root", "tmp", "work", "workspace", "scratch", "private/var", "var/folders")
_FOLDERS_OF_PEOPLE = ("home", "Users")
_HOSTS = (
    ("py" + "pi", "org"),
    ("python" + "hosted", "org"),
    ("np" + "mjs", "(?:org|com)"),
    ("yarn" + "pkg", "com"),
    ("crat" + "es", "io"),
    ("ana" + "conda", "(?:org|com)"),
    ("jf" + "rog", "io"),
    ("unp" + "kg", "com"),
    ("jsde" + "livr", "net"),
)
_LOCKS = {"uv.lock", "poetry.lock", "Pipfile.lock", "pdm.lock", "package-lock.json", "yarn.lock"}

MACHINE_PATH = re.compile(
    rf"(?<![\w.\-:/…])/(?:(?:{'|'.join(_FOLDERS)})(?![\w.\-])|(?:{'|'.join(_FOLDERS_OF_PEOPLE)})/\w)"
    r"|\b[A-Z]:\\+Users\\"
)
REGISTRY = re.compile("|".join(rf"\b{name}\.{end}\b" for name, end in _HOSTS), re.IGNORECASE)


def faults(root: Path) -> list[str]:
    """One line for each place in a file that names a machine's folder or a registry's host."""
    found = [f"{path.relative_to(root)}: a lock file of one registry" for path in _locks(root)]
    for path, text in text_files(root):
        for number, line in enumerate(text.splitlines(), 1):
            for pattern, what in ((MACHINE_PATH, "a path of one machine"), (REGISTRY, "a registry's host")):
                if match := pattern.search(line):
                    found.append(f"{path.relative_to(root)}:{number}: {what}: {match.group()}")
    return found


def _locks(root: Path) -> list[Path]:
    return [path for path in files(root) if path.name in _LOCKS]
