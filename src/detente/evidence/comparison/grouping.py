"""Grouping: which tellings of several reports are of one thing, by who, when, where and about what.

Nothing is grouped because its sentences sound alike. A group holds one telling a report. Place may contradict
where those who take part are the same; so may the day, within a few days. A telling looks only at groups that
share a bucket with it, so the work grows with the number of tellings.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from detente.evidence.comparison.frames import Frame, Key, camp, keys, own_key
from detente.evidence.comparison.frames_positions import POINTING, Known
from detente.evidence.comparison.topics import alike, one_condition
from detente.evidence.items import SlotValue
from detente.evidence.language.places import place_relation
from detente.evidence.values import Actor, Days, Place, Words

WINDOW = 3
"""Days by which reports of one event may differ, where everything else speaks for one event."""
ONLY_MEETING = ("meeting", "past", "only")
MOST_GROUPS = 48
"""So many groups of a bucket are looked at, the latest first."""


@dataclass(eq=False)
class Group:
    """Tellings of one thing, and what is known of it from all of them."""

    frames: list[Frame] = field(default_factory=list)
    reports: set[str] = field(default_factory=set)
    own: set[str] = field(default_factory=set)
    acts_for: set[str] = field(default_factory=set)
    days: list[Days] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    leading: set[str] = field(default_factory=set)
    words: dict[str, set[str]] = field(default_factory=dict)

    def add(self, frame: Frame) -> None:
        """One more telling."""
        self.frames.append(frame)
        self.reports.add(frame.report)
        self.leading |= _leading(frame.slots)
        for actor in frame.actors:
            self.own.add(own_key(actor))
            if actor.for_party is not None:
                self.acts_for.add(actor.for_party)
        for value in frame.slots:
            if isinstance(value.value, Days) and value.slot in _TIMES and value.value not in self.days:
                self.days.append(value.value)
            if isinstance(value.value, Place) and value.value not in self.places:
                self.places.append(value.value)
            if value.slot in ("channel", "audience") and isinstance(value.value, Words):
                self.words.setdefault(value.slot, set()).add(value.value.words.lower())


def _leading(slots: Iterable[SlotValue]) -> set[str]:
    """Who hosts or chairs."""
    return {own_key(v.value) for v in slots if v.slot in ("host", "mediator") and isinstance(v.value, Actor)}


_TIMES = frozenset(("when", "began", "submitted"))


def grouped(frames: Iterable[Frame], known: Known) -> list[Group]:
    """The tellings put together, in the order of the first of each."""
    groups: list[Group] = []
    buckets: dict[Key, list[Group]] = {}
    told = list(frames)
    alone = _alone(told)
    for frame in told:
        shared = Counter(group for key in _buckets(frame, alone) for group in buckets.get(key, ())[-MOST_GROUPS:])
        best, best_score = None, 0.0
        for group in shared:
            score = 0.0 if frame.report in group.reports else fit(group, frame, known)
            if score > best_score:
                best, best_score = group, score
        if best is None:
            best = Group()
            groups.append(best)
        best.add(frame)
        for key in _buckets(frame, alone):
            bucket = buckets.setdefault(key, [])
            if best not in bucket[-MOST_GROUPS:]:
                bucket.append(best)
    return groups


def _alone(frames: Iterable[Frame]) -> frozenset[str]:
    """The reports that tell of one meeting only: where who and where are left open, it is the one of the others."""
    counted = Counter(frame.report for frame in frames if (frame.kind, frame.stage) == ("meeting", "past"))
    return frozenset(report for report, meetings in counted.items() if meetings == 1)


def _buckets(frame: Frame, alone: frozenset[str]) -> set[Key]:
    found = set(keys(frame))
    if frame.report in alone and (frame.kind, frame.stage) == ("meeting", "past"):
        found.add(ONLY_MEETING)
    return found


def fit(group: Group, frame: Frame, known: Known) -> float:
    """How well a telling fits a group; nothing where it must be something else."""
    kind = frame.kind
    if kind == "war":
        return _war(group, frame)
    if frame.stage == "going on":
        return 1.0 + _shared(group, frame)
    if kind in ("meeting", "call", "attack"):
        return _meeting(group, frame)
    if kind == "statement":
        return _statement(group, frame)
    return _about(group, frame, known)


def _shared(group: Group, frame: Frame) -> int:
    """How many are in both: the same, or a person and those whom it acts for."""
    return sum(
        1
        for actor in set(frame.actors)
        if own_key(actor) in group.own or own_key(actor) in group.acts_for or actor.for_party in group.own
    )


def _war(group: Group, frame: Frame) -> float:
    shared = _shared(group, frame)
    if frame.actors and group.own and not shared:
        return 0
    gap = _gap(group, frame)
    return 0 if gap is not None and gap > 0 and not shared else 1.0 + shared


def _meeting(group: Group, frame: Frame) -> float:
    """Same people, place or day: two of these, or one where a report does not say who took part.

    A place apart needs the same people, or the same few days; a day apart needs the same place or none.
    """
    shared, gap, place = _shared(group, frame), _gap(group, frame), _place(group, frame)
    named = bool(frame.actors and group.own)
    if (named and not shared) or (gap is not None and gap > WINDOW):
        return 0
    if frame.stage == "ahead":
        return 0.0 if gap else 0.5 + shared + (gap == 0)
    if place == "apart" and (gap or not (_mostly_the_same(group, frame, shared) or gap == 0)):
        return 0
    near = (place == "same") + (gap == 0) + bool(_leading(frame.slots) & group.leading)
    if not named and place is None and gap is None:
        return 0.3
    return shared + near if shared + near >= (2 if named else 1) else 0


def _mostly_the_same(group: Group, frame: Frame, shared: int) -> bool:
    return shared >= 2 and shared * 2 >= min(len(group.own), len(frame.actors))


def _statement(group: Group, frame: Frame) -> float:
    """The same speaker; a day apart only where the channel is the same."""
    if not _shared(group, frame):
        return 0
    gap, channel, audience = (
        _gap(group, frame),
        _same_words(group, frame, "channel"),
        _same_words(group, frame, "audience"),
    )
    if gap is not None and gap > (WINDOW if channel else 0):
        return 0
    return 1.0 + 2 * bool(channel) + bool(audience) + (gap == 0)


def _same_words(group: Group, frame: Frame, slot: str) -> bool | None:
    mine = {v.value.words.lower() for v in frame.slots if v.slot == slot and isinstance(v.value, Words)}
    theirs = group.words.get(slot, set())
    return bool(mine & theirs) if mine and theirs else None


def _about(group: Group, frame: Frame, known: Known) -> float:
    """Offers, positions, plans and papers: the same issue or words, and nobody else's."""
    if frame.kind == "plan" and any(_one_paper(frame, other) for other in group.frames[:8]):
        return 1.0
    if not known.compatible(frame.actors, [actor for other in group.frames[:8] for actor in other.actors]):
        return 0
    if POINTING in frame.topic or any(POINTING in other.topic for other in group.frames[:8]):
        return float(_shared(group, frame) > 0)
    return max(
        alike(a, b) if other.kind == frame.kind or camp(frame) != "offer" else float(one_condition(a, b))
        for other in group.frames[:8]
        for a in frame.topics
        for b in other.topics
    )


def _one_paper(one: Frame, two: Frame) -> bool:
    """Whether a paper has one name and one length, whoever is said to have written it."""
    lengths = [{v.value for v in frame.slots if v.slot == "length"} for frame in (one, two)]
    return bool(lengths[0] & lengths[1]) and len(one.topic & two.topic) > 1


def _gap(group: Group, frame: Frame) -> int | None:
    """The days between a telling and a group: 0 where they overlap, nothing where one has no date."""
    mine = [days for slot in _TIMES for days in frame.of_type(slot, Days) if isinstance(days, Days)]
    gaps = [gap for a in mine for b in group.days if (gap := _days_between(a, b)) is not None]
    return min(gaps, default=None)


def _days_between(a: Days, b: Days) -> int | None:
    if (a.first is None and a.last is None) or (b.first is None and b.last is None):
        return None
    a_first, a_last = a.first or date.min, a.last or date.max
    b_first, b_last = b.first or date.min, b.last or date.max
    return max(0, (b_first - a_last).days, (a_first - b_last).days)


def _place(group: Group, frame: Frame) -> str | None:
    mine: Sequence[Place] = [place for place in frame.of_type("place", Place) if isinstance(place, Place)]
    relations = {place_relation(a, b) for a in mine for b in group.places}
    if relations & {"same", "within", "contains"}:
        return "same"
    return "apart" if "apart" in relations else None
