"""Random problems of some thousand packages for folding: many free issues, a few conditions that tie others."""

from __future__ import annotations

import numpy as np

from detente.engines.settlement import Constraint, Ground, SettlementProblem, from_points
from detente.foundation.conditions import Rule, Term, Vocabulary, bind, parse


def larger_problem(rng: np.random.Generator) -> SettlementProblem:
    """One to four bargainers and at times a party asked under a condition; 5 or 6 issues of 3 to 5 options."""
    bargainers = int(rng.integers(1, 5))
    others = int(rng.integers(0, 2))
    parties = [f"p{i}" for i in range(bargainers + others)]
    sizes = rng.integers(3, 6, size=int(rng.integers(5, 7))).tolist()
    vocabulary = Vocabulary(
        tuple(Term(f"i{k}", "choice", tuple(f"o{k}{j}" for j in range(size))) for k, size in enumerate(sizes))
    )
    fine = int(rng.choice([6, 100, 10**9]))
    values = [rng.integers(0, fine, size=(size, len(parties))) for size in sizes]
    every = np.stack([v.max(axis=0) for v in values]).sum(axis=0)

    def rule(depth: int) -> Rule:
        return bind(parse(_text(rng, sizes, depth)), vocabulary)

    quo = tuple(int(rng.integers(size)) for size in sizes) if rng.random() < 0.5 else None
    if quo is not None and rng.random() < 0.7:
        # A status quo that nobody can improve on: the sum of everybody's points is largest.
        quo = tuple(int((v[:, :bargainers] / every[:bargainers]).sum(axis=1).argmax()) for v in values)
    floors = rng.uniform(0.2, 0.7) * every
    return from_points(
        parties,
        vocabulary,
        [v.tolist() for v in values],
        [int(f) for f in floors],
        consent=rng.permutation(bargainers).tolist(),
        interactions=[
            (rule(1), int(rng.integers(len(parties))), int(rng.integers(-fine, fine)))
            for _ in range(rng.integers(0, 2))
        ],
        constraints=[Constraint(f"c{i}", ~rule(1)) for i in range(rng.integers(0, 2))],
        grounds=[
            Ground(["red-line", "offer"][int(rng.integers(2))], f"g{i}", int(rng.integers(len(parties))), rule(i % 2))  # type: ignore[arg-type]
            for i in range(rng.integers(0, 3))
        ],
        conditional=[(rule(int(rng.integers(2))), p) for p in range(bargainers, len(parties))],
        status_quo=quo,
    )


def _text(rng: np.random.Generator, sizes: list[int], depth: int) -> str:
    if depth:
        word = str(rng.choice(["and", "or"]))
        return f"{_text(rng, sizes, depth - 1)} {word} {_text(rng, sizes, depth - 1)}"
    k = int(rng.integers(len(sizes)))
    return f"i{k} = o{k}{int(rng.integers(sizes[k]))}"
