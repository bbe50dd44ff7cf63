"""Probabilities and shares in per cent, everywhere in one way."""

from __future__ import annotations

from fractions import Fraction

LEAST = 0.0001
"""Per cent below which no digits are printed."""


def percent(value: float | Fraction) -> str:
    """A share from 0 to 1 in per cent: whole from 10 on, more digits where rounding would say never or always.

    >>> for share in (0, 0.00074, 0.05, 0.914, 0.9968, 1): print(percent(share).replace("\\u00a0", " "))
    0 %
    0.074 %
    5 %
    91 %
    99.7 %
    100 %
    """
    per_cent = 100 * float(value)
    if 0 < per_cent < LEAST:
        return f"less than {LEAST:.4f}\u00a0%"
    if per_cent < 10:
        return f"{per_cent:.2g}\u00a0%"
    digits = 0
    while per_cent < 100 <= float(f"{per_cent:.{digits}f}"):
        digits += 1
    return f"{per_cent:.{digits}f}\u00a0%"


def percents(low: float | Fraction, high: float | Fraction) -> str:
    """A range of shares in per cent.

    >>> print(percents(0.12, 0.35).replace("\u00a0", " "))
    12–35 %
    """
    first, last = percent(low), percent(high)
    if first == last:
        return first
    return f"{first} to {last}" if " " in first + last else f"{first.removesuffix(chr(0xA0) + '%')}–{last}"
