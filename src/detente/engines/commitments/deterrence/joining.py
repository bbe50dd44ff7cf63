"""Who joins with whom: the chances of all joined sets, or of all amounts of joined strength where sets are too many."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from detente.engines.commitments.deterrence.capability_bins import binned
from detente.engines.commitments.deterrence.common_factor import TOLERANCE, Mixture, mixture
from detente.engines.commitments.deterrence.contest import FloatArray
from detente.engines.commitments.deterrence.problem import Deterrence
from detente.engines.methods.answer import Answer
from detente.foundation.errors import TooLarge
from detente.foundation.plain_data import frozen

ENUMERATED = 20
"""Up to this many guarantors all 2^n sets are listed; above it capability is binned."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class JoinedSets(Answer):
    """The chance of every set of guarantors: bit i of a set's number says whether guarantor i is in it."""

    names: tuple[str, ...]
    probabilities: FloatArray
    """probabilities[S] for S = 0 .. 2^n - 1."""

    @property
    def nobody(self) -> float:
        return float(self.probabilities[0])

    def members(self, number: int) -> tuple[str, ...]:
        """The guarantors in the set of this number."""
        return tuple(name for i, name in enumerate(self.names) if number >> i & 1)

    def most_likely(self, count: int) -> tuple[int, ...]:
        """The numbers of the sets with the largest chances, ties in ascending order."""
        return tuple(most_likely(self.probabilities, count))


@dataclass(frozen=True, slots=True, eq=False)
class Outlook:
    """E[p(S)] with a bracket that holds it, and the chance that nobody joins."""

    success: float
    low: float
    high: float
    nobody: float
    rule: str
    success_by_set: FloatArray | None = None
    chances: FloatArray | None = None
    """p(S) and Pr(S) by set number, where sets are listed."""


def joined_sets(problem: Deterrence, correlation: float = 0.0) -> JoinedSets:
    """How likely it is that exactly these guarantors join and no others, for every group of them.

    Pr(S) = prod_{i in S} q_i prod_{i not in S} (1 - q_i) when independent. With correlation rho in (0, 1]:
    join_i = [sqrt(rho) Z + sqrt(1 - rho) e_i < Phi^-1(q_i)], a one-factor Gaussian copula; q_i stay as they are.

    problem: up to 20 guarantors, each with a reliability q_i in [0, 1].
    correlation: rho in [0, 1]; 0 independent, 1 one will: the more reliable join whenever the less reliable do.

    Returns the chances of all 2^n sets; TooLarge is raised above 20 guarantors. Independent and one-will chances are
    closed forms; between them 80 Gauss-Hermite nodes, or more nodes in pieces above a correlation of 0.65.
    O(nodes 2^n), as one product of two matrices: 20 guarantors and 80 nodes in 0.2 s.

    >>> from detente.engines.commitments.deterrence.problem import Deterrence, Guarantor
    >>> pair = Deterrence(4, 1, (Guarantor("g", 3, reliability=0.5), Guarantor("h", 2, reliability=0.6)))
    >>> [float(round(x, 4)) for x in joined_sets(pair).probabilities]
    [0.2, 0.2, 0.3, 0.3]

    Li, D. X. (2000). On default correlation: a copula function approach. Journal of Fixed Income 9(4): 43-54; the use
    for guarantors is derived here.
    """
    check_listed(len(problem.guarantors))
    mixed = mixture(problem.reliabilities, correlation)
    chances = set_probabilities(mixed)
    held = np.array([chances[members(i, len(chances))].sum() for i in range(len(problem.guarantors))])
    return JoinedSets(
        method="joined-sets",
        names=problem.names,
        probabilities=chances,
        parameters=frozen(correlation=correlation, rule=mixed.rule),
        certificate=frozen(total=float(chances.sum()), reliabilities_from_sets=tuple(held.tolist())),
        tolerance=None if len(mixed.weights) == 1 or correlation == 1 else TOLERANCE,
    )


def check_listed(count: int) -> None:
    """Refuse more guarantors than sets can be listed for."""
    if count > ENUMERATED:
        raise TooLarge(
            "sets of guarantors",
            estimate=2**count,
            limit=2**ENUMERATED,
            todo="join small guarantors into groups, or ask deterrence(), which bins capability above 20",
        )


def most_likely(chances: FloatArray, count: int) -> list[int]:
    """The numbers of the sets with the largest chances, ties in ascending order."""
    if count < len(chances):
        least = np.partition(chances, len(chances) - count)[len(chances) - count]
        among = np.flatnonzero(chances >= least)
    else:
        among = np.arange(len(chances))
    return among[np.argsort(-chances[among], kind="stable")][:count].tolist()


def members(guarantor: int, sets: int) -> npt.NDArray[np.bool_]:
    """Which of the set numbers 0 .. sets - 1 hold this guarantor."""
    return (np.arange(sets) >> guarantor & 1).astype(np.bool_)


def subset_sums(values: FloatArray) -> FloatArray:
    """sums[S] = the values of S added up, by doubling."""
    sums = np.zeros(1)
    for value in values.tolist():
        sums = np.concatenate([sums, sums + value])
    return sums


def independent_sets(joins: FloatArray) -> FloatArray:
    """chances[k, S] of the joined sets when guarantor i joins with joins[k, i], independently; by doubling."""
    chances = np.ones((len(joins), 1))
    for column in joins.T:
        chances = np.concatenate([chances * (1 - column)[:, None], chances * column[:, None]], axis=1)
    return chances


def set_probabilities(mixed: Mixture) -> FloatArray:
    """Pr(S) for all sets: a set is a half of low and a half of high guarantors, independent at every node."""
    middle = (mixed.joins.shape[1] + 1) // 2
    low = independent_sets(mixed.joins[:, :middle])
    high = independent_sets(mixed.joins[:, middle:])
    return (high.T @ (mixed.weights[:, None] * low)).ravel()


def multilinear(table: FloatArray, joins: FloatArray) -> FloatArray:
    """sum_S Pr(S) table[S] for each row of joins, without holding all Pr(S) of all rows."""
    middle = (joins.shape[1] + 1) // 2
    low, high = independent_sets(joins[:, :middle]), independent_sets(joins[:, middle:])
    return np.einsum("kl,kl->k", high @ table.reshape(high.shape[1], low.shape[1]), low)


def outlook(problem: Deterrence, correlation: float = 0.0) -> Outlook:
    """E[p(S)]: all sets up to 20 guarantors, binned capability above."""
    mixed = mixture(problem.reliabilities, correlation)
    nobody = float(np.sum(mixed.weights * np.prod(1 - mixed.joins, axis=1)))
    if len(problem.guarantors) <= ENUMERATED:
        success = problem.success(subset_sums(problem.projected))
        chances = set_probabilities(mixed)
        mean = float(chances @ success)
        return Outlook(mean, mean, mean, nobody, f"all sets; {mixed.rule}", success, chances)
    atoms = binned(problem.projected, mixed)
    mean, low, high = (
        float(atoms.mass @ problem.success(s)) for s in ((atoms.low + atoms.high) / 2, atoms.high, atoms.low)
    )
    return Outlook(mean, low, high, nobody, f"{len(atoms.mass)} bins of capability; {mixed.rule}")
