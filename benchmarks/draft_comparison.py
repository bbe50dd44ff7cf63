"""Time and memory of comparing two long drafts, half edited: `python -m benchmarks.draft_comparison`."""

from __future__ import annotations

import resource
import sys
import time
from random import Random

from detente.evidence.drafts.compare import compare_drafts

SIZES = (100, 500, 2000, 8000)
PARTS = (
    ("Each Party", "The Commission", "Northland", "Southmark", "The guarantor", "The river council"),
    ("shall", "may", "will", "should", "undertakes to", "must"),
    ("withdraw", "publish", "repair", "inspect", "exchange", "register", "finance", "protect", "supply", "escort"),
)
EDITS = ("keep", "keep", "keep", "keep", "number", "modal", "words", "drop", "new", "move")


def words(draw: Random) -> list[str]:
    """A sentence of about twenty words; nouns and places are drawn from a vocabulary of 1,200 made-up words."""
    nouns = [f"{draw.choice('bdfgklmnprstvz')}{draw.choice('aeiou')}{draw.choice('lmnrst')}{draw.choice('aeiou')}"
             f"{draw.choice('bdklmnrst')}" for _ in range(9)]  # fmt: skip
    return [*(draw.choice(part) for part in PARTS), *nouns, "within", str(draw.randint(2, 90)), "days"]


def drafts(size: int, draw: Random) -> tuple[str, str]:
    """Two texts of about `size` numbered points, the second one edited."""
    before, after = list[list[str]](), list[list[str]]()
    for _ in range(size):
        item, edit = words(draw), draw.choice(EDITS)
        before.append(item)
        if edit == "number":
            after.append([*item[:-2], str(draw.randint(100, 900)), "days"])
        elif edit == "modal":
            after.append([item[0], "will seek to", *item[2:]])
        elif edit == "words":
            after.append([*item[:8], "altogether", "otherwise", *item[10:]])
        elif edit == "new":
            after += [item, words(draw)]
        elif edit == "move":
            after.insert(draw.randrange(len(after) + 1), item)
        elif edit != "drop":
            after.append(item)
    return set_in_type(before), set_in_type(after)


def set_in_type(items: list[list[str]]) -> str:
    """The items as articles of ten points each."""
    lines = ["# A long treaty", ""]
    for place, item in enumerate(items):
        if place % 10 == 0:
            lines += ["", f"## Article {place // 10 + 1}", ""]
        lines.append(f"{place % 10 + 1}. {' '.join(item)}.")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Print a line for each size."""
    for size in SIZES:
        texts = drafts(size, Random(7))
        start = time.process_time()
        found = compare_drafts(dict(zip("ab", texts, strict=True)))
        seconds = time.process_time() - start
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (1024 * (1024 if sys.platform == "darwin" else 1))
        print(f"{size:6,} provisions: {seconds:6.2f} s, {peak} MB  {found.steps[0].count()}")


if __name__ == "__main__":
    main()
