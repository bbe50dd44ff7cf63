"""Mentions of one event become one entry, with outcomes only where they hold for the values that are there."""

from __future__ import annotations

from typing import Any

from detente.evidence.comparison.result import ComparedEvent, ComparedSlot, Outcome, Within
from detente.evidence.items import Passage, SlotValue
from detente.evidence.review.gathering import named_slots, together, with_outcomes
from detente.evidence.values import Words


def value(report: str, start: int, quote: str) -> SlotValue:
    return SlotValue("place", Words(quote), Passage(report, start, start + len(quote), quote), (), "made", "high")


def entry(report: str, start: int, quote: str) -> dict[str, Any]:
    return {"value": quote, "report": report, "span": [start, start + len(quote)]}


def slot(name: str, outcome: Outcome, *values: SlotValue, within: tuple[Within, ...] = ()) -> ComparedSlot:
    return ComparedSlot(name, values, outcome, f"why {name}", within)


BERN, BASEL, ENVOY = value("r1", 3, "Bern"), value("r2", 9, "Basel"), value("r1", 30, "envoy")
EVENT = ComparedEvent(
    "meeting-1", "meeting", "The meeting", ("r1", "r2"),
    (slot("place", "hard", BERN, BASEL, within=(Within("r2", "soft", "twice"),)), slot("role-ott", "agree", ENVOY)),
)  # fmt: skip
FIRST, SECOND, ROLE = entry("r1", 3, "Bern"), entry("r2", 9, "Basel"), entry("r1", 30, "envoy")


def test_a_slot_takes_the_name_that_the_comparison_gives_it() -> None:
    found = named_slots({"place": [FIRST], "role": [ROLE], "host": [entry("r1", 50, "the Swiss")]}, EVENT)
    assert list(found) == ["place", "role-ott", "host"]


def test_two_mentions_have_the_outcome_of_their_slot_with_the_reason() -> None:
    both = together({"place": [FIRST]}, {"place": [SECOND]})
    assert with_outcomes(both, EVENT)["place"] == {
        "outcome": "hard", "values": [FIRST, SECOND], "within": {"r2": "soft"}, "note": "why place",
    }  # fmt: skip


def test_an_outcome_over_more_reports_than_were_accepted_is_left_out() -> None:
    assert with_outcomes({"place": [FIRST], "host": [SECOND]}, EVENT) == {"place": [FIRST], "host": [SECOND]}


def test_copies_of_one_story_are_no_single_report() -> None:
    event = ComparedEvent("m", "meeting", "M", ("r1", "r2"), (slot("place", "single-source", BERN, BASEL),))
    assert with_outcomes({"place": [FIRST, SECOND]}, event)["place"] == [FIRST, SECOND]


def test_agreement_in_other_words_says_why() -> None:
    event = ComparedEvent("m", "meeting", "M", ("r1", "r2"), (slot("place", "agree", BERN, BASEL),))
    assert with_outcomes({"place": [FIRST, SECOND]}, event)["place"]["note"] == "why place"
