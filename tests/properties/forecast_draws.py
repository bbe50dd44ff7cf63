"""Random problems of the forecast engine: with ties, and actors without salience or influence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from detente.engines.forecast.exchange.problem import ExchangeProblem, exchange_problem
from detente.engines.forecast.problem import PositionProblem, position_problem


def rngs(count: int, seed: int) -> Iterator[np.random.Generator]:
    """A generator for each case."""
    for child in np.random.SeedSequence(seed).spawn(count):
        yield np.random.default_rng(child)


def plain_problem(rng: np.random.Generator, least: int = 1, most: int = 7) -> PositionProblem:
    """Positions, salience and influence all different: nothing ties."""
    count = int(rng.integers(least, most + 1))
    low, width = float(rng.uniform(-50, 50)), float(rng.uniform(1, 200))
    shares = rng.uniform(0, 1, (3, count))
    rows = [(f"a{k}", low + width * float(x), float(s), float(c)) for k, (x, s, c) in enumerate(shares.T)]
    return position_problem(rows, low, low + width, low + width * float(rng.uniform()))


def problem(rng: np.random.Generator, least: int = 1, most: int = 7) -> PositionProblem:
    """Half of the cases on few places, with equal and with missing weights, but somebody has weight."""
    drawn = plain_problem(rng, least, most)
    if rng.random() < 0.5:
        return drawn
    count = len(drawn.actors)
    salience, influence = rng.integers(0, 5, count) / 4, rng.integers(0, 4, count).astype(float)
    salience[0], influence[0] = max(salience[0], 0.25), max(influence[0], 1.0)
    width = drawn.high - drawn.low
    places = np.clip(drawn.low + width * rng.integers(0, 5, count) / 4, drawn.low, drawn.high)
    return replace(
        drawn,
        positions=places,
        salience=salience,
        influence=influence,
        reversion=drawn.low + width * rng.integers(5) / 4,
    )


def exchange(rng: np.random.Generator) -> ExchangeProblem:
    """A few actors on two to four issues; some take no part in all, some have no weight, some places tie."""
    actors, issues = int(rng.integers(2, 7)), int(rng.integers(2, 5))
    tied = rng.random() < 0.4
    rows: list[tuple[str, str, float, float, float]] = []
    for q in range(issues):
        for a in range(actors):
            if a > 1 and rng.random() < 0.15:
                continue
            at = float(rng.integers(0, 5) * 25 if tied else rng.uniform(0, 100))
            salience = float(rng.integers(0, 5) / 4 if tied else rng.uniform())
            rows.append((f"a{a}", f"q{q}", at, salience, float(rng.integers(1, 4) if tied else rng.uniform(0.1, 1))))
        if not sum(s for a, i, _, s, _ in rows if i == f"q{q}"):
            a, i, at, _, c = rows[-1]
            rows[-1] = (a, i, at, 0.5, c)
    return exchange_problem(rows, {f"q{q}": (0.0, 100.0) for q in range(issues)})
