"""Proposals that may leave issues open, against brute force over every way to complete them."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
import pytest
from tests.properties.settlement_case_oracle import Package, Told
from tests.properties.settlement_case_texts import CaseText, Writer
from tests.properties.settlement_cases import CaseCount, all_frozen, cases, say, words

from detente.assessment.proposals import Assessment, assess_proposals
from detente.case.reading import parse_case
from detente.engines.settlement.of_case import CaseSettlement, settle_case


def ways(told: Told, package: dict[str, Any]) -> list[Package]:
    """The packages that answer as a proposal does, feasible or not."""
    kinds = {issue["id"]: issue["kind"] for issue in told.issues}
    wanted = {i: frozenset(v) if kinds[i] == "set" else v for i, v in package.items()}
    return [x for x in told.packages if all(x[issue] == answer for issue, answer in wanted.items())]


def test_proposals_agree_with_brute_force(case_count: CaseCount, capsys: pytest.CaptureFixture[str]) -> None:
    count = case_count(sample=40, proof=2000)
    seen: Counter[str] = Counter()
    for case_text, _, rng in cases(count, 20251223, issues=3, largest=36):
        packages = _proposals(case_text, rng)
        data = {**case_text.data, "proposals": [{"id": f"draft-{n}", "package": p} for n, p in enumerate(packages)]}
        text = CaseText(data).text
        told, settled = Told(text, case_text.holds), settle_case(parse_case(text))
        for found, package in zip(assess_proposals(settled), packages, strict=True):
            if package:
                check(told, settled, found, ways(told, package), seen)
    assert min(seen[kind] for kind in ("nash", "concessions", "nothing", "unmet")) > count // 30, seen
    say(capsys, f"proposals: two in each of {count} cases agree; {dict(seen)}")


def _proposals(case_text: CaseText, rng: np.random.Generator) -> list[dict[str, Any]]:
    writer = Writer(rng)
    writer.issues = case_text.data["issues"]
    return [{name: answer for name, answer in writer.package().items() if writer.chance(0.6)} for _ in range(2)]


def check(told: Told, settled: CaseSettlement, found: Assessment, every: list[Package], seen: Counter[str]) -> None:
    inside = [x for x in every if x in told.feasible]
    broken = [{key for key in told.blocked(x) if key[0] == "constraint"} for x in every]
    assert {(g.id, g.packages, g.alone) for g in found.blocking if g.kind == "constraint"} == {
        (name, sum((kind, party, name) in b for b in broken), broken.count({(kind, party, name)}))
        for kind, party, name in set().union(*broken)
    }
    agreed = [x for x in inside if x in told.acceptable]
    assert (found.completions, found.acceptable) == (len(inside), len(agreed))
    worth = [[told.worth(p, x) for x in inside] for p in told.parties] if inside else []
    assert found.values == tuple((min(values), max(values)) for values in worth)
    keys = Counter(key for x in inside for key in told.blocked(x))
    assert {(g.kind, g.party, g.id): g.packages for g in found.blocking if g.kind != "constraint"} == keys
    seen["unmet"] += any(g.kind == "constraint" for g in found.blocking)
    if agreed:
        nearest, kind = told.solution("nash", agreed), "nash"
    else:
        smallest = told.concessions(inside)
        nearest, kind = (smallest[1], "concessions") if smallest else ([], "nothing")
    seen[kind] += 1
    assert found.tied == len(nearest)
    if nearest:
        assert found.nearest is not None
        assert found.nearest.package == min(c for c in range(settled.settlement.n_packages) if words(settled, c) in
                                            all_frozen(nearest))  # fmt: skip
        assert found.nearest.acceptable == (kind == "nash")
        assert found.spread == settled.spreads([found.nearest.package])[0]
    else:
        assert (found.nearest, found.spread) == (None, None)
