"""`detente elicit`, `improve` and `suggest` as typed: answers kept, contradictions shown, views, JSON, errors."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from tests.case.test_comparisons import HEAD, VALUES
from tests.cli.conftest import inside
from tests.cli.test_pages import documented

from detente.case.reading import read_case
from detente.cli.answer_file import given_answers
from detente.engines.settlement.improvement import improvements
from detente.engines.settlement.of_case import settlement_problem
from detente.foundation.errors import CaseError
from detente.study.elicitation.interview import Interview

LIBRARY = Path(__file__).parents[2] / "library/raiffa-1982"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "case.yaml").write_text(f"{HEAD}{VALUES}    weights: [land, fee, term]  # guessed\n", encoding="utf-8")
    return tmp_path


def answers(folder: Path, text: str) -> Path:
    path = folder / "answers.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_answers_of_a_file_become_comparisons_of_the_case(folder: Path) -> None:
    text = "- 1\n- '='\n- skip\n- {more: land, than: fee}\n"
    done = inside("elicit", folder, "--party", "a", "--by", "Ana", "--answers", answers(folder, text))
    assert (done.code, done.err) == (0, "")
    assert "central weight" in done.out
    weights = read_case(folder).case.preferences["a"].weights
    assert weights is not None
    assert [bool(item.alike) for item in weights.comparisons] == [False, True, False]
    assert {item.by for item in weights.comparisons} == {"Ana"}
    assert weights.comparisons[1].within == 5
    assert [step[0] for step in weights.order] == ["land", "fee", "term"]
    assert "    weights:  # guessed\n      order: [land, fee, term]\n" in (folder / "case.yaml").read_text()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a: 1", ["1:1: the file holds no list of answers"]),
        ("", ["1:1: the file holds no list of answers"]),
        ("# mine\n- 1\n- 9\n- [1]\n", ["3:3: '9' is no answer", "4:3: '[1]' is no answer"]),
        ("[1,\n {more: land, then: fee}]", ["2:15: then: not a field here (did you mean 'than'?)"]),
        ("- 1\n- {more: lnad, than: fee}\n", ["2:10: more: there is no issue 'lnad'"]),
        ("answers: [7]", ["1:11: '7' is no answer"]),
        ("[7]", ["1:2: '7' is no answer"]),
        ("- 1\n- {more: land, than: [\n", ["2:23: the file ends before this is complete"]),
    ],
)
def test_faults_of_a_file_of_answers_have_their_places(folder: Path, text: str, told: list[str]) -> None:
    interview = Interview.begin(read_case(folder).case, "a")
    with pytest.raises(CaseError) as found:
        given_answers(answers(folder, text), interview)
    assert len(found.value.faults) == len(told)
    assert all(
        str(fault).startswith(f"answers.yaml:{words}") for fault, words in zip(found.value.faults, told, strict=True)
    )


def test_json_says_what_to_ask_next_and_the_same_answers_lead_to_the_same_question(folder: Path) -> None:
    first = inside("elicit", folder, "--party", "a", "--json").json
    assert first["written"] is None
    assert set(first) | {"nothing_to_ask"} == documented("elicit")
    assert first["next"]["1"] != first["next"]["2"]
    again = inside("elicit", folder, "--party", "a", "--json", "--answers", answers(folder, "answers: [1]")).json
    assert again["comparisons"] == [{"prefers": first["next"]["1"], "to": first["next"]["2"]}]
    assert again["consistent"]
    assert set(again["undecided"]["weights"]) == {"land", "fee", "term"}
    assert 0.5 <= again["undecided"]["agreement"] <= 1


def test_contradicting_answers_are_shown_and_nothing_is_written(folder: Path) -> None:
    before = (folder / "case.yaml").read_text(encoding="utf-8")
    text = "- {more: fee, than: land, times: 2}\n- {more: land, than: term}\n"
    done = inside("elicit", folder, "--party", "a", "--answers", answers(folder, text))
    assert done.code == 1
    assert "These cannot all be true" in done.err
    assert "weight of Fee at least 2 times that of Land" in done.err
    assert (folder / "case.yaml").read_text(encoding="utf-8") == before
    told = inside("elicit", folder, "--party", "a", "--json", "--answers", answers(folder, text))
    assert told.code == 1
    assert told.json["reconsider"]["sets"] == [[0]]


def test_confidential_answers_go_to_a_view(folder: Path) -> None:
    before = (folder / "case.yaml").read_text(encoding="utf-8")
    done = inside("elicit", folder, "--party", "a", "--view", "secret", "--answers", answers(folder, "answers: [2, 2]"))
    assert done.code == 0
    assert (folder / "case.yaml").read_text(encoding="utf-8") == before
    seen = read_case(folder, "secret").case.preferences["a"].weights
    assert seen is not None
    assert len(seen.comparisons) == 2
    assert inside("settle", folder, "--view", "secret").code in (0, 1)


def test_an_interview_on_the_terminal_can_be_taken_back_and_stopped(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("x\n1\nb\ns\n2\n?\nq\n"))
    done = inside("elicit", folder, "--party", "a")
    assert (done.code, done.err) == (0, "")
    assert "Question 1" in done.out
    weights = read_case(folder).case.preferences["a"].weights
    assert weights is not None
    assert len(weights.comparisons) == 1


def test_wrong_use_is_told(folder: Path) -> None:
    assert "says nothing of what 'b' wants" in " ".join(inside("elicit", folder, "--party", "b").err.split())
    assert inside("elicit", folder, "--party", "a", "--answers", answers(folder, "answers: [9]")).code == 1
    points = (
        (folder / "case.yaml").read_text(encoding="utf-8").replace("[land, fee, term]", "{land: 1, fee: 1, term: 1}")
    )
    (folder / "case.yaml").write_text(points, encoding="utf-8")
    done = inside("elicit", folder, "--party", "a", "--json")
    assert done.code == 2
    assert "--replace" in done.err
    assert inside("elicit", folder, "--party", "a", "--json", "--replace").code == 0
    assert inside("elicit", folder, "--party", "a", "--json", "--view", "other").code == 0


def test_improve_says_what_the_engine_says() -> None:
    issues = [issue.id for issue in read_case(LIBRARY).case.issues]
    start = [word for issue in issues for word in ("--from", f"{issue}=for-panama")]
    done = inside("improve", LIBRARY, *start, "--from", "duration=for-usa", "--json", "--show", "99")
    assert done.code == 0
    case = read_case(LIBRARY).case
    found = improvements(settlement_problem(case), tuple(int(issue != "duration") for issue in issues))
    assert done.json["n_packages"] == found.n_packages == len(done.json["packages"])
    assert done.json["worth"] == {name: float(value) for name, value in found.worth}
    assert set(done.json) == documented("improve")
    text = inside("improve", LIBRARY, *start, "--from", "duration=for-usa").out
    assert "Best by each solution" in text


def test_improve_refuses_what_is_no_deal() -> None:
    for words, told in (
        (["nothing"], "there is no proposal 'nothing'"),
        (["duration=for-usa"], "leaves open"),
        (["durations=for-usa"], "there is no issue"),
        ([*[f"{i}=maybe" for i in ("duration",)]], "no such answer; the answers are for-usa, "),
    ):
        done = inside("improve", LIBRARY, *[word for w in words for word in ("--from", w)])
        assert done.code == 2
        assert told in " ".join(done.err.replace("│", " ").split()), done.err


def test_suggest_lists_packages_and_packages_of_equal_worth() -> None:
    found = inside("suggest", LIBRARY, "--json", "--count", "3").json
    assert len(found["packages"]) == 3
    assert found["among"] == 20
    assert "Packages to put on the table" in inside("suggest", LIBRARY).out
    assert set(found) == documented("suggest")
    equal = inside("suggest", LIBRARY, "--for", "usa", "--worth", "60", "--within", "1", "--json").json
    assert all(abs(item["worth"]["usa"] - 60) <= 1 for item in equal["packages"])
    assert inside("suggest", LIBRARY, "--worth", "60").code == 2
    assert inside("suggest", LIBRARY, "--for", "nobody").code == 2
    assert "Nothing to suggest" in inside("suggest", LIBRARY, "--for", "usa", "--worth", "500").out
