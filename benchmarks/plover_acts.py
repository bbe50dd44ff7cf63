"""How well `plover_event` tells the kind of event, on PLOVER's gold records.

    python -m benchmarks.plover_acts PATH/PLOVER_GSR_CAMEO.txt [--part odd|even] [--categories]

The records are the sentences of the CAMEO manual with one event each, coded by hand (openeventdata/PLOVER,
`gold_standard_records/PLOVER_GSR_CAMEO.txt`, CC BY-SA 4.0). They are read from the path and not shipped.

Parts: a record belongs to the part that the last four digits of its `id` give, even or odd, inside its kind of
event. Words and rules are shaped on the even part; the odd part is for measuring and is only looked at as numbers.

A sentence gets one answer, the first event that it tells, though some tell several and stand in the records
more than once with different codes. A sentence without an answer counts as wrong. The records use the 18
categories of PLOVER 0.5; the score is in the 16 types that these have become in PLOVER 0.8 (INVESTIGATE and
DISAPPROVE are ACCUSE, DEMAND is REQUEST, FIGHT is ASSAULT); `--categories` scores the 18. Macro-F1 is the mean of
the types' F1 over the types that the part contains.

For comparison: a dictionary of CAMEO verb patterns reaches .32 accuracy on such sentences, root-first trial rules .63.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from detente.evidence.extraction.acts.plover import CATEGORIES, plover_event

NO_EVENT = "-"


@dataclass(frozen=True)
class Record:
    """One sentence with its category."""

    id: str
    category: str
    text: str


def records(path: Path, part: str) -> list[Record]:
    """The coded sentences of one part, or all of them."""
    found = []
    for entry in json.loads(path.read_text(encoding="utf-8"), strict=False):
        if entry["event"] not in CATEGORIES:
            continue
        odd = int(entry["id"][-4:]) % 2 == 1
        if part == "all" or odd == (part == "odd"):
            text = " ".join(entry["text"].replace("``", '"').replace("''", '"').strip("{} ").split())
            found.append(Record(entry["id"], entry["event"], text))
    return found


@dataclass(frozen=True)
class Score:
    """Pairs of (true, answered), counted."""

    pairs: Counter[tuple[str, str]]

    @property
    def kinds(self) -> list[str]:
        """The kinds that the records contain."""
        return sorted({true for true, _ in self.pairs})

    @property
    def accuracy(self) -> float:
        """The share of sentences with the right answer."""
        return sum(n for (true, given), n in self.pairs.items() if true == given) / max(1, self.pairs.total())

    def of_kind(self, kind: str) -> tuple[float, float, float, int]:
        """Precision, recall, F1 and the number of records."""
        right = self.pairs[kind, kind]
        given = sum(n for (_, answer), n in self.pairs.items() if answer == kind)
        there = sum(n for (true, _), n in self.pairs.items() if true == kind)
        precision = right / given if given else 0.0
        recall = right / there if there else 0.0
        f1 = 2 * right / (given + there) if given + there else 0.0
        return precision, recall, f1, there

    @property
    def macro_f1(self) -> float:
        """The mean F1 of the kinds."""
        return sum(self.of_kind(kind)[2] for kind in self.kinds) / max(1, len(self.kinds))


def score(found: list[Record], *, categories: bool) -> Score:
    """Read every sentence and count the answers."""
    from detente.evidence.language.parse import parser

    language, word_forms = parser()
    pairs: Counter[tuple[str, str]] = Counter()
    for record, doc in zip(found, language.pipe(record.text for record in found), strict=True):
        code = plover_event(word_forms(doc))
        true = record.category if categories else CATEGORIES[record.category][0]
        given = NO_EVENT if code is None else code.category if categories else code.type
        pairs[true, given] += 1
    return Score(pairs)


def main(arguments: list[str] | None = None) -> None:
    """Print the scores."""
    options = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    options.add_argument("path", type=Path)
    options.add_argument("--part", choices=("odd", "even", "all"), default="odd")
    options.add_argument("--categories", action="store_true", help="score the 18 categories of PLOVER 0.5")
    options.add_argument("--brief", action="store_true", help="the two figures only")
    given = options.parse_args(arguments)
    result = score(records(given.path, given.part), categories=given.categories)
    print(f"records {result.pairs.total()} ({given.part})   kinds {len(result.kinds)}")
    print(f"accuracy {result.accuracy:.3f}   macro-F1 {result.macro_f1:.3f}   (CAMEO dictionary: accuracy .32)")
    if given.brief:
        return
    print("\nkind          precision  recall     F1   records")
    for kind in result.kinds:
        precision, recall, f1, there = result.of_kind(kind)
        print(f"{kind:12}       {precision:.2f}    {recall:.2f}   {f1:.2f}   {there:7}")
    print("\nconfusions (true → answered)")
    for (true, answer), n in result.pairs.most_common():
        if true != answer:
            print(f"{n:4}  {true} → {answer}")


if __name__ == "__main__":
    main()
