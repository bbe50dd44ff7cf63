"""Ranks from statements, weights and direct rankings, against comparing states one by one."""

from __future__ import annotations

import os

import numpy as np
import pytest

from detente.engines.stability.direct_ranking import ranking_ranks
from detente.engines.stability.option_prioritisation import option_prioritisation, prioritised_ranks
from detente.engines.stability.statements import states_where
from detente.foundation.conditions import Rule, Term, Vocabulary, bind, parse
from detente.foundation.errors import OutOfDomain

CASES = 400 if os.environ.get("DETENTE_PROOF") == "1" else 15


def written(rng: np.random.Generator, ids: list[str], depth: int) -> str:
    """A random condition."""
    if depth == 0 or rng.random() < 0.25:
        return ids[int(rng.integers(len(ids)))]
    one, two = written(rng, ids, depth - 1), written(rng, ids, depth - 1)
    forms = [
        f"not ({one})",
        f"({one}) and ({two})",
        f"({one}) or ({two})",
        f"(if ({one}) then ({two}))",
        f"(({one}) iff ({two}))",
    ]
    return forms[int(rng.integers(len(forms)))]


def test_ranks_are_those_of_comparing_truths_one_by_one() -> None:
    for k, seed in enumerate(np.random.SeedSequence(20261124).spawn(CASES)):
        rng = np.random.default_rng(seed)
        ids = [f"a{o}" for o in range(int(rng.integers(1, 14 if k % 20 == 7 else 7)))]
        # The vocabulary names the actions in another order than the conflict, among others.
        terms = tuple(Term(id, "action") for id in rng.permutation([*ids, "y", "z"]).tolist())
        vocabulary = Vocabulary(terms)
        count = int(rng.integers(64, 100) if k % 3 == 0 else rng.integers(0, 9))
        statements = [bind(parse(written(rng, ids, int(rng.integers(4)))), vocabulary) for _ in range(count)]
        n_states = 1 << len(ids)
        feasible = rng.random(n_states) < 0.7
        feasible[0] = True
        kept = [s for s in range(n_states) if k % 2 or feasible[s]]
        packages = np.zeros((n_states, len(terms)), dtype=np.int64)
        for o, id in enumerate(ids):
            packages[:, vocabulary.index(id)] = np.arange(n_states) >> o & 1
        rows = [tuple(row) for row in np.array([rule.holds(packages) for rule in statements]).T.tolist()]
        rows = rows or [()] * n_states
        weights = rng.integers(-4, 9, count).tolist()
        scores = [sum(w for w, holds in zip(weights, row, strict=True) if holds) for row in rows]
        for given, keys in ((None, rows), (weights, scores)):
            order = sorted({keys[s] for s in kept})
            wanted = [0] * n_states
            for s in kept:
                wanted[s] = order.index(keys[s])
            found = prioritised_ranks(statements, ids, weights=given, feasible=None if k % 2 else feasible)
            assert found.dtype == np.int32
            assert found.tolist() == wanted, seed


def rules(*texts: str, ids: tuple[str, ...] = ("sign", "attack", "watch")) -> list[Rule]:
    vocabulary = Vocabulary(tuple(Term(id, "action") for id in ids))
    return [bind(parse(text), vocabulary) for text in texts]


def test_the_first_statement_outweighs_all_others() -> None:
    answer = option_prioritisation(rules("not attack", "sign", "watch"), ["sign", "attack", "watch"])
    assert answer.ranks.tolist() == [4, 6, 0, 2, 5, 7, 1, 3]
    assert answer.classes == 8
    assert answer.truths(0b101) == (True, True, True)
    assert answer.truths(0b010) == (False, False, False)
    by_weight = option_prioritisation(
        rules("not attack", "sign", "watch"), ["sign", "attack", "watch"], weights=[4, 2, 1]
    )
    assert np.array_equal(by_weight.ranks, answer.ranks)
    assert answer.rows() == by_weight.rows()
    tied = option_prioritisation(rules("not attack", "sign", "watch"), ["sign", "attack", "watch"], weights=[1, 1, 1])
    assert tied.ranks.tolist() == [1, 2, 0, 1, 2, 3, 1, 2]


def test_a_rule_is_asked_over_thirteen_actions_and_more() -> None:
    """A state is split into a high and a low part at twelve actions; conditions across the split."""
    ids = [f"a{o}" for o in range(15)]
    vocabulary = Vocabulary(tuple(Term(id, "action") for id in reversed(ids)))
    codes = np.arange(1 << 15)

    def bit(o: int) -> np.ndarray:
        return codes >> o & 1 == 1

    cases = {"a0 and a14": bit(0) & bit(14), "a13 iff a2": bit(13) == bit(2), "a12 or not a11": bit(12) | ~bit(11)}
    for text, wanted in cases.items():
        assert np.array_equal(states_where(bind(parse(text), vocabulary), ids), wanted)
    wide = " and ".join(ids)
    assert np.flatnonzero(states_where(bind(parse(wide), vocabulary), ids)).tolist() == [(1 << 15) - 1]


def test_what_is_no_action_is_refused() -> None:
    vocabulary = Vocabulary((Term("sign", "action"), Term("bid", "choice", ("kept", "dropped"))))
    with pytest.raises(OutOfDomain, match="'bid' is no action"):
        prioritised_ranks([bind(parse("bid = kept"), vocabulary)], ["sign"])
    with pytest.raises(OutOfDomain, match="'attack' is no action of this conflict"):
        prioritised_ranks(rules("attack"), ["sign"])
    with pytest.raises(OutOfDomain, match="one a statement"):
        prioritised_ranks(rules("sign"), ["sign"], weights=[1, 2])
    with pytest.raises(OutOfDomain, match=r"2\*\*62"):
        prioritised_ranks(rules("sign"), ["sign"], weights=[1 << 62])
    with pytest.raises(OutOfDomain, match="one is at least"):
        prioritised_ranks(rules("sign"), ["sign"], feasible=np.zeros(2, dtype=np.bool_))


def test_a_direct_ranking_with_ties_and_patterns() -> None:
    assert ranking_ranks([["YN"], [0, "NY"], [3]], 2).tolist() == [1, 2, 1, 0]
    feasible = np.array([True, True, True, False])
    assert ranking_ranks([["Y-"], ["NN"], ["NY"]], 2, feasible=feasible).tolist() == [1, 2, 0, 0]
    assert ranking_ranks([["Y-"]], 2, rest="last").tolist() == [0, 1, 0, 1]
    for groups, why in (
        ([["Y-"], [1], [0], [2]], "YN stands twice"),
        ([["YN"]], "leaves out 3 feasible states, first NN"),
        ([["Y"]], "write 2 characters"),
        ([[4]], "count from 0 to 3"),
    ):
        with pytest.raises(OutOfDomain, match=why):
            ranking_ranks(groups, 2)
    with pytest.raises(OutOfDomain, match="no feasible state fits"):
        ranking_ranks([["YY"]], 2, feasible=feasible)
