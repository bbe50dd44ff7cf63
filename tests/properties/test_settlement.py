"""The settlement engine against definitions written out naively, on random problems."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable
from fractions import Fraction

import numpy as np
import pytest
from tests.properties import settlement_oracle as oracle
from tests.properties.settlement_oracle import Package, Story, frozen
from tests.properties.settlement_stories import code_values, problem_of, random_story, relabelled, rescaled

from detente.engines.settlement import NoSettlement, Settlement, settle
from detente.engines.settlement.concessions import Concessions

CaseCount = Callable[..., int]
Says = frozenset[tuple[str, object]]


def stories(count: int) -> Iterable[tuple[Story, np.random.Generator]]:
    for seed in np.random.SeedSequence(20251215).spawn(count):
        rng = np.random.default_rng(seed)
        yield random_story(rng), rng


def settled(story: Story) -> Settlement:
    return settle(problem_of(story), weights=[story.weights[p] for p in story.consent])


def says(answer: Settlement, codes: Iterable[int]) -> list[Says]:
    """Packages by what they say, whatever their codes."""
    found: list[Says] = []
    for values in answer.describe(codes):
        kinds = {t.id: t.kind for t in answer.problem.issues.terms}
        found.append(
            frozenset((k, frozenset(v) if kinds[k] == "set" else v) for k, v in values.items())  # type: ignore[arg-type]
        )
    return found


def same(ours: list[Says], theirs: list[Package]) -> bool:
    return len(ours) == len(theirs) and Counter(ours) == Counter(frozen(x) for x in theirs)


def _say(capsys: pytest.CaptureFixture[str], sentence: str) -> None:
    """The counts, shown where output is (make proof)."""
    with capsys.disabled():
        sys.stdout.write(f"\n  {sentence}\n")


def test_engine_agrees_with_brute_force(case_count: CaseCount, capsys: pytest.CaptureFixture[str]) -> None:
    count = case_count(sample=80, proof=3000)
    seen: Counter[str] = Counter()
    for number, (story, rng) in enumerate(stories(count)):
        answer = settled(story)
        agreed = oracle.acceptable(story)
        _check_zone(story, answer)
        _check_frontiers(story, answer, agreed)
        _check_solutions(story, answer, agreed)
        _check_concessions(story, answer)
        _check_one_package(story, answer, rng)
        _check_trades(story, answer, rng)
        _note(seen, story, answer, agreed)
        assert number < count
    assert all(seen[kind] > count // 50 for kind in FEATURES), seen
    _say(capsys, f"brute force: {count} problems agree; {dict(seen)}")


FEATURES = (
    "ties",
    "constraints",
    "red lines",
    "offers",
    "interactions",
    "conditional consent",
    "bargaining weights",
    "negative walk-aways",
    "walk-aways above everything",
    "empty zones",
    "nothing feasible",
    "some party cannot gain",
    "frontiers of F and A differ",
)


def _note(seen: Counter[str], story: Story, answer: Settlement, agreed: list[Package]) -> None:
    """Which features this problem had, so that the sample is known to reach them."""
    nash = answer.solutions["nash"]
    best = {p: max(oracle.u(story, p, x) for x in oracle.packages(story)) for p in story.parties}
    kinds = {kind for kind, _, _, _ in story.grounds}
    had = {
        "ties": not isinstance(nash, NoSettlement) and len(nash.packages) > 1,
        "constraints": bool(story.constraints),
        "red lines": "red-line" in kinds,
        "offers": "offer" in kinds,
        "interactions": bool(story.interactions),
        "conditional consent": bool(story.conditional),
        "bargaining weights": len(set(story.weights.values())) > 1,
        "negative walk-aways": any(d < 0 for d in story.walk_away.values()),
        "walk-aways above everything": any(d > best[p] for p, d in story.walk_away.items()),
        "empty zones": not agreed,
        "nothing feasible": not oracle.feasible(story),
        "some party cannot gain": not isinstance(nash, NoSettlement)
        and nash.certificate["gaining"] != len(story.consent),
        "frontiers of F and A differ": set(answer.frontier_feasible.packages.tolist())
        != set(answer.frontier_acceptable.packages.tolist()),
    }
    seen.update(name for name, present in had.items() if present)


def _check_zone(story: Story, answer: Settlement) -> None:
    every = oracle.packages(story)
    inside = oracle.feasible(story)
    blocked = {frozen(x): oracle.blocked(story, x) for x in every}
    assert answer.n_packages == len(every)
    assert answer.n_feasible == len(inside)
    assert same(says(answer, answer.zone.acceptable), oracle.acceptable(story))
    for ground in answer.zone.grounds:
        key = (ground.kind, ground.party, ground.id)
        assert ground.packages == sum(key in blocked[frozen(x)] for x in inside)
        assert ground.alone == sum(blocked[frozen(x)] == {key} for x in inside)
    for constraint in answer.zone.constraints:
        key = ("constraint", "", constraint.id)
        broken = [{b for b in blocked[frozen(x)] if b[0] == "constraint"} for x in every]
        assert constraint.packages == sum(key in b for b in broken)
        assert constraint.alone == sum(b == {key} for b in broken)
    for party in answer.zone.parties:
        blockers = [{who for _, who, _ in blocked[frozen(x)]} for x in inside]
        assert party.packages == sum(party.party in b for b in blockers)
        assert party.alone == sum(b == {party.party} for b in blockers)
    named = {(g.kind, g.party, g.id) for g in (*answer.zone.grounds, *answer.zone.constraints)}
    assert set().union(*blocked.values()) <= named


def _check_frontiers(story: Story, answer: Settlement, agreed: list[Package]) -> None:
    on_feasible = oracle.frontier(story, oracle.feasible(story))
    on_acceptable = oracle.frontier(story, agreed)
    assert same(says(answer, answer.frontier_feasible.packages), on_feasible)
    assert same(says(answer, answer.frontier_acceptable.packages), on_acceptable)
    rows = answer.values(answer.frontier_feasible.packages)
    for values, x in zip(rows, says(answer, answer.frontier_feasible.packages), strict=True):
        assert list(values) == [oracle.u(story, p, dict(x)) for p in story.parties]


def _check_solutions(story: Story, answer: Settlement, agreed: list[Package]) -> None:
    if not agreed:
        assert all(isinstance(s, NoSettlement) for s in answer.solutions.values())
        return
    assert answer.ideal == tuple(max(oracle.u(story, p, x) for x in agreed) for p in story.parties)
    for name, packages in oracle.solutions(story, agreed).items():
        found = answer.solutions[name]
        assert not isinstance(found, NoSettlement)
        assert same(says(answer, found.packages), packages), name
        assert list(found.packages) == sorted(found.packages)
        for x, values in zip(says(answer, found.packages), found.values, strict=True):
            assert list(values) == oracle.points(story, dict(x))


def _check_concessions(story: Story, answer: Settlement) -> None:
    expected = oracle.concessions(story)
    found = answer.concessions
    if expected is None:
        assert isinstance(found, NoSettlement)
        return
    assert isinstance(found, Concessions)
    least, reached = expected
    assert (found.breaches, found.parties_below, found.total_share) == least
    if found.needed:
        assert same(says(answer, found.packages), reached)
    else:
        assert least == (0, 0, 0)
        assert answer.n_acceptable
    assert [o.package for o in found.openings] == found.packages[:100].tolist()
    for opening in found.openings:
        x = dict(says(answer, [opening.package])[0])
        given = {(b.kind, c.party, b.id) for c in opening.concessions for b in c.breached}
        short = {c.party: c.shortfall for c in opening.concessions if c.shortfall}
        assert given | {("walk-away", p, "") for p in short} == oracle.blocked(story, x)
        assert all(s == story.walk_away[p] - oracle.u(story, p, x) for p, s in short.items())
        assert sum(c.share for c in opening.concessions) == least[2]


def _check_one_package(story: Story, answer: Settlement, rng: np.random.Generator) -> None:
    every = oracle.packages(story)
    code = int(rng.integers(len(every)))
    x, found = every[code], answer.evaluate(code)
    assert says(answer, [code]) == [frozen(x)]
    assert list(found.values) == [oracle.u(story, p, x) for p in story.parties]
    assert {(b.kind, b.party, b.id) for b in found.blocked} == oracle.blocked(story, x)
    assert found.feasible == (x in oracle.feasible(story))
    assert found.acceptable == (x in oracle.acceptable(story))
    assert found.status_quo == (x == story.status_quo)
    assert set(found.asked) == oracle.asked(story, x)
    better = [
        y
        for y in oracle.frontier(story, oracle.feasible(story))
        if oracle.dominates(oracle.points(story, y), oracle.points(story, x))
    ]
    assert same(says(answer, found.dominated_by_feasible), better)
    assert found.on_frontier_feasible == (x in oracle.frontier(story, oracle.feasible(story)))


def _check_trades(story: Story, answer: Settlement, rng: np.random.Generator) -> None:
    every = oracle.packages(story)
    code = int(rng.integers(len(every)))
    found = answer.trades_from(code).trades
    ours = {
        (
            says(answer, [t.package])[0],
            frozenset(t.parties),
            t.share,
            frozenset(t.losers),
            t.acceptable,
        )
        for t in found
    }
    assert ours == oracle.trades(story, every[code])
    assert len(found) == len(ours)
    assert [t.share for t in found] == sorted((t.share for t in found), reverse=True)
    for trade in found:
        changed = [i for i in every[code] if dict(says(answer, [trade.package])[0])[i] != every[code][i]]
        assert sorted(trade.issues) == sorted(changed)


def _everything(answer: Settlement) -> dict[str, object]:
    """All that the engine says, without codes or orders."""
    solved = {
        name: None if isinstance(s, NoSettlement) else Counter(says(answer, s.packages))
        for name, s in answer.solutions.items()
    }
    openings = answer.concessions.openings if isinstance(answer.concessions, Concessions) else ()
    return {
        "acceptable": Counter(says(answer, answer.zone.acceptable)),
        "frontier of F": Counter(says(answer, answer.frontier_feasible.packages)),
        "frontier of A": Counter(says(answer, answer.frontier_acceptable.packages)),
        "solutions": solved,
        "blocking": set(answer.zone.blocking),
        "openings": {
            says(answer, [o.package])[0]: frozenset((c.party, c.share, frozenset(c.breached)) for c in o.concessions)
            for o in openings
        },
    }


def test_other_names_and_orders_change_nothing(case_count: CaseCount, capsys: pytest.CaptureFixture[str]) -> None:
    count = case_count(sample=40, proof=2000)
    for story, rng in stories(count):
        retold = relabelled(story, rng)
        assert _everything(settled(story)) == _everything(settled(retold))
    _say(capsys, f"relabelling: {count} problems unchanged")


def test_another_scale_for_one_party_leaves_nash_and_kalai_smorodinsky(
    case_count: CaseCount, capsys: pytest.CaptureFixture[str]
) -> None:
    count = case_count(sample=40, proof=2000)
    compared = 0
    for story, rng in stories(count):
        before = settled(story)
        party = str(rng.choice(story.parties))
        after = settled(rescaled(story, party, Fraction(int(rng.integers(1, 9)), 7), Fraction(-13, 3)))
        nash = before.solutions["nash"]
        assert says(before, before.zone.acceptable) == says(after, after.zone.acceptable)
        assert _packages(before, "kalai-smorodinsky") == _packages(after, "kalai-smorodinsky")
        if isinstance(nash, NoSettlement) or nash.certificate["gaining"] == len(story.consent):
            assert _packages(before, "nash") == _packages(after, "nash")
            compared += not isinstance(nash, NoSettlement)
    assert compared > count // 4
    _say(capsys, f"affine change: {count} problems unchanged, in {compared} all gain by the Nash solution")


def _packages(answer: Settlement, name: str) -> tuple[int, ...]:
    found = answer.solutions[name]
    return () if isinstance(found, NoSettlement) else found.packages


def test_codes_run_in_mixed_radix_order(case_count: CaseCount) -> None:
    for story, _ in stories(case_count(sample=20, proof=200)):
        answer = settled(story)
        every = oracle.packages(story)
        assert says(answer, range(len(every))) == [frozen(x) for x in every]
        for code, x in enumerate(every):
            assert answer.packages.encode(code_values(story, x)) == code
