"""study and brief on a case too large to enumerate: shares beside counting by hand, the same from everywhere."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from tests.cli.conftest import Run, inside
from tests.cli.large_case import large_case
from tests.cli.made_up import sizeable

from detente.brief.blocks import Table, plain
from detente.brief.sections.certainty import certainty, certainty_sentence
from detente.brief.sections.material import gather
from detente.case.reading import parse_case
from detente.engines.settlement.of_case import LargeCaseSettlement, settle_case
from detente.study import opening, run
from detente.study.factors import width
from detente.study.tasks_at_size import acceptability_task_at_size, sensitivity_task_at_size

TEXT = large_case(("{low: 45, high: 68}", "{low: 50, high: 62}", "{low: 48, high: 62}"), count=7)


@pytest.fixture(scope="module")
def settled() -> LargeCaseSettlement:
    found = settle_case(parse_case(TEXT))
    assert isinstance(found, LargeCaseSettlement)
    return found


def test_complete_packages_are_counted_as_by_hand(settled: LargeCaseSettlement) -> None:
    """The chair's draft in 40 draws: weights, values and walk-aways put together one draw after the other."""
    task = acceptability_task_at_size(settled)
    found = run(task, 40, seed=4).answer
    rng = np.random.default_rng(np.random.SeedSequence(4, spawn_key=(0,)))
    uniforms = rng.random((40, width([f for party in task.parties for f in party.factors])))
    accepted = 0
    for k in range(40):
        content = list[bool]()
        for party in task.parties:
            numbers = [factor.numbers(uniforms)[k] for factor in party.factors]
            weights = np.array([n[0] for n in numbers[:7]])
            rising = [given.sources for given in party.values if given is not None]
            worth = [100 * 5 / 9 if s[0] == 0 else 100 * 4 / 9 for s in rising]
            middle = [100.0 if len(s) == 4 else w for s, w in zip(rising, worth, strict=True)]
            middle[0] = {2: (100 * 4 / 9 if rising[0][0] == 0 else 100 * 5 / 9)}.get(len(rising[0]), 100.0)
            content.append(float(weights @ middle / weights.sum()) >= float(numbers[7][0]) - 1e-9)
        accepted += all(content)
    assert 0 < accepted < 40
    draft = found.proposal("whole")
    assert round(draft.some.share * 40) == accepted
    assert draft.some == draft.every
    assert draft.completions == 1


def test_threads_and_chunks_that_are_kept_change_nothing(settled: LargeCaseSettlement, tmp_path: Path) -> None:
    for task, chunk in (
        (acceptability_task_at_size(settled), 10),
        (sensitivity_task_at_size(settled, resamples=3), 1),
    ):
        here = run(task, 3 * chunk, chunk=chunk, seed=1)
        with ThreadPoolExecutor(3) as threads:
            there = run(task, 3 * chunk, chunk=chunk, seed=1, executor=threads)
        run(task, 2 * chunk, chunk=chunk, seed=1, store=tmp_path)
        resumed = run(task, 3 * chunk, chunk=chunk, seed=1, store=tmp_path)
        assert resumed.resumed == 2
        assert here.answer.to_dict() == there.answer.to_dict() == resumed.answer.to_dict()


def test_a_draw_that_cannot_be_decided_is_said_not_guessed(
    settled: LargeCaseSettlement, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = run(acceptability_task_at_size(settled), 300, seed=2).answer
    monkeypatch.setattr(opening, "STEPS", 1)
    monkeypatch.setattr(opening, "FOLDED", 0)
    found = run(acceptability_task_at_size(settled), 300, seed=2).answer
    assert whole.zone is not None
    assert found.zone is not None
    assert found.zone.undecided is not None
    assert whole.zone.undecided is not None
    assert found.zone.undecided.share > whole.zone.undecided.share
    low, high = found.zone.open.share, found.zone.open.share + found.zone.undecided.share
    assert low <= whole.zone.open.share <= high + 1e-12


def test_the_command_says_what_is_not_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("detente.study.case_study.LEAST_BASE", 4)
    (tmp_path / "case.yaml").write_text(TEXT, encoding="utf-8")
    done = inside("study", tmp_path, "--draws", "60")
    words = " ".join(done.out.split())
    assert (done.code, done.err) == (0, "")
    assert "zone open" in words
    assert "10,000,000 packages are too many to look at each" in words
    assert "mean size" not in words
    answer = inside("study", tmp_path, "--draws", "60", "--json").json
    assert answer["acceptability"]["zone"]["undecided"]["share"] < 0.05
    assert answer["acceptability"]["zone"]["mean_size"] is None
    assert (answer["flips"], "too many" in answer["skipped"]) == ([], True)


def test_the_brief_says_how_sure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("detente.brief.sections.material.DRAWS", 100)
    monkeypatch.setattr("detente.study.case_study.LEAST_BASE", 4)
    material = gather(parse_case(TEXT))
    assert material.study is not None
    zone = material.study.acceptability.answer.zone
    assert zone is not None
    assert f"{100 * zone.open.share:.0f}" in certainty_sentence(material, material.study)
    section = certainty(material)
    assert section is not None
    table = next(block for block in section.blocks if isinstance(block, Table) and block.id == "certainty-table")
    assert [plain(row.head) for row in table.rows] == ["The chair's draft", "Water first", "The high dam"]
    assert {plain(row.cells[-1]) for row in table.rows} == {"not said"}
    assert any("too many to look at each" in plain(note) for note in table.notes)


def test_between_what_a_draw_can_list_and_what_settle_can(tmp_path: Path, here: Run) -> None:
    (tmp_path / "case.yaml").write_text(sizeable(5, 10, 2), encoding="utf-8")
    told = here("study", tmp_path, "--draws", "20", "--json").json
    assert told["acceptability"]["zone"]["open"]["share"] in (0, 1)
    assert told["acceptability"]["zone"]["mean_size"] is None
