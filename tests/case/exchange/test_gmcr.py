"""`.gmcr` files: small ones written by hand, read, made into cases, written again; and files with faults."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.cli.conftest import EXAMPLE, inside

from detente.case.conflict_states import StateSpace
from detente.case.exchange.gmcr import GmcrCondition, gmcr_case, parse_gmcr, read_gmcr, to_json
from detente.case.exchange.gmcr_of_case import alternatives, gmcr_of_case
from detente.case.reading import parse_case, read_case
from detente.engines.stability.of_case import conflict_of_case, stability_of_case
from detente.foundation.conditions import Term, Vocabulary, parse
from detente.foundation.errors import OutOfDomain, ReadingError

DUEL: dict[str, Any] = {
    "program": "gmcr-py",
    "version": "0.4",
    "options": [
        {"name": "Fire", "permittedDirection": "fwd"},
        {"name": "Flee"},
        {"name": "Fire", "permittedDirection": "both"},
    ],
    "decisionMakers": [
        {
            "name": "The Left",
            "options": [0, 1],
            "preferences": [
                [[2, "N"]],
                {"compound": True, "members": [[[0, "Y"], [1, "N"]], [[1, "Y"]]]},
            ],
            "misperceptions": [[[2, "Y"], [1, "Y"]]],
        },
        {"name": "Правий", "options": [2], "preferences": [[[0, "N"]], [[2, "Y"]]]},
    ],
    "infeasibles": [[[0, "Y"], [1, "Y"]]],
    "coalitions": [[0, 1], [1]],
}


def file(**instead: Any) -> str:
    return json.dumps({**DUEL, **instead})


def ranked(ranking: list[Any]) -> list[dict[str, Any]]:
    return [{**maker, "preferenceRanking": ranking} for maker in DUEL["decisionMakers"]]


def holds(state: int, condition: GmcrCondition) -> bool:
    return any(all((state >> o & 1 == 1) == taken for o, taken in part) for part in condition)


def test_a_file_is_read_as_it_stands() -> None:
    found = parse_gmcr(file())
    assert [(o.name, o.direction) for o in found.options] == [("Fire", "fwd"), ("Flee", "both"), ("Fire", "both")]
    assert found.decision_makers[0].statements == (
        (((2, False),),),
        (((0, True), (1, False)), ((1, True),)),
    )
    assert found.feasible() == [0, 1, 2, 4, 5, 6]
    assert found.coalitions == ((0, 1),)
    assert parse_gmcr(file(coalitions=[0, 1])).coalitions == ()
    assert not found.by_ranking
    assert found.notes == ("program gmcr-py", "version 0.4")


def test_a_file_becomes_a_case_with_the_same_states_and_ranks() -> None:
    read = parse_case(gmcr_case(parse_gmcr(file(), "duel.gmcr")))
    assert read.warnings == ()
    assert [a.id for a in read.case.conflict.actions] == ["fire", "flee", "fire-2"]  # type: ignore[union-attr]
    assert [str(p.name) for p in read.case.parties] == ["The Left", "Правий"]
    problem = conflict_of_case(read.case).problem
    assert problem.states.tolist() == [0, 1, 2, 4, 5, 6]  # type: ignore[union-attr]
    assert [a.reversal for a in problem.actions] == ["forward", "both", "both"]  # type: ignore[union-attr]
    by_hand = {s: (not s & 4, bool(s & 1 and not s & 2) or bool(s & 2)) for s in (0, 1, 2, 4, 5, 6)}
    for one, other in product(by_hand, repeat=2):
        ranks = problem.ranks[0]
        assert (ranks[one] > ranks[other]) == (by_hand[one] > by_hand[other])
    view = conflict_of_case(read.case, view="the-left").problem
    assert view.states.tolist() == [0, 1, 2, 4, 5]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("flag", "key"),
    [("useManualPreferenceRanking", "preferenceRanking"), ("useManualPreferenceVectors", "preferenceVector")],
)
def test_rankings_count_where_the_file_says_so(flag: str, key: str) -> None:
    left, right = [1, [0, 2], 4, [5, 6]], [6, 5, 4, 2, 1, 0]
    makers = [{**m, key: r} for m, r in zip(DUEL["decisionMakers"], (left, right), strict=True)]
    read = parse_case(gmcr_case(parse_gmcr(file(**{flag: True, "decisionMakers": makers}))))
    ranks = conflict_of_case(read.case).problem.ranks[0]
    assert sorted([0, 1, 2, 4, 5, 6], key=lambda s: -ranks[s]) == [1, 0, 2, 4, 5, 6]
    assert ranks[0] == ranks[2] > ranks[4] > ranks[5] == ranks[6]
    ignored = parse_gmcr(file(decisionMakers=makers))
    assert not ignored.by_ranking


def test_rankings_number_the_feasible_states_from_one() -> None:
    """As that program writes them: DUEL has the feasible states 0, 1, 2, 4, 5, 6."""
    makers = [{**m, "preferenceRanking": [2, [1, 3], 4, [5, 6]]} for m in DUEL["decisionMakers"]]
    found = parse_gmcr(file(useManualPreferenceRanking=True, decisionMakers=makers))
    assert found.decision_makers[0].ranking == ((1,), (0, 2), (4,), (5, 6))
    written = json.loads(to_json(found))
    assert written["decisionMakers"][0]["preferenceRanking"] == [2, [1, 3], 4, [5, 6]]
    assert written["coalitions"] == [[0, 1]]
    assert json.loads(to_json(replace(found, coalitions=())))["coalitions"] == [0, 1]


def test_a_published_ranking_follows_from_its_statements() -> None:
    """Elmira, five options and twelve states: the ministry's ranking by places is what its statements give."""
    either = [[[1, "Y"], [2, "Y"]], [[1, "Y"], [3, "Y"]], [[2, "Y"], [3, "Y"]], [[1, "N"], [2, "N"], [3, "N"]]]
    ministry = {
        "name": "Ministry",
        "options": [0],
        "preferences": [
            [[2, "Y"]],
            [[3, "N"]],
            [[0, "N"]],
            {"compound": True, "members": [[[0, "N"], [4, "Y"]], [[0, "Y"], [4, "N"]]]},
        ],
        "preferenceRanking": [9, 3, 4, 10, 7, 1, 2, 8, [11, 5, 6, 12]],
    }
    others = {"name": "Others", "options": [1, 2, 3, 4], "preferences": [], "preferenceRanking": [[*range(1, 13)]]}
    data = {"options": [{"name": n} for n in "abcde"], "decisionMakers": [ministry, others], "infeasibles": either}
    by_ranking = parse_gmcr(json.dumps({**data, "useManualPreferenceRanking": True}))
    by_statement = parse_gmcr(json.dumps(data))
    ranks = [conflict_of_case(parse_case(gmcr_case(f)).case).problem.ranks[0] for f in (by_ranking, by_statement)]
    feasible = by_ranking.feasible()
    unlike_abandoned = [s for s in feasible if not s & 8]
    orders = [sorted(unlike_abandoned, key=lambda s: -rank[s]) for rank in ranks]
    assert orders[0] == orders[1]
    assert [feasible.index(s) + 1 for s in orders[0]] == [9, 3, 4, 10, 7, 1, 2, 8]


@pytest.mark.parametrize("by_ranking", [False, True])
def test_what_is_written_is_read_again(by_ranking: bool) -> None:
    makers = [{**m, "preferenceRanking": [6, [5, 4], 2, 1, 0]} for m in DUEL["decisionMakers"]]
    found = parse_gmcr(file(decisionMakers=makers, useManualPreferenceRanking=by_ranking, name="duel"))
    again = parse_gmcr(to_json(found))
    assert again.notes == ("program detente", "version 1")
    same = ("name", "options", "decision_makers", "infeasible", "coalitions", "by_ranking")
    assert [getattr(again, name) for name in same] == [getattr(found, name) for name in same]


def test_the_worked_case_goes_out_and_comes_back_with_the_same_verdicts() -> None:
    case = read_case(EXAMPLE).case
    back = parse_case(gmcr_case(parse_gmcr(to_json(gmcr_of_case(case))))).case
    before, after = (stability_of_case(conflict_of_case(one)) for one in (case, back))
    for concept in before.concepts:
        assert np.array_equal(before.verdicts[concept].stable, after.verdicts[concept].stable)
    assert before.found.coalitions == after.found.coalitions


def test_a_ranking_of_one_party_makes_rankings_of_all() -> None:
    read = parse_case(gmcr_case(parse_gmcr(file())))
    text = read.text.replace(
        "    the-left:\n      - not fire-2\n      - fire and not flee or flee\n",
        "    the-left: {ranking: [not fire-2 and fire, fire, '---']}\n",
    )
    assert "ranking" in text
    found = gmcr_of_case(parse_case(text).case)
    assert found.by_ranking
    assert found.decision_makers[0].ranking == ((1,), (5,), (0, 2, 4, 6))
    assert found.decision_makers[1].ranking == ((4, 6), (0, 2), (5,), (1,))


def test_alternatives_say_what_the_condition_says() -> None:
    terms = Vocabulary(tuple(Term(name, "action") for name in "abcd"))
    for words in ("a", "not a", "a iff b", "if a and b then c or d", "not (a iff (b or not c))", "a or not a"):
        condition = parse(words)
        found, denied = alternatives(condition, terms), alternatives(condition, terms, holds=False)
        for state in range(16):
            truth = {name: bool(state >> o & 1) for o, name in enumerate("abcd")}
            wanted = _truth(words, truth)
            assert holds(state, found) is wanted, (words, state)
            assert holds(state, denied) is not wanted


def _truth(words: str, truth: dict[str, bool]) -> bool:
    a, b, c, d = (truth[name] for name in "abcd")
    return {
        "a": a,
        "not a": not a,
        "a iff b": a == b,
        "if a and b then c or d": not (a and b) or c or d,
        "not (a iff (b or not c))": a != (b or not c),
        "a or not a": True,
    }[words]


def test_every_form_of_what_is_feasible_goes_out() -> None:
    text = gmcr_case(parse_gmcr(file(infeasibles=[])))
    forms = [
        "{exactly-one: [fire, flee]}",
        "{at-most-one: [flee, fire-2]}",
        "{if: fire, then: not fire-2}",
        "fire or flee",
    ]
    for form in [*forms, "{never: fire iff flee}"]:
        case = parse_case(text.replace("  preferences:", f"  feasible: [{form}]\n  preferences:")).case
        assert case.conflict is not None
        space = StateSpace(case.conflict)
        assert gmcr_of_case(case).feasible() == np.flatnonzero(space.feasible).tolist()


@pytest.mark.parametrize(
    ("instead", "says"),
    [
        ({"options": []}, "options: there is no option"),
        ({"decisionMakers": []}, "decisionMakers: there is no decision maker"),
        (
            {"options": [{"name": "Fire", "permittedDirection": "up"}] * 3},
            "options.0.permittedDirection: 'up' is no dir",
        ),
        ({"options": "Fire"}, "options: a list is missing"),
        ({"infeasibles": [[[7, "Y"]]]}, "infeasibles.0: 7 is not a number from 0 to 2"),
        ({"infeasibles": [[[0, "yes"]]]}, 'infeasibles.0: [0, "yes"] is no option with Y or N'),
        ({"infeasibles": ["YN-"]}, "infeasibles.0: this is no condition"),
        ({"coalitions": [[0, 5]]}, "coalitions.0: 5 is not a number from 0 to 1"),
        ({"useManualPreferenceRanking": True}, "decisionMakers.0: the rankings count, and this one has none"),
        ({"useManualPreferenceRanking": True, "decisionMakers": ranked([1, 2, 3, 4, 6])}, "leaves out 1 of the states"),
        ({"useManualPreferenceRanking": True, "decisionMakers": ranked([1, 2, 3, 3, 4, 5, 6])}, "state 3 stands twice"),
        ({"useManualPreferenceRanking": True, "decisionMakers": ranked([0, 1, 2, 3, 7])}, "that is not there: 0"),
        ({"useManualPreferenceRanking": True, "decisionMakers": ranked([9, 1])}, "9 is not a number from 0 to 8"),
        ({"options": [*DUEL["options"], {"name": "Wait"}]}, "options.3: the option is under the control of nobody"),
        ({"options": [{"name": f"o{k}"} for k in range(30)]}, "options: 30 options (24 at most)"),
    ],
)
def test_faults_are_told_with_their_place(instead: dict[str, Any], says: str) -> None:
    with pytest.raises(ReadingError) as refused:
        parse_gmcr(file(**instead), "duel.gmcr")
    assert any(says in str(fault) for fault in refused.value.faults), str(refused.value)
    assert all(str(fault).startswith("duel.gmcr:") for fault in refused.value.faults)


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(ReadingError) as refused:
        parse_gmcr(file(coalitions=[[0, 5]], infeasibles=[[[7, "Y"]]]))
    assert len(refused.value.faults) == 2


@pytest.mark.parametrize(("text", "says"), [("{", "1:2: this is no JSON"), ("[1]", "a JSON object is missing")])
def test_what_is_no_conflict_file(text: str, says: str) -> None:
    with pytest.raises(ReadingError, match=says):
        parse_gmcr(text)


def test_what_that_program_has_no_place_for() -> None:
    text = gmcr_case(parse_gmcr(file()))
    for more in (
        "  states: [{id: war}]\n  arcs: [{party: the-left, from: fire, to: war}]\n",
        "  states: [{id: hot, when: fire}]\n",
    ):
        with pytest.raises(OutOfDomain, match="no place for arcs"):
            gmcr_of_case(parse_case(text + more).case)
    points = text.replace(
        "      - not fire-2\n      - fire and not flee or flee\n", "      weights: [{holds: fire, points: 1}]\n"
    )
    with pytest.raises(OutOfDomain, match="no place for the preference of the-left"):
        gmcr_of_case(parse_case(points).case)


def test_the_commands(tmp_path: Path) -> None:
    source = tmp_path / "duel.gmcr"
    source.write_text(file(), encoding="utf-8")
    assert read_gmcr(source).name == "duel"
    done = inside("import", "gmcr", source, "-o", tmp_path / "duel")
    assert (done.code, done.err) == (0, "")
    assert "3 actions, 2 parties" in done.out
    told = inside("import", "gmcr", source, "--json").json
    assert (told["actions"], told["parties"], told["case"]) == (3, 2, None)
    out = tmp_path / "back.gmcr"
    done = inside("export", tmp_path / "duel", "--format", "gmcr", "-o", out, "--json")
    assert done.json == {"file": str(out), "format": "gmcr", "record": "duel", "options": 3, "makers": 2}
    assert read_gmcr(out).infeasible == parse_gmcr(file()).infeasible
    assert inside("export", source, "--format", "gmcr").code == 2
    assert inside("export", tmp_path / "duel", "--format", "gmcr", "--proposed").code == 2
    source.write_text("{}", encoding="utf-8")
    done = inside("import", "gmcr", source)
    assert done.code == 1
    assert "duel.gmcr:1:1: options: there is no option" in done.err
