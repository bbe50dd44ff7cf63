"""How fast reports come in: 1,000 invented ones, a third each text, HTML and PDF, and again for what is known.

    python -m benchmarks.ingest [--reports N]

Prints files per second of wall and CPU time, the most memory, and how long 10,000 documents take to be searched for
copies, beside comparing all pairs on a tenth of them.
"""

from __future__ import annotations

import argparse
import itertools
import random
import resource
import sys
import tempfile
import time
from pathlib import Path

from detente.evidence.reading.document import Document
from detente.evidence.reading.duplicates import near_duplicates, overlap
from detente.evidence.reading.ingest import ingest
from detente.evidence.reading.limits import MB
from detente.evidence.reading.plain import document_of_text

VOWELS, CONSONANTS = "aeiou", "bdfgklmnprstvz"


def words(chance: random.Random, count: int) -> list[str]:
    """A vocabulary of words that nobody uses."""
    return [
        "".join(chance.choice(CONSONANTS) + chance.choice(VOWELS) for _ in range(chance.randint(1, 4)))
        for _ in range(count)
    ]


def paragraphs(chance: random.Random, vocabulary: list[str]) -> list[str]:
    """About 400 words in ten paragraphs."""
    sentence = (
        " ".join(chance.choices(vocabulary, k=chance.randint(8, 24))).capitalize() + "." for _ in itertools.count()
    )
    return [" ".join(itertools.islice(sentence, chance.randint(2, 4))) for _ in range(10)]


def page(headline: str, body: list[str]) -> str:
    """The report on a page with a menu, a list of other reports and a foot."""
    menu = "".join(f"<li><a href='/{n}'>Section {n}</a></li>" for n in range(30))
    text = "".join(f"<p>{paragraph}</p>" for paragraph in body)
    date = "<meta property='article:published_time' content='2025-03-04'>"
    head = f"<html><head><title>{headline} | The Paper</title>{date}</head><body><nav><ul>{menu}</ul></nav>"
    return f"{head}<article><h1>{headline}</h1>{text}</article><footer>Foot</footer></body></html>"


def write_reports(folder: Path, count: int) -> None:
    """The reports as files."""
    from tests.evidence.reading.pdf_pages import pdf

    chance = random.Random(20251214)
    vocabulary = words(chance, 4000)
    for number in range(count):
        headline = " ".join(chance.choices(vocabulary, k=8)).capitalize()
        body = paragraphs(chance, vocabulary)
        if number % 3 == 0:
            (folder / f"{number:05}.txt").write_text("\n\n".join([headline, *body]), encoding="utf-8")
        elif number % 3 == 1:
            (folder / f"{number:05}.html").write_text(page(headline, body), encoding="utf-8")
        else:
            lines = [line for paragraph in body for line in ["", *_wrapped(paragraph)]]
            (folder / f"{number:05}.pdf").write_bytes(pdf([[headline, *lines[:40]], lines[40:]]))


def _wrapped(paragraph: str, width: int = 85) -> list[str]:
    import textwrap

    return textwrap.wrap(paragraph, width)


def memory() -> float:
    """The most memory that this process has had, in MB."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / MB


def timed_ingest(folder: Path, store: Path, count: int, what: str) -> None:
    """One run over all files, and what it took."""
    wall, cpu = time.perf_counter(), time.process_time()
    done = ingest([folder], store)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    print(f"{what:<34} {count / wall:8.0f} files/s   {count / cpu:8.0f} files/CPU-s   {memory():5.0f} MB")
    print(f"{'':<34} {len(done.new)} new, {done.known} known, {len(done.faults)} faults")


def copies(count: int) -> None:
    """Time of the search for copies, and of all pairs on a tenth."""
    chance = random.Random(7)
    vocabulary = words(chance, 4000)
    documents: list[Document] = []
    while len(documents) < count:
        body = paragraphs(chance, vocabulary)
        documents.append(document_of_text("\n\n".join(body), f"d{len(documents)}"))
        if chance.random() < 0.2:
            documents.append(document_of_text("\n\n".join(body[:5] + body[6:]), f"d{len(documents)}"))
    cpu = time.process_time()
    groups = near_duplicates(documents)
    taken = time.process_time() - cpu
    print(f"copies among {len(documents):,}: {taken:.1f} CPU-s, {len(groups):,} groups, {memory():.0f} MB")
    few = documents[: max(count // 100, 20)]
    cpu = time.process_time()
    pairs = sum(overlap(one, other).same_story for one, other in itertools.combinations(few, 2))
    print(f"all pairs among {len(few):,}: {time.process_time() - cpu:.1f} CPU-s, {pairs} pairs")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--reports", type=int, default=1000)
    parser.add_argument("--documents", type=int, default=10_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "reports"
        folder.mkdir()
        write_reports(folder, options.reports)
        size = sum(file.stat().st_size for file in folder.iterdir()) / MB
        print(f"{options.reports:,} reports, {size:.1f} MB; {memory():.0f} MB before the first")
        timed_ingest(folder, Path(scratch) / "store", options.reports, "taken in")
        timed_ingest(folder, Path(scratch) / "store", options.reports, "the same again")
    copies(options.documents)


if __name__ == "__main__":
    main()
