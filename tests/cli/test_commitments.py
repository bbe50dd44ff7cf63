"""`detente commitments`: duties, guarantees, contests and votes in words, its JSON, and what it says when it cannot."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.cli.conftest import EXAMPLE, Done, Run, inside, run
from tests.cli.made_up import SMALL
from tests.cli.promises import ACCESSIONS, CONTESTS, INSTRUMENTS, PARTIES, PROMISES, SCENARIOS
from tests.cli.test_pages import documented
from tests.gates.tree import ROOT

PAGE = "commitments-json.md"
ANSWER = {"method", "reference", "parameters", "certificate", "caveats", "tolerance", "seed"}


def written(folder: Path, text: str) -> Path:
    (folder / "case.yaml").write_text(text, encoding="utf-8")
    return folder


def told(folder: Path, text: str, *options: str) -> Done:
    return inside("commitments", written(folder, text), *options)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Everything that it says of the case with everything, words in one line."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COLUMNS", "80")
        done = told(tmp_path_factory.mktemp("whole"), PROMISES)
    assert (done.code, done.err) == (0, "")
    return done.out


@pytest.fixture(scope="module")
def answer(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    found = told(tmp_path_factory.mktemp("json"), PROMISES, "--json").json
    assert "error" not in found, found
    return found


def flat(words: str) -> str:
    return " ".join(words.split())


@pytest.mark.parametrize(
    "words",
    [
        "Instruments old-pact The old pact; Haldane, Merrow; in force; 1 clause",
        "on 2030-01-15 attack Oswick → Tarn: armed attack (territory) on 2030-01-10",
        "owed: Haldane, Merrow → Tarn under new-guarantee, article 1: consult (strength 1), within 24 h",
        "whether the council finds that the trigger has occurred (consensus); not known: what has to be hit",
        "article 1: consult (strength 1), within 24 h its state is “draft” on 2030-01-15",
        "What Tarn would have beside old-pact, as if Tarn were a party to it",
        "Strength of the duty aid by all means, −1: act, means of its own military included choice",
        "+ and −: steps above and below old-pact",
        "A raid 4 by 2 1 by 2, first step in 24 h; perhaps 3 by 2",
        "1: consult; 3: act, means of its own choice; 4: aid by all means, military included.",
        "What a reader would have to ask: new-guarantee leaves it open",
        "does an attack pay? yes for Oswick, at the judgements shown; the other way round under others",
        "Haldane 0.50 0.69 or more",
        "if Oswick rises Tarn is better off fighting now, at the judgements shown and under all that the case admits",
        "guarantee needed a reliability of 0.33 or more",
        "yes for Oswick by how much +0.417 beside not attacking",
        "Nothing can be computed. Contest no-strength: the strength of merrow is missing; add it under strengths.",
        "the vote fails, against Merrow turned by 1 in all",
        "1 or more 90 % all 2 40 % until all agree 227 days on average",
        "at most 50 %, however alike they decide least likely Merrow",
        "--scenario raid shows the proof of each duty.",
    ],
)
def test_what_it_says(whole: str, words: str) -> None:
    assert words in flat(whole)


def test_percent_has_a_space_and_minus_is_a_minus(whole: str) -> None:
    assert not re.search(r"\d%|\u00a0", whole)
    assert not re.search(r"(?<![\w.-])-\d", whole)


def test_a_scenario_alone_comes_with_proofs(here: Run, tmp_path: Path) -> None:
    found = flat(here("commitments", written(tmp_path, PARTIES + INSTRUMENTS + SCENARIOS), "--scenario", "raid").out)
    assert "Tarn is attacked by Oswick: an armed attack on territory" in found
    assert "and likewise for Merrow" in found
    assert "open: what has to be hit is not known" in found
    assert "A raid before it is in force id" not in found


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_ids_stand_whole_and_no_line_is_too_wide(width: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    long = (
        (PARTIES + INSTRUMENTS + SCENARIOS)
        .replace("new-guarantee", "the-guarantee-of-tarn")
        .replace("old-pact", "the-old-pact-of-two")
    )
    monkeypatch.setenv("COLUMNS", str(width))
    found = told(tmp_path, long)
    rows = found.out[found.out.index("What Tarn would have") :]
    assert rows.count("the-guarantee-of-tarn") >= 3
    assert max(map(len, found.out.splitlines())) <= width


@pytest.mark.parametrize(
    ("text", "options", "words"),
    [
        (SMALL, (), "commitments: the case has no commitments, contests or accessions"),
        (PROMISES, ("--scenario", "siege"), "the case has no scenario 'siege'; it has: raid, raid-before"),
        (PROMISES, ("--against", "old-pakt"), "there is no instrument 'old-pakt', in the case or in the library"),
        (PARTIES + CONTESTS, ("--against", "nato"), "no instrument of the case protects anybody"),
    ],
    ids=["nothing to say", "no such scenario", "no such instrument", "nobody protected"],
)
def test_what_cannot_be_said(text: str, options: tuple[str, ...], words: str, tmp_path: Path) -> None:
    done = told(tmp_path, text, *options)
    assert (done.code, done.out) == (1, "")
    assert words in done.err
    failed = told(tmp_path, text, *options, "--json")
    assert failed.code == 1
    assert words.removeprefix("commitments: ") in str(failed.json)


def test_without_scenarios_it_shows_the_instruments_and_what_to_add(tmp_path: Path) -> None:
    done = told(tmp_path, PARTIES + INSTRUMENTS.replace("    imitates: old-pact\n", ""))
    assert done.code == 0
    assert "new-guarantee" in done.out
    example = re.search(r"^    scenarios:\n    .*$", done.out, re.MULTILINE)
    assert example, done.out
    block = "\n".join(line.removeprefix("    ") for line in example[0].splitlines()) + "\n"
    again = told(tmp_path, PARTIES + INSTRUMENTS + block)
    assert again.code == 0
    assert "attack-on-tarn" in again.out


def test_a_contest_alone_is_enough(tmp_path: Path) -> None:
    done = told(tmp_path, PARTIES + CONTESTS + ACCESSIONS)
    assert done.code == 0
    assert "Instruments" not in done.out
    assert "does an attack pay?" in done.out


def test_against_another_instrument(tmp_path: Path) -> None:
    done = told(tmp_path, PARTIES + INSTRUMENTS + SCENARIOS, "--against", "csto")
    assert "beside csto, as if Tarn were a party to it" in flat(done.out)


def test_two_drafts_of_the_case_clause_by_clause() -> None:
    drafts = ROOT / "library/guarantee-drafts"
    done = inside("commitments", drafts, "--against", "draft-1")
    found = flat(done.out)
    assert "From draft-1 to draft-2, clause by clause air-defence added assistance changed" in found
    assert "Strength of the duty: weaker aid by all means, military included → act, means of its own choice" in found
    assert "Duration without end → 10 years" in found
    assert re.search(r"A limited strike Haldane Tarn weaker 4 1, within 72 h", found)
    (changes,) = inside("commitments", drafts, "--against", "draft-1", "--json").json["guarantees"][0]["differences"]
    assert set(changes) - ANSWER == keys("Differences of two drafts")
    assert [item["change"] for item in changes["consequences"]] == ["weaker"] * 6


def test_exit_codes(tmp_path: Path) -> None:
    folder = written(tmp_path, PARTIES + INSTRUMENTS + SCENARIOS)
    assert run("commitments", folder, "--scenario", "siege").code == 1
    assert inside("commitments", folder, "--scenario", "raid").code == 0
    assert inside("commitments").code == 2


def test_the_example_is_told_in_full(example: Run) -> None:
    found = flat(example("commitments", EXAMPLE).out)
    assert "The same is owed and open as in renewed-invasion." in found
    assert "What a reader would have to ask: both leave it open" in found


def keys(name: str) -> set[str]:
    return documented(name, PAGE)


def top() -> set[str]:
    page = (Path(__file__).parents[2] / "docs/reference" / PAGE).read_text(encoding="utf-8")
    return set(re.findall(r"^\| `(\w+)` \|", page[: page.index("### An answer")], re.MULTILINE))


def test_documented_keys_of_duties(answer: dict[str, Any]) -> None:
    assert top() == set(answer)
    for scenario in answer["scenarios"]:
        assert set(scenario) == keys("A scenario") | ANSWER - {"tolerance", "seed"}
        for fact in scenario["facts"]:
            assert set(fact) == keys("A fact")
            assert set(fact["proof"]) == keys("A proof")
            assert all(set(step) <= keys("A proof") for step in fact["proof"]["because"])
        for fact in scenario["not_owed"]:
            assert set(fact) == keys("A fact") - {"proof"}
    facts = answer["scenarios"][0]["facts"]
    assert {fact["outcome"] for fact in facts} == {"owed", "open"}


def test_documented_keys_of_guarantees(answer: dict[str, Any]) -> None:
    (guarantee,) = answer["guarantees"]
    assert set(guarantee) == keys("A set of guarantees")
    assert set(guarantee["gap"]) == keys("A gap table") | ANSWER
    for row in guarantee["gap"]["table"]:
        assert set(row) == keys("A row of it")
        assert set(row["reference"]) == keys("A reading")
        assert all(set(one) == {"reading", "difference", "at_least", "question"} for one in row["cells"])
    assert set(guarantee["coverage"]) == keys("Coverage") | ANSWER
    for one in (one for row in guarantee["coverage"]["cells"] for one in row):
        assert set(one) == keys("A cell of it")


def test_documented_keys_of_contests_and_votes(answer: dict[str, Any]) -> None:
    full, by_the_record = answer["contests"]
    for contest in (full, by_the_record):
        assert set(contest) == keys("A contest")
        assert set(contest["result"]) == keys("The worth of an attack") | ANSWER
    assert answer["unanswered"][0]["id"] == "no-strength"
    assert full["uncertain"] == {"not_asked": "a prior for every guarantor"}
    assert set(by_the_record["uncertain"]) > ANSWER
    assert {name for name in full if set(answers(full[name])) > ANSWER} >= {"critical", "curve", "ranges", "terms"}
    (shift,) = full["shifts"]
    assert set(shift) == keys("A shift")
    for accession in answer["accessions"]:
        assert set(accession) == keys("An accession")
        assert all(set(step) == keys("A step") for step in accession["steps"])


def answers(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def test_every_key_of_an_answer_is_on_the_page(answer: dict[str, Any]) -> None:
    page = (Path(__file__).parents[2] / "docs/reference" / PAGE).read_text(encoding="utf-8")
    inner = {"contests": ("critical", "uncertain", "range_alone", "ranges", "terms"), "steps": ("vote", "delay")}
    steps = [step for accession in answer["accessions"] for step in accession["steps"]]
    for holder, names in ((answer["contests"], inner["contests"]), (steps, inner["steps"])):
        for name in names:
            for value in (item[name] for item in holder if "not_asked" not in item[name]):
                page_keys = set(re.findall(r"`(\w+)`", page)) | {"dependence", "standard_error", "interval"}
                missing = set(value) - ANSWER - page_keys
                assert not {key for key in missing if not key.startswith(("expected_", "exact_", "priors"))}, name


def test_numbers_are_plain(answer: dict[str, Any]) -> None:
    for value in leaves(answer):
        assert value is None or isinstance(value, str | int | float | bool)
        assert "Fraction" not in str(value)
    problem = answer["contests"][0]["shifts"][0]["problem"]["next_period"][0]
    assert (problem["left"], problem["right"]) == ("23/100", "19/200")


def leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from leaves(one)
    else:
        yield value
