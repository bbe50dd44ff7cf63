"""Reading: whatever the bytes are, they are read or refused, in time, and every offset holds."""

from __future__ import annotations

import random
import time
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.properties.conftest import CaseCount
from tests.properties.report_bytes import mutated_report

from detente.evidence.reading.document import Document
from detente.evidence.reading.faults import ReadingError
from detente.evidence.reading.kinds import squeezed
from detente.evidence.reading.plain import LONGEST_BLOCK, blocks, cleaned, document_of_text
from detente.evidence.reading.read import documents_of_bytes

SECONDS = 10.0
"""What one mutated report of at most 200 KB may take, in CPU time."""


def check(document: Document) -> None:
    """Blocks are in order, apart from one another, inside the text, not empty and of bounded length."""
    end = 0
    for block in document.blocks:
        assert end <= block.start < block.end <= len(document.text)
        assert block.end - block.start <= LONGEST_BLOCK
        words = document.quoted(block.start, block.end)
        assert words == words.strip()
        assert words
        end = block.end
    assert document.blocks
    document.text.encode("utf-8")
    assert not set(document.text) & set("\x00\r\x0b\x0c")


def test_mutated_reports_are_read_or_refused(case_count: CaseCount, capsys: pytest.CaptureFixture[str]) -> None:
    count = case_count(sample=200, proof=10_000)
    outcomes: Counter[str] = Counter()
    slowest = 0.0
    for seed in range(count):
        name, raw = mutated_report(random.Random(seed))
        start = time.process_time()
        try:
            documents = list(documents_of_bytes(raw, name))
        except ReadingError as error:
            assert all(fault.what and fault.todo for fault in error.faults), seed
            outcomes[error.faults[0].rule] += 1
            documents = []
        taken = time.process_time() - start
        assert taken < SECONDS, seed
        slowest = max(slowest, taken)
        for document in documents:
            check(document)
            outcomes[document.media_type] += 1
    assert len(outcomes) >= 9
    with capsys.disabled():
        print(f"\nreading: {count} mutated reports, slowest {slowest:.1f} s: {dict(outcomes)}")  # noqa: T201


LINES = (
    "By A. Writer",
    "Related Articles",
    "Talks resume in the port",
    "They met.",
    "",
    " ",
    "\u2028",
    "\r",
    "x" * 150,
)
texts = st.text(st.characters(), max_size=300) | st.lists(st.sampled_from(LINES), max_size=12).map("\n".join)


@given(texts)
def test_any_text_keeps_its_words_in_its_blocks(text: str) -> None:
    document = document_of_text(text, "r1")
    assert document.text == cleaned(text)
    kept = "".join("".join(document.quoted(block.start, block.end).split()) for block in document.blocks)
    assert kept == "".join(document.text.split())
    if document.blocks:
        check(document)


@given(texts)
def test_line_ends_do_not_matter(text: str) -> None:
    plain = cleaned(text)
    assert blocks(cleaned(plain.replace("\n", "\r\n"))) == blocks(plain)


@given(texts)
def test_a_text_put_after_itself_repeats_its_headline(text: str) -> None:
    headline = "Envoys of both sides meet in the old port"
    twice = f"{headline}\n\n{headline}\n\nThey spoke for an hour, and then they parted.\n\n{cleaned(text)}"
    found = blocks(twice)
    assert [block.kind for block in found[:2]] == ["title", "repeated"]
    assert squeezed(twice[found[1].start : found[1].end]) == squeezed(headline)
