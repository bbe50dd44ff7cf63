"""A negotiation as tournament software states it: issues with options, and what each is worth to each party.

Utilities are additive, so a package is worth the sum of what its options are worth. Numbers are the decimals that the
files print, as exact fractions; nothing is rounded before somebody asks for it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from detente.case.exchange.tables import MOST_FAULTS
from detente.foundation.errors import Fault, OutOfDomain, Place, ReadingError

MOST_OPTIONS = 10_000
MOST_FILES = 200
_DECIMAL = re.compile(r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]{1,3})?")
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class ScenarioIssue:
    """What is negotiated about, and the options that there are, as the files spell them."""

    name: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ScenarioParty:
    """What the options are worth to one party: weight × evaluation, summed over the issues, plus `bias`.

    `reservation` is what the party has without a deal; None where the files say that it takes any deal. `discount` is
    what is left of a utility after the whole time of the negotiation; None where time costs nothing.
    """

    name: str
    weights: tuple[Fraction, ...]
    evaluations: tuple[tuple[Fraction, ...], ...]
    reservation: Fraction | None = None
    discount: Fraction | None = None
    bias: Fraction = Fraction(0)

    @property
    def worths(self) -> tuple[tuple[Fraction, ...], ...]:
        """What each option of each issue adds to the utility."""
        return tuple(
            tuple(weight * value for value in row) for weight, row in zip(self.weights, self.evaluations, strict=True)
        )

    def utility(self, package: Sequence[int]) -> Fraction:
        """What a package is worth, given the place of its option on every issue."""
        return self.bias + sum(
            (w * row[p] for w, row, p in zip(self.weights, self.evaluations, package, strict=True)), Fraction(0)
        )

    @property
    def lowest(self) -> Fraction:
        """What the worst package is worth."""
        return self.bias + sum((min(row) for row in self.worths), Fraction(0))

    @property
    def highest(self) -> Fraction:
        """What the best package is worth."""
        return self.bias + sum((max(row) for row in self.worths), Fraction(0))


@dataclass(frozen=True, slots=True)
class Scenario:
    """Issues, options and parties. `notes` say what the files state beyond that, and what was made of it."""

    name: str
    issues: tuple[ScenarioIssue, ...]
    parties: tuple[ScenarioParty, ...]
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        sizes = tuple(len(issue.options) for issue in self.issues)
        if not sizes or not self.parties or 0 in sizes:
            raise OutOfDomain("a scenario needs an issue, an option on every issue, and a party")
        for party in self.parties:
            if tuple(len(row) for row in party.evaluations) != sizes or len(party.weights) != len(sizes):
                raise OutOfDomain(f"{party.name}: one weight an issue and one evaluation an option are needed")
        for what, names in (("issues", [i.name for i in self.issues]), ("parties", [p.name for p in self.parties])):
            if len(set(names)) < len(names):
                raise OutOfDomain(f"two {what} have one name")
        for issue in self.issues:
            if len(set(issue.options)) < len(issue.options):
                raise OutOfDomain(f"{issue.name}: two options have one name")

    @property
    def size(self) -> int:
        """How many packages there are."""
        return math.prod(len(issue.options) for issue in self.issues)


def number_of(text: str) -> Fraction | None:
    """The decimal as an exact fraction; None where the text is no finite number.

    >>> number_of("0.5007496251874063"), number_of("1.0E-4"), number_of("-.inf")
    (Fraction(5007496251874063, 10000000000000000), Fraction(1, 10000), None)
    """
    text = text.strip()
    if len(text) > _LONGEST or _DECIMAL.fullmatch(text) is None:
        return None
    return Fraction(text)


@dataclass(slots=True)
class FaultList:
    """The faults of several files, up to a limit, then only counted."""

    faults: list[Fault]
    untold: int = 0

    def note(self, rule: str, field: str, what: str, todo: str, place: Place) -> None:
        """One fault more."""
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(Fault("error", rule, field, what, todo, place))
        else:
            self.untold += 1

    def take(self, error: ReadingError) -> None:
        """The faults of a file that could not be read at all."""
        self.faults += error.faults[: max(MOST_FAULTS - len(self.faults), 1)]

    def raise_faults(self) -> None:
        """Raise ReadingError with all that was noted; nothing happens where there was nothing."""
        if self.untold:
            self.faults.append(Fault("error", "more", "", f"{self.untold:,} more faults", "mend those above first"))
        if self.faults:
            raise ReadingError(self.faults)


def by_name(names: Sequence[str], values: Mapping[str, Fraction]) -> tuple[tuple[Fraction, ...], list[str], list[str]]:
    """The values in the order of the names; the names without a value; the values of no name.

    `1` and `1.0` are one name where no other fits better.
    """
    left = dict(values)
    numbers = {number_of(key): key for key in values if number_of(key) is not None}
    found: list[Fraction] = []
    missing: list[str] = []
    for name in names:
        key = name if name in left else numbers.get(number_of(name), name)
        if key in left:
            found.append(left.pop(key))
        else:
            missing.append(name)
    return tuple(found), missing, list(left)
