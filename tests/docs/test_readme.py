"""What README.md and CONTRIBUTING.md tell the reader to type exists, and the snippets run."""

from __future__ import annotations

import doctest
import re
from importlib import import_module

import pytest
from tests.gates import command_pages
from tests.gates.tree import ROOT

PAGES = ("README.md", "CONTRIBUTING.md", "ARCHITECTURE.md")


def typed(page: str, program: str) -> set[str]:
    """The words that follow the program's name where a page shows it as code.

    >>> sorted(typed("Use `make demo`, or make haste.\\n```sh\\nmake test  # make it so\\n```", "make"))
    ['demo', 'test']
    """
    fences = re.findall(r"^```.*?\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    spans = re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", page, flags=re.MULTILINE | re.DOTALL))
    lines = [line.split("#")[0] for block in [*fences, *spans] for line in block.splitlines()]
    arguments = [line.split()[1:] for line in lines if line.split()[:1] == [program]]
    return {next(word for word in words if "=" not in word) for words in arguments if words}


def make_targets() -> set[str]:
    """The targets that the Makefile declares for people."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = re.findall(r"^\.PHONY:(.*)$", makefile, re.MULTILINE)
    return {target for line in phony for target in line.split() if f"\n{target}:" in makefile}


@pytest.mark.parametrize("page", PAGES)
def test_make_targets_exist(page: str) -> None:
    shown = typed((ROOT / page).read_text(encoding="utf-8"), "make")
    assert shown
    assert shown <= make_targets()


def test_readme_shows_the_two_commands() -> None:
    assert {"demo", "test"} <= typed((ROOT / "README.md").read_text(encoding="utf-8"), "make")


@pytest.mark.parametrize("page", PAGES)
def test_commands_exist(page: str) -> None:
    from typer.main import get_command

    known = command_pages.commands(get_command(import_module("detente.cli.main").app))
    assert typed((ROOT / page).read_text(encoding="utf-8"), "detente") <= known.keys()


def test_readme_snippets_run() -> None:
    result = doctest.testfile(
        str(ROOT / "README.md"),
        module_relative=False,
        optionflags=doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS,
        encoding="utf-8",
    )
    assert result.attempted > 3
    assert result.failed == 0
