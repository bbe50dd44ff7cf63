from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.cli.made_up import SMALL
from tests.gates.tree import ROOT

from detente.cli.main import main

EXAMPLE = ROOT / "examples/ukraine-2025"
FORCING = ("FORCE_COLOR", "PY_COLORS", "GITHUB_ACTIONS")
"""What makes typer write colours into pipes; it looks once, when it is first imported."""

for _name in FORCING:
    os.environ.pop(_name, None)

COMMAND = [sys.executable, "-m", "detente.cli.main"]


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output as JSON; NaN and Infinity are refused, as strict readers do."""
        return json.loads(self.out, parse_constant=_refused)


def _refused(word: str) -> None:
    raise AssertionError(f"{word} is not JSON")


Run = Callable[..., Done]


def environment(**more: str) -> dict[str, str]:
    """80 columns, and nothing of the tester's own terminal."""
    kept = {name: value for name, value in os.environ.items() if name not in {*FORCING, "TERM", "PYTHONPATH"}}
    return {**kept, "COLUMNS": "80", "PYTHONPATH": str(ROOT / "src"), **more}


def run(*words: object, cwd: Path = ROOT, limit: Callable[[], None] | None = None, **env: str) -> Done:
    """The command line in a process of its own; a traceback is never right."""
    command = [*COMMAND, *map(str, words)]
    done = subprocess.run(
        command, cwd=cwd, env=environment(**env), capture_output=True, encoding="utf-8", preexec_fn=limit, check=False
    )
    assert "Traceback" not in done.stderr, done.stderr
    assert "\033" not in done.stdout + done.stderr
    return Done(done.returncode, done.stdout, done.stderr)


def inside(*words: object) -> Done:
    """The same entry point within this process, where a process of its own would show nothing more."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="") for _ in range(2))
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.setenv("COLUMNS", os.environ.get("COLUMNS", "80"))
        patch.setattr(sys, "argv", ["detente", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            main()
    told, said = _written(out), _written(err)
    assert "Traceback" not in said, said
    return Done(int(ended.value.code or 0), told, said)


def _written(stream: io.TextIOWrapper) -> str:
    stream.seek(0)
    return stream.read()


@pytest.fixture(scope="session")
def example() -> Run:
    """Runs a command that only reads, once for each set of words, however many tests ask."""
    known: dict[tuple[object, ...], Done] = {}

    def once(*words: object) -> Done:
        if words not in known:
            known[words] = inside(*words)
        return known[words]

    return once


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> Run:
    """A command within this process, in 80 columns unless the test asks for others."""
    monkeypatch.setenv("COLUMNS", "80")
    return inside


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A folder with a small case."""
    folder = tmp_path / "small"
    folder.mkdir()
    (folder / "case.yaml").write_text(SMALL, encoding="utf-8", newline="")
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below the folder, hidden ones too."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}
