"""Shares of admissible rankings in which a state is an equilibrium: exact, drawn, resumed, on any executor."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from itertools import permutations
from math import factorial
from pathlib import Path

import numpy as np
import pytest
from tests.references.stability_models import library_conflict

from detente.engines.stability.analyse import analyse
from detente.engines.stability.problem import GraphForm, OptionForm, graph_form
from detente.foundation.errors import Cancelled, OutOfDomain, TooLarge
from detente.foundation.progress import Progress
from detente.study import admissible_rankings
from detente.study.admissible_rankings import Extensions, OneOf, OpenRanking, OpenStatements, but_for_pairs, only_pairs
from detente.study.stability_robustness import StabilityRobustness, stability_robustness

GISBORNE = library_conflict("li-2004", "economics-oriented").problem
PAIRS = [(2, 6), (3, 7), (0, 4), (1, 5)]
"""Lifting or not, with the accord or without: the province prefers that nobody appeals."""


def three(ranks: dict[str, list[list[str]]] | None = None) -> GraphForm:
    return graph_form(
        ["A", "B"], ["peace", "raid", "war"], {"A": [("peace", "raid")], "B": [("raid", "war")]}, ranks or {}
    )


def test_extensions_are_the_orders_that_keep_what_is_known() -> None:
    for before in (
        [],
        [(0, 1)],
        [(0, 1), (3, 2)],
        [(0, 1), (1, 2)],
        [(0, 2), (1, 2), (3, 1)],
        [(3, 0), (3, 0), (2, 1)],
    ):
        found = Extensions(4, before)
        right = [p for p in permutations(range(4)) if all(p.index(a) < p.index(b) for a, b in before)]
        assert sorted(found.every()) == sorted(right)
        assert found.count == len(right)


def test_extensions_are_drawn_evenly() -> None:
    order, rng = Extensions(5, [(0, 2), (1, 2), (3, 4)]), np.random.default_rng(np.random.SeedSequence(8))
    drawn = [order.draw(rng) for _ in range(4000)]
    counts = np.array([drawn.count(one) for one in order.every()])
    assert counts.sum() == 4000
    # Twenty orders: the sum of squares is chi-squared with 19 degrees of freedom, 43.8 at one in a thousand.
    assert len(counts) == order.count == 20
    assert ((counts - 200) ** 2 / 200).sum() < 43.8


def test_what_goes_in_a_circle_and_what_is_too_open_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(OutOfDomain, match="circle"):
        _ = Extensions(2, [(0, 1), (1, 0)]).count
    with pytest.raises(OutOfDomain, match="no place 5"):
        Extensions(2, [(0, 5)])
    assert Extensions(24, []).count == factorial(24)
    monkeypatch.setattr(admissible_rankings, "MOST_PARTS", 1000)
    with pytest.raises(TooLarge, match="parts of an open order"):
        _ = Extensions(24, [(0, k) for k in range(1, 24)]).count
    with pytest.raises(TooLarge, match="things to order"):
        Extensions(1024, [])
    with pytest.raises(OutOfDomain, match="no feasible state 9"):
        only_pairs(three(), [(0, 9)])
    with pytest.raises(OutOfDomain, match="no ranking"):
        OneOf(()).extensions()


def test_a_pair_that_follows_from_others_cannot_be_let_go() -> None:
    ranked = three({"A": [["peace"], ["raid"], ["war"]], "B": [["peace", "raid"], ["war"]]})
    assert but_for_pairs(ranked, 0, [(0, 2)]).extensions().count == 1
    assert but_for_pairs(ranked, 0, [(0, 1)]).extensions().count == 2
    ties = but_for_pairs(ranked, 1)
    assert ties.groups == ((0, 1), (2,))
    assert ties.ranks((0, 1)).tolist() == [2, 2, 1]
    assert but_for_pairs(ranked, 1, [(0, 1)]).extensions().count == 2


def test_orders_of_statements_rank_by_the_first_that_tells_two_states_apart() -> None:
    holds = np.array([[True, False, True, False], [True, True, False, False]])
    open_ = OpenStatements(holds)
    ranks = {order: open_.ranks(order).tolist() for order in open_.extensions().every()}
    assert ranks == {(0, 1): [3, 1, 2, 0], (1, 0): [3, 2, 1, 0]}
    assert OpenStatements(holds, ((1, 0),)).extensions().count == 1
    assert OpenStatements(np.zeros((0, 4), dtype=bool)).ranks(()).tolist() == [0, 0, 0, 0]


def test_one_of_two_provinces() -> None:
    choices = OneOf(
        tuple(
            library_conflict("li-2004", name).problem.ranks[1]
            for name in ("economics-oriented", "environment-oriented")
        )
    )
    found = stability_robustness(GISBORNE, {1: choices}, ["nash", "gmr"])
    assert found.exact
    assert (found.profiles, found.n_profiles) == (2, 2)
    shares = {(c, s): found.share(c, s) for c in ("nash", "gmr") for s in found.states if found.share(c, s)}
    half = Fraction(1, 2)
    assert shares == {("nash", 3): half, ("nash", 5): half, ("gmr", 3): half, ("gmr", 5): half, ("gmr", 7): half}
    assert found.share_stable("nash", 3, 0) == 1
    assert [row["state"] for row in found.rows()] == [3, 5, 7]


def listed() -> dict[tuple[str, int], int]:
    """Every ranking of the three states that keeps peace above raid for B, by hand."""
    counts: dict[tuple[str, int], int] = {}
    for order in permutations(range(3)):
        if order.index(0) < order.index(1):
            ranks = {"A": [["raid"], ["peace"], ["war"]], "B": [[("peace", "raid", "war")[s]] for s in order]}
            for concept, found in analyse(three(ranks)).items():
                for s in found.equilibria.tolist():
                    counts[concept, s] = counts.get((concept, s), 0) + 1
    return counts


def test_shares_are_those_of_listing_all_rankings() -> None:
    problem = three({"A": [["raid"], ["peace"], ["war"]]})
    found = stability_robustness(problem, {1: only_pairs(problem, [(0, 1)])})
    for concept in found.concepts:
        for s in found.states:
            assert found.equilibrium[concept][s] == listed().get((concept, s), 0)


def drawn(**options: object) -> StabilityRobustness:
    open_ = {1: only_pairs(GISBORNE, PAIRS)}
    return stability_robustness(GISBORNE, open_, ["nash", "seq"], draws=120, seed=5, **options)  # pyright: ignore[reportArgumentType]


def same(one: StabilityRobustness, other: StabilityRobustness) -> bool:
    return all(
        np.array_equal(one.equilibrium[c], other.equilibrium[c]) and np.array_equal(one.stable[c], other.stable[c])
        for c in one.concepts
    )


def test_draws_are_alike_on_threads_and_after_a_stop(tmp_path: Path) -> None:
    serial = drawn()
    assert not serial.exact
    assert (serial.profiles, serial.n_profiles, serial.seed) == (120, 2520, 5)
    with ThreadPoolExecutor(2) as threads:
        assert same(serial, drawn(executor=threads))
    steps = list[int]()

    def listener(step: object) -> None:
        steps.append(1)
        if len(steps) == 2:
            progress.cancel()

    progress = Progress(listener)
    with pytest.raises(Cancelled):
        drawn(store=tmp_path, progress=progress)
    assert same(serial, drawn(store=tmp_path))


def test_draws_come_near_the_exact_share() -> None:
    problem = library_conflict("li-2004", "economics-oriented").problem
    assert isinstance(problem, OptionForm)
    open_ = {1: OpenRanking(8, tuple((s,) for s in range(8)), ((2, 6), (3, 7), (0, 4), (1, 5), (6, 3), (7, 0), (4, 1)))}
    wider = {1: OpenRanking(8, open_[1].groups, ((2, 6), (3, 7), (0, 4), (1, 5), (7, 0)))}
    assert stability_robustness(problem, open_, ["nash"]).n_profiles == 1
    exact = stability_robustness(problem, wider, ["nash"], states=[3, 5])
    sampled = stability_robustness(problem, wider, ["nash"], states=[3, 5], draws=300, every_up_to=0, seed=2)
    assert exact.exact
    assert sampled.tolerance is not None
    for s in (3, 5):
        assert abs(float(exact.share("nash", s) - sampled.share("nash", s))) < 4 * sampled.tolerance + 1e-9


def test_the_domain() -> None:
    with pytest.raises(OutOfDomain, match="no decision maker 7"):
        stability_robustness(GISBORNE, {7: only_pairs(GISBORNE, [])})
    with pytest.raises(OutOfDomain, match="no feasible state 99"):
        stability_robustness(GISBORNE, {}, states=[99])
    alone = stability_robustness(GISBORNE, {}, ["nash"], states=[3])
    assert (alone.profiles, alone.share("nash", 3)) == (1, 1)
    with pytest.raises(OutOfDomain, match="state 5 was not asked"):
        alone.share("nash", 5)
    assert alone.to_dict()["exact"]
