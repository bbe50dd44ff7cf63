"""What the methods refuse, and what they say when there is no answer."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from detente.engines.commitments.deterrence import (
    RECORDS,
    BetaPrior,
    Deterrence,
    Guarantor,
    NoAnswer,
    ReliabilityThreshold,
    ReputationMapping,
    SelectionEffect,
    Stake,
    State,
    capability_share,
    contest_success,
    critical_reliabilities,
    deterrence,
    deterrence_curve,
    guarantor_choice,
    joined_sets,
    kendall_tau_b,
    moral_hazard,
    published_reliability,
    recorded_reliability,
    reliability_threshold,
    selection_effect,
    uncertain_deterrence,
)
from detente.engines.commitments.deterrence.incomplete_beta import beta_quantile, incomplete_beta
from detente.foundation.errors import Cancelled, OutOfDomain, TooLarge
from detente.foundation.progress import Progress

FIRST = Guarantor("first", 12, 0.5, 0.5, 0.15)
ONE = Deterrence(4, 1, (FIRST,), cost=0.3)
PRIOR = BetaPrior(4, 1.5, "test")
NAN, INF = math.nan, math.inf


def many(count: int) -> Deterrence:
    return Deterrence(4, 1, tuple(Guarantor(f"g{i}", 1 + i / 7, 1, 0.3) for i in range(count)))


@pytest.mark.parametrize(
    ("what", "asked"),
    [
        ("strength of x", lambda: Guarantor("x", -1)),
        ("strength of x", lambda: Guarantor("x", INF)),
        ("projection of x", lambda: Guarantor("x", 1, 1.1)),
        ("projection of x", lambda: Guarantor("x", 1, NAN)),
        ("reliability of x", lambda: Guarantor("x", 1, 1, -0.1)),
        ("added_cost of x", lambda: Guarantor("x", 1, 1, 1, -0.1)),
        ("challenger_strength", lambda: Deterrence(-1, 1)),
        ("protege_strength", lambda: Deterrence(1, NAN)),
        ("prize is 0", lambda: Deterrence(1, 1, prize=0)),
        ("prize is -1", lambda: Deterrence(1, 1, prize=-1)),
        ("cost is -1", lambda: Deterrence(1, 1, cost=-1)),
        ("status_quo", lambda: Deterrence(1, 1, status_quo=INF)),
        ("decisiveness", lambda: Deterrence(1, 1, decisiveness=-1)),
        ("named twice: first", lambda: Deterrence(1, 1, (FIRST, FIRST))),
        ("decisiveness", lambda: contest_success(1, 1, INF)),
        ("challenger", lambda: contest_success(-1, 1, 1)),
        ("defender", lambda: contest_success(1, [1, NAN], 1)),
        ("correlation is 1.5", lambda: deterrence(ONE, 1.5)),
        ("correlation is -0.1", lambda: joined_sets(ONE, -0.1)),
        ("correlation is nan", lambda: deterrence(ONE, NAN, draws=10)),
        ("seed is -1", lambda: deterrence(ONE, draws=10, seed=-1)),
        ("draws is 1", lambda: deterrence(ONE, draws=1)),
        ("2 guarantors", lambda: reliability_threshold(many(2))),
        ("no guarantors", lambda: critical_reliabilities(replace(ONE, guarantors=()))),
        ("points is 1", lambda: deterrence_curve(ONE, 1)),
        ("no input 'size'", lambda: deterrence_curve(ONE, 3, ranges={"size": (0, 1)})),
        ("no input 'second.strength'", lambda: deterrence_curve(ONE, 3, ranges={"second.strength": (0, 1)})),
        ("give the lowest first", lambda: deterrence_curve(ONE, 3, ranges={"cost": (1, 0)})),
        ("positive finite a and b", lambda: BetaPrior(0, 1, "x")),
        ("provenance", lambda: BetaPrior(1, 1, " ")),
        ("a level", lambda: PRIOR.interval(1)),
        ("3 fulfilled of 2", lambda: recorded_reliability(3, 2, "x")),
        ("no record", lambda: published_reliability("defence")),
        ("1 priors for 2", lambda: uncertain_deterrence(many(2), [PRIOR])),
        ("these differ", lambda: uncertain_deterrence(many(2), [PRIOR, BetaPrior(1, 1, "x")], shared=True)),
        ("noise is -1", lambda: selection_effect(ONE, PRIOR, -1)),
        ("this closed form is for one|this form is for one", lambda: selection_effect(many(2), PRIOR, 0.1)),
        ("0 stakes for 1", lambda: guarantor_choice(ONE, [])),
        ("no noise 'cauchy'", lambda: guarantor_choice(ONE, [Stake(1, 1)], noise="cauchy")),
        ("scale is 0", lambda: guarantor_choice(ONE, [Stake(1, 1)], scale=0)),
        ("more stationed", lambda: guarantor_choice(ONE, [Stake(1, 1, stationed=7)])),
        ("more than its strength", lambda: guarantor_choice(ONE, [Stake(1, 1, prepositioned=7)])),
        ("no codes 4 and 0", lambda: guarantor_choice(ONE, [Stake(1, 1, automaticity=4)])),
        ("saved is 2", lambda: Stake(1, 1, saved=2)),
        ("value is -1", lambda: Stake(-1, 1)),
        ("automaticity maps 1", lambda: ReputationMapping(automaticity=(0,))),
        ("falls where the code rises", lambda: ReputationMapping(bindingness=(0, 2, 1))),
        ("2 guarantors: this model", lambda: moral_hazard(many(2), 0.1)),
        ("protege_cost", lambda: moral_hazard(ONE, -1)),
        ("conceded_before_help", lambda: moral_hazard(ONE, 0.1, conceded_before_help=2)),
        ("challenger_belief", lambda: moral_hazard(ONE, 0.1, challenger_belief=2)),
        ("rankings of shapes", lambda: kendall_tau_b([1, 2], [1, 2, 3])),
        ("rankings of shapes", lambda: kendall_tau_b([1], [1])),
        ("not finite", lambda: kendall_tau_b([1, NAN], [1, 2])),
        ("capability of a", lambda: State("a", -1, (1, 2))),
        ("risk exponent of a", lambda: State("a", 1, (1, 2), 0)),
        ("one name", lambda: capability_share(State("a", 1, (1, 2)), State("a", 1, (2, 1)))),
        ("several lengths", lambda: capability_share(State("a", 1, (1, 2)), State("b", 1, (2, 1, 0)))),
        ("x is 2", lambda: incomplete_beta(1, 1, 2)),
        ("a chance is 2", lambda: beta_quantile(1, 1, 2)),
    ],
)
def test_outside_the_domain(what: str, asked: Callable[[], object]) -> None:
    with pytest.raises(OutOfDomain, match=what):
        asked()


@pytest.mark.parametrize(
    "asked",
    [
        lambda: joined_sets(many(21)),
        lambda: critical_reliabilities(many(21)),
        lambda: critical_reliabilities(many(13), 0.5),
        lambda: deterrence_curve(many(21)),
        lambda: uncertain_deterrence(many(21), [PRIOR] * 21),
        lambda: uncertain_deterrence(many(20), [PRIOR] * 20),
        lambda: deterrence(many(1001)),
    ],
)
def test_too_large(asked: Callable[[], object]) -> None:
    with pytest.raises(TooLarge):
        asked()


def test_limits_of_the_contest() -> None:
    assert contest_success([0, 0, 1, 5], [1, 0, 0, 5], 2).tolist() == [0, 0.5, 1, 0.5]
    assert contest_success([1, 2, 1e-200, 1e200], [2, 1, 1e200, 1e-200], 1e300).tolist() == [0, 1, 0, 1]
    assert contest_success(np.ones((2, 3)), 0, 0).tolist() == [[0.5] * 3] * 2


def test_a_tie_counts_as_deterred() -> None:
    """An attack worth 0.5 - (1 - 0.8) against a status quo of 0.3: floats say that it is worth more."""
    tie = Deterrence(1, 1, cost=1 - 0.8, status_quo=0.3)
    assert deterrence(tie).expected_utility > 0.3
    answer = deterrence(tie)
    assert answer.deterred
    assert answer.tie
    assert answer.verdict == "deterred, by a tie"
    assert not deterrence(replace(tie, status_quo=0.2999)).deterred


def test_an_answer_within_its_error_says_so() -> None:
    near = replace(many(6), status_quo=deterrence(many(6)).expected_utility + 1e-6)
    assert deterrence(near).clear
    drawn = deterrence(near, draws=200, seed=1)
    assert not drawn.clear
    assert drawn.verdict.endswith("within the error of this answer")
    assert drawn.seed == 1
    # Two draws that agree prove nothing; where nothing is left to chance, they do.
    certain = ONE.with_reliabilities([1])
    assert deterrence(certain, draws=2, seed=1).clear
    agreeing = next(a for s in range(20) if (a := deterrence(ONE, draws=2, seed=s)).tolerance == 0)
    assert not agreeing.clear


def test_without_a_seed_one_is_made_up_and_kept() -> None:
    first = deterrence(many(3), draws=100)
    again = deterrence(many(3), draws=100, seed=first.seed)
    assert first.seed is not None
    assert again.expected_utility == first.expected_utility


def test_words_of_a_threshold() -> None:
    for changed, case in (
        (replace(ONE, cost=0.9), "deterred anyway, at every reliability"),
        (ONE, "deterred from this reliability on"),
        (replace(ONE, cost=0.0), "cannot be deterred at any reliability"),
    ):
        found = reliability_threshold(changed)
        assert isinstance(found, ReliabilityThreshold)
        assert found.case == case
        assert found.deterred == deterrence(changed).deterred
        assert critical_reliabilities(changed).guarantors[0].case == case


def test_no_answers_have_reasons() -> None:
    absent = Deterrence(4, 1, (Guarantor("far", 12, 0, 0.5),), cost=0.3)
    found = reliability_threshold(absent)
    assert isinstance(found, NoAnswer)
    assert found.reason == "joining of far changes nothing for the challenger: not deterred at every reliability"
    assert found.to_dict()["answer"] is None
    assert isinstance(reliability_threshold(replace(absent, cost=0.9)), NoAnswer)
    (each,) = critical_reliabilities(absent).guarantors
    assert isinstance(each.critical, NoAnswer)
    weak = critical_reliabilities(replace(ONE, cost=0.0))
    assert isinstance(weak.common, NoAnswer)
    assert isinstance(weak.multiplier, NoAnswer)
    unreliable = critical_reliabilities(ONE.with_reliabilities([0]))
    assert isinstance(unreliable.multiplier, NoAnswer)
    assert isinstance(selection_effect(absent, PRIOR, 0.1), NoAnswer)
    hopeless = selection_effect(replace(ONE, cost=1.0), PRIOR, 0.0)
    assert isinstance(hopeless, SelectionEffect)
    assert hopeless.attack_rate == 0
    assert isinstance(hopeless.honour_rate, NoAnswer)
    assert isinstance(hopeless.understated_by, NoAnswer)
    hazard = moral_hazard(absent, 0.1)
    assert isinstance(hazard.conditional, NoAnswer)
    assert isinstance(hazard.least_deterring, NoAnswer)
    assert isinstance(hazard.overconfidence_limit, NoAnswer)
    assert isinstance(uncertain_deterrence(many(2), [PRIOR] * 2, 100, 1).exact_probability, NoAnswer)
    flat = capability_share(State("a", 1, (1, 2)), State("b", 1, (1, 1)))
    assert isinstance(flat, NoAnswer)
    assert "portfolio of b" in flat.reason
    nobody = capability_share(State("a", 0, (1, 2)), State("b", 0, (2, 1)))
    assert isinstance(nobody, NoAnswer)


def test_caveats_that_must_be_printed() -> None:
    for name in RECORDS:
        record = published_reliability(name)
        for answer in (
            record,
            uncertain_deterrence(ONE, [record.prior], 100, 1),
            selection_effect(ONE, record.prior, 0.1),
        ):
            assert not isinstance(answer, NoAnswer)
            assert any("conditional on war having occurred; not a probability of joining" in c for c in answer.caveats)
    assert any("independence" in c for c in deterrence(many(2)).caveats)
    assert not any("independence" in c for c in deterrence(many(2), 0.5).caveats)
    choice = guarantor_choice(ONE, [Stake(1, 0.5)])
    assert any("no published source" in c for c in choice.caveats)


def test_choices_follow_their_formula() -> None:
    """q = F((p0 - p1) v + K - c) with p0 = 4/5, p1 = 4/11, K = 0.15 + 0.1."""
    stake = Stake(value=1, cost=0.6, automaticity=2, bindingness=2)
    inclination = (4 / 5 - 4 / 11) + 0.25 - 0.6
    expected = {
        "logistic": 1 / (1 + math.exp(-inclination / 0.2)),
        "normal": 0.5 * math.erfc(-inclination / 0.2 / math.sqrt(2)),
        "uniform": (inclination / 0.2 + 1) / 2,
    }
    for noise, q in expected.items():
        answer = guarantor_choice(ONE, [stake], noise, 0.2)
        assert answer.choices[0].reliability == pytest.approx(q, abs=1e-14)
        assert answer.problem.guarantors[0].reliability == answer.choices[0].reliability
    surer = guarantor_choice(ONE, [replace(stake, saved=0.3)]).choices[0].reliability
    assert surer > guarantor_choice(ONE, [stake]).choices[0].reliability
    # A trip-wire fights for the protege whether or not the rest joins.
    there = guarantor_choice(ONE, [replace(stake, stationed=1)]).problem
    assert there.protege_strength == 2
    assert there.guarantors[0].projected == pytest.approx(5)
    near = guarantor_choice(ONE, [replace(stake, prepositioned=2)]).problem
    assert near.guarantors[0].projected == pytest.approx(8)


def test_work_can_be_stopped() -> None:
    progress = Progress()
    progress.cancel()
    for asked in (
        lambda: deterrence(ONE, draws=100_000, seed=1, progress=progress),
        lambda: uncertain_deterrence(ONE, [PRIOR], seed=1, progress=progress),
        lambda: selection_effect(ONE, PRIOR, 0.1, 100_000, 1, progress=progress),
    ):
        with pytest.raises(Cancelled):
            asked()


def test_answers_become_plain_values() -> None:
    answers = (
        deterrence(ONE),
        deterrence(many(22)),
        joined_sets(many(3), 0.5),
        reliability_threshold(ONE),
        critical_reliabilities(many(2)),
        deterrence_curve(ONE, 3, ranges={"cost": (0, 1)}),
        published_reliability("all-1816-2003"),
        uncertain_deterrence(ONE, [PRIOR], 100, 1),
        selection_effect(ONE, PRIOR, 0.1),
        guarantor_choice(ONE, [Stake(1, 1)]),
        moral_hazard(ONE, 0.1),
        capability_share(State("a", 1, (1, 2)), State("b", 1, (2, 1))),
    )
    for answer in answers:
        assert not isinstance(answer, NoAnswer)
        text = json.dumps(answer.to_dict(), allow_nan=False)
        assert answer.method in text
        assert answer.rows()
