"""The trade conflict of the library, 138,240 feasible states: the counts of equilibria under each concept."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from detente.case.reading import read_case
from detente.engines.stability.axes import decide
from detente.engines.stability.of_case import conflict_of_case
from detente.engines.stability.option_prioritisation import prioritised_ranks
from detente.engines.stability.problem import OptionForm
from detente.foundation.conditions import Term, Vocabulary, bind

LIBRARY = Path(__file__).parents[4] / "library/trade-uruguay-round"


@pytest.fixture(scope="module")
def expected() -> dict[str, Any]:
    return yaml.safe_load((LIBRARY / "expected.yaml").read_text(encoding="utf-8"))["computed"]


def test_trade_by_statements_and_transforms(expected: dict[str, Any]) -> None:
    case = read_case(LIBRARY).case
    viewed = conflict_of_case(case).problem
    assert isinstance(viewed, OptionForm)
    assert viewed.n_feasible == expected["feasible"]
    ids = [action.name for action in viewed.actions]
    vocabulary = Vocabulary(tuple(Term(id, "action") for id in ids))
    assert case.conflict is not None
    ranks = []
    for name in viewed.decision_makers:
        told = case.conflict.preferences.get(name)
        statements = [bind(item.holds, vocabulary) for item in told.statements] if told else []
        ranks.append(prioritised_ranks(statements, ids, feasible=viewed.feasible))
    assert {n: int(r.max()) + 1 for n, r in zip(viewed.decision_makers, ranks, strict=True)} == expected["classes"]
    for ours, theirs in zip(ranks, viewed.ranks, strict=True):
        kept = theirs[viewed.states]
        assert np.array_equal(np.unique(kept, return_inverse=True)[1], ours[viewed.states])
    problem = OptionForm(viewed.decision_makers, viewed.actions, tuple(ranks), viewed.feasible)
    counts = {concept: int(stable.all(axis=1).sum()) for concept, stable in decide(problem).items()}
    assert counts == expected["equilibria"]


def test_states_where_counts_what_is_feasible(expected: dict[str, Any]) -> None:
    """Seven conditions written out by hand, not as the case has them."""
    case = read_case(LIBRARY).case
    problem = conflict_of_case(case).problem
    assert isinstance(problem, OptionForm)
    taken = {a.name: np.arange(problem.n_states) >> o & 1 == 1 for o, a in enumerate(problem.actions)}
    never = (
        (~taken["push-liberalization"] & taken["set-gatt-agenda"])
        | (taken["follow-us"] & (taken["resistance"] | taken["ec-separate-deals"]))
        | (taken["more-support"] & taken["japan-separate-deals"])
        | taken["stress-agenda"]
        | (taken["strong-support"] & taken["nic-separate-deals"])
    )
    assert int(np.count_nonzero(~never)) == expected["feasible"]
    assert problem.feasible is not None
    assert np.array_equal(~never, problem.feasible)
