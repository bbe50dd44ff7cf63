"""How robust an equilibrium is: in what share of the preferences that cannot be ruled out a state is one."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import product
from math import prod, sqrt
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from detente.engines.methods.answer import Answer
from detente.engines.stability.analyse import analyse
from detente.engines.stability.certificates import stays
from detente.engines.stability.moves import Moves
from detente.engines.stability.problem import Conflict, GraphForm
from detente.engines.stability.verdicts import CONCEPTS, Concept
from detente.foundation.errors import OutOfDomain, TooLarge
from detente.foundation.plain_data import frozen, plain
from detente.foundation.progress import SILENT, Progress
from detente.study.admissible_rankings import Admissible
from detente.study.running import run
from detente.study.store import Arrays

METHOD = "stability-robustness"

EVERY_UP_TO = 2_000
"""Most profiles of rankings that are all worked out; above, they are drawn."""

STATES_LIMIT = 100_000
"""Most states whose shares are kept."""

CHUNK = 100
"""Draws in one chunk."""

FEW, SMALL = 16, 4_096
"""Where at most one state in so many is asked about, of a conflict of at most so many, each is judged by itself."""

CountArray = npt.NDArray[np.int64]
Profile = tuple[tuple[int, ...], ...]
"""For each decision maker whose ranking is open, one order."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StabilityRobustness(Answer):
    """In how many profiles of admissible rankings each state is an equilibrium, and stable for each decision maker.

    profiles: how many were worked out: all there are (`exact`), or so many drawn evenly from n_profiles.
    equilibrium[concept][k]: in how many the k-th of `states` is an equilibrium. stable[concept][k, decision_maker]: in
        how many it is stable for that one. `tolerance` is the largest standard error of a share, None where exact.
    """

    problem: Conflict = field(repr=False)
    states: tuple[int, ...]
    concepts: tuple[Concept, ...]
    profiles: int
    n_profiles: int
    equilibrium: Mapping[Concept, CountArray] = field(repr=False)
    stable: Mapping[Concept, CountArray] = field(repr=False)

    @property
    def exact(self) -> bool:
        """Whether all profiles were worked out."""
        return self.tolerance is None

    def share(self, concept: Concept, state: int) -> Fraction:
        """The share of the profiles in which a state is an equilibrium."""
        return Fraction(int(self.equilibrium[concept][self._place(state)]), self.profiles)

    def share_stable(self, concept: Concept, state: int, decision_maker: int) -> Fraction:
        """The share of the profiles in which a state is stable for one decision maker."""
        return Fraction(int(self.stable[concept][self._place(state), decision_maker]), self.profiles)

    def rows(self) -> list[dict[str, Any]]:
        """A row a state that is an equilibrium in some profile, with its share under each concept."""
        name = _name(self.problem)
        return [
            {"state": s, "name": name(s), **{c: float(self.share(c, s)) for c in self.concepts}}
            for k, s in enumerate(self.states)
            if any(self.equilibrium[c][k] for c in self.concepts)
        ]

    def to_dict(self) -> dict[str, Any]:
        """The answer as plain values, for JSON."""
        return {
            "method": self.method,
            "reference": self.reference,
            "parameters": plain(self.parameters),
            "exact": self.exact,
            "profiles": self.profiles,
            "n_profiles": self.n_profiles,
            "seed": self.seed,
            "standard_error": self.tolerance,
            "states": self.rows(),
            "caveats": list(self.caveats),
        }

    def _place(self, state: int) -> int:
        if state not in self.states:
            raise OutOfDomain(f"state {state} was not asked about")
        return self.states.index(state)


@dataclass(frozen=True, eq=False)
class RobustnessTask:
    """Profiles drawn evenly, and what each makes an equilibrium."""

    problem: Conflict
    open: Mapping[int, Admissible]
    concepts: tuple[Concept, ...]
    states: tuple[int, ...]

    @property
    def n_profiles(self) -> int:
        """How many profiles there are."""
        return prod(ranking.extensions().count for ranking in self.open.values())

    @property
    def about(self) -> Mapping[str, object]:
        """All that decides what a draw gives."""
        return {"method": METHOD, "problem": _digest(self), "concepts": self.concepts, "states": self.states}

    def chunk(self, draws: int, rng: np.random.Generator) -> Arrays:
        """Counts over so many profiles; one that is drawn twice is worked out once."""
        extensions = [ranking.extensions() for ranking in self.open.values()]
        drawn = Counter(tuple(order.draw(rng) for order in extensions) for _ in range(draws))
        return self.counts(drawn.items())

    def every(self) -> Iterator[tuple[Profile, int]]:
        """Each profile once."""
        extensions = [ranking.extensions() for ranking in self.open.values()]
        for orders in product(*(list(order.every()) for order in extensions)):
            yield orders, 1

    def counts(self, profiles: Iterator[tuple[Profile, int]] | Any, progress: Progress = SILENT) -> Arrays:
        """In how many profiles each state is an equilibrium, and stable for each."""
        n_makers = len(self.problem.decision_makers)
        equilibrium = np.zeros((len(self.concepts), len(self.states)), dtype=np.int64)
        stable = np.zeros((*equilibrium.shape, n_makers), dtype=np.int64)
        few = len(self.states) * FEW <= self.problem.n_states <= SMALL
        moves = Moves(self.problem) if few else None
        for done, (orders, times) in enumerate(profiles):
            progress.at("profiles", done, 0)
            ranks = list(self.problem.ranks)
            for (i, ranking), order in zip(self.open.items(), orders, strict=True):
                ranks[i] = ranking.ranks(order)
            problem = replace(self.problem, ranks=tuple(ranks))
            found = self._verdicts(problem) if moves is None else self._few_verdicts(Moves(problem, moves))
            for k, verdicts in enumerate(found):
                stable[k] += times * verdicts
                equilibrium[k] += times * verdicts.all(axis=1)
        return {"equilibrium": equilibrium, "stable": stable}

    def _verdicts(self, problem: Conflict) -> list[npt.NDArray[np.bool_]]:
        """For each concept stable[state asked about, decision maker], from the verdicts on all states at once."""
        found = analyse(problem, self.concepts)
        return [found[concept].stable[list(self.states)] for concept in self.concepts]

    def _few_verdicts(self, moves: Moves) -> list[npt.NDArray[np.bool_]]:
        """The same, state by state."""
        return [
            np.array([[stays(moves, concept, s, i) for i in moves.everyone] for s in self.states], dtype=np.bool_)
            for concept in self.concepts
        ]

    def answer(self, parts: Sequence[Arrays], seed: int) -> Arrays:
        """The counts of all chunks."""
        return {name: sum(part[name] for part in parts[1:]) + parts[0][name] for name in ("equilibrium", "stable")}


def stability_robustness(
    problem: Conflict,
    rankings: Mapping[int, Admissible],
    concepts: Sequence[Concept] = CONCEPTS,
    *,
    states: Sequence[int] | None = None,
    draws: int = 2_000,
    every_up_to: int = EVERY_UP_TO,
    seed: int = 0,
    executor: Executor | None = None,
    store: Path | str | None = None,
    progress: Progress = SILENT,
) -> StabilityRobustness:
    """How much an equilibrium hangs on what is not known of preferences: in what share of those possible it is one.

    Over all profiles (u_1, ..., u_n) in which every u_i is admissible, each as likely as any other, the share with s
    X-stable for all decision makers, and for each. Admissible: the linear extensions of a partial order of states or
    groups of tied states; the rankings from a partly known order of prioritised statements; or one of several.

    problem: either form. rankings: decision maker -> what is admissible; all others keep the problem's ranks.
    concepts: which of the five. states: to keep shares of; all feasible ones where None. draws: how many profiles to
    draw where there are more than `every_up_to`, through `study.run` with this seed, executor and store.

    Exact where all profiles are worked out, else with the standard error. A state that is no equilibrium anywhere has
    share 0. Raises OutOfDomain where what is known goes in a circle, TooLarge above 100,000 states or where too little
    is known to count the orders. O(profiles) times `analyse`; 2,520 profiles over 3
    actions in 5 s.

    >>> from detente.engines.stability.problem import graph_form
    >>> from detente.study.admissible_rankings import only_pairs
    >>> war = graph_form(["A", "B"], ["peace", "raid", "war"], {"A": [("peace", "raid")], "B": [("raid", "war")]},
    ...                  {"A": [["raid"], ["peace"], ["war"]]})
    >>> found = stability_robustness(war, {1: only_pairs(war, [(0, 1)])}, ["nash", "seq"])
    >>> found.exact, found.n_profiles, str(found.share("nash", 0)), str(found.share("seq", 0))
    (True, 3, '0', '2/3')

    Rêgo, L. C. and dos Santos, A. M. (2015). Probabilistic preferences in the graph model for conflict resolution. IEEE
    Transactions on Systems, Man, and Cybernetics: Systems 45(4): 595-608 (recalled, not read); derived here.
    """
    task = _task(problem, rankings, concepts, states)
    n_profiles = task.n_profiles
    exact = n_profiles <= every_up_to
    if exact:
        counts, profiles = task.counts(task.every(), progress), n_profiles
    else:
        ran = run(task, draws, executor=executor, chunk=CHUNK, seed=seed, store=store, progress=progress)
        counts, profiles = ran.answer, draws
    return StabilityRobustness(
        method=METHOD,
        parameters=frozen(open=tuple(problem.decision_makers[i] for i in task.open), draws=None if exact else draws),
        certificate=frozen(profiles=profiles, of=n_profiles),
        caveats=("admissible rankings count as equally likely; ties between states told apart do not occur",),
        tolerance=None if exact else _error(counts, profiles),
        seed=None if exact else seed,
        problem=problem,
        states=task.states,
        concepts=task.concepts,
        profiles=profiles,
        n_profiles=n_profiles,
        equilibrium={c: counts["equilibrium"][k] for k, c in enumerate(task.concepts)},
        stable={c: counts["stable"][k] for k, c in enumerate(task.concepts)},
    )


def _task(
    problem: Conflict, rankings: Mapping[int, Admissible], concepts: Sequence[Concept], states: Sequence[int] | None
) -> RobustnessTask:
    for i in rankings:
        if not 0 <= i < len(problem.decision_makers):
            raise OutOfDomain(f"there is no decision maker {i}")
    feasible = list(range(problem.n_states)) if isinstance(problem, GraphForm) else problem.states.tolist()
    asked = tuple(feasible if states is None else dict.fromkeys(states))
    strangers = set(asked) - set(feasible)
    if strangers:
        raise OutOfDomain(f"there is no feasible state {min(strangers)}")
    if len(asked) > STATES_LIMIT:
        raise TooLarge("states", estimate=len(asked), limit=STATES_LIMIT, todo="say `states`, such as the equilibria")
    return RobustnessTask(problem, dict(sorted(rankings.items())), tuple(dict.fromkeys(concepts)), asked)


def _error(counts: Arrays, draws: int) -> float:
    """The largest standard error of a share."""
    shares = np.concatenate([counts[name].reshape(-1) for name in ("equilibrium", "stable")]) / draws
    return sqrt(float((shares * (1 - shares)).max(initial=0.0)) / draws)


def _digest(task: RobustnessTask) -> str:
    """Of the conflict and of everything that is admissible."""
    problem, found = task.problem, hashlib.sha256()
    arrays: list[npt.NDArray[Any]] = list(problem.ranks)
    if isinstance(problem, GraphForm):
        arrays += [*problem.starts, *problem.targets]
        told: list[object] = [problem.states]
    else:
        arrays += [] if problem.feasible is None else [problem.feasible]
        told = [(a.decision_maker, a.reversal) for a in problem.actions]
    for i, ranking in task.open.items():
        for name in ranking.__dataclass_fields__:
            value: Any = getattr(ranking, name)
            told.append((i, type(ranking).__name__, name))
            if isinstance(value, np.ndarray):
                arrays.append(value)
            elif name == "choices":
                arrays += list(value)
            else:
                told.append(value)
    for array in arrays:
        found.update(f"{array.dtype}{array.shape}".encode())
        found.update(np.ascontiguousarray(array).tobytes())
    found.update(repr(told).encode())
    return found.hexdigest()


def _name(problem: Conflict) -> Any:
    return problem.states.__getitem__ if isinstance(problem, GraphForm) else problem.pattern
