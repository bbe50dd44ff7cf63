"""Conflict files of GMCR+ (`.gmcr`, JSON): read as a conflict, made into a case, and written from one.

A condition of the file is a list of [option, "Y" or "N"], all of which hold, or {"compound": true, "members": [...]},
of which one holds. Preferences are conditions, most important first; a ranking lists all feasible states from best to
worst, ties in inner lists, each by its place among them from 1, where bit o of a state is option o. A coalition is a
list of decision makers, one alone stands without a list.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, cast

from detente.case.exchange.gmcr_numbers import Ranking, fault_of, renumbered, states_by_number
from detente.case.writing import flow
from detente.foundation.errors import Fault, OutOfDomain, Place, ReadingError
from detente.foundation.ids import KEYWORDS

CITATION = "Kinsara, Petersons, Hipel and Kilgour 2015, Journal of Decision Systems 24(3): 328-348 (recalled, not read)"
MOST_BYTES = 20_000_000
MOST_OPTIONS = 24

Direction = Literal["both", "fwd", "back", "fixed"]
Conjunction = tuple[tuple[int, bool], ...]
"""Options with whether each is taken; all hold together."""

GmcrCondition = tuple[Conjunction, ...]
"""Alternatives, of which one holds."""

_MOVES: Mapping[str, str] = {"both": "both", "fwd": "forward", "back": "back", "fixed": "fixed"}
_DIRECTIONS: Mapping[str, Direction] = {"both": "both", "forward": "fwd", "back": "back", "fixed": "fixed"}


@dataclass(frozen=True, slots=True)
class GmcrOption:
    """A binary option, and in which direction it may change."""

    name: str
    direction: Direction = "both"


@dataclass(frozen=True, slots=True)
class GmcrDecisionMaker:
    """Who controls which options, and how it ranks the states: by statements, or states from best to worst.

    ranking: states as whole numbers, bit o being option o.
    unseen: conditions of states that it does not perceive.
    """

    name: str
    options: tuple[int, ...]
    statements: tuple[GmcrCondition, ...] = ()
    ranking: Ranking = ()
    unseen: tuple[GmcrCondition, ...] = ()


@dataclass(frozen=True, slots=True)
class GmcrFile:
    """What a `.gmcr` file states. `by_ranking`: whether the rankings count in place of the statements."""

    name: str
    options: tuple[GmcrOption, ...]
    decision_makers: tuple[GmcrDecisionMaker, ...]
    infeasible: tuple[GmcrCondition, ...] = ()
    coalitions: tuple[tuple[int, ...], ...] = ()
    by_ranking: bool = False
    notes: tuple[str, ...] = ()

    def feasible(self) -> list[int]:
        """The numbers of the feasible states, ascending."""
        return _feasible(len(self.options), self.infeasible)


def _feasible(n: int, infeasible: Sequence[GmcrCondition]) -> list[int]:
    return [s for s in range(1 << n) if not any(_meets(s, item) for item in infeasible)]


def _several(item: object) -> object:
    """A number alone is a list of one."""
    return cast("object", item) if isinstance(item, list) else [item]


def _meets(state: int, condition: GmcrCondition) -> bool:
    return any(all(bool(state >> option & 1) == taken for option, taken in part) for part in condition)


def read_gmcr(path: Path) -> GmcrFile:
    """The conflict of a `.gmcr` file. Raises ReadingError with all faults."""
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise _refused(path.name, f"the file has {size:,} bytes", f"{MOST_BYTES:,} at most")
    return parse_gmcr(path.read_text(encoding="utf-8", errors="replace"), path.name)


def parse_gmcr(text: str, file: str = "conflict.gmcr") -> GmcrFile:
    """The conflict that the text of a `.gmcr` file states. Raises ReadingError with all faults.

    >>> duel = '{"options": [{"name": "Fire"}], "decisionMakers": [{"name": "A", "options": [0]}], "infeasibles": []}'
    >>> parse_gmcr(duel).options[0].name
    'Fire'
    """
    todo = "save it again with the program that made it"
    try:
        data: object = json.loads(text)
    except json.JSONDecodeError as error:
        place = Place(file, error.lineno, error.colno)
        raise ReadingError([Fault("error", "json", "", f"this is no JSON: {error.msg}", todo, place)]) from None
    except RecursionError:
        raise _refused(file, "the file is nested too deeply", todo) from None
    return _Reader(file).conflict(data)


def _refused(file: str, what: str, todo: str) -> ReadingError:
    return ReadingError([Fault("error", "gmcr", "", what, todo, Place(file, 1, 1))])


class _Reader:
    """One pass over the data of a file; faults are collected, each with the path of what it is about."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._faults: list[Fault] = []
        self._n = 0

    def conflict(self, data: object) -> GmcrFile:
        whole = self._mapping(data, "")
        options = tuple(self._option(item, f"options.{k}") for k, item in enumerate(self._list(whole, "options", "")))
        self._n = len(options)
        if not options:
            self._fault("options", "there is no option", "is this a .gmcr file of GMCR+?")
        if len(options) > MOST_OPTIONS:
            self._fault("options", f"{len(options)} options", f"{MOST_OPTIONS} at most")
        makers = self._list(whole, "decisionMakers", "")
        if not makers:
            self._fault("decisionMakers", "there is no decision maker", "is this a .gmcr file of GMCR+?")
        found = tuple(self._decision_maker(item, f"decisionMakers.{k}") for k, item in enumerate(makers))
        self._owners(found)
        infeasible = self._conditions(whole, "infeasibles", "")
        coalitions = tuple(
            tuple(sorted(members))
            for k, item in enumerate(self._list(whole, "coalitions", ""))
            if len(members := self._numbers(_several(item), f"coalitions.{k}", len(found))) > 1
        )
        manual = whole.get("useManualPreferenceRanking", whole.get("useManualPreferenceVectors", False))
        by_ranking = manual is True
        if not by_ranking:
            found = tuple(replace(maker, ranking=()) for maker in found)
        elif not self._faults:
            found = self._by_ranking(found, infeasible)
        if self._faults:
            raise ReadingError(self._faults)
        notes = [
            f"{key} {whole[key]}" for key in ("program", "version") if isinstance(whole.get(key), str | int | float)
        ]
        name = self._text(whole.get("name") or whole.get("title"))
        return GmcrFile(name or Path(self._file).stem, options, found, infeasible, coalitions, by_ranking, tuple(notes))

    def _option(self, item: object, path: str) -> GmcrOption:
        given = self._mapping(item, path)
        name = self._text(given.get("name"))
        if not name:
            self._fault(f"{path}.name", "the option has no name", "name it")
        direction = given.get("permittedDirection", "both")
        if direction not in _MOVES:
            self._fault(f"{path}.permittedDirection", f"'{direction}' is no direction", "both, fwd, back or fixed")
            direction = "both"
        return GmcrOption(name, cast("Direction", direction))

    def _decision_maker(self, item: object, path: str) -> GmcrDecisionMaker:
        given = self._mapping(item, path)
        name = self._text(given.get("name"))
        if not name:
            self._fault(f"{path}.name", "the decision maker has no name", "name it")
        key = "preferenceRanking" if "preferenceRanking" in given else "preferenceVector"
        ranking = tuple(self._place(one, f"{path}.{key}.{k}") for k, one in enumerate(self._list(given, key, path)))
        return GmcrDecisionMaker(
            name,
            tuple(self._numbers(given.get("options", []), f"{path}.options", self._n)),
            self._conditions(given, "preferences", path),
            ranking,
            self._conditions(given, "misperceptions", path),
        )

    def _owners(self, makers: Sequence[GmcrDecisionMaker]) -> None:
        for option in range(self._n):
            owners = [maker.name for maker in makers if option in maker.options]
            if len(owners) != 1:
                whose = " and ".join(owners) or "nobody"
                self._fault(
                    f"options.{option}", f"the option is under the control of {whose}", "one decision maker each"
                )

    def _place(self, item: object, path: str) -> tuple[int, ...]:
        return tuple(self._numbers(_several(item), path, (1 << self._n) + 1))

    def _by_ranking(
        self, makers: Sequence[GmcrDecisionMaker], infeasible: tuple[GmcrCondition, ...]
    ) -> tuple[GmcrDecisionMaker, ...]:
        """Rankings as states of the option form, however the file counts."""
        feasible = _feasible(self._n, infeasible)
        state = states_by_number([maker.ranking for maker in makers], feasible, 1 << self._n)
        for k, maker in enumerate(makers):
            what = "the rankings count, and this one has none"
            if maker.ranking:
                what = fault_of(maker.ranking, state, len(feasible))
            if what:
                todo = f"rank each of the {len(feasible)} feasible states once, by its number from 1 to {len(feasible)}"
                self._fault(f"decisionMakers.{k}", what, todo)
        return tuple(replace(maker, ranking=renumbered(maker.ranking, state)) for maker in makers)

    def _numbers(self, item: object, path: str, below: int) -> list[int]:
        numbers = cast("list[object]", item) if isinstance(item, list) else []
        if not isinstance(item, list):
            self._fault(path, "a list of numbers is missing", "write [0, 1]")
        kept: list[int] = []
        for number in numbers:
            if isinstance(number, bool) or not isinstance(number, int) or not 0 <= number < below:
                self._fault(path, f"{json.dumps(number)[:40]} is not a number from 0 to {below - 1}", "count from 0")
            elif number not in kept:
                kept.append(number)
        return kept

    def _conditions(self, given: Mapping[str, object], key: str, path: str) -> tuple[GmcrCondition, ...]:
        place = f"{path}.{key}".lstrip(".")
        found = (self._condition(item, f"{place}.{k}") for k, item in enumerate(self._list(given, key, path)))
        return tuple(item for item in found if item)

    def _condition(self, item: object, path: str) -> GmcrCondition:
        if isinstance(item, Mapping):
            members = self._list(cast("Mapping[str, object]", item), "members", path)
            return tuple(part for k, one in enumerate(members) for part in self._condition(one, f"{path}.members.{k}"))
        if not isinstance(item, list):
            self._fault(path, "this is no condition", 'write [[0, "Y"], [1, "N"]]')
            return ()
        parts: list[tuple[int, bool]] = []
        for sign in cast("list[object]", item):
            pair = cast("list[object]", sign) if isinstance(sign, list) else []
            if len(pair) != 2 or pair[1] not in ("Y", "N"):
                self._fault(path, f"{json.dumps(sign)[:40]} is no option with Y or N", 'write [0, "Y"]')
                continue
            parts += [(option, pair[1] == "Y") for option in self._numbers([pair[0]], path, self._n)]
        return (tuple(parts),) if parts else ()

    def _mapping(self, item: object, path: str) -> Mapping[str, object]:
        if isinstance(item, Mapping):
            return cast("Mapping[str, object]", item)
        self._fault(path, "a JSON object is missing", "is this a .gmcr file of GMCR+?")
        return {}

    def _list(self, given: Mapping[str, object], key: str, path: str) -> list[object]:
        item = given.get(key)
        if item is None:
            return []
        if isinstance(item, list):
            return cast("list[object]", item)
        self._fault(f"{path}.{key}".lstrip("."), "a list is missing", "write [...]")
        return []

    def _text(self, item: object) -> str:
        return " ".join(str(item).split()) if isinstance(item, str | int | float) else ""

    def _fault(self, path: str, what: str, todo: str) -> None:
        self._faults.append(Fault("error", "gmcr", path, what, todo, Place(self._file, 1, 1)))


def to_json(conflict: GmcrFile) -> str:
    """The conflict as the text of a `.gmcr` file, with payoffs left for the program to work out."""
    number = {state: k for k, state in enumerate(conflict.feasible(), start=1)} if conflict.by_ranking else {}
    data = {
        "program": "detente",
        "version": "1",
        "name": conflict.name,
        "options": [{"name": item.name, "permittedDirection": item.direction} for item in conflict.options],
        "decisionMakers": [
            {
                "name": maker.name,
                "options": list(maker.options),
                "preferences": [_written(item) for item in maker.statements],
                **({"preferenceRanking": _flat(renumbered(maker.ranking, number))} if conflict.by_ranking else {}),
                "misperceptions": [_written(item) for item in maker.unseen],
            }
            for maker in conflict.decision_makers
        ],
        "infeasibles": [_written(item) for item in conflict.infeasible],
        "coalitions": _grouped(conflict),
        "useManualPreferenceRanking": conflict.by_ranking,
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _flat(ranking: Ranking) -> list[object]:
    return [list(place) if len(place) > 1 else sum(place) for place in ranking]


def _grouped(conflict: GmcrFile) -> list[object]:
    """Who acts together: that program lists each decision maker once, alone or in one coalition."""
    together = {k for members in conflict.coalitions for k in members}
    alone: list[object] = [k for k in range(len(conflict.decision_makers)) if k not in together]
    return [*alone, *(list(members) for members in conflict.coalitions)]


def _written(condition: GmcrCondition) -> object:
    parts = [[[option, "Y" if taken else "N"] for option, taken in part] for part in condition]
    return parts[0] if len(parts) == 1 else {"compound": True, "members": parts}


def gmcr_case(conflict: GmcrFile, case_id: str | None = None) -> str:
    """The text of a case whose conflict is that of the file; its one issue is which of the actions are taken."""
    if not conflict.decision_makers:
        raise OutOfDomain("a case needs a party")
    taken: set[str] = set()
    parties = [_id(maker.name, taken, "party") for maker in conflict.decision_makers]
    actions = [_id(item.name, taken, "action") for item in conflict.options]
    owner = {option: parties[k] for k, maker in enumerate(conflict.decision_makers) for option in maker.options}
    lines = ["detente: 1", f"id: {case_id or _id(conflict.name, set(), 'conflict')}", f"title: {flow(conflict.name)}"]
    lines.append(f"note: {flow('Made from a file of GMCR+' + _told(conflict.notes))}")
    lines.append("parties:")
    lines += [
        f"  - {{id: {party}, name: {flow(maker.name)}, kind: group}}"
        for party, maker in zip(parties, conflict.decision_makers, strict=True)
    ]
    issue = _id("taken", taken, "issue")
    lines += [
        "issues:",
        f"  - {{id: {issue}, question: Which actions are taken?, kind: set, of: [{', '.join(actions)}]}}",
    ]
    lines += ["conflict:", "  actions:"]
    for place, item in enumerate(conflict.options):
        moves = "" if item.direction == "both" else f", moves: {_MOVES[item.direction]}"
        label = f"label: {flow(item.name)}"
        lines.append(f"    - {{id: {actions[place]}, party: {owner[place]}, {label}{moves}}}")
    if conflict.infeasible:
        lines.append("  feasible:")
        lines += [f"    - {{never: {_text(item, actions)}}}" for item in conflict.infeasible]
    lines += _preferences(conflict, parties, actions)
    if conflict.coalitions:
        groups = (f"[{', '.join(parties[k] for k in members)}]" for members in conflict.coalitions)
        lines.append(f"  coalitions: [{', '.join(groups)}]")
    lines += _views(conflict, parties, actions)
    return "\n".join(lines) + "\n"


def _preferences(conflict: GmcrFile, parties: Sequence[str], actions: Sequence[str]) -> list[str]:
    feasible = set(conflict.feasible()) if conflict.by_ranking else set[int]()
    lines: list[str] = []
    for party, maker in zip(parties, conflict.decision_makers, strict=True):
        if conflict.by_ranking:
            places = [[s for s in place if s in feasible] for place in maker.ranking]
            lines.append(f"    {party}:")
            lines.append("      ranking:")
            for place in places:
                named = [flow(_pattern(s, len(actions))) for s in place]
                if named:
                    lines.append(f"        - {named[0] if len(named) == 1 else '[' + ', '.join(named) + ']'}")
        elif maker.statements:
            lines += [f"    {party}:", *(f"      - {_text(item, actions)}" for item in maker.statements)]
    return ["  preferences:", *lines] if lines else []


def _views(conflict: GmcrFile, parties: Sequence[str], actions: Sequence[str]) -> list[str]:
    lines: list[str] = []
    for party, maker in zip(parties, conflict.decision_makers, strict=True):
        if maker.unseen:
            unseen = ", ".join(_text(item, actions) for item in maker.unseen)
            lines.append(f"    - {{party: {party}, unseen: [{unseen}]}}")
    return ["  views:", *lines] if lines else []


def _text(condition: GmcrCondition, actions: Sequence[str]) -> str:
    parts = [" and ".join(actions[o] if taken else f"not {actions[o]}" for o, taken in part) for part in condition]
    return " or ".join(parts)


def _pattern(state: int, n: int) -> str:
    return "".join("Y" if state >> o & 1 else "N" for o in range(n))


def _id(name: str, taken: set[str], kind: str) -> str:
    """An id made of a name, and not given before."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if not slug or not slug[0].isalpha() or slug in KEYWORDS:
        slug = f"{kind}-{slug}".rstrip("-")
    found, number = slug, 2
    while found in taken:
        found, number = f"{slug}-{number}", number + 1
    taken.add(found)
    return found


def _told(notes: Sequence[str]) -> str:
    return f" ({', '.join(notes)})" if notes else ""
