"""What conditions speak about: the issues and actions of a case, and the codes of their values."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from typing import Literal

Kind = Literal["choice", "set", "number", "action"]


@dataclass(frozen=True, slots=True)
class Term:
    """One issue or action.

    A choice has options, a set has its possible members as options, a number has the numbers of its grid
    in ascending order, and an action is taken or not. Packages name values by codes from 0: of a choice
    the place of the option, of a set the sum of `2**i` over the places `i` of its members, of a number
    the place on the grid, of an action 0 or 1.

    `label` and `option_labels` (as many as options, or none) are for `words`; `unit` stands after numbers.
    """

    id: str
    kind: Kind
    options: tuple[str, ...] = ()
    numbers: tuple[Fraction, ...] = ()
    label: str = ""
    option_labels: tuple[str, ...] = ()
    unit: str = ""

    def __post_init__(self) -> None:
        if len(set(self.options)) < len(self.options):
            raise ValueError(f"{self.id}: an option stands twice")
        if any(low >= high for low, high in pairwise(self.numbers)):
            raise ValueError(f"{self.id}: the numbers do not ascend")
        if self.option_labels and len(self.option_labels) != len(self.options):
            raise ValueError(f"{self.id}: {len(self.option_labels)} labels for {len(self.options)} options")

    @property
    def size(self) -> int:
        """How many values the term has.

        >>> Term("guarantors", "set", ("usa", "europeans", "canada")).size
        8
        """
        match self.kind:
            case "choice":
                return len(self.options)
            case "set":
                return 2 ** len(self.options)
            case "number":
                return len(self.numbers)
            case "action":
                return 2

    def option_label(self, option: str) -> str:
        """The label of an option or member; its id where it has none."""
        if self.option_labels and option in self.options:
            return self.option_labels[self.options.index(option)].strip() or option
        return option


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The terms, in the order of the columns of packages."""

    terms: tuple[Term, ...]
    _places: dict[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        places = {term.id: place for place, term in enumerate(self.terms)}
        if len(places) < len(self.terms):
            raise ValueError("two terms have one id")
        object.__setattr__(self, "_places", places)

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the terms, in order."""
        return tuple(self._places)

    def index(self, id: str) -> int:
        """The place of a term; KeyError for an id that is none."""
        return self._places[id]

    def term(self, id: str) -> Term | None:
        """The term of this id, if there is one."""
        place = self._places.get(id)
        return None if place is None else self.terms[place]
