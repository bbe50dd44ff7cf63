"""Case files as text, read and settled, against the design's words written out naively."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import pytest
from tests.properties.settlement_case_oracle import FIVE, Told, frozen
from tests.properties.settlement_case_texts import CaseText, relabelled
from tests.properties.settlement_cases import CaseCount, all_frozen, all_words, cases, say, words

from detente.case.live_offers import live_offers
from detente.case.reading import CaseFile, parse_case
from detente.engines.settlement import NoSettlement
from detente.engines.settlement.concessions import Concessions
from detente.engines.settlement.of_case import CaseSettlement, judgement_findings, settle_case
from detente.engines.settlement.zone import blocks

FEATURES: dict[str, Callable[[Told], bool]] = {
    "a set with a negative member": lambda t: "-" in str([_values(t, i) for i in t.issues if i["kind"] == "set"]),
    "a number": lambda t: any(i["kind"] == "number" for i in t.issues),
    "a range": lambda t: "'high'" in str(t.preferences),
    "a triangle": lambda t: "'mode'" in str(t.preferences),
    "an order with a tie": lambda t: "[[" in str(t.preferences) or ", [" in str(t.preferences),
    "interactions": lambda t: "'interactions'" in str(t.preferences),
    "a party without weights": lambda t: any("weights" not in w for w in t.preferences.values()),
    "no walk-away": lambda t: any("walk-away" not in w for w in t.preferences.values()),
    "a walk-away from the status quo": lambda t: "'status-quo'" in str(t.preferences),
    "a walk-away from a package": lambda t: "'package': {" in str(t.preferences),
    "a negative walk-away": lambda t: any(d < 0 for d in t.floor.values()),
    "a red line breached": lambda t: any(k[0] == "red-line" for x in t.feasible for k in t.blocked(x)),
    "an offer breached": lambda t: any(k[0] == "offer" for x in t.feasible for k in t.blocked(x)),
    "alternative offers": lambda t: any(", " in k[2] for x in t.feasible for k in t.blocked(x)),
    "an offer that is not live": lambda t: len(t.live) < len(t.case["offers"]),
    "an offer that binds nobody": lambda t: any(
        t.status_quo is not None and t.holds(o["gives"], t.status_quo) for o in t.live
    ),
    "constraints": lambda t: len(t.feasible) < len(t.packages),
    "a yes under a condition": lambda t: bool(t.also),
    "no agreement section": lambda t: "agreement" not in t.case,
    "no status quo": lambda t: t.status_quo is None,
    "a status quo outside F": lambda t: t.status_quo is not None and t.status_quo not in t.feasible,
    "an empty zone": lambda t: not t.acceptable,
    "frontiers of F and A that differ": lambda t: t.frontier(t.feasible) != t.frontier(t.acceptable),
}


def _values(told: Told, issue: Any) -> list[Any]:
    return [wants["values"].get(issue["id"]) for wants in told.preferences.values() if "values" in wants]


def test_a_case_is_settled_as_the_design_says(case_count: CaseCount, capsys: pytest.CaptureFixture[str]) -> None:
    count = case_count(sample=60, proof=2500)
    seen: Counter[str] = Counter()
    for case_text, read, _ in cases(count, 20251216):
        told, settled = Told(case_text.text, case_text.holds), settle_case(read)
        assert [offer.id for offer in live_offers(read.case)] == [offer["id"] for offer in told.live]
        check_values(told, settled)
        check_zone(told, settled)
        check_selected(told, settled)
        check_concessions(told, settled)
        seen.update(check_findings(told, read))
        seen.update(name for name, present in FEATURES.items() if present(told))
    looked_for = (*FEATURES, "offer-empty", "offer-against-judgement")
    floor = count // 40 if count >= 1000 else 0
    assert all(seen[name] > floor for name in looked_for), {name: seen[name] for name in looked_for}
    say(capsys, f"cases as text: {count} settled as the oracle does; {dict(seen)}")


def check_values(told: Told, settled: CaseSettlement) -> None:
    every = range(settled.settlement.n_packages)
    assert settled.settlement.parties == tuple(told.parties)
    assert settled.settlement.disagreement == tuple(told.floor[p] for p in told.parties)
    assert settled.problem.bargainers == tuple(told.consent)
    assert all_words(settled, every) == all_frozen(told.packages)
    for code, values in zip(every, settled.settlement.values(every), strict=True):
        x = dict(words(settled, code))
        assert list(values) == [told.worth(p, x) for p in told.parties]
        assert settled.code(settled.answers(code)) == code


def check_zone(told: Told, settled: CaseSettlement) -> None:
    found = settled.settlement
    feasible = range(found.n_packages) if found.feasible is None else found.feasible
    assert all_words(settled, feasible) == all_frozen(told.feasible)
    assert all_words(settled, found.zone.acceptable) == all_frozen(told.acceptable)
    if told.status_quo is not None:
        assert frozen(told.status_quo) not in all_words(settled, found.zone.acceptable)
    for code, reasons in enumerate(blocks(found.packages, np.arange(found.n_packages))):
        ours = {(r.kind, r.party, r.id): r.shortfall for r in reasons}
        assert ours == told.blocked(dict(words(settled, code)))
        assert len(ours) == len(reasons)
    told_grounds = Counter(key for x in told.feasible for key in told.blocked(x) if key[0] != "constraint")
    assert {(g.kind, g.party, g.id): g.packages for g in found.zone.grounds if g.packages} == told_grounds


def check_selected(told: Told, settled: CaseSettlement) -> None:
    found = settled.settlement
    assert all_words(settled, found.frontier_feasible.packages) == all_frozen(told.frontier(told.feasible))
    assert all_words(settled, found.frontier_acceptable.packages) == all_frozen(told.frontier(told.acceptable))
    assert set(found.solutions) == set(FIVE)
    for name, answer in found.solutions.items():
        if isinstance(answer, NoSettlement):
            assert not told.acceptable
        else:
            assert all_words(settled, answer.packages) == all_frozen(told.solution(name, told.acceptable)), name


def check_concessions(told: Told, settled: CaseSettlement) -> None:
    found, expected = settled.settlement.concessions, told.concessions(told.feasible)
    if isinstance(found, NoSettlement):
        assert expected is None
        return
    assert isinstance(found, Concessions)
    assert expected is not None
    least, reached = expected
    assert (found.breaches, found.parties_below, found.total_share) == least
    assert all_words(settled, found.packages) == (all_frozen(reached) if not told.acceptable else Counter())


def check_findings(told: Told, read: CaseFile) -> list[str]:
    expected: list[str] = []
    for place, offer in enumerate(told.case["offers"]):
        if offer in told.live and offer["by"] in told.parties:
            meant = [x for x in told.feasible if told.holds(offer["gives"], x) and told.holds(offer["if"], x)]
            worth = [told.worth(offer["by"], x) for x in meant if x != told.status_quo]
            if not worth:
                expected.append(f"offers.{place}: offer-empty")
            elif max(worth) < told.floor[offer["by"]]:
                expected.append(f"offers.{place}: offer-against-judgement")
    assert [f"{fault.field}: {fault.rule}" for fault in judgement_findings(read)] == expected
    return [finding.partition(": ")[2] for finding in expected]


def summary(settled: CaseSettlement, names: dict[str, str] | None = None) -> dict[str, Any]:
    """All that is said about a case, without orders, in the names that `names` gives for its own."""
    known = names or {}
    found = settled.settlement

    def named(value: Any) -> Any:
        return frozenset(map(named, value)) if isinstance(value, frozenset) else known.get(value, value)

    def told(codes: Iterable[int]) -> Counter[Any]:
        return Counter(frozenset((named(k), named(v)) for k, v in words(settled, int(c))) for c in codes)

    spread = settled.spreads(range(found.n_packages))
    return {
        "zone": told(found.zone.acceptable),
        "blocking": {(g.kind, named(g.party), g.id, g.packages, g.alone) for g in found.zone.blocking},
        "frontiers": (told(found.frontier_feasible.packages), told(found.frontier_acceptable.packages)),
        "solutions": {n: None if isinstance(s, NoSettlement) else told(s.packages) for n, s in found.solutions.items()},
        "concessions": told(found.concessions.packages) if isinstance(found.concessions, Concessions) else None,
        "walk-aways": {named(p): d for p, d in zip(found.parties, found.disagreement, strict=True)},
        "verdicts": Counter(
            (next(iter(told([code]))), frozenset((named(p), verdict) for p, verdict in item.verdicts))
            for code, item in enumerate(spread)
        ),
        "zone spread": settled.zone_spread(),
    }


def test_other_names_and_orders_change_nothing(case_count: CaseCount, capsys: pytest.CaptureFixture[str]) -> None:
    count = case_count(sample=30, proof=2000)
    for told, read, rng in cases(count, 20251217):
        again, names = relabelled(told, rng)
        assert summary(settle_case(parse_case(again.text)), names) == summary(settle_case(read)), told.text
    say(capsys, f"cases under other names and orders: {count} unchanged")


def test_an_offer_adds_no_value_and_only_takes_from_the_zone(case_count: CaseCount) -> None:
    bound = 0
    for told, read, _ in cases(case_count(sample=30, proof=1000), 20251218):
        with_offers = settle_case(read)
        without = settle_case(parse_case(CaseText({**told.data, "offers": []}).text))
        every = range(without.settlement.n_packages)
        assert with_offers.settlement.values(every) == without.settlement.values(every)
        assert with_offers.settlement.disagreement == without.settlement.disagreement
        fewer, more = (set(s.settlement.zone.acceptable.tolist()) for s in (with_offers, without))
        assert fewer <= more
        bound += fewer < more
    assert bound
