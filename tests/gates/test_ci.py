"""What .ci/run promises, tried with a stand-in for `make`."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from tests.gates.tree import ROOT

CLOSING = "1 skipped, 3 passed in 2.31s"
MAKE = """#!/bin/sh
echo "make $1, CI=$CI"
read line && echo "somebody typed"
[ "$1" = "$REFUSED" ] && code=2
[ "$1" = test ] && printf '%b' "$SAID"
exit ${code:-0}
"""

pytestmark = pytest.mark.skipif(
    not Path("/usr/bin/chromium").exists(), reason="without Chromium, .ci/run would install it"
)


def ci(folder: Path, *, refused: str = "", said: str = "") -> tuple[int, list[str]]:
    """Exit code and lines of .ci/run, where `make` refuses one target and says something in `test`."""
    (folder / ".ci").mkdir()
    shutil.copy(ROOT / ".ci/run", folder / ".ci/run")
    (folder / "make").write_text(MAKE, encoding="utf-8")
    (folder / "make").chmod(0o755)
    env = {
        **os.environ,
        "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}",
        "REFUSED": refused,
        "SAID": said,
    }
    command = [folder / ".ci/run"]
    done = subprocess.run(command, env=env, input="x\n", capture_output=True, encoding="utf-8", check=False)
    return done.returncode, done.stdout.splitlines()


def test_it_runs_lint_and_test_and_ends_with_the_closing_line(tmp_path: Path) -> None:
    code, lines = ci(tmp_path, said=f"....\\n{CLOSING}\\nafterwards\\n")
    assert code == 0
    assert lines[:2] == ["make lint, CI=true", "make test, CI=true"]
    assert lines[-2:] == ["afterwards", CLOSING]
    assert "somebody typed" not in lines


def test_a_refusal_of_lint_ends_it(tmp_path: Path) -> None:
    code, lines = ci(tmp_path, refused="lint")
    assert code != 0
    assert lines == ["make lint, CI=true"]


def test_a_failure_of_the_tests_is_its_own(tmp_path: Path) -> None:
    code, lines = ci(tmp_path, refused="test", said=f"{CLOSING}\\n")
    assert code != 0
    assert lines[-1] == CLOSING


def test_skipped_browser_tests_are_a_failure(tmp_path: Path) -> None:
    code, lines = ci(tmp_path, said=f"SKIPPED [1] tests/web/test_brief.py:3: no browser\\n{CLOSING}\\n")
    assert code != 0
    assert lines[-1] == CLOSING


def test_tests_that_never_end_are_not_a_success(tmp_path: Path) -> None:
    code, lines = ci(tmp_path, refused="test")
    assert code != 0
    assert lines[-1] == "the tests did not come to an end"
