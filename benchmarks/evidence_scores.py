"""Tallies of what was wanted, right and given, and how they are printed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

LINES = (
    "statements at 0.3", "statements at 0.8", "  source words", "  speaker", "  chain of one or none",
    "  chain of two or more", "  act", "  direct or not", "  about (issue and option)",
    "direct quotes at 0.3", "direct quotes at 0.8", "direct quotes: speaker",
    "conditional offers found", "conditional offers with clean spans", "  act of the offer", "  who offers",
    "  guarantors",
    "event slots: words found", "event slots: in the right slot", "event slots: typed value right",
    "proposal slots: words found", "proposal slots: in the right slot", "proposal slots: typed value right",
    "contradictions flagged, hard or soft", "outcome hard", "outcome soft", "contradictions inside one report",
    "flags that are right", "outcome agree", "outcome refines", "outcome single-source",
    "traps passed", "  of these, with the passages compared",
)  # fmt: skip
"""The lines of a report, in order."""


@dataclass(slots=True)
class Tally:
    """Of what was wanted, how much was right, and how much was given; `one_sided` is a plain share."""

    wanted: int = 0
    right: int = 0
    given: int = 0
    one_sided: bool = False

    @property
    def recall(self) -> float:
        """What was right of what was wanted."""
        return self.right / self.wanted if self.wanted else 0.0

    @property
    def precision(self) -> float:
        """What was right of what was given."""
        return self.right / self.given if self.given else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        both = self.recall + self.precision
        return 2 * self.recall * self.precision / both if both else 0.0


@dataclass(slots=True)
class Scores:
    """Tallies by name, in the order in which they came, and what was missed or made up."""

    tallies: dict[str, Tally] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)

    def count(self, name: str, wanted: int, right: int, given: int) -> None:
        """Add to a line with recall and precision."""
        tally = self.tallies.setdefault(name, Tally())
        tally.wanted, tally.right, tally.given = tally.wanted + wanted, tally.right + right, tally.given + given

    def share(self, name: str, right: bool) -> None:
        """Add one case to a line with a share only."""
        tally = self.tallies.setdefault(name, Tally(one_sided=True))
        tally.wanted, tally.right = tally.wanted + 1, tally.right + right

    def add(self, other: Scores) -> None:
        """Add all lines of another."""
        for name, tally in other.tallies.items():
            mine = self.tallies.setdefault(name, Tally(one_sided=tally.one_sided))
            mine.wanted, mine.right = mine.wanted + tally.wanted, mine.right + tally.right
            mine.given += tally.given
        self.remarks += other.remarks


def table(scores: Scores) -> Iterator[str]:
    """The lines of a report."""
    yield f"{'':42}{'wanted':>8}{'right':>8}{'given':>8}{'recall':>9}{'precision':>11}{'F1':>7}"
    for name, tally in sorted(scores.tallies.items(), key=lambda line: LINES.index(line[0])):
        line = f"{name:42}{tally.wanted:8}{tally.right:8}"
        if tally.one_sided:
            yield f"{line}{'':8}{tally.recall:9.3f}"
        else:
            yield f"{line}{tally.given:8}{tally.recall:9.3f}{tally.precision:11.3f}{tally.f1:7.3f}"
