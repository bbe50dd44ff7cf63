"""A comparison of drafts as plain values for JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from detente.evidence.drafts.differences import Difference
from detente.evidence.drafts.provisions import Draft, Provision
from detente.evidence.items import Passage

if TYPE_CHECKING:
    from detente.evidence.drafts.compare import Aligned, Descent, DraftComparison, Step


def comparison_values(found: DraftComparison) -> dict[str, object]:
    """Everything that a comparison says; provisions go by their ids within a draft."""
    return {
        "drafts": [draft_values(draft) for draft in found.drafts],
        "steps": [_step(step) for step in found.steps],
        "lineage": [_descent(descent) for descent in found.lineage],
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
