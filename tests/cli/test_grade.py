"""`detente forecast --seal` and `detente grade`: a record that cannot be changed unseen, its grades and their order."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from tests.cli.conftest import EXAMPLE, Done, Run, inside
from tests.cli.test_pages import documented

PAGE = "forecast-json.md"
RIVER = """\
detente: 1
id: river
title: The river talks
as-of: 2026-01
parties: [{id: a, name: Anna, kind: person}, {id: b, name: Ben, kind: person}, {id: c, name: Cora, kind: person}]
issues:
  - {id: term, question: How long?, kind: number, from: 0, to: 20, step: 1, units: years}
  - id: force
    question: How strong?
    kind: choice
    scaled: true
    options: [{id: none, at: 0}, {id: some, at: 40}, {id: full, at: 100}]
status-quo: {term: 2, force: none}
positions:
  - {party: a, issue: term, option: 20, salience: {low: 0.5, high: 1}, influence: {low: 50, high: 90}}
  - {party: b, issue: term, option: 2, salience: 0.4, influence: 40}
  - {party: c, issue: term, option: 8, salience: 0.5, influence: 40}
  - {party: a, issue: force, option: full, salience: 0.4, influence: 60}
  - {party: b, issue: force, option: none, salience: 0.6, influence: 50}
"""
"""Two issues; on the second every judgement is a single number."""

BORDER = RIVER.replace("id: river", "id: border").replace("status-quo: {term: 2, force: none}\n", "")
"""The same without what holds if nothing is decided: Nash bargaining has no outcome."""


def seal(case: str | Path, path: Path, rule: str = "the signed text") -> Done:
    return inside("forecast", case, "--draws", 8, "--seal", path, "--resolves", rule)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What sealed files hold, by case."""
    folder = tmp_path_factory.mktemp("sealed")
    texts: dict[str, str] = {}
    for name, case in (("talks", ""), ("river", RIVER), ("border", BORDER)):
        (folder / f"{name}.yaml").write_text(case, encoding="utf-8")
        done = seal(folder / f"{name}.yaml" if case else EXAMPLE, folder / f"{name}.json")
        assert done.code == 0, done.err
        texts[name] = (folder / f"{name}.json").read_text(encoding="utf-8")
        told = done.out.split()
        assert json.loads(texts[name])["seal"] == told[-1]
    return texts


@pytest.fixture
def folder(tmp_path: Path, written: dict[str, str]) -> Path:
    for name, text in written.items():
        (tmp_path / f"{name}.json").write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def sealed(folder: Path) -> Path:
    return folder / "talks.json"


def flat(words: str) -> str:
    return " ".join(words.split())


def changed(path: Path, **keys: Any) -> None:
    """Change the file by hand, as somebody might after the outcome is known."""
    told = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(told | keys), encoding="utf-8")


def test_a_sealed_forecast_is_graded_by_what_came_out(sealed: Path, here: Run) -> None:
    done = here("grade", sealed, "--outcome", "guarantee=assurances")
    assert done.code == 0, done.err
    told = flat(done.out)
    assert "Models, the smallest mean error first model mean error interval score hits issues" in told
    assert "ukraine-2025: guarantee came out at 40" in told
    assert "read from: the signed text." in told
    assert re.search(r"weighted mean, by influence 43\.3 [\d.]+ to [\d.]+ 3\.7 yes", told)
    assert "Not known yet: ukraine-2025: alliance." in told
    assert f"The outcome is kept in {sealed}" in done.out
    answer = here("grade", sealed, "--json").json
    assert documented("grade", PAGE) == set(answer)
    assert documented("A grade", PAGE) == set(answer["grades"][0])
    compromise = next(one for one in answer["grades"] if one["model"] == "compromise model")
    assert compromise["absolute_error"] == pytest.approx((compromise["forecast"] - 40) / 0.9)
    assert compromise["low"] <= compromise["forecast"] <= compromise["high"]
    assert answer["open"] == ["ukraine-2025: alliance"]


def test_points_alone_are_sealed_and_graded_without_a_score(folder: Path, here: Run) -> None:
    answer = here("grade", folder / "river.json", "--outcome", "force=some", "--json").json
    (found,) = [one for one in answer["grades"] if one["model"] == "compromise model"]
    assert found["forecast"] == pytest.approx(24 * 100 / 54)
    assert found["absolute_error"] == pytest.approx(24 * 100 / 54 - 40)
    assert (found["low"], found["interval_score"], found["hit"]) == (None, None, None)
    told = flat(here("grade", folder / "river.json").out)
    assert "compromise model 44.4 – 4.4" in told
    assert "–: some of its forecasts are points alone" in told


def test_the_order_over_a_folder_says_what_it_leaves_out(folder: Path, here: Run) -> None:
    """Of `border` there is no forecast by Nash bargaining, so it is in no model's mean."""
    for name, outcomes in (("river", ("term=12", "force=some")), ("border", ("term=5",)), ("talks", ("guarantee=90",))):
        assert here("grade", folder / f"{name}.json", *(f"--outcome={one}" for one in outcomes)).code == 0
    (folder / "notes.json").write_text('{"else": 1}', encoding="utf-8")
    answer = here("grade", folder, "--json").json
    assert {one["issues"] for one in answer["standings"]} == {3}
    errors = [one["mean_absolute_error"] for one in answer["standings"]]
    assert errors == sorted(errors)
    mine = [one["absolute_error"] for one in answer["grades"] if one["model"] == "compromise model"]
    (row,) = [one for one in answer["standings"] if one["model"] == "compromise model"]
    assert len(mine) == 4
    assert row["mean_absolute_error"] == pytest.approx((sum(mine) - mine[0]) / 3)
    assert answer["uncommon"] == [{"issue": "border: term", "silent": ["Nash bargaining"]}]
    assert answer["left_out"] == ["notes.json"]
    assert documented("grade", PAGE) == set(answer)
    told = flat(here("grade", folder).out)
    assert "Not in the order: border: term. No forecast of that by: Nash bargaining." in told
    assert "Issues issue came out nearest said error" in told
    assert "Holds no sealed forecasts: notes.json." in told
    assert "Not known yet: border: force, ukraine-2025: alliance." in told


def test_one_case_on_two_days_is_two_questions_and_a_copy_is_one(folder: Path, here: Run) -> None:
    river = folder / "river.json"
    assert here("grade", river, "--outcome", "term=12").code == 0
    (folder / "copy.json").write_bytes(river.read_bytes())
    changed(folder / "copy.json", outcomes={"force": 40})
    once = here("grade", folder, "--json").json
    assert {one["issue"] for one in once["grades"]} == {"river: term", "river: force"}
    changed(folder / "copy.json", outcomes={"term": 13})
    done = here("grade", folder)
    assert (done.code, done.out) == (1, "")
    assert "term has two outcomes: 13 in copy.json, 12 in its copy river.json" in done.err
    (folder / "copy.json").unlink()
    (folder / "river.yaml").write_text(RIVER, encoding="utf-8")
    assert seal(folder / "river.yaml", folder / "again.json", "another rule").code == 0
    assert here("grade", folder / "again.json", "--outcome", "term=14").code == 0
    twice = here("grade", folder, "--json").json
    assert {one["issue"] for one in twice["grades"]} == {"river: term (again.json)", "river: term (river.json)"}


def test_a_record_is_never_written_over(folder: Path, here: Run) -> None:
    before = (folder / "river.json").read_bytes()
    done = seal(EXAMPLE, folder / "river.json")
    assert done.code == 2
    assert "is never written over" in flat(done.err.replace("│", ""))
    assert (folder / "river.json").read_bytes() == before
    assert here("grade", folder).code == 0


@pytest.mark.parametrize(
    "change",
    ["point", "model", "resolves", "made_on", "dropped", "added", "places", "digest", "seal"],
)
def test_what_was_changed_after_it_was_sealed_is_found_out(change: str, sealed: Path, here: Run) -> None:
    told = json.loads(sealed.read_text(encoding="utf-8"))
    first = told["forecasts"][0]
    match change:
        case "dropped":
            told["forecasts"].pop()
        case "added":
            told["forecasts"].append(first)
        case "places":
            told["places"]["guarantee"]["assurances"] = 50
        case "digest" | "seal":
            told[change] = "0" * 64
        case _:
            first[change] = {"point": first["point"] + 0.01, "made_on": "2020-01-01"}.get(change, "other")
    sealed.write_text(json.dumps(told), encoding="utf-8")
    done = here("grade", sealed, "--outcome", "guarantee=40")
    assert done.code == 1
    assert "talks.json: " in done.err
    assert "after it was sealed" in done.err


@pytest.mark.parametrize(
    ("outcome", "told"),
    [
        ("garantee=40", "did you mean 'guarantee'?"),
        ("guarantee=assurance", "did you mean 'assurances'?"),
        ("guarantee=91", "the outcome 91 lies outside the scale from 0 to 90"),
        ("guarantee=nan", "lies outside the scale"),
        ("guarantee", "write ISSUE=PLACE, such as guarantee=40"),
        ("guarantee=", "write ISSUE=PLACE, such as guarantee=40"),
    ],
)
def test_an_outcome_that_cannot_be(outcome: str, told: str, sealed: Path, here: Run) -> None:
    before = sealed.read_bytes()
    done = here("grade", sealed, "--outcome", outcome)
    assert done.code == 1
    assert told in done.err
    assert sealed.read_bytes() == before


def test_a_number_with_its_unit_is_no_number(folder: Path, here: Run) -> None:
    assert (
        "'5 years' is no number from 0 to 20" in here("grade", folder / "river.json", "--outcome", "term=5 years").err
    )


def test_a_known_outcome_is_not_changed(sealed: Path, here: Run) -> None:
    assert here("grade", sealed, "--outcome", "guarantee=40", "--outcome", "guarantee=90").code == 1
    assert here("grade", sealed, "--outcome", "guarantee=40").code == 0
    before = sealed.read_bytes()
    done = here("grade", sealed, "--outcome", "guarantee=90")
    assert done.code == 1
    assert "the outcome 40 is noted already, and 90 is another" in done.err
    assert here("grade", sealed, "--outcome", "guarantee=assurances").code == 0
    assert sealed.read_bytes() == before


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{}", "holds no sealed forecasts of version 1"),
        ("nothing", "is not JSON"),
        ("[]", "holds no sealed forecasts"),
        ('{"detente_forecasts": 1}', "it lacks 'forecasts'"),
        ('{"detente_forecasts": 2}', "holds no sealed forecasts of version 1"),
        ('{"detente_forecasts": 1, "forecasts": [{"seal": 1}]}', "it lacks 'made_on'"),
        ('{"detente_forecasts": 1, "forecasts": 3}', "is no file of sealed forecasts"),
        ('{"detente_forecasts": 1, "outcomes": {"term": 5, "term": 12}}', "'term' stands twice"),
    ],
)
def test_a_file_that_holds_no_forecasts(text: str, told: str, tmp_path: Path, here: Run) -> None:
    path = tmp_path / "x.json"
    path.write_text(text, encoding="utf-8")
    done = here("grade", path)
    assert done.code == 1
    assert "x.json" in done.err
    assert told in done.err


def test_all_that_is_wrong_in_a_folder_is_told_at_once(folder: Path, here: Run) -> None:
    (folder / "river.json").write_text((folder / "river.json").read_text(encoding="utf-8")[:300], encoding="utf-8")
    changed(folder / "border.json", outcomes={"term": 21})
    done = here("grade", folder)
    assert (done.code, done.out) == (1, "")
    assert "border.json: term: the outcome 21 lies outside the scale from 0 to 20; river.json is not JSON" in done.err
    assert here("grade", folder, "--outcome", "term=3").code == 2


def test_a_folder_without_forecasts(tmp_path: Path, here: Run) -> None:
    done = here("grade", tmp_path)
    assert done.code == 1
    assert "holds no sealed forecasts: make some with detente forecast --seal" in done.err


def test_what_cannot_be_sealed(tmp_path: Path, here: Run) -> None:
    done = here("forecast", EXAMPLE, "--resolves", "the signed text")
    assert (done.code, done.out) == (2, "")
    assert "nothing is sealed without --seal FILE" in done.err
    path = tmp_path / "x.json"
    supposed = ("--issue", "guarantee", "--suppose", "usa=none")
    done = here("forecast", EXAMPLE, "--seal", path, "--resolves", "the signed text", *supposed)
    assert (done.code, done.out) == (2, "")
    assert "a supposed answer is not sealed" in done.err
    assert not path.exists()
