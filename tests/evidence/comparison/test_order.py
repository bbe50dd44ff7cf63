"""Order among events is compared in terms that reports share."""

from __future__ import annotations

from detente.evidence.comparison.comparators import compare_values
from detente.evidence.comparison.order import in_shared_terms, in_small
from detente.evidence.items import Passage, SlotValue
from detente.evidence.values import Order, Place


def order(report: str, relation: str, event: str, anchor: str) -> SlotValue:
    value = Order(relation, event, anchor)  # type: ignore[arg-type]
    return SlotValue("order", value, Passage(report, 0, 6, f"{relation} it"), (), "test", "high")


TITLES = {"a-e1": "the meeting of A with B", "b-e4": "the meeting of A with B", "b-e5": "the meeting of C with D"}


def shared(*values: SlotValue) -> list[SlotValue]:
    return [in_shared_terms(value, TITLES) for value in values]


def test_ids_of_reports_become_the_title_of_the_event() -> None:
    (value,) = shared(order("a", "before", "telling the press", "a-e1"))
    assert value.value == Order("before", "telling the press", "the meeting of A with B")


def test_an_unknown_anchor_and_other_values_stay() -> None:
    unknown = order("a", "before", "announcement", "elsewhere")
    place = SlotValue("place", Place("Oslo"), Passage("a", 0, 4, "Oslo"), (), "test", "high")
    assert shared(unknown, place) == [unknown, place]


def test_opposite_orders_of_two_reports_contradict() -> None:
    given = shared(order("a", "before", "telling the press", "a-e1"), order("b", "after", "telling the press", "b-e4"))
    assert compare_values("order", given).outcome == "hard"


def test_opposite_orders_inside_one_report_under_two_names_are_soft() -> None:
    given = shared(order("b", "before", "telling the press", "b-e4"), order("b", "after", "announcement", "b-e4"))
    (within,) = compare_values("order", given).within
    assert (within.report, within.outcome) == ("b", "soft")


def test_orders_to_two_events_say_nothing_of_each_other() -> None:
    given = shared(order("a", "before", "announcement", "a-e1"), order("b", "after", "announcement", "b-e5"))
    assert compare_values("order", given).outcome == "single-source"


def test_a_title_within_a_sentence() -> None:
    assert in_small("The meeting of A with B") == "the meeting of A with B"
    assert in_small("Offer of A") == "Offer of A"
