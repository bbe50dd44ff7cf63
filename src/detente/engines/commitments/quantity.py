"""Numbers as given: integers, fractions and decimal text stay exact, floats stay floats."""

from __future__ import annotations

import math
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

import numpy as np

from detente.foundation.errors import OutOfDomain

Number: TypeAlias = int | float | str | Fraction | Decimal
"""What may be given: a float is a float, everything else is exact; text may be a decimal or a fraction."""

Quantity: TypeAlias = Fraction | float
"""What comes back: a fraction where everything that entered was exact."""

CLOSE = 1e-12
"""Floats nearer than this, relative to the larger, are too near to call a strict inequality."""


def quantity(value: Number, what: str) -> Quantity:
    """The number, exact unless it came as a float."""
    if isinstance(value, bool | np.bool_):
        raise OutOfDomain(f"{what}: {value!r} is a truth value, not a number")
    if isinstance(value, float | np.floating):
        if not math.isfinite(value):
            raise OutOfDomain(f"{what}: {value!r} is not a finite number")
        return float(value)
    return as_printed(value, what)


def as_printed(value: Number, what: str) -> Fraction:
    """The number as a fraction; a float is taken as it is printed, so that 0.1 + 0.2 equals 0.3."""
    if isinstance(value, bool | np.bool_):
        raise OutOfDomain(f"{what}: {value!r} is a truth value, not a number")
    if isinstance(value, float | np.floating):
        value = repr(float(value))
    if isinstance(value, np.integer):
        value = int(value)
    try:
        return Fraction(value)
    except (ValueError, OverflowError, TypeError, ZeroDivisionError):
        raise OutOfDomain(f"{what}: {value!r} is not a finite number") from None


def probability(value: Number, what: str) -> Quantity:
    """A number from 0 to 1."""
    found = quantity(value, what)
    if not 0 <= found <= 1:
        raise OutOfDomain(f"{what}: {value!r} lies outside 0 to 1")
    return found


def not_negative(value: Number, what: str) -> Quantity:
    """A number of at least 0."""
    found = quantity(value, what)
    if found < 0:
        raise OutOfDomain(f"{what}: {value!r} is below 0")
    return found


def positive(value: Number, what: str) -> Quantity:
    """A number above 0."""
    found = quantity(value, what)
    if found <= 0:
        raise OutOfDomain(f"{what}: {value!r} is not above 0")
    return found


def discount_factor(value: Number) -> Quantity:
    """A discount factor: above 0 and below 1."""
    found = quantity(value, "discount factor")
    if not 0 < found < 1:
        raise OutOfDomain(f"discount factor: {value!r} does not lie between 0 and 1")
    return found


def series(value: Number | Iterable[Number], length: int, what: str) -> tuple[Number, ...]:
    """One number a period: a single number holds for all of them."""
    if isinstance(value, Iterable) and not isinstance(value, str):
        found = tuple(value)
        if len(found) != length:
            raise OutOfDomain(f"{what}: {len(found)} numbers for {length} periods: give one a period, or one for all")
        return found
    return (value,) * length


def several(value: Number | Iterable[Number]) -> tuple[Number, ...]:
    """One number, or several, as several."""
    return tuple(value) if isinstance(value, Iterable) and not isinstance(value, str) else (value,)


def too_close(left: Quantity, right: Quantity) -> bool:
    """Whether two numbers, one of them a float, are too near for a strict inequality to mean anything."""
    if isinstance(left, Fraction) and isinstance(right, Fraction):
        return False
    return abs(left - right) <= CLOSE * max(1.0, abs(left), abs(right))


def exceeds(left: Quantity, right: Quantity) -> bool:
    """Whether left is above right by more than rounding; exactly so between fractions."""
    return left > right and not too_close(left, right)


TOO_CLOSE = "an inequality is decided by less than rounding; give decimals as text, and ties are exact"
"""The caveat of an answer that rests on such a pair."""
