"""What a comparison of drafts answers: the drafts, the steps between them, and where each provision comes from."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Literal

from detente.evidence.drafts.differences import Difference
from detente.evidence.drafts.provisions import Draft, Provision
from detente.evidence.items import Passage

Status = Literal["kept", "changed", "moved", "dropped", "new", "split", "merged"]


@dataclass(frozen=True, slots=True)
class Move:
    """The places of a provision among all of its draft, counted from 1, where the order changed around it."""

    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Aligned:
    """A provision in two drafts: one on each side as a rule, several where it was split or merged, none where absent.

    `status` is `moved` where nothing but the place changed; what changed and also moved is `changed` with a `move`.
    """

    before: tuple[Provision, ...]
    after: tuple[Provision, ...]
    status: Status
    differences: tuple[Difference, ...] = ()
    move: Move | None = None

    @property
    def heading(self) -> bool:
        """Whether it is a heading and no provision."""
        return all(item.kind == "heading" for item in (*self.before, *self.after))

    @property
    def renumbered(self) -> bool:
        """Whether only its number tells that something around it changed."""
        return bool(self.before and self.after) and self.before[0].number != self.after[0].number


@dataclass(frozen=True, slots=True)
class Step:
    """From one draft to the next one: rows in the order of the later, what was dropped at its old place."""

    before: str
    after: str
    rows: tuple[Aligned, ...]

    def count(self, *, headings: bool = False) -> dict[Status, int]:
        """How many rows there are of each status; headings only where asked for."""
        return dict(Counter(row.status for row in self.rows if headings or not row.heading))


@dataclass(frozen=True, slots=True)
class Ancestor:
    """Where a provision stood in an earlier draft, and what became of it up to the next draft in the line."""

    draft: str
    provisions: tuple[Provision, ...]
    status: Status
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class Descent:
    """A provision of a later draft with the line that leads to it, earliest first; an empty line: it is new there."""

    draft: str
    provision: Provision
    line: tuple[Ancestor, ...]

    @property
    def earliest(self) -> str:
        """The first draft in which it stands."""
        return self.line[0].draft if self.line else self.draft


@dataclass(frozen=True, slots=True)
class DraftComparison:
    """Drafts in their order, the steps from each to the next, and where every later provision comes from."""

    drafts: tuple[Draft, ...]
    steps: tuple[Step, ...]
    lineage: tuple[Descent, ...] = field(repr=False, default=())

    @property
    def rows(self) -> tuple[Aligned, ...]:
        """The rows of the last step: of the only one, where two drafts are compared."""
        return self.steps[-1].rows

    def to_dict(self) -> dict[str, object]:
        """Plain values, in the shape that docs/reference/drafts-json.md documents."""
        return {
            "drafts": [draft_values(draft) for draft in self.drafts],
            "steps": [_step(step) for step in self.steps],
            "lineage": [_descent(descent) for descent in self.lineage],
        }


def draft_values(draft: Draft) -> dict[str, Any]:
    """A draft with its provisions."""
    provisions = [_provision(item) for item in draft.provisions]
    return {"id": draft.id, "title": draft.title, "characters": len(draft.text), "provisions": provisions}


def _provision(item: Provision) -> dict[str, Any]:
    return {
        "id": item.id,
        "kind": item.kind,
        "number": item.number,
        "span": [item.start, item.end],
        "quote": item.quote,
        "parent": item.parent,
        "heading": item.heading,
    }


def _step(step: Step) -> dict[str, Any]:
    counts = step.count()
    return {"before": step.before, "after": step.after, "counts": counts, "rows": [_row(row) for row in step.rows]}


def _row(row: Aligned) -> dict[str, Any]:
    return {
        "status": row.status,
        "before": [item.id for item in row.before],
        "after": [item.id for item in row.after],
        "heading": row.heading,
        "renumbered": row.renumbered,
        "moved": [row.move.before, row.move.after] if row.move else None,
        "differences": [_difference(item) for item in row.differences],
    }


def _difference(item: Difference) -> dict[str, Any]:
    return {
        "kind": item.kind,
        "turn": item.turn,
        "reason": item.reason,
        "before": _passage(item.before),
        "after": _passage(item.after),
    }


def _passage(passage: Passage | None) -> dict[str, Any] | None:
    return passage and {"span": [passage.start, passage.end], "quote": passage.quote}


def _descent(descent: Descent) -> dict[str, Any]:
    line = [
        {
            "draft": one.draft,
            "provisions": [item.id for item in one.provisions],
            "status": one.status,
            "differences": [_difference(item) for item in one.differences],
        }
        for one in descent.line
    ]
    return {"draft": descent.draft, "provision": descent.provision.id, "earliest": descent.earliest, "line": line}
