"""The readings of the challenge model: where the printed text can be read in several ways, one choice each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from detente.foundation.errors import OutOfDomain

TIE = 1e-9
"""Expectations (from -4 to 4) and shares of the range of positions that differ by no more than this are equal.

Decisions turn on signs, so without it the rounding of the last digit would decide between different forecasts."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of the model, by the questions that its text leaves open.

    denominator: what the votes for i against j are divided by: all votes in this "contest", or one sum over "all"
        ordered pairs.
    curved_votes: whether distances are raised to the voter's risk exponent in the second pass.
    view: with whose risk exponent i sees a challenge by j: that of the "challenger", or its "own".
    offers: which offer an actor accepts: "least-move" of all; "contest-first", of conflicts the least move, else of
        compromises the one with the smallest weighted average, else the least that it is compelled to;
        "highest-utility", the one that the challenger
        expects most of, of equal ones the least move.
    compels: whether an actor can be compelled to a full move.
    conflict_moves: whether the one who expects less of a conflict moves to the other's position; else it stays.
    spread: whether distances are shares of the "first" round's range of positions or of the "current" one's.
    q: the weight of things staying as they are if nobody challenges, 0 to 1.
    """

    name: str
    denominator: Literal["contest", "all"] = "contest"
    curved_votes: bool = False
    view: Literal["challenger", "own"] = "challenger"
    offers: Literal["least-move", "contest-first", "highest-utility"] = "least-move"
    compels: bool = True
    conflict_moves: bool = True
    spread: Literal["first", "current"] = "first"
    q: float = 1.0

    def __post_init__(self) -> None:
        if not 0 <= self.q <= 1:
            raise OutOfDomain(f"q = {self.q:g}: the weight of things staying as they are lies between 0 and 1")


SCHOLZ_TEXT = Reading("scholz-text")
"""The equations as they are printed, the responder's salience throughout."""

SCHOLZ_FIGURE = Reading(
    "scholz-figure", denominator="all", curved_votes=True, view="own", offers="contest-first", compels=False
)
"""The reading that gives the table and the figure that were published with those equations."""

NO_CONFLICT_MOVE = Reading("no-conflict-move", offers="highest-utility", conflict_moves=False, spread="current")
"""Where both expect to gain from a conflict nobody moves; the offer that its maker expects most of is accepted."""

READINGS: dict[str, Reading] = {reading.name: reading for reading in (SCHOLZ_TEXT, SCHOLZ_FIGURE, NO_CONFLICT_MOVE)}


def reading_of(preset: str | Reading) -> Reading:
    """The reading of this name; OutOfDomain lists what there is."""
    if isinstance(preset, Reading):
        return preset
    if preset not in READINGS:
        raise OutOfDomain(f"there is no preset {preset!r}: {', '.join(READINGS)}")
    return READINGS[preset]
