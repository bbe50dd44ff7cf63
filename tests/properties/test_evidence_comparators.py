"""Comparing a slot: symmetric, blind to order, reflexive; silence and copies change nothing."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from detente.evidence.comparison.comparators import compare_values
from detente.evidence.items import Passage, SlotValue, Voice
from detente.evidence.language.places import general_gazetteer, known_places
from detente.evidence.language.roles import role_of
from detente.evidence.language.times import days_relation
from detente.evidence.values import Actor, Days, Members, Order, Quantity, Strength, Value, Words

CONTRADICTIONS = ("soft", "hard")
NAMES = (
    "Berlin",
    "Brussels",
    "Germany",
    "Europe",
    "Crimea",
    "Ukraine",
    "a villa",
    "Middle East",
    "Doha",
    "Kyiv",
    "Kiev",
)
PEOPLE = ("Ukraine", "Kyiv", "the Kremlin", "Anna Berg", "Berg", "Karl Berg", "NATO", "critics", "Omar Haddad")
OFFICES = ("president", "former president", "envoy", "special envoy", "official", "U.S. envoy", "close to Berg", "")
PHRASES = ("progress was made", "no progress", "lengthy", "brief talks", "a WhatsApp chat", "by phone", "", "the talks")
DAY = date(2025, 12, 1)

days = st.builds(
    lambda first, length, opened: Days(
        None if opened == "first" else DAY + timedelta(first),
        None if opened in ("last", "first and last") else DAY + timedelta(first + length),
    ),
    st.integers(0, 40),
    st.sampled_from((0, 1, 6, 30)),
    st.sampled_from(("", "", "first", "last")),
) | st.just(Days(None, None))
actors = st.sampled_from(PEOPLE).map(Actor)
kinds: dict[str, st.SearchStrategy[Value]] = {
    "place": st.sampled_from(NAMES).map(general_gazetteer().place),
    "when": days,
    "duration": st.builds(
        Quantity, st.sampled_from((1.0, 5.0, 5.2, 9.0)), st.sampled_from(("hour", "day", "troop")),
        st.sampled_from(("=", ">", ">=", "<", "<=", "~")),
    ),
    "host": actors,
    "participants": st.builds(Members, st.lists(actors, max_size=3).map(tuple), st.booleans()) | actors,
    "role": st.builds(role_of, st.sampled_from(OFFICES), st.sampled_from(PEOPLE).map(Actor)),
    "modality": st.builds(Strength, st.sampled_from(PHRASES), st.none() | st.integers(0, 3)),
    "order": st.builds(
        Order, st.sampled_from(("before", "during", "after")), st.sampled_from(("briefing", "meeting")),
        st.sampled_from(("briefing", "meeting", "signing")),
    ),
    "channel": st.sampled_from(PHRASES).map(Words),
}  # fmt: skip
QUOTES = {"when": ("Sunday", "the weekend", "Saturday", "yesterday", "in May")}


@st.composite
def slots(draw: st.DrawFn) -> tuple[str, list[SlotValue]]:
    """A slot and the values that one to four reports give to it; sometimes of mixed types."""
    slot = draw(st.sampled_from(sorted(kinds)))
    values = kinds[slot] if draw(st.integers(0, 5)) else kinds[slot] | kinds["channel"]
    found = []
    for at in range(draw(st.integers(1, 5))):
        value = draw(values)
        quote = draw(st.sampled_from(QUOTES.get(slot, PHRASES))) or "…"
        if isinstance(value, (Words, Strength)):
            quote = value.words or quote
        passage = Passage(draw(st.sampled_from("abcd")), at * 50, at * 50 + len(quote), quote)
        chain = (Voice("Reuters"),) if draw(st.booleans()) else ()
        found.append(SlotValue(slot, value, passage, chain, "test", "high"))
    return slot, found


def in_report(value: SlotValue, report: str) -> SlotValue:
    passage = Passage(report, value.passage.start, value.passage.end, value.passage.quote)
    return SlotValue(value.slot, value.value, passage, value.chain, value.rule, value.confidence)


@given(slots(), st.randoms(use_true_random=False))
def test_the_order_of_the_values_changes_nothing(drawn: tuple[str, list[SlotValue]], chance: object) -> None:
    slot, values = drawn
    shuffled = list(values)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert compare_values(slot, shuffled) == compare_values(slot, values)


@given(slots())
def test_other_names_of_the_reports_change_no_outcome(drawn: tuple[str, list[SlotValue]]) -> None:
    slot, values = drawn
    swapped = [in_report(value, {"a": "d", "b": "c", "c": "b", "d": "a"}[value.passage.report]) for value in values]
    one, two = compare_values(slot, values), compare_values(slot, swapped)
    assert one.outcome == two.outcome
    assert len(one.within) == len(two.within)


@given(slots())
def test_a_report_agrees_with_its_copy(drawn: tuple[str, list[SlotValue]]) -> None:
    slot, values = drawn
    alone = [in_report(value, "a") for value in values]
    copied = [*alone, *(in_report(value, "b") for value in values)]
    assert compare_values(slot, copied).outcome == "agree"
    assert compare_values(slot, copied, same_source=[("a", "b")]).outcome == "single-source"


@given(slots())
def test_one_more_copy_of_a_report_changes_only_a_single_source(drawn: tuple[str, list[SlotValue]]) -> None:
    slot, values = drawn
    report = values[0].passage.report
    copied = [*values, *(in_report(value, "z") for value in values if value.passage.report == report)]
    before, after = compare_values(slot, values).outcome, compare_values(slot, copied).outcome
    assert after == before or (before == "single-source" and after == "agree")


@given(slots())
def test_silence_contradicts_nothing(drawn: tuple[str, list[SlotValue]]) -> None:
    """A report less brings no contradiction, and every contradiction stands between two reports."""
    slot, values = drawn
    whole = compare_values(slot, values).outcome
    reports = sorted({value.passage.report for value in values})
    for silent in reports if len(reports) > 1 else ():
        rest = compare_values(slot, [value for value in values if value.passage.report != silent]).outcome
        assert whole in CONTRADICTIONS or rest not in CONTRADICTIONS
    if len(reports) == 1:
        assert whole == "single-source"


@given(slots())
def test_every_outcome_has_a_reason(drawn: tuple[str, list[SlotValue]]) -> None:
    slot, values = drawn
    found = compare_values(slot, values)
    assert found.reason.strip()
    assert all(one.reason.strip() and one.outcome in CONTRADICTIONS for one in found.within)


@given(st.sampled_from(known_places()), st.sampled_from(known_places()))
def test_places_relate_the_same_from_both_sides(one: object, two: object) -> None:
    gazetteer = general_gazetteer()
    a, b = gazetteer.place(one.name), gazetteer.place(two.name)  # type: ignore[attr-defined]
    there = {"within": "contains", "contains": "within"}
    relation = gazetteer.relation(a, b)
    assert gazetteer.relation(b, a) == there.get(relation, relation)


@given(days, days)
def test_intervals_relate_as_their_days_do(a: Days, b: Days) -> None:
    """Counted day by day over a span longer than all of them."""
    if Days(None, None) in (a, b):
        assert days_relation(a, b) == "unknown"
        return
    span = [DAY + timedelta(offset) for offset in range(-60, 160)]
    one, two = ({d for d in span if (x.first or d) <= d <= (x.last or d)} for x in (a, b))
    naive = (
        "same"
        if one == two
        else "apart"
        if not one & two
        else "within"
        if one < two
        else "contains"
        if two < one
        else "overlap"
    )
    assert days_relation(a, b) == naive
