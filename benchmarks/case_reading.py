"""How long a large case takes to read: the worked case, made larger until its file has 225 KB.

    python -m benchmarks.case_reading

Prints CPU time (best of several), which other work on the machine disturbs least.
"""

from __future__ import annotations

import itertools
import re
import time
from collections.abc import Callable
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "examples" / "ukraine-2025"
SIZE = 225_000
LIMIT_MS = 150
REPEATED = ("parties", "preferences", "offers", "proposals", "positions", "reports", "statements", "events",
            "commitments")  # fmt: skip


def enlarged(text: str, size: int) -> str:
    """The case with copies of what is on record, each with ids of its own, until it has that size."""
    sections = re.split(r"(?m)^(?=[a-z])", text)
    grown = list(sections)
    missing = size - len(text.encode())
    for number in itertools.count(2):
        for index, section in enumerate(sections):
            if section.split(":")[0] in REPEATED and missing > 0:
                copy = _copy(section, number)
                grown[index] += copy
                missing -= len(copy.encode())
        if missing <= 0:
            return "".join(grown)
    raise AssertionError("a count has no end")


def _copy(section: str, number: int) -> str:
    _, _, body = section.partition("\n")
    renamed = re.sub(r"(?m)^(  - (?:\{)?id: )([a-z0-9-]+)", rf"\1\2-{number}", body)
    if section.startswith("preferences:"):
        renamed = re.sub(r"(?m)^(  )([a-z][a-z0-9-]*):$", rf"\1\2-{number}:", renamed)
    return renamed if renamed.endswith("\n") else renamed + "\n"


def cpu_ms(work: Callable[[], object], runs: int = 15) -> float:
    """The least CPU time that the work took, in milliseconds."""
    times: list[float] = []
    for _ in range(runs):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times) * 1000


def main() -> None:
    start = time.process_time()
    from detente.case.model.case import Case
    from detente.case.reading import parse_case, read_case
    from detente.case.yaml_subset import compose

    imported = (time.process_time() - start) * 1000
    texts = read_case(FOLDER).texts
    text = enlarged((FOLDER / "case.yaml").read_text(encoding="utf-8"), SIZE)
    data = compose(text, "case.yaml").plain()
    kilobytes = len(text.encode()) / 1000
    print(f"{kilobytes:.0f} KB, {text.count(chr(10)):,} lines")
    print(f"import of the reader     {imported:6.0f} ms")
    print(f"text to tree             {cpu_ms(lambda: compose(text, 'case.yaml')):6.0f} ms")
    print(f"tree to model            {cpu_ms(lambda: Case.model_validate(data, by_alias=True, by_name=False)):6.0f} ms")
    whole = cpu_ms(lambda: parse_case(text, texts))
    print(f"the whole, with checks   {whole:6.0f} ms  (the limit is {LIMIT_MS} ms)")


if __name__ == "__main__":
    main()
