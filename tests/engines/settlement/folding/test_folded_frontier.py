"""Folded frontiers: published numbers, counts beyond 64 bits, limits, and what is refused."""

from __future__ import annotations

import importlib
import json
import math
from fractions import Fraction
from itertools import islice

import numpy as np
import pytest

from detente.engines.settlement import Constraint, Ground, NoSettlement, SettlementProblem, from_points
from detente.engines.settlement.folding import (
    FoldedSolution,
    folded_frontier,
    folded_solutions,
    folding_outline,
    zone_size,
)
from detente.engines.settlement.folding.folded_frontier import package_scores
from detente.foundation.conditions import Term, Vocabulary, bind, parse
from detente.foundation.errors import Cancelled, OutOfDomain, TooLarge
from detente.foundation.progress import Progress, Step


def vocabulary(issues: int, options: int = 2) -> Vocabulary:
    return Vocabulary(tuple(Term(f"i{k}", "choice", tuple(f"o{j}" for j in range(options))) for k in range(issues)))


def divided(issues: int, walk_away: tuple[int, int], **more: object) -> SettlementProblem:
    """Each of many equal goods goes to one of two parties."""
    values = [[[1, 0], [0, 1]]] * issues
    return from_points(["a", "b"], vocabulary(issues), values, walk_away, consent=[0, 1], **more)  # type: ignore[arg-type]


def test_raiffa_panama_canal() -> None:
    """26 packages at 20 points of 1,024; Nash and egalitarian (64, 68): Raiffa (1982), as in library/raiffa-1982."""
    usa = (22, 22, 15, 14, 11, 6, 4, 2, 2, 2)
    panama = (9, 15, 15, 3, 15, 5, 11, 7, 7, 13)
    values = [[[u, 0], [0, p]] for u, p in zip(usa, panama, strict=True)]
    found = folded_frontier(from_points(["usa", "panama"], vocabulary(10), values, [0, 0], consent=[0, 1]))
    assert (found.compared, found.n_packages, len(found)) == (1024, 26, 20)
    for name in ("nash", "egalitarian"):
        answer = folded_solutions(found)[name]
        assert isinstance(answer, FoldedSolution)
        assert set(answer.solution.values) == {(Fraction(64), Fraction(68))}


def test_counts_beyond_64_bits() -> None:
    """140 goods: k for the one and 140 - k for the other in C(140, k) ways."""
    found = folded_frontier(divided(140, (60, 60)))
    assert found.compared == 2**140
    assert found.scores.tolist() == [[k, 140 - k] for k in range(60, 81)]
    assert found.counts == tuple(math.comb(140, k) for k in range(60, 81))
    assert zone_size(divided(140, (60, 60))).acceptable == found.n_packages
    answer = folded_solutions(found, most=4)["nash"]
    assert isinstance(answer, FoldedSolution)
    assert (answer.n_packages, len(answer.packages), answer.complete) == (math.comb(140, 70), 4, False)
    assert all(sum(x) == 70 for x in answer.packages)
    assert all(
        code == int("".join(map(str, x)), 2) for code, x in zip(answer.solution.packages, answer.packages, strict=True)
    )


def test_the_status_quo_alone_beats_the_rest() -> None:
    """It is no agreement, so what it dominates is the frontier of A; F keeps it."""
    asked = from_points(
        ["a", "b"], vocabulary(3), [[[1, 1], [0, 0]]] * 3, [-1, -1], consent=[0, 1], status_quo=(0, 0, 0)
    )
    of_f, of_a = folded_frontier(asked, "feasible"), folded_frontier(asked)
    assert of_f.packages(0) == ((0, 0, 0),)
    assert of_a.values() == ((Fraction(2), Fraction(2)),)
    assert of_a.packages(0) == ((0, 0, 1), (0, 1, 0), (1, 0, 0))
    assert zone_size(asked).acceptable == 7


def test_a_ground_is_tied_and_a_conjunction_taken_apart() -> None:
    terms = vocabulary(4)
    both = bind(parse("i0 = o0 and i1 = o0"), terms)
    tied = folding_outline(divided(4, (0, 0), grounds=[Ground("red-line", "r", 0, both)]))
    assert [g.issues for g in tied.groups] == [("i0", "i1"), ("i2",), ("i3",)]
    free = folding_outline(divided(4, (0, 0), constraints=[Constraint("c", both)]))
    assert [g.issues for g in free.groups] == [("i0",), ("i1",), ("i2",), ("i3",)]
    assert free.considered == 4
    if_then = bind(parse("if i2 = o0 or i3 = o0 then i1 = o0"), terms)
    assert len(folding_outline(divided(4, (0, 0), constraints=[Constraint("c", if_then)])).groups) == 2


def test_a_party_asked_under_a_condition_restricts_and_does_not_bargain() -> None:
    """The third party is asked where i0 = o0, and then needs two of the goods that b gets."""
    terms = vocabulary(4)
    asked = from_points(
        ["a", "b", "c"],
        terms,
        [[[1, 0, 0], [0, 1, 1]]] * 4,
        [0, 0, 2],
        consent=[0, 1],
        conditional=[(bind(parse("i0 = o0"), terms), 2)],
    )
    found = folded_frontier(asked)
    assert found.parties == ("a", "b")
    by_values = dict(zip(map(tuple, found.scores.tolist()), found.counts, strict=True))
    assert by_values == {(0, 4): 1, (1, 3): 4, (2, 2): 6, (3, 1): 1}
    assert found.packages(3) == ((1, 0, 0, 0),)
    assert folding_outline(asked).restricting == 1


def test_certificates() -> None:
    rng = np.random.default_rng(7)
    values = rng.integers(0, 20, size=(30, 4, 3)).tolist()
    asked = from_points(["a", "b", "c"], vocabulary(30, 4), values, [150, 150, 150], consent=[0, 1, 2])
    found = folded_frontier(asked)
    worst = tuple(int(np.argmin([sum(v) for v in issue])) for issue in values)
    above = found.dominating_package(worst)
    assert above
    for point in above[:5]:
        certificate = found.packages(point, most=1)[0]
        gains = [b - a for a, b in zip(package_scores(asked, worst), package_scores(asked, certificate), strict=True)]
        assert min(gains) >= 0
        assert max(gains) > 0
    assert not any(found.dominating(v) for v in islice(found.values(), 20))
    assert all(min(v) >= 150 for v in found.values())


def test_the_points_of_a_large_frontier_are_worth_what_their_packages_are() -> None:
    rng = np.random.default_rng(11)
    values = rng.integers(0, 1000, size=(9, 6, 4))
    asked = from_points([*"abcd"], vocabulary(9, 6), values.tolist(), [0] * 4, consent=[0, 1, 2, 3])
    found = folded_frontier(asked, "feasible")
    packages = found.one_each()
    assert len(found) > 1000
    assert (values[np.arange(9), packages].sum(axis=1) == found.scores * [int(u) for u in found.units]).all()
    below = found.scores[:, None, :] <= found.scores[None, :, :]
    assert (below.all(axis=2).sum(axis=1) == 1).all()


def test_nothing_feasible_and_nothing_acceptable() -> None:
    terms = vocabulary(3)
    never = [Constraint("c", bind(parse("i0 = o0 and i0 = o1"), terms))]
    for asked, why in (
        (divided(3, (0, 0), constraints=never), "no package meets every constraint"),
        (divided(3, (3, 1)), "no feasible package is acceptable to everybody whose yes is needed"),
        (
            divided(3, (0, 0), constraints=[Constraint("c", bind(parse("i0 = o0 and i1 = o0 and i2 = o0"), terms))],
                    status_quo=(0, 0, 0)),
            "no package other than the status quo meets every constraint",
        ),
    ):  # fmt: skip
        found = folded_frontier(asked)
        assert (len(found), found.n_packages, found.values()) == (0, 0, ())
        assert isinstance(found.ideal, NoSettlement)
        assert found.one_each().shape == (0, 3)
        assert zone_size(asked).acceptable == 0
        for answer in folded_solutions(found).values():
            assert isinstance(answer, NoSettlement)
            assert answer.reason == why


def test_too_many_points() -> None:
    with pytest.raises(TooLarge, match="partial sums that no other dominates") as caught:
        folded_frontier(divided(70, (0, 0)), limit=40)
    assert (caught.value.estimate, caught.value.limit) == (41, 40)


def test_too_many_sums_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("detente.engines.settlement.folding.merging.SUM_LIMIT", 40)
    with pytest.raises(TooLarge, match="sums to compare after 20 groups of issues: about 42, the limit is 40"):
        folded_frontier(divided(70, (0, 0)))


def test_too_many_sums_in_one_merge(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("merging", "zone_size"):
        monkeypatch.setattr(importlib.import_module(f"detente.engines.settlement.folding.{module}"), "FORMED_LIMIT", 40)
    with pytest.raises(TooLarge, match="sums to form after 20 groups of issues: about 42, the limit is 40"):
        folded_frontier(divided(70, (0, 0)))
    with pytest.raises(TooLarge, match="sums of scores to form: about 42, the limit is 40"):
        zone_size(divided(70, (35, 35)))


def test_too_many_combinations_in_a_group() -> None:
    terms = vocabulary(8, 10)
    tied = bind(parse(" or ".join(f"i{k} = o0" for k in range(8))), terms)
    values = [[[j, 10 - j] for j in range(10)]] * 8
    asked = from_points(["a", "b"], terms, values, [0, 0], consent=[0, 1], constraints=[Constraint("c", tied)])
    with pytest.raises(TooLarge, match="100,000,000, the limit is 2,000,000") as caught:
        folded_frontier(asked)
    assert "i0, i1" in caught.value.what
    assert len(folded_frontier(from_points(["a", "b"], terms, values, [0, 0], consent=[0, 1]))) == 73


def test_too_many_sums_for_the_size_of_the_zone() -> None:
    rng = np.random.default_rng(5)
    values = rng.integers(0, 10**6, size=(10, 8, 3)).tolist()
    asked = from_points([*"abc"], vocabulary(10, 8), values, [2 * 10**6] * 3, consent=[0, 1, 2])
    with pytest.raises(TooLarge, match="distinct sums of scores"):
        zone_size(asked, limit=1_000)
    with pytest.raises(TooLarge, match="cells of a table of sums"):
        zone_size(asked, limit=60_000)


def test_progress_and_cancelling_between_merges() -> None:
    steps: list[Step] = []
    folded_frontier(divided(5, (0, 0)), progress=Progress(steps.append))
    assert [(s.done, s.total) for s in steps] == [(k, 5) for k in range(6)]
    listener = Progress(lambda step: listener.cancel() if step.done == 2 else None)
    with pytest.raises(Cancelled, match="merging issues, 3 of 5"):
        folded_frontier(divided(5, (0, 0)), progress=listener)
    with pytest.raises(Cancelled):
        listener = Progress(lambda step: listener.cancel())
        zone_size(divided(5, (0, 0)), progress=listener)


def test_thresholds_of_the_zone() -> None:
    asked = divided(4, (0, 0))
    assert zone_size(asked).acceptable == 16
    size = zone_size(asked, {"a": "1.5", "b": 1})
    assert (size.acceptable, size.share) == (6 + 4, Fraction(10, 16))
    assert size.thresholds == {"a": Fraction(2), "b": Fraction(1)}
    assert zone_size(asked, {"a": 10**30}).acceptable == 0
    assert zone_size(asked, {"a": -(10**30)}).acceptable == 16
    with pytest.raises(OutOfDomain, match="c is not among the parties"):
        zone_size(asked, {"c": 1})


def test_what_is_refused() -> None:
    found = folded_frontier(divided(3, (0, 0)))
    with pytest.raises(OutOfDomain, match="point 4 of 4"):
        found.packages(4)
    with pytest.raises(OutOfDomain, match="at least one"):
        found.packages(0, most=0)
    with pytest.raises(OutOfDomain, match="3 values for 2 parties"):
        found.dominating([1, 2, 3])
    with pytest.raises(OutOfDomain, match="no package"):
        found.dominating_package((0, 0, 2))
    with pytest.raises(OutOfDomain, match="solutions range over A"):
        folded_solutions(folded_frontier(divided(3, (0, 0)), "feasible"))


def test_plain_values() -> None:
    found = folded_frontier(divided(70, (35, 30)))
    told = json.loads(json.dumps(found.to_dict()))
    assert (told["points"], told["compared"], told["exact"]) == (6, 2**70, True)
    answer = folded_solutions(found, most=2)["nash"]
    assert isinstance(answer, FoldedSolution)
    assert json.loads(json.dumps(answer.to_dict()))["n_packages"] == math.comb(70, 37) + math.comb(70, 38)


def test_input_is_left_as_it_was() -> None:
    asked = divided(6, (2, 2))
    before = [t.copy() for t in asked.scores]
    folded_frontier(asked)
    zone_size(asked)
    assert all((a == b).all() for a, b in zip(before, asked.scores, strict=True))


def test_a_cancel_is_heard_within_a_long_merge(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.import_module("detente.engines.settlement.folding.maxima"), "_PAIRS", 0)
    monkeypatch.setattr(importlib.import_module("detente.engines.settlement.folding.halving"), "_SMALL", 8)
    values = np.random.default_rng(6).integers(0, 10**6, size=(5, 8, 3)).tolist()
    asked = from_points([*"abc"], vocabulary(5, 8), values, [0] * 3, consent=[0, 1, 2])
    steps: list[Step] = []
    folded_frontier(asked, progress=Progress(steps.append))
    assert len(steps) > 20
    assert [s.done for s in steps] == sorted(s.done for s in steps)
    listener = Progress(lambda step: listener.cancel() if len(told) == 20 else told.append(step))
    told: list[Step] = []
    with pytest.raises(Cancelled, match="merging issues"):
        folded_frontier(asked, progress=listener)
