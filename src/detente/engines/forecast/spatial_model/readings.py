"""The readings of the spatial model: where it leaves a choice, one choice each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from detente.foundation.errors import OutOfDomain

Votes = Literal["proportional", "binary", "proportional-binary", "cubic", "proportional-cubic"]
"""What a voter throws in for a difference d of its utilities: w d; w; w (4d + 1)/5; w d^3; w (d + d^3)/2."""

Victory = Literal["linear", "square", "quartic", "octic", "binary"]
"""The chance of the side with support a against b: a^n / (a^n + b^n), n = 1, 2, 4, 8; or sure from a tenth more on."""

Election = Literal["conditional", "markov-uniform", "markov-incentive"]
"""How chances in pairs become chances among all: see `condorcet_election`."""

TIE = 1e-9
"""Gains, and chances, that differ by no more than this are equal: of equal ones the first as listed is taken."""


@dataclass(frozen=True, slots=True)
class SpatialReading:
    """One reading of the model, by the choices that it leaves open.

    votes: what a voter throws in for a difference of its utilities. victory: what support makes of a chance.
    election: how chances in pairs become chances among all.
    third_parties: whether others "join" a contest, or "stay-out".
    risk_range: who has the least likely position has a risk attitude of 0 ("min"), -1/2 ("mid") or -1 ("max"); who
        has the likeliest has 1.
    risk_known: the share, 0 to 1, in which an actor sees another's risk attitude; for the rest it assumes its own.
    meeting: where two meet: by (salience x chance) ("s1p1"), by its square ("s2p2"), or by the greater chance
        alone ("s2pmax").
    bargain: whose proposal counts: the "initiator"'s, "both", or one that is the "compromise" of both by weight.
    drawn: whether each takes its likeliest bargain, or draws one by its chance.
    """

    name: str
    votes: Votes = "proportional"
    victory: Victory = "linear"
    election: Election = "conditional"
    third_parties: Literal["join", "stay-out"] = "join"
    risk_range: Literal["min", "mid", "max"] = "mid"
    risk_known: float = 1 / 3
    meeting: Literal["s1p1", "s2p2", "s2pmax"] = "s2p2"
    bargain: Literal["initiator", "both", "compromise"] = "initiator"
    drawn: bool = False

    def __post_init__(self) -> None:
        if not 0 <= self.risk_known <= 1:
            raise OutOfDomain(f"risk_known = {self.risk_known:g}: a share lies between 0 and 1")


KTAB = SpatialReading("ktab")
"""What the published toolkit does unless told otherwise."""

KTAB_EXAMPLE = SpatialReading("ktab-example", votes="proportional-cubic", election="markov-incentive", drawn=True)
"""The toolkit's example of other choices: bargains are drawn, so the outcome depends on the seed."""

MARKOV = SpatialReading("markov", election="markov-uniform")
"""As the toolkit, but what is on the table is challenged again and again instead of all being tried at once."""

SPATIAL_READINGS: dict[str, SpatialReading] = {reading.name: reading for reading in (KTAB, MARKOV, KTAB_EXAMPLE)}


def spatial_reading(preset: str | SpatialReading) -> SpatialReading:
    """The reading of this name; OutOfDomain lists what there is."""
    if isinstance(preset, SpatialReading):
        return preset
    if preset not in SPATIAL_READINGS:
        raise OutOfDomain(f"there is no preset {preset!r}: {', '.join(SPATIAL_READINGS)}")
    return SPATIAL_READINGS[preset]
