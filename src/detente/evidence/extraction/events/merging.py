"""Clues of one report put together: the meeting, the Brussels meeting and the talks may be one event."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from detente.evidence.language.places import place_relation
from detente.evidence.language.times import days_relation
from detente.evidence.values import Days, Place, Words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from detente.evidence.extraction.events.clues import Clue
    from detente.evidence.items import SlotValue

_ALIKE = {"talks": ("talks", "meeting"), "meeting": ("meeting", "talks")}


@dataclass(eq=False)
class Telling:
    """An event while it is put together."""

    kind: str
    planned: bool
    clues: list[Clue] = field(default_factory=list)
    actors: set[str] = field(default_factory=set)

    def add(self, clue: Clue) -> None:
        """One more clue of the same event."""
        self.clues.append(clue)
        self.actors |= clue.actors
        if clue.kind == "meeting" and self.kind == "talks":
            self.kind = "meeting"

    def values(self, slot: str) -> list[SlotValue]:
        """What the clues say of a slot."""
        return [value for clue in self.clues for value in clue.slots if value.slot == slot]

    @property
    def offers(self) -> bool:
        """Whether a statement makes or concerns an offer."""
        return any(clue.offers for clue in self.clues)


def tellings(clues: Iterable[Clue]) -> list[Telling]:
    """The events of a report, each with its clues, in the order of the text."""
    found: list[Telling] = []
    by_kind: dict[str, list[Telling]] = {}
    by_trigger: dict[tuple[int, int], Telling] = {}
    late: list[Clue] = []
    for clue in sorted(clues, key=lambda clue: (clue.at, clue.follows)):
        telling = by_trigger.get(clue.at) if clue.at in by_trigger and _same_kind(by_trigger[clue.at], clue) else None
        telling = telling or _match(by_kind, clue)
        if telling is None and clue.follows:
            late.append(clue)
            continue
        if telling is None:
            telling = Telling(clue.kind, clue.planned)
            found.append(telling)
            by_kind.setdefault(clue.kind, []).append(telling)
        telling.add(clue)
        by_trigger[clue.at] = telling
    for clue in late:
        telling = by_trigger.get(clue.at) or _match(by_kind, clue)
        if telling is not None:
            telling.add(clue)
    return found


def _same_kind(telling: Telling, clue: Clue) -> bool:
    return telling.kind == clue.kind or clue.kind in _ALIKE.get(telling.kind, ())


_NEAREST = 12
"""So many events of a kind are looked at, the last ones told first."""


def _match(by_kind: dict[str, list[Telling]], clue: Clue) -> Telling | None:
    kinds = _ALIKE.get(clue.kind, (clue.kind,))
    best: tuple[float, Telling] | None = None
    for kind in kinds:
        for back, telling in enumerate(reversed(by_kind.get(kind, [])[-_NEAREST:])):
            score = _fit(telling, clue)
            if score > 0:
                score -= back * 0.01
                if best is None or score > best[0]:
                    best = (score, telling)
    return None if best is None else best[1]


def _fit(telling: Telling, clue: Clue) -> float:
    """How well a clue fits an event: nothing where place, day, sides or tense speak against it."""
    if telling.planned != clue.planned or _apart(telling, clue):
        return 0
    if _nested(telling, clue):
        return 3
    shared = len(telling.actors & clue.actors)
    if clue.kind == "statement":
        return _statement_fit(telling, clue, shared)
    if clue.kind in ("signing", "publication", "submission", "attack"):
        return 1.0 + shared if shared > 1 or (shared and clue.definite) else 0
    if clue.kind == "war":
        open_sides = clue.one_sided and len(telling.actors) < 2
        return 1.0 + shared if shared or open_sides or not (telling.actors and clue.actors) else 0
    if clue.kind == "talks" or telling.kind == "talks":
        return _process_fit(telling, clue, shared)
    same_place = _same_place(telling, clue)
    if clue.actors and telling.actors:
        return 1.0 + shared + same_place if shared and (same_place or clue.definite or shared > 1 or _adds(clue)) else 0
    if clue.definite or clue.follows or _only_in_title(telling):
        return 1.0 + same_place
    if clue.trigger.tag_.startswith("VB") and _adds(clue) and _follows_closely(telling, clue):
        return 0.9
    return 1.0 if same_place else 0


def _adds(clue: Clue) -> bool:
    """A bare verb of meeting, without place and day, tells more of the meeting just told."""
    return not any(value.slot in ("place", "when") for value in clue.slots)


def _only_in_title(telling: Telling) -> bool:
    """A title sums up what the text tells."""
    return all(clue.scene.block.block.kind == "title" for clue in telling.clues)


def _nested(telling: Telling, clue: Clue) -> bool:
    """`A meeting … where X met Y`: one clue stands inside the words of the other."""
    return any(
        other.scene is clue.scene and (clue.trigger.i in other.tokens or other.trigger.i in clue.tokens)
        for other in telling.clues
        if not other.follows
    )


def _process_fit(telling: Telling, clue: Clue, shared: int) -> float:
    """`The talks` as a process go with one another; with a meeting only where the words point back to it."""
    if telling.kind == clue.kind == "talks":
        return 1.0 + shared
    one, other = (clue, telling) if clue.kind == "talks" else (None, telling)
    if one is None:
        return 0
    bare = not any(value.slot in ("status", "when", "substance") for value in one.slots)
    return 0.5 + shared if one.definite and bare and _follows_closely(other, one) and not one.planned else 0


def _follows_closely(telling: Telling, clue: Clue) -> bool:
    return clue.at[0] - telling.clues[-1].at[0] <= 1


def _statement_fit(telling: Telling, clue: Clue, shared: int) -> float:
    if not shared or _differ(telling, clue, "channel"):
        return 0
    if _orders_differ(telling, clue):
        return 1.5 if telling.offers and clue.offers else 0
    return 1.0 + (telling.offers and clue.offers) + (0.5 if clue.follows else 0)


def _orders_differ(telling: Telling, clue: Clue) -> bool:
    """One before, one after an event of the same kind."""
    mine = {(one.anchor.lemma_, one.relation) for one in clue.orders}
    theirs = {(one.anchor.lemma_, one.relation) for other in telling.clues for one in other.orders}
    return any(a == b and r != s for a, r in mine for b, s in theirs)


def _differ(telling: Telling, clue: Clue, slot: str) -> bool:
    mine = {value.value.words.lower() for value in clue.slots if value.slot == slot and isinstance(value.value, Words)}
    theirs = {value.value.words.lower() for value in telling.values(slot) if isinstance(value.value, Words)}
    return bool(mine and theirs and not mine & theirs)


def _apart(telling: Telling, clue: Clue) -> bool:
    """Whether place or day of a clue and of an event exclude each other."""
    for value in clue.slots:
        if value.slot not in ("place", "when", "began"):
            continue
        for other in telling.values(value.slot):
            a, b = value.value, other.value
            if isinstance(a, Place) and isinstance(b, Place) and place_relation(a, b) == "apart":
                return True
            if isinstance(a, Days) and isinstance(b, Days) and days_relation(a, b) == "apart":
                return True
    return False


def _same_place(telling: Telling, clue: Clue) -> bool:
    places = [value.value for value in telling.values("place") if isinstance(value.value, Place)]
    return any(
        place_relation(value.value, place) in ("same", "within", "contains")
        for value in clue.slots
        if isinstance(value.value, Place)
        for place in places
    )
