"""Pairs of states as instruments."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from detente.engines.commitments.obligations import derive, dyad_instruments
from detente.engines.commitments.scenario import Attack, Scenario
from detente.foundation.errors import OutOfDomain


def test_a_clause_for_each_beneficiary() -> None:
    (pacts,) = dyad_instruments(np.array([1, 2, 1, 3]), np.array([9, 9, 8, 3]), "defence", name="Pairs", source="here")
    assert {clause.id: sorted(clause.obligors) for clause in pacts.clauses} == {"to-8": ["1"], "to-9": ["1", "2"]}
    assert pacts.id == "Pairs-defence"
    assert pacts.sources == ("here",)


def test_all_kinds_together() -> None:
    pacts = [item for kind, pairs in {
        "defence": ([1], [9]), "offence": ([2], [5]), "consultation": ([3], [9]), "neutrality": ([1], [5]),
        "non-aggression": ([5], [9]),
    }.items() for item in dyad_instruments(*pairs, kind)]  # fmt: skip
    answer = derive(pacts, Scenario("s", date(1950, 1, 1), (Attack("5", "9"),), joins="all"))
    assert [(fact.obligor, fact.kind) for fact in answer.owed] == [("2", "offence"), ("1", "defence"),
                                                                   ("3", "consultation")]  # fmt: skip
    assert {(fact.obligor, fact.kind) for fact in answer.breached} == {("5", "non-aggression"), ("1", "neutrality")}


def test_a_year_limits_the_pairs() -> None:
    pacts = dyad_instruments([1], [9], "defence", year=1950)
    for day, owed in ((date(1950, 12, 31), 1), (date(1951, 1, 1), 0)):
        assert len(derive(pacts, Scenario("s", day, (Attack("5", "9"),))).owed) == owed


def test_domain() -> None:
    with pytest.raises(OutOfDomain, match="kind is one of"):
        dyad_instruments([1], [2], "friendship")
    with pytest.raises(OutOfDomain, match="1 obligors, but 2 beneficiaries"):
        dyad_instruments([1], [2, 3], "defence")
