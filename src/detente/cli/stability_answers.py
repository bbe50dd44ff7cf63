"""What the stability engine says, as JSON: the shape that docs/reference/stability-json.md documents."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from detente import __version__
from detente.assessment.stability import ProposalStability, StabilityAssessment, StateStability
from detente.brief.sections.naming import party_in_sentence
from detente.case.reading import CaseFile
from detente.cli.stability_asked import NOTHING_ASKED, Asked, asked_answer
from detente.engines.stability.certificates import Certificate
from detente.engines.stability.hypergame import HypergameVerdicts
from detente.engines.stability.moves import Move
from detente.engines.stability.of_case import CaseStability, ConflictWords
from detente.engines.stability.problem import GraphForm
from detente.engines.stability.status_quo_analysis import StatusQuoAnalysis
from detente.engines.stability.verdicts import STATES_SHOWN, Concept, Verdicts
from detente.foundation.plain_data import plain

NOTE = "actions and preferences are an analyst's judgements, and which states hold follows from them"


def stability_answer(read: CaseFile, found: StabilityAssessment, asked: Asked = NOTHING_ASKED) -> dict[str, Any]:
    """Everything the engine says about a case's conflict, and what was asked for beside it."""
    answer = found.answer
    words = ConflictWords(answer.found, party_in_sentence)
    shown = answer.states[:STATES_SHOWN].tolist()
    return {
        "detente": __version__,
        "case": answer.found.case.id,
        "digest": read.digest,
        "view": read.view.view if read.view else None,
        "note": NOTE,
        "variant": answer.found.variant,
        "seen_by": answer.found.view,
        "form": "graph" if isinstance(answer.found.problem, GraphForm) else "option",
        "parties": list(answer.found.problem.decision_makers),
        "actions": [
            {"id": action.id, "party": action.party, "label": str(action.label), "moves": action.moves}
            for action in answer.found.actions
        ],
        "n_states": len(answer.states),
        "states": [_state(answer, words, state) for state in shown],
        "equilibria": {c: [answer.number(s) for s in answer.equilibria(c)[:STATES_SHOWN]] for c in answer.concepts},
        "n_equilibria": {c: len(answer.equilibria(c)) for c in answer.concepts},
        "concepts": {c: _method(verdicts) for c, verdicts in answer.verdicts.items()},
        "status_quo": _holding(answer, words, found.today) if found.today else None,
        "ways": _ways(answer, words, answer.ways),
        "gains": _ways(answer, words, answer.gains),
        "coalitions": _coalitions(answer, words),
        "unknown": {
            c: {x: _numbers(answer, item.equilibria_in(x).tolist()) for x in item.by_extension}
            for c, item in answer.uncertain.items()
        },
        "views": {c: _views(answer, item) for c, item in answer.seen.items()},
        "strong": {c: _numbers(answer, item.strong_equilibria.tolist()) for c, item in answer.strength.items()},
        "proposals": [_proposal(answer, words, item) for item in found.proposals],
        **asked_answer(answer, words, asked),
        "caveats": list(answer.caveats),
    }


def _numbers(answer: CaseStability, states: Iterable[int]) -> list[int]:
    return [answer.number(state) for state in states]


def _method(verdicts: Verdicts) -> dict[str, Any]:
    return {
        "method": verdicts.method,
        "reference": verdicts.reference,
        "parameters": plain(verdicts.parameters),
        "certificate": plain(verdicts.certificate),
        "exact": verdicts.tolerance is None,
        "caveats": list(verdicts.caveats),
    }


def _state(answer: CaseStability, words: ConflictWords, state: int) -> dict[str, Any]:
    names = answer.found.problem.decision_makers
    return {
        "number": answer.number(state),
        "name": words.name(state),
        "pattern": words.pattern(state),
        "taken": list(words.taken(state)),
        "words": words.state(state),
        "ranks": dict(zip(names, answer.ranks(state), strict=True)),
        "leavers": {c: [names[i] for i in answer.leavers(state, c)] for c in answer.concepts},
        "equilibrium_under": list(answer.equilibrium_under(state)),
    }


def _holding(answer: CaseStability, words: ConflictWords, found: StateStability) -> dict[str, Any]:
    names = answer.found.problem.decision_makers
    return {
        "state": answer.number(found.state),
        "equilibrium_under": list(found.equilibrium_under),
        "leavers": {c: list(who) for c, who in found.leavers.items()},
        "told_by": found.told_by,
        "holds": found.holds,
        "why": {who: _why(answer, words, item) for who, item in found.why.items()},
        "alone": [
            {**_move(answer, words, item.move), "party": names[item.move.mover], "improves": item.improves}
            for item in found.alone
        ],
    }


def _why(answer: CaseStability, words: ConflictWords, found: Certificate) -> dict[str, Any]:
    return {
        "stable": found.stable,
        "words": list(words.told(found)),
        "sanctions": [
            {
                "improvement": answer.number(item.improvement),
                "steps": [_move(answer, words, step) for step in item.steps],
                "lands": answer.number(item.lands),
                "counter_moves": _numbers(answer, item.counter_moves),
            }
            for item in found.sanctions
        ],
        "unanswered": found.unanswered and _unanswered(answer, found),
    }


def _unanswered(answer: CaseStability, found: Certificate) -> dict[str, Any] | None:
    item = found.unanswered
    if item is None:
        return None
    names = answer.found.problem.decision_makers
    return {
        "improvement": answer.number(item.improvement),
        "reached": [{"state": answer.number(s), "last_mover": names[i]} for s, i in item.reached[:STATES_SHOWN]],
        "n_reached": len(item.reached),
        "escapes": [{"from": answer.number(s), "to": answer.number(q)} for s, q in item.escapes[:STATES_SHOWN]],
    }


def _move(answer: CaseStability, words: ConflictWords, step: Move) -> dict[str, Any]:
    return {
        "party": answer.found.problem.decision_makers[step.mover],
        "from": answer.number(step.origin),
        "to": answer.number(step.target),
        "words": words.phrase(step),
    }


def _ways(answer: CaseStability, words: ConflictWords, found: StatusQuoAnalysis | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "method": found.method,
        "reference": found.reference,
        "n_reached": len(found.reached),
        "paths": [
            {
                "to": answer.number(paths.target),
                "length": paths.length,
                "steps": [
                    {**_move(answer, words, step.move), "improves": step.improves}
                    for step in (paths.steps[0] if paths.steps else ())
                ],
            }
            for paths in found.paths
        ],
    }


def _views(answer: CaseStability, found: HypergameVerdicts) -> dict[str, Any]:
    names = answer.found.problem.decision_makers
    return {
        "equilibria": _numbers(answer, found.equilibria.tolist()),
        "expected": {who: _numbers(answer, found.expected[i].tolist()) for i, who in enumerate(names)},
    }


def _coalitions(answer: CaseStability, words: ConflictWords) -> dict[str, Any] | None:
    found = answer.coalitions
    if found is None:
        return None
    names = answer.found.problem.decision_makers
    concepts: tuple[Concept, ...] = answer.concepts
    return {
        "method": found.method,
        "reference": found.reference,
        "coalitions": [[names[i] for i in members] for members in found.coalitions],
        "equilibria": {c: _numbers(answer, found.equilibria(c).tolist()[:STATES_SHOWN]) for c in concepts},
        "upset": {c: _numbers(answer, found.upset(c).tolist()[:STATES_SHOWN]) for c in concepts},
        "n_jumps": found.n_jumps if found.jumps_known else None,
        "jumps": [
            {
                "coalition": [names[i] for i in jump.members],
                "from": answer.number(jump.origin),
                "to": answer.number(jump.target),
                "moves": [_move(answer, words, move) for move in jump.moves],
            }
            for jump in found.jumps
        ],
    }


def _proposal(answer: CaseStability, words: ConflictWords, item: ProposalStability) -> dict[str, Any]:
    return {
        "id": item.proposal.id,
        "settled": list(item.described.settled),
        "as_today": list(item.described.assumed),
        "reason": item.described.reason or None,
        "stability": _holding(answer, words, item.found) if item.found else None,
    }
