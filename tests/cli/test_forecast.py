"""`detente forecast`: tables and words, its JSON, and what it says when it cannot; seals are in test_grade.py."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from tests.cli.conftest import EXAMPLE, Run, inside
from tests.cli.made_up import SMALL
from tests.cli.test_pages import documented
from tests.engines.forecast.test_read_off import CASE as HARBOUR

PAGE = "forecast-json.md"
BANZHAF = Path(EXAMPLE).parents[1] / "library" / "banzhaf-1965"


@pytest.fixture(scope="module")
def answer() -> dict[str, Any]:
    found = inside("forecast", EXAMPLE, "--json").json
    assert "error" not in found, found
    return found


def flat(words: str) -> str:
    return " ".join(words.split())


@pytest.mark.parametrize(
    "words",
    [
        "Russia 100 “the bid is given 0.85 (0.7–1) 80 (60–100)",
        "The United States is left out: the case gives it no position on this issue.",
        "If nothing is decided: 0, “no guarantee”.",
        "compromise model 56.1 48.6 to 63.6 22.9",
        "Nash bargaining 0 0 44.2 nothing is better",
        "31.3 has not come to",
        "The compromise model leads to 56.1: between “assurances short of Article 5” (40) and",
        "The models cover 0 to 90, the whole of the scale. The spatial model is not drawn",
        "“off, EU” is the mean error of that model on 353 issues of EU decision-making",
        "Most weight: Ukraine; a step of 9 by it moves the compromise by 4.6.",
        "Russia moves on Guarantee from 0 to 90, Ukraine on NATO bid from 0 to 79.6; each gains 6.9.",
        "form its answers have no places on a scale",
        "was 22.9 for the compromise model, 22.6 for an election over positions, 23.1 for the weighted mean",
        "Places on a scale, salience and influence are judgements, and results follow from them.",
    ],
)
def test_the_worked_case_in_words(words: str, example: Run) -> None:
    done = example("forecast", EXAMPLE)
    assert (done.code, done.err) == (0, "")
    assert words in flat(done.out)
    assert max(map(len, done.out.splitlines())) <= 80


def test_what_could_replace_todays_state_in_words(example: Run) -> None:
    told = flat(example("forecast", EXAMPLE, "--draws", 0).out)
    assert "agreement No place on this scale is nearer than today's, 0, to both Ukraine and Russia: for Ukraine" in told
    assert "If NATO decided this alone, by unanimity: nothing is sure to pass, as the United States, Germany," in told
    assert "NATO: what a vote is worth in it is not known: it has members that the case does not name." in told


def test_what_a_vote_is_worth_in_words(example: Run) -> None:
    done = example("forecast", BANZHAF, "--draws", 0)
    told = flat(done.out)
    assert "Large member 1 4 24 % 23 % 24 %" in told
    assert "Small member 1 5.9 % 0 % 0 %" in told
    assert "12 of 17 votes are needed." in told
    assert "Every place above 10 and below 20 is nearer than today's, 10, to enough of those who decide" in told
    assert max(map(len, done.out.splitlines())) <= 80


def test_one_issue_tells_who_moves_whom(example: Run) -> None:
    told = flat(example("forecast", EXAMPLE, "--issue", "guarantee", "--preset", "scholz-figure", "--draws", 0).out)
    assert "round 1 Russia gives way to the United States, from 0 to 40" in told
    assert "Median before and after each round: 90, 90" in told
    assert "NATO bid" not in told
    assert "scholz-text" not in told


def test_what_would_come_out_if_one_party_stood_elsewhere(example: Run) -> None:
    words = ("forecast", EXAMPLE, "--issue", "guarantee", "--draws", 0, "--suppose", "usa=article5-style")
    told = flat(example(*words).out)
    assert "If the United States stood at 90, “a guarantee in the style of Article 5”" in told
    assert "compromise model 56.1 68.2 +12.1" in told
    found = example(*words, "--json").json["supposed"]
    assert found["compromise"] == pytest.approx((68 * 90 + 32 * 90) / 132)


def test_fewer_rounds_are_fewer(example: Run) -> None:
    answer = example("forecast", EXAMPLE, "--issue", "guarantee", "--rounds", 2, "--draws", 0, "--json").json
    (issue,) = answer["issues"]
    assert [len(one["medians"]) for one in issue["challenge"].values()] == [3, 3, 3]
    assert issue["draws"] is None


def test_keys_are_documented(answer: dict[str, Any], example: Run) -> None:
    assert documented("forecast", PAGE) == set(answer)
    for issue in answer["issues"]:
        assert documented("An issue", PAGE) == set(issue)
        assert documented("A position", PAGE) == set(issue["positions"][0])
        assert documented("A model", PAGE) == set(issue["models"][0])
        assert documented("A party elsewhere", PAGE) == set(issue["persuaded"][0])
        for one in issue["challenge"].values():
            assert documented("A reading", PAGE) == set(one)
        for one in issue["votes"]:
            assert documented("A vote", PAGE) == set(one)
    assert documented("An exchange", PAGE) == set(answer["exchange"])


def test_the_json_agrees_with_itself(answer: dict[str, Any]) -> None:
    for issue in answer["issues"]:
        outcomes = [one["outcome"] for one in issue["models"]]
        assert issue["spread"] == pytest.approx((max(outcomes) - min(outcomes)) / (issue["high"] - issue["low"]))
        assert sum(one["share"] for one in issue["leverage"]) == pytest.approx(1)
        weights = [one["salience"]["shown"] * one["influence"]["shown"] for one in issue["positions"]]
        mean = sum(w * one["place"] for w, one in zip(weights, issue["positions"], strict=True)) / sum(weights)
        assert issue["headline"] == pytest.approx(mean)


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("--issue", "garantee"), 1, "there is no issue 'garantee'"),
        (("--issue", "form"), 1, "form: its answers have no places on a scale"),
        (("--preset", "scholz"), 2, "scholz-text"),
        (("--issue", "guarantee", "--suppose", "usa"), 2, "PARTY=ANSWER"),
        (("--issue", "guarantee", "--suppose", "usa=more"), 1, "no answer more"),
        (("--issue", "guarantee", "--suppose", "japan=none"), 1, "'japan' has no position here"),
        (("--seal", "x.json"), 2, "--resolves"),
        (("--rounds", "0"), 2, "greater than or equal to 1"),
    ],
)
def test_what_cannot_be_asked(words: tuple[str, ...], code: int, told: str, example: Run) -> None:
    done = example("forecast", EXAMPLE, *words, *(() if "--seal" in words else ("--draws", 0)))
    assert done.code == code
    assert told in flat(done.err.replace("│", ""))


def test_a_case_without_positions(small: Path, here: Run) -> None:
    done = here("forecast", small)
    assert done.code == 1
    assert "the case has no positions" in done.err
    assert SMALL


def test_where_nothing_leads_anywhere_no_record_is_told(example: Run) -> None:
    done = example("forecast", "library/black-1958")
    assert "a forecast needs two parties" in flat(done.out)
    assert "EU decision-making" not in done.out
    assert "--issue ID" not in done.out


def test_exchanges_that_bring_nothing_are_not_told(example: Run) -> None:
    told = flat(example("forecast", "library/ktab-2017", "--draws", "0").out)
    gains = re.findall(r"each gains ([\d.]+)\.", told)
    assert gains
    assert all(float(gain) >= 0.1 for gain in gains)


def test_places_that_were_read_off_say_what_off(example: Run, tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text(HARBOUR[: HARBOUR.index("reports:")], encoding="utf-8")
    done = example("forecast", str(tmp_path), "--issue", "depth", "--draws", "0")
    assert (done.code, done.err) == (0, "")
    told = flat(done.out)
    assert "South 40 “middling”, by what" in told
    assert "North 100 “deep”, by what it" in told
    assert "The case states no position on this issue: places are read off" in told
    answer = example("forecast", str(tmp_path), "--issue", "depth", "--draws", "0", "--json").json
    assert [one["place_from"] for one in answer["issues"][0]["positions"]] == ["preference", "offer", "preference"]
    assert {one["influence_on"] for one in answer["issues"][0]["positions"]} == {"fee"}


def test_more_draws_than_can_be_waited_for_are_refused(example: Run) -> None:
    done = example("forecast", EXAMPLE, "--draws", "100000000")
    assert done.code == 3
    assert "1,000,000" in done.err
