"""The case's accessions as votes, ratifications and delays."""

from __future__ import annotations

from dataclasses import dataclass

from detente.case.model.case import Case
from detente.case.model.contest import Accession, Step
from detente.engines.commitments.accession.activation import ActivationDelay, activation_delay
from detente.engines.commitments.accession.ratification import Ratification, ratification_probability
from detente.engines.commitments.accession.ratifications_in_force import InForce, ratifications_in_force
from detente.engines.commitments.accession.voting import Vote, accession_vote
from detente.engines.commitments.of_case.contests import NotAsked


@dataclass(frozen=True, slots=True)
class Chance:
    """That everybody agrees, at the shown point and at the ends of the ranges."""

    shown: Ratification
    low: Ratification
    high: Ratification


@dataclass(frozen=True, slots=True)
class StepAnswer:
    """What the engine says of one vote."""

    step: Step
    vote: Vote | NotAsked
    chance: Chance | NotAsked
    in_force: InForce | NotAsked
    delay: ActivationDelay | NotAsked


@dataclass(frozen=True, slots=True)
class AccessionAnswer:
    """Everything that the engine says of one accession."""

    accession: Accession
    steps: tuple[StepAnswer, ...]


def accessions_of_case(case: Case) -> tuple[AccessionAnswer, ...]:
    """The answers to every accession of the case, in its order."""
    return tuple(AccessionAnswer(item, tuple(_step(item, step) for step in item.steps)) for item in case.accessions)


def _step(accession: Accession, step: Step) -> StepAnswer:
    return StepAnswer(step, _vote(step), _chance(accession, step), _in_force(step), _delay(accession, step))


def _vote(step: Step) -> Vote | NotAsked:
    """The vote at the shown points, where every voter has a value for yes and no."""
    pairs = [(ballot.yes, ballot.no) for ballot in step.ballots]
    yes = [one.point for one, _ in pairs if one is not None]
    no = [one.point for _, one in pairs if one is not None]
    if not len(yes) == len(no) == len(pairs):
        return NotAsked("yes and no of every ballot")
    return accession_vote(
        yes,
        no,
        voters=[ballot.party for ballot in step.ballots],
        weights=[step.weights.get(ballot.party, 1) for ballot in step.ballots] if step.quota is not None else None,
        quota=step.quota,
        question=step.title.in_language() if step.title else step.id,
    )


def _chance(accession: Accession, step: Step) -> Chance | NotAsked:
    given = [ballot.probability for ballot in step.ballots if ballot.probability is not None]
    if len(given) < len(step.ballots) or step.quota is not None or step.at_least is not None:
        return NotAsked("a probability for every ballot of a vote that needs all")
    voters = [ballot.party for ballot in step.ballots]
    rho = accession.correlation
    at = (None, None, None) if rho is None else (float(rho.point), float(rho.low), float(rho.high))
    return Chance(
        ratification_probability([item.point for item in given], voters=voters, correlation=at[0]),
        ratification_probability([item.low for item in given], voters=voters, correlation=at[1]),
        ratification_probability([item.high for item in given], voters=voters, correlation=at[2]),
    )


def _in_force(step: Step) -> InForce | NotAsked:
    given = [ballot.probability for ballot in step.ballots if ballot.probability is not None]
    if step.at_least is None or len(given) < len(step.ballots):
        return NotAsked("at-least, and a probability for every ballot")
    return ratifications_in_force([item.point for item in given])


def _delay(accession: Accession, step: Step) -> ActivationDelay | NotAsked:
    """The time until all have agreed, given that they do."""
    days = [ballot.mean_days.point for ballot in step.ballots if ballot.mean_days is not None]
    if len(days) < len(step.ballots):
        return NotAsked("mean-days of every ballot")
    return activation_delay(
        [1 / length for length in days],
        by=[float(accession.within_days)] if accession.within_days is not None else (),
        voters=[ballot.party for ballot in step.ballots],
        correlation=float(accession.correlation.point) if accession.correlation else 0,
    )
