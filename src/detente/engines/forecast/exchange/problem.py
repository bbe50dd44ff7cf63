"""What is asked: many actors' positions on several scales at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from detente.engines.forecast.problem import FloatArray, check_ranges
from detente.foundation.errors import OutOfDomain


@dataclass(frozen=True, slots=True, eq=False)
class ExchangeProblem:
    """Positions, salience and influence of each actor on each issue; NaN in all three where it takes no part.

    positions[actor, issue]: on each issue's scale from low[issue] to high[issue]. salience[actor, issue]: 0 to 1.
    influence[actor, issue]: 0 or more, on any one scale within an issue.
    """

    actors: tuple[str, ...]
    issues: tuple[str, ...]
    positions: FloatArray
    salience: FloatArray
    influence: FloatArray
    low: FloatArray
    high: FloatArray

    def __post_init__(self) -> None:
        shape = (len(self.actors), len(self.issues))
        if not all(shape):
            raise OutOfDomain("an exchange needs actors and issues")
        for names, what in ((self.actors, "actors"), (self.issues, "issues")):
            if len(set(names)) < len(names):
                raise OutOfDomain(f"two {what} have one name")
        for name in ("positions", "salience", "influence", "low", "high"):
            table = np.array(getattr(self, name), dtype=np.float64)
            expected = shape if name in ("positions", "salience", "influence") else shape[1:]
            if table.shape != expected:
                raise OutOfDomain(f"{name} of shape {table.shape}, not {expected}")
            table.flags.writeable = False
            object.__setattr__(self, name, table)
        absent = np.isnan(self.positions)
        if not (np.array_equal(absent, np.isnan(self.salience)) and np.array_equal(absent, np.isnan(self.influence))):
            raise OutOfDomain(
                "an actor's position, salience and influence on an issue are given together or not at all"
            )
        for k, issue in enumerate(self.issues):
            self._check_issue(k, issue, ~absent[:, k])

    def _check_issue(self, k: int, issue: str, present: np.ndarray) -> None:
        low, high = float(self.low[k]), float(self.high[k])
        if not -np.inf < low < high < np.inf:
            raise OutOfDomain(
                f"{issue}: the scale runs from {low:g} to {high:g}: its lower end must lie below its upper"
            )
        if not present.any():
            raise OutOfDomain(f"{issue}: nobody has a position")
        names = [f"{actor} on {issue}" for actor, is_in in zip(self.actors, present.tolist(), strict=True) if is_in]
        columns = (self.positions[present, k], self.salience[present, k], self.influence[present, k])
        check_ranges(names, *columns, low, high)

    @property
    def shares(self) -> FloatArray:
        """Positions as shares of their scales, 0 to 100: share[actor, issue]."""
        return (self.positions - self.low) / (self.high - self.low) * 100


def exchange_problem(
    rows: Iterable[tuple[str, str, float, float, float]], scales: Mapping[str, tuple[float, float]]
) -> ExchangeProblem:
    """A problem from rows of actor, issue, position, salience, influence; scales: issue to its ends.

    >>> rows = [("a", "tax", 0, 0.5, 1), ("b", "tax", 10, 1, 1), ("a", "army", 3, 1, 1)]
    >>> exchange_problem(rows, {"tax": (0, 10), "army": (0, 5)}).shares.tolist()
    [[0.0, 60.0], [100.0, nan]]
    """
    given: Sequence[tuple[str, str, float, float, float]] = tuple(rows)
    actors, issues = tuple(dict.fromkeys(row[0] for row in given)), tuple(scales)
    tables = [np.full((len(actors), len(issues)), np.nan) for _ in range(3)]
    for actor, issue, *numbers in given:
        if issue not in scales:
            raise OutOfDomain(f"{issue!r} has no scale")
        at = actors.index(actor), issues.index(issue)
        if not np.isnan(tables[0][at]):
            raise OutOfDomain(f"{actor} on {issue} stands twice")
        for table, number in zip(tables, numbers, strict=True):
            table[at] = number
    low, high = np.array([scales[i][0] for i in issues]), np.array([scales[i][1] for i in issues])
    positions, salience, influence = tables
    return ExchangeProblem(actors, issues, positions, salience, influence, low, high)
