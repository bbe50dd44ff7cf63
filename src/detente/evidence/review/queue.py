"""In which order a person reviews, what comes next, and how to take the last word back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from detente.evidence.review.decisions import (
    Choice,
    Decision,
    Standing,
    State,
    append_decision,
    read_decisions,
    standings,
)
from detente.evidence.review.proposed import ItemKind, Proposed

First = Literal["sure", "unsure", "text"]
_SURE = {"high": 0, "medium": 1, "low": 2}
_UNDECIDED = Standing("proposed")


def in_order(
    items: Iterable[Proposed],
    standing: Mapping[str, Standing],
    *,
    contested: AbstractSet[str] = frozenset(),
    first: First = "sure",
) -> tuple[Proposed, ...]:
    """The items as a person should see them: disputed ones, then contested and changed ones, then the rest.

    `contested` are keys of items on which reports contradict each other. The rest comes by confidence, the surest
    `first` or the least sure, or as it stands in the texts; within one confidence always as in the texts.
    """
    given = list(items)
    reports = {name: place for place, name in enumerate(dict.fromkeys(item.report for item in given))}

    def rank(item: Proposed) -> tuple[int, int, int, int]:
        disputed = standing.get(item.key, _UNDECIDED).state == "disputed"
        urgent = 0 if disputed else 1 if item.key in contested or item.changed else 2
        sure = _SURE[item.item.confidence]
        return (
            urgent,
            {"sure": sure, "unsure": -sure, "text": 0}[first],
            reports[item.report],
            item.item.passage.start,
        )

    return tuple(sorted(given, key=rank))


@dataclass(slots=True)
class Review:
    """One person's review of the items beside a case: resumable, each word written at once.

    `folder` is the review folder, `coder` who reviews. Nothing is kept in memory that the files do not hold.
    With `settling` only disputed items wait, and the coder's word on one ends the dispute.
    """

    folder: Path
    coder: str
    items: Sequence[Proposed]
    contested: AbstractSet[str] = frozenset()
    first: First = "sure"
    kinds: AbstractSet[ItemKind] = frozenset(("statement", "offer", "event", "proposal"))
    settling: bool = False
    _log: list[Decision] = field(init=False, repr=False)
    _skipped: list[str] = field(init=False, repr=False, default_factory=list[str])

    def __post_init__(self) -> None:
        self._log = list(read_decisions(self.folder))

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """All decisions so far, of all coders."""
        return tuple(self._log)

    @property
    def standings(self) -> dict[str, Standing]:
        """Where each item stands that somebody spoke of."""
        return standings(self._log)

    def counts(self) -> dict[State, int]:
        """How many items are in each state."""
        standing = self.standings
        found: Counter[State] = Counter(standing.get(item.key, _UNDECIDED).state for item in self.items)
        states: tuple[State, ...] = ("proposed", "accepted", "edited", "rejected", "disputed")
        return {state: found[state] for state in states}

    def waiting(self) -> tuple[Proposed, ...]:
        """The items on which this coder has no word yet, or all disputed ones, in order; skipped ones last."""
        standing, own = self.standings, self._own()

        def is_open(key: str) -> bool:
            if self.settling:
                return standing.get(key, _UNDECIDED).state == "disputed"
            return key not in own or own[key].state == "proposed"

        open_items = [item for item in self.items if item.kind in self.kinds and item.found and is_open(item.key)]
        ordered = in_order(open_items, standing, contested=self.contested, first=self.first)
        skipped = {key: place for place, key in enumerate(self._skipped)}
        return tuple(sorted(ordered, key=lambda item: skipped.get(item.key, -1)))

    def next(self) -> Proposed | None:
        """The item to look at now."""
        return next(iter(self.waiting()), None)

    def decide(
        self,
        item: Proposed,
        state: Choice,
        *,
        why: str = "",
        edited: Mapping[str, Any] | None = None,
        credibility: int | None = None,
        settles: bool = False,
    ) -> Decision:
        """Write this coder's word on the item."""
        said = Decision(
            item.key, item.kind, state, self.coder, why=why, edited=dict(edited or {}), credibility=credibility,
            settles=settles or self.settling,
        )  # fmt: skip
        written = append_decision(self.folder, said)
        self._log.append(written)
        return written

    def skip(self, item: Proposed) -> None:
        """Put the item behind all others, for this sitting."""
        self._skipped = [key for key in self._skipped if key != item.key] + [item.key]

    def undo(self) -> Decision | None:
        """Take this coder's last standing word back, by saying `proposed` or the word before it; None if none is left.

        What was said stays in the log.
        """
        stack: list[Decision] = []
        for decision in self._log:
            if decision.by == self.coder:
                if decision.why == _TAKEN_BACK and stack:
                    stack.pop()
                else:
                    stack.append(decision)
        if not stack:
            return None
        last = stack[-1]
        before = next((decision for decision in reversed(stack[:-1]) if decision.item == last.item), None)
        state: Choice = before.state if before else "proposed"
        back = Decision(
            last.item, last.kind, state, self.coder, why=_TAKEN_BACK,
            edited=dict(before.edited) if before else {}, credibility=before.credibility if before else None,
        )  # fmt: skip
        self._log.append(append_decision(self.folder, back))
        return last

    def _own(self) -> dict[str, Decision]:
        return {decision.item: decision for decision in self._log if decision.by == self.coder}


_TAKEN_BACK = "taken back"
