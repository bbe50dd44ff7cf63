"""Random cases as the reader reads them, and packages in the words of the case."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np
import pytest
from tests.properties.settlement_case_oracle import frozen
from tests.properties.settlement_case_texts import CaseText, Writer

from detente.case.reading import CaseFile, parse_case
from detente.engines.settlement.of_case import CaseSettlement
from detente.foundation.errors import CaseError

CaseCount = Callable[..., int]
Words = frozenset[tuple[str, Any]]

REFUSED = {"contradiction", "date-order"}
"""What a random text may be refused for; another text is then written."""


def readable(rng: np.random.Generator, **limits: int) -> tuple[CaseText, CaseFile]:
    """A random case that the reader accepts."""
    while True:
        told = Writer(rng, **limits).case()
        try:
            return told, parse_case(told.text)
        except CaseError as error:
            rules = {fault.rule for fault in error.faults if fault.severity == "error"}
            assert rules <= REFUSED, (str(error), told.text)


def cases(count: int, seed: int, **limits: int) -> Iterator[tuple[CaseText, CaseFile, np.random.Generator]]:
    for child in np.random.SeedSequence(seed).spawn(count):
        rng = np.random.default_rng(child)
        yield *readable(rng, **limits), rng


def words(settled: CaseSettlement, code: int) -> Words:
    answers = settled.answers(code)
    return frozenset((k, frozenset(v) if isinstance(v, tuple) else v) for k, v in answers.items())


def all_words(settled: CaseSettlement, codes: Iterable[int]) -> Counter[Words]:
    return Counter(words(settled, int(code)) for code in codes)


def all_frozen(packages: Iterable[dict[str, Any]]) -> Counter[Words]:
    return Counter(frozen(x) for x in packages)


def say(capsys: pytest.CaptureFixture[str], sentence: str) -> None:
    """The counts, shown where output is (make proof)."""
    with capsys.disabled():
        sys.stdout.write(f"\n  {sentence}\n")
