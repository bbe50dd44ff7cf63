"""The comparison of two packages whose answer tells most about a party's weights."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from detente.engines.methods.answer import Answer
from detente.foundation.errors import OutOfDomain
from detente.foundation.plain_data import frozen
from detente.study.factors import FloatArray

METHOD = "elicitation"

NEAR = 0.02
"""Expected shares that differ by no more count as equal: then the easier question is asked."""

SETTLED = 0.02
"""A question is open while at least this share of the draws stands on either side."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class NextQuestion(Answer):
    """The question to ask: its place in the list, and what the draws say about the answer.

    share: of draws in which the first package is worth more. remaining: the share of draws that is expected to keep
    the answer, share² + (1 - share)²; 1/2 at best. size: the mean absolute difference between the two, in points.
    kind: "open" where both answers are possible; "check" where all draws agree, to see whether the party does.
    """

    question: int
    kind: Literal["open", "check"]
    share: float
    remaining: float
    size: float


@dataclass(frozen=True, slots=True, kw_only=True)
class NothingToAsk(Answer):
    """No question of the list is left to ask, and why."""

    why: str


def next_question(
    weights: FloatArray,
    gains: FloatArray,
    *,
    asked: Collection[int] = (),
    check: bool = False,
    added: FloatArray | None = None,
) -> NextQuestion | NothingToAsk:
    """Which of these comparisons of two packages narrows the weights most, whatever the answer turns out to be.

    Draws w of the weights that all answers so far admit vote on each question q: p_q = share with d_q(w) > 0, where
    d_q(w) = sum_i w_i gains[q, i] + added[q]. Asked is the q that minimises the share expected to stay,
    p² + (1 - p)², so the one that cuts the admitted weights most nearly in half; among those within 0.02 of the
    best the one over fewest issues, then the largest mean |d|, which is the easiest to answer.

    weights: [draw, issue], shares of 1. gains: [question, issue], points from 0 to 100 by which the first package is
    worth more on the issue. asked: questions already answered. check: ask one that all draws answer alike, and the
    surest of those that are no matter of course: a party that answers otherwise contradicts itself.

    `NothingToAsk` where no question divides the draws (by at least 2 % of them), or none is left. A greedy rule: it
    looks one question ahead. O(draws × questions × issues); 2,000 × 4,000 × 8 in 0.7 s.

    >>> even = np.linspace(0, 1, 101)[:, None]
    >>> asks = np.array([[100.0, -100.0], [100.0, -25.0], [100.0, 10.0]])
    >>> found = next_question(np.hstack([even, 1 - even]), asks)
    >>> found.question, round(found.share, 2), round(found.remaining, 2)
    (0, 0.5, 0.5)

    Toubia, O., Hauser, J. R. and Simester, D. I. (2004). Polyhedral methods for adaptive choice-based conjoint
    analysis. Journal of Marketing Research 41(1): 116-131, https://doi.org/10.1509/jmkr.41.1.116.25082, for choices
    that cut the polyhedron of weights into nearly equal parts (recalled, not read; the vote of draws is ours).
    """
    if weights.ndim != 2 or gains.ndim != 2 or weights.shape[1] != gains.shape[1] or not len(weights):
        raise OutOfDomain(f"weights of shape {weights.shape} and gains of shape {gains.shape}")
    bonus = np.zeros(len(gains)) if added is None else added
    differences = weights @ gains.T + bonus
    shares = (differences > 1e-9).mean(axis=0) + 0.5 * (np.abs(differences) <= 1e-9).mean(axis=0)
    sizes = np.abs(differences).mean(axis=0)
    free = np.ones(len(gains), dtype=np.bool_)
    free[list(asked)] = False
    free &= ((gains > 0).any(axis=1) | (bonus > 0)) & ((gains < 0).any(axis=1) | (bonus < 0))
    sides = np.minimum(shares, 1 - shares)
    possible = free & (sides == 0 if check else sides >= SETTLED)
    if not possible.any():
        why = "no answer is implied yet" if check else "every question left has only one answer that agrees with these"
        return NothingToAsk(method=METHOD, why=why)
    remaining = shares**2 + (1 - shares) ** 2
    places = np.flatnonzero(possible)
    issues = (gains[places] != 0).sum(axis=1)
    near = np.zeros(len(places)) if check else remaining[places] > remaining[places].min() + NEAR
    chosen = int(places[np.lexsort((places, -sizes[places], issues, near))[0]])
    return NextQuestion(
        method=METHOD,
        parameters=frozen(draws=len(weights), questions=len(gains)),
        question=chosen,
        kind="check" if check else "open",
        share=float(shares[chosen]),
        remaining=float(remaining[chosen]),
        size=float(sizes[chosen]),
    )


def agreement(weights: FloatArray, gains: FloatArray, added: FloatArray | None = None) -> float:
    """How far admitted weights agree on which of two packages is better: 1 where all do, 1/2 where they toss coins.

    The mean over questions of the larger side's share of draws.

    >>> agreement(np.array([[0.9, 0.1], [0.8, 0.2]]), np.array([[50.0, -50.0], [20.0, -100.0]]))
    0.75
    """
    differences = weights @ gains.T + (0.0 if added is None else added)
    share = (differences > 0).mean(axis=0) + 0.5 * (differences == 0).mean(axis=0)
    return float(np.maximum(share, 1 - share).mean()) if len(gains) else 1.0


def ranges(corners: Sequence[Sequence[object]]) -> tuple[tuple[float, float], ...]:
    """The least and the largest of each weight over the extreme weights."""
    return tuple((min(map(float, column)), max(map(float, column))) for column in zip(*corners, strict=True))  # type: ignore[arg-type]
