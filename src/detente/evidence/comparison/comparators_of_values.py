"""How two values of one type relate: one function a type, each with a plain sentence for its outcome.

A pair that nothing known relates has no outcome: the two values then stand beside each other, each in its report.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from detente.evidence.comparison.result import Outcome
from detente.evidence.comparison.terms import (
    ENOUGH,
    TERMS,
    added_condition,
    denies,
    only_one_has_a_figure,
    opposed,
    shared_terms,
)
from detente.evidence.comparison.words import content_words, main_words, medium_of, opposite
from detente.evidence.items import SlotValue
from detente.evidence.language.date_arithmetic import months_of, weekdays_of
from detente.evidence.language.names import Actors
from detente.evidence.language.places import Gazetteer
from detente.evidence.language.roles import OfficeHolder, office_relation
from detente.evidence.language.times import UNKNOWN, days_relation
from detente.evidence.values import Actor, Days, Order, Place, Quantity, Role, Strength, Words

CLOSE = 0.1
"""Two numbers that differ by no more than this share of the larger contradict softly; `about` reaches as far."""
ROUNDED = 0.05
"""`30 days` and `one month` are the same figure."""
EXACT = 100
"""Up to here things are counted, not rounded: 58 prisoners are not 60."""
FAR = 2.0
"""`more than five` suggests not much more: a number over twice as large contradicts it softly."""
SHARED_WORDS = 0.5
LONGEST_QUOTE = 80
SHARED_BY_ALL = frozenset(("speaker",))
"""What tellings are put together by: where names differ here, it is the names."""
HEADS = frozenset(("president", "chairman", "chair", "chairperson", "leader"))
DESCRIBED_OFFICES = frozenset(("head of government", "head of state"))
"""Who heads a government has an office that this describes: no other answer, and no vaguer one."""


_PARTS_OF_STATES = re.compile(r"\b(?:ministry|department|parliament|presidency|embassy|secretariat)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What is known beside the reports: actors, places, and the case's office-holders."""

    actors: Actors
    gazetteer: Gazetteer
    office_holders: tuple[OfficeHolder, ...] = ()


@dataclass(frozen=True, slots=True)
class Pair:
    """The outcome of two values, and why."""

    outcome: Outcome
    reason: str


def compare_pair(slot: str, a: SlotValue, b: SlotValue, known: Knowledge) -> Pair | None:
    """How two values of a slot relate; nothing where they cannot be compared."""
    if a.value == b.value and (a.value != UNKNOWN or same_words(a, b)):
        return Pair("agree", f"both say {said(a)}")
    for kind, comparator in _COMPARATORS.items():
        if isinstance(a.value, kind) and isinstance(b.value, kind):
            return comparator(slot, a, b, known)
    return _words(slot, a, b, known)


def said(value: SlotValue) -> str:
    """The words of a value and where they stand, with the speaker where the outlet only passes them on."""
    quote = " ".join(value.passage.quote.split()) or str(value.value)
    shown = quote if len(quote) <= LONGEST_QUOTE else quote[: LONGEST_QUOTE - 1].rstrip() + "…"
    speaker = f", after {value.chain[-1].name}" if value.chain else ""
    return f"“{shown}” ({value.passage.report}{speaker})"


def same_words(a: SlotValue, b: SlotValue) -> bool:
    """Whether two values stand in the same words."""
    return a.passage.quote.casefold().split() == b.passage.quote.casefold().split()


def _place(slot: str, a: SlotValue, b: SlotValue, known: Knowledge) -> Pair | None:
    one, two = _as(Place, a), _as(Place, b)
    relation = known.gazetteer.relation(one, two)
    if relation == "same":
        return Pair("agree", f"{said(a)} and {said(b)} name one place")
    if relation == "within":
        return Pair("refines", f"{said(a)} lies in {said(b)}")
    if relation == "contains":
        return Pair("refines", f"{said(b)} lies in {said(a)}")
    if relation == "apart":
        return Pair("hard", f"{said(a)} and {said(b)} are different places, and neither lies in the other")
    return None


def _days(slot: str, a: SlotValue, b: SlotValue, known: Knowledge) -> Pair | None:
    one, two = _as(Days, a), _as(Days, b)
    relation = days_relation(one, two)
    if relation == "unknown":
        return _named_days(a, b, one, two)
    if relation == "same":
        return Pair("agree", f"{said(a)} and {said(b)} are the same time")
    if relation == "within":
        return Pair("refines", f"{said(a)} is the narrower time within {said(b)}")
    if relation == "contains":
        return Pair("refines", f"{said(b)} is the narrower time within {said(a)}")
    if relation == "overlap":
        return Pair("refines", f"{said(a)} and {said(b)} overlap: both can be true")
    return Pair("hard", f"{said(a)} and {said(b)} are different times that do not overlap")


def _named_days(a: SlotValue, b: SlotValue, one: Days, two: Days) -> Pair | None:
    """Times without a date: the weekdays or months that they name are compared."""
    if same_words(a, b):
        return Pair("agree", f"{said(a)} and {said(b)} name the same time")
    for what, named in (("days of the week", weekdays_of), ("months", months_of)):
        left, right = named(one, a.passage.quote), named(two, b.passage.quote)
        if left is None or right is None:
            continue
        if left == right:
            return Pair("agree", f"{said(a)} and {said(b)} name the same {what}")
        if left <= right or right <= left:
            narrow, wide = (a, b) if left <= right else (b, a)
            return Pair("refines", f"{said(narrow)} is the narrower time within {said(wide)}")
        if not left & right:
            return Pair("hard", f"{said(a)} and {said(b)} name different {what}")
    return None


_HOURS_IN = {"hour": 1.0, "day": 24.0, "week": 168.0, "month": 730.5, "year": 8766.0, "decade": 87660.0}


def _quantity(slot: str, a: SlotValue, b: SlotValue, known: Knowledge) -> Pair | None:
    one, two = _as(Quantity, a), _as(Quantity, b)
    converted = one.unit != two.unit and one.unit in _HOURS_IN and two.unit in _HOURS_IN
    if converted:
        one, two = (Quantity(q.number * _HOURS_IN[q.unit], "hour", q.relation) for q in (one, two))
    if one.unit != two.unit:
        return None
    if math.isclose(one.number, two.number, rel_tol=ROUNDED if converted else 1e-9) and one.relation == two.relation:
        return Pair("agree", f"{said(a)} and {said(b)} give the same figure")
    if _overlap(one, two):
        if _strained(one, two) or _strained(two, one):
            return Pair(
                "soft", f"{said(a)} and {said(b)} can both be true, but the one is far from what the other suggests"
            )
        return Pair("refines", f"{said(a)} and {said(b)} can both be true; they differ in how exact they are")
    opposed = {one.relation[0], two.relation[0]} == {"<", ">"}
    larger = max(abs(one.number), abs(two.number))
    counted = one.relation == two.relation == "=" and larger <= EXACT and one.unit not in _LOOSE_UNITS
    if not opposed and not counted and abs(one.number - two.number) <= CLOSE * larger:
        return Pair("soft", f"{said(a)} and {said(b)} exclude each other, though narrowly")
    return Pair("hard", f"{said(a)} and {said(b)} exclude each other")


_LOOSE_UNITS = frozenset((*_HOURS_IN, "percent"))


def _bounds(quantity: Quantity) -> tuple[float, bool, float, bool]:
    """Lowest value, whether it is included, highest, whether it is included."""
    n = quantity.number
    if quantity.relation in {">", ">="}:
        return n, quantity.relation == ">=", math.inf, False
    if quantity.relation in {"<", "<="}:
        return -math.inf, False, n, quantity.relation == "<="
    slack = CLOSE * abs(n) if quantity.relation == "~" else 0.0
    return n - slack, True, n + slack, True


def _overlap(a: Quantity, b: Quantity) -> bool:
    a_low, a_low_in, a_high, a_high_in = _bounds(a)
    b_low, b_low_in, b_high, b_high_in = _bounds(b)
    low, low_in = max((a_low, not a_low_in), (b_low, not b_low_in))
    high, high_in = min((a_high, a_high_in), (b_high, b_high_in))
    return low < high or (low == high and not low_in and high_in)


def _strained(bound: Quantity, figure: Quantity) -> bool:
    """`more than five` beside twelve, `nearly four` beside one."""
    if figure.relation not in {"=", "~"}:
        return False
    if bound.relation == ">":
        return figure.number > FAR * bound.number
    return bound.relation == "<" and figure.number * FAR < bound.number


def _actor(slot: str, a: SlotValue, b: SlotValue, known: Knowledge) -> Pair | None:
    one, two = _as(Actor, a), _as(Actor, b)
    relation = known.actors.relation(one, two)
    if relation == "same":
        return Pair("agree", f"{said(a)} and {said(b)} name the same actor")
    if relation == "speaks-for" and slot == "host" and _is_part(a) != _is_part(b):
        return Pair("refines", f"{said(a)} and {said(b)}: the one says who hosts on behalf of the other")
    if relation == "speaks-for":
        return Pair("agree", f"{said(a)} and {said(b)}: the one acts for the other")
    if relation == "member":
        return Pair("refines", f"{said(a)} and {said(b)}: the one is a member of the other")
    if relation == "apart" and slot not in SHARED_BY_ALL:
        return Pair("hard", f"{said(a)} and {said(b)} are different actors")
    return None


def _is_part(value: SlotValue) -> bool:
    """Whether words name a part of a state by its task: a ministry, a parliament."""
    return _PARTS_OF_STATES.search(value.passage.quote) is not None


def _role(slot: str, a: SlotValue, b: SlotValue, known: Knowledge) -> Pair | None:
    one, two = _as(Role, a), _as(Role, b)
    if known.actors.relation(one.actor, two.actor) not in {"same", "unknown"}:
        return None
    if one.office is None or two.office is None:
        return _words(slot, a, b, known)
    relation = "same" if _both_lead(one, two, known) else office_relation(one.office, two.office)
    if relation == "other":
        return Pair("soft", f"{said(a)} and {said(b)} are different offices")
    if one.former != two.former:
        return Pair("soft", f"{said(a)} and {said(b)}: one calls the office former, the other current")
    if one.of and two.of and known.actors.relation(Actor(one.of), Actor(two.of)) == "apart":
        return Pair("soft", f"{said(a)} and {said(b)} are offices of different actors")
    if relation == "same":
        return Pair("agree", f"{said(a)} and {said(b)} are the same office")
    narrow, wide = (a, b) if relation == "narrower" else (b, a)
    if _as(Role, wide).office in DESCRIBED_OFFICES:
        return Pair("agree", f"{said(narrow)} is who {said(wide)} describes")
    return Pair("refines", f"{said(narrow)} is a kind of {said(wide)}")


def _both_lead(one: Role, two: Role, known: Knowledge) -> bool:
    """Chairman, president and leader of a party or an organisation are one office; of a state they are not."""
    if one.office not in HEADS or two.office not in HEADS:
        return False
    led = [known.actors.named(role.of) or Actor(role.of) for role in (one, two) if role.of]
    sides = [known.actors.party(role.actor.for_party) for role in (one, two) if not role.of and role.actor.for_party]
    led += [side for side in sides if side is not None]
    return bool(led) and all(known.actors.kind(actor) not in ("state", None) for actor in led)


def _strength(slot: str, a: SlotValue, b: SlotValue, known: Knowledge) -> Pair | None:
    one, two = _as(Strength, a), _as(Strength, b)
    if one.rank is None or two.rank is None:
        return _words(slot, a, b, known)
    if one.rank == two.rank:
        return Pair("agree", f"{said(a)} and {said(b)} commit to the same degree")
    strong, weak = (a, b) if one.rank > two.rank else (b, a)
    return Pair("soft", f"{said(strong)} commits further than {said(weak)}")


_FLIPPED = {"before": "after", "after": "before", "during": "during"}


def _order(slot: str, a: SlotValue, b: SlotValue, known: Knowledge) -> Pair | None:
    one, two = _as(Order, a), _as(Order, b)
    there = two.relation
    exact = one.event == two.event and one.anchor == two.anchor
    if not exact and (one.event, one.anchor) == (two.anchor, two.event):
        exact, there = True, _FLIPPED[two.relation]
    if not exact and one.anchor != two.anchor:
        return None
    if one.relation == there:
        return Pair("agree", f"{said(a)} and {said(b)} give the same order") if exact else None
    where = f"{one.relation} or {there} {one.anchor}"
    if exact and "during" not in (one.relation, there):
        return Pair("hard", f"{said(a)} and {said(b)} give opposite orders: {where}")
    doubt = "" if exact else f", if “{one.event}” and “{two.event}” are one event"
    return Pair("soft", f"{said(a)} and {said(b)} give different orders: {where}{doubt}")


def _words(slot: str, a: SlotValue, b: SlotValue, known: Knowledge) -> Pair | None:
    """Content words decide; different words for what may be one thing are no contradiction."""
    if slot in TERMS:
        return _terms(slot, a, b)
    one, two = (content_words(words_of(value)) for value in (a, b))
    if slot == "done" and one.negated != two.negated:
        done, denied = (a, b) if two.negated else (b, a)
        return Pair("hard", f"{said(done)} is told as done, {said(denied)} as not done")
    if one.words == two.words and one.negated == two.negated and (one.words or same_words(a, b)):
        return Pair("agree", f"{said(a)} and {said(b)} say the same")
    if slot == "channel":
        media = medium_of(words_of(a)), medium_of(words_of(b))
        if None not in media:
            if media[0] == media[1]:
                return Pair("agree", f"{said(a)} and {said(b)} name the same means")
            return Pair("soft", f"{said(a)} and {said(b)} name different means")
    against = opposite(one.words, two.words)
    if against is not None and one.negated == two.negated:
        return Pair("soft", f"{said(a)} and {said(b)}: “{against[0]}” against “{against[1]}”")
    shared, smaller = one.words & two.words, min(len(one.words), len(two.words))
    if not smaller or len(shared) < SHARED_WORDS * smaller:
        return None
    if one.negated != two.negated:
        return Pair("soft", f"{said(a)} and {said(b)}: the one denies what the other says")
    if shared in (one.words, two.words):
        narrow, wide = (a, b) if shared == two.words else (b, a)
        return Pair("refines", f"{said(narrow)} says more than {said(wide)}")
    return Pair("refines", f"{said(a)} and {said(b)} share their main words; each adds some")


def _terms(slot: str, a: SlotValue, b: SlotValue) -> Pair | None:
    """Terms are the same where their main words are: `a tariff cut`, `cuts its tariffs on machinery`."""
    one, two = words_of(a), words_of(b)
    against = opposed(one, two)
    if against is not None and not denies(one, two):
        return Pair("soft", f"{said(a)} and {said(b)}: “{against[0]}” against “{against[1]}”")
    if shared_terms(one, two) < ENOUGH:
        return None
    if denies(one, two) and len(main_words(one) & main_words(two)) > 1:
        return Pair("soft", f"{said(a)} and {said(b)}: the one denies what the other says")
    if slot == "condition":
        for value, added in ((a, added_condition(one, two)), (b, added_condition(two, one))):
            if added is not None:
                return Pair("soft", f"{said(a)} and {said(b)}: only {value.passage.report} adds “{added}”")
    if only_one_has_a_figure(one, two):
        return Pair("refines", f"{said(a)} and {said(b)} are the same but for a figure that only the one gives")
    return Pair("agree", f"{said(a)} and {said(b)} come to the same")


def words_of(value: SlotValue) -> str:
    """The words by which a value is compared where its type tells no more."""
    inner = value.value
    if isinstance(inner, (Words, Strength, Role)):
        return inner.words
    if isinstance(inner, (Place, Actor)):
        return inner.name
    return value.passage.quote


def _as(kind: type[Any], value: SlotValue) -> Any:
    return value.value


_Comparator = Callable[[str, SlotValue, SlotValue, Knowledge], Pair | None]

_COMPARATORS: dict[type[Any], _Comparator] = {
    Place: _place,
    Days: _days,
    Quantity: _quantity,
    Actor: _actor,
    Role: _role,
    Strength: _strength,
    Order: _order,
    Words: _words,
}
