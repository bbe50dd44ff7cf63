"""The stability engine against the library: verdicts published, and verdicts computed from the definitions."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from tests.references.stability_models import LIBRARY, Published, library_conflict

from detente.case.reading import read_case
from detente.engines.stability.analyse import analyse
from detente.engines.stability.axes import decide
from detente.engines.stability.certificates import certificate
from detente.engines.stability.coalition_stability import coalition_stability
from detente.engines.stability.inverse_preferences import RankingCount, inverse_preferences
from detente.engines.stability.moves import Moves
from detente.engines.stability.narration import words
from detente.engines.stability.of_case import conflict_of_case
from detente.engines.stability.problem import GraphForm, OptionForm, graph_form
from detente.engines.stability.simultaneous_stability import simultaneous_stability
from detente.engines.stability.status_quo_analysis import status_quo_analysis
from detente.engines.stability.verdicts import CONCEPTS, Concept
from detente.foundation.errors import OutOfDomain

COMPUTED = (
    "fraser-hipel-1982",
    "fraser-hipel-1984",
    "hipel-fraser-1980",
    "kilgour-hipel-2001",
    "kinsara-2014",
    "rapoport-guyer-1966",
)
KOREA = ("base", "base-irreversible", "bloodthirsty", "deterrence", "pacifist")


def equilibria(case: Published, concept: Concept) -> list[int]:
    """The published numbers of the equilibria."""
    found = set(analyse(case.problem, [concept])[concept].equilibria.tolist())
    return sorted(number for number, place in case.place.items() if place in found)


@pytest.mark.parametrize("name", COMPUTED)
def test_verdicts_of_the_library(name: str) -> None:
    case = library_conflict(name)
    engines = ["auto", "reachability"] if isinstance(case.problem, OptionForm) else ["reachability"]
    for engine in engines:
        found = analyse(case.problem, engine=engine)  # pyright: ignore[reportArgumentType]
        for concept in CONCEPTS:
            computed = case.expected["computed"]
            assert found[concept].equilibria.tolist() == case.places(computed["equilibria"][concept])
            for party, stable in computed["stable"][concept].items():
                assert found[concept].stable_for(case.parties.index(party)).tolist() == case.places(stable)


@pytest.mark.parametrize("name", ["fraser-hipel-1984", "rapoport-guyer-1966"])
def test_what_is_published_of_two_games(name: str) -> None:
    case = library_conflict(name)
    for concept, numbers in case.expected["published"]["equilibria"].items():
        assert equilibria(case, concept) == numbers


def test_elmira_as_published() -> None:
    case = library_conflict("kilgour-hipel-2001")
    assert isinstance(case.problem, GraphForm)
    strong, weak = (case.expected["published"][key] for key in ("equilibria-of-all", "equilibria-of-gmr-and-smr-only"))
    for concept in ("nash", "seq"):
        assert equilibria(case, concept) == strong
    for concept in ("gmr", "smr"):
        assert equilibria(case, concept) == sorted(strong + weak)


def test_elmiras_coalition_jumps() -> None:
    for name, key in (("kilgour-hipel-2001", "coalition"), ("kinsara-2014", "coalition")):
        case = library_conflict(name)
        shown = case.expected["published"][key]
        members = [case.problem.decision_makers[case.parties.index(member)] for member in shown["members"]]
        found = coalition_stability(case.problem, [members])
        origin, target = case.place[shown["from"]], case.place[shown["to"]]
        assert (origin, target) in [(jump.origin, jump.target) for jump in found.jumps]
        assert not found.stable[origin, 0]
        assert origin in analyse(case.problem, ["nash"])["nash"].equilibria


def test_garrison_has_23_states_and_state_6_is_held_by_one_opponent_moving_twice() -> None:
    case = library_conflict("hipel-fraser-1980")
    assert len(case.place) == case.expected["published"]["feasible"]
    assert isinstance(case.problem, OptionForm)
    assert sorted(case.place.values()) == case.problem.states.tolist()
    shown = case.expected["computed"]["certificate"]
    i = case.parties.index(shown["party"])
    found = certificate(case.problem, "gmr", case.place[6], i)
    assert found.stable
    sanction = next(s for s in found.sanctions if s.improvement == case.place[shown["improvement"]])
    steps = [[case.parties[step.mover], step.target] for step in sanction.steps]
    assert steps == [[party, case.place[to]] for party, to in shown["steps"]]
    assert [line for line in words(found) if "could give up “challenge it under the treaty”" in line] == [
        "Canadian Opposition could give up “challenge it under the treaty”; then US Support could take “reduce "
        "the project” and give up “appease the environmentalists”, then US Opposition could take “challenge it in "
        "court”, then US Support could take “complete the full project” and give up “reduce the project”, leaving "
        "Canadian Opposition no better."
    ]


def test_garrison_where_each_opponent_may_move_once_only() -> None:
    """The other program's rule, written out: it misses state 6 under GMR and agrees elsewhere."""
    case = library_conflict("hipel-fraser-1980")
    missed = set(equilibria(case, "gmr")) - set(_gmr_with_single_moves(case))
    assert sorted(missed) == case.expected["computed"]["other-program"]["missed"]["gmr"]
    assert _gmr_with_single_moves(case) == case.expected["computed"]["other-program"]["equilibria"]["gmr"]


def _gmr_with_single_moves(case: Published) -> list[int]:
    moves = Moves(case.problem)

    def sanctioned(i: int, s: int, at: int, left: frozenset[int]) -> bool:
        return any(
            moves.rank(i, q) <= moves.rank(i, s) or sanctioned(i, s, q, left - {j})
            for j in left
            for q in moves.from_state(j, at)
        )

    def stable(i: int, s: int) -> bool:
        return all(sanctioned(i, s, q, frozenset(moves.others(i))) for q in moves.improvements(i, s))

    return sorted(number for number, s in case.place.items() if all(stable(i, s) for i in moves.everyone))


def test_north_korea_in_nine_variants() -> None:
    rows = library_conflict("jacobi-2017").expected["published"]["variants"]
    assert len(rows) == 9
    for row in rows:
        case = library_conflict("jacobi-2017", row["variant"])
        assert equilibria(case, row["concept"]) == row["computed"], row


def test_north_korea_with_simultaneous_answers_where_the_author_counts_them() -> None:
    rows = library_conflict("jacobi-2017").expected["published"]["variants"]
    for row in rows:
        case = library_conflict("jacobi-2017", row["variant"])
        if row["concept"] == "seq" and isinstance(case.problem, OptionForm):
            found = simultaneous_stability(case.problem, after="seq")
            assert found.equilibria.tolist() == row["published"], row
        else:
            assert row["computed"] == row["published"], row


def test_north_korea_where_single_arcs_are_barred_is_no_option_form() -> None:
    case = library_conflict("jacobi-2017", "base-irreversible")
    assert isinstance(case.problem, GraphForm)
    with pytest.raises(OutOfDomain):
        decide(case.problem)  # pyright: ignore[reportArgumentType]
    forward = library_conflict("jacobi-2017", "pacifist").problem
    assert isinstance(forward, OptionForm)
    assert forward.actions[2].reversal == "forward"


def test_gisborne_for_a_province_of_either_kind() -> None:
    for variant, number in library_conflict("li-2004").expected["published"].items():
        case = library_conflict("li-2004", variant)
        computed = case.expected["computed"]["variants"][variant]
        for concept in CONCEPTS:
            assert equilibria(case, concept) == computed[concept]
        assert equilibria(case, "nash") == [number]


def test_elmira_from_its_status_quo() -> None:
    case = library_conflict("kilgour-hipel-2001")
    shown = case.expected["computed"]["evolution"]
    gains = status_quo_analysis(case.problem, [case.place[5], case.place[8]], preset="improvements")
    near, far = gains.paths
    steps = [[[case.parties[step.move.mover], step.move.target] for step in path] for path in near.steps]
    assert steps == [[[party, case.place[to]] for party, to in shown["improvements-to-5"]]]
    assert (far.length, list(far.steps)) == (None, shown["improvements-to-8"])
    assert status_quo_analysis(case.problem, [case.place[8]]).paths[0].length == shown["any-to-8"]


def test_rankings_counted_where_two_moves_have_one_answer_each() -> None:
    counts = library_conflict("kinsara-2014").expected["computed"]["syria-iraq"]
    arcs = {"A": [("s", "a"), ("s", "b")], "B": [("a", "x"), ("b", "y")]}
    states = ["s", "a", "b", "x", "y", "z"]
    ranking = {"A": [[s] for s in states], "B": [["x", "y"], ["s", "a", "b", "z"]]}
    problem = graph_form(["A", "B"], states, arcs, ranking)
    for concept in ("nash", "seq"):
        found = inverse_preferences(problem, 0, concept, varied={0: range(6)}).count
        assert found == RankingCount(counts[concept], counts["of"])
    assert Fraction(counts["seq"], counts["of"]) == 1 - Fraction(1, 3) - Fraction(1, 3) + Fraction(1, 5)


@pytest.mark.parametrize("name", [*COMPUTED, "li-2004", "jacobi-2017"])
def test_the_reader_of_cases_finds_the_same_conflict(name: str) -> None:
    case, read = library_conflict(name), conflict_of_case(read_case(LIBRARY / name).case).problem
    assert type(read) is type(case.problem)
    mine, theirs = analyse(case.problem), analyse(read)
    for concept in CONCEPTS:
        assert sorted(map(tuple, mine[concept].stable.tolist())) == sorted(map(tuple, theirs[concept].stable.tolist()))


def test_every_verdict_of_the_library_has_its_certificate() -> None:
    for name in COMPUTED:
        case = library_conflict(name)
        moves, found = Moves(case.problem), analyse(case.problem)
        for concept in CONCEPTS:
            again = np.zeros_like(found[concept].stable)
            for s in case.place.values():
                for i in moves.everyone:
                    again[s, i] = certificate(case.problem, concept, s, i, moves=moves).stable
            assert np.array_equal(again, found[concept].stable)
