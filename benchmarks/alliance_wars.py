"""Promises of alliances beside what human coders found: `python -m benchmarks.alliance_wars FOLDER`.

FOLDER holds files that the user has got from their makers (docs/how-to/import-alliance-data.md names them). Printed are
how reliable alliances were by the coders, how well rules find the wars that invoke an alliance, what they miss and why,
how often allies joined, and who would owe what to whom if every promise were drawn in turn.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from benchmarks.alliance_wars_data import Data, read_folder
from benchmarks.alliance_wars_measures import (
    Joining,
    Score,
    by_reading,
    chain,
    cross_validated,
    joining,
    plainest,
    reliability,
    score,
    verdict,
)
from benchmarks.alliance_wars_reasons import why_not
from benchmarks.alliance_wars_simple import a_member_fights, the_right_side, usable

from detente.case.exchange.alliance_cases import AllianceCase
from detente.case.exchange.capabilities import capability_default

CHAINS = (
    ("AUH", "YUG", 1914),
    ("GMY", "POL", 1939),
    ("RUS", "EST", 2016),
    ("CHN", "JPN", 2016),
    ("AZE", "ARM", 2018),
    ("RUS", "UKR", 2018),
    ("CHN", "TAW", 2016),
)

# The members of 2024, with their capabilities of 2022.
NATO = (
    "USA CAN UKG NTH BEL LUX FRN SPN POR GMY POL HUN CZR SLO ITA ALB MNG MAC CRO SLV GRC BUL ROM EST LAT LIT "
    "NOR DEN ICE TUR FIN SWD"
)


def main(arguments: list[str]) -> int:
    """Print every figure; 0 also where there was nothing to measure."""
    if len(arguments) not in (1, 2) or (len(arguments) == 2 and arguments[1] != "--folds"):
        print("usage: python -m benchmarks.alliance_wars FOLDER [--folds]")
        return 2
    data = read_folder(Path(arguments[0]))
    if isinstance(data, str):
        print(data)
        return 0
    for line in report(data, folds=len(arguments) == 2):
        print(line)
    return 0


def report(data: Data, *, folds: bool) -> Iterator[str]:
    """The figures, line by line; `folds` adds the cross-validation, which takes a minute."""
    for name, (rows, seconds) in data.seconds.items():
        yield f"read {name:14}{rows:>9,} rows {seconds:8.2f} s"
    yield from _reliability(data)
    yield from _rules(data)
    if folds:
        yield from _folds(data)
    yield from _misses(data)
    yield from _joining(joining(data))
    yield from _chains(data)
    yield from _capabilities(data)


def _reliability(data: Data) -> Iterator[str]:
    yield ""
    yield "(a) kept / invoked, by the coders"
    rows = reliability(data.cases, data)
    for kind in dict.fromkeys(kind for kind, *_ in rows):
        cells = [f"{period} {kept:>3}/{all_:<3} {_share(kept, all_)}" for k, period, kept, all_ in rows if k == kind]
        yield f"    {kind:9}" + "   ".join(cells)


def _rules(data: Data) -> Iterator[str]:
    both = [case for case in data.cases if usable(case, data)]
    yield ""
    yield f"(b) the war invokes the alliance: {len(both)} cases whose war COW and whose alliance ATOP has"
    yield "    always no                     accuracy " + _three(sum(not c.invoked for c in both) / len(both))
    yield _scored("a member fights", score(both, lambda case: a_member_fights(case, data)))
    yield _scored("attacked side and direction", score(both, lambda case: the_right_side(case, data)))
    yield _scored("and the named adversary", score(both, lambda case: the_right_side(case, data, named=True)))
    yield _scored("attack by attack", score(both, lambda case: verdict(case, data).invoked))
    yield ""
    yield f"(c) attack by attack, on all {len(data.cases)} cases"
    yield _scored("every reading off", score(data.cases, lambda case: verdict(case, data, plainest()).invoked))
    yield _scored("as the rules stand", score(data.cases, lambda case: verdict(case, data).invoked))


def _folds(data: Data) -> Iterator[str]:
    whole = score(data.cases, lambda case: verdict(case, data).invoked)
    for name, stands, right in by_reading(data):
        yield f"    reading {name:22} stands {'on' if stands else 'off':4} turned round {right - whole.right:+d} cases"
    out, mean, least = cross_validated(data)
    yield f"    readings chosen on the other wars, each war left out in turn: {_three(out)}"
    yield f"    readings chosen on half of the wars, measured on the other half: {_three(mean)}, least {_three(least)}"


def _misses(data: Data) -> Iterator[str]:
    missed = [case for case in data.cases if verdict(case, data).invoked != case.invoked]
    yield ""
    yield f"    {len(missed)} cases where coders and rules differ"
    reasons = Counter(_reason(case, data) for case in missed)
    for reason, count in reasons.most_common():
        yield f"    {count:>3}  {reason}"
        for case in missed:
            if _reason(case, data) == reason:
                promises = ", ".join(sorted(case.obligations))
                yield f"           {case.war_name}, ATOP {case.alliance} ({promises}){_by(case, data)}"


def _reason(case: AllianceCase, data: Data) -> str:
    found = verdict(case, data)
    if found.invoked:
        return f"rules say yes, coders no: {found.rule}"
    return f"rules say no, coders yes: {why_not(data.alliance(case), data.war(case))}"


def _by(case: AllianceCase, data: Data) -> str:
    attack = verdict(case, data).attack
    if attack is None:
        return ""
    names = data.states.abbreviation
    return f": {names(attack.attacker)} > {names(attack.target)}, {attack.day.text}"


def _joining(found: Joining) -> Iterator[str]:
    early, late = found.only(lambda _, year: year <= 1944), found.only(lambda _, year: year >= 1945)
    yield ""
    yield "(d) allies that owed defence to a state attacked at outbreak, and fought beside it"
    for name, some in (
        ("all", found),
        ("to 1944", early),
        ("from 1945", late),
        ("without 1866", found.only(lambda war, _: war != 55)),
        ("to 1944, without 1866", early.only(lambda war, _: war != 55)),
    ):
        pairs, wars = some.counts, some.wars
        yield f"    {name:22} pairs {pairs[0]:>3}/{pairs[1]:<3} {_share(*pairs)}   wars {wars[0]}/{wars[1]}"


def _chains(data: Data) -> Iterator[str]:
    yield ""
    yield "    who owes defence directly, and wave by wave if all who owe it were attacked in turn"
    codes, names = data.states.by_abbreviation, data.states.abbreviation
    for attacker, target, year in CHAINS:
        waves = chain(data.dyad_years, codes[attacker].code, codes[target].code, year)
        first = sorted(names(state) for state in waves[0]) if waves else []
        shown = " ".join(first) if len(first) <= 6 else f"{len(first)} states"
        sizes = "+".join(str(len(wave)) for wave in waves) or "0"
        yield f"    {attacker} > {target} {year}: directly {shown or 'nobody'}; {sizes} = {sum(map(len, waves))}"


def _capabilities(data: Data) -> Iterator[str]:
    codes = data.states.by_abbreviation
    members = [codes[name].code for name in NATO.split()]
    yield ""
    for name, listed in (
        ("USA", [2]),
        ("RUS", [365]),
        ("UKR", [369]),
        ("NATO, 32 members", members),
        ("NATO without USA", [code for code in members if code != 2]),
    ):
        default = capability_default(data.capabilities, listed, 2022)
        yield f"    {name:18}{default.value:.6f}   {default.provenance}"


def _scored(name: str, found: Score) -> str:
    return (
        f"    {name:29} accuracy {_three(found.accuracy)} ({found.right}/{found.cases})"
        f"   precision {_three(found.precision)}   recall {_three(found.recall)}"
    )


def _three(value: float) -> str:
    return f"{value:.3f}"


def _share(part: int, whole: int) -> str:
    return _three(part / whole) if whole else "  -  "


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
