"""The study against the design's words, written out naively: draws, shares, exact ends, flip points, weights."""

from __future__ import annotations

import itertools
from collections import Counter
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from tests.properties.settlement_case_oracle import SHOWN, Numbers, Told, bare, steps_of
from tests.properties.settlement_cases import CaseCount, cases, say, words

from detente.engines.settlement.of_case import CaseSettlement, settle_case
from detente.engines.settlement.spread import margin_range
from detente.foundation.errors import OutOfDomain
from detente.foundation.simplex_method import maximise
from detente.study import acceptability, acceptability_task
from detente.study.factors import OrderedLevels, OrderedShares, width
from detente.study.flips import Flip, flip_points
from detente.study.of_case import judged_parties
from detente.study.parties import JudgedParty
from detente.study.polytope import Condition, at_least, condition, sample_weights
from detente.study.possible import possible_acceptance
from detente.study.tally import tally

SMALL = {"parties": 3, "issues": 3, "largest": 16}
CLOSE = 1e-7


def keys(told: Told, party: str) -> list[Any]:
    """Every judgement that is more than a point, in the order in which the study draws: the node that states it."""
    wants = told.preferences[party]
    weights = bare(wants.get("weights", {}))
    found: list[Any] = []
    if isinstance(weights, list):
        found.append("weights")
    else:
        found += [bare(weights[issue["id"]]) for issue in told.issues if issue["id"] in weights]
    for issue in told.issues:
        values = bare(wants.get("values", {}).get(issue["id"], {}))
        found += [issue["id"]] if isinstance(values, list) else [bare(v) for v in values.values()]
    found += [bare(extra["points"]) for extra in wants.get("interactions", [])]
    walk_away = bare(wants.get("walk-away", "0"))
    found.append(
        bare(walk_away.get("less", "0")) if isinstance(walk_away, dict) and "package" in walk_away else walk_away
    )
    return [key for key in found if _open(key)]


def _open(key: Any) -> bool:
    return (isinstance(key, str) and not _is_number(key)) or (isinstance(key, dict) and _ends(key)[0] < _ends(key)[1])


def _is_number(text: str) -> bool:
    return text.lstrip("+-")[:1].isdigit()


def _ends(node: dict[str, str]) -> tuple[Fraction, Fraction]:
    return Fraction(node["low"]), Fraction(node["high"])


def told_numbers(told: Told, party: str, judged: JudgedParty, numbers: list[Any]) -> Numbers:
    """Factor numbers as the naive reading takes them."""
    wants = told.preferences[party]
    chosen: dict[Any, Any] = {}
    for key, factor, ends in zip(keys(told, party), judged.factors, numbers, strict=True):
        if isinstance(key, dict):
            assert len(ends) == 1
            chosen[id(key)] = ends[0]
            continue
        order = steps_of(bare(wants["weights"] if key == "weights" else wants["values"][key]))
        scale = 100 if isinstance(factor.form, OrderedShares) and key != "weights" else 1
        chosen[key] = {name: scale * n for n, step in zip(ends, order, strict=True) for name in step}

    def pick(judgement: Any) -> Any:
        inner = bare(judgement)
        if not isinstance(inner, dict):
            return Fraction(inner)
        return chosen[id(inner)] if id(inner) in chosen else Fraction(inner["low"])

    return Numbers(
        pick=pick,
        weights=lambda _: chosen["weights"],
        options=lambda issue, _: chosen[issue],
        members=lambda issue, _: chosen[issue],
    )


def packages_of(settled: CaseSettlement) -> list[dict[str, Any]]:
    return [dict(words(settled, code)) for code in range(settled.settlement.n_packages)]


def accepts(told: Told, party: str, x: dict[str, Any], numbers: Numbers) -> bool:
    """Asked and content, or not asked."""
    if party not in told.asked(x):
        return True
    enough = float(told.value(party, x, numbers) - told.walk_away(party, numbers)) >= -1e-9
    return enough and not any(told.refused(party, x))


def test_shares_are_what_counting_draw_by_draw_gives(case_count: CaseCount, capsys: pytest.CaptureFixture[str]) -> None:
    count, draws = case_count(sample=12, proof=2000), 5
    seen: Counter[str] = Counter()
    for text, read, rng in cases(count, 20251301, **SMALL):
        told, settled = Told(text.text, text.holds), settle_case(read)
        every = packages_of(settled)
        feasible = [code for code, x in enumerate(every) if x in told.feasible]
        if not feasible:
            continue
        task = acceptability_task(settled, feasible)
        uniforms = rng.random((draws, width([f for party in task.parties for f in party.factors])))
        judged = [party.judged(uniforms) for party in task.parties]
        counts = tally(task.setting, judged)
        assert task.codes.tolist() == feasible
        expected: Counter[Any] = Counter()
        for k in range(draws):
            numbers = {
                p.name: told_numbers(told, p.name, p, [f.numbers(uniforms)[k].tolist() for f in p.factors])
                for p in task.parties
            }
            worth = {p: [float(told.value(p, every[c], numbers[p])) for c in feasible] for p in told.parties}
            for p, party in enumerate(told.parties):
                np.testing.assert_allclose(judged[p].values[k], worth[party], atol=CLOSE, err_msg=text.text)
                floor = float(told.walk_away(party, numbers[party]))
                assert judged[p].walk_away[k] == pytest.approx(floor, abs=CLOSE)
            open_ = False
            for row, code in enumerate(feasible):
                x = every[code]
                refusing = [p for p in told.parties if not accepts(told, p, x, numbers[p])]
                agreed = not refusing and x != told.status_quo
                open_ |= agreed
                expected["accepted", row] += agreed
                for p in refusing:
                    expected["blocked", row, p] += 1
                    expected["alone", row, p] += len(refusing) == 1
                beaten = any(
                    all(worth[p][o] >= worth[p][row] - 1e-9 for p in told.consent)
                    and any(worth[p][o] > worth[p][row] + 1e-9 for p in told.consent)
                    for o in range(len(feasible))
                )
                expected["efficient", row] += not beaten
                for p in told.parties:
                    expected["rank", p, row, sum(w > worth[p][row] + 1e-9 for w in worth[p])] += 1
            expected["open"] += open_
        assert counts["zone.open"] == expected["open"]
        seen["open"] += expected["open"]
        for row in range(len(feasible)):
            assert counts["package.accepted"][row] == expected["accepted", row], text.text
            assert counts["package.efficient"][row] == expected["efficient", row], text.text
            seen["accepted"] += expected["accepted", row]
            for p, party in enumerate(told.parties):
                assert counts["package.blocked"][row, p] == expected["blocked", row, party], text.text
                assert counts["package.alone"][row, p] == expected["alone", row, party], text.text
                ranks = [expected["rank", party, row, r] for r in range(len(feasible))]
                assert counts["rank"][p, row].tolist() == ranks, text.text
    assert seen["accepted"] > count / 2
    say(capsys, f"study: {count} cases × {draws} draws counted by hand; {dict(seen)}")


def test_a_witness_gives_the_end_that_it_stands_for(case_count: CaseCount, capsys: pytest.CaptureFixture[str]) -> None:
    count = case_count(sample=15, proof=2000)
    seen: Counter[str] = Counter()
    for text, read, _ in cases(count, 20251302, **SMALL):
        told, settled = Told(text.text, text.holds), settle_case(read)
        every = packages_of(settled)
        codes = list(range(len(every)))
        digits = settled.settlement.packages.decode(codes)
        parties = {p.name: p for p in judged_parties(settled, digits)}
        spreads = settled.spreads(codes)
        ends = {p: margin_range(settled.ranges[i], digits) for i, p in enumerate(told.parties)}
        for found, spread in zip(possible_acceptance(settled, codes), spreads, strict=True):
            x = every[found.package]
            assert {one.party for one in found.parties} == told.asked(x)
            for one in found.parties:
                judged = parties[one.party]
                for margin, witness, bound in (
                    (one.least, one.refusing, ends[one.party][0]),
                    (one.most, one.accepting, ends[one.party][1]),
                ):
                    assert list(witness) == [f.what for f in judged.factors]
                    admitted(judged, witness)
                    numbers = told_numbers(told, one.party, judged, list(witness.values()))
                    told_margin = told.value(one.party, x, numbers) - told.walk_away(one.party, numbers)
                    assert margin == told_margin, text.text
                    assert float(margin) == pytest.approx(bound[found.package], abs=CLOSE), text.text
                refused = x != told.status_quo and any(told.refused(one.party, x))
                assert bool(one.breached) == refused
                by_margin = "always" if one.least >= 0 else "depends" if one.most >= 0 else "never"
                assert one.verdict == ("never" if refused else by_margin)
                seen[one.verdict] += 1
            assert found.verdict == spread.verdict or any(abs(float(o.least)) < CLOSE for o in found.parties)
    assert min(seen[v] for v in ("always", "depends", "never")) > count // 4
    say(capsys, f"possible acceptance: {count} cases, each end rebuilt from its witness; {dict(seen)}")


def admitted(judged: JudgedParty, witness: Any) -> None:
    """The witness lies inside what the analyst admits."""
    for factor, numbers in zip(judged.factors, witness.values(), strict=True):
        if isinstance(factor.form, OrderedShares):
            assert sum(n * m for n, m in zip(numbers, factor.form.members, strict=True)) == 1
            assert list(numbers) == sorted(numbers, reverse=True)
        elif isinstance(factor.form, OrderedLevels):
            assert list(numbers) == sorted(numbers, reverse=True)
            assert numbers[-1] == 0
        else:
            assert factor.form.low <= numbers[0] <= factor.form.high


def test_a_conclusion_holds_where_flip_points_say(case_count: CaseCount, capsys: pytest.CaptureFixture[str]) -> None:
    count = case_count(sample=30, proof=2000)
    seen: Counter[str] = Counter()
    for text, read, rng in cases(count, 20251303, parties=2, issues=3, largest=12):
        told, settled = Told(text.text, text.holds), settle_case(read)
        found = flip_points(settled)
        agreements = [x for x in told.feasible if x != told.status_quo]
        asked = [p for p in told.parties if any(p in told.asked(x) for x in told.packages)]
        nodes = {p: [k for k in keys(told, p) if isinstance(k, dict)] for p in told.parties}
        flips = {p: [f for f in found.flips if f.party == p] for p in told.parties}
        assert found.holds == any(x in agreements for x in told.acceptable)
        for party in told.parties:
            assert len(flips[party]) in (0, len(nodes[party])), text.text
            assert flips[party] or not nodes[party] or party not in asked
            for flip, node in zip(flips[party], nodes[party], strict=False):
                check_flip(told, party, node, flip, agreements, rng, text.text)
                seen["flips"] += len(flip.flips)
                seen["judgements"] += 1
                seen["decisive"] += flip.decisive
    assert seen["decisive"] > count // 10
    say(capsys, f"flip points: {count} cases, {dict(seen)}")


def check_flip(
    told: Told, party: str, node: Any, flip: Flip, agreements: list[Any], rng: np.random.Generator, text: str
) -> None:
    low, high = _ends(node)
    assert (flip.low, flip.high) == (low, high)
    near = [at + side for at in flip.flips for side in (Fraction(0), Fraction(1, 10**9), Fraction(-1, 10**9))]
    tried = [low, high, flip.shown, *near, *(low + (high - low) * int(k) / 97 for k in rng.integers(1, 97, size=4))]

    for at in tried:
        if not low <= at <= high:
            continue

        def pick(judgement: Any, at: Fraction = at) -> Any:
            return at if bare(judgement) is node else SHOWN.pick(judgement)

        numbers = Numbers(pick=pick)
        weights = bare(told.preferences[party].get("weights", []))
        if isinstance(weights, dict) and not sum(pick(w) for w in weights.values()):
            continue
        holds = any(
            all(
                not any(told.refused(p, x)) and told.value(p, x, n) >= told.walk_away(p, n)
                for p, n in ((p, numbers if p == party else SHOWN) for p in told.asked(x))
            )
            for x in agreements
        )
        assert holds == any(start <= at <= stop for start, stop in flip.holds), (flip, at, text)


def test_names_and_scales_change_no_share(case_count: CaseCount) -> None:
    for child in np.random.SeedSequence(20251304).spawn(case_count(sample=30, proof=2000)):
        rng = np.random.default_rng(child)
        draws, packages, parties, issues = (int(n) for n in rng.integers(1, (9, 7, 5, 4)))
        values = rng.integers(0, 6, size=(draws, packages, parties)).astype(float)
        floors = rng.integers(0, 6, size=(draws, parties)).astype(float)
        weights = rng.dirichlet(np.ones(issues), size=(draws, parties))
        before = acceptability(values, floors, weights=weights)
        by_package, by_party = rng.permutation(packages), rng.permutation(parties)
        scale, shift = 2.0 ** rng.integers(0, 4, size=parties), rng.integers(-5, 6, size=parties)
        order = rng.permutation(draws)
        moved = (values * scale + shift)[order][:, by_package][:, :, by_party]
        after = acceptability(moved, (floors * scale + shift)[order][:, by_party], weights=weights[order][:, by_party])
        for new, old in enumerate(by_package):
            a, b = before.packages[old], after.packages[new]
            assert (a.accepted, a.efficient, a.both) == (b.accepted, b.efficient, b.both)
            for q, p in enumerate(by_party):
                one, other = f"party {p}", f"party {q}"
                assert a.blocked[one] == b.blocked[other]
                assert a.alone[one] == b.alone[other]
                assert a.ranks[one] == b.ranks[other]
                assert a.central[one] == b.central[other]
                assert a.accepting[one] == b.accepting[other]
        for p in range(parties):
            first = np.argmax(values[:, :, p], axis=1)
            sole = (values[:, :, p] == values[:, :, p].max(axis=1, keepdims=True)).sum(axis=1) == 1
            if not sole.all():
                continue
            for x in set(first.tolist()):
                central = before.packages[x].central[f"party {p}"]
                np.testing.assert_allclose(central, weights[first == x, p].mean(axis=0), atol=1e-9)


def test_partial_orders_are_drawn_uniformly_over_their_linear_extensions(case_count: CaseCount) -> None:
    draws = 4000
    for child in np.random.SeedSequence(20251305).spawn(case_count(sample=4, proof=200)):
        rng = np.random.default_rng(child)
        size = int(rng.integers(2, 6))
        ranks = rng.permutation(size)
        pairs = [(a, b) for a in range(size) for b in range(size) if ranks[a] < ranks[b] and rng.random() < 0.35]
        found = sample_weights(size, [at_least(size, a, b) for a, b in pairs], draws, int(rng.integers(1 << 30)))
        assert found.how == ("order" if pairs else "simplex")
        np.testing.assert_allclose(found.weights.sum(axis=1), 1)
        extensions = [
            order
            for order in itertools.permutations(range(size))
            if all(order.index(a) < order.index(b) for a, b in pairs)
        ]
        drawn = Counter(tuple(row) for row in np.argsort(-found.weights, axis=1).tolist())
        assert set(drawn) <= set(extensions)
        each = draws / len(extensions)
        # The sum of squared deviations is about chi-square with len - 1 degrees of freedom: six deviations are allowed.
        chi = sum((drawn[order] - each) ** 2 / each for order in extensions)
        assert chi < len(extensions) - 1 + 6 * np.sqrt(2 * len(extensions))
        falling = np.sort(found.weights, axis=1)[:, ::-1].mean(axis=0)
        centroids = [sum(1 / k for k in range(i, size + 1)) / size for i in range(1, size + 1)]
        np.testing.assert_allclose(falling, centroids, atol=0.02)


def vertices(weights: int, rows: list[Condition]) -> list[np.ndarray]:
    """All corners of the weights that meet the conditions, by solving every square system."""
    planes = [(np.array([float(c) for c in r.coefficients]), float(r.bound)) for r in rows]
    planes += [(-np.eye(weights)[i], 0.0) for i in range(weights)]
    found = []
    for chosen in itertools.combinations(range(len(planes)), weights - 1):
        matrix = np.array([planes[i][0] for i in chosen] + [np.ones(weights)])
        if abs(np.linalg.det(matrix)) < 1e-9:
            continue
        point = np.linalg.solve(matrix, [*(planes[i][1] for i in chosen), 1.0])
        if all(a @ point <= b + 1e-9 for a, b in planes):
            found.append(point)
    return found


def test_the_walk_stays_inside_and_has_the_mean_of_rejection(case_count: CaseCount) -> None:
    tried = 0
    for child in np.random.SeedSequence(20251306).spawn(case_count(sample=5, proof=300)):
        rng = np.random.default_rng(child)
        size = int(rng.integers(2, 4))
        rows = [
            condition(rng.integers(-3, 4, size=size).tolist(), Fraction(int(rng.integers(0, 3)), 2))
            for _ in range(int(rng.integers(1, 4)))
        ]
        rows.append(condition([1] + [0] * (size - 1), "0.9"))
        corners = vertices(size, rows)
        spanned = np.linalg.matrix_rank(np.array(corners) - corners[0], tol=1e-7) if corners else 0
        try:
            found = sample_weights(size, rows, 2000, int(rng.integers(1 << 30)))
        except OutOfDomain:
            assert spanned < size - 1
            continue
        assert spanned == size - 1
        matrix = np.array([[float(c) for c in r.coefficients] for r in rows])
        bound = np.array([float(r.bound) for r in rows])
        assert (found.weights @ matrix.T <= bound + 1e-9).all()
        assert (found.weights >= 0).all()
        stock = rng.dirichlet(np.ones(size), size=200_000)
        inside = stock[(stock @ matrix.T <= bound).all(axis=1)]
        if found.diagnostics is None or len(inside) < 2000:
            continue
        tried += 1
        error = np.sqrt(inside.var(axis=0) * (1 / len(inside) + 1 / min(found.diagnostics.effective, 2000)))
        assert (np.abs(found.weights.mean(axis=0) - inside.mean(axis=0)) < 6 * error + 1e-3).all()
        assert found.diagnostics.between < 1.2
    assert tried


def test_the_simplex_method_finds_the_best_corner(case_count: CaseCount) -> None:
    seen: Counter[bool] = Counter()
    for child in np.random.SeedSequence(20251307).spawn(case_count(sample=60, proof=2000)):
        rng = np.random.default_rng(child)
        size, rows = int(rng.integers(1, 4)), int(rng.integers(0, 4))
        matrix = [[Fraction(int(n)) for n in row] for row in rng.integers(-3, 4, size=(rows, size))]
        bounds = [Fraction(int(n)) for n in rng.integers(-3, 4, size=rows)]
        # A box keeps the objective bounded.
        matrix += [[Fraction(int(i == j)) for j in range(size)] for i in range(size)]
        bounds += [Fraction(3)] * size
        objective = [Fraction(int(n)) for n in rng.integers(-3, 4, size=size)]
        found = maximise(objective, matrix, bounds)
        planes = [*zip(matrix, bounds, strict=True)]
        planes += [([Fraction(-int(i == j)) for j in range(size)], Fraction(0)) for i in range(size)]
        best: float | None = None
        for chosen in itertools.combinations(planes, size):
            square = np.array([[float(a) for a in row] for row, _ in chosen])
            if abs(np.linalg.det(square)) > 1e-9:
                point = np.linalg.solve(square, [float(b) for _, b in chosen])
                if all(float(b) + 1e-9 >= sum(float(a) * x for a, x in zip(r, point, strict=True)) for r, b in planes):
                    worth = float(sum(float(c) * x for c, x in zip(objective, point, strict=True)))
                    best = worth if best is None else max(best, worth)
        seen[found is None] += 1
        assert (found is None) == (best is None)
        if found is not None and best is not None:
            assert float(found.value) == pytest.approx(best)
            assert all(sum(a * x for a, x in zip(r, found.point, strict=True)) <= b for r, b in planes)
    assert min(seen[True], seen[False]) > 2
