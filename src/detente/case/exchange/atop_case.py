"""A case whose commitments are the alliances of a year, from ATOP's files.

The case is a beginning: parties and instruments come from the files, what is to be settled does not. See
`detente.case.exchange.atop` for what to cite.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

from detente.case.exchange.atop import AtopAlliance, AtopMember, is_member_file, read_alliances, read_members
from detente.case.exchange.atop_clauses import Entry, clauses
from detente.case.exchange.days import PartDay
from detente.case.exchange.states import States, is_state_file, read_states
from detente.case.writing import flow
from detente.foundation.errors import Fault, OutOfDomain, ReadingError, TooLarge
from detente.foundation.ids import did_you_mean, is_id

MOST_ALLIANCES = 300
CITATION = "Leeds, Ritter, Mitchell and Long 2002, International Interactions 28(3): 237-260"


@dataclass(frozen=True)
class AtopFiles:
    """What was read: memberships, and where the user gave them, alliances and the names of states."""

    members: tuple[AtopMember, ...]
    alliances: tuple[AtopAlliance, ...] = ()
    states: States = field(default_factory=lambda: States(()))


def read_atop(paths: Iterable[Path | str]) -> AtopFiles:
    """ATOP's member file, and beside it the alliance file and the list of states, in any order.

    The first line of each tells what it is. Raises ReadingError with the faults of all files, and where no member file
    is among them.
    """
    found = AtopFiles(())
    faults: list[Fault] = []
    for path in paths:
        try:
            if is_member_file(path):
                found = replace(found, members=found.members + read_members(path))
            elif is_state_file(path):
                found = replace(found, states=read_states(path))
            else:
                found = replace(found, alliances=found.alliances + read_alliances(path))
        except ReadingError as error:
            faults += error.faults
    if not found.members and not faults:
        todo = "conditions and dates of entry stand only there"
        faults.append(Fault("error", "file-kind", "", "no ATOP file with one row a member was given", todo))
    if faults:
        raise ReadingError(faults)
    return found


def atop_case(
    files: AtopFiles,
    *,
    year: int,
    members: Sequence[str] = (),
    alliances: Sequence[int] = (),
    case_id: str | None = None,
    title: str | None = None,
) -> str:
    """The text of a case.yaml with the alliances that were in force in some part of the year.

    `members` keeps those of which one of these states is then a member: numbers, or with a list of states also
    abbreviations, two-letter codes and names. `alliances` keeps those with ATOP's numbers. Raises OutOfDomain where
    nothing is left or a state is not known, TooLarge for over 300 alliances. O(n) in the memberships.
    """
    wanted = [_state(word, files) for word in members]
    chosen = _chosen(files, year, wanted, alliances)
    involved = {one.member for listed in chosen.values() for one in listed}
    involved |= {state for listed in chosen.values() for one in listed for state in one.threats}
    name = case_id or f"alliances-{year}"
    if not is_id(name):
        raise OutOfDomain(f"'{name}' is not an id: lower-case letters, digits and hyphens")
    lines = [
        "# Made from ATOP's files. What is to be settled is yours to write; so is what the codes leave unknown.",
        f"# Cite: {CITATION}.",
        "detente: 1",
        f"id: {name}",
        f"title: {flow(title or f'Alliances in {year}')}",
        f'as-of: "{year}"',
        f"note: {flow(f'The last change that the files of ATOP know is of {_last_change(files)}.')}",
        "",
        "parties:",
        *(f"  - {flow(_party(code, files.states))}" for code in sorted(involved)),
        "",
        "issues:                                    # a placeholder, because a case needs one",
        "  - id: question",
        "    question: What is to be settled?",
        "    kind: choice",
        "    options:",
        "      - {id: as-it-is, label: what holds today}",
        "      - {id: otherwise, label: something else}",
        "",
        "commitments:",
    ]
    for number, listed in chosen.items():
        lines += _instrument(number, listed, files)
    return "\n".join(lines) + "\n"


def _state(word: str, files: AtopFiles) -> int:
    code = files.states.code(word)
    if code is None and word.strip().isdecimal():
        code = int(word)
    known = {one.member for one in files.members}
    if code is None:
        names = [state.abbreviation for state in files.states.all]
        todo = did_you_mean(word.upper(), names) if names else "give the list of states too, or the state's number"
        raise OutOfDomain(f"no state '{word}' ({todo})")
    if code not in known:
        raise OutOfDomain(f"state {word} is in no alliance of the file")
    return code


def _chosen(
    files: AtopFiles, year: int, wanted: Sequence[int], alliances: Sequence[int]
) -> dict[int, list[AtopMember]]:
    day = PartDay(year)
    found: dict[int, list[AtopMember]] = {}
    for one in files.members:
        if one.in_force(day) and (not alliances or one.alliance in alliances):
            found.setdefault(one.alliance, []).append(one)
    if wanted:
        found = {number: listed for number, listed in found.items() if {one.member for one in listed} & set(wanted)}
    missing = [number for number in alliances if number not in found]
    if missing:
        raise OutOfDomain(f"not in force in {year} with those members: ATOP {', '.join(map(str, missing))}")
    if not found:
        raise OutOfDomain(f"no alliance of the file was in force in {year} with those members")
    if len(found) > MOST_ALLIANCES:
        todo = "name members or alliances"
        raise TooLarge("alliances", estimate=len(found), limit=MOST_ALLIANCES, todo=todo)
    return {number: _latest(listed) for number, listed in sorted(found.items())}


def _latest(listed: Iterable[AtopMember]) -> list[AtopMember]:
    """One membership a state: the last of the year, as phases of a text follow one another."""
    by_state: dict[int, AtopMember] = {}
    for one in sorted(listed, key=lambda member: (member.entered, member.phase)):
        by_state[one.member] = one
    return [by_state[state] for state in sorted(by_state)]


def _party(code: int, states: States) -> Entry:
    state = states.by_code.get(code)
    name = f"State {code}" if state is None else state.name
    entry: Entry = {"id": party_id(code, states), "name": name, "kind": "state"}
    if state is not None and state.iso2 is not None:
        entry["country"] = state.iso2
    return entry


def party_id(code: int, states: States) -> str:
    """The id of a state in the case: its abbreviation, or its number where there is none."""
    state = states.by_code.get(code)
    short = state.abbreviation.lower() if state else f"state-{code}"
    return short if is_id(short) else f"state-{code}"


def _instrument(number: int, listed: Sequence[AtopMember], files: AtopFiles) -> list[str]:
    known = next((alliance for alliance in files.alliances if alliance.id == number), None)
    everyone = [one for one in files.members if one.alliance == number]
    begins = known.begins if known else min(one.entered for one in everyone)
    status: Entry = {"state": "in-force", "from": begins.text}
    ends = known.ends if known else _last_exit(everyone)
    if ends is not None:
        status["until"] = ends.text
    head: Entry = {
        "name": f"ATOP {number}, {begins.year}",
        "kind": "agreement",
        "status": [status],
    }
    lines = [f"  - id: atop-{number}", *(f"    {key}: {flow(value)}" for key, value in head.items()), "    parties:"]
    lines += [f"      - {flow(_membership(one, everyone, files.states))}" for one in listed]
    found = clauses(listed, lambda code: party_id(code, files.states))
    if found:
        lines.append("    clauses:")
    for clause in found:
        (key, value), *rest = clause.items()
        lines.append(f"      - {key}: {flow(value)}")
        lines += [f"        {name}: {flow(entry)}" for name, entry in rest]
    unsure = ["kind: ATOP holds formal agreements of every name"]
    lines += [
        f"    sources: {flow([f'ATOP, alliance {number}; {CITATION}'])}",
        f"    unsure: {flow(unsure)}",
        "    coder: ATOP",
    ]
    return lines


def _last_change(files: AtopFiles) -> int:
    """The last year that the files speak of: what changed later, they cannot tell."""
    return max(day.year for one in files.members for day in (one.entered, one.left) if day is not None)


def _last_exit(everyone: Sequence[AtopMember]) -> PartDay | None:
    left = [one.left for one in everyone]
    return None if None in left else max(day for day in left if day is not None)


def _membership(one: AtopMember, everyone: Sequence[AtopMember], states: States) -> Entry:
    """The membership from its first phase to its last, as long as each begins where the one before ends."""
    own = sorted((other for other in everyone if other.member == one.member), key=lambda other: other.entered)
    entered, left = one.entered, one.left
    for other in reversed(own):
        if other.left is not None and other.entered < entered <= _next_day(other.left):
            entered = other.entered
    for other in own:
        if left is not None and other.entered > one.entered and other.entered <= _next_day(left):
            left = other.left
    entry: Entry = {"party": party_id(one.member, states), "from": entered.text}
    if left is not None:
        entry["until"] = left.text
    return entry


def _next_day(day: PartDay) -> PartDay:
    after = day.last + timedelta(days=1)
    return PartDay(after.year, after.month, after.day)
