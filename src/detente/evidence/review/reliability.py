"""The Admiralty scale: how reliable a source is, and, apart from that, how credible an item is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from detente.foundation.errors import OutOfDomain

Reliability = Literal["A", "B", "C", "D", "E", "F"]
Credibility = Literal[1, 2, 3, 4, 5, 6]


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a scale, and when to choose it."""

    grade: str
    name: str
    meaning: str


RELIABILITY: tuple[Level, ...] = (
    Level("A", "reliable", "no doubt about who it is and how it knows; what it said before has held throughout"),
    Level("B", "usually reliable", "small doubts; most of what it said before has held"),
    Level("C", "fairly reliable", "some doubts; what it said before has held in part"),
    Level("D", "not usually reliable", "considerable doubts; what it said before has held now and then"),
    Level("E", "unreliable", "neither sincere nor competent on this; what it said before has not held"),
    Level("F", "cannot be judged", "not enough is known of it, as of most sources that are not named"),
)
"""For the source, whatever it says this time."""

CREDIBILITY: tuple[Level, ...] = (
    Level("1", "confirmed", "an independent source says so too; sensible, and in keeping with what is known"),
    Level("2", "probably true", "not confirmed; sensible, and in keeping with what is known"),
    Level("3", "possibly true", "not confirmed; sensible, and in part in keeping with what is known"),
    Level("4", "doubtful", "not confirmed; possible, but nothing else points to it"),
    Level("5", "improbable", "not confirmed; goes against what is known"),
    Level("6", "cannot be judged", "there is nothing to hold it against"),
)
"""For the item, whoever says it. Copies of one wire story do not confirm one another."""


@dataclass(frozen=True, slots=True)
class Grade:
    """A source's letter and an item's number, such as B2."""

    reliability: Reliability
    credibility: Credibility

    def __str__(self) -> str:
        return f"{self.reliability}{self.credibility}"

    @property
    def in_words(self) -> str:
        """The grade as a reader is told it."""
        return f"source {level(self.reliability).name}, item {level(str(self.credibility)).name}"


def level(grade: str) -> Level:
    """The level with this letter or number; raises OutOfDomain for any other.

    >>> level("B").name, level("6").name
    ('usually reliable', 'cannot be judged')
    """
    for found in (*RELIABILITY, *CREDIBILITY):
        if found.grade == grade:
            return found
    raise OutOfDomain(f"'{grade}' is no grade: a source has A to F, an item 1 to 6")


def grade(text: str) -> Grade:
    """A grade as typed.

    >>> str(grade("b2")), grade("F6").in_words
    ('B2', 'source cannot be judged, item cannot be judged')
    """
    typed = text.strip().upper()
    letters = {found.grade: found for found in RELIABILITY}
    numbers = {found.grade: found for found in CREDIBILITY}
    if len(typed) != 2 or typed[0] not in letters or typed[1] not in numbers:
        raise OutOfDomain(f"'{text}' is no grade: write a letter A to F and a number 1 to 6, such as B2")
    return Grade(typed[0], int(typed[1]))  # type: ignore[arg-type]


def weakest(reliabilities: Iterable[Reliability]) -> Reliability | None:
    """The level of a chain of sources: that of its weakest link; F where any link cannot be judged.

    >>> weakest(["A", "C", "B"]), weakest(["A", "F"]), weakest([])
    ('C', 'F', None)
    """
    return max(reliabilities, default=None)
