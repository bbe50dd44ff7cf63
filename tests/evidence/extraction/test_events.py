"""Events: triggers, slots, merging within a report, order, chains; on the worked case's restatements and on our own."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from detente.evidence.extraction.events.events import events
from detente.evidence.items import EventMention, SlotValue
from detente.evidence.language.cast import Cast
from detente.evidence.language.names import Actors
from detente.evidence.language.parse import parse_one
from detente.evidence.reading.document import Document
from detente.evidence.reading.plain import document_of_text
from detente.evidence.values import Actor, Days, Members, Order, Place, Quantity, Words

pytest.importorskip("spacy")

REPORTS = Path(__file__).parents[3] / "examples" / "ukraine-2025" / "reports"
ANCHOR = date(2025, 12, 15)


def found_in(document: Document) -> tuple[EventMention, ...]:
    parsed = parse_one(document)
    actors = Actors.general()
    return events(parsed, Cast.of(parsed, actors), actors, anchor=ANCHOR)


@cache
def of_text(text: str) -> tuple[EventMention, ...]:
    return found_in(document_of_text(text, "r1"))


@cache
def of_report(name: str) -> tuple[EventMention, ...]:
    return found_in(document_of_text((REPORTS / f"{name}.txt").read_text("utf-8"), name))


def one(found: Iterable[EventMention], kind: str, slot: str | None = None) -> EventMention:
    """The only event of a kind, with a slot where one is named."""
    fitting = [event for event in found if event.kind == kind and (slot is None or values(event, slot))]
    assert len(fitting) == 1, [(event.kind, event.passage.quote) for event in found]
    return fitting[0]


def values(event: EventMention, slot: str) -> list[SlotValue]:
    return [value for value in event.slots if value.slot == slot]


def names(event: EventMention) -> set[str]:
    listed = values(event, "participants")[0].value
    assert isinstance(listed, Members)
    return {actor.name.split()[-1] for actor in listed.actors}


def quotes(event: EventMention, slot: str) -> list[str]:
    return [value.passage.quote for value in values(event, slot)]


def orders(event: EventMention) -> list[tuple[str, str]]:
    return [(v.value.relation, v.value.anchor) for v in values(event, "order") if isinstance(v.value, Order)]


def test_meeting_of_the_first_restatement() -> None:
    meeting = one(of_report("r1"), "meeting", "place")
    assert quotes(meeting, "place") == ["Berlin"]
    assert [value.value for value in values(meeting, "duration")] == [Quantity(5, "hour", "=")]
    assert [value.value for value in values(meeting, "when")] == [Days(date(2025, 12, 13), date(2025, 12, 14))]
    assert names(meeting) == {"Zelenskyy", "Witkoff", "Kushner"}
    assert "U.S. officials" in quotes(meeting, "role")
    assert quotes(meeting, "substance") == ["made the offer"]


def test_meeting_of_the_second_restatement_is_one_over_all_its_mentions() -> None:
    meeting = one(of_report("r2"), "meeting", "place")
    assert set(quotes(meeting, "place")) == {"Brussels"}
    assert [value.value for value in values(meeting, "duration")] == [Quantity(5, "hour", ">")]
    assert [value.value.name for value in values(meeting, "host") if isinstance(value.value, Actor)] == [
        "Friedrich Merz"
    ]
    assert names(meeting) == {"Zelensky", "Witkoff", "Kushner"}
    assert "linked to former President Donald Trump" in quotes(meeting, "role")
    assert len(meeting.mentions) >= 4


def test_second_restatement_tells_the_press_before_and_announces_after() -> None:
    meeting = one(of_report("r2"), "meeting", "place")
    telling = one(of_report("r2"), "statement", "audience")
    assert {relation for relation, anchor in orders(telling) if anchor == meeting.id} == {"before", "after"}
    assert quotes(telling, "channel") == ["WhatsApp"]


@pytest.mark.parametrize(("report", "began", "called"), [("r1", "2022", "special military operation"),
                                                          ("r2", "February 2022", "full-scale invasion")])  # fmt: skip
def test_war(report: str, began: str, called: str) -> None:
    war = one(of_report(report), "war")
    assert quotes(war, "began") == [began]
    assert quotes(war, "called") == [called]
    assert len(quotes(war, "ground-given")) == 1


def test_a_name_in_quotation_marks_is_that_of_who_uses_it() -> None:
    assert [voice.name for voice in values(one(of_report("r1"), "war"), "called")[0].chain] == ["Russia"]
    assert values(one(of_report("r2"), "war"), "called")[0].chain == ()


def test_what_is_announced_for_later_is_planned_with_its_chain() -> None:
    planned = [event for event in of_report("r1") if event.kind == "statement" and values(event, "status")]
    assert len(planned) == 1
    assert [voice.name for voice in values(planned[0], "status")[0].chain] == ["Reuters", "Dmytro Lytvyn"]
    assert [relation for relation, _ in orders(planned[0])] == ["after"]


def test_every_value_is_verbatim_at_its_offsets() -> None:
    for name in ("r1", "r2"):
        text = (REPORTS / f"{name}.txt").read_text("utf-8")
        for event in of_report(name):
            passages = [event.passage, *event.mentions, *(value.passage for value in event.slots)]
            assert all(text[passage.start : passage.end] == passage.quote for passage in passages)
            assert all(passage.quote for passage in passages)


def test_ids_follow_the_text() -> None:
    found = of_report("r2")
    assert [event.id for event in found] == [f"r2-e{number}" for number in range(1, len(found) + 1)]


@pytest.mark.parametrize(
    ("text", "slot", "quote"),
    [
        ("Anna Berg met Karl Lund in Oslo on Monday.", "place", "Oslo"),
        ("Anna Berg met Karl Lund in Oslo on Monday.", "when", "Monday"),
        ("Anna Berg and Karl Lund met for three hours in Vienna.", "duration", "three hours"),
        ("Anna Berg and Karl Lund held three hours of talks in Vienna.", "duration", "three hours"),
        ("The Vienna talks between Anna Berg and Karl Lund lasted two days.", "place", "Vienna"),
        ("The Vienna talks between Anna Berg and Karl Lund lasted two days.", "duration", "two days"),
        ("Anna Berg met Karl Lund at the invitation of Norway in Oslo.", "host", "Norway"),
        ("Anna Berg sat down with Karl Lund in Geneva for four hours.", "place", "Geneva"),
    ],
)  # fmt: skip
def test_slots_of_a_meeting(text: str, slot: str, quote: str) -> None:
    assert quotes(one(of_text(text), "meeting"), slot) == [quote]


@pytest.mark.parametrize(
    "text",
    [
        "The plan meets a demand of the opposition.",
        "The committee room has a meeting table.",
        "No talks took place in Vienna.",
        "Any meeting in Vienna would be welcome.",
        "An attack on one of them is an attack on all.",
        "The operation of the plant costs money.",
    ],
)
def test_what_tells_of_no_event(text: str) -> None:
    assert of_text(text) == ()


def test_a_state_before_talks_takes_part_and_is_no_place() -> None:
    talks = one(of_text("The Norway talks in Geneva lasted two hours."), "meeting")
    assert [value.value.name for value in values(talks, "place") if isinstance(value.value, Place)] == ["Geneva"]


def test_two_meetings_stay_two() -> None:
    text = "Anna Berg met Karl Lund in Oslo on Monday. Anna Berg met Karl Lund in Vienna on Friday."
    assert len([event for event in of_text(text) if event.kind == "meeting"]) == 2


def test_before_and_after_of_two_statements_are_no_contradiction_without_a_common_content() -> None:
    text = (
        "Anna Berg met Karl Lund in Oslo. Before the meeting, Berg spoke to journalists about the weather. "
        "Karl Lund said after the meeting that the talks were useful."
    )
    by_speaker = {
        values(event, "speaker")[0].value: {relation for relation, _ in orders(event)}
        for event in of_text(text)
        if event.kind == "statement"
    }
    assert sorted(map(sorted, by_speaker.values())) == [["after"], ["before"]]


def test_a_call_has_its_caller_and_channel() -> None:
    call = one(of_text("Anna Berg called Karl Lund by telephone on Friday."), "call")
    assert quotes(call, "caller") == ["Anna Berg"]
    assert [value.value for value in values(call, "channel")] == [Words("telephone")]


def test_a_paper_handed_in() -> None:
    found = one(of_text("Norway has submitted a counterproposal in October."), "submission")
    assert "counterproposal" in quotes(found, "document")[0]
    assert quotes(found, "when") == ["October"]


def test_processes_go_on() -> None:
    talks = one(of_text("Talks on the border will continue this week."), "meeting", "status")
    assert [value.value for value in values(talks, "status")] == [Words("continuing")]
    assert quotes(talks, "when") == ["this week"]


@pytest.mark.parametrize(
    ("verb", "relation"),
    [("followed", "after"), ("preceded", "before"), ("came after", "after"), ("came ahead of", "before")],
)
def test_an_announcement_and_the_meeting_that_it_stands_to(verb: str, relation: str) -> None:
    text = f"Anna Berg said that Norway would sign. The announcement {verb} a long meeting in Oslo with Karl Lund."
    found = of_text(text)
    announcement, meeting = one(found, "statement"), one(found, "meeting")
    assert orders(announcement) == [(relation, meeting.id)]


@pytest.mark.parametrize(
    "text", ["", "\n\n", "?", "met met met", "the talks " * 400, "\u202e\u0301 met \ufdfa in \u0416.", "A" * 30000]
)
def test_odd_texts(text: str) -> None:
    for event in of_text(text):
        assert all(text[v.passage.start : v.passage.end] == v.passage.quote for v in event.slots)
