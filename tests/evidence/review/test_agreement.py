"""Krippendorff's alpha: the printed example, the definition counted naively, and what has no alpha."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from detente.evidence.review.agreement import Agreement, NoAgreement, agreements, krippendorff_alpha
from detente.evidence.review.decisions import Decision
from detente.evidence.review.reliability import CREDIBILITY, RELIABILITY, grade, level
from detente.foundation.errors import OutOfDomain

PRINTED = {
    "A": "1 2 3 3 2 1 4 1 2 . . .",
    "B": "1 2 3 3 2 2 4 1 2 5 . 3",
    "C": ". 3 3 3 2 3 4 2 2 5 1 .",
    "D": "1 2 3 3 2 4 4 1 2 5 1 .",
}
"""Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, section C: four observers, twelve units."""


def printed() -> dict[int, dict[str, int]]:
    rows = {coder: row.split() for coder, row in PRINTED.items()}
    return {unit: {coder: int(row[unit]) for coder, row in rows.items() if row[unit] != "."} for unit in range(12)}


@pytest.mark.parametrize(("scale", "alpha"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)])
def test_the_printed_example(scale: Any, alpha: float) -> None:
    found = krippendorff_alpha(printed(), scale)
    assert isinstance(found, Agreement)
    assert found.alpha == pytest.approx(alpha, abs=0.0006)
    assert (found.coders, found.units, found.values) == (4, 11, 40)


def naive(codes: Mapping[Any, Mapping[str, float]], scale: str) -> float:
    """Observed over expected disagreement, pair by pair."""
    units = [list(values.values()) for values in codes.values() if len(values) > 1]
    everything = [value for values in units for value in values]
    count = Counter(everything)

    def distance(a: float, b: float) -> float:
        if scale == "nominal":
            return float(a != b)
        if scale == "interval":
            return (a - b) ** 2
        low, high = min(a, b), max(a, b)
        return (sum(n for value, n in count.items() if low <= value <= high) - (count[a] + count[b]) / 2) ** 2

    observed = sum(
        sum(distance(a, b) for a, b in itertools.permutations(values, 2)) / (len(values) - 1) for values in units
    )
    expected = sum(distance(a, b) for a, b in itertools.permutations(everything, 2))
    return 1 - (observed / len(everything)) / (expected / (len(everything) * (len(everything) - 1)))


@pytest.mark.parametrize("scale", ["nominal", "ordinal", "interval"])
def test_it_is_what_counting_pairs_says(scale: Any) -> None:
    rng = np.random.default_rng(4)
    tried = 0
    for _ in range(60):
        codes = {
            unit: {coder: int(rng.integers(1, 6)) for coder in "abcd" if rng.random() < 0.7}
            for unit in range(int(rng.integers(2, 12)))
        }
        found = krippendorff_alpha(codes, scale)
        if isinstance(found, Agreement):
            tried += 1
            assert found.alpha == pytest.approx(naive(codes, scale), abs=1e-9)
    assert tried > 40


def test_no_alpha_is_a_value_with_a_reason() -> None:
    alone = krippendorff_alpha({1: {"ann": "x"}, 2: {"bob": "y"}}, "nominal")
    assert isinstance(alone, NoAgreement)
    assert "no unit was coded by two" in alone.reason
    same = krippendorff_alpha({1: {"ann": "x", "bob": "x"}, 2: {"ann": "x", "bob": "x"}}, "nominal")
    assert isinstance(same, NoAgreement)
    assert "nothing varies" in same.reason
    assert isinstance(krippendorff_alpha({}, "ordinal"), NoAgreement)


def test_words_need_an_order_where_order_counts() -> None:
    codes = {1: {"ann": "low", "bob": "low"}, 2: {"ann": "high", "bob": "mid"}, 3: {"ann": "mid", "bob": "mid"}}
    with pytest.raises(OutOfDomain, match="needs numbers"):
        krippendorff_alpha(codes, "ordinal")
    with pytest.raises(OutOfDomain, match="'mid'"):
        krippendorff_alpha(codes, "ordinal", order=["low", "high"])
    found = krippendorff_alpha(codes, "ordinal", order=["low", "mid", "high"])
    as_numbers = {
        unit: {c: ["low", "mid", "high"].index(v) for c, v in values.items()} for unit, values in codes.items()
    }
    assert isinstance(found, Agreement)
    assert found.alpha == pytest.approx(naive(as_numbers, "ordinal"))


def test_fields_of_decisions() -> None:
    entries = {f"i{n}": {"act": "offer", "source": "ukraine", "about": "alliance = dropped"} for n in range(4)}
    words = [Decision(f"i{n}", "statement", "accepted", "ann", credibility=2) for n in range(4)]
    words += [
        Decision("i0", "statement", "rejected", "bob"),
        Decision("i0", "statement", "accepted", "bob", credibility=2),
        Decision("i1", "statement", "edited", "bob", edited={"act": "demand"}, credibility=3),
        Decision("i2", "statement", "rejected", "bob"),
        Decision("i3", "statement", "accepted", "bob", credibility=2),
    ]
    found = agreements(words, entries)
    act, state = found["act"], found["state"]
    assert isinstance(act, Agreement)
    assert isinstance(state, Agreement)
    assert (act.units, state.units) == (3, 4)
    acts = {0: {"a": 0, "b": 0}, 1: {"a": 0, "b": 1}, 3: {"a": 0, "b": 0}}
    assert act.alpha == pytest.approx(naive(acts, "nominal"))
    assert isinstance(found["source"], NoAgreement)
    assert isinstance(found["credibility"], Agreement)


def test_the_admiralty_scale() -> None:
    assert "".join(found.grade for found in RELIABILITY) == "ABCDEF"
    assert "".join(found.grade for found in CREDIBILITY) == "123456"
    assert str(grade(" c3 ")) == "C3"
    for wrong in ("G1", "A7", "", "AA", "11", "A1 1"):
        with pytest.raises(OutOfDomain):
            grade(wrong)
    with pytest.raises(OutOfDomain):
        level("x")
