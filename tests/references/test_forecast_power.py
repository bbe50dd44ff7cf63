"""Power indices against the numbers of the library."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

from detente.case.reading import read_case
from detente.engines.forecast.of_case.blocs import BlocPower, bloc_powers
from detente.engines.forecast.power import by_halves, by_weight
from detente.engines.forecast.power.banzhaf import banzhaf
from detente.engines.forecast.power.counting import Counting
from detente.engines.forecast.power.shapley_shubik import shapley_shubik
from detente.engines.forecast.power.voting_rule import VotingRule, weighted_rule
from detente.engines.forecast.voting.majorities import eu_qualified_majority, security_council

HOME = Path(__file__).parents[2] / "library" / "shapley-shubik-1954"


def shown() -> Any:
    return yaml.safe_load((HOME / "expected.yaml").read_text(encoding="utf-8"))


RULES = shown()["computed"]


def each(entry: Any, name: str) -> list[Any]:
    """One value a voter, from one a distinct weight."""
    return [value for (count, _), value in zip(entry["weights"], entry[name], strict=True) for _ in range(count)]


def rule_of(entry: Any) -> VotingRule:
    return weighted_rule(entry["quota"], [weight for count, weight in entry["weights"] for _ in range(count)])


@pytest.mark.parametrize("name", RULES)
def test_every_index_is_the_fraction_of_the_library(name: str) -> None:
    entry = RULES[name]
    rule = rule_of(entry)
    assert list(shapley_shubik(rule).index) == [Fraction(x) for x in each(entry, "shapley-shubik")]
    found = banzhaf(rule)
    assert list(found.normalised) == [Fraction(x) for x in each(entry, "banzhaf")]
    assert list(found.swings) == each(entry, "swings")
    assert list(found.absolute) == [Fraction(n, 2 ** (len(rule.voters) - 1)) for n in each(entry, "swings")]


def test_what_the_paper_says_of_the_security_council() -> None:
    printed = shown()["published"]["security-council-1954"]
    index = shapley_shubik(rule_of(RULES["security-council-1954"])).index
    assert float(sum(index[:5])) == pytest.approx(printed["permanent"], abs=5e-4)
    assert float(sum(index[5:])) == pytest.approx(printed["others"], abs=5e-4)


def test_what_is_printed_of_the_six() -> None:
    printed = shown()["published"]["eec-1958-banzhaf"]
    found = banzhaf(rule_of(RULES["eec-1958"])).normalised
    assert [str(found[0]), str(found[3]), str(found[5])] == [printed["4"], printed["2"], printed["1"]]


def test_a_veto_is_worth_what_the_weights_say() -> None:
    entry = RULES["security-council-1966"]
    rule = security_council([f"p{k}" for k in range(5)], [f"e{k}" for k in range(10)])
    assert list(shapley_shubik(rule).index) == [Fraction(x) for x in each(entry, "shapley-shubik")]
    assert list(banzhaf(rule).swings) == each(entry, "swings")


def test_the_council_of_27() -> None:
    asked = shown()["eu-27"]
    rule = eu_qualified_majority(asked["population"])
    assert (rule.quotas[0].quota, rule.blocking, len(rule.voters)) == (asked["members"], asked["blocking"], 27)
    assert list(banzhaf(rule).swings) == asked["swings"]
    index = shapley_shubik(rule).index
    assert sum(index) == 1
    assert [round(float(x), 6) for x in index] == pytest.approx(asked["shapley-shubik"], abs=5e-7)
    task = Counting.of(rule)
    assert task
    assert by_weight.swings(task) == by_halves.swings(task)


def test_the_council_of_27_by_inhabitants() -> None:
    people = shown()["eu-27"]["inhabitants"]
    assert (len(people), sum(people.values())) == (27, 446_735_291)
    found = shapley_shubik(eu_qualified_majority(people))
    assert (found.parameters["route"], sum(found.index)) == ("by halves", 1)
    # Germany holds most people, Malta least; the order of power is that of people.
    order = sorted(people, key=lambda name: people[name])
    power = dict(zip(found.voters, found.index, strict=True))
    assert sorted(power, key=lambda name: power[name]) == order


def test_three_do_not_block_the_council_and_four_can() -> None:
    people = shown()["eu-27"]["inhabitants"]
    rule = eu_qualified_majority(people)
    places = {name: k for k, name in enumerate(rule.voters)}

    def passes(rule: VotingRule, *against: str) -> bool:
        return rule.wins(set(places.values()) - {places[name] for name in against})

    # 46.5 percent of the people, and only three members.
    assert passes(rule, "germany", "france", "italy")
    assert not passes(rule, "germany", "france", "italy", "malta")
    # Four members with fewer than 35 percent.
    assert passes(rule, "malta", "cyprus", "latvia", "estonia")
    # 72 percent have no least number to block.
    reinforced = eu_qualified_majority(people, proposer="other")
    assert (reinforced.quotas[0].quota, reinforced.blocking) == (20, 0)
    assert not passes(reinforced, "germany", "france", "italy")


def test_where_not_all_take_part_the_percentages_are_of_those_who_do() -> None:
    people = shown()["eu-27"]["inhabitants"]
    euro = ["germany", "france", "italy", "spain", "netherlands", "belgium", "malta", "cyprus", "latvia"]
    rule = eu_qualified_majority(people, taking_part=euro)
    # 55 percent of nine; Germany alone holds less than 35 percent, so that two do, and three must oppose.
    assert (rule.quotas[0].quota, rule.blocking) == (5, 3)
    assert rule.quotas[1].quota == -(-65 * sum(people[m] for m in euro) // 100)


def test_the_case_of_the_library_knows_its_rule() -> None:
    (found,) = bloc_powers(read_case(HOME / "case.yaml").case)
    assert isinstance(found, BlocPower)
    assert found.party == "council"
    assert list(found.shapley_shubik.index) == [Fraction(76, 385)] * 5 + [Fraction(1, 462)] * 6
