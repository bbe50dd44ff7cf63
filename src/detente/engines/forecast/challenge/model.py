"""The challenge model: actors challenge one another, give way or not, round by round."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np

from detente.engines.forecast.challenge.offers import Kind, accepted, offers
from detente.engines.forecast.challenge.readings import SCHOLZ_TEXT, TIE, Reading, reading_of
from detente.engines.forecast.challenge.utilities import expectations, lower_medians
from detente.engines.forecast.problem import BoolArray, FloatArray, IntArray, PositionProblem, check_ranges
from detente.engines.forecast.weighted_median import weighted_medians
from detente.engines.methods.answer import Answer
from detente.foundation.errors import OutOfDomain
from detente.foundation.plain_data import frozen
from detente.foundation.progress import SILENT, Progress

METHOD = "challenge-model"

ROUNDS = 10

_AT_ONCE = 24_000
"""Actors computed at once, over runs: an array of what one expects of all others then fits a cache."""


@dataclass(frozen=True, slots=True)
class Move:
    """One actor's step in one round, and what it rests on.

    expects: what the mover expects of challenging the other; threatened: what it thinks the other expects of
    challenging it; chance: that the other prevails.
    """

    round: int
    actor: str
    towards: str
    kind: Kind
    start: float
    end: float
    expects: float
    threatened: float
    chance: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ChallengeForecast(Answer):
    """Positions round by round, and who moved whom.

    positions[round, actor], round 0 as given. medians, means[round]: weighted by influence times salience, of medians
    the lower. outcome: the median after the last round. settled: the first round after which nobody moves any more,
    if any.
    """

    actors: tuple[str, ...]
    positions: FloatArray = field(repr=False)
    medians: tuple[float, ...]
    means: tuple[float, ...]
    risk: FloatArray = field(repr=False)
    moves: tuple[Move, ...] = field(repr=False)
    outcome: float
    settled: int | None

    def rows(self) -> list[dict[str, Any]]:
        """A row a round: the median, the mean, and every actor's position."""
        return [
            {"round": k, "median": median, "mean": mean, **dict(zip(self.actors, row, strict=True))}
            for k, (median, mean, row) in enumerate(zip(self.medians, self.means, self.positions.tolist(), strict=True))
        ]


def challenge_model(
    problem: PositionProblem,
    *,
    preset: str | Reading = SCHOLZ_TEXT,
    rounds: int = ROUNDS,
    progress: Progress = SILENT,
) -> ChallengeForecast:
    """Each actor weighs up challenging each other one, and gives way where it is threatened with more than it can win.

    With g = |x_i - x_j| / R and exponent r: Us = 2 - 4 (1/2 - g/2)^r, Uf = 2 - 4 (1/2 + g/2)^r, Usq = 2 - 4 (1/2)^r.
    P_ij is the share of votes c_k s_k (|x_k - x_j| - |x_k - x_i|) that are for i. i expects of challenging j
    s_j (P Us + (1 - P) Uf) + (1 - s_j) Us - Q Usq - (1 - Q)(T Ub + (1 - T) Uw); r_i in [1/2, 2] comes from a first
    pass with r = 1, by how much all others expect of challenging i. Who is threatened with more than it expects
    moves: all the way, or by the ratio of the two; all at once, then the next round.

    problem: positions in units of the scale, salience 0 to 1, influence 0 or more.
    preset: a name of `READINGS` or a Reading: the printed text can be read in many ways, and they differ widely.
    rounds: how many; the process need not come to rest.

    Where all positions are equal nothing moves. float64; decisions turn on signs, so what differs by less than 1e-9
    counts as equal, places too, and of equal offers the one towards the lower position is accepted. The medians are
    the lower ones. O(rounds n^2), with curved votes too, beside O(rounds n^3) comparisons of who stands nearer to whom:
    10 actors, 10 rounds in 10 to 25 ms alone; in bulk (`challenge_outcomes`) more than 10,000 runs a second, of 40
    actors more than 500.

    >>> from detente.engines.forecast.problem import position_problem
    >>> found = challenge_model(position_problem([("a", 0, 1, 1), ("b", 60, 0.5, 1), ("c", 100, 1, 3)]), rounds=2)
    >>> found.outcome, found.moves[0].actor, found.moves[0].towards, found.moves[0].kind
    (100.0, 'a', 'b', 'conflict')

    Scholz, J. B., Calbert, G. J. and Smith, G. A. (2011). Unravelling Bueno de Mesquita's group decision model.
    ICAART 2011, pages 17-30, https://doi.org/10.5220/0003121500180030, equations 5-34 and figure 6.
    """
    reading = _checked(preset, rounds)
    order: IntArray = np.argsort(problem.positions, kind="stable")
    salience, influence = problem.salience[order, None], problem.influence[order, None]
    current = problem.positions[order, None]
    spread = _spread(current)
    current = _gathered(current, spread)
    every, moves, risk = [problem.positions], list[Move](), np.ones(len(order))
    for k in range(1, rounds + 1):
        progress.at("rounds", k, rounds)
        spread = _spread(current) if reading.spread == "current" else spread
        seen = expectations(current, salience, influence, reading, spread)
        made = offers(current, seen, reading)
        after, taken = accepted(current, seen, made, reading, spread)
        again = np.argsort(after[:, 0], kind="stable")
        after[again] = _gathered(after[again], spread)
        if k == 1:
            risk[order] = seen.risk[:, 0]
        moves += [
            Move(
                round=k,
                actor=problem.actors[int(order[i])],
                towards=problem.actors[int(order[j])],
                kind=made.kind(i, j, 0),
                start=float(current[i, 0]),
                end=float(after[i, 0]),
                expects=float(seen.challenge[i, j, 0]),
                threatened=float(seen.threat[i, j, 0]),
                chance=float(seen.probabilities[j, i, 0]),
            )
            for i, j in enumerate(taken[:, :, 0].argmax(axis=1).tolist())
            if taken[i, j, 0]
        ]
        shown = np.empty(len(order))
        shown[order] = after[:, 0]
        every.append(shown)
        order, current, salience, influence = order[again], after[again], salience[again], influence[again]
    positions = np.array(every)
    weights = np.broadcast_to(problem.weights, positions.shape)
    medians = tuple(weighted_medians(positions, weights).tolist())
    choices = {key: value for key, value in asdict(reading).items() if key != "name"}
    still = [k for k in range(rounds) if (positions[k:] == positions[k]).all()]
    return ChallengeForecast(
        method=METHOD,
        parameters=frozen(preset=reading.name, rounds=rounds, **choices),
        certificate=frozen(first_round=tuple(m for m in moves if m.round == 1)),
        caveats=() if still else (f"positions still move after {rounds} rounds: the outcome depends on when it stops",),
        actors=problem.actors,
        positions=positions,
        medians=medians,
        means=tuple(((positions * weights).sum(axis=1) / problem.weights.sum()).tolist()),
        risk=risk,
        moves=tuple(moves),
        outcome=medians[-1],
        settled=still[0] if still else None,
    )


def challenge_outcomes(
    positions: FloatArray,
    salience: FloatArray,
    influence: FloatArray,
    *,
    preset: str | Reading = SCHOLZ_TEXT,
    rounds: int = ROUNDS,
    progress: Progress = SILENT,
) -> FloatArray:
    """The weighted medians after every round of many runs: outcome[run, round], round 0 as given.

    positions, salience, influence[run, actor]. The same numbers as `challenge_model` run by run, up to rounding.
    """
    reading = _checked(preset, rounds)
    x, s, c = (np.atleast_2d(np.asarray(a, dtype=np.float64)) for a in (positions, salience, influence))
    if not x.shape == s.shape == c.shape:
        raise OutOfDomain(f"positions {x.shape}, salience {s.shape} and influence {c.shape}: one shape, run by actor")
    names = [f"actor {k}" for k in range(x.shape[1])]
    check_ranges(names, x, s, c, float(x.min(initial=0)), float(x.max(initial=0)))
    found = np.empty((len(x), rounds + 1))
    step = max(1, _AT_ONCE // max(1, x.shape[1]))
    for start in range(0, len(x), step):
        progress.at("runs", start, len(x))
        part = slice(start, start + step)
        mine = [np.ascontiguousarray(a[part].T) for a in (x, s, c)]
        found[part] = _rounds(mine[0], mine[1], mine[2], reading, rounds)
    return found


def _rounds(
    current: FloatArray, salience: FloatArray, influence: FloatArray, reading: Reading, rounds: int
) -> FloatArray:
    """All rounds of some runs; one in which nobody moves any more is done, as every further round is the same."""
    spread = _spread(current)
    found = np.empty((current.shape[1], rounds + 1))
    moving = np.arange(current.shape[1], dtype=np.int64)
    current, salience, influence = _sorted(current, salience, influence, spread)
    found[:] = lower_medians(current, salience * influence)[:, None]
    for k in range(1, rounds + 1):
        if reading.spread == "current":
            spread = _spread(current)
        seen = expectations(current, salience, influence, reading, spread)
        current, taken = accepted(current, seen, offers(current, seen, reading), reading, spread)
        current, salience, influence = _sorted(current, salience, influence, spread)
        found[moving, k:] = lower_medians(current, salience * influence)[:, None]
        still: BoolArray = np.asarray(taken.any(axis=(0, 1)))
        if not still.all():
            moving, spread = moving[still], spread[still]
            current, salience, influence = (np.ascontiguousarray(a[:, still]) for a in (current, salience, influence))
    return found


def _sorted(
    positions: FloatArray, salience: FloatArray, influence: FloatArray, spread: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """The actors of each run by position, those who stand together at one place."""
    runs = positions.shape[1]
    order: IntArray = np.argsort(positions, axis=0, kind="stable")
    order *= runs
    order += np.arange(runs, dtype=np.int64)
    x: FloatArray = positions.take(order)
    s: FloatArray = salience.take(order)
    c: FloatArray = influence.take(order)
    return _gathered(x, spread), s, c


def _gathered(positions: FloatArray, spread: FloatArray) -> FloatArray:
    """Ascending positions[actor, run]; who stands within rounding of the next below stands at its place.

    A power below 1 makes 1e-8 of 1e-16: two at one place would part, and each be threatened by the other.
    """
    found, near = positions.copy(), TIE * spread
    for here, below in zip(found[1:], found[:-1], strict=True):
        np.copyto(here, below, where=here - below <= near)
    return found


def _spread(positions: FloatArray) -> FloatArray:
    """The range of positions[actor, run] of each run; 1 where all are equal, when nothing moves anyway."""
    width = positions.max(axis=0) - positions.min(axis=0)
    return np.where(width > 0, width, 1.0)


def _checked(preset: str | Reading, rounds: int) -> Reading:
    if rounds < 1:
        raise OutOfDomain(f"{rounds} rounds: at least 1")
    return reading_of(preset)
