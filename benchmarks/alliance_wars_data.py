"""The files that the measure against human coders needs, found by their names in a folder that the user has."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

from benchmarks.alliance_wars_rules import STANDING, Alliance, Readings, War

from detente.case.exchange.alliance_cases import AllianceCase, read_alliance_cases
from detente.case.exchange.atop import AtopMember, read_alliances, read_members
from detente.case.exchange.attacks import attacks_in, listed_attacks
from detente.case.exchange.capabilities import Capabilities, read_capabilities
from detente.case.exchange.dyad_years import DyadYears, read_dyad_years
from detente.case.exchange.states import States, read_borders, read_states
from detente.case.exchange.wars import WarParticipant, read_wars

FILES: Mapping[str, tuple[str, ...]] = {
    "cases": ("berkemeier*.csv*",),
    "alliances": ("atop*alliance*.csv*", "atop*a.csv*"),
    "members": ("atop*member*.csv*", "atop*m.csv*"),
    "dyad-years": ("atop*directed*.csv*", "atop*ddyr*.csv*"),
    "wars": ("*inter_state_war*.csv*", "*Inter-State*War*.csv*"),
    "states": ("cow_states*.csv*", "states20*.csv*"),
    "borders": ("cow_contdir*.csv*", "contdir*.csv*"),
    "capabilities": ("*nmc*.csv*", "*NMC*.csv*"),
}
NEEDED = ("cases", "members", "dyad-years", "wars", "states", "capabilities")


@dataclass(frozen=True)
class Data:
    """Everything that was read, and how long each file took, in seconds of the processor."""

    cases: tuple[AllianceCase, ...]
    members: tuple[AtopMember, ...]
    dyad_years: DyadYears
    wars: tuple[WarParticipant, ...]
    states: States
    capabilities: Capabilities
    seconds: Mapping[str, tuple[int, float]] = field(default_factory=dict)

    @cached_property
    def alliances(self) -> Mapping[int, Alliance]:
        """The alliances by ATOP's number."""
        found: dict[int, list[AtopMember]] = defaultdict(list)
        for member in self.members:
            found[member.alliance].append(member)
        return {number: Alliance(number, tuple(members)) for number, members in found.items()}

    @cached_property
    def participants(self) -> Mapping[int, tuple[WarParticipant, ...]]:
        """The participants of each war of the Correlates of War list."""
        found: dict[int, list[WarParticipant]] = defaultdict(list)
        for one in self.wars:
            found[one.war].append(one)
        return {number: tuple(listed) for number, listed in found.items()}

    @cached_property
    def _attacks(self) -> Mapping[str, War]:
        listed = listed_attacks(self.states)
        found: dict[str, War] = {}
        for case in self.cases:
            key = self.key(case)
            attacks = attacks_in(key, listed, self.wars)
            if key not in found and attacks:
                found[key] = War(attacks, self._last_day(key, max(attack.day.last for attack in attacks)))
        return found

    @staticmethod
    def key(case: AllianceCase) -> str:
        """The name of the case's war in the list of attacks."""
        return str(case.cow_war) if case.cow_war else f"iwd-{case.war}"

    def war(self, case: AllianceCase, readings: Readings = STANDING) -> War | None:
        """The war of the case; None where neither list has its attacks."""
        known = self._attacks.get(self.key(case))
        return known and War(known.attacks, known.ends, readings)

    def alliance(self, case: AllianceCase) -> Alliance | None:
        """The alliance of the case; None where ATOP's file lacks it."""
        return self.alliances.get(case.alliance)

    def _last_day(self, key: str, fallback: date) -> date:
        listed = self.participants.get(int(key), ()) if key.isdecimal() else ()
        return max(((one.left or one.entered).last for one in listed), default=fallback)


def read_folder(folder: Path) -> Data | str:
    """What is in the folder, or a sentence on what is missing there."""
    places = {name: _first(folder, patterns) for name, patterns in FILES.items()}
    missing = [f"{name} ({' or '.join(FILES[name])})" for name in NEEDED if places[name] is None]
    if missing:
        return f"nothing was measured; the folder has no file for: {', '.join(missing)}"
    seconds: dict[str, tuple[int, float]] = {}

    def timed(name: str, reader: Callable[[Path], object]) -> object:
        place = places[name]
        if place is None:
            return None
        start = time.process_time()
        found = reader(place)
        sized = getattr(found, "all", None) or getattr(found, "shares", None) or found
        seconds[name] = (len(sized), time.process_time() - start)  # type: ignore[arg-type]
        return found

    timed("alliances", read_alliances)
    timed("borders", read_borders)
    return Data(
        cases=timed("cases", read_alliance_cases),  # type: ignore[arg-type]
        members=timed("members", read_members),  # type: ignore[arg-type]
        dyad_years=timed("dyad-years", read_dyad_years),  # type: ignore[arg-type]
        wars=timed("wars", read_wars),  # type: ignore[arg-type]
        states=timed("states", read_states),  # type: ignore[arg-type]
        capabilities=timed("capabilities", lambda place: read_capabilities(place, "7.0")),  # type: ignore[arg-type]
        seconds=seconds,
    )


def _first(folder: Path, patterns: tuple[str, ...]) -> Path | None:
    return next((found for pattern in patterns for found in sorted(folder.glob(pattern))), None)
