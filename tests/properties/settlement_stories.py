"""Random stories for the settlement engine, and the engine's problem made from a story."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
from tests.properties.settlement_oracle import Condition, Story, packages, text, u, values_of

from detente.engines.settlement import Constraint, Ground, SettlementProblem, from_points
from detente.foundation.conditions import Rule, Term, Vocabulary, bind, parse

Issue = tuple[str, str, list[Any]]
GROUNDS = ("red-line", "offer")
KINDS = ("choice", "choice", "choice", "set", "number", "action")


def random_story(rng: np.random.Generator) -> Story:
    """A small problem that may have ties, constraints, red lines, offers, interactions, a status quo."""
    parties = [f"party-{c}" for c in "abcd"[: int(rng.integers(1, 5))]]
    issues = _issues(rng)
    worth = {p: {name: _worth(rng, values_of(kind, o)) for name, kind, o in issues} for p in parties}
    consent = [str(p) for p in rng.permutation(parties)[: int(rng.integers(1, len(parties) + 1))]]
    story = Story(
        parties=parties,
        issues=issues,
        worth=worth,
        walk_away=dict.fromkeys(parties, Fraction(0)),
        consent=consent,
        interactions=[
            (condition(rng, issues), str(rng.choice(parties)), number(rng)) for _ in range(rng.integers(0, 3))
        ],
        constraints=[(f"c{i}", condition(rng, issues)) for i in range(rng.integers(0, 3))],
        grounds=[
            (
                str(rng.choice(["red-line", "offer"])),
                f"g{i}",
                str(rng.choice(parties)),
                condition(rng, issues),
            )
            for i in range(rng.choice([0, 0, 1, 2, 3]))
        ],
        conditional=[
            (condition(rng, issues), str(rng.choice(parties))) for _ in range(int(rng.integers(0, 3)) // 2 * 2)
        ],
        status_quo=None,
        weights=dict.fromkeys(parties, Fraction(1)),
    )
    every = packages(story)
    walk_away = {p: _walk_away(rng, [u(story, p, x) for x in every]) for p in parties}
    story = replace(story, walk_away=walk_away)
    if rng.random() < 0.6:
        story = replace(story, status_quo=every[int(rng.integers(len(every)))])
    if rng.random() < 0.4:
        weights = [Fraction(1), Fraction(2), Fraction(1, 3), Fraction("0.7")]
        chosen = {p: weights[int(rng.integers(4))] for p in parties}
        story = replace(story, weights=chosen)
    return story


def _issues(rng: np.random.Generator) -> list[Issue]:
    issues: list[Issue] = []
    for i in range(int(rng.integers(1, 5))):
        kind = str(rng.choice(KINDS))
        size = int(rng.integers(1, 4))
        options: dict[str, list[Any]] = {
            "choice": [f"o{i}{j}" for j in range(size)],
            "set": [f"m{i}{j}" for j in range(min(size, 2))],
            "number": [Fraction(5 * j, 2) for j in range(size)],
            "action": [],
        }
        issues.append((f"issue{i}", kind, options[kind]))
    return issues


def number(rng: np.random.Generator) -> Fraction:
    """A value from a small stock, so that ties are common; some need a common denominator."""
    stock = (0, 0, 0, 1, 1, 2, 3, 5, -4, Fraction(1, 3), Fraction("2.5"))
    return Fraction(stock[int(rng.integers(len(stock)))])


def _worth(rng: np.random.Generator, values: list[Any]) -> dict[Any, Fraction]:
    return {value: number(rng) for value in values}


def _walk_away(rng: np.random.Generator, worth: list[Fraction]) -> Fraction:
    kind = rng.random()
    if kind < 0.04:
        return max(worth) + 1
    if kind < 0.4:
        return min(worth) - Fraction(7, 2)
    if kind < 0.44:
        return max(worth)
    lower_third = sorted(worth)[: len(worth) // 3 + 1]
    return lower_third[int(rng.integers(len(lower_third)))]


def condition(rng: np.random.Generator, issues: list[Issue], depth: int = 2) -> Condition:
    """A random condition over the issues."""
    if depth and rng.random() < 0.5:
        word = str(rng.choice(["not", "and", "or", "if"]))
        if word == "not":
            return ("not", condition(rng, issues, depth - 1))
        return (word, condition(rng, issues, depth - 1), condition(rng, issues, depth - 1))
    name, kind, options = issues[int(rng.integers(len(issues)))]
    if kind == "action":
        return ("is action", name)
    option = options[int(rng.integers(len(options)))]
    if kind == "set":
        sets = values_of(kind, options)
        stock: list[Condition] = [
            ("has", name, option),
            ("count", name, int(rng.integers(0, 3))),
            ("is", name, sets[int(rng.integers(len(sets)))]),
        ]
        return stock[int(rng.integers(3))]
    return ("at most", name, option) if kind == "number" and rng.random() < 0.6 else ("is", name, option)


def problem_of(story: Story) -> SettlementProblem:
    """The story as the engine takes it."""
    vocabulary = Vocabulary(tuple(_term(*issue) for issue in story.issues))
    place = {p: i for i, p in enumerate(story.parties)}

    def rule(given: Condition) -> Rule:
        return bind(parse(text(given)), vocabulary)

    return from_points(
        story.parties,
        vocabulary,
        [
            [[story.worth[p][name][value] for p in story.parties] for value in values_of(kind, options)]
            for name, kind, options in story.issues
        ],
        [story.walk_away[p] for p in story.parties],
        consent=[place[p] for p in story.consent],
        interactions=[(rule(c), place[p], points) for c, p, points in story.interactions],
        constraints=[Constraint(name, rule(c)) for name, c in story.constraints],
        grounds=[Ground(kind, name, place[p], rule(c)) for kind, name, p, c in story.grounds],  # type: ignore[arg-type]
        conditional=[(rule(c), place[p]) for c, p in story.conditional],
        status_quo=code_values(story, story.status_quo) if story.status_quo is not None else None,
    )


def code_values(story: Story, x: dict[str, Any]) -> tuple[int, ...]:
    """The value codes of a package."""
    return tuple(values_of(kind, options).index(x[name]) for name, kind, options in story.issues)


def _term(name: str, kind: str, options: list[Any]) -> Term:
    if kind == "number":
        return Term(name, "number", numbers=tuple(options))
    return Term(name, kind, tuple(options))  # type: ignore[arg-type]


def relabelled(story: Story, rng: np.random.Generator) -> Story:
    """The same story told in another order: parties, issues and options permuted."""

    def shuffled(items: list[Any]) -> list[Any]:
        return [items[i] for i in rng.permutation(len(items))]

    issues = [
        (name, kind, list(options) if kind == "number" else shuffled(options))
        for name, kind, options in shuffled(story.issues)
    ]
    quo = story.status_quo
    return replace(
        story,
        parties=shuffled(story.parties),
        consent=shuffled(story.consent),
        issues=issues,
        constraints=shuffled(story.constraints),
        grounds=shuffled(story.grounds),
        interactions=shuffled(story.interactions),
        conditional=shuffled(story.conditional),
        status_quo=None if quo is None else {name: quo[name] for name, _, _ in issues},
    )


def rescaled(story: Story, party: str, factor: Fraction, shift: Fraction) -> Story:
    """The same story with one party's values a·u + b, and its walk-away with them."""
    first = story.issues[0][0]
    worth = {
        issue: {value: factor * w + (shift if issue == first else 0) for value, w in values.items()}
        for issue, values in story.worth[party].items()
    }
    return replace(
        story,
        worth={**story.worth, party: worth},
        walk_away={**story.walk_away, party: factor * story.walk_away[party] + shift},
        interactions=[(c, p, factor * n if p == party else n) for c, p, n in story.interactions],
    )
