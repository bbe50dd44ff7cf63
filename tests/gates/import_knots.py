"""No import cycle between modules. The contract in .importlinter sees cycles between siblings; this gate
also sees a module that imports a name from the `__init__` of the package it stands in."""

from __future__ import annotations

import os
import subprocess
import sys
from graphlib import CycleError, TopologicalSorter
from importlib.util import find_spec
from pathlib import Path


def faults(root: Path) -> list[str]:
    """The first cycle found, as a chain of modules.

    A process of its own reads the tree: one that has imported the package would be shown the imported one.
    """
    env = {**os.environ, "PYTHONPATH": str(root / "src"), "PYTHONUTF8": "1"}
    found = subprocess.run(
        [sys.executable, __file__, str(root)], env=env, capture_output=True, encoding="utf-8", check=False
    )
    if found.returncode:
        return [f"the imports could not be read: {found.stderr.strip().splitlines()[-1]}"]
    return found.stdout.splitlines()


def cycle(imports: dict[str, set[str]]) -> list[str]:
    """
    >>> cycle({"a": {"b"}, "b": {"c"}, "c": set()})
    []
    >>> cycle({"a": {"b"}, "b": {"a"}})
    ['import cycle: a → b → a']
    """
    try:
        TopologicalSorter({name: sorted(imports[name]) for name in sorted(imports)}).prepare()
    except CycleError as error:
        return ["import cycle: " + " → ".join(reversed(error.args[1]))]
    return []


def _cycle_of_the_package(root: Path) -> list[str]:
    import grimp

    spec = find_spec("detente")
    if spec is None or spec.origin is None or not Path(spec.origin).is_relative_to(root / "src"):
        raise SystemExit(f"there is no package detente under {root / 'src'}")
    graph = grimp.build_graph("detente", cache_dir=None)
    return cycle({module: graph.find_modules_directly_imported_by(module) for module in graph.modules})


if __name__ == "__main__":
    sys.stdout.write("".join(f"{line}\n" for line in _cycle_of_the_package(Path(sys.argv[1]))))
