"""Numbers of packages too many to print in full, in words."""

from __future__ import annotations

from detente.brief.percent import percent
from detente.engines.settlement.counting import Count
from detente.engines.settlement.large_settlement import LargeSettlement

SURE = 0.15
"""An estimate is said where its standard error is at most this share of it."""

_NAMES = ((10**15, ""), (10**12, " trillion"), (10**9, " billion"), (10**6, " million"))


def in_size(number: int) -> str:
    """A number with three digits that say something, and its size in words.

    >>> in_size(839999999999), in_size(4_321), in_size(2 * 10**20)
    ('840 billion', '4,321', '2 × 10^20')
    """
    for least, name in _NAMES:
        if number >= least:
            if not name:
                power = len(str(number)) - 1
                return f"{_short(number / 10**power)} × 10^{power}"
            return f"{_short(number / least)}{name}"
    return f"{number:,}"


def _short(value: float) -> str:
    return f"{value:.3g}" if value < 999.5 else f"{value:,.0f}"


def counted_at_size(count: Count) -> str:
    """A number of packages: exact, about how many, or between which bounds.

    >>> counted_at_size(Count(1200, 1200)), counted_at_size(Count(10, 90, 0.5, 0.01, 100))
    ('1,200', 'about 50')
    """
    if count.exact:
        return in_size(count.at_least)
    if count.share and count.error <= SURE * count.share:
        return f"about {in_size(count.estimate)}"
    if not count.at_least:
        return f"at most {in_size(count.at_most)}" if count.share is None else "none or few"
    return f"{in_size(count.at_least)} to {in_size(count.at_most)}"


def share_of(count: Count, whole: Count) -> float:
    """The share of the possible packages that was counted, as well as it is known."""
    if count.share is not None and not count.exact:
        return count.share
    return count.estimate / whole.estimate if whole.estimate else 0.0


def how_counted(found: LargeSettlement) -> str:
    """How the size of the zone is known, in one sentence."""
    count = found.zone.acceptable
    if count.exact:
        return "The number is exact: it was counted without looking at the packages one by one."
    proved = f"It is proved to lie between {in_size(count.at_least)} and {in_size(count.at_most)}"
    if count.share is None:
        return f"{proved}."
    return (
        f"The number is an estimate: all accept {percent(count.share)} of {found.zone.draws:,} possible packages drawn"
        f" at random (standard error {percent(count.error)}, seed {found.zone.seed}). {proved}."
    )
