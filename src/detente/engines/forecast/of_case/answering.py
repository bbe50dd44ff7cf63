"""Where the positions of a case lead: every model, who moves whom, and what persuading one party would shift."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

import numpy as np

from detente.case.model.case import Case
from detente.case.reading import CaseFile
from detente.engines.forecast.challenge.model import ROUNDS, ChallengeForecast, challenge_model, challenge_outcomes
from detente.engines.forecast.challenge.readings import READINGS, reading_of
from detente.engines.forecast.exchange.model import ExchangeForecast, position_exchange
from detente.engines.forecast.of_case.blocs import BlocPower, NoRule, bloc_powers
from detente.engines.forecast.of_case.positions import IssuePositions, exchange_of_case, positions_of_case
from detente.engines.forecast.of_case.scales import NoScale
from detente.engines.forecast.of_case.voting import NoVote, ScaleVote, votes_on
from detente.engines.forecast.problem import FloatArray, PositionProblem
from detente.engines.forecast.side_by_side import SideBySide, side_by_side
from detente.engines.forecast.weighted_mean import MeanForecast, compromise
from detente.foundation.errors import CaseError, Fault, MethodError, OutOfDomain
from detente.foundation.ids import did_you_mean
from detente.foundation.progress import SILENT, Progress


@dataclass(frozen=True, slots=True, eq=False)
class Supposed:
    """One party elsewhere on the scale, the others as they are: the outcome by the compromise and by each reading.

    shifts: how far each outcome moves from where it is, towards the upper end of the scale where above 0.
    """

    party: str
    place: float
    compromise: float
    challenge: Mapping[str, float]
    shifts: Mapping[str, float]


@dataclass(frozen=True, slots=True, eq=False)
class IssueForecast:
    """One issue: every model side by side, the compromise with its leverage, the challenge model round by round.

    challenge: reading → its forecast. persuaded: for each party and each answer that it does not favour, what comes
    out if it did. votes: what could replace the status quo by agreement, then by the rule of each bloc with members.
    """

    asked: IssuePositions
    models: SideBySide
    compromise: MeanForecast
    challenge: Mapping[str, ChallengeForecast] = field(repr=False)
    persuaded: tuple[Supposed, ...] = field(repr=False)
    votes: tuple[ScaleVote | NoVote, ...] = field(default=(), repr=False)

    @property
    def caveats(self) -> tuple[str, ...]:
        """What all of this takes for granted."""
        return self.asked.caveats


@dataclass(frozen=True, slots=True, eq=False)
class CaseForecast:
    """All issues of a case on which positions lead somewhere, and those on which none can be computed.

    exchange: over all of `issues`; None for one alone. blocs: who decides in those that the case says how they decide.
    """

    read: CaseFile = field(repr=False)
    issues: tuple[IssueForecast, ...]
    unanswered: tuple[NoScale, ...]
    exchange: ExchangeForecast | None
    blocs: tuple[BlocPower | NoRule, ...] = ()

    @property
    def case(self) -> Case:
        """The case."""
        return self.read.case


def forecast_of_case(
    read: CaseFile,
    *,
    issue: str | None = None,
    presets: tuple[str, ...] = tuple(READINGS),
    rounds: int = ROUNDS,
    progress: Progress = SILENT,
) -> CaseForecast:
    """Where positions lead on one issue of a case, or on each that has a scale and positions.

    presets: which readings of the challenge model are told round by round; the table of models always has all.

    Raises CaseError where the case has no positions, OutOfDomain for an issue or a preset that there is not.
    """
    case = read.case
    for preset in presets:
        reading_of(preset)
    if not case.positions:
        what = "the case has no positions, so nothing is known of where they lead"
        todo = "add positions: [{party: a, issue: b, option: c, salience: 0.8, influence: 60}]"
        raise CaseError([Fault("error", "section-missing", "positions", what, todo)])
    asked, unanswered = _asked(case, [item.id for item in case.issues] if issue is None else [issue])
    if issue is not None and unanswered:
        raise OutOfDomain(f"{issue}: {unanswered[0].reason}")
    found: list[IssueForecast] = []
    for k, item in enumerate(asked):
        progress.at("issues", k, len(asked))
        found.append(_issue(case, item, presets, rounds))
    problem = exchange_of_case(asked)
    exchanged = None if problem is None else position_exchange(problem, progress=progress)
    stated = {position.issue for position in case.positions}
    told = tuple(item for item in unanswered if item.issue.id in stated)
    return CaseForecast(read, tuple(found), told, exchanged, bloc_powers(case))


def supposed(found: IssueForecast, party: str, place: float, *, rounds: int | None = None) -> Supposed:
    """What comes out if one party stood elsewhere; OutOfDomain for one without a position, or off the scale."""
    problem = found.asked.problem
    if party not in problem.actors:
        raise OutOfDomain(f"{party!r} has no position here ({did_you_mean(party, problem.actors)})")
    moved = problem.positions.copy()
    moved[problem.actors.index(party)] = place
    replace(problem, positions=moved)  # a problem checks its own ranges
    ran = rounds or len(next(iter(found.challenge.values())).medians) - 1
    return _supposed(problem, [(party, place)], tuple(found.challenge), ran)[0]


def supposed_answer(found: IssueForecast, party: str, answer: str) -> Supposed:
    """The same for an answer as a user writes it: the id of an option, or a number on the scale."""
    scale = found.asked.scale
    try:
        place = float(answer)
    except ValueError:
        place = scale.place(answer)
    return supposed(found, party, place)


def _asked(case: Case, named: list[str]) -> tuple[tuple[IssuePositions, ...], tuple[NoScale, ...]]:
    asked: list[IssuePositions] = []
    unanswered: list[NoScale] = []
    issues = {item.id: item for item in case.issues}
    for name in named:
        try:
            found = positions_of_case(case, name)
        except MethodError as error:
            if name not in issues:
                raise
            found = NoScale(issues[name], str(error))
        if isinstance(found, NoScale):
            unanswered.append(found)
        else:
            asked.append(found)
    return tuple(asked), tuple(unanswered)


def _issue(case: Case, asked: IssuePositions, presets: tuple[str, ...], rounds: int) -> IssueForecast:
    problem = asked.problem
    others = [
        (stance.party, place) for stance in asked.stances for _, place in asked.scale.answers if place != stance.place
    ]
    return IssueForecast(
        asked=asked,
        models=side_by_side(problem, rounds=rounds),
        compromise=compromise(problem),
        challenge=MappingProxyType({name: challenge_model(problem, preset=name, rounds=rounds) for name in presets}),
        persuaded=tuple(_supposed(problem, others, presets, rounds)),
        votes=votes_on(case, asked),
    )


def _supposed(
    problem: PositionProblem, moves: list[tuple[str, float]], presets: tuple[str, ...], rounds: int
) -> list[Supposed]:
    """All at once: the first run is the problem as it is."""
    positions = np.tile(problem.positions, (len(moves) + 1, 1))
    for run, (party, place) in enumerate(moves, 1):
        positions[run, problem.actors.index(party)] = place
    weights = problem.weights
    by_model: dict[str, FloatArray] = {"compromise": positions @ weights / weights.sum()}
    for name in presets:
        shape = positions.shape
        salience, influence = np.broadcast_to(problem.salience, shape), np.broadcast_to(problem.influence, shape)
        by_model[name] = challenge_outcomes(positions, salience, influence, preset=name, rounds=rounds)[:, -1]
    return [
        Supposed(
            party,
            place,
            float(by_model["compromise"][run]),
            MappingProxyType({name: float(by_model[name][run]) for name in presets}),
            MappingProxyType({name: float(outcomes[run] - outcomes[0]) for name, outcomes in by_model.items()}),
        )
        for run, (party, place) in enumerate(moves, 1)
    ]
