"""Random case files as text, with a Python function for each condition in them, and the same under other names."""

from __future__ import annotations

import json
import operator
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

Holds = Callable[[dict[str, Any]], bool]

COMPARISONS = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
DAYS = ("2024", "2025", "2025-11", "2025-12", "2025-11-30", "2025-12-14", "2025-12-15", "2025-12-31", "2026-01", "2026")
LARGEST = 72
"""Most packages of a random case."""


@dataclass
class CaseText:
    """The sections of a case file as plain values, and what its conditions mean."""

    data: dict[str, Any]
    holds: dict[str, Holds] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return "".join(f"{key}: {json.dumps(value)}\n" for key, value in self.data.items())


class Writer:
    """Writes one random case."""

    def __init__(self, rng: np.random.Generator, parties: int = 4, issues: int = 3, largest: int = LARGEST) -> None:
        self.rng = rng
        self.holds: dict[str, Holds] = {}
        self.parties = [f"p{n}" for n in range(1, self._up_to(1, parties) + 1)]
        self.issues = self._issues(issues, largest)
        self.sure = bool(rng.random() < 0.2)
        """Whether all judgements of this case are points."""

    def _up_to(self, least: int, most: int) -> int:
        return int(self.rng.integers(least, most + 1))

    def chance(self, share: float) -> bool:
        return bool(self.rng.random() < share)

    def one(self, stock: Any) -> Any:
        return stock[int(self.rng.integers(len(stock)))]

    def some(self, stock: Any, least: int = 1) -> list[Any]:
        return [stock[i] for i in self.rng.permutation(len(stock))[: self._up_to(least, len(stock))]]

    def number(self, low: float, high: float) -> float | int:
        value = round(float(self.rng.uniform(low, high)) * 2) / 2
        return int(value) if value == int(value) else value

    def judgement(self, low: float, high: float) -> Any:
        """A point, a range or a triangle, with or without whose judgement it is."""
        ends = sorted(self.number(low, high) for _ in range(3))
        form = 0 if self.sure else self.one((0, 0, 1, 2))
        made = (ends[1], {"low": ends[0], "high": ends[2]}, dict(zip(("low", "mode", "high"), ends, strict=True)))[form]
        return {"value": made, "by": "an analyst"} if self.chance(0.1) else made

    def order(self, names: list[str]) -> list[Any]:
        """All names, best first, some in one step."""
        steps: list[list[str]] = []
        for name in self.rng.permutation(names).tolist():
            if steps and self.chance(0.3):
                steps[-1].append(name)
            else:
                steps.append([name])
        return [step[0] if len(step) == 1 and self.chance(0.7) else step for step in steps]

    def _issues(self, most: int, largest: int) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        room = largest
        for n in range(1, self._up_to(1, most) + 1):
            name, kind, size = f"i{n}", self.one(("choice", "choice", "set", "number")), self._up_to(1, 4)
            answers = 1 << min(size, 3) if kind == "set" else size
            if answers > room:
                continue
            room //= answers
            made: dict[str, Any] = {"id": name, "question": "What?", "kind": kind}
            if kind == "choice":
                made["options"] = [{"id": f"{name}-o{k}"} for k in range(size)]
            elif kind == "set":
                members = [*self.parties, *(f"{name}-m{k}" for k in range(3))]
                made["of"] = self.some(members, 3)[: min(size, 3)]
            else:
                start, step = self.one((-5, 0, 0, 10)), self.one((0.5, 5, 7))
                made |= {"from": start, "step": step, "to": start + step * (size - 1) + self.one((0, step / 4))}
            found.append(made)
        return found

    def grid(self, issue: dict[str, Any]) -> list[float]:
        size = int((issue["to"] - issue["from"]) // issue["step"]) + 1
        return [issue["from"] + k * issue["step"] for k in range(size)]

    def answer(self, issue: dict[str, Any]) -> Any:
        if issue["kind"] == "choice":
            return self.one(issue["options"])["id"]
        return self.some(issue["of"], 0) if issue["kind"] == "set" else self.one(self.grid(issue))

    def package(self) -> dict[str, Any]:
        return {issue["id"]: self.answer(issue) for issue in self.issues}

    def condition(self, depth: int = 2) -> str:
        if not depth or self.chance(0.45):
            return self._known(*self._atom(self.one(self.issues)))
        left, right = self.condition(depth - 1), self.condition(depth - 1)
        a, b = self.holds[left], self.holds[right]
        return self._known(
            *self.one(
                (
                    (f"not ({left})", lambda x: not a(x)),
                    (f"({left}) and ({right})", lambda x: a(x) and b(x)),
                    (f"({left}) or ({right})", lambda x: a(x) or b(x)),
                    (f"({left}) iff ({right})", lambda x: a(x) == b(x)),
                    (f"if ({left}) then ({right})", lambda x: b(x) if a(x) else True),
                )
            )
        )

    def _known(self, text: str, holds: Holds) -> str:
        self.holds[text] = holds
        return text

    def _atom(self, issue: dict[str, Any]) -> tuple[str, Holds]:
        name = issue["id"]
        sign = self.one(tuple(COMPARISONS))
        if issue["kind"] == "choice":
            names = self.some([option["id"] for option in issue["options"]])
            return self.one(
                (
                    (f"{name} = {names[0]}", lambda x: x[name] == names[0]),
                    (f"{name} != {names[0]}", lambda x: x[name] != names[0]),
                    (f"{name} in {{{', '.join(names)}}}", lambda x: x[name] in names),
                )
            )
        if issue["kind"] == "number":
            number = self.one(self.grid(issue)) + (0 if sign in ("=", "!=") else self.one((0, 0, 0.25)))
            return f"{name} {sign} {number}", lambda x: COMPARISONS[sign](x[name], number)
        members, count = self.some(issue["of"]), self._up_to(0, len(issue["of"]))
        return self.one(
            (
                (f"{members[0]} in {name}", lambda x: members[0] in x[name]),
                (f"{name} = {{{', '.join(members)}}}", lambda x: x[name] == set(members)),
                (f"{name} != {{}}", lambda x: bool(x[name])),
                (f"count({name}) {sign} {count}", lambda x: COMPARISONS[sign](len(x[name]), count)),
            )
        )

    def _same_otherwise(self, text: str) -> str:
        """A condition that means the same, at times spelt in another way."""
        means = self.holds[text]
        return self._known(self.one((text, text, f"not (not ({text}))", f"({text}) or ({text})")), means)

    def values(self, issue: dict[str, Any]) -> Any:
        if issue["kind"] == "choice":
            names = [option["id"] for option in issue["options"]]
            return self.order(names) if self.chance(0.25) else {name: self.judgement(0, 100) for name in names}
        if issue["kind"] == "set":
            if self.chance(0.25):
                return self.order(issue["of"])
            return {member: self._points(100 / len(issue["of"])) for member in self.some(issue["of"], 0)}
        grid = self.grid(issue)
        low, high = self.one((grid[0], grid[0] - 2)), self.one((grid[-1], grid[-1] + 3))
        inner = self.some([*grid, (low + high) / 2], 0)[:2]
        return {str(number): self.judgement(0, 100) for number in {low: 0, high: 0} | dict.fromkeys(inner)}

    def _points(self, most: float) -> Any:
        """Points of a member: negative at times, the shown point small enough for a set of such."""
        point = int(self.rng.integers(int(-most), int(most) + 1))
        reach = 0 if self.sure else self.one((0, 0, 8, 30, 60))
        return {"low": point - reach, "high": point + reach} if reach else point

    def preference(self, status_quo: bool) -> dict[str, Any]:
        made: dict[str, Any] = {}
        if self.chance(0.92):
            weighted = self.some(self.issues, self.one((1, len(self.issues))))
            names = [issue["id"] for issue in weighted]
            weights: Any = self.order(names) if self.chance(0.35) else {i: self.judgement(0, 60) for i in names}
            if isinstance(weights, dict):
                weights[names[0]] = self.number(1, 60)
            made["weights"] = {"value": weights, "by": "another"} if self.chance(0.1) else weights
            made["values"] = {issue["id"]: self.values(issue) for issue in weighted}
            extras = [
                {"when": self.condition(), "points": self.judgement(-30, 30)} for _ in range(self.one((0, 0, 1, 2)))
            ]
            if extras:
                made["interactions"] = extras
        if not status_quo or self.chance(0.85):
            made["walk-away"] = self._walk_away(status_quo)
        lines = [{"never": self.condition()} for _ in range(self.one((0, 0, 0, 0, 0, 1, 2)))]
        for number, line in enumerate(lines):
            if self.chance(0.5):
                line["id"] = f"line-{number}"
        return made | ({"red-lines": lines} if lines else {})

    def _walk_away(self, status_quo: bool) -> Any:
        form = self.rng.random()
        if status_quo and form < 0.4:
            given: dict[str, Any] = {"package": "status-quo"}
        elif form < 0.55:
            given = {"package": self.package()}
        else:
            return self.judgement(*self.one(((0, 40), (0, 30), (0, 30), (20, 60), (-30, -5), (101, 140))))
        return given | ({"less": self.judgement(-5, 50)} if self.chance(0.8) else {})

    def _given(self, status_quo: dict[str, Any] | None) -> str:
        """What an offer gives; most often something new."""
        quo = {k: set(v) if isinstance(v, list) else v for k, v in (status_quo or {}).items()}
        stock = [self.condition(1) for _ in range(6)]
        new = [text for text in stock if quo and not self.holds[text](quo)]
        return self.one(new) if new and self.chance(0.8) else stock[0]

    def offers(self, status_quo: dict[str, Any] | None) -> list[dict[str, Any]]:
        count = self.one((0, 1, 2, 3, 4, 5))
        stock = [self._given(status_quo) for _ in range(self._up_to(1, 2))]
        authors = self.parties[: self.one((1, 1, 2))]
        made: list[dict[str, Any]] = []
        for n in range(count):
            gives, asks = self._same_otherwise(self.one(stock)), self.condition(1)
            offer = {"id": f"offer-{n}", "by": self.one(authors), "gives": gives, "if": asks}
            for key, share in (("on", 0.4), ("until", 0.2), ("withdrawn", 0.1)):
                if self.chance(share):
                    offer[key] = self.one(DAYS)
            own = [earlier["id"] for earlier in made if earlier["by"] == offer["by"]]
            if own and self.chance(0.2):
                offer["replaces"] = self.one(own)
            made.append(offer)
        return made

    def case(self) -> CaseText:
        asked = self.some(self.parties)
        data: dict[str, Any] = {"detente": 1, "id": "made-up", "title": "Made up"}
        if self.chance(0.75):
            data["as-of"] = self.one(("2025", "2025-12", "2025-12-14", "2025-12-15"))
        data["parties"] = [{"id": p, "name": p.upper(), "kind": "group"} for p in self.parties]
        data["issues"] = self.issues
        status_quo = self.chance(0.75)
        if status_quo:
            data["status-quo"] = self.package()
        told = {*asked, *self.some(self.parties, 0)}
        if self.chance(0.7):
            also = [{"when": self.condition(1), "party": self.one(sorted(told))} for _ in range(self.one((0, 0, 1, 2)))]
            data["agreement"] = {"consent": asked} | ({"also": also} if also else {})
        data["constraints"] = [self._constraint(f"rule-{n}") for n in range(self.one((0, 0, 1, 2)))]
        data["preferences"] = {p: self.preference(status_quo) for p in self.some(sorted(told), len(told))}
        data["offers"] = self.offers(data.get("status-quo"))
        return CaseText(data, self.holds)

    def _constraint(self, name: str) -> dict[str, Any]:
        forms = ({"must": self.condition()}, {"never": self.condition()})
        return {"id": name} | self.one((*forms, {"if": self.condition(1), "then": self.condition(1)}))


def relabelled(told: CaseText, rng: np.random.Generator) -> tuple[CaseText, dict[str, str]]:
    """The same case under other names and in another order; new name → old name."""
    data = told.data
    old = [p["id"] for p in data["parties"]]
    for issue in data["issues"]:
        old += [issue["id"], *issue.get("of", []), *(option["id"] for option in issue.get("options", []))]
    old = list(dict.fromkeys(old))
    new = [f"{letter}{place}" for place, letter in enumerate(rng.choice(list("abcdxyz"), len(old)))]
    names = dict(zip(old, rng.permutation(new).tolist(), strict=True))
    changed = _renamed(data, names)
    for section in ("parties", "issues"):
        changed[section] = _shuffled(changed[section], rng)
    for issue in changed["issues"]:
        for key in ("options", "of"):
            if key in issue:
                issue[key] = _shuffled(issue[key], rng)
    if "agreement" in changed:
        changed["agreement"]["consent"] = _shuffled(changed["agreement"]["consent"], rng)
    changed["preferences"] = dict(_shuffled(list(changed["preferences"].items()), rng))
    return CaseText(changed), {name: first for first, name in names.items()}


def _shuffled(items: list[Any], rng: np.random.Generator) -> list[Any]:
    return [items[i] for i in rng.permutation(len(items))]


def _renamed(value: Any, names: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {_renamed(key, names): _renamed(item, names) for key, item in value.items()}
    if isinstance(value, list):
        return [_renamed(item, names) for item in value]
    if isinstance(value, str):
        return re.sub("[a-z][a-z0-9-]*", lambda word: names.get(word[0], word[0]), value)
    return value
