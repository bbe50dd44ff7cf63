"""The spatial model of politics: challenges, bargains and elections over them, turn by turn, on one or more scales."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np

from detente.engines.forecast.problem import FloatArray
from detente.engines.forecast.spatial_model.attitudes import Stance, apart, stance
from detente.engines.forecast.spatial_model.bargains import Choice, Proposed, Resolved, likeliest, proposed, resolved
from detente.engines.forecast.spatial_model.challenges import Challenges, best_challenges
from detente.engines.forecast.spatial_model.election import election_chances
from detente.engines.forecast.spatial_model.problem import SpatialProblem
from detente.engines.forecast.spatial_model.readings import KTAB, SpatialReading, spatial_reading
from detente.engines.methods.answer import Answer
from detente.foundation.errors import OutOfDomain
from detente.foundation.plain_data import frozen
from detente.foundation.progress import SILENT, Progress

METHOD = "spatial-model"

TURNS = 100
"""At most so many, as in the published toolkit."""

LEAST_TURNS = 2

QUIET = 0.02
"""It stops when all together move less than this share of what they moved in the first turn."""

_NO_MOVE = 1e-4
"""Added to what all moved in the first turn, as a share of the scales: that may be nothing."""


@dataclass(frozen=True, slots=True)
class Bargain:
    """One bargain, what it rests on, and what came of it.

    chance: that the initiator beats the receiver, as the initiator sees it; gain: what it expects of it, in utilities
    from 0 to 1. initiator_to, receiver_to: where each would go, in units of the scales. initiator_takes,
    receiver_takes: the chance of the bargain in each one's election. taken: whoever took it, and so moved there.
    """

    turn: int
    initiator: str
    receiver: str
    chance: float
    gain: float
    initiator_to: tuple[float, ...]
    receiver_to: tuple[float, ...]
    initiator_takes: float
    receiver_takes: float
    taken: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SpatialForecast(Answer):
    """Positions turn by turn, the chances of each, and who bargained with whom.

    positions[turn, actor, dimension], turn 0 as given. probabilities[turn, actor]: of the place where the actor
    stands; actors at one place share it, so a row may sum to more than 1. expected[turn, dimension]: the mean place,
    by the chance of each. changes[turn - 1]: what all moved in that turn, as a share of the first. risk[actor]: at
    the start. outcome[dimension]: expected after the last turn. settled: whether it stopped because all had nearly
    stopped moving, and not because the turns were over; stopped says it in words.
    """

    actors: tuple[str, ...]
    dimensions: tuple[str, ...]
    positions: FloatArray = field(repr=False)
    probabilities: FloatArray = field(repr=False)
    expected: FloatArray = field(repr=False)
    changes: tuple[float, ...] = field(repr=False)
    risk: FloatArray = field(repr=False)
    bargains: tuple[Bargain, ...] = field(repr=False)
    outcome: tuple[float, ...]
    settled: bool
    stopped: str

    @property
    def turns(self) -> int:
        """How many were played."""
        return len(self.changes)

    def rows(self) -> list[dict[str, Any]]:
        """A row a turn and actor: where it stands, and the chance of that place."""
        return [
            {"turn": t, "actor": actor, "probability": float(self.probabilities[t, i])}
            | dict(zip(self.dimensions, self.positions[t, i].tolist(), strict=True))
            for t in range(len(self.positions))
            for i, actor in enumerate(self.actors)
        ]


def spatial_model(
    problem: SpatialProblem,
    *,
    preset: str | SpatialReading = KTAB,
    turns: int = TURNS,
    seed: int = 0,
    progress: Progress = SILENT,
) -> SpatialForecast:
    """Actors challenge one another, bargain, and take the bargain that the others would let through, turn by turn.

    On scales from 0 to 1: d_ij = sqrt(sum (s_ik (t_ik - x_jk))^2 / sum s_ik^2), u_ij = (1 - d_ij)(1 + r_i d_ij). The
    risk attitude r_i, -1/2 to 1, is the chance of x_i in a Condorcet election without risk, stretched. i sees
    (2 r_i + r_k)/3 in k. It expects to gain (u_ii - u_ij)(1 - 2 s_j (1 - p)) of challenging j, p the chance that it
    wins with the votes of all, and challenges where that is greatest. They meet at the mean of their places, weighted
    by (s_ik p)^2 and (s_jk (1 - p))^2. Each actor takes the likeliest in an election over its bargains and staying.

    problem: positions in units of the scales, salience 0 to 1 and at most 1 over an actor's scales, capability 0 or
    more. preset: a name of `SPATIAL_READINGS` or a SpatialReading. turns: at most so many, 1 or more; it stops before
    when all move less than 2 per cent of the first turn. seed: of draws, where the reading draws bargains.

    Nobody moves where no challenge pays. float64; gains and chances within 1e-9 are equal, and of equal ones the first
    as listed counts; bargains are struck to 1e-4 of a scale. O(turns n^3): 10 actors, 10 turns in 15 ms.

    >>> from detente.engines.forecast.spatial_model.problem import spatial_problem
    >>> rows = [("a", 1, [10], [0.5]), ("b", 1, [90], [1]), ("c", 3, [60], [0.4])]
    >>> found = spatial_model(spatial_problem(rows, {"level": (0, 100)}), turns=3)
    >>> found.bargains[0].initiator, found.bargains[0].receiver, found.bargains[0].taken
    ('a', 'c', ('a', 'c'))

    Efird, B., Lester, P. and Wise, B. (2016). Analyzing coalitions in China's policy formulation. Journal of East
    Asian Studies 16: 117-145, https://doi.org/10.1017/jea.2015.4; the definitions after its program, the KTAB toolkit.
    """
    reading = spatial_reading(preset)
    if turns < 1:
        raise OutOfDomain(f"{turns} turns: at least 1")
    choice = _drawing(seed) if reading.drawn else likeliest
    states = [stance(problem, reading, problem.places, problem.places)]
    bargains: list[Bargain] = []
    moved: list[float] = []
    for turn in range(1, turns + 1):
        progress.at("turns", turn, turns)
        after, told = one_turn(problem, reading, states[-1], choice, turn)
        moved.append(float(np.sqrt(((after.places - states[-1].places) ** 2).sum(axis=1)).sum()))
        states.append(after)
        bargains += told
        if turn >= LEAST_TURNS and _change(moved) < QUIET:
            break
    chances, expected = map(np.array, zip(*(position_chances(problem, reading, s) for s in states), strict=True))
    changes = tuple(_change(moved[:k]) for k in range(1, len(moved) + 1))
    settled = len(moved) >= LEAST_TURNS and changes[-1] < QUIET
    stopped = (
        f"after turn {len(moved)}, in which all moved {changes[-1]:.2%} of the first turn's moves"
        if settled
        else f"after turn {len(moved)}, the last that was asked for"
    )
    moving = f"positions still move in turn {len(moved)}: the outcome depends on when it stops"
    choices = {key: value for key, value in asdict(reading).items() if key != "name"}
    return SpatialForecast(
        method=METHOD,
        parameters=frozen(preset=reading.name, turns=turns, **choices),
        certificate=frozen(
            first_turn=tuple(b for b in bargains if b.turn == 1), moved=tuple(moved), quiet=QUIET, stopped=stopped
        ),
        caveats=() if settled else (moving,),
        seed=seed if reading.drawn else None,
        actors=problem.actors,
        dimensions=problem.dimensions,
        positions=np.array([problem.positions, *(problem.in_units(state.places) for state in states[1:])]),
        probabilities=chances,
        expected=problem.in_units(expected),
        changes=changes,
        risk=states[0].risk,
        bargains=tuple(bargains),
        outcome=tuple(problem.in_units(expected[-1]).tolist()),
        settled=settled,
        stopped=stopped,
    )


def one_turn(
    problem: SpatialProblem, reading: SpatialReading, now: Stance, choice: Choice, turn: int
) -> tuple[Stance, list[Bargain]]:
    """Challenges, bargains, elections over them, and where all stand and what they want after."""
    made = best_challenges(problem, reading, now)
    offered, origin = proposed(problem, reading, now, made)
    came = resolved(problem, reading, now, offered, choice)
    ideals = came.places
    if problem.accommodation is not None:
        kept = np.maximum(1 - problem.accommodation.sum(axis=1), 0.0)[:, None]
        ideals = problem.accommodation @ came.places + kept * now.ideals
    told = [_told(problem, turn, made, k, offered, b, came) for b, k in enumerate(origin.tolist())]
    return stance(problem, reading, came.places, ideals), told


def position_chances(problem: SpatialProblem, reading: SpatialReading, state: Stance) -> tuple[FloatArray, FloatArray]:
    """The chance of the place of each actor, in an election over the different places, and their mean by chance."""
    first, own = apart(state.places)
    utilities = state.own_utilities()[first]
    chances = election_chances(utilities, problem.capability, reading.votes, reading.victory, reading.election)
    return chances[own], chances @ state.places[first]


def _told(
    problem: SpatialProblem, turn: int, made: Challenges, k: int, offered: Proposed, b: int, came: Resolved
) -> Bargain:
    pair = [int(offered.initiators[b]), int(offered.receivers[b])]
    takes = [float(came.chances[i][1 + came.offers[i].index(b)]) for i in pair]
    return Bargain(
        turn=turn,
        initiator=problem.actors[pair[0]],
        receiver=problem.actors[pair[1]],
        chance=float(made.chances[k]),
        gain=float(made.gains[k]),
        initiator_to=tuple(problem.in_units(offered.initiator_to[b]).tolist()),
        receiver_to=tuple(problem.in_units(offered.receiver_to[b]).tolist()),
        initiator_takes=takes[0],
        receiver_takes=takes[1],
        taken=tuple(problem.actors[i] for i in pair if came.taken[i] == b),
    )


def _change(moved: list[float]) -> float:
    return moved[-1] / (moved[0] + _NO_MOVE)


def _drawing(seed: int) -> Choice:
    rng = np.random.default_rng(np.random.SeedSequence(seed))

    def drawn(chances: FloatArray) -> int:
        return int(np.searchsorted(np.cumsum(chances)[:-1], rng.random(), side="right"))

    return drawn
