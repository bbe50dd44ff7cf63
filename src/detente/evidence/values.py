"""The typed values that a report gives to a slot; comparators know how two of one type relate."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Relation = Literal["=", ">", ">=", "<", "<=", "~"]


@dataclass(frozen=True, slots=True)
class Place:
    """A place; `within` lists what contains it, nearest first (`("Germany", "Europe")`), empty where unknown."""

    name: str
    within: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Days:
    """From the first day to the last, both included; a missing end is open."""

    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class Quantity:
    """A measured number with its relation to the truth: `>` 5 hour means more than five hours.

    Durations are in hours with unit `hour`; other units stand as written, in the singular.
    """

    number: float
    unit: str
    relation: Relation = "="


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, state, organisation or group; `party` is its id in the case, `for_party` whom a person acts for."""

    name: str
    party: str | None = None
    for_party: str | None = None


@dataclass(frozen=True, slots=True)
class Role:
    """How a report describes an actor: `former president` has office `president` and `former`."""

    actor: Actor
    words: str
    office: str | None = None
    of: str | None = None
    former: bool = False


@dataclass(frozen=True, slots=True)
class Members:
    """A list of actors; `open` where the report says that there are others (`several, including`, `such as`)."""

    actors: tuple[Actor, ...]
    open: bool = False


@dataclass(frozen=True, slots=True)
class Strength:
    """How far an actor commits itself, on an ordered scale (`modality.SCALE`), or how strong a thing is called."""

    words: str
    rank: int | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """Where one event stands to another."""

    relation: Literal["before", "during", "after"]
    event: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Words:
    """What no other type fits: the content words decide."""

    words: str


Value = Place | Days | Quantity | Actor | Role | Members | Strength | Order | Words
