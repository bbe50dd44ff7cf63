"""The design's words about a case, written out naively from the parsed YAML: Fractions, loops over loops.

Nothing here comes from the project. A `Told` case is what a YAML parser gives for the text, all scalars as
text, and for each condition in it a Python function that says where it holds.
"""

from __future__ import annotations

import calendar
import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Any

import yaml

Package = dict[str, Any]
Holds = Callable[[Package], bool]
Pick = Callable[[Any], Fraction]
Key = tuple[str, str, str]

_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)

FIVE = ("nash", "kalai-smorodinsky", "egalitarian", "utilitarian", "equal-loss")


def exact(text: str) -> Fraction:
    return Fraction(text)


def shown(judgement: Any) -> Fraction:
    """A point; the middle of a range; the mode of a triangle."""
    if not isinstance(judgement, dict):
        return exact(judgement)
    if "value" in judgement:
        return shown(judgement["value"])
    if "mode" in judgement:
        return exact(judgement["mode"])
    return (exact(judgement["low"]) + exact(judgement["high"])) / 2


def bare(judged: Any) -> Any:
    """What is judged, without who judged it."""
    return judged["value"] if isinstance(judged, dict) and "value" in judged else judged


def steps_of(order: list[Any]) -> list[list[str]]:
    return [step if isinstance(step, list) else [step] for step in order]


def shown_weights(order: list[list[str]]) -> dict[str, Fraction]:
    """Rank-order centroids; what ties has the mean of the ranks it takes."""
    n = sum(len(step) for step in order)
    ranks = iter([sum(Fraction(1, k) for k in range(i, n + 1)) / n for i in range(1, n + 1)])
    weights: dict[str, Fraction] = {}
    for step in order:
        taken = [next(ranks) for _ in step]
        weights |= dict.fromkeys(step, sum(taken) / len(step))
    return weights


def shown_options(_issue: str, order: list[list[str]]) -> dict[str, Fraction]:
    """Equal steps from 100 to 0."""
    last = len(order) - 1
    return {o: Fraction(100 * (last - i), last) if last else Fraction(0) for i, step in enumerate(order) for o in step}


def shown_members(_issue: str, order: list[list[str]]) -> dict[str, Fraction]:
    """Shares of 100 in the proportion of equal steps, the last step counting one."""
    parts = {m: len(order) - i for i, step in enumerate(order) for m in step}
    return {m: Fraction(100 * part, sum(parts.values())) for m, part in parts.items()}


@dataclass(frozen=True)
class Numbers:
    """How judgements become numbers: the shown points, or those of one draw."""

    pick: Pick = shown
    weights: Callable[[list[list[str]]], Mapping[str, Any]] = shown_weights
    options: Callable[[str, list[list[str]]], Mapping[str, Any]] = shown_options
    members: Callable[[str, list[list[str]]], Mapping[str, Any]] = shown_members


SHOWN = Numbers()


def days(when: str) -> tuple[date, date]:
    """The first and the last day of 2025, 2025-12 or 2025-12-14."""
    parts = [int(part) for part in when.split("-")]
    first = date(*[*parts, 1, 1][:3])
    last = [*parts, 12, 31][:3] if len(parts) != 2 else [*parts, calendar.monthrange(*parts)[1]]
    return first, date(*last)


class Told:
    """A case in the words of the design."""

    def __init__(self, text: str, holds: Mapping[str, Holds]) -> None:
        self.case: dict[str, Any] = yaml.load(text, Loader=_LOADER)
        self._holds = holds
        self.preferences: dict[str, Any] = self.case.get("preferences", {})
        self.parties = [p["id"] for p in self.case["parties"] if p["id"] in self.preferences]
        agreement = self.case.get("agreement")
        self.consent: list[str] = agreement["consent"] if agreement else self.parties
        self.also: list[Any] = agreement.get("also", []) if agreement else []
        self.issues: list[Any] = self.case["issues"]
        self.status_quo = self._package(self.case["status-quo"]) if "status-quo" in self.case else None

    def holds(self, condition: str, x: Package) -> bool:
        return self._holds[condition](x)

    def answers(self, issue: Any) -> list[Any]:
        match issue["kind"]:
            case "choice":
                return [option["id"] for option in issue["options"]]
            case "set":
                every = issue["of"]
                return [frozenset(c) for n in range(len(every) + 1) for c in itertools.combinations(every, n)]
        numbers, step = [exact(issue["from"])], exact(issue["step"])
        while numbers[-1] + step <= exact(issue["to"]):
            numbers.append(numbers[-1] + step)
        return numbers

    def _package(self, written: Mapping[str, Any]) -> Package:
        kinds = {issue["id"]: issue["kind"] for issue in self.issues}
        read = {"choice": str, "set": frozenset, "number": exact}
        return {name: read[kinds[name]](written[name]) for name in (i["id"] for i in self.issues)}

    @cached_property
    def packages(self) -> list[Package]:
        names = [issue["id"] for issue in self.issues]
        return [dict(zip(names, x, strict=True)) for x in itertools.product(*map(self.answers, self.issues))]

    @cached_property
    def feasible(self) -> list[Package]:
        """F."""
        return [x for x in self.packages if not any(self.broken(c, x) for c in self.case.get("constraints", []))]

    def broken(self, constraint: Any, x: Package) -> bool:
        if "must" in constraint:
            return not self.holds(constraint["must"], x)
        if "never" in constraint:
            return self.holds(constraint["never"], x)
        return self.holds(constraint["if"], x) and not self.holds(constraint["then"], x)

    def value(self, party: str, x: Package, numbers: Numbers = SHOWN) -> Any:
        """What a package is worth to a party, 0 to 100 and what interactions add."""
        wants = self.preferences[party]
        if "weights" not in wants:
            return Fraction(0)
        given = bare(wants["weights"])
        weights = (
            numbers.weights(steps_of(given))
            if isinstance(given, list)
            else {i: numbers.pick(w) for i, w in given.items()}
        )
        total = Fraction(0)
        for issue in self.issues:
            if weights.get(issue["id"]):
                worth = self._answer(issue, bare(wants["values"][issue["id"]]), x[issue["id"]], numbers)
                total += weights[issue["id"]] * worth
        total /= sum(weights.values())
        for extra in wants.get("interactions", []):
            if self.holds(extra["when"], x):
                total += numbers.pick(extra["points"])
        return total

    def _answer(self, issue: Any, values: Any, answer: Any, numbers: Numbers) -> Any:
        if issue["kind"] == "choice":
            ranked = isinstance(values, list)
            return numbers.options(issue["id"], steps_of(values))[answer] if ranked else numbers.pick(values[answer])
        if issue["kind"] == "set":
            if isinstance(values, list):
                points = numbers.members(issue["id"], steps_of(values))
            else:
                points = {m: numbers.pick(v) for m, v in values.items()}
            best = sum((v for m, v in points.items() if m in answer), Fraction(0))
            return min(best - sum(v for v in points.values() if v < 0), Fraction(100))
        curve = sorted((exact(n), numbers.pick(v)) for n, v in values.items())
        for (left, low), (right, high) in itertools.pairwise(curve):
            if left <= answer <= right:
                return low + (high - low) * (answer - left) / (right - left)
        return next(v for n, v in curve if n == answer)

    def walk_away(self, party: str, numbers: Numbers = SHOWN) -> Any:
        given = bare(self.preferences[party].get("walk-away", {"package": "status-quo"}))
        if not isinstance(given, dict) or "package" not in given:
            return numbers.pick(given)
        package = self.status_quo if given["package"] == "status-quo" else self._package(given["package"])
        base = Fraction(0) if package is None else self.value(party, package, numbers)
        return base - (numbers.pick(given["less"]) if "less" in given else 0)

    def asked(self, x: Package) -> set[str]:
        return set(self.consent) | {a["party"] for a in self.also if self.holds(a["when"], x)}

    @cached_property
    def live(self) -> list[Any]:
        """The offers that stand when the record closes."""
        offers = self.case.get("offers", [])
        if "as-of" not in self.case:
            standing, made = [o for o in offers if "withdrawn" not in o], offers
        else:
            close = days(self.case["as-of"])[1]
            made = [o for o in offers if "on" not in o or days(o["on"])[0] <= close]
            standing = [o for o in made if "until" not in o or days(o["until"])[1] >= close]
            standing = [o for o in standing if "withdrawn" not in o or days(o["withdrawn"])[0] > close]
        gone = {o["replaces"] for o in made if "replaces" in o}
        return [o for o in standing if o["id"] not in gone]

    def _same(self, one: Any, other: Any) -> bool:
        alike = all(self.holds(one["gives"], x) == self.holds(other["gives"], x) for x in self.packages)
        return one["by"] == other["by"] and alike

    @cached_property
    def _alternatives(self) -> list[tuple[Any, list[Any], str]]:
        groups = [(o, [other for other in self.live if self._same(o, other)]) for o in self.live]
        return [(o, group, ", ".join(g["id"] for g in group)) for o, group in groups]

    def refused(self, party: str, x: Package) -> Iterator[Key]:
        """Red lines and offers of a party that a package breaches."""
        for number, line in enumerate(self.preferences[party].get("red-lines", []), 1):
            if self.holds(line["never"], x):
                yield "red-line", party, line.get("id", f"red-line-{number}")
        for offer, alternatives, name in self._alternatives:
            if offer["by"] != party or not self.holds(offer["gives"], x):
                continue
            new = self.status_quo is None or not self.holds(offer["gives"], self.status_quo)
            if new and not any(self.holds(other["if"], x) for other in alternatives):
                yield "offer", party, name

    def blocked(self, x: Package) -> dict[Key, Fraction]:
        """Everything that keeps a package from being an agreement, with what lacks to a walk-away."""
        if x == self.status_quo:
            return {}
        found = {
            ("constraint", "", c["id"]): Fraction(0) for c in self.case.get("constraints", []) if self.broken(c, x)
        }
        for p in self.asked(x):
            if (lack := self.floor[p] - self.worth(p, x)) > 0:
                found["walk-away", p, ""] = lack
            found |= dict.fromkeys(self.refused(p, x), Fraction(0))
        return found

    @cached_property
    def floor(self) -> dict[str, Fraction]:
        return {p: self.walk_away(p) for p in self.parties}

    @cached_property
    def _worth(self) -> dict[tuple[str, Any], Fraction]:
        return {(p, frozen(x)): self.value(p, x) for p in self.parties for x in self.packages}

    def worth(self, party: str, x: Package) -> Fraction:
        return self._worth[party, frozen(x)]

    @cached_property
    def acceptable(self) -> list[Package]:
        """A."""
        return [x for x in self.feasible if x != self.status_quo and not self.blocked(x)]

    def frontier(self, among: list[Package]) -> list[Package]:
        points = [[self.worth(p, x) for p in self.consent] for x in among]
        return [x for x, a in zip(among, points, strict=True) if not any(_beats(b, a) for b in points)]

    def solution(self, name: str, among: list[Package]) -> list[Package]:
        """One of the five over acceptable packages; what is best for each is best among these."""
        best = {p: max(self.worth(p, x) for x in among) for p in self.consent}

        def key(x: Package) -> Any:
            u = {p: self.worth(p, x) for p in self.consent}
            gain = {p: u[p] - self.floor[p] for p in self.consent}
            match name:
                case "nash":
                    product = Fraction(1)
                    for g in gain.values():
                        product *= g if g > 0 else 1
                    return sum(g > 0 for g in gain.values()), product
                case "kalai-smorodinsky":
                    room = {p: best[p] - self.floor[p] for p in self.consent}
                    return sorted(gain[p] / room[p] for p in self.consent if room[p])
                case "egalitarian":
                    return sorted(gain.values())
                case "utilitarian":
                    return sum(u.values())
            return sorted(u[p] - best[p] for p in self.consent)

        return _best(among, key)

    def concessions(self, among: list[Package]) -> tuple[Any, list[Package]] | None:
        """Fewest breaches, fewest parties below, least shortfall in parts of a range over F."""
        reach = {p: [self.worth(p, x) for x in self.feasible] for p in self.parties}

        def cost(x: Package) -> Any:
            found = self.blocked(x)
            lacks = {p: lack for (kind, p, _), lack in found.items() if kind == "walk-away"}
            shares = [lack / ((max(reach[p]) - min(reach[p])) or lack) for p, lack in lacks.items()]
            return sum(kind in ("red-line", "offer") for kind, _, _ in found), len(lacks), sum(shares)

        others = [x for x in among if x != self.status_quo]
        if not others:
            return None
        least = min(map(cost, others))
        return least, [x for x in others if cost(x) == least]


def _beats(a: list[Fraction], b: list[Fraction]) -> bool:
    return a != b and all(i >= j for i, j in zip(a, b, strict=True))


def _best(among: list[Package], key: Callable[[Package], Any]) -> list[Package]:
    keys = [key(x) for x in among]
    return [x for x, k in zip(among, keys, strict=True) if k == max(keys)]


def frozen(x: Package) -> frozenset[tuple[str, Any]]:
    return frozenset(x.items())
