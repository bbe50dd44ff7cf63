"""Whatever the text: every item verbatim at its offsets, no crash, no hang.

Texts are random sentences with odd Unicode, and the worked case's reports with characters dropped, doubled, swapped
and replaced. They go through the parser in one batch; the rules are timed a report at a time.
"""

from __future__ import annotations

import dataclasses
import random
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from detente.case.reading import read_case
from detente.evidence.extraction.extract import extract, extracted
from detente.evidence.extraction.mapping import CaseWords
from detente.evidence.items import Extraction, Passage
from detente.evidence.language.names import Actors
from detente.evidence.language.parse import parse
from detente.evidence.reading.document import Document
from detente.evidence.reading.plain import document_of_text

pytest.importorskip("spacy")

EXAMPLE = Path("examples/ukraine-2025")
LIMIT = 5.0
"""Seconds that the rules may take on one short report, on a busy machine."""

NAMES = (
    "Norland",
    "Ana Vell",
    "the envoy",
    "Émile Ørsted",
    "Зеленський",
    "غزة",
    "Nguyễn Văn",
    "She",
    "Several senators",
    "W\u200bB",
)
CUES = (
    "said",
    "said that",
    "offered to",
    "opposes",
    "according to",
    "told reporters that",
    "demanded",
    "would",
    "is prepared to",
    "–",
)
GIVEN = (
    "give up its claim",
    "lift the blockade",
    "free 40 prisoners",
    "sign the 12-point plan",
    "abandon cafe\u0301s",
    "drop it",
)
TRIGGERS = [
    "in exchange for",
    "if",
    "unless",
    "in return for",
    "provided that",
    "as a condition for",
    "for",
    "once",
    "rather than",
    "in return",
    "only after",
    "on condition that",
    "against",
]
ASKED = (
    "guarantees from A, B and C",
    "talks",
    "Sudmark withdraws",
    "aid such as fuel",
    "recognition",
    "a seat, or two",
    "𝔤uarantees",
)
ODD = (
    *("\u00a0", "\u202e", "\u200f", "\u200d", "\ufeff", "\u0301", "👩\u200d👩\u200d👧", "🇳🇴", "\r\n", "\n\n", "\t"),
    *("\x00", "\u2028", "ﷺ", "٣", "Ⅳ", "ß", "İ", "ﬁ", "\U000e0041", "ﾊﾟ", "ก็", "“", "”", '"', "‘", "’", "«", "»", "—"),
    *("\u2011", "…", "(", ")", "[", ":", ";", "-", "--", " ' "),
)


def sentence(draw: random.Random) -> str:
    """A sentence that speaks of an exchange, more or less."""
    words = [draw.choice(NAMES), draw.choice(CUES), draw.choice(GIVEN), draw.choice(TRIGGERS), draw.choice(ASKED)]
    if draw.random() < 0.3:
        draw.shuffle(words)
    if draw.random() < 0.3:
        words.insert(draw.randrange(len(words)), f"“{draw.choice(GIVEN)}" + draw.choice(("”", "", ",”", '"')))
    if draw.random() < 0.2:
        words.append(f"during a five-hour meeting in {draw.choice(NAMES)} on Sunday")
    return " ".join(words) + draw.choice((".", "", "?", "…", "."))


def odd_text(draw: random.Random) -> str:
    """Sentences with odd characters between and inside the words."""
    text = draw.choice((" ", "\n", "\n\n", "\r\n\r\n")).join(sentence(draw) for _ in range(draw.randint(1, 4)))
    for _ in range(draw.randint(0, 8)):
        at = draw.randrange(len(text) + 1)
        text = text[:at] + draw.choice(ODD) + text[at:]
    return text


def mutated(text: str, draw: random.Random) -> str:
    """A stretch of a report with faults in it."""
    start = draw.randrange(max(1, len(text) - 700))
    text = text[start : start + draw.randint(100, 700)]
    for _ in range(draw.randint(1, 30)):
        at = draw.randrange(len(text))
        change = draw.randrange(5)
        if change == 0:
            text = text[:at] + text[at + draw.randint(1, 5) :]
        elif change == 1:
            text = text[:at] + text[at : at + 20] + text[at:]
        elif change == 2:
            text = text[:at] + draw.choice(ODD) + text[at:]
        elif change == 3:
            other = draw.randrange(len(text))
            text = text[:at] + text[other : other + 10] + text[at + 10 :]
        else:
            text = text[:at] + text[at:].swapcase()
        if not text:
            return "."
    return text


def documents(count: int, seed: int) -> Iterator[Document]:
    """Half of them odd, half of them mutated."""
    reports = [(EXAMPLE / "reports" / name).read_text(encoding="utf-8") for name in ("r1.txt", "r2.txt")]
    for number in range(count):
        draw = random.Random(f"{seed}:{number}")
        text = odd_text(draw) if number % 2 else mutated(draw.choice(reports), draw)
        yield document_of_text(text, f"d{number}")


def passages(value: Any) -> Iterator[Passage]:
    """Every passage in a value, at any depth."""
    if isinstance(value, Passage):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from passages(part)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from passages(getattr(value, field.name))


def check_verbatim(document: Document, extraction: Extraction) -> int:
    """Every passage stands at its offsets; ids are the report's, in order; returns how many passages there are."""
    count = 0
    for passage in passages((extraction.statements, extraction.offers, extraction.events, extraction.proposals)):
        count += 1
        assert passage.report == document.id
        assert 0 <= passage.start <= passage.end <= len(document.text), (document.text, passage)
        assert document.text[passage.start : passage.end] == passage.quote, (document.text, passage)
    for letter, items in (("s", extraction.statements), ("o", extraction.offers), ("p", extraction.proposals)):
        assert [item.id for item in items] == [f"{document.id}-{letter}{n}" for n in range(1, len(items) + 1)]
    known = {statement.id for statement in extraction.statements}
    for statement in extraction.statements:
        parts = [part for part in (statement.source, statement.cue, *statement.content) if part is not None]
        assert statement.passage.start == min(part.start for part in parts)
        assert statement.passage.end == max(part.end for part in parts)
        assert statement.content
    for offer in extraction.offers:
        assert offer.gives.quote.strip()
        assert offer.condition.quote.strip()
        assert offer.gives.end <= offer.condition.start or offer.condition.end <= offer.gives.start
        assert offer.statement is None or offer.statement in known
    return count


def each_in_time(
    made: Iterable[Document], actors: Actors, words: CaseWords | None
) -> Iterator[tuple[Document, Extraction]]:
    """Each document with what is found in it; fails where the rules take too long on one."""
    for parsed in parse(made):
        began = time.perf_counter()
        found = extracted(parsed, actors, words, None)
        assert time.perf_counter() - began < LIMIT, parsed.document.text
        yield parsed.document, found


def test_every_item_of_random_texts_is_verbatim(case_count: Any) -> None:
    case = read_case(EXAMPLE / "case.yaml").case
    actors = Actors.of_case(case)
    words = CaseWords(case, actors)
    found = 0
    count = case_count(sample=60, proof=10_000)
    for document, extraction in each_in_time(documents(count, 3), actors, words):
        found += check_verbatim(document, extraction)
    assert found > 3 * count


@pytest.mark.parametrize(
    ("first", "again", "times", "last"),
    [
        ("", "", 1, ""),
        ("", " ", 1, ""),
        ("", "\n", 1, ""),
        ("", "“", 3000, ""),
        ("", '"', 3001, ""),
        ("", "if ", 3000, ""),
        ("", "in exchange for ", 1500, ""),
        ("", "A said that B said that ", 400, "C would give up D for aid."),
        ("opposition from ", "A, ", 2500, ""),
        ("(" * 600, "unless", 1, ")" * 600),
        ("", "x", 30_000, ""),
        ("", "guarantees from ", 1500, ""),
        ("", "Kyiv, which opposes ", 800, ""),
        ("", "😀", 3000, ""),
        ("\u202e", "for ", 2000, ""),
    ],
    ids=lambda part: part[:12] if isinstance(part, str) else "",
)
def test_no_text_takes_long(first: str, again: str, times: int, last: str, case_count: Any) -> None:
    """A sample repeats a third as often, in a ninth of the time: what grows faster than squares still shows."""
    repeated = case_count(sample=-(-times // 3), proof=times)
    began = time.process_time()
    document = document_of_text(first + again * repeated + last, "d")
    extraction = next(iter(extract([document])))
    check_verbatim(document, extraction)
    assert time.process_time() - began < case_count(sample=2, proof=12) * LIMIT


def test_the_same_text_gives_the_same_items_in_any_company() -> None:
    made = list(documents(24, 9))
    together = list(extract(made))
    alone = [next(iter(extract([document]))) for document in made[:6]]
    assert together[:6] == alone
    assert [extraction.report for extraction in together] == [document.id for document in made]
