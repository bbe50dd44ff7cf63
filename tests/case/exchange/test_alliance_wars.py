"""The rules on small wars of our own; and the figures on the coders' cases, where DETENTE_DATA names their folder."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest
from benchmarks.alliance_wars import CHAINS, NATO, main
from benchmarks.alliance_wars_data import Data, read_folder
from benchmarks.alliance_wars_measures import chain, joining, plainest, reliability, score, verdict
from benchmarks.alliance_wars_rules import STANDING, Alliance, Readings, War, invoked, with_reading
from benchmarks.alliance_wars_simple import a_member_fights, the_right_side, usable

from detente.case.exchange.atop import AtopMember
from detente.case.exchange.attacks import Attack
from detente.case.exchange.capabilities import capability_default
from detente.case.exchange.days import PartDay


def attack(attacker: int, target: int, month: int, *aids: int, kind: str = "attack", on: str = "territory") -> Attack:
    return Attack("1", PartDay(1900, month, 1), attacker, target, kind, on, "americas", aids)


def war(*attacks: Attack, readings: Readings = STANDING) -> War:
    return War(attacks, date(1901, 1, 1), readings)


def alliance(*codes: str, threats: tuple[int, ...] = (), entered: int = 18900101) -> Alliance:
    obligations = frozenset(code for code in codes if "co" not in code or code == "consul")
    conditions = frozenset(codes) - obligations
    day = PartDay(entered // 10000, entered // 100 % 100, entered % 100)
    return Alliance(
        7, tuple(AtopMember(7, state, day, None, obligations, conditions, threats=threats) for state in (11, 12))
    )


def test_who_strikes_back_has_not_begun() -> None:
    first, answer, aid, late = attack(1, 2, 1), attack(2, 1, 2), attack(3, 1, 3, 2), attack(1, 3, 4)
    assert war(first, answer, aid, late).provoked == {answer, aid}


@pytest.mark.parametrize(
    ("codes", "threats", "attacks", "expected"),
    [
        (("defense",), (), [attack(13, 11, 1)], True),
        (("defense",), (), [attack(11, 13, 1)], False),
        (("defense",), (), [attack(11, 13, 1), attack(13, 11, 2)], False),
        (("defense",), (), [attack(13, 11, 1, on="forces")], False),
        (("defense",), (), [attack(13, 11, 1, kind="occupation")], False),
        (("defense",), (), [attack(13, 11, 1, kind="group")], False),
        (("defense", "defcoadv"), (13,), [attack(13, 11, 1)], True),
        (("defense", "defcoadv"), (14,), [attack(13, 11, 1)], False),
        (("defense", "defcoloc"), (), [attack(13, 11, 1, on="colony")], False),
        (("defense", "defcocon"), (), [attack(13, 11, 1)], False),
        (("defense", "defconum"), (), [attack(13, 11, 1)], False),
        (("defense", "defconum"), (), [attack(13, 11, 1), attack(14, 11, 2)], True),
        (("offense",), (), [attack(11, 13, 1)], True),
        (("offense", "offcoadv"), (14,), [attack(11, 13, 1)], False),
        (("neutral",), (), [attack(11, 13, 1)], True),
        (("neutral", "neucoatt"), (), [attack(11, 13, 1)], False),
        (("neutral", "neucoatt"), (), [attack(13, 11, 1)], True),
        (("neutral", "neucoatt"), (), [attack(11, 14, 1), attack(13, 11, 2)], False),
        (("nonagg",), (), [attack(11, 13, 1)], False),
        (("nonagg",), (), [attack(11, 12, 1)], True),
        (("nonagg",), (), [attack(11, 12, 1, kind="declaration")], False),
        (("consul",), (), [attack(11, 12, 1), attack(13, 11, 2)], False),
    ],
)
def test_each_promise_is_meant_where_its_conditions_hold(
    codes: tuple[str, ...], threats: tuple[int, ...], attacks: list[Attack], expected: bool
) -> None:
    assert invoked(alliance(*codes, threats=threats), war(*attacks)).invoked is expected


def test_an_alliance_made_in_the_war_is_meant_for_it() -> None:
    late = alliance("defense", entered=19000601)
    assert invoked(late, war(attack(13, 11, 1))).invoked
    assert not invoked(late, war(attack(11, 13, 1))).invoked
    assert not invoked(late, war(attack(13, 11, 1), readings=with_reading(STANDING, "made_in_war"))).invoked


def test_nothing_is_measured_without_the_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path)]) == 0
    assert "nothing was measured; the folder has no file for: cases" in capsys.readouterr().out
    assert main([]) == 2


@pytest.fixture(scope="module")
def data() -> Data:
    folder = os.environ.get("DETENTE_DATA")
    if not folder:
        pytest.skip("DETENTE_DATA names no folder with the files of alliances and wars")
    found = read_folder(Path(folder))
    if isinstance(found, str):
        pytest.skip(found)
    return found


def test_the_coders_reliability_is_found(data: Data) -> None:
    rows = {(kind, period): (kept, of) for kind, period, kept, of in reliability(data.cases, data)}
    whole = len(data.cases) == 576
    assert rows["all", "all"] == ((73, 146) if whole else (41, 85))
    if whole:
        assert rows["all", "1816-1944"] == (61, 92)
        assert rows["defense", "1945-2003"] == (6, 43)


def test_simple_rules_score_near_their_known_figures(data: Data) -> None:
    both = [case for case in data.cases if usable(case, data)]
    assert len(both) / len(data.cases) == pytest.approx(537 / 576, abs=0.01)
    found = [
        score(both, lambda case: a_member_fights(case, data)).accuracy,
        score(both, lambda case: the_right_side(case, data)).accuracy,
        score(both, lambda case: the_right_side(case, data, named=True)).accuracy,
    ]
    assert found == pytest.approx([0.603, 0.825, 0.834], abs=0.04)


def test_the_better_rule_beats_them(data: Data) -> None:
    found = score(data.cases, lambda case: verdict(case, data).invoked)
    plain = score(data.cases, lambda case: verdict(case, data, plainest()).invoked)
    assert found.accuracy > 0.85
    assert plain.accuracy > 0.85
    assert min(found.precision, found.recall) > 0.75


def test_join_rates_are_those_measured_before(data: Data) -> None:
    found = joining(data)
    early, late = found.only(lambda _, year: year <= 1944), found.only(lambda _, year: year >= 1945)
    assert (found.counts, early.counts, late.counts) == ((86, 334), (72, 101), (14, 233))
    assert (found.wars, early.wars, late.wars) == ((11, 26), (8, 12), (3, 14))
    assert found.only(lambda war, _: war != 55).counts == (30, 278)
    assert early.only(lambda war, _: war != 55).counts == (16, 45)


def test_chains_of_promises_are_those_measured_before(data: Data) -> None:
    codes, names = data.states.by_abbreviation, data.states.abbreviation
    found = {(a, b, year): chain(data.dyad_years, codes[a].code, codes[b].code, year) for a, b, year in CHAINS}
    assert {key: [len(wave) for wave in waves] for key, waves in found.items()} == {
        ("AUH", "YUG", 1914): [2],
        ("GMY", "POL", 1939): [3, 8, 5],
        ("RUS", "EST", 2016): [34, 42, 54, 9],
        ("CHN", "JPN", 2016): [1, 64, 12, 55, 9],
        ("AZE", "ARM", 2018): [6],
        ("RUS", "UKR", 2018): [],
        ("CHN", "TAW", 2016): [],
    }
    assert {names(state) for state in found["AUH", "YUG", 1914][0]} == {"GRC", "MNG"}
    assert {names(state) for state in found["GMY", "POL", 1939][0]} == {"FRN", "ROM", "UKG"}
    assert {names(state) for state in found["CHN", "JPN", 2016][0]} == {"USA"}


def test_capabilities_of_2022_are_those_measured_before(data: Data) -> None:
    codes = data.states.by_abbreviation
    everyone = [codes[name].code for name in NATO.split()]
    listed = ([2], [365], [369], everyone, [code for code in everyone if code != 2])
    found = [capability_default(data.capabilities, one, 2022).value for one in listed]
    assert found == pytest.approx([0.123566, 0.038197, 0.008559, 0.228881, 0.105315], abs=5e-7)


def test_the_dyad_years_are_read_in_less_than_two_seconds(data: Data) -> None:
    rows, seconds = data.seconds["dyad-years"]
    assert rows > 270_000
    assert seconds < 2
