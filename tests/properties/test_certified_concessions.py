"""Smallest concessions without enumeration against the definition, and their certificates by enumeration."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any, Final

import numpy as np
import pytest
from tests.properties import settlement_oracle as oracle
from tests.properties.folding_draws import larger_problem
from tests.properties.settlement_oracle import Package, Story
from tests.properties.settlement_stories import code_values, problem_of
from tests.properties.test_searching import narrow, say, stories

from detente.engines.settlement import NoSettlement, SettlementProblem, settle
from detente.engines.settlement.concessions import Concessions
from detente.engines.settlement.searching import CertifiedConcessions, certified_concessions

CaseCount = Callable[..., int]

FEATURES: Final = (
    "open already",
    "nothing feasible",
    "breaches",
    "one party below",
    "several parties below",
    "ties",
    "constraints",
    "red lines",
    "offers",
    "interactions",
    "conditional consent",
    "a party without a range",
    "checked refusals",
)


def demanding(count: int, seed: int) -> Iterable[Story]:
    """Stories in most of which some walk-aways are so high that somebody has to give way."""
    for story, rng in stories(count, seed):
        yield story if rng.random() < 0.25 else _demanding(story, rng)


def _demanding(story: Story, rng: np.random.Generator) -> Story:
    higher = dict(story.walk_away)
    for p in story.parties:
        worth = sorted(oracle.u(story, p, x) for x in oracle.packages(story))
        if rng.random() < 0.7:
            higher[p] = worth[int(len(worth) * rng.uniform(0.5, 1))] + int(rng.integers(2))
    return replace(story, walk_away=higher)


@pytest.mark.parametrize("limits", ["as they are", "narrow"])
def test_concessions_agree_with_brute_force(
    limits: str, case_count: CaseCount, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    if limits == "narrow":
        narrow(monkeypatch)
    count = case_count(sample=20, proof=1500)
    seen: Counter[str] = Counter()
    for story in demanding(count, seed=3 if limits == "narrow" else 4):
        found, expected = certified_concessions(problem_of(story)), oracle.concessions(story)
        if expected is None:
            assert isinstance(found, NoSettlement)
            assert "meets every constraint" in found.reason
            seen["nothing feasible"] += 1
            continue
        assert isinstance(found, CertifiedConcessions)
        least, packages = expected
        assert (found.breaches, found.parties_below, found.total_share) == least
        assert found.proved
        if any(least[:2]):
            assert found.complete
            assert found.packages == tuple(sorted(code_values(story, x) for x in packages))
            _check_openings(story, found)
        assert found.needed == any(least[:2])
        _check_refusals(story, found, seen)
        _note(seen, story, found)
    assert all(seen[kind] >= max(1, count // 100) for kind in FEATURES), seen
    say(capsys, f"concessions, limits {limits}: {count} problems agree with brute force; {dict(seen)}")


def _check_openings(story: Story, found: CertifiedConcessions) -> None:
    """Whoever concedes in an opening lifts just what blocks the package."""
    by_code = {code_values(story, x): x for x in oracle.packages(story)}
    for values, opening in zip(found.packages, found.openings, strict=False):
        x = by_code[values]
        told = {(b.kind, c.party, b.id) for c in opening.concessions for b in c.breached}
        told |= {("walk-away", c.party, "") for c in opening.concessions if c.shortfall}
        assert told == oracle.blocked(story, x)
        for c in opening.concessions:
            assert c.shortfall == max(0, story.walk_away[c.party] - oracle.u(story, c.party, x))
        assert sum(c.share for c in opening.concessions) == found.total_share


def _check_refusals(story: Story, found: CertifiedConcessions, seen: Counter[str]) -> None:
    """No package with so few breaches satisfies all parties of a refusal; a refusal by its bound alone adds up."""
    given: Any = found.certificate
    for refusal in given["refused"]:
        assert not any(
            _breaches(story, x) <= found.breaches and not _below(story, x) & set(refusal["parties"])
            for x in oracle.feasible(story)
            if x != story.status_quo
        )
        assert sum(refusal["best_of_each_group"]) == refusal["bound"]
        assert refusal["bound"] < refusal["needed"] or refusal["by"] == "search"
        seen["checked refusals"] += refusal["by"] == "bound"
    for proof in (given["breaches"], *given["shares"], *given["more"]):
        assert min(proof["multipliers"]) >= 0
        assert sum(proof["best_of_each_group"]) == proof["bound"]


def _breaches(story: Story, x: Package) -> int:
    return sum(kind in ("red-line", "offer") for kind, _, _ in oracle.blocked(story, x))


def _below(story: Story, x: Package) -> set[str]:
    return {p for p in oracle.asked(story, x) if oracle.u(story, p, x) < story.walk_away[p]}


def _note(seen: Counter[str], story: Story, found: CertifiedConcessions) -> None:
    kinds = {kind for kind, _, _, _ in story.grounds}
    had = {
        "open already": not found.needed,
        "breaches": found.breaches > 0,
        "one party below": found.parties_below == 1,
        "several parties below": found.parties_below > 1,
        "ties": found.n_packages > 1,
        "constraints": bool(story.constraints),
        "red lines": "red-line" in kinds,
        "offers": "offer" in kinds,
        "interactions": bool(story.interactions),
        "conditional consent": any(p not in story.consent for _, p in story.conditional),
        "a party without a range": any(not spread for _, spread in found.ranges),
    }
    seen.update(name for name, present in had.items() if present)


def test_larger_problems_agree_with_enumeration(case_count: CaseCount, capsys: pytest.CaptureFixture[str]) -> None:
    count = case_count(sample=3, proof=500)
    seen: Counter[str] = Counter()
    for seed in np.random.SeedSequence(20261124).spawn(count):
        rng = np.random.default_rng(seed)
        problem = _higher(larger_problem(rng), rng)
        enumerated, found = settle(problem), certified_concessions(problem)
        theirs = enumerated.concessions
        assert isinstance(found, NoSettlement) == isinstance(theirs, NoSettlement)
        if isinstance(found, NoSettlement) or not isinstance(theirs, Concessions):
            assert found.reason == theirs.reason  # type: ignore[union-attr]
            continue
        assert found.proved
        assert (found.breaches, found.parties_below, found.total_share) == (
            theirs.breaches,
            theirs.parties_below,
            theirs.total_share,
        )
        assert found.ranges == theirs.ranges
        assert found.n_packages == len(theirs.packages)
        if found.complete:
            assert [enumerated.packages.encode(x) for x in found.packages] == theirs.packages.tolist()
            assert found.openings == theirs.openings
        seen.update([f"{found.parties_below} below", "breaches" if found.breaches else "no breach"])
    say(capsys, f"concessions: {count} problems of thousands of packages agree with enumeration; {dict(seen)}")


def _higher(problem: SettlementProblem, rng: np.random.Generator) -> SettlementProblem:
    every = np.stack([s.max(axis=0) for s in problem.scores]).sum(axis=0)
    return replace(problem, walk_away=(rng.uniform(0.6, 1.0) * every).astype(np.int64))
