"""`detente stability`: tables and words, its JSON, variants and views, and what it says when it cannot."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.case.border import TEXT, TEXTS
from tests.cli.conftest import EXAMPLE, Run, inside
from tests.cli.made_up import SMALL
from tests.cli.test_pages import documented

PAGE = "stability-json.md"


@pytest.fixture(scope="module")
def border(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case with every part of a conflict."""
    folder = tmp_path_factory.mktemp("border")
    for name, text in {**TEXTS, "case.yaml": TEXT}.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def answer(border: Path) -> dict[str, Any]:
    found = inside("stability", border, "--json").json
    assert "error" not in found, found
    return found


def flat(words: str) -> str:
    return " ".join(words.split())


@pytest.mark.parametrize(
    "words",
    [
        "8 actions of 6 parties, 256 states.",
        "1 drop-bid A give up the bid",
        "224 YYYYYNYY 4 4 1 1 1 1 A E E E E",
        "193 NNNNNNYY [Nash, GMR, SMR, SEQ, SSEQ]",
        "Today: 193 NNNNNNYY: Slovakia: oppose accession; Hungary: oppose accession.",
        "Nobody would leave it alone: it is an equilibrium itself under every concept asked.",
        "193 → 224 Ukraine, Russia, the United States and the European partners:",
        "It describes no state: it says nothing of any action.",
        "Ukraine could take the bid up again; then Russia could fight again, leaving Ukraine no better.",
        "Ukraine would leave it under GMR, SMR, SEQ, SSEQ.",
        "Which states hold follows from the actions and preferences of the case, which are an analyst's judgements.",
    ],
)
def test_the_worked_case_in_words(words: str, example: Run) -> None:
    done = example("stability", EXAMPLE)
    assert (done.code, done.err) == (0, "")
    assert words in flat(done.out)
    assert max(map(len, done.out.splitlines())) <= 80


@pytest.mark.parametrize(
    "words",
    [
        "1 withdraw A leave the pass (can only be taken)",
        "5 watched-peace 3 2 1 E E E E E",
        "Not all preferences of League are known.",
        "Equilibria while some preferences are unknown",
        "Strong equilibria: whoever leaves has something much worse to fear",
        "Nash 4, 5; South expects 4, 5",
        "No coalition that the case names has a way",
        "South could hold the pass. Each gains by its step.",
    ],
)
def test_every_part_of_a_conflict_is_told(words: str, border: Path, example: Run) -> None:
    assert words in flat(example("stability", border).out)


def test_one_proposal_with_what_each_could_do_alone(example: Run) -> None:
    told = flat(example("stability", EXAMPLE, "--proposal", "kyiv-offer").out)
    assert "What each could do alone" in told
    assert "Ukraine take the bid up again 223 yes" in told
    assert "Moscow's terms" not in told
    assert "From the status quo" not in told


def test_one_concept_alone(example: Run) -> None:
    found = example("stability", EXAMPLE, "--concept", "seq", "--concept", "nash", "--json").json
    assert list(found["equilibria"]) == ["seq", "nash"]
    assert "SMR" not in example("stability", EXAMPLE, "--concept", "seq").out


def test_variants_change_the_verdict(example: Run) -> None:
    def offer(*options: str) -> dict[str, Any]:
        found = example("stability", EXAMPLE, "--proposal", "kyiv-offer", "--json", *options).json
        return found["proposals"][0]["stability"]

    assert offer()["leavers"]["seq"] == []
    assert offer("--variant", "fights-on")["leavers"]["seq"] == ["russia"]
    assert offer("--variant", "withholds")["why"]["usa"]["stable"]
    assert "the variant fights-on" in example("stability", EXAMPLE, "--variant", "fights-on").out


def test_the_conflict_as_a_party_sees_it(border: Path, example: Run) -> None:
    told = example("stability", border, "--seen-by", "south")
    assert "3 actions of 3 parties, 4 states; as South sees it." in told.out
    assert example("stability", border, "--seen-by", "south", "--json").json["seen_by"] == "south"


def test_the_json_is_as_documented(answer: dict[str, Any]) -> None:
    assert documented("stability", PAGE) == set(answer)
    assert documented("A state", PAGE) == set(answer["states"][0])
    draft = answer["proposals"][0]
    assert documented("A proposal", PAGE) == set(draft)
    assert documented("What holds", PAGE) == set(draft["stability"]) == set(answer["status_quo"])
    why = draft["stability"]["why"]
    assert documented("A certificate", PAGE) == set(why["league"])
    assert documented("A move", PAGE) | {"improves"} == set(draft["stability"]["alone"][0])


def test_numbers_of_the_json_hang_together(answer: dict[str, Any]) -> None:
    by_number = {state["number"]: state for state in answer["states"]}
    assert list(by_number) == list(range(1, answer["n_states"] + 1))
    for concept, numbers in answer["equilibria"].items():
        assert numbers == [n for n, state in by_number.items() if concept in state["equilibrium_under"]]
        assert numbers == [n for n, state in by_number.items() if not state["leavers"][concept]]
    assert answer["form"] == "graph"
    assert answer["parties"] == ["north", "south", "league"]
    assert by_number[3]["words"] == "South: hold the pass"
    assert answer["views"]["nash"]["expected"]["south"] == [4, 5]
    assert answer["unknown"]["nash"]["a"] == [3, 4, 5]
    (path,) = [path for path in answer["ways"]["paths"] if path["to"] == 5]
    assert [step["party"] for step in path["steps"]] == ["league", "north"]


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["--proposal", "kyiv-ofer"], 1, "there is no proposal 'kyiv-ofer' (did you mean 'kyiv-offer'?)"),
        (["--variant", "goes-on"], 1, "there is no variant 'goes-on' (fights-on, withholds)"),
        (["--seen-by", "russia"], 1, "there is no view of 'russia' (the case has none)"),
        (["--concept", "seqq"], 2, "seqq"),
        (["--horizon", "2"], 1, "6 decision makers: looking h moves ahead is defined for two"),
        (["--far"], 1, "6 decision makers"),
        (
            ["--wanted", "kyiv-ofer"],
            1,
            "is no proposal, state, pattern or number of a state (did you mean 'kyiv-offer'?)",
        ),
        (["--wanted", "YN"], 1, "the pattern YN has 2 signs, and there are 8 actions"),
        (["--wanted", "257"], 1, "there is no state 257: they count from 1 to 256"),
    ],
)
def test_what_is_not_there(words: list[str], code: int, says: str, example: Run) -> None:
    done = example("stability", EXAMPLE, *words)
    assert done.code == code
    assert says in done.err


def test_a_case_without_a_conflict(tmp_path: Path, here: Run) -> None:
    (tmp_path / "case.yaml").write_text(SMALL, encoding="utf-8")
    done = here("stability", tmp_path)
    assert done.code == 1
    assert "the case has no conflict, so nothing is known of what parties can do alone" in done.err


def test_too_many_actions(tmp_path: Path, here: Run) -> None:
    actions = ", ".join(f"{{id: a{k}, party: north, label: act}}" for k in range(25))
    text = TEXT[: TEXT.index("conflict:")] + f"conflict:\n  actions: [{actions}]\n"
    for name, written in {**TEXTS, "case.yaml": text}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(written.replace(", commitment: pact", ""), encoding="utf-8")
    done = here("stability", tmp_path)
    assert done.code == 3, done.err
    assert "the states of the conflict: about 33,554,432, the limit is 16,777,216" in done.err


KOREA = EXAMPLE.parents[1] / "library/jacobi-2017"


@pytest.mark.parametrize(
    ("variant", "seq", "smr"),
    [
        (None, [0, 4, 5, 10], [0, 4, 5, 10, 12]),
        ("base-irreversible", [0, 5, 10], None),
        ("bloodthirsty", [5, 12], [5, 12]),
        ("deterrence", [0, 5, 10, 12], [0, 5, 10, 12]),
        ("pacifist", [0, 4, 5], [0, 2, 4, 5, 8, 10, 12]),
    ],
)
def test_moves_at_the_same_moment_as_published(
    variant: str | None, seq: list[int], smr: list[int] | None, example: Run
) -> None:
    """The nine published sets of Jacobi 2017, states by the sum of strike 1, withdraw 2, invade 4, abandon 8."""
    found = example("stability", KOREA, "--sim", "--json", *(["--variant", variant] if variant else [])).json
    code = {s["number"]: sum(1 << o for o, sign in enumerate(s["pattern"]) if sign == "Y") for s in found["states"]}
    sets = {c: [code[n] for n in item["equilibria"]] for c, item in found["simultaneous"].items()}
    assert sets["seq+sim"] == seq
    assert smr is None or sets["smr+sim"] == smr


def test_what_is_asked_for_is_told_and_nothing_else(example: Run) -> None:
    plain = example("stability", KOREA)
    for words in ("same moment", "look ahead", "What would make", "In what share"):
        assert words not in plain.out
    told = flat(example("stability", KOREA, "--sim", "--horizon", "3", "--far", "--wanted", "NNNY").out)
    for words in (
        "SEQ and SIM 1, 4, 5, 9",
        "3 moves ahead 1, 5 non-myopic 1, 5",
        "What would make 7 NNNY hold",
        "GMR 3 pairs, and no fewer: North Korea would have to rank it above 2, 5, 11. It holds under 41.1% of all",
    ):
        assert words in told, told


def test_a_wanted_proposal_and_draws(border: Path, example: Run) -> None:
    told = flat(example("stability", EXAMPLE, "--wanted", "kyiv-offer", "--concept", "nash").out)
    assert "What would make 224 YYYYYNYY hold" in told
    assert (
        "Nash 7 pairs, and no fewer: Ukraine would have to rank it above 31, 95, 159, 223, and above 3 that tie" in told
    )
    shares = example("stability", border, "--draws", "50", "--json", "--concept", "nash").json["robustness"]
    assert shares["exact"] == (shares["n_profiles"] <= 50)
    by_state = {row["state"]: row["nash"] for row in shares["states"]}
    assert by_state
    assert set(by_state) <= {1, 2, 3, 4, 5}
    again = example("stability", border, "--draws", "50", "--json", "--concept", "nash", "--seed", "0").json
    assert again["robustness"] == shares
    done = example("stability", KOREA, "--draws", "5")
    assert (done.code, "leaves nothing open" in done.err) == (1, True)


def test_the_json_of_what_is_asked_for_is_as_documented(example: Run) -> None:
    found = example("stability", KOREA, "--wanted", "7", "--horizon", "1", "--far", "--concept", "smr", "--json").json
    assert documented("Wanted", PAGE) == set(found["wanted"])
    assert found["wanted"]["state"] == 7
    change = found["wanted"]["concepts"]["smr"]["change"]
    assert (change["n_pairs"], change["at_least"], len(change["pairs"])) == (3, 3, 3)
    assert found["limited"]["horizon"] == 1
    assert found["non_myopic"]["reason"] is None
    nash = example("stability", KOREA, "--concept", "nash", "--json").json
    assert found["limited"]["equilibria"] == nash["equilibria"]["nash"]
    assert nash["limited"] is nash["non_myopic"] is nash["wanted"] is nash["robustness"] is None
    assert nash["simultaneous"] == {}


def test_equilibria_that_differ_in_what_does_not_matter_stand_on_one_line(example: Run) -> None:
    told = flat(example("stability", EXAMPLE).out)
    assert "26 YNNYYN-- and 3 alike, whatever - is [GMR, SMR, SEQ, SSEQ]" in told
    found = example("stability", EXAMPLE, "--json").json
    for ends in ("NN", "NY", "YN", "YY"):
        (state,) = [state for state in found["states"] if state["pattern"] == f"YNNYYN{ends}"]
        assert state["equilibrium_under"] == ["gmr", "smr", "seq", "sseq"]


def test_twenty_actions_fit_a_narrow_terminal(example: Run) -> None:
    done = example("stability", KOREA.parent / "trade-uruguay-round", "--concept", "nash")
    assert max(map(len, done.out.splitlines())) <= 80
    assert "237 YNNYY YNYY NNN NN NNN NNN 695" in flat(done.out)
    assert "237 Y--YY YNYY -NN -N --- --- and 1,023 alike" in flat(done.out)
