"""Certified search against definitions written out naively, and its certificates by independent conditions."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from tests.properties import settlement_oracle as oracle
from tests.properties.settlement_oracle import Package, Story
from tests.properties.settlement_stories import (
    code_values,
    condition,
    number,
    problem_of,
    random_story,
    relabelled,
    rescaled,
)

from detente.engines.settlement import NoSettlement
from detente.engines.settlement.searching import (
    NAMES,
    CertifiedSolution,
    certified_solution,
    certified_solutions,
    descent,
    splitting,
)

CaseCount = Callable[..., int]

FEATURES = (
    "ties",
    "constraints",
    "red lines",
    "offers",
    "interactions",
    "conditional consent",
    "bargaining weights",
    "negative walk-aways",
    "empty zones",
    "clauses",
    "somebody gains nothing",
    "checked certificates",
)


def stories(count: int, seed: int = 20261122) -> Iterable[tuple[Story, np.random.Generator]]:
    for child in np.random.SeedSequence(seed).spawn(count):
        rng = np.random.default_rng(child)
        yield _told(rng), rng


def _told(rng: np.random.Generator) -> Story:
    """A random story; often with fewer conditions, or with more conditional consent."""
    story = random_story(rng)
    kind = rng.random()
    if kind < 0.3:
        return replace(story, interactions=story.interactions[:1], constraints=story.constraints[:1], grounds=[])
    if kind < 0.5:
        others = [p for p in story.parties if p not in story.consent]
        worth = {p: {**story.worth[p]} for p in story.parties}
        for p in others:
            worth[p] = {i: {v: number(rng) for v in values} for i, values in worth[p].items()}
        asked = [(condition(rng, story.issues, 1), p) for p in others]
        return replace(story, worth=worth, conditional=asked, constraints=[], interactions=[])
    return story


def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Limits so small that small problems split, sharpen, merge by key and use switches."""
    monkeypatch.setattr(splitting, "JOINED", 1)
    monkeypatch.setattr(descent, "_AT_ONCE", 3)
    monkeypatch.setattr(descent, "_DIVES", (2,))
    monkeypatch.setattr(descent, "_COMPARED", 2)
    monkeypatch.setattr(descent, "_CROWD", 1)


def weights_of(story: Story) -> list[Fraction]:
    return [story.weights[p] for p in story.consent]


def say(capsys: pytest.CaptureFixture[str], sentence: str) -> None:
    """The counts, shown where output is (make proof)."""
    with capsys.disabled():
        sys.stdout.write(f"\n  {sentence}\n")


@pytest.mark.parametrize("limits", ["as they are", "narrow"])
def test_search_agrees_with_brute_force(
    limits: str, case_count: CaseCount, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    if limits == "narrow":
        narrow(monkeypatch)
    count = case_count(sample=10, proof=1500)
    seen: Counter[str] = Counter()
    for story, _ in stories(count, seed=5 if limits == "narrow" else 6):
        agreed = oracle.acceptable(story)
        expected = oracle.solutions(story, agreed) if agreed else {}
        for name, answer in certified_solutions(problem_of(story), weights_of(story)).items():
            _check_solution(story, answer, expected.get(name, []), seen)
            if isinstance(answer, CertifiedSolution):
                _check_certificate(story, answer, name, agreed, expected[name], seen)
        _note(seen, story, agreed)
    least = count // 100
    assert all(seen[kind] >= least for kind in FEATURES), seen
    say(capsys, f"searching, limits {limits}: {count} problems agree with brute force; {dict(seen)}")


def _check_solution(
    story: Story, answer: CertifiedSolution | NoSettlement, expected: list[Package], seen: Counter[str]
) -> None:
    if isinstance(answer, NoSettlement):
        assert not expected
        other = [x for x in oracle.feasible(story) if x != story.status_quo]
        said = "no feasible package is acceptable" if other or not story.constraints else "meets every constraint"
        assert said in answer.reason
        return
    assert (answer.proved, answer.complete) == (True, True)
    assert sorted(answer.packages) == sorted(code_values(story, x) for x in expected)
    assert answer.n_packages == len(expected)
    by_package = {code_values(story, x): tuple(oracle.points(story, x)) for x in expected}
    assert [by_package[x] for x in answer.packages] == list(answer.solution.values)
    seen["ties"] += len(expected) > 1


def _check_certificate(
    story: Story, answer: CertifiedSolution, name: str, agreed: list[Package], best: list[Package], seen: Counter[str]
) -> None:
    """The sum of the best of each group bounds every package; what falls short of the need is not best."""
    given: Any = answer.solution.certificate
    assert sum(given["best_of_each_group"]) == given["bound"]
    assert min(given["multipliers"]) >= 0
    seen["clauses"] += any(c.startswith("clause") for c in given["columns"])
    if tuple(given["columns"]) != answer.solution.parties:
        return
    asked = problem_of(story)
    units = dict(zip(asked.parties, asked.units, strict=True))
    for x in agreed:
        worth = [oracle.u(story, p, x) / units[p] for p in story.consent]
        total = sum(m * w for m, w in zip(given["multipliers"], worth, strict=True))
        assert total <= given["bound"]
        everybody = given.get("gaining", answer.solution.parties) == answer.solution.parties
        if name in ("nash", "utilitarian") and everybody and total < given["needed"]:
            assert x not in best
    seen["checked certificates"] += 1


def _note(seen: Counter[str], story: Story, agreed: list[Package]) -> None:
    seen["constraints"] += bool(story.constraints)
    seen["red lines"] += any(g[0] == "red-line" for g in story.grounds)
    seen["offers"] += any(g[0] == "offer" for g in story.grounds)
    seen["interactions"] += bool(story.interactions)
    seen["conditional consent"] += any(p not in story.consent for _, p in story.conditional)
    seen["bargaining weights"] += len(set(weights_of(story))) > 1
    seen["negative walk-aways"] += any(story.walk_away[p] < 0 for p in story.consent)
    seen["empty zones"] += not agreed
    if agreed:
        gains = [all(oracle.u(story, p, x) > story.walk_away[p] for p in story.consent) for x in agreed]
        seen["somebody gains nothing"] += not any(gains)


def test_order_of_parties_issues_and_options_changes_nothing(case_count: CaseCount) -> None:
    for story, rng in stories(case_count(sample=2, proof=300), seed=7):
        other = relabelled(story, rng)
        for name in NAMES:
            one = certified_solution(problem_of(story), name, weights_of(story))
            two = certified_solution(problem_of(other), name, weights_of(other))
            if isinstance(one, NoSettlement) or isinstance(two, NoSettlement):
                assert type(one) is type(two)
                continue
            by_party = [
                sorted(tuple(sorted(zip(a.solution.parties, v, strict=True))) for v in a.solution.values)
                for a in (one, two)
            ]
            assert by_party[0] == by_party[1]


def test_scale_of_one_party_changes_nothing_where_theory_says_so(case_count: CaseCount) -> None:
    for story, rng in stories(case_count(sample=2, proof=300), seed=8):
        party = story.consent[int(rng.integers(len(story.consent)))]
        other = rescaled(story, party, Fraction(7, 2), Fraction(-3))
        for name in ("nash", "kalai-smorodinsky"):
            one = certified_solution(problem_of(story), name, weights_of(story))
            two = certified_solution(problem_of(other), name, weights_of(other))
            if isinstance(one, NoSettlement) or isinstance(two, NoSettlement):
                assert type(one) is type(two)
            elif name != "nash" or _all_gain(story, one):
                assert one.packages == two.packages


def _all_gain(story: Story, answer: CertifiedSolution) -> bool:
    return all(v > story.walk_away[p] for p, v in zip(story.consent, answer.solution.values[0], strict=True))
