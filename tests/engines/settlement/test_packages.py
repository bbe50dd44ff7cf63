"""Packages: their order, what they are worth, what they say, and how many are too many."""

from __future__ import annotations

import itertools
from fractions import Fraction

import numpy as np
import pytest

from detente.engines.settlement import Constraint, SettlementProblem, from_points
from detente.engines.settlement.packages import Packages
from detente.foundation.conditions import Rule, Term, Vocabulary, bind, parse
from detente.foundation.errors import OutOfDomain, TooLarge

ISSUES = Vocabulary(
    (
        Term("alliance", "choice", ("kept", "dropped")),
        Term("guarantors", "set", ("usa", "europeans")),
        Term("term", "number", numbers=(Fraction(0), Fraction(5, 2), Fraction(5))),
        Term("only", "choice", ("so",)),
        Term("ceasefire", "action"),
    )
)
VALUES = [
    [[0, 10], [10, 0]],
    [[0, 0], [4, -1], [2, 0], [5, -2]],
    [[0, 0], ["0.5", 1], [1, 2]],
    [[3, 3]],
    [[0, 0], [1, "1/3"]],
]


def rule(text: str) -> Rule:
    return bind(parse(text), ISSUES)


def problem(**more: object) -> SettlementProblem:
    return from_points(["a", "b"], ISSUES, VALUES, [0, 0], consent=[0, 1], **more)  # type: ignore[arg-type]


def test_the_first_issue_turns_slowest() -> None:
    packages = Packages(problem())
    every = list(itertools.product(range(2), range(4), range(3), range(1), range(2)))
    assert packages.decode(range(len(packages))).tolist() == [list(x) for x in every]
    assert [packages.encode(x) for x in every] == list(range(48))


def test_says_what_its_codes_mean() -> None:
    assert Packages(problem()).describe(47) == {
        "alliance": "dropped",
        "guarantors": ("usa", "europeans"),
        "term": Fraction(5),
        "only": "so",
        "ceasefire": True,
    }


def test_columns_and_scores_add_up() -> None:
    bonus = rule("alliance = dropped and usa in guarantors"), 0, Fraction("-2.5")
    asked = problem(interactions=[bonus])
    packages = Packages(asked)
    scores = packages.scores(np.arange(48))
    for party in range(2):
        assert packages.column(party).tolist() == scores[:, party].tolist()
    for code, x in enumerate(itertools.product(range(2), range(4), range(3), range(1), range(2))):
        worth = [sum(Fraction(VALUES[i][v][p]) for i, v in enumerate(x)) for p in range(2)]
        worth[0] += Fraction("-2.5") if x[0] == 1 and x[1] & 1 else 0
        assert [asked.points(p, scores[code, p]) for p in range(2)] == worth


def test_a_condition_is_spread_over_all_packages() -> None:
    packages = Packages(problem())
    for text in (
        "ceasefire",
        "term <= 3 iff usa in guarantors",
        "only = so",
        "count(guarantors) >= 2 or ceasefire",
    ):
        every = packages.decode(np.arange(48))
        assert packages.truth(rule(text)).tolist() == rule(text).holds(every).tolist(), text
        assert packages.truth_at(rule(text), np.array([3, 40])).tolist() == rule(text).holds(every[[3, 40]]).tolist()


def test_constraints_leave_the_codes_of_what_meets_them() -> None:
    asked = problem(constraints=[Constraint("c", rule("if alliance = dropped then not guarantors = {}"))])
    feasible = Packages(asked).feasible()
    assert feasible is not None
    said = [Packages(asked).describe(c) for c in range(48)]
    assert feasible.tolist() == [
        c for c, x in enumerate(said) if not (x["alliance"] == "dropped" and x["guarantors"] == ())
    ]
    assert Packages(problem(constraints=[Constraint("c", rule("only = so"))])).feasible() is None


def test_too_many_packages_says_how_many_and_what_to_do() -> None:
    term = tuple(Term(f"i{k}", "choice", tuple(f"o{j}" for j in range(10))) for k in range(7))
    asked = from_points(["a"], Vocabulary(term), [[[j] for j in range(10)]] * 7, [0], consent=[0])
    with pytest.raises(TooLarge, match="10,000,000, the limit is 2,000,000") as refused:
        Packages(asked)
    assert refused.value.estimate == 10**7
    assert "drop options" in str(refused.value)


def test_wide_scores_need_64_bits_and_get_them() -> None:
    big = 2**40
    issues = Vocabulary((Term("x", "choice", ("a", "b")), Term("y", "choice", ("a", "b"))))
    asked = from_points(["p"], issues, [[[0], [big]], [[1], [big]]], [0], consent=[0])
    assert Packages(asked).column(0).tolist() == [1, big, big + 1, 2 * big]


def test_many_issues_with_one_answer_do_not_exhaust_the_axes() -> None:
    terms = tuple(Term(f"i{k}", "choice", ("a", "b") if k < 3 else ("a",)) for k in range(70))
    values = [[[k], [0]] if k < 3 else [[0]] for k in range(70)]
    packages = Packages(from_points(["p"], Vocabulary(terms), values, [0], consent=[0]))
    truth = packages.truth(bind(parse("i1 = a and i69 = a"), packages.problem.issues))
    assert truth.tolist() == [True, True, False, False] * 2


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"consent": []}, "nobody's yes"),
        ({"consent": [0, 0]}, "stands twice"),
        ({"consent": [2]}, "party index"),
        ({"status_quo": (0, 0, 0, 0)}, "no package"),
        ({"status_quo": (0, 0, 3, 0, 0)}, "no package"),
        ({"values": VALUES[:-1]}, "4 of 5 issues"),
        ({"values": [[[0, 1]], *VALUES[1:]]}, "alliance: scores of shape"),
        ({"walk_away": [0, 2**62]}, "fits 64 bits"),
        ({"walk_away": [2**61, 0], "values": [[[0, 0], [2**60, 0]], *VALUES[1:]]}, "fits 64 bits|2\\*\\*61"),
        ({"parties": ["a", "a"]}, "one name"),
    ],
)
def test_refuses_what_is_no_problem(change: dict[str, object], what: str) -> None:
    given = {"parties": ["a", "b"], "values": VALUES, "walk_away": [0, 0], "consent": [0, 1], **change}
    with pytest.raises(OutOfDomain, match=what):
        from_points(issues=ISSUES, **given)  # type: ignore[arg-type]


def test_a_problem_cannot_be_changed() -> None:
    asked = problem()
    with pytest.raises(ValueError, match="read-only"):
        asked.scores[0][0, 0] = 5


@pytest.mark.parametrize("code", [-1, 48])
def test_refuses_codes_that_are_no_package(code: int) -> None:
    with pytest.raises(OutOfDomain, match="0 to 47"):
        Packages(problem()).decode([code])
