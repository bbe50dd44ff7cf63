"""How fast reports are read: tokens per CPU-second from text to items, and the most memory that it took.

    python -m benchmarks.reading_speed [--reports 1000] [--runs 3] [--profile] [--parse-only] [--folder F]

The reports are those of the worked case and of the evidence sets in the library, over and over, each copy with an
id of its own and with other numbers, until there are as many as asked for; with `--folder`, the text files there, each
once. Counted are the tokens that the parser
sees; timed is CPU time of this process from text to extractions (blocks, parse, every rule), the best of the runs.
Loading the parser is not counted. Memory is the most that the process ever held, before spaCy by itself is timed.

Machines and their load differ, so spaCy by itself, with the same model and the same pipes, reads the same blocks in
the same process, run for run in turn with ours: the ratio to it says more than the figure.

Set OMP_NUM_THREADS=1, so that the matrix library does not spread over the machine.
"""

from __future__ import annotations

import argparse
import cProfile
import itertools
import os
import pstats
import re
import resource
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from detente.evidence.extraction.extract import extract
from detente.evidence.language.parse import MODELS, PARSED_KINDS, UNNEEDED, parse, parser, readable
from detente.evidence.reading.document import Document
from detente.evidence.reading.plain import document_of_text

if TYPE_CHECKING:
    from spacy.language import Language

ROOT = Path(__file__).resolve().parents[1]
FLOOR, MEMORY_MB = 8_000, 1_000
PLACES = ("examples/*/reports/*.txt", "library/evidence-*/reports/*.txt", "library/evidence-*/*.txt")


def texts(root: Path = ROOT) -> list[str]:
    """The reports that ship."""
    paths = sorted({path for place in PLACES for path in root.glob(place)})
    return [path.read_text(encoding="utf-8") for path in paths]


def folder_reports(folder: Path) -> list[Document]:
    """The text files of a folder."""
    found = sorted(folder.rglob("*.txt"))
    return [document_of_text(path.read_text(encoding="utf-8"), f"r{number}") for number, path in enumerate(found)]


def reports(count: int) -> Iterator[Document]:
    """Copies of the reports that ship; a copy's numbers differ, so that nothing is merely remembered."""
    for number, text in enumerate(itertools.islice(itertools.cycle(texts()), count)):
        changed = re.sub(r"\b\d{2}\b", lambda found, by=number: f"{10 + (int(found.group()) + by) % 90}", text)
        yield document_of_text(changed, f"r{number}")


def tokens(documents: Iterable[Document]) -> int:
    """How many tokens the parser sees."""
    return sum(len(block.doc) for one in parse(documents) for block in one.blocks)


def cpu_seconds(documents: Iterable[Document], *, parse_only: bool) -> float:
    """CPU time from text to items."""
    start = time.process_time()
    for _ in parse(documents) if parse_only else extract(documents):
        pass
    return time.process_time() - start


def spacy_seconds(documents: Iterable[Document], language: Language) -> float:
    """CPU time that spaCy takes for the same blocks, by itself."""
    blocks = [readable(one, block) for one in documents for block in one.blocks if block.kind in PARSED_KINDS]
    start = time.process_time()
    for _ in language.pipe(blocks):
        pass
    return time.process_time() - start


def spacy_alone() -> Language:
    """The same model and pipes, as spaCy loads them."""
    import spacy

    return spacy.load(next(name for name in MODELS if spacy.util.is_package(name)), exclude=list(UNNEEDED))


def memory_mb() -> float:
    """The most memory that this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--reports", type=int, default=1000)
    options.add_argument("--runs", type=int, default=3)
    options.add_argument("--profile", action="store_true", help="show where the time goes, instead")
    options.add_argument("--parse-only", action="store_true", help="time reading and parse alone")
    options.add_argument("--folder", type=Path, help="read the text files of this folder instead")
    given = options.parse_args()
    parser()
    documents = folder_reports(given.folder) if given.folder else list(reports(given.reports))
    total = tokens(documents)
    if given.profile:
        profile = cProfile.Profile()
        profile.runcall(cpu_seconds, documents, parse_only=given.parse_only)
        pstats.Stats(profile).sort_stats("tottime").print_stats(45)
        return
    ours, theirs = [cpu_seconds(documents, parse_only=given.parse_only)], list[float]()
    memory = memory_mb()
    language = spacy_alone()
    for _ in range(given.runs):
        theirs.append(spacy_seconds(documents, language))
        ours.append(cpu_seconds(documents, parse_only=given.parse_only))
    best, alone = min(ours), min(theirs)
    print(f"{len(documents):,} reports, {total:,} tokens: {best:.1f} CPU-seconds, best of {len(ours)}")
    print(f"{total / best:,.0f} tokens per CPU-second (floor {FLOOR:,}); {memory:,.0f} MB (limit {MEMORY_MB:,})")
    print(f"spaCy by itself {total / alone:,.0f}; ours takes {best / alone:.2f} times as long")
    print(f"load of the machine at the end {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
