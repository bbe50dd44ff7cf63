"""Proposals and packages as states: which hold, who would leave, and preferences from the case's values."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from tests.engines.stability.test_of_case import ACTIONS, HEAD

from detente.assessment.conflict import conflict_after, conflict_of, packages_of_states, state_scores
from detente.assessment.stability import assess_stability, of_package
from detente.case.reading import CaseFile, parse_case
from detente.case.vocabulary import answer_of
from detente.engines.stability.moves import Moves

PREFERENCES = """
preferences:
  north:
    weights: {pass: 60, guards: 40}
    values: {pass: {closed: 100, open: 0}, guards: {league: 60, north: -40}}
  south: {weights: {pass: 1}, values: {pass: {closed: 0, open: 100}}}
proposals:
  - {id: opening, package: {pass: open}}
  - {id: guarded, package: {pass: open, guards: [league]}}
  - {id: empty, package: {}}
"""
BY_VALUES = """
  preferences: {north: {from: values}, south: {from: values}, league: [watch]}
"""
BY_STATEMENTS = """
  preferences:
    north: [not raid, not clear, watch]
    south: [clear iff not raid, not raid]
    league: [watch]
"""


def read(*parts: str) -> CaseFile:
    return parse_case(HEAD + "".join(parts))


def test_a_state_is_worth_what_its_package_is() -> None:
    case = read(ACTIONS, BY_VALUES, PREFERENCES).case
    assert case.conflict is not None
    packages = packages_of_states(case, case.conflict)
    for state in range(8):
        answers = [answer_of(issue, code) for issue, code in zip(case.issues, packages[state].tolist(), strict=True)]
        assert answers == ["open" if state & 1 else "closed", ("league",) if state & 4 else ()]
    scores = state_scores(case, case.conflict)
    worth = [
        Fraction(60) * (not s & 1) + Fraction(40) * (Fraction(100) if s & 4 else Fraction(40)) / 100 for s in range(8)
    ]
    for one in range(8):
        for other in range(8):
            assert (scores["north"][one] > scores["north"][other]) == (worth[one] > worth[other])
    assert "league" not in scores


def test_preferences_from_values_rank_the_states() -> None:
    found = conflict_of(read(ACTIONS, BY_VALUES, PREFERENCES))
    south = found.problem.ranks[1]
    assert np.array_equal(south > south.min(), np.arange(8) & 1 == 1)
    assert [item.form for item in found.ranked] == ["values", "values", "statements"]


def test_what_each_can_do_once_a_package_is_signed() -> None:
    bare = ACTIONS.replace("  status-quo: []\n", "  status-quo: [raid]\n  preferences: {league: [not watch]}\n")
    signed = conflict_after(read(bare, PREFERENCES), {"pass": "open", "guards": ("league",)})
    assert signed.from_values == ("north", "south")
    assert (signed.described.state, signed.described.assumed) == (7, ("raid",))
    moves = Moves(signed.found.problem)
    gains = {who: moves.improvements(i, 7) for i, who in enumerate(signed.found.problem.decision_makers)}
    assert gains == {"north": (6,), "south": (), "league": (3,)}
    given = conflict_after(read(ACTIONS, BY_STATEMENTS, PREFERENCES), {"pass": "open"})
    assert given.from_values == ()


def test_which_proposals_hold_and_for_whom() -> None:
    found = assess_stability(read(ACTIONS, BY_STATEMENTS, PREFERENCES))
    opening, guarded, empty = found.proposals
    assert empty.found is None
    assert empty.described.reason == "it says nothing of any action"
    assert opening.found is not None
    assert guarded.found is not None
    assert opening.found.state == 1
    # South answers a closed pass with a raid, which North fears most; the League watches in any case.
    assert guarded.found.leavers["nash"] == ("north",)
    assert guarded.found.leavers["seq"] == ()
    assert guarded.found.tempted == ("north",)
    assert guarded.found.content == ("south", "league")
    assert guarded.found.holds
    assert opening.found.leavers["seq"] == ("league",)
    assert not opening.found.holds
    (sanction,) = guarded.found.why["north"].sanctions
    assert (sanction.improvement, [step.target for step in sanction.steps]) == (4, [6])
    assert found.today is not None
    assert found.today.leavers["nash"] == ("south", "league")


def test_concepts_and_proposals_can_be_chosen() -> None:
    one = assess_stability(read(ACTIONS, BY_STATEMENTS, PREFERENCES), ["nash"], proposal="guarded")
    assert [item.proposal.id for item in one.proposals] == ["guarded"]
    assert one.proposals[0].found is not None
    assert one.proposals[0].found.told_by == "nash"
    assert not one.proposals[0].found.holds


def test_any_package_can_be_asked_about() -> None:
    found = assess_stability(read(ACTIONS, BY_STATEMENTS, PREFERENCES))
    described, stability = of_package(found.answer, {"pass": "closed", "guards": ("league", "north")})
    assert described.state == 4
    assert stability is not None
    assert stability.leavers["nash"] == ("south",)


@pytest.mark.parametrize("concept", ["nash", "gmr", "smr", "seq", "sseq"])
def test_every_certificate_agrees_with_the_verdict(concept: str) -> None:
    found = assess_stability(read(ACTIONS, BY_STATEMENTS, PREFERENCES)).answer
    for state in found.states.tolist():
        stable = [why.stable for why in found.why(state, concept)]  # type: ignore[arg-type]
        assert stable == found.verdicts[concept].stable[state].tolist()  # type: ignore[index]
