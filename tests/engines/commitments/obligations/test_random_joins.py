"""Joining by chance, beside what can be worked out by hand."""

from __future__ import annotations

import pytest
from tests.engines.commitments.obligations.treaties import DAY, clause, pact

from detente.engines.commitments.obligations import random_joins
from detente.engines.commitments.scenario import Attack, Scenario
from detente.foundation.errors import OutOfDomain

CHAIN = (pact(clause("b", "y", "1"), clause("c", "b", "2")),)
ASKED = Scenario("s", DAY, (Attack("x", "y"), Attack("x", "b", if_joins=True)))


def test_a_chain_multiplies() -> None:
    found = random_joins(CHAIN, ASKED, {"b": 0.6, "c": 0.5}, draws=40_000, seed=7)
    for share, exact in ((found.joins["b"], 0.6), (found.attacked["b"], 0.6), (found.joins["c"], 0.3),
                         (found.joining[0], 0.4), (found.joining[2], 0.3)):  # fmt: skip
        assert abs(share - exact) < 4 * found.error(exact)
    assert found.called["b"] == 1
    assert found.called["c"] == found.attacked["b"]
    assert found.tolerance == pytest.approx(0.00245, rel=0.05)
    assert found.rows()[0]["party"] == "b"


def test_the_same_seed_gives_the_same() -> None:
    first, again, other = (random_joins(CHAIN, ASKED, {"b": 0.6}, draws=500, seed=seed) for seed in (1, 1, 2))
    assert first.joins == again.joins
    assert first.joins != other.joins


def test_who_is_not_named_never_joins() -> None:
    assert not random_joins(CHAIN, ASKED, {}, draws=10, seed=1).joins


def test_domain() -> None:
    with pytest.raises(OutOfDomain, match="between 0 and 1"):
        random_joins(CHAIN, ASKED, {"b": 1.5}, seed=1)
    with pytest.raises(OutOfDomain, match="draws"):
        random_joins(CHAIN, ASKED, {"b": 0.5}, draws=0, seed=1)
