"""The light commands bring in nothing that only heavy ones need."""

from __future__ import annotations

import subprocess
import sys

import pytest
from tests.cli.conftest import EXAMPLE, environment

HEAVY = ("vl_convert", "jinja2", "pandas", "detente.brief")
PROGRAM = """
import sys
from detente.cli.main import main
try:
    main()
except SystemExit:
    pass
print(*sorted(sys.modules), sep="\\n", file=sys.stderr)
"""


@pytest.mark.parametrize("words", [["--help"], ["check", str(EXAMPLE)], ["settle", str(EXAMPLE)]], ids=lambda w: w[0])
def test_what_is_imported(words: list[str]) -> None:
    command = [sys.executable, "-c", PROGRAM, *words]
    done = subprocess.run(command, env=environment(), capture_output=True, text=True, check=True)
    loaded = done.stderr.splitlines()
    assert "detente.cli.main" in loaded
    assert [name for name in loaded if name.startswith(HEAVY)] == []
    if words == ["--help"]:
        assert [name for name in loaded if name in {"numpy", "pydantic"}] == []
