"""Numbers on a scale, as the tables of the forecast commands write them."""

from __future__ import annotations

import math

from detente.case.model.judgement import Judgement


def number(value: float, width: float = 100.0) -> str:
    """A place, with as many decimals as a scale of this width needs, and a true minus sign.

    >>> number(56.0606), number(-0.001), number(40.0), number(-2.5), number(9.9615, 6), number(0.0742, 1)
    ('56.1', '0', '40', '−2.5', '9.96', '0.074')
    """
    decimals = 1 + max(0, math.ceil(math.log10(20 / width)))
    shown = f"{round(value, decimals) + 0.0:.{decimals}f}".rstrip("0").removesuffix(".")
    return "0" if shown == "-0" else shown.replace("-", "−")


def signed(value: float, width: float = 100.0) -> str:
    """The same of a difference: with its sign, unless it is nothing.

    >>> signed(12.14), signed(0.01), signed(-3)
    ('+12.1', '0', '−3')
    """
    shown = number(value, width)
    return shown if shown.startswith("−") or shown == "0" else f"+{shown}"


def ends(low: float, high: float, width: float = 100.0) -> str:
    """A stretch of the scale; one number where both ends look alike."""
    first, last = number(low, width), number(high, width)
    return first if first == last else f"{first} to {last}"


def judged(given: Judgement) -> str:
    """The shown point of a judgement, with its range where it has one."""
    if given.is_point:
        return f"{float(given.point):g}"
    return f"{float(given.point):g} ({float(given.low):g}–{float(given.high):g})"


def capital(words: str) -> str:
    """A sentence from words."""
    return f"{words[:1].upper()}{words[1:]}"
