"""The settlement engine's definitions, written out naively: Fractions, dictionaries, loops over loops.

Nothing here comes from the engine. A `Story` is a problem in words: packages are dictionaries from issue to
value, conditions are nested tuples, and every definition is the sentence it stands for.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

Package = dict[str, Any]
Condition = tuple[Any, ...]


@dataclass(frozen=True)
class Story:
    parties: list[str]
    issues: list[tuple[str, str, list[Any]]]
    """Id, kind, and options; members of a set; numbers."""
    worth: dict[str, dict[str, dict[Any, Fraction]]]
    """Points by party, issue, value; the value of a set issue is a frozenset."""
    walk_away: dict[str, Fraction]
    consent: list[str]
    interactions: list[tuple[Condition, str, Fraction]]
    constraints: list[tuple[str, Condition]]
    grounds: list[tuple[str, str, str, Condition]]
    """Kind, id, party, condition under which it is breached."""
    conditional: list[tuple[Condition, str]]
    status_quo: Package | None
    weights: dict[str, Fraction]


def values_of(kind: str, options: list[Any]) -> list[Any]:
    if kind == "set":
        chosen = itertools.product([False, True], repeat=len(options))
        ordered = sorted(chosen, key=lambda c: sum(2**i for i, yes in enumerate(c) if yes))
        return [frozenset(o for o, yes in zip(options, c, strict=True) if yes) for c in ordered]
    return [False, True] if kind == "action" else list(options)


def packages(story: Story) -> list[Package]:
    names = [name for name, _, _ in story.issues]
    choices = [values_of(kind, options) for _, kind, options in story.issues]
    return [dict(zip(names, values, strict=True)) for values in itertools.product(*choices)]


def holds(condition: Condition, x: Package) -> bool:
    match condition:
        case ("is", issue, value):
            return x[issue] == value
        case ("is action", issue):
            return x[issue]
        case ("has", issue, member):
            return member in x[issue]
        case ("count", issue, least):
            return len(x[issue]) >= least
        case ("at most", issue, number):
            return x[issue] <= number
        case ("not", part):
            return not holds(part, x)
        case ("and", left, right):
            return holds(left, x) and holds(right, x)
        case ("or", left, right):
            return holds(left, x) or holds(right, x)
        case ("if", left, right):
            return not holds(left, x) or holds(right, x)
    raise ValueError(condition)


def text(condition: Condition) -> str:
    match condition:
        case ("is", issue, frozenset() as members):
            return f"{issue} = {{{', '.join(sorted(members))}}}"
        case ("is action", issue):
            return issue
        case ("is", issue, Fraction() | str() as value):
            return f"{issue} = {written(value)}"
        case ("has", issue, member):
            return f"{member} in {issue}"
        case ("count", issue, least):
            return f"count({issue}) >= {least}"
        case ("at most", issue, number):
            return f"{issue} <= {written(number)}"
        case ("not", part):
            return f"not ({text(part)})"
        case ("and" | "or" as word, left, right):
            return f"({text(left)}) {word} ({text(right)})"
        case ("if", left, right):
            return f"if ({text(left)}) then ({text(right)})"
    raise ValueError(condition)


def written(value: Fraction | str) -> str:
    return value if isinstance(value, str) else str(float(value)).removesuffix(".0")


def u(story: Story, party: str, x: Package) -> Fraction:
    total = sum((story.worth[party][issue][value] for issue, value in x.items()), Fraction(0))
    for condition, who, points in story.interactions:
        if who == party and holds(condition, x):
            total += points
    return total


def asked(story: Story, x: Package) -> set[str]:
    return set(story.consent) | {p for condition, p in story.conditional if holds(condition, x)}


def feasible(story: Story) -> list[Package]:
    return [x for x in packages(story) if all(holds(c, x) for _, c in story.constraints)]


def blocked(story: Story, x: Package) -> set[tuple[str, str, str]]:
    """Kind, party, id of everything that keeps a package from being an agreement."""
    if x == story.status_quo:
        return set()
    found = {("constraint", "", name) for name, c in story.constraints if not holds(c, x)}
    for p in asked(story, x):
        if u(story, p, x) < story.walk_away[p]:
            found.add(("walk-away", p, ""))
        found |= {(kind, who, name) for kind, name, who, c in story.grounds if who == p and holds(c, x)}
    return found


def acceptable(story: Story) -> list[Package]:
    return [x for x in feasible(story) if x != story.status_quo and not blocked(story, x)]


def dominates(a: list[Fraction], b: list[Fraction]) -> bool:
    return all(i >= j for i, j in zip(a, b, strict=True)) and any(i > j for i, j in zip(a, b, strict=True))


def points(story: Story, x: Package) -> list[Fraction]:
    return [u(story, p, x) for p in story.consent]


def frontier(story: Story, among: list[Package]) -> list[Package]:
    worth = [points(story, x) for x in among]
    return [x for x, a in zip(among, worth, strict=True) if not any(dominates(b, a) for b in worth)]


def best(among: list[Package], key: Callable[[Package], Any]) -> list[Package]:
    keys = [key(x) for x in among]
    return [x for x, k in zip(among, keys, strict=True) if k == max(keys)]


def solutions(story: Story, among: list[Package]) -> dict[str, list[Package]]:
    """The five solutions over A, straight from their definitions."""
    d, a = story.walk_away, story.weights
    ideal = {p: max(u(story, p, x) for x in among) for p in story.consent}
    common = math.lcm(*(a[p].denominator for p in story.consent))

    def nash(x: Package) -> Any:
        gains = {p: u(story, p, x) - d[p] for p in story.consent}
        product = Fraction(1)
        for p, gain in gains.items():
            product *= gain ** int(a[p] * common) if gain > 0 else 1
        return sum(gain > 0 for gain in gains.values()), product

    def shares(x: Package) -> Any:
        return sorted((u(story, p, x) - d[p]) / (a[p] * (ideal[p] - d[p])) for p in story.consent if ideal[p] > d[p])

    return {
        "nash": best(among, nash),
        "kalai-smorodinsky": best(among, shares),
        "egalitarian": best(among, lambda x: sorted((u(story, p, x) - d[p]) / a[p] for p in story.consent)),
        "utilitarian": best(among, lambda x: sum(a[p] * u(story, p, x) for p in story.consent)),
        "equal-loss": best(among, lambda x: sorted(a[p] * (u(story, p, x) - ideal[p]) for p in story.consent)),
    }


def concessions(story: Story) -> tuple[tuple[int, int, Fraction], list[Package]] | None:
    among = [x for x in feasible(story) if x != story.status_quo]
    if not among:
        return None
    spread: dict[str, Fraction] = {}
    for p in story.parties:
        worth = [u(story, p, x) for x in feasible(story)]
        spread[p] = max(worth) - min(worth)

    def cost(x: Package) -> tuple[int, int, Fraction]:
        breaches = sum(kind in ("red-line", "offer") for kind, _, _ in blocked(story, x))
        short = {p: max(Fraction(0), story.walk_away[p] - u(story, p, x)) for p in asked(story, x)}
        shares = [s / spread[p] if spread[p] else Fraction(s > 0) for p, s in short.items()]
        return breaches, sum(s > 0 for s in short.values()), sum(shares, Fraction(0))

    least = min(cost(x) for x in among)
    return least, [x for x in among if cost(x) == least]


def trades(story: Story, baseline: Package) -> set[tuple[Any, ...]]:
    """Package, the two who gain, the smaller share, who loses how much, whether it is acceptable."""
    among, agreed = feasible(story), acceptable(story)
    found: set[tuple[Any, ...]] = set()
    for x in among:
        if sum(x[i] != baseline[i] for i in x) != 2:
            continue
        gain = {p: u(story, p, x) - u(story, p, baseline) for p in story.parties}
        for p, q in itertools.combinations(story.consent, 2):
            if gain[p] > 0 and gain[q] > 0:
                worth = {r: [u(story, r, y) for y in among] for r in (p, q)}
                spread = {r: max(worth[r]) - min(worth[r]) for r in (p, q)}
                if spread[p] and spread[q]:
                    share = min(gain[r] / spread[r] for r in (p, q))
                    losers = frozenset((r, -g) for r, g in gain.items() if g < 0)
                    found.add((frozen(x), frozenset((p, q)), share, losers, x in agreed))
    return found


def frozen(x: Package) -> frozenset[tuple[str, Any]]:
    return frozenset(x.items())
