"""`detente import`: a case from rows in ATOP's columns, strengths from shares of capability, and what is refused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.cli.conftest import Run, contents, inside, run
from tests.cli.promises import CAPABILITIES, MEMBERS, STATES
from tests.gates.tree import ROOT

from detente.case.reading import parse_case


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with files of made-up rows."""
    monkeypatch.chdir(tmp_path)
    for name, text in (("members.csv", MEMBERS), ("states.csv", STATES), ("nmc.csv", CAPABILITIES)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


ATOP = ("import", "atop", "members.csv")


def test_a_case_is_written(desk: Path, here: Run) -> None:
    done = here(*ATOP, "states.csv", "--year", 1905, "--members", "bbb", "-o", "old-pacts")
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines()[0] == "wrote old-pacts/case.yaml: 1 alliance, 3 parties"
    assert "detente commitments old-pacts" in done.out
    assert "Leeds, Ritter, Mitchell and Long 2002" in done.out
    case = parse_case((desk / "old-pacts/case.yaml").read_text(encoding="utf-8")).case
    assert case.id == "old-pacts"
    assert [party.id for party in case.parties] == ["aaa", "bbb", "ccc"]
    assert [clause.id for clause in case.commitments[0].clauses] == ["defence", "consultation"]
    assert here("check", "old-pacts").code == 0


def test_without_out_the_case_is_printed(desk: Path, here: Run) -> None:
    before = contents(desk)
    done = here(*ATOP, "--year", 1905, "--alliances", "7,8")
    case = parse_case(done.out).case
    assert [item.id for item in case.commitments] == ["atop-7", "atop-8"]
    assert contents(desk) == before


def test_json_of_a_case(desk: Path, here: Run) -> None:
    there = here(*ATOP, "--year", 1905, "-o", "pacts.yaml", "--json").json
    counts = {"instruments": 2, "clauses": 3, "parties": 4}
    assert there == {"case": "pacts.yaml", "id": "alliances-1905", "year": 1905, **counts, "cite": there["cite"]}
    printed = here(*ATOP, "--year", 1905, "--json").json
    page = (ROOT / "docs/reference/json.md").read_text(encoding="utf-8")
    told = page[page.index("\n## import") : page.index("\n## brief")]
    assert {*there, *printed, "strengths", "value", "by", "states", "actions"} == set(re.findall(r"`(\w+)`", told))
    assert printed["case"] is None
    assert printed["text"] == (desk / "pacts.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("members.csv", "--year", 1950), 1, "no alliance of the file was in force in 1950"),
        (("members.csv", "--year", 1905, "--members", "AAA"), 1, "no state 'AAA' (give the list of states too"),
        (("members.csv", "states.csv", "--year", 1905, "--members", "AAB"), 1, "no state 'AAB' (did you mean 'AAA'?)"),
        (("members.csv", "--year", 1905, "--alliances", "9"), 1, "not in force in 1905 with those members: ATOP 9"),
        (("states.csv", "--year", 1905), 1, "no ATOP file with one row a member was given"),
        (("nowhere.csv", "--year", 1905), 1, "nowhere.csv:1:1: an ATOP file with one row a member cannot be read"),
        (("members.csv", "--year", 1905, "--alliances", "seven"), 2, "'seven' is not one of ATOP's numbers"),
        (("members.csv",), 2, "Missing option '--year'"),
        (("members.csv", "--year", 1905, "-o", "no/where/pacts"), 2, "there is no folder no/where"),
        (("members.csv", "--year", 1905, "-o", "there"), 2, "there/case.yaml is already there; nothing was changed"),
        (("members.csv", "--year", 1905, "-o", "members.csv"), 2, "members.csv"),
    ],
)
def test_what_is_refused(words: tuple[object, ...], code: int, said: str, desk: Path, here: Run) -> None:
    (desk / "there").mkdir()
    (desk / "there/case.yaml").write_text("mine", encoding="utf-8")
    before = contents(desk)
    done = here("import", "atop", *words)
    assert done.code == code, done.err
    assert said in " ".join(done.err.replace("│", " ").split())
    assert contents(desk) == before


def test_faults_come_with_line_and_column(desk: Path, here: Run) -> None:
    (desk / "members.csv").write_text(MEMBERS.replace("7,12,1900", "7,twelve,1900"), encoding="utf-8")
    done = here(*ATOP, "--year", 1905)
    assert done.code == 1
    assert done.err.startswith("members.csv:3:3: member: 'twelve' is not a number")
    (fault,) = here(*ATOP, "--year", 1905, "--json").json["faults"]
    assert (fault["file"], fault["line"], fault["column"], fault["field"]) == ("members.csv", 3, 3, "member")


def test_strengths_to_paste(desk: Path, here: Run) -> None:
    done = here("import", "nmc", "nmc.csv", "states.csv", "--states", "AAA,us=bbb,both=BBB+CCC", "--release", "7.0")
    assert done.code == 0
    source = "CINC 2022, National Material Capabilities 7.0; weighs population and steel heavily; override it"
    assert done.out.splitlines() == [
        "strengths:",
        f'  aaa: {{value: 0.25, by: "{source}"}}',
        f'  us: {{value: 0.125, by: "{source}"}}',
        f'  both: {{value: 0.1875, by: "{source}"}}',
    ]


def test_pasted_strengths_are_read(here: Run, desk: Path) -> None:
    block = here("import", "nmc", "nmc.csv", "--states", "a=11,b=12").out
    head = "detente: 1\nid: x\ntitle: X\nparties: [{id: a, name: A, kind: state}, {id: b, name: B, kind: state}]\n"
    issue = "issues: [{id: q, question: Q?, kind: choice, options: [{id: y}, {id: n}]}]\n"
    contest = "contests:\n  - id: war\n    challenger: a\n    protege: b\n    prize: 1\n    cost: 0.1\n"
    pasted = "".join(f"    {line}\n" for line in block.splitlines())
    strengths = parse_case(head + issue + contest + pasted).case.contests[0].strengths
    assert {name: float(one.point) for name, one in strengths.items()} == {"a": 0.25, "b": 0.125}


def test_json_of_strengths(here: Run, desk: Path) -> None:
    found = here("import", "nmc", "nmc.csv", "--states", "11", "--year", 2021, "--json").json
    assert found["year"] == 2021
    assert found["strengths"]["state-11"]["value"] == 0.5
    assert found["strengths"]["state-11"]["states"] == [11]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("nmc.csv", "--states", "AAA"), 1, "no state 'AAA' (give the list of states too"),
        (("nmc.csv", "--states", "12", "--year", 2021), 1, "no capability in 2021 for: 12"),
        (("states.csv", "--states", "11"), 2, "name one file of capabilities"),
        (("nmc.csv", "--states", "11+12"), 2, "'11+12' needs an id for the party"),
        (("nmc.csv", "--states", ","), 2, "name at least one state"),
    ],
)
def test_strengths_refused(words: tuple[object, ...], code: int, said: str, desk: Path, here: Run) -> None:
    done = here("import", "nmc", *words)
    assert done.code == code, done.err
    assert said in " ".join(done.err.replace("│", " ").split())


def test_exit_codes(desk: Path, here: Run) -> None:
    assert run(*ATOP, "--year", 1905, "-o", "pacts", cwd=desk).code == 0
    assert here(*ATOP, "--year", 1805).code == 1
    assert here("import", "nmc", "nmc.csv").code == 2


def genius_folder(folder: Path) -> Path:
    """A small GENIUS scenario of our own: two issues, two parties."""
    folder.mkdir()
    issues = "".join(
        f'<issue index="{number}" type="discrete" name="{name}"><item value="a"/><item value="b"/></issue>'
        for number, name in enumerate(("Water", "Toll"), 1)
    )
    domain = f'<negotiation_template><utility_space><objective name="r">{issues}</objective></utility_space>'
    (folder / "river-domain.xml").write_text(f"{domain}</negotiation_template>", encoding="utf-8")
    for name, (first, second) in {"lower": (4, 1), "upper": (1, 4)}.items():
        rated = "".join(
            f'<issue index="{number}" type="discrete" name="{issue}"><item value="a" evaluation="{first}"/>'
            f'<item value="b" evaluation="{second}"/></issue><weight index="{number}" value="0.5"/>'
            for number, issue in enumerate(("Water", "Toll"), 1)
        )
        text = f'<utility_space><objective name="r">{rated}</objective><reservation value="0.5"/></utility_space>'
        (folder / f"{name}.xml").write_text(text, encoding="utf-8")
    return folder


def test_a_scenario_becomes_a_case(tmp_path: Path) -> None:
    folder = genius_folder(tmp_path / "river")
    done = inside("import", "genius", folder, "-o", tmp_path / "made")
    assert done.code == 0, done.err
    assert "2 issues, 2 parties" in done.out
    assert inside("check", tmp_path / "made").code == 0
    assert inside("settle", tmp_path / "made").code == 0
    assert inside("import", "genius", folder, "-o", tmp_path / "made").code == 2
    told = inside("import", "genius", folder, "--json").json
    assert (told["case"], told["issues"], told["parties"]) == (None, 2, 2)


def test_what_is_no_scenario_is_told(tmp_path: Path) -> None:
    folder = genius_folder(tmp_path / "river")
    (folder / "upper.xml").write_text("<utility_space>", encoding="utf-8")
    done = inside("import", "genius", folder)
    assert done.code == 1
    assert "upper.xml" in done.err
    assert inside("import", "negmas", tmp_path / "river").code == 1


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    for kind in ("genius", "negmas"):
        done = inside("import", kind, tmp_path / "nowhere")
        assert (done.code, "there is no such folder" in done.err) == (1, True)
