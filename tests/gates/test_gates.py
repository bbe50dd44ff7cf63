"""Each gate is given one fault in a copy of the tree and has to refuse it, and to let the clean copy pass."""

from __future__ import annotations

import dataclasses
import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import pytest
import typer
from tests.gates import command_pages, import_knots, line_limit, method_list, names, places, remarks
from tests.gates import requirements as pins
from tests.gates.tree import ROOT
from typer.main import get_command

BIN = Path(sys.executable).parent
_COMPILED = shutil.ignore_patterns("__pycache__")

HALFWAY = '''"""Half."""


def halfway(x: int) -> int:
    """Half of x.

    >>> halfway(2)
    1
    """
    return x // 2
'''


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the source, the settings and the requirements."""
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=_COMPILED)
    _copy_settings(tmp_path)
    return tmp_path


@pytest.fixture
def little(tmp_path: Path) -> Path:
    """The settings, the requirements and one package: enough for gates that look at each file by itself.

    That the whole tree passes them is tried in `test_tree.py`.
    """
    shutil.copytree(ROOT / "src/detente/foundation", tmp_path / "src/detente/foundation", ignore=_COMPILED)
    _copy_settings(tmp_path)
    return tmp_path


def _copy_settings(root: Path) -> None:
    for name in ("pyproject.toml", ".importlinter", ".gitignore", "Makefile"):
        shutil.copy(ROOT / name, root / name)
    (root / "requirements").mkdir()
    shutil.copy(ROOT / "requirements/run.txt", root / "requirements/run.txt")


def write(root: Path, path: str, text: str) -> None:
    """Plant a file, with the packages it needs."""
    target = root / path
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.suffix == ".py":
        for folder in target.relative_to(root / "src/detente").parents:
            (root / "src/detente" / folder / "__init__.py").touch()
    target.write_text(text, encoding="utf-8")


def run(root: Path, *command: str) -> tuple[int, str]:
    """Exit code and everything printed, with the copy's source before the installed one."""
    env = {**os.environ, "PYTHONPATH": str(root / "src"), "PYTHONUTF8": "1", "COLUMNS": "400"}
    done = subprocess.run(command, cwd=root, env=env, capture_output=True, encoding="utf-8", check=False)
    return done.returncode, done.stdout + done.stderr


# The gates on text ---------------------------------------------------------------------------------

MARK = "N" + ".B" + "."
HASH = "--hash=sha256:" + "0" * 64
TEXT_PLANTS: list[tuple[Callable[[Path], list[str]], str, str, str]] = [
    (line_limit.faults, "src/detente/brief/long.py", "x = 1\n" * 601, "long.py: 601 lines"),
    (line_limit.faults, "src/detente/brief/long.css", "p {}\n" * 601, "long.css: 601 lines"),
    (names.faults, "src/detente/brief/utils.py", "", "utils.py"),
    (names.faults, "src/detente/case/date_helpers.py", "", "date_helpers.py"),
    (names.faults, "src/detente/common/dates.py", "", "src/detente/common:"),
    (places.faults, "docs/note.md", "see " + "/" + "home/ada/talks\n", "a path of one machine"),
    (
        places.faults,
        "src/detente/brief/log.py",
        'LOG = "' + "/" + 'tmp"\n',
        "log.py:1: a path of one machine",
    ),
    (places.faults, "docs/note.md", "C:" + r"\Users" + "\\ada\n", "a path of one machine"),
    (places.faults, "docs/note.md", "from https://files.python" + "hosted.org/x\n", "a registry's host"),
    (places.faults, "uv.lock", "version = 1\n", "a lock file"),
    (remarks.faults, "src/detente/brief/odd.py", f"# {MARK} odd\n", "odd.py:1"),
    (remarks.faults, "docs/note.md", "FIX" + "ME later\n", "note.md:1"),
    (pins.faults, "requirements/dev.txt", "numpy==2.0.0\n", "dev.txt:1: no hash"),
    (pins.faults, "requirements/dev.txt", f"numpy>=2 \\\n    {HASH}\n", "dev.txt:1: not pinned"),
    (pins.faults, "requirements/dev.txt", "--index" + "-url x\n", "dev.txt:1: an option"),
]


def _named(value: object) -> str:
    """A name that is the same in every process: not a function's address."""
    return getattr(value, "__module__", str(value))[:40]


@pytest.mark.parametrize(("gate", "path", "text", "refusal"), TEXT_PLANTS, ids=_named)
def test_a_text_gate_refuses_its_fault(
    little: Path, gate: Callable[[Path], list[str]], path: str, text: str, refusal: str
) -> None:
    assert gate(little) == []
    write(little, path, text)
    found = gate(little)
    assert len(found) == 1
    assert refusal in found[0]


@pytest.mark.parametrize("imported", ["detente.planted.b", "detente.planted"])
def test_an_import_knot_is_refused(tmp_path: Path, imported: str) -> None:
    write(tmp_path, "src/detente/planted/a.py", "x = 1\n")
    write(tmp_path, "src/detente/planted/b.py", "from detente.planted.a import x\n")
    write(tmp_path, "src/detente/planted/__init__.py", "from detente.planted.a import x\n")
    assert import_knots.faults(tmp_path) == []
    write(tmp_path, "src/detente/planted/a.py", f"from {imported} import x\n")
    found = import_knots.faults(tmp_path)
    assert len(found) == 1
    assert "detente.planted.a" in found[0]
    assert imported in found[0]


def test_a_long_file_is_a_question_before_it_is_refused(little: Path) -> None:
    write(little, "src/detente/brief/longish.py", "x = 1\n" * 600)
    assert any("longish.py: 600 lines" in question for question in line_limit.questions(little))
    assert not any("longish" in fault for fault in line_limit.faults(little))


def test_the_line_limit_script_ends_with_its_exit_code(little: Path) -> None:
    write(little, "src/detente/brief/short.py", "x = 1\n")
    (little / "tests/gates").mkdir(parents=True)
    shutil.copy(ROOT / "tests/gates/line_limit.py", little / "tests/gates/line_limit.py")
    assert run(little, sys.executable, "tests/gates/line_limit.py")[0] == 0
    write(little, "src/detente/brief/long.py", "x = 1\n" * 601)
    code, said = run(little, sys.executable, "tests/gates/line_limit.py")
    assert (code, "refused" in said) == (1, True)


# The walls -----------------------------------------------------------------------------------------

WALL_PLANTS = [
    ("layers", "src/detente/foundation/planted.py", "import detente.case"),
    ("layers", "src/detente/case/planted.py", "import detente.engines"),
    ("layers", "src/detente/engines/planted.py", "import detente.brief"),
    ("layers", "src/detente/brief/planted.py", "import detente.cli"),
    ("layers", "src/detente/study/planted.py", "import detente.assessment\n"),
    ("layers", "src/detente/attic/planted.py", ""),
    ("engines", "src/detente/engines/planted/nash.py", "import detente.engines.settlement"),
    ("engines", "src/detente/engines/settlement/planted.py", "import detente.engines.planted"),
    ("engines", "src/detente/engines/methods/settlement.py", "import detente.engines.planted.of_case"),
    ("case", "src/detente/engines/settlement/planted.py", "def f():\n    import detente.case.model\n"),
    ("case", "src/detente/engines/planted.py", "import detente.case"),
    ("acyclic", "src/detente/foundation/ids.py", "import detente.foundation.planted"),
    ("methods", "src/detente/engines/planted/nash.py", "import detente.engines.planted.of_case"),
    ("methods", "src/detente/engines/planted/nash.py", "import detente.engines.planted.of_case.part"),
    ("methods", "src/detente/engines/planted/__init__.py", "import detente.engines.planted.of_case"),
]


@pytest.fixture
def walled(copy: Path) -> Path:
    """The copy, with a second engine that keeps all the rules and whose of_case is a package."""
    folder = "src/detente/engines/planted/of_case"
    write(copy, f"{folder}/part.py", "import detente.case.model\nimport detente.case\n")
    write(copy, f"{folder}/whole.py", "import detente.engines.planted.of_case.part\n")
    write(copy, f"{folder}/__init__.py", "import detente.case\nimport detente.engines.planted.of_case.part\n")
    write(copy, "src/detente/engines/settlement/nearby.py", "import detente.engines.methods\n")
    write(copy, "src/detente/foundation/planted.py", "import detente.foundation.ids\n")
    return copy


def test_the_clean_copy_keeps_every_wall(walled: Path) -> None:
    code, said = run(walled, str(BIN / "lint-imports"), "--no-cache", "--no-logo")
    assert code == 0, said


@pytest.mark.parametrize(("contract", "path", "text"), WALL_PLANTS)
def test_a_wall_refuses_its_import(walled: Path, contract: str, path: str, text: str) -> None:
    if path == "src/detente/engines/planted.py":
        shutil.rmtree(walled / "src/detente/engines/planted")
    write(walled, path, text)
    code, said = run(walled, str(BIN / "lint-imports"), "--no-cache", "--no-logo", "--contract", contract)
    assert code == 1
    assert "BROKEN" in said
    assert "attic" in said if not text else "planted" in said or "detente.study" in said


# Ruff ----------------------------------------------------------------------------------------------

RUFF_PLANTS = {
    "E": "def f(l):\n    return l == None\n",
    "F": "import os\n",
    "W": 'X = "\\d"\n',
    "I": "import sys\nimport os\n\nprint(os, sys)\n",
    "B": "def f(x=[]):\n    return x\n",
    "BLE": "try:\n    X = 1\nexcept Exception:\n    X = 2\n",
    "C4": "X = list([n for n in range(3)])\n",
    "C90": "def f(x):\n" + "".join(f"    if x == {n}:\n        x += 1\n" for n in range(12)) + "    return x\n",
    "ICN": "import numpy\n\nX = numpy.e\n",
    "N": "class small:\n    X = 1\n",
    "PIE": "class Small:\n    '''Small.'''\n\n    pass\n",
    "PLC0415": "def f():\n    import os\n\n    return os\n",
    "PTH": "import os\n\nX = os.path.exists('x')\n",
    "RET": "def f(x):\n    if x:\n        return 1\n",
    "RUF": "X = [1] + [*range(3)]\nY = X + [2]\n",
    "SIM": "def f(x, y):\n    if x:\n        if y:\n            y += 1\n",
    "T20": "print(1)\n",
    "TRY": "def f():\n    raise Exception('no')\n",
    "UP": "from typing import List\n\nX: List[int] = []\n",
}


def test_every_ruff_family_refuses_its_fault(little: Path) -> None:
    rules = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["ruff"]["lint"]
    assert set(rules["select"]) == set(RUFF_PLANTS), "a family of rules without a planted fault, or the reverse"
    for family, text in RUFF_PLANTS.items():
        write(little, f"src/detente/planted/{family.lower()}.py", text)
    ruff = str(BIN / "ruff")
    for family in RUFF_PLANTS:
        file = f"src/detente/planted/{family.lower()}.py"
        code, said = run(little, ruff, "check", "--no-cache", "--output-format=concise", file)
        codes = [line.split()[1] for line in said.splitlines() if line.startswith("src")]
        assert code == 1
        assert any(found.startswith(family) for found in codes), (family, said)
    shutil.rmtree(little / "src/detente/planted")
    write(little, "src/detente/planted/clean.py", HALFWAY)
    code, said = run(little, ruff, "check", "--no-cache", "src/detente/planted")
    assert code == 0, said


def test_ruff_format_refuses_its_fault(little: Path) -> None:
    command = (str(BIN / "ruff"), "format", "--check", "--no-cache", "src/detente/planted")
    write(little, "src/detente/planted/clean.py", HALFWAY)
    code, said = run(little, *command)
    assert code == 0, said
    write(little, "src/detente/planted/untidy.py", "X = {'a':1}\n")
    assert run(little, *command)[0] == 1


# Basedpyright --------------------------------------------------------------------------------------


def test_basedpyright_is_strict_where_it_should_be(tmp_path: Path) -> None:
    """The untyped function is refused in the strict rooms and let through in the brief; the wrong type is
    refused everywhere. Small packages stand in for the rooms: what is tried is the settings."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path / "pyproject.toml")
    rooms = ("foundation", "case", "engines", "brief")
    for room in rooms:
        write(tmp_path, f"src/detente/{room}/clean.py", "def double(x: int) -> int:\n    return 2 * x\n")
    command = (str(BIN / "basedpyright"), "--pythonpath", sys.executable)
    code, said = run(tmp_path, *command)
    assert code == 0, said
    for room in rooms:
        write(tmp_path, f"src/detente/{room}/untyped.py", "def same(x):\n    return x\n")
        write(tmp_path, f"src/detente/{room}/wrong.py", 'X: int = "one"\n')
    code, said = run(tmp_path, *command)
    assert code == 1
    refused = {(room, kind) for room in rooms for kind in ("untyped", "wrong") if f"{room}/{kind}.py:" in said}
    strict = {(room, kind) for room in rooms[:3] for kind in ("untyped", "wrong")}
    assert refused == strict | {("brief", "wrong")}


# Lists, pages, start-up ----------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class Entry:
    """An entry of METHODS, as far as the gate reads it."""

    name: str = "Halfway"
    function: str = "detente.engines.planted.halfway.halfway"
    reference: str = "Nobody (1950), p. 1"
    page: str = "docs/methods/halfway.md"
    library: str = "library/nobody-1950"


@pytest.fixture
def listed(copy: Path) -> Path:
    """A tree in which the one method has all that it needs."""
    shutil.rmtree(copy / "src/detente/engines")
    write(copy, "src/detente/engines/planted/halfway.py", HALFWAY)
    write(copy, "docs/methods/halfway.md", "# Halfway\n\n`halfway(x)`\n")
    for name in method_list.LIBRARY_FILES:
        write(copy, f"library/nobody-1950/{name}", "x\n")
    return copy


def test_a_complete_method_passes(listed: Path) -> None:
    assert method_list.faults(listed, [Entry()]) == []


@pytest.mark.parametrize(
    ("path", "text", "refusal"),
    [
        ("src/detente/engines/planted/halfway.py", None, "no file"),
        ("src/detente/engines/planted/halfway.py", "def half(x): ...\n", "no function"),
        ("src/detente/engines/planted/halfway.py", 'def halfway(x):\n    """Half."""\n', "no doctest"),
        ("docs/methods/halfway.md", None, "no page"),
        ("docs/methods/halfway.md", "# Another\n", "does not show halfway"),
        ("docs/methods/stray.md", "# Stray\n", "stray.md: no method names this page"),
        ("library/nobody-1950/expected.yaml", None, "lacks expected.yaml"),
    ],
)
def test_a_method_that_lacks_something_is_refused(listed: Path, path: str, text: str | None, refusal: str) -> None:
    if text is None:
        (listed / path).unlink()
    else:
        write(listed, path, text)
    assert any(refusal in fault for fault in method_list.faults(listed, [Entry()]))


def test_a_method_without_reference_or_listed_twice_is_refused(listed: Path) -> None:
    bare = dataclasses.replace(Entry(), reference=" ")
    assert method_list.faults(listed, [bare]) == ["Halfway: no reference"]
    assert "Halfway: listed twice" in method_list.faults(listed, [Entry(), Entry()])


def test_an_undocumented_command_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "README.md", "Use `detente settle CASE --json`.\n")
    assert command_pages.faults(tmp_path, {"settle": ("--json",)}) == []
    assert command_pages.faults(tmp_path, {"set": ()}) == ["detente set: not in README.md or docs/reference"]
    assert "--js is not" in command_pages.faults(tmp_path, {"settle": ("--js",)})[0]


def test_commands_are_read_from_the_program() -> None:
    program = typer.Typer()

    @program.command()
    def settle(case: str, json: Annotated[bool, typer.Option("--json", "-j")] = False) -> None: ...

    @program.command(hidden=True)
    def attic() -> None: ...

    @program.command()
    def brief() -> None: ...

    assert command_pages.commands(get_command(program)) == {"settle": ("--json",), "brief": ()}


@pytest.mark.parametrize(
    ("planted", "refusal"),
    [
        ("import jinja2\n", "brings in jinja2"),
        ("import time\n\nwhile time.process_time() < 0.6:\n    pass\n", "of CPU, the limit is"),
    ],
)
def test_a_heavy_import_is_refused(tmp_path: Path, planted: str, refusal: str) -> None:
    from tests.gates import start_up

    write(tmp_path, "src/detente/__init__.py", "x = 1\n")
    assert start_up.faults(tmp_path) == []
    write(tmp_path, "src/detente/__init__.py", planted)
    assert refusal in start_up.faults(tmp_path)[0]
