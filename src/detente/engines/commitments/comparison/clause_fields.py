"""The fields in which two versions of one clause can differ: the dimensions of a clause, and what else it holds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from detente.engines.commitments.comparison.dimension import BREADTH, Dimension, Directions
from detente.engines.commitments.comparison.dimensions import DIMENSIONS
from detente.engines.commitments.comparison.extent import Extent
from detente.engines.commitments.comparison.measure import (
    BROADER,
    DIFFERENT,
    SAME,
    Breadth,
    Hurdles,
    Measure,
    Scale,
    Value,
    Wording,
)
from detente.engines.commitments.comparison.reading import Subject
from detente.engines.commitments.comparison.wordings import names, steps, text
from detente.engines.commitments.instrument import Clause

SETTLED, LEFT_OPEN = "settled", "left open"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field of a clause, or of the instrument, before and after; `direction` in one word, for the beneficiary."""

    field: str
    before: str
    after: str
    direction: str


@dataclass(frozen=True, slots=True)
class ClauseField:
    """A field of a clause: how it is read, compared and worded."""

    name: str
    read: Callable[[Clause, Subject], Value | None]
    measure: Measure
    words: Callable[[Value], str]
    silence: Value | None = None
    directions: Directions = BREADTH

    def change(self, before: tuple[Clause, Subject], after: tuple[Clause, Subject]) -> FieldChange | None:
        """How the field changed; None where it did not."""
        values = [self.silence if (value := self.read(*side)) is None else value for side in (before, after)]
        shown = ["not stated" if value is None else self.words(value) for value in values]
        old, new = values
        if old is None or new is None:
            if old is new:
                return None
            return FieldChange(self.name, shown[0], shown[1], SETTLED if old is None else LEFT_OPEN)
        difference = self.measure.difference(old, new)
        if difference in (0, SAME):
            return None
        if isinstance(difference, str) and difference not in BREADTH:
            return FieldChange(self.name, shown[0], shown[1], DIFFERENT)
        more = difference == BROADER or (not isinstance(difference, str) and difference > 0)
        return FieldChange(self.name, shown[0], shown[1], self.directions[0 if more else 1])


def _of_dimension(entry: Dimension) -> ClauseField:
    assert entry.of_clause is not None
    return ClauseField(entry.name, entry.of_clause, entry.measure, entry.words, entry.silence, entry.directions)


CLAUSE_FIELDS: tuple[ClauseField, ...] = (
    ClauseField(
        "beneficiaries",
        lambda clause, _: Extent(clause.beneficiaries),
        Breadth(),
        names(nothing="no one", counted=True),
    ),
    *(_of_dimension(entry) for entry in DIMENSIONS if entry.of_clause is not None),
    ClauseField("left-out", lambda clause, _: Extent(clause.trigger.except_area), Hurdles(), names(nothing="nothing")),
    ClauseField("kind", lambda clause, _: clause.duty.kind, Wording(), text("not stated")),
    ClauseField("covers-parties", lambda clause, _: int(clause.covers_parties), Scale(), steps("no", "yes")),
    ClauseField("yields-to", lambda clause, _: Extent(clause.yields_to), Hurdles(), names(nothing="nothing")),
    ClauseField("article", lambda clause, _: clause.article, Wording(), text("not stated")),
    ClauseField("trigger-text", lambda clause, _: clause.trigger.text, Wording(), text("not stated")),
    ClauseField("duty-text", lambda clause, _: clause.duty.text, Wording(), text("not stated")),
    ClauseField("quote", lambda clause, _: clause.quote, Wording(), text("not stated")),
)
