"""Conflicts of the library read in a few naive lines, so that no reader of cases stands between them and the engine."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from detente.engines.stability.problem import Action, Conflict, GraphForm, OptionForm, graph_form
from detente.foundation.conditions import Term, Vocabulary, bind, parse

LIBRARY = Path(__file__).parents[2] / "library"


@dataclass(frozen=True)
class Published:
    """A case of the library: its conflict, where each published state stands in it, and what is expected."""

    problem: Conflict
    place: dict[int, int]
    parties: tuple[str, ...]
    expected: dict[str, Any]

    def places(self, numbers: list[int]) -> list[int]:
        return sorted(self.place[number] for number in numbers)


def library_conflict(name: str, variant: str | None = None) -> Published:
    """The conflict of a case, or of a variant: an explicit graph where states are coalesced or arcs barred."""
    case = yaml.safe_load((LIBRARY / name / "case.yaml").read_text(encoding="utf-8"))
    expected = yaml.safe_load((LIBRARY / name / "expected.yaml").read_text(encoding="utf-8"))
    conflict = case["conflict"]
    chosen = next((item for item in conflict.get("variants", ()) if item["id"] == variant), {})
    actions, parties = conflict["actions"], tuple(party["id"] for party in case["parties"])
    moves = {action["id"]: action.get("moves", "both") for action in actions} | chosen.get("moves", {})
    feasible = _feasible(conflict, [action["id"] for action in actions])
    named = {item["id"]: item["when"] for item in conflict.get("states", ())}
    preferences = conflict["preferences"] | chosen.get("preferences", {})
    quo = conflict.get("status-quo")
    taken = named[quo] if isinstance(quo, str) else _pattern(quo, actions)
    problem = OptionForm(
        tuple(party["name"] for party in case["parties"]),
        tuple(Action(a["label"], parties.index(a["party"]), moves[a["id"]]) for a in actions),
        tuple(_ranks(preferences[party], named, feasible) for party in parties),
        feasible,
        None if quo is None else _codes(taken, feasible)[0],
    )
    barred = chosen.get("arcs", ())
    patterns = expected["states"] if isinstance(expected["states"], dict) else None
    if not named and not barred:
        place = {k: _codes(p, feasible)[0] for k, p in patterns.items()} if patterns else _own(problem.states.tolist())
        return Published(problem, place, parties, expected)
    groups = list(named.values()) or [problem.pattern(s) for s in problem.states.tolist()]
    graph = _coalesced(problem, groups, [(parties.index(b["party"]), b["from"], b["to"]) for b in barred])
    numbers = list(patterns) if patterns else problem.states.tolist()
    return Published(graph, dict(zip(numbers, range(len(groups)), strict=True)), parties, expected)


def _own(codes: list[int]) -> dict[int, int]:
    return {code: code for code in codes}


def _pattern(taken: list[str] | None, actions: list[dict[str, Any]]) -> str:
    return "".join("Y" if action["id"] in (taken or ()) else "N" for action in actions)


def _matches(pattern: str, code: int) -> bool:
    return all(sign in ("-", "NY"[code >> o & 1]) for o, sign in enumerate(pattern))


def _codes(pattern: str, feasible: np.ndarray) -> list[int]:
    return [code for code in np.flatnonzero(feasible).tolist() if _matches(pattern, code)]


def _feasible(conflict: dict[str, Any], names: list[str]) -> np.ndarray:
    vocabulary = Vocabulary(tuple(Term(name, "action") for name in names))

    def holds(text: str, code: int) -> bool:
        return bind(parse(text), vocabulary).holds_for([code >> o & 1 for o in range(len(names))])

    def allowed(rule: Any, code: int) -> bool:
        among = [*rule.get("exactly-one", ()), *rule.get("at-most-one", ())]
        count = sum(code >> names.index(name) & 1 for name in among)
        if "if" in rule:
            return holds(rule["then"], code) or not holds(rule["if"], code)
        if "never" in rule:
            return not holds(rule["never"], code)
        return count == 1 if "exactly-one" in rule else count <= 1

    rules = conflict.get("feasible", ())
    return np.array([all(allowed(rule, code) for rule in rules) for code in range(1 << len(names))])


def _ranks(preference: dict[str, Any], named: dict[str, str], feasible: np.ndarray) -> np.ndarray:
    """Places from worst to best; a preference that is not a ranking, such as pairs alone, ties all states."""
    ranks, places = np.zeros(len(feasible), dtype=np.int32), preference.get("ranking", [])
    for height, group in enumerate(reversed(places), start=1):
        for pattern in [group] if isinstance(group, str) else group:
            ranks[_codes(named.get(pattern, pattern), feasible)] = height
    return ranks


def _coalesced(problem: OptionForm, groups: list[str], barred: list[tuple[int, str, str]]) -> GraphForm:
    """States that match one pattern count as one; arcs between them, but for those that are barred."""
    assert problem.feasible is not None
    members = [_codes(pattern, problem.feasible) for pattern in groups]
    of = {code: k for k, codes in enumerate(members) for code in codes}
    arcs: dict[str, list[tuple[str, str]]] = {}
    for i, name in enumerate(problem.decision_makers):
        arcs[name] = [
            (groups[of[s]], groups[of[q]])
            for s in of
            for q in of
            if of[s] != of[q]
            and _makes(problem, i, s, q)
            and not any(i == who and _matches(a, s) and _matches(b, q) for who, a, b in barred)
        ]
    ranks = {
        name: [
            [groups[k] for k, codes in enumerate(members) if problem.ranks[i][codes[0]] == height]
            for height in sorted({int(problem.ranks[i][codes[0]]) for codes in members}, reverse=True)
        ]
        for i, name in enumerate(problem.decision_makers)
    }
    quo = None if problem.status_quo is None else groups[of[problem.status_quo]]
    return graph_form(problem.decision_makers, groups, arcs, ranks, status_quo=quo)


def _makes(problem: OptionForm, i: int, s: int, q: int) -> bool:
    allowed = {"both": "tu", "forward": "t", "back": "u", "fixed": ""}
    return all(
        action.decision_maker == i and ("t" if q >> o & 1 else "u") in allowed[action.reversal]
        for o, action in enumerate(problem.actions)
        if (s ^ q) >> o & 1
    )
