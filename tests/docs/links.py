"""Links between the pages of the tree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from tests.gates.tree import files

_LINK = re.compile(r"(?<!`)\[(?:[^\]\[]|\[[^\]]*\])*\]\(\s*<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\s*\)")
_DEFINITION = re.compile(r"^\s{0,3}\[[^\]]+\]:\s*(\S+)", re.MULTILINE)
_FENCE = re.compile(r"^( {0,3})(```+|~~~+).*?^\1\2\s*$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^#{1,6}\s+(.*?)\s*#*$", re.MULTILINE)
_ELSEWHERE = re.compile(r"^(?:[a-z][a-z0-9+.-]*:|//)", re.IGNORECASE)


def faults(root: Path) -> list[str]:
    """One line for each link to a file or heading that is not there, or that leaves the tree."""
    return [
        f"{page.relative_to(root)}: {what}"
        for page in files(root)
        if page.suffix == ".md"
        for target in targets(page.read_text(encoding="utf-8"))
        for what in _wrong(root, page, target)
    ]


def targets(text: str) -> list[str]:
    """Where the links of a page lead, without those to other hosts and those shown as code.

    >>> targets("[a](b.md), ![c](d.png), [e](https://example.org), `[f](g.md)`")
    ['b.md', 'd.png']
    """
    prose = re.sub(r"`[^`\\n]*`", "``", _FENCE.sub("", text))
    found = [*_LINK.findall(prose), *_DEFINITION.findall(prose)]
    return [target for target in found if not _ELSEWHERE.match(target)]


def _wrong(root: Path, page: Path, target: str) -> Iterator[str]:
    name, _, anchor = target.partition("#")
    file = (page.parent / unquote(name)).resolve() if name else page
    if not file.is_relative_to(root.resolve()):
        yield f"{target} leads out of the tree"
    elif not file.exists():
        yield f"{target} is not there"
    elif anchor and file.suffix == ".md" and anchor not in _anchors(file):
        yield f"{target}: no such heading"


def _anchors(page: Path) -> set[str]:
    headings = _HEADING.findall(_FENCE.sub("", page.read_text(encoding="utf-8")))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
