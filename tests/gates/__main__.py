"""All gates on the text of the tree: `python -m tests.gates`; exit code 1 when one refuses."""

from __future__ import annotations

import sys

from tests.gates import import_knots, line_limit, names, places, remarks, requirements
from tests.gates.tree import ROOT

GATES = (line_limit, names, places, remarks, requirements, import_knots)


def main() -> int:
    """Print what each gate refuses, and the questions of the line limit; the exit code."""
    for question in line_limit.questions(ROOT):
        sys.stdout.write(f"question  {question}\n")
    refused = [fault for gate in GATES for fault in gate.faults(ROOT)]
    for fault in refused:
        sys.stdout.write(f"refused   {fault}\n")
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main())
