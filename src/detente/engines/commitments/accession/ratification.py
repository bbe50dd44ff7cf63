"""The probability that everybody ratifies, and how much it depends on whether they decide alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import prod
from typing import TypeAlias

from detente.engines.commitments.gaussian_factor import conditional, expectation
from detente.engines.commitments.quadrature import TOLERANCE, FloatArray
from detente.engines.commitments.quantity import Number, Quantity, probability, quantity
from detente.engines.methods.answer import Answer
from detente.foundation.errors import OutOfDomain
from detente.foundation.plain_data import frozen


@dataclass(frozen=True, slots=True)
class NotAsked:
    """A number that was not computed, and why."""

    reason: str


Dependent: TypeAlias = float | NotAsked


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratification(Answer):
    """P(all ratify) as far as it can be known without and with a view on dependence.

    `lowest` <= `independent`, `with_correlation` <= `highest`: the outer two hold whatever the dependence.
    """

    independent: Quantity
    highest: Quantity
    lowest: Quantity
    with_correlation: Dependent
    least_likely: tuple[str, ...]
    """The voters with the smallest probability, all ties."""


def ratification_probability(
    probabilities: Sequence[Number], *, voters: Sequence[str] | None = None, correlation: Number | None = None
) -> Ratification:
    """How likely it is that all ratify: a few reluctant voters, or many who are almost sure, make it small.

    Independent: prod a_i. Whatever the dependence: max(0, sum a_i - (n - 1)) <= P <= min a_i, the upper bound reached
    where all decide alike. Between: a one-factor Gaussian copula, in which each ratifies iff
    sqrt(rho) Z + sqrt(1 - rho) e_i < Phi^-1(a_i), Z shared.

    probabilities: a_i, 0 to 1, one a voter. correlation: rho, 0 to 1; not used where missing (`NotAsked`).

    Exact for exact input, except `with_correlation` at 0 < rho < 1: `tolerance` says what the last halving of the step
    changed. O(n), with a correlation O(n × steps): 32 voters in 2 ms.

    >>> answer = ratification_probability([0.99] * 30 + [0.3, 0.4])
    >>> round(answer.independent, 6), answer.highest
    (0.088764, 0.3)

    Bounds: Fréchet, M. (1951). Sur les tableaux de corrélation dont les marges sont données. Annales de l'Université de
    Lyon, Sciences A 14: 53-77. Factor: Vasicek, O. A. (2002). Loan portfolio value. Risk 15(12): 160-162.
    """
    names = tuple(voters) if voters is not None else tuple(f"voter {i}" for i in range(len(probabilities)))
    found = tuple(probability(a, f"probability of {name}") for a, name in zip(probabilities, names, strict=False))
    if not found or len(names) != len(probabilities):
        raise OutOfDomain("give at least one voter, and one name and one probability a voter")
    dependent, error = _with_correlation(found, correlation)
    least = min(found)
    return Ratification(
        method="ratification-probability",
        independent=prod(found, start=Fraction(1)),
        highest=least,
        lowest=max(Fraction(0), sum(found, Fraction(0)) - (len(found) - 1)),
        with_correlation=dependent,
        least_likely=tuple(name for a, name in zip(found, names, strict=True) if a == least),
        tolerance=error,
        caveats=(
            "the probabilities are judgements; that they are independent is an assumption, not a default of nature",
        ),
        parameters=frozen(voters=len(found), correlation=correlation),
        certificate=frozen(probabilities=found),
    )


def _with_correlation(found: Sequence[Quantity], correlation: Number | None) -> tuple[Dependent, float | None]:
    if correlation is None:
        return NotAsked("no correlation was given"), None
    rho = quantity(correlation, "correlation")
    if not 0 <= rho <= 1:
        raise OutOfDomain(f"correlation {correlation!r} lies outside 0 to 1")
    if rho == 1:
        return float(min(found)), None
    if rho == 0:
        return float(prod(found, start=Fraction(1))), None
    chances = [float(a) for a in found]

    def all_ratify(factor: FloatArray) -> FloatArray:
        return conditional(chances, float(rho), factor).prod(axis=0)

    found_value, error = expectation(all_ratify)
    return found_value, max(TOLERANCE, error)
