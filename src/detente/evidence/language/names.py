"""Actors: the parties of a case, states and organisations, under all the names that reports use."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from detente.evidence.values import Actor

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

    from detente.case.model.case import Case


class Actors:
    """A table of actors."""

    @classmethod
    def of_case(cls, case: Case) -> Actors:
        """The parties of a case before the states and organisations of the built-in tables."""
        return cls()

    @classmethod
    def general(cls) -> Actors:
        """States and organisations only."""
        return cls()

    def named(self, words: str) -> Actor | None:
        """The actor that these words name."""
        return None

    def find(self, words: Sequence[str] | Doc | Span) -> list[tuple[int, int, Actor]]:
        """The actors named, as [first, end) of the words."""
        return []
