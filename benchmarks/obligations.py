"""How long it takes to say who owes what: one attack in every year since 1815, every war between states since 1823.

    python -m benchmarks.obligations FOLDER

FOLDER holds two files that the user has got from their makers: ATOP's directed dyad-years and the Correlates of War
list of inter-state wars (docs/how-to/import-alliance-data.md names them). Beside the engine, in the same run, stands
the naive definition of the tests, which tries every clause on every attack; both find the same facts, or the run ends
with code 1. Seconds are CPU time and depend on the machine; the ratio hardly does.
"""

from __future__ import annotations

import sys
import time
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from pathlib import Path

import numpy as np
from tests.properties.obligation_oracle import naive

from detente.case.exchange.dyad_years import DyadYears, read_dyad_years
from detente.case.exchange.wars import WarParticipant, read_wars
from detente.engines.commitments.instrument import Instrument
from detente.engines.commitments.obligations import ObligationIndex, Obligations, derive, dyad_instruments
from detente.engines.commitments.scenario import Attack, Scenario

DYADS = "atop_v5.1_directed_dyad_year.csv.gz"
WARS = "cow_inter_state_war_v4.0.csv"
KINDS = {"defense": "defence", "offense": "offence", "neutral": "neutrality", "nonagg": "non-aggression",
         "consul": "consultation"}  # fmt: skip
OPENING = timedelta(days=3)
LIMIT_ATTACK_MS, LIMIT_WARS_S = 20, 5
STRANGER = "0"
"""An attacker without treaties, so that nothing is shut out."""


@dataclass
class Times:
    """CPU seconds of one kind of work, one entry a piece."""

    seconds: list[float]

    def __str__(self) -> str:
        ms = np.array(self.seconds) * 1000
        return f"median {np.median(ms):8.2f} ms, most {ms.max():8.2f} ms, all {ms.sum() / 1000:7.2f} s"


def instruments_of(dyads: DyadYears, year: int) -> list[Instrument]:
    """All rows of a year, one instrument for each kind of obligation."""
    start, end = np.searchsorted(dyads.year, [year, year + 1])
    found: list[Instrument] = []
    for name, kind in KINDS.items():
        rows = np.flatnonzero(dyads.flags[name][start:end]) + start
        found += dyad_instruments(dyads.obligor[rows].tolist(), dyads.beneficiary[rows].tolist(), kind, name="ATOP")
    return found


def in_order(dyads: DyadYears) -> DyadYears:
    """The rows by year."""
    order = np.argsort(dyads.year, kind="stable")
    flags = {name: column[order] for name, column in dyads.flags.items()}
    return DyadYears(dyads.obligor[order], dyads.beneficiary[order], dyads.year[order], flags)


def most_protected(instruments: list[Instrument]) -> str:
    """The state to which most states owe something: the largest answer of the year."""
    owed: dict[str, int] = defaultdict(int)
    for instrument in instruments:
        for clause in instrument.clauses:
            for state in clause.beneficiaries:
                owed[state] += len(clause.obligors)
    return max(sorted(owed), key=owed.__getitem__)


def named(answer: Obligations) -> dict[tuple[object, ...], int]:
    """The owed facts as the naive definition names them."""
    return {
        (f.instrument, f.clause, f.obligor, f.role, f.beneficiary, f.attacked.origin, f.attacked.attack.target): f.wave
        for f in answer.owed
    }


def every_year(dyads: DyadYears) -> bool:
    """One attack a year on the state that is owed most; and the same in the stress setting."""
    first, last = dyads.years
    built, plain, stress, oracle = Times([]), Times([]), Times([]), Times([])
    agree, facts, stressed_facts = True, 0, 0
    for year in range(first, last + 1):
        start = time.process_time()
        instruments = instruments_of(dyads, year)
        index = ObligationIndex(instruments)
        built.seconds.append(time.process_time() - start)
        scenario = Scenario("year", date(year, 7, 1), (Attack(STRANGER, most_protected(instruments)),))
        start = time.process_time()
        answer = derive(index, scenario)
        plain.seconds.append(time.process_time() - start)
        facts += len(answer.owed)
        start = time.process_time()
        expected = naive(tuple(instruments), scenario)
        oracle.seconds.append(time.process_time() - start)
        agree = agree and named(answer) == expected.owed
        transitive = Scenario("stress", scenario.on, scenario.attacks, joins="all", transitive=True)
        start = time.process_time()
        stressed_facts += len(derive(index, transitive).owed)
        stress.seconds.append(time.process_time() - start)
    ratio = sum(oracle.seconds) / sum(plain.seconds)
    print(f"{last - first + 1} years, one attack each on the state that is owed most ({facts:,} facts owed)")
    print(f"  rows of a year to an index   {built}")
    print(f"  one attack                   {plain}  (the limit is {LIMIT_ATTACK_MS} ms)")
    print(f"  the naive definition         {oracle}  ({ratio:.1f} times slower in all; same facts: {agree})")
    print(f"  stress: all joiners attacked {stress}  ({stressed_facts:,} facts owed)")
    return agree and max(plain.seconds) * 1000 < LIMIT_ATTACK_MS


def opening(participants: list[WarParticipant]) -> tuple[date, tuple[Attack, ...]]:
    """The first day of a war, and who then attacks whom: its initiators the other side."""
    first = min(one.entered.first for one in participants)
    at_first = [one for one in participants if one.entered.first <= first + OPENING]
    pairs = [
        (one.state, other.state)
        for one, other in product(at_first, at_first)
        if one.initiator and other.side != one.side and one.state != other.state
    ]
    return first, tuple(Attack(str(one), str(other)) for one, other in dict.fromkeys(pairs))


def every_war(dyads: DyadYears, participants: tuple[WarParticipant, ...]) -> bool:
    """The opening of every war, each with the treaties of its year."""
    wars: dict[int, list[WarParticipant]] = defaultdict(list)
    for one in participants:
        wars[one.war].append(one)
    start = time.process_time()
    attacks, owed, protected = 0, 0, 0
    for war in wars.values():
        day, opened = opening(war)
        if not opened:
            continue
        answer = derive(ObligationIndex(instruments_of(dyads, day.year)), Scenario("war", day, opened))
        attacks += len(opened)
        owed += len(answer.owed)
        protected += any(fact.kind == "defence" for fact in answer.owed)
    spent = time.process_time() - start
    print(f"{len(wars)} wars, {attacks} attacks at their openings, treaties of each year indexed anew: {spent:.2f} s")
    print(f"  (the limit is {LIMIT_WARS_S} s); {owed} facts owed, defence to somebody attacked in {protected} wars")
    return spent < LIMIT_WARS_S


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        print("usage: python -m benchmarks.obligations FOLDER")
        return 2
    folder = Path(arguments[0])
    missing = [name for name in (DYADS, WARS) if not (folder / name).exists()]
    if missing:
        print(f"{folder} lacks {', '.join(missing)}: nothing measured")
        return 0
    start = time.process_time()
    dyads, wars = in_order(read_dyad_years(folder / DYADS)), read_wars(folder / WARS)
    print(
        f"{len(dyads):,} rows of pairs and {len(wars)} participants in wars read in {time.process_time() - start:.2f} s"
    )
    years, replayed = every_year(dyads), every_war(dyads, wars)
    return 0 if years and replayed else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
