"""The tree as it stands passes every gate, and `make lint` and .ci/run call them."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

import pytest
from tests.gates import command_pages, method_list, start_up
from tests.gates.__main__ import GATES
from tests.gates.tree import ROOT


@pytest.mark.parametrize("gate", GATES, ids=lambda gate: gate.__name__.rpartition(".")[2])
def test_the_tree_passes(gate: ModuleType) -> None:
    assert gate.faults(ROOT) == []


@pytest.mark.parametrize("module", ["detente", "detente.engines.settlement"])
def test_the_import_is_light(module: str) -> None:
    assert start_up.faults(ROOT, module) == []


def test_every_method_is_complete() -> None:
    methods = import_module("detente.engines.methods").METHODS
    assert methods
    assert method_list.faults(ROOT, methods) == []


def test_every_command_is_documented() -> None:
    from typer.main import get_command

    known = command_pages.commands(get_command(import_module("detente.cli.main").app))
    assert known
    assert command_pages.faults(ROOT, known) == []


def test_lint_and_ci_call_the_gates() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    lint = makefile.split("\nlint:")[1].split("\n\n")[0]
    for command in ("ruff check .", "ruff format --check .", "basedpyright", "lint-imports", "tests.gates"):
        assert command in lint.replace("tests/gates/line_limit.py", "tests.gates")
    ci = (ROOT / ".ci/run").read_text(encoding="utf-8")
    assert "make lint" in ci
    assert "make test" in ci
