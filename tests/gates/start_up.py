"""`import detente` is quick, and brings in nothing that only one face or one picture needs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

CPU_SECONDS = 0.5
EDGES = ("vl_convert", "jinja2", "pandas")

_PROGRAM = """
import json, sys, time
import {module}
loaded = sorted(name for name in {edges!r} if name in sys.modules)
print(json.dumps([time.process_time(), loaded]))
"""


def faults(root: Path, module: str = "detente") -> list[str]:
    """What is wrong with importing the module from the tree at root: the best of three for the time."""
    times = list[float]()
    for _ in range(3):
        seconds, loaded = _import(root, module)
        if loaded:
            return [f"import {module} brings in {', '.join(loaded)}"]
        times.append(seconds)
        if seconds < CPU_SECONDS:
            return []
    return [f"import {module} takes {min(times):.2f} s of CPU, the limit is {CPU_SECONDS} s"]


def _import(root: Path, module: str) -> tuple[float, list[str]]:
    program = _PROGRAM.format(module=module, edges=EDGES)
    env = {**os.environ, "PYTHONPATH": str(root / "src")}
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"import {module} fails: {done.stderr.strip().splitlines()[-1]}"
    seconds, loaded = json.loads(done.stdout)
    return seconds, loaded
