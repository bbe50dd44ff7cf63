"""What the accession methods refuse, what they flag, and that exact input stays exact."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import FrozenInstanceError
from fractions import Fraction
from typing import Any

import pytest

from detente.engines.commitments.accession.activation import NoMean, activation_delay
from detente.engines.commitments.accession.ratification import NotAsked, ratification_probability
from detente.engines.commitments.accession.ratifications_in_force import ratifications_in_force
from detente.engines.commitments.accession.voting import accession_in_steps, accession_vote
from detente.foundation.errors import OutOfDomain, TooLarge


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (lambda: accession_vote([], []), "at least one voter"),
        (lambda: accession_vote([1], [1, 2]), "one value of each outcome"),
        (lambda: accession_vote([1, 2], [1, 2], voters=["P", "P"]), "names must differ"),
        (lambda: accession_vote([1, 2], [1, 2], weights=[1, 0]), "weight of voter 1"),
        (lambda: accession_vote([1, 2], [1, 2], quota=3), "quota"),
        (lambda: accession_vote([1, 2], [1, 2], quota=0), "quota"),
        (lambda: accession_vote([float("inf")], [0]), "finite"),
        (lambda: accession_in_steps(), "at least one step"),
        (lambda: accession_in_steps(accession_vote([1], [0]), accession_vote([1], [0])), "question of its own"),
        (lambda: ratification_probability([]), "at least one voter"),
        (lambda: ratification_probability([1.1]), "outside 0 to 1"),
        (lambda: ratification_probability([0.5], voters=["P", "Q"]), "one name"),
        (lambda: ratification_probability([0.5], correlation=-0.1), "correlation"),
        (lambda: ratifications_in_force([2]), "probability 0"),
        (lambda: activation_delay([]), "at least one hazard"),
        (lambda: activation_delay([0]), "hazard of voter 0"),
        (lambda: activation_delay([1], by=[-1]), "time"),
        (lambda: activation_delay([1], levels=[1]), "level"),
        (lambda: activation_delay([1], frailty="0.5", correlation="0.5"), "only one"),
        (lambda: activation_delay([1], frailty=11), "frailty"),
        (lambda: activation_delay([1], correlation=1), "correlation"),
    ],
)
def test_what_lies_outside_the_domain_is_refused(asked: Callable[[], object], says: str) -> None:
    with pytest.raises(OutOfDomain, match=says):
        asked()


def test_work_beyond_the_limits_is_refused() -> None:
    with pytest.raises(TooLarge):
        ratifications_in_force([0.5] * 2001)
    with pytest.raises(TooLarge):
        accession_vote([0] * 40, [1] * 40, weights=[3**k for k in range(40)], quota=3**39 + 3**20 + 1)


def test_a_non_members_veto_stays_apart_from_the_accession() -> None:
    admitted = accession_vote([2, 2], [1, 1], voters=["P", "Q"], question="accession")
    settled = accession_vote([0, 1], [3, 1], voters=["X", "Y"], question="settlement")
    answer = accession_in_steps(admitted, settlement=settled)
    assert admitted.passes
    assert not answer.passes
    assert answer.stopped_at == ("settlement",)
    assert answer.blocking == (("settlement", "X"),)
    assert answer.payment == 3
    assert {row["question"] for row in answer.rows()} == {"accession", "settlement"}


def test_every_blocking_voter_is_named_also_where_the_quota_is_reached() -> None:
    answer = accession_vote([1, 1, 0], [0, 0, 1], quota=2)
    assert (answer.passes, answer.blocking, answer.payment, answer.paid) == (True, ("voter 2",), 0, ((),))


def test_ties_among_coalitions_are_all_listed_up_to_the_limit() -> None:
    few = accession_vote([0] * 4, [1] * 4, quota=2)
    assert len(few.paid) == 6
    many = accession_vote([0] * 20, [1] * 20, quota=10)
    assert len(many.paid) == 1000
    assert any("1000" in caveat for caveat in many.caveats)


def test_floats_are_taken_as_printed() -> None:
    answer = accession_vote([0.0, 0.0], [0.3, 0.1], weights=[0.3, 0.3], quota=0.3)
    assert answer.payment == pytest.approx(0.1)


def test_dependence_at_its_ends() -> None:
    chances = ["0.9", "0.5", "0.8"]
    assert isinstance(ratification_probability(chances).with_correlation, NotAsked)
    assert ratification_probability(chances, correlation=0).with_correlation == pytest.approx(0.36)
    all_alike = ratification_probability(chances, correlation=1)
    assert all_alike.with_correlation == 0.5
    assert (all_alike.lowest, all_alike.least_likely) == (Fraction("0.2"), ("voter 1",))
    assert ratification_probability([0, 1], correlation=0.5).with_correlation == 0
    assert ratification_probability([1, 1], correlation=0.5).with_correlation == pytest.approx(1)


def test_one_voter_waits_its_own_mean() -> None:
    answer = activation_delay(["1/60"], by=[0, 60])
    assert answer.mean == 60
    assert [done.probability for done in answer.by] == pytest.approx([0, 0.6321205588285577])
    assert answer.median == pytest.approx(41.58883083359672)


def test_dependence_of_delays() -> None:
    rates = ["1/60", "1/60", "1/400"]
    alone = activation_delay(rates)
    shared = activation_delay(rates, frailty="0.5")
    assert not isinstance(alone.mean, NoMean)
    assert shared.mean == pytest.approx(2 * alone.mean)
    assert isinstance(activation_delay(rates, frailty=1).mean, NoMean)
    together = activation_delay(rates, correlation="0.9")
    # All wait for the same cause: little more than the slowest alone.
    assert together.mean == pytest.approx(400, rel=0.02)
    assert together.tolerance is not None
    assert (alone.tolerance, alone.slowest) == (None, ("voter 2",))


@pytest.mark.parametrize(
    "answer",
    [
        accession_vote([1, 2], [2, 1]),
        accession_in_steps(accession_vote([1, 2], [2, 1])),
        ratification_probability([0.5, 0.6], correlation=0.5),
        ratifications_in_force(["0.5", "0.6"]),
        activation_delay(["1/60", "1/300"], by=[365], frailty="0.2"),
    ],
    ids=lambda answer: type(answer).__name__,
)
def test_answers_are_frozen_and_become_rows(answer: Any) -> None:
    assert json.loads(json.dumps(answer.rows()))
    with pytest.raises(FrozenInstanceError):
        answer.method = "other"
