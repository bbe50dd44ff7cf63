"""What those who decide could put in the place of today's state, counted by hand: by agreement and by blocs' rules."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from detente.case.reading import parse_case, read_case
from detente.engines.forecast.of_case import NotKnown, NoVote, ScaleVote, forecast_of_case
from detente.engines.forecast.of_case.voting_words import told_votes, vote_words
from detente.engines.forecast.voting.core import Core, NoCore

ROOT = Path(__file__).parents[3]
CASE = """\
detente: 1
id: dam
title: The dam
parties:
  - {id: a, name: A, kind: state}
  - {id: b, name: B, kind: state}
  - {id: c, name: C, kind: state}
  - {id: d, name: D, kind: state}
  - {id: league, name: League, kind: bloc, members: [a, b, c], rule: {quota: 5, weights: {a: 3, b: 2, c: 1}}}
  - {id: open, name: Open, kind: bloc, members: [a, b], open-membership: true, rule: unanimity}
  - {id: crowd, name: Crowd, kind: bloc, members: [a, b], open-membership: true, rule: majority}
agreement: {consent: [a, b]}
issues:
  - id: level
    question: How high?
    kind: choice
    scaled: true
    options: [{id: dry, at: 0}, {id: low, at: 20}, {id: mid, at: 50}, {id: full, at: 100}]
status-quo: {level: low}
proposals:
  - {id: p1, title: P, by: a, package: {level: full}}
  - {id: p2, title: Q, by: d, package: {level: dry}}
positions:
  - {party: a, issue: level, option: full, salience: 1, influence: 10}
  - {party: b, issue: level, option: mid, salience: 1, influence: 10}
  - {party: c, issue: level, option: dry, salience: 1, influence: 10}
  - {party: d, issue: level, option: dry, salience: 1, influence: 10}
"""


def votes(text: str) -> dict[str, ScaleVote | NoVote]:
    (item,) = forecast_of_case(parse_case(text)).issues
    return {vote.decider: vote for vote in item.votes}


def vote(text: str, decider: str = "") -> ScaleVote:
    found = votes(text)[decider]
    assert isinstance(found, ScaleVote), found
    return found


def ends(found: ScaleVote, which: str = "sure") -> list[tuple[float, float, tuple[str, ...]]]:
    return [(part.low, part.high, part.pivots) for part in getattr(found, which)]


def words(text: str, decider: str = "") -> str:
    (item,) = forecast_of_case(parse_case(text)).issues
    return vote_words(vote(text, decider), item.asked.scale, str.upper, "{:g}".format)


def without(party: str, text: str = CASE) -> str:
    return "".join(line for line in text.splitlines(keepends=True) if f"- {{party: {party}," not in line)


def test_two_who_agree_go_as_far_as_the_nearer_of_them_follows() -> None:
    found = vote(CASE)
    # B at 50 follows from 20 to 80; A at 100 to 180
    assert ends(found) == ends(found, "possible") == [(20.0, 80.0, ("b",))]
    assert found.certificate["limits"] == {"a": 180.0, "b": 80.0}
    assert found.answers_sure == ("mid",)
    assert isinstance(found.core, Core)
    assert (found.core.low, found.core.high, found.core.holds) == (50.0, 100.0, False)
    assert words(CASE) == (
        "every place above 20 and below 80 is nearer than today's, 20, to both A and B; B is as far from 80 as from"
        " today's. Of the answers “mid” lies there. A proposal by A on this alone could bring it close to 80."
    )


def test_an_author_gets_what_is_nearest_to_it_and_nothing_where_that_is_today() -> None:
    found = vote(CASE)
    assert [(one.setter, one.outcome, one.attained) for one in found.agenda] == [("a", 80.0, False), ("d", 20.0, True)]


def test_who_stands_on_both_sides_of_today_leave_it_as_it_is() -> None:
    text = CASE.replace("consent: [a, b]", "consent: [b, c]")
    found = vote(text)
    assert (ends(found), found.against_up, found.against_down) == ([], ("c",), ("b",))
    assert isinstance(found.core, Core)
    assert found.core.holds
    assert words(text) == (
        "no place on this scale is nearer than today's, 20, to both B and C: for C every step towards “full” leads away"
        " from where it stands; for B every step towards “dry” leads away from where it stands."
    )


def test_who_stands_where_today_is_gains_by_no_step() -> None:
    text = CASE.replace("status-quo: {level: low}", "status-quo: {level: mid}")
    assert ends(vote(text)) == []
    assert words(text).endswith("for B every step from today's state leads away from where it stands.")


def test_the_scale_ends_before_anybodys_limit() -> None:
    text = CASE.replace("consent: [a, b]", "consent: [a]")
    (part,) = vote(text).sure
    assert (part.low, part.high, part.pivots, part.with_high) == (20.0, 100.0, (), True)
    assert vote(text).answers_sure == ("mid", "full")


def test_a_missing_position_is_no_zero_under_unanimity() -> None:
    found = vote(without("b"))
    assert found.missing == ("b",)
    assert ends(found) == []
    # A alone would go on to the end; downwards A refuses, wherever B stands
    assert ends(found, "possible") == [(20.0, 100.0, ())]
    assert isinstance(found.core, NotKnown)
    told = words(without("b"))
    assert told.startswith(
        "nothing is sure to pass, as B has no position here. At most, places above 20 up to 100 can."
    )


def test_what_nobody_without_a_position_could_turn() -> None:
    text = without("b", CASE.replace("consent: [a, b]", "consent: [a, c, b]"))
    assert vote(text).possible == ()
    assert words(text).startswith("nothing can replace today's 20, wherever B may stand: for C every step towards")


def test_a_quota_with_weights_by_hand() -> None:
    found = vote(CASE, "league")
    # 5 of 6: A (3) and B (2); C weighs 1. A is needed and so is B, C never is
    assert ends(found) == [(20.0, 80.0, ("b",))]
    assert [(voter.party, voter.veto) for voter in found.voters] == [("a", True), ("b", True), ("c", False)]
    assert words(CASE, "league").startswith("If LEAGUE decided this alone, by its quota of votes: every place above 20")


@pytest.mark.parametrize(("weights", "quota", "who"), [("a: 1, b: 1, c: 5", 6, "it"), ("a: 3, b: 2, c: 1", 7, "them")])
def test_who_is_lacking_is_one_or_several(weights: str, quota: int, who: str) -> None:
    text = CASE.replace("quota: 5, weights: {a: 3, b: 2, c: 1}", f"quota: {quota}, weights: {{{weights}}}")
    text = text.replace("members: [a, b, c]", "members: [a, b, c, d]").replace("level: low}", "level: dry}")
    text = text if who == "them" else text.replace("members: [a, b, c, d]", "members: [a, b, c]")
    assert words(text, "league").endswith(
        f"where {'it stands' if who == 'it' else 'they stand'}; without {who} too few are left."
    )


@pytest.mark.parametrize(
    ("gone", "quota", "sure", "possible"),
    [
        # 5 of 6 need A and B: without C's position all is as before
        ("c", 5, [(20.0, 80.0, ("b",))], [(20.0, 80.0, ("b",))]),
        # without B's nothing is sure; B at 100 follows to the end, B at 0 has 3 with C
        ("b", 5, [], [(20.0, 100.0, ())]),
        # 3 of 6: A alone is enough upwards; B, if it stands below today, and C downwards
        ("b", 3, [(20.0, 100.0, ())], [(0.0, 20.0, ()), (20.0, 100.0, ())]),
    ],
)
def test_sure_and_possible_under_a_quota(gone: str, quota: int, sure: list[Any], possible: list[Any]) -> None:
    found = vote(without(gone, CASE.replace("quota: 5", f"quota: {quota}")), "league")
    assert (ends(found), ends(found, "possible")) == (sure, possible)


def test_every_place_of_a_missing_member_lies_between_sure_and_possible() -> None:
    silent = vote(without("b"), "league")
    for option, at in (("dry", 0), ("low", 20), ("mid", 50), ("full", 100)):
        told = vote(
            CASE.replace("{party: b, issue: level, option: mid", f"{{party: b, issue: level, option: {option}"),
            "league",
        )
        assert any(voter.place == at for voter in told.voters if voter.party == "b")
        for tenth in range(1001):
            y = tenth / 10
            passes = any(y in part for part in told.sure)
            assert passes or not any(y in part for part in silent.sure)
            assert not passes or any(y in part for part in silent.possible)


def test_coalitions_that_share_nobody_have_no_core() -> None:
    found = vote(CASE.replace("quota: 5", "quota: 1"), "league")
    assert isinstance(found.core, NoCore)


def test_members_that_the_case_does_not_name_may_refuse() -> None:
    found = vote(CASE, "open")
    assert found.missing == ("",)
    assert (ends(found), ends(found, "possible")) == ([], [(20.0, 80.0, ("b",))])
    assert "as members that the case does not name have no position here" in words(CASE, "open")
    refused = votes(CASE)["crowd"]
    assert isinstance(refused, NoVote)
    assert refused.reason == "it has members that the case does not name"


def test_a_yes_that_some_packages_need_can_only_shrink_what_is_sure() -> None:
    text = CASE.replace("consent: [a, b]}", "consent: [a], also: [{when: level = mid, party: b}]}")
    found = vote(text)
    assert [one.party for one in found.also] == ["b"]
    assert found.narrowed is not None
    assert [(part.low, part.high) for part in found.narrowed] == [(20.0, 80.0)]
    assert "In packages that need another yes too, what is sure shrinks to above 20 and below 80." in words(text)
    silent = vote(without("b", text))
    assert silent.narrowed == ()


def test_a_bloc_that_consents_agrees_by_its_rule() -> None:
    alone = vote(CASE.replace("consent: [a, b]", "consent: [league]"))
    assert (alone.kind, ends(alone)) == ("quota", [(20.0, 80.0, ("b",))])
    assert "league" not in votes(CASE.replace("consent: [a, b]", "consent: [league]"))
    both = CASE.replace("consent: [a, b]", "consent: [league, d]").replace("quota: 5", "quota: 1")
    # any one of the league, and D at 0: C would go down with it
    assert (vote(both).kind, ends(vote(both))) == ("several", [(0.0, 20.0, ())])


def test_what_the_case_does_not_say_is_said() -> None:
    for text, reason in (
        (CASE.replace("status-quo: {level: low}\n", ""), "the case does not say what holds with no agreement"),
        (CASE.replace("agreement: {consent: [a, b]}\n", ""), "the case does not say whose yes makes an agreement"),
        (CASE.replace("consent: [a, b]", "consent: [crowd]"), "nobody whose yes is needed has a position on it"),
    ):
        found = votes(text)[""]
        assert isinstance(found, NoVote)
        assert found.reason == reason


def test_a_position_counts_without_salience_or_influence() -> None:
    text = CASE.replace("option: mid, salience: 1, influence: 10", "option: mid")
    assert ends(vote(text)) == [(20.0, 80.0, ("b",))]


def test_a_bloc_of_which_one_member_is_known_is_not_told() -> None:
    (item,) = forecast_of_case(parse_case(without("b", without("c")))).issues
    assert "league" in [one.decider for one in item.votes]
    assert "league" not in [one.decider for one in told_votes(item.votes)]


def test_the_numbers_of_the_library() -> None:
    home = ROOT / "library" / "banzhaf-1965"
    expected = yaml.safe_load((home / "expected.yaml").read_text(encoding="utf-8"))["computed"]
    (item,) = forecast_of_case(read_case(home)).issues
    (found,) = item.votes
    assert isinstance(found, ScaleVote)
    assert [[part.low, part.high] for part in found.sure] == expected["winset"]["stretches"]
    assert [list(part.pivots) for part in found.sure] == expected["winset"]["pivots"]
    assert isinstance(found.core, Core)
    assert [found.core.low, found.core.high] == expected["core"]


def test_the_worked_case() -> None:
    found = forecast_of_case(read_case(ROOT / "examples" / "ukraine-2025"))
    for item, stays in zip(found.issues, ("ukraine", "russia"), strict=True):
        agreement, nato = item.votes
        assert isinstance(agreement, ScaleVote)
        assert isinstance(nato, ScaleVote)
        assert (agreement.possible, agreement.against_up) == ((), (stays,))
        assert (nato.decider, nato.sure) == ("nato", ())
