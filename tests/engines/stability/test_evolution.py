"""Status quo analysis and inverse preferences: what they refuse, what they leave unsaid and why."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from detente.engines.stability import preference_changes, preference_conditions, preference_counts
from detente.engines.stability import status_quo_analysis as module
from detente.engines.stability.analyse import analyse
from detente.engines.stability.inverse_preferences import NotWorkedOut, PreferenceChange, inverse_preferences
from detente.engines.stability.problem import Action, GraphForm, OptionForm, graph_form
from detente.engines.stability.status_quo_analysis import status_quo_analysis
from detente.engines.stability.verdicts import CONCEPTS, Concept
from detente.foundation.errors import Cancelled, OutOfDomain, TooLarge
from detente.foundation.progress import Progress

ARCS = {"A": [("now", "raid"), ("war", "truce")], "B": [("raid", "war")]}
STATES = ["now", "raid", "war", "truce"]


def war(status_quo: str | None = "now", ties: bool = False) -> GraphForm:
    ranking = {"A": [["raid"], ["now"], ["truce"], ["war"]], "B": [["now"], ["truce"], ["raid"], ["war"]]}
    if ties:
        ranking["B"] = [["now"], ["raid", "war", "truce"]]
    return graph_form(["A", "B"], STATES, ARCS, ranking, status_quo=status_quo)


def test_paths_and_tree() -> None:
    found = status_quo_analysis(war(), [3, 0], concepts=["nash", "gmr"])
    assert [(paths.length, paths.complete) for paths in found.paths] == [(3, True), (0, True)]
    assert [(row["mover"], row["reaches"], row["improves"], row["held_under"]) for row in found.rows()] == [
        ("A", "raid", True, ["gmr"]),
        ("B", "war", False, ["nash", "gmr"]),
        ("A", "truce", True, []),
    ]
    assert [(level, move.target) for level, move in found.tree()] == [(1, 1), (2, 2), (3, 3)]
    assert found.reached.tolist() == [0, 1, 2, 3]
    gains = status_quo_analysis(war(), [3], preset="improvements").to_dict()
    assert (gains["unreached"], gains["n_reached"], gains["by_level"], gains["steps"]) == ([3], 2, [1, 1], [])


def test_more_paths_than_are_listed() -> None:
    actions = tuple(Action(name, i) for i, name in enumerate("xyz"))
    level = np.zeros(8, dtype=np.int32)
    cube = OptionForm(("A", "B", "C"), actions, (level, level, level), status_quo=0)
    assert len(status_quo_analysis(cube, [7]).paths[0].steps) == 6
    short = status_quo_analysis(cube, [7], most=2)
    assert (len(short.paths[0].steps), short.paths[0].complete) == (2, False)
    assert "more than 2 shortest paths" in short.caveats[0]


def test_what_status_quo_analysis_refuses(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(OutOfDomain, match="no status quo"):
        status_quo_analysis(war(None))
    with pytest.raises(OutOfDomain, match="no preset"):
        status_quo_analysis(war(), preset="all")  # pyright: ignore[reportArgumentType]
    with pytest.raises(OutOfDomain, match="no feasible state 9"):
        status_quo_analysis(war(), [9])
    stopped = Progress()
    stopped.cancel()
    with pytest.raises(Cancelled):
        status_quo_analysis(war(), progress=stopped)
    monkeypatch.setattr(module, "PAIRS_LIMIT", 7)
    with pytest.raises(TooLarge, match="states times decision makers"):
        status_quo_analysis(war())
    monkeypatch.setattr(module, "PAIRS_LIMIT", 100)
    monkeypatch.setattr(module, "MOVES_LIMIT", 3)
    one = OptionForm(("A",), (Action("x", 0),), (np.zeros(2, dtype=np.int32),), status_quo=0)
    with pytest.raises(TooLarge, match="moves"):
        status_quo_analysis(one)


def test_a_ranking_that_stays_can_make_it_impossible() -> None:
    found = inverse_preferences(war(), 0, "nash", varied={1: range(4)})
    assert isinstance(found.change, NotWorkedOut)
    assert found.change.reason == "no ranking by B makes it an equilibrium, the others' staying as they are"
    assert not isinstance(found.count, NotWorkedOut)
    assert (found.count.rankings, found.count.share) == (0, 0)
    assert isinstance(inverse_preferences(war(), 0, "seq", varied={}).change, NotWorkedOut)


def test_the_nearest_ranking_keeps_everything_else() -> None:
    found = inverse_preferences(war(), 0, "nash").change
    assert isinstance(found, PreferenceChange)
    assert [(p.decision_maker, p.one, p.other, p.before, p.after) for p in found.pairs] == [(0, 0, 1, -1, 1)]
    assert np.array_equal(found.ranks[1], war().ranks[1])
    assert inverse_preferences(war(), 2, "seq").to_dict()["change"]["n_pairs"] == 1
    held = inverse_preferences(war(), 3, "sseq")
    assert held.holds
    assert held.to_dict()["change"] == {"n_pairs": 0, "at_least": 0, "pairs": []}


def test_ties_and_limits_are_reasons_not_errors(monkeypatch: pytest.MonkeyPatch) -> None:
    found = inverse_preferences(war(ties=True), 0, "seq").change
    assert isinstance(found, PreferenceChange)
    assert (found.n_pairs, found.fewest) == (1, True)
    monkeypatch.setattr(preference_changes, "NODES_LIMIT", 0)
    large = inverse_preferences(war(), 0, "sseq").change
    assert isinstance(large, PreferenceChange)
    assert large.fewest
    monkeypatch.setattr(preference_conditions, "SEQUENCES_LIMIT", 0)
    unlisted = inverse_preferences(war(), 0, "seq")
    assert isinstance(unlisted.requirements, NotWorkedOut)
    assert "answers to one move" in unlisted.requirements.reason
    assert "reason" in unlisted.to_dict()["requirements"]
    assert "reason" in unlisted.to_dict()["count"]
    assert (unlisted.holds, unlisted.lines()) == (False, ())
    assert isinstance(unlisted.change, PreferenceChange)


def drawn(seed: int, *, n_actions: int, ties: bool) -> OptionForm:
    rng = np.random.default_rng(np.random.SeedSequence(seed))
    n = 1 << n_actions
    actions = tuple(Action(f"a{k}", k % 2, ("both", "forward")[k == 3]) for k in range(n_actions))
    ranks = [rng.integers(0, n // 3, n) if ties else rng.permutation(n) for _ in range(2)]
    return OptionForm(("A", "B"), actions, tuple(np.asarray(r, dtype=np.int32) for r in ranks))


@pytest.fixture
def without_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preference_counts, "ORDERS_LIMIT", 1)
    monkeypatch.setattr(preference_counts, "STATES_LIMIT", 1)


@pytest.mark.usefixtures("without_counts")
@pytest.mark.parametrize("concept", CONCEPTS)
@pytest.mark.parametrize("ties", [False, True])
def test_larger_changes_do_what_they_say(concept: Concept, ties: bool) -> None:
    """By the engine itself: the changed rankings make it an equilibrium, with the pairs that are told, and no more."""
    problem = drawn(7, n_actions=4, ties=ties)
    for state in range(0, 16, 5):
        found = inverse_preferences(problem, state, concept).change
        assert isinstance(found, PreferenceChange)
        changed = replace(problem, ranks=found.ranks)
        assert analyse(changed, [concept])[concept].stable[state].all()
        told = 0
        for old, new in zip(problem.ranks, found.ranks, strict=True):
            signs = [np.sign(r[:, None].astype(int) - r[None, :]) for r in (old, new)]
            told += int(np.triu(signs[0] != signs[1]).sum())
        assert told == found.n_pairs == len(found.pairs)
        assert found.at_least <= found.n_pairs
        assert found.fewest or concept in ("seq", "sseq")


@pytest.mark.usefixtures("without_counts")
def test_a_search_that_stops_says_how_many_pairs_at_least(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = drawn(3, n_actions=3, ties=False)
    whole = [inverse_preferences(problem, s, "sseq").change for s in range(8)]
    monkeypatch.setattr(preference_changes, "NODES_LIMIT", 1)
    some = [inverse_preferences(problem, s, "sseq").change for s in range(8)]
    open_ = 0
    for one, other in zip(whole, some, strict=True):
        assert isinstance(one, PreferenceChange)
        assert isinstance(other, PreferenceChange)
        assert one.fewest
        assert other.at_least <= one.n_pairs <= other.n_pairs
        open_ += not other.fewest
    assert open_


def test_what_inverse_preferences_refuses() -> None:
    with pytest.raises(OutOfDomain, match="no concept"):
        inverse_preferences(war(), 0, "sim")  # pyright: ignore[reportArgumentType]
    with pytest.raises(OutOfDomain, match="no feasible state 4"):
        inverse_preferences(war(), 4)
    with pytest.raises(OutOfDomain, match="no decision maker 5"):
        inverse_preferences(war(), 0, varied={5: [0]})
