"""Status quo analysis: how a conflict could get from where it is to another state, step by step, and by whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from detente.engines.methods.answer import Answer
from detente.engines.stability.certificates import certificate
from detente.engines.stability.moves import Move, Moves
from detente.engines.stability.problem import Conflict, GraphForm, IntArray
from detente.engines.stability.verdicts import Concept
from detente.foundation.errors import OutOfDomain, TooLarge
from detente.foundation.plain_data import frozen
from detente.foundation.progress import SILENT, Progress

METHOD = "status-quo-analysis"

PAIRS_LIMIT = 20_000_000
"""Most states times decision makers."""

MOVES_LIMIT = 2_000_000_000
"""Most single moves that might have to be looked at."""

PATHS_SHOWN = 20
"""Most shortest paths to one state, unless the caller says otherwise."""

Preset = Literal["any", "improvements"]
"""Which moves count: all that can be made, or those alone that the mover gains by, by its own ranking."""

LevelArray = npt.NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class PathStep:
    """One move of a path.

    improves: whether the mover ranks the target higher than the origin.
    held_under: of the concepts asked, those under which the mover would rather stay at the origin.
    """

    move: Move
    improves: bool
    held_under: tuple[Concept, ...] = ()


@dataclass(frozen=True, slots=True)
class Paths:
    """All shortest paths to one state, or the first of them.

    length: moves of each; None where the state cannot be reached so. complete: whether these are all.
    """

    target: int
    length: int | None
    steps: tuple[tuple[PathStep, ...], ...]
    complete: bool = True


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StatusQuoAnalysis(Answer):
    """What can be reached from a state, in how many moves, and the shortest paths to the states asked.

    levels: for each state the fewest moves, -1 where it cannot be reached; 0 at the start.
    paths: for each target, in the order asked, all its shortest paths.
    """

    problem: Conflict = field(repr=False)
    start: int
    preset: Preset
    levels: LevelArray = field(repr=False)
    paths: tuple[Paths, ...]

    @property
    def reached(self) -> IntArray:
        """The states, ascending, that can be reached, the start among them."""
        return np.flatnonzero(self.levels >= 0).astype(np.int64)

    def level(self, moves: int) -> IntArray:
        """The states, ascending, that take this many moves and no fewer."""
        return np.flatnonzero(self.levels == moves).astype(np.int64)

    def tree(self) -> tuple[tuple[int, Move], ...]:
        """The moves of the first shortest path to each target, each once, with the level of their ends."""
        found: dict[Move, int] = {}
        for paths in self.paths:
            for step in paths.steps[0] if paths.steps else ():
                found.setdefault(step.move, int(self.levels[step.move.target]))
        return tuple(
            sorted(((level, move) for move, level in found.items()), key=lambda e: (e[0], e[1].origin, e[1].target))
        )

    def rows(self) -> list[dict[str, Any]]:
        """A row a step: target, number of the path, place in it, mover, origin, target, improvement, held under."""
        moves = Moves(self.problem)
        return [
            {
                "to": moves.name(paths.target),
                "path": number,
                "step": place,
                "mover": self.problem.decision_makers[step.move.mover],
                "from": moves.name(step.move.origin),
                "reaches": moves.name(step.move.target),
                "improves": step.improves,
                "held_under": list(step.held_under),
            }
            for paths in self.paths
            for number, steps in enumerate(paths.steps, start=1)
            for place, step in enumerate(steps, start=1)
        ]

    def to_dict(self) -> dict[str, Any]:
        """The answer as plain values, for JSON; counts a level, and the paths."""
        return {
            "method": self.method,
            "reference": self.reference,
            "start": self.start,
            "moves": self.preset,
            "n_reached": len(self.reached),
            "by_level": [len(self.level(k)) for k in range(int(self.levels.max()) + 1)],
            "unreached": [paths.target for paths in self.paths if paths.length is None],
            "steps": self.rows(),
            "complete": all(paths.complete for paths in self.paths),
            "caveats": list(self.caveats),
        }


def status_quo_analysis(
    problem: Conflict,
    targets: Iterable[int] = (),
    *,
    start: int | None = None,
    preset: Preset = "any",
    concepts: Sequence[Concept] = (),
    most: int = PATHS_SHOWN,
    progress: Progress = SILENT,
) -> StatusQuoAnalysis:
    """How the conflict could move from where it is to other states: the fewest moves, whose they are, and who gains.

    A path s = q_0, q_1, ..., q_m has q_r in R_{i_r}(q_{r-1}) and i_r != i_{r-1}: nobody moves twice in a row. With the
    preset "improvements" every q_r is in R_{i_r}+(q_{r-1}), by the mover's own ranking. All shortest ones are found.

    problem: either form. targets: feasible states, such as equilibria. start: a feasible state; the status quo where
    None. preset: which moves count. concepts: say of each step under which of these its mover would stay (one
    certificate each). most: how many shortest paths to list for each target.

    A target out of reach has length None and no path. Raises OutOfDomain without a start or for a state that is not
    feasible, TooLarge above 20,000,000 states x decision makers or 2,000,000,000 moves.
    O(d sum_i |arcs of i|); 262,144 states with 18 actions of 6 decision makers in 3 s.

    >>> from detente.engines.stability.problem import graph_form
    >>> war = graph_form(["A", "B"], ["peace", "raid", "war"], {"A": [("peace", "raid")], "B": [("raid", "war")]},
    ...                  {"A": [["raid"], ["peace"], ["war"]], "B": [["peace"], ["war"], ["raid"]]})
    >>> found = status_quo_analysis(war, [2], start=0, preset="improvements")
    >>> [(row["mover"], row["reaches"]) for row in found.rows()]
    [('A', 'raid'), ('B', 'war')]

    Li, K. W., Kilgour, D. M. and Hipel, K. W. (2005). Status quo analysis in the graph model for conflict resolution.
    Journal of the Operational Research Society 56(6): 699-707 (recalled, not read).
    """
    moves = Moves(problem)
    origin = problem.status_quo if start is None else start
    if origin is None:
        raise OutOfDomain("the conflict has no status quo; say `start`")
    if preset not in ("any", "improvements"):
        raise OutOfDomain(f"{preset!r} is no preset: any, improvements")
    wanted = tuple(dict.fromkeys(targets))
    for state in (origin, *wanted):
        moves.check_state(state)
    _check_size(moves)
    search = _Search(moves, origin, preset, progress)
    paths = tuple(search.paths(target, concepts, most) for target in wanted)
    cut = [found.target for found in paths if not found.complete]
    return StatusQuoAnalysis(
        method=METHOD,
        parameters=frozen(moves=preset, start=origin, concepts=tuple(concepts)),
        certificate=frozen(reached=int((search.fewest >= 0).sum()), levels=int(search.fewest.max())),
        caveats=(f"more than {most} shortest paths lead to {len(cut)} of the states; the first are listed",)
        if cut
        else (),
        problem=problem,
        start=origin,
        preset=preset,
        levels=search.fewest,
        paths=paths,
    )


class _Search:
    """How many moves each state takes, by who moved last; and back along the shortest ones."""

    def __init__(self, moves: Moves, start: int, preset: Preset, progress: Progress) -> None:
        self.moves, self.start, self.preset = moves, start, preset
        self.levels = np.full((len(moves.everyone), moves.problem.n_states), -1, dtype=np.int16)
        frontier: list[IntArray] = []
        depth = 0
        while depth == 0 or any(len(states) for states in frontier):
            progress.at("moves from the status quo", depth, 0)
            frontier = [self._next(mover, frontier, depth + 1) for mover in moves.everyone]
            depth += 1
        reached = np.where(self.levels < 0, np.iinfo(np.int16).max, self.levels).min(axis=0)
        self.fewest: LevelArray = np.where((self.levels < 0).all(axis=0), -1, reached).astype(np.int16)
        self.fewest[start] = 0
        self.fewest.flags.writeable = False

    def _next(self, mover: int, frontier: Sequence[IntArray], depth: int) -> IntArray:
        """The states that this mover reaches as the next one, not reached with it as the last one before."""
        if depth == 1:
            sources = np.array([self.start], dtype=np.int64)
        else:
            sources = np.unique(np.concatenate([states for j, states in enumerate(frontier) if j != mover] or [_NONE]))
        level, ranks = self.levels[mover], self.moves.problem.ranks[mover]
        found = [_NONE]
        for places, targets in self.moves.from_many(mover, sources):
            fresh = level[targets] < 0
            if self.preset == "improvements":
                fresh &= ranks[targets] > ranks[sources[places]]
            found.append(np.unique(targets[fresh]))
            level[found[-1]] = depth
        return np.concatenate(found)

    def paths(self, target: int, concepts: Sequence[Concept], most: int) -> Paths:
        """All shortest paths to a state, at most so many."""
        length = int(self.fewest[target])
        if length < 0:
            return Paths(target, None, ())
        if length == 0:
            return Paths(target, 0, ((),))
        last = [j for j in self.moves.everyone if self.levels[j, target] == length]
        found = list(islice((path for j in last for path in self._back(target, j, length)), most + 1))
        steps = tuple(tuple(self._told(move, concepts) for move in path) for path in found[:most])
        return Paths(target, length, steps, complete=len(found) <= most)

    def _back(self, state: int, mover: int, length: int) -> Iterator[tuple[Move, ...]]:
        """Every shortest legal sequence that ends with this mover at this state."""
        for origin in self._origins(state, mover, length):
            move = Move(mover, origin, state)
            if length == 1:
                yield (move,)
                continue
            for j in self.moves.others(mover):
                if self.levels[j, origin] == length - 1:
                    for before in self._back(origin, j, length - 1):
                        yield (*before, move)

    def _origins(self, state: int, mover: int, length: int) -> list[int]:
        """Where this mover can have come from, one move nearer to the start; ascending."""
        known = self.moves
        made = known.to_state(mover, state)
        if self.preset == "improvements":
            made = tuple(s for s in made if known.rank(mover, s) < known.rank(mover, state))
        if length == 1:
            return [s for s in made if s == self.start]
        return [s for s in made if any(self.levels[j, s] == length - 1 for j in known.others(mover))]

    def _told(self, move: Move, concepts: Sequence[Concept]) -> PathStep:
        known = self.moves
        improves = known.rank(move.mover, move.target) > known.rank(move.mover, move.origin)
        held = tuple[Concept, ...](
            c for c in concepts if certificate(known.problem, c, move.origin, move.mover, moves=known).stable
        )
        return PathStep(move, improves, held)


_NONE = np.zeros(0, dtype=np.int64)


def _check_size(moves: Moves) -> None:
    problem = moves.problem
    pairs = problem.n_states * len(moves.everyone)
    todo = "ask about fewer actions or decision makers"
    if pairs > PAIRS_LIMIT:
        raise TooLarge("states times decision makers", estimate=pairs, limit=PAIRS_LIMIT, todo=todo)
    if not isinstance(problem, GraphForm):
        own = sum(1 << len(problem.own(i)) for i in moves.everyone)
        if problem.n_feasible * own > MOVES_LIMIT:
            raise TooLarge("moves", estimate=problem.n_feasible * own, limit=MOVES_LIMIT, todo=todo)
