"""From case to conflict and back: states, arcs, ranks, views, packages and words, against counting by hand."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from detente.case.model.case import Case
from detente.case.reading import parse_case
from detente.engines.stability.certificates import certificate
from detente.engines.stability.moves import Move
from detente.engines.stability.of_case import (
    CaseConflict,
    ConflictWords,
    conflict_of_case,
    stability_of_case,
    state_of_package,
)
from detente.engines.stability.of_case.packages import moves_alone
from detente.engines.stability.problem import GraphForm, OptionForm
from detente.foundation.errors import CaseError, OutOfDomain

HEAD = """
detente: 1
id: valley
title: The valley
parties:
  - {id: north, name: North, kind: state}
  - {id: south, name: South, kind: state}
  - {id: league, name: League, kind: organisation}
issues:
  - {id: pass, question: Who controls the pass?, kind: choice, options: [{id: closed}, {id: open}]}
  - {id: guards, question: Who watches?, kind: set, of: [league, north]}
status-quo: {pass: closed, guards: []}
"""
ACTIONS = """
conflict:
  actions:
    - {id: clear, party: north, label: clear the pass, undone: block the pass, means: pass = open}
    - {id: raid, party: south, label: raid the pass, moves: forward}
    - {id: watch, party: league, label: watch the pass, means: league in guards}
  status-quo: []
"""
ELMIRA = """
conflict:
  actions:
    - {id: modify, party: north, label: modify, moves: forward}
    - {id: delay, party: south, label: delay}
    - {id: accept, party: south, label: accept}
    - {id: abandon, party: south, label: abandon, moves: forward}
    - {id: insist, party: league, label: insist}
  feasible: [{exactly-one: [delay, accept, abandon]}]
  status-quo: [delay]
  states: [{id: closed, when: abandon, label: the plant is closed}]
  arcs: [{party: south, from: accept, to: delay, never: true}]
  preferences:
    north: {ranking: [NNYNY, NNYNN, YNYNN, YNYNY, NYNNY, NYNNN, YYNNN, YYNNY, closed]}
    south: {ranking: [NYNNN, YNYNN, YNYNY, NYNNY, closed, NNYNN, NNYNY, YYNNN, YYNNY]}
    league: {ranking: [NNYNY, NNYNN, NYNNY, NYNNN, YNYNY, YYNNY, YNYNN, YYNNN, closed]}
  coalitions: [[north, south]]
"""


def case(*parts: str) -> Case:
    return parse_case(HEAD + "".join(parts)).case


def found(*parts: str, **asked: Any) -> CaseConflict:
    return conflict_of_case(case(*parts), **asked)


def ranks(preference: str, actions: str = ACTIONS) -> list[int]:
    problem = found(actions, f"  preferences:\n    north: {preference}\n").problem
    return problem.ranks[problem.decision_makers.index("north")].tolist()


def order(values: list[int]) -> list[list[int]]:
    """States from best to worst, ties together: all that ranks say."""
    return [[s for s, v in enumerate(values) if v == height] for height in sorted(set(values), reverse=True)]


def test_actions_become_the_option_form() -> None:
    problem = found(ACTIONS, "  feasible: [if raid then not watch]\n").problem
    assert isinstance(problem, OptionForm)
    assert problem.decision_makers == ("north", "south", "league")
    assert [(a.name, a.decision_maker, a.reversal) for a in problem.actions] == [
        ("clear", 0, "both"),
        ("raid", 1, "forward"),
        ("watch", 2, "both"),
    ]
    assert problem.states.tolist() == [0, 1, 2, 3, 4, 5]
    assert problem.status_quo == 0


@pytest.mark.parametrize(
    ("words", "allowed"),
    [
        ("clear or raid", lambda c, r, w: c or r),
        ("{never: clear and watch}", lambda c, r, w: not (c and w)),
        ("{if: clear iff raid, then: watch}", lambda c, r, w: c != r or w),
        ("{exactly-one: [clear, raid, watch]}", lambda c, r, w: c + r + w == 1),
        ("{at-most-one: [clear, raid, watch]}", lambda c, r, w: c + r + w <= 1),
    ],
)
def test_what_is_feasible(words: str, allowed: Any) -> None:
    by_hand = [s for s in range(8) if allowed(s & 1, s >> 1 & 1, s >> 2 & 1)]
    without = ACTIONS.replace("  status-quo: []\n", "")
    written = f"  feasible: [{words}]\n" if words[0] == "{" else f"  feasible: ['{words}']\n"
    problem = found(without, written).problem
    assert isinstance(problem, OptionForm)
    assert problem.states.tolist() == by_hand


def test_statements_rank_by_the_first_that_differs() -> None:
    assert order(ranks("[not raid, clear iff watch]")) == [[0, 5], [1, 4], [2, 7], [3, 6]]
    truths = {s: (not s >> 1 & 1, (s & 1) == (s >> 2 & 1)) for s in range(8)}
    ranked = ranks("[not raid, clear iff watch]")
    assert all((ranked[s] > ranked[q]) == (truths[s] > truths[q]) for s in truths for q in truths)


def test_many_statements_keep_their_order() -> None:
    statements = ", ".join(["clear or not clear"] * 70 + ["raid", "watch"])
    assert order(ranks(f"[{statements}]")) == [[6, 7], [2, 3], [4, 5], [0, 1]]


def test_weights_rank_by_their_sum() -> None:
    given = (
        "{weights: [{holds: raid, points: 2.5}, {holds: watch, points: -1}, {holds: clear, points: {low: 1, high: 2}}]}"
    )
    worth = {s: 1.5 * (s & 1) + 2.5 * (s >> 1 & 1) - (s >> 2 & 1) for s in range(8)}
    assert order(ranks(given)) == [
        sorted(s for s in worth if worth[s] == value) for value in sorted(set(worth.values()), reverse=True)
    ]


def test_a_ranking_leaves_states_where_they_are_named_first() -> None:
    assert order(ranks("{ranking: [YNN, [{taken: [raid, watch]}, NNY], clear, '---']}")) == [
        [1],
        [4, 6],
        [3, 5, 7],
        [0, 2],
    ]


def test_a_party_without_preference_ties_everything_and_is_told() -> None:
    answer = stability_of_case(found(ACTIONS, "  preferences: {south: [raid]}\n"))
    assert answer.found.not_known == ("north", "league")
    assert order(answer.found.problem.ranks[0].tolist()) == [list(range(8))]
    assert any("nothing is known of the preferences of North" in caveat for caveat in answer.caveats)
    surely = answer.uncertain["nash"].equilibria_in("a").tolist()
    assert surely == []
    assert answer.uncertain["nash"].equilibria_in("d").tolist() == [2, 3, 6, 7]


def test_known_pairs_and_unknown_pairs() -> None:
    pairs = found(ACTIONS, "  preferences: {north: {pairs: [[YNN, NNN]]}, south: [raid], league: [watch]}\n")
    assert pairs.partly_known == ("north",)
    answer = stability_of_case(pairs)
    assert answer.uncertain["nash"].by_extension["a"][:, 0].tolist() == [False, True] + [False] * 6
    assert answer.uncertain["nash"].by_extension["d"][:, 0].tolist() == [False] + [True] * 7
    but_one = (
        "  preferences: {north: {ranking: [clear, not clear], unknown: [[YNN, NNN]]}, south: [raid], league: [watch]}\n"
    )
    answer = stability_of_case(found(ACTIONS, but_one))
    nash = answer.uncertain["nash"].by_extension
    assert nash["d"][:, 0].tolist() == [True, True, False, True, False, True, False, True]
    assert nash["a"][:, 0].tolist() == [False, False, False, True, False, True, False, True]


def test_great_differences_make_strong_verdicts() -> None:
    told = """
  preferences: {north: {statements: [{holds: not raid, much: true}, not clear]}, south: [raid], league: [watch]}
"""
    answer = stability_of_case(found(ACTIONS, told), ["gmr"])
    # North gains by closing (1 to 0); South would answer with a raid, which is much worse for North. At 3, raided
    # already, the same answer leaves North where a raid has left it: no better, but not much worse.
    assert answer.strength["gmr"].strongly[:, 0].tolist()[1] is True
    assert answer.verdicts["gmr"].stable[:, 0].tolist()[3] is False
    assert not stability_of_case(found(ACTIONS, told.replace(", much: true", ""))).strength


def test_elmira_as_published() -> None:
    answer = stability_of_case(found(ELMIRA))
    words = ConflictWords(answer.found)
    names = {c: {words.name(s) for s in answer.equilibria(c)} for c in answer.concepts}
    strong = {"NYNNY", "YNYNY", "closed"}
    assert names["nash"] == names["seq"] == names["sseq"] == strong
    assert names["gmr"] == names["smr"] == strong | {"NYNNN", "YNYNN"}
    assert answer.coalitions is not None
    (jump,) = [jump for jump in answer.coalitions.jumps if words.name(jump.origin) == "NYNNY"]
    assert words.name(jump.target) == "YNYNY"
    closed = next(s for s in answer.states.tolist() if words.name(s) == "closed")
    assert (words.pattern(closed), words.state(closed)) == ("-NNY-", "the plant is closed")
    assert isinstance(answer.found.problem, GraphForm)
    assert all(not answer.found.problem.moves(i, closed).size for i in (0, 1))


def test_states_that_count_as_one_are_ranked_alike() -> None:
    with pytest.raises(OutOfDomain, match="league ranks the states that count as closed differently"):
        found(
            ELMIRA.replace("    league: {ranking:", "    league: [insist]\n    envoy: {ranking:").split("    envoy")[0]
        )


def test_arcs_keep_what_others_have_done() -> None:
    problem = found(
        ACTIONS, "  arcs: [{party: [north, south], from: not clear, to: clear and raid, back: true}]\n"
    ).problem
    assert isinstance(problem, GraphForm)
    for i, origin in product((0, 1), range(8)):
        targets = set(problem.moves(i, origin).tolist())
        assert all(target >> 2 == origin >> 2 for target in targets)
    assert set(problem.moves(1, 0).tolist()) == {2, 3}
    assert set(problem.moves(2, 0).tolist()) == {4}


def test_explicit_states_beside_the_option_form() -> None:
    graph = """
conflict:
  states: [{id: calm}, {id: raid}, {id: war}]
  arcs: [{party: south, from: calm, to: raid, back: true}, {party: [north, south], from: raid, to: war}]
  status-quo: calm
  preferences:
    north: {ranking: [calm, war, raid]}
    south: [not war, raid]
"""
    problem = found(graph).problem
    assert isinstance(problem, GraphForm)
    assert (problem.states, problem.status_quo) == (("calm", "raid", "war"), 0)
    assert [problem.moves(1, s).tolist() for s in range(3)] == [[1], [0, 2], []]
    assert order(problem.ranks[1].tolist()) == [[1], [0], [2]]


def test_variants_and_views_replace_what_they_name() -> None:
    parts = """
  preferences: {north: [clear], south: [raid], league: [watch]}
  views: [{party: south, preferences: {north: [not clear]}, unseen: [watch]}]
  variants: [{id: weary, preferences: {south: [not raid]}, moves: {raid: fixed}}]
"""
    base, weary = found(ACTIONS, parts), found(ACTIONS, parts, variant="weary")
    assert isinstance(weary.problem, OptionForm)
    assert [a.reversal for a in weary.problem.actions] == ["both", "fixed", "both"]
    assert order(weary.problem.ranks[1].tolist()) == [[0, 1, 4, 5], [2, 3, 6, 7]]
    seen = found(ACTIONS, parts, view="south").problem
    assert isinstance(seen, OptionForm)
    assert seen.states.tolist() == [0, 1, 2, 3]
    assert order(seen.ranks[0][:4].tolist()) == [[0, 2], [1, 3]]
    answer = stability_of_case(base, ["nash"])
    assert answer.equilibria("nash") == (7,)
    assert answer.seen["nash"].expected[1].tolist() == [2]
    for wrong in ({"variant": "wary"}, {"view": "north"}):
        with pytest.raises(OutOfDomain, match="there is no"):
            found(ACTIONS, parts, **wrong)


def test_a_package_says_which_actions_are_taken() -> None:
    conflict = found(ACTIONS.replace("  status-quo: []", "  status-quo: [raid]"))
    signed = state_of_package(conflict, {"pass": "open", "guards": ("league", "north")})
    assert (signed.state, signed.settled, signed.assumed) == (7, ("clear", "watch"), ("raid",))
    partial = state_of_package(conflict, {"pass": "open"})
    assert (partial.state, partial.assumed) == (3, ("raid", "watch"))
    assert state_of_package(conflict, {}).reason == "it says nothing of any action"
    agreed = found(ACTIONS.replace("moves: forward", "with-agreement: false").replace("[]", "[raid]", 1))
    assert state_of_package(agreed, {"pass": "open"}).state == 1
    assert state_of_package(agreed, {}).state is None
    barred = found(ACTIONS, "  feasible: [not (clear and watch)]\n")
    assert "is no feasible state" in state_of_package(barred, {"pass": "open", "guards": ("league",)}).reason


def test_what_each_could_do_alone() -> None:
    conflict = found(ACTIONS, "  preferences: {north: [raid, not clear], south: [raid]}\n")
    alone = moves_alone(conflict, 1)
    assert [(m.move, m.improves) for m in alone] == [
        (Move(0, 1, 0), True),
        (Move(1, 1, 3), True),
        (Move(2, 1, 5), False),
    ]


def test_words() -> None:
    conflict = found(ACTIONS, "  preferences: {north: [not clear], south: [raid], league: [watch]}\n")
    words = ConflictWords(conflict, lambda name: f"the {name}")
    assert words.state(5) == "the North: clear the pass; the League: watch the pass"
    assert words.state(0) == "none of the actions is taken"
    assert words.step(Move(0, 1, 0)) == "the North could block the pass"
    assert words.step(Move(2, 4, 0)) == "the League could go back on “watch the pass”"
    assert words.told(certificate(conflict.problem, "nash", 6, 1)) == ("No move is better for the South.",)
    (told,) = words.told(certificate(conflict.problem, "seq", 7, 0))
    assert told == "The North could block the pass, which is better for the North, and nobody else gains by an answer."


def test_a_case_without_conflict_says_what_to_add() -> None:
    with pytest.raises(CaseError, match=r"docs/reference/conflict\.md"):
        conflict_of_case(case())


def test_values_are_not_this_engine_s() -> None:
    parts = """
  preferences: {north: {from: values}}
preferences: {north: {weights: {pass: 1}, values: {pass: {closed: 0, open: 100}}}}
"""
    with pytest.raises(OutOfDomain, match="assessment"):
        found(ACTIONS, parts)
