"""What the commitments engine says, as JSON: the shape that docs/reference/commitments-json.md documents."""

from __future__ import annotations

import dataclasses
from typing import Any

from detente import __version__
from detente.engines.commitments.of_case import CaseCommitments
from detente.engines.commitments.of_case.accessions import AccessionAnswer
from detente.engines.commitments.of_case.contests import ContestAnswer, NotAsked
from detente.engines.commitments.of_case.guarantees import Guarantees
from detente.foundation.plain_data import plain

NOTE = (
    "what is owed follows from the clauses as they are coded; strengths, costs and reliabilities are an analyst's "
    "judgements, and results follow from them"
)


def commitments_answer(found: CaseCommitments) -> dict[str, Any]:
    """Everything the engine says about a case."""
    read = found.read
    return {
        "detente": __version__,
        "case": found.case.id,
        "digest": read.digest,
        "view": read.view.view if read.view else None,
        "note": NOTE,
        "instruments": [
            {"id": item.id, "name": item.name, "kind": item.kind, "clauses": [clause.id for clause in item.clauses]}
            for item in found.instruments
        ],
        "scenarios": [item.to_dict() for item in found.obligations],
        "guarantees": [_guarantees(item) for item in found.guarantees],
        "contests": [_contest(item) for item in found.contests],
        "unanswered": [{"id": item.contest.id, "reason": item.reason} for item in found.unanswered],
        "accessions": [_accession(item) for item in found.accessions],
    }


def _guarantees(found: Guarantees) -> dict[str, Any]:
    return {
        "beneficiary": found.beneficiary,
        "reference": found.reference.id,
        "supposed_member": found.supposed_member,
        "instruments": [item.id for item in found.instruments],
        "gap": found.gap.to_dict(),
        "questions": [plain(question) for question in found.gap.questions()],
        "coverage": found.coverage and found.coverage.to_dict(),
        "differences": [changes.to_dict() for changes in found.differences],
    }


def _contest(found: ContestAnswer) -> dict[str, Any]:
    told = _told(found, without=("contest", "problem"))
    shifts = [
        {**_told(shift, without=()), "over_the_ranges": shift.over_the_ranges, "exists": shift.problem.exists}
        for shift in found.shifts
    ]
    spread = {**told["spread"], "verdict": found.spread.verdict}
    return {"id": found.contest.id, **told, "spread": spread, "verdict": found.result.verdict, "shifts": shifts}


def _accession(found: AccessionAnswer) -> dict[str, Any]:
    steps = [{"id": step.step.id, **_told(step, without=("step",))} for step in found.steps]
    return {"id": found.accession.id, "steps": steps}


def _told(answer: Any, without: tuple[str, ...]) -> dict[str, Any]:
    """The fields of an answer as plain values; a question that was not asked says what is missing for it."""
    names = [item.name for item in dataclasses.fields(answer) if item.name not in without]
    values = {name: getattr(answer, name) for name in names}
    return {
        name: {"not_asked": value.missing} if isinstance(value, NotAsked) else plain(value)
        for name, value in values.items()
    }
