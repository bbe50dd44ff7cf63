"""Reports side by side, from text to outcome: the worked case's restatements, our own pairs, and the JSON."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest
from pydantic import ValidationError

from detente.case.reading import read_case
from detente.evidence.comparison.compare import compare
from detente.evidence.comparison.result import ComparedEvent, ComparedSlot, Comparison, Found, Within
from detente.evidence.comparison.schema import ComparisonJson, json_schema
from detente.evidence.extraction.extract import extract
from detente.evidence.items import EventMention, Extraction, Passage, SlotValue
from detente.evidence.reading.document import Document, Metadata
from detente.evidence.reading.plain import document_of_text
from detente.evidence.values import Place

pytest.importorskip("spacy")

CASE = Path(__file__).parents[3] / "examples" / "ukraine-2025" / "case.yaml"
REPORTS = CASE.parent / "reports"

FIRST = """Talks in Geneva

Anna Berg met Karl Lund in Geneva on Saturday for six hours. Norway hosted the meeting.

The plan has met with opposition from several members, including Malta and Cyprus.
"""
SECOND = """A day by the lake

Anna Berg and Karl Lund met in Vienna on Saturday for more than six hours.
"""
THIRD = """Talks in Switzerland

Karl Lund met Anna Berg in Switzerland on Saturday.
"""


def document(name: str, text: str) -> Document:
    return document_of_text(text, name, metadata=Metadata(published="2025-12-15"))


@cache
def compared(*texts: str) -> Comparison:
    documents = tuple(document(f"r{number}", text) for number, text in enumerate(texts, start=1))
    return compare(tuple(extract(documents)), documents=documents)


@cache
def of_example(*, with_case: bool) -> Comparison:
    case = read_case(CASE).case if with_case else None
    documents = tuple(document(name, (REPORTS / f"{name}.txt").read_text("utf-8")) for name in ("r1", "r2"))
    return compare(tuple(extract(documents, case=case)), documents=documents, case=case)


def past_meeting(comparison: Comparison) -> ComparedEvent:
    found = [event for event in comparison.events if event.kind == "meeting" and event.slot("place")]
    assert len(found) == 1, [event.title for event in found]
    return found[0]


def slot_of(event: ComparedEvent, name: str) -> ComparedSlot:
    slot = event.slot(name)
    assert slot is not None, [slot.name for slot in event.slots]
    return slot


both = pytest.mark.parametrize("with_case", [True, False], ids=["case", "files"])


@both
def test_the_contradicted_place_is_hard_and_comes_first(with_case: bool) -> None:
    comparison = of_example(with_case=with_case)
    first = comparison.contradictions[0]
    assert (first.slot.name, first.slot.outcome) == ("place", "hard")
    assert [value.passage.quote for value in first.slot.values] == ["Berlin", "Brussels"]
    assert [found.slot.name for found in comparison.contradictions if found.slot.worst == "hard"] == ["place"]
    assert comparison.events[0] is first.event


@both
def test_soft_contradictions(with_case: bool) -> None:
    comparison = of_example(with_case=with_case)
    soft = {found.slot.name for found in comparison.contradictions if found.slot.worst == "soft"}
    assert {"duration", "order", "role-witkoff", "role-kushner", "strength"} <= soft
    assert soft <= {"duration", "order", "role-witkoff", "role-kushner", "strength", "modality", "guarantors"}


@both
def test_one_report_contradicts_itself_on_the_order(with_case: bool) -> None:
    within = [
        (found.slot.name, one.report)
        for found in of_example(with_case=with_case).contradictions
        for one in found.slot.within
    ]
    assert within == [("order", "r2")]


@both
def test_what_only_one_report_says(with_case: bool) -> None:
    comparison = of_example(with_case=with_case)
    only = comparison.single_source("r2")
    assert ("host", "Friedrich Merz") in {(found.slot.name, found.slot.values[0].passage.quote) for found in only}
    assert any(found.event.kind == "plan" and "28-point" in found.event.title for found in only)


@both
def test_variants_and_silence_are_no_contradiction(with_case: bool) -> None:
    comparison = of_example(with_case=with_case)
    meeting = past_meeting(comparison)
    assert slot_of(meeting, "participants").outcome == "agree"
    assert slot_of(meeting, "host").outcome == "single-source"
    war = next(event for event in comparison.events if event.kind == "war")
    assert slot_of(war, "began").outcome == "refines"
    assert slot_of(war, "called").outcome not in ("soft", "hard")


def test_three_reports_of_our_own() -> None:
    meeting = past_meeting(compared(FIRST, SECOND, THIRD))
    assert meeting.reports == ("r1", "r2", "r3")
    assert meeting.title == "The meeting of Anna Berg with Karl Lund"
    assert {name: slot_of(meeting, name).outcome for name in ("place", "duration", "when", "participants", "host")} == {
        "place": "hard",
        "duration": "soft",
        "when": "agree",
        "participants": "agree",
        "host": "single-source",
    }


def test_a_town_and_its_country_do_not_contradict() -> None:
    assert slot_of(past_meeting(compared(FIRST, THIRD)), "place").outcome == "refines"


def test_the_opposition_of_named_members_stands_in_one_report() -> None:
    comparison = compared(FIRST, SECOND)
    (event,) = [event for event in comparison.events if event.kind == "opposition"]
    who = slot_of(event, "who")
    assert (event.reports, who.outcome) == (("r1",), "single-source")


def test_two_copies_of_one_story_are_one_source() -> None:
    body = FIRST * 3 + "The lake was calm and the delegates walked along its shore for a long while after lunch.\n"
    comparison = compared(body, body)
    assert comparison.sources == (("r1", "r2"),)
    assert comparison.contradictions == ()
    assert comparison.agreed == ()


def test_the_order_of_the_reports_changes_no_outcome() -> None:
    def outcomes(comparison: Comparison) -> set[tuple[str, str]]:
        return {(slot.name, slot.worst) for event in comparison.events for slot in event.slots}

    assert outcomes(compared(FIRST, SECOND, THIRD)) == outcomes(compared(THIRD, FIRST, SECOND))


def test_one_report_or_none() -> None:
    assert compare(()) == Comparison((), ())
    alone = compared(FIRST)
    assert alone.contradictions == () and alone.agreed == ()
    assert alone.single_source("r1") == alone.single_source()


def test_ids_are_unique_and_name_the_kind() -> None:
    events = of_example(with_case=True).events
    assert len({event.id for event in events}) == len(events)
    assert all(event.id.rsplit("-", 1)[0] == event.kind for event in events)


def test_events_come_gravest_first() -> None:
    order = {"hard": 0, "soft": 1, "single-source": 2, "refines": 3, "agree": 4}
    ranks = [order[event.outcome] for event in of_example(with_case=True).events]
    assert ranks == sorted(ranks)


def test_a_hard_contradiction_inside_a_report_counts_as_hard() -> None:
    value = SlotValue("place", Place("Oslo"), Passage("a", 0, 4, "Oslo"), (), "test", "high")
    slot = ComparedSlot("place", (value,), "single-source", "", (Within("a", "hard", "two places"),))
    event = ComparedEvent("meeting-1", "meeting", "A meeting", ("a",), (slot,))
    assert Comparison(("a",), (event,)).contradictions == (Found(event, slot),)


def test_an_event_without_slots_is_left_out() -> None:
    bare = EventMention("a-e1", "war", Passage("a", 0, 3, "war"), (), (), "event-war", "medium")
    assert compare((Extraction("a", events=(bare,)),)).events == ()


# the JSON


@both
def test_json_has_the_shape_of_the_schema_and_verbatim_quotations(with_case: bool) -> None:
    texts = {name: (REPORTS / f"{name}.txt").read_text("utf-8") for name in ("r1", "r2")}
    written = json.loads(json.dumps(of_example(with_case=with_case).to_dict()))
    read = ComparisonJson.model_validate(written)
    values = [value for event in read.events for slot in event.slots for value in slot.values]
    assert values
    assert all(texts[value.report][slice(*value.span)] == value.quote for value in values)
    assert read.counts.hard == 1


def test_the_shape_refuses_what_it_does_not_know() -> None:
    written = compared(FIRST, SECOND).to_dict()
    written["events"][0]["slots"][0]["outcome"] = "perhaps"
    with pytest.raises(ValidationError, match="outcome"):
        ComparisonJson.model_validate(written)
    with pytest.raises(ValidationError, match="unknown"):
        ComparisonJson.model_validate({**compared(FIRST).to_dict(), "unknown": 1})


def test_counts_are_those_of_the_slots() -> None:
    comparison = of_example(with_case=True)
    counts = comparison.to_dict()["counts"]
    assert sum(counts.values()) == sum(len(event.slots) for event in comparison.events)
    assert counts["hard"] + counts["soft"] == len(comparison.contradictions)


def test_every_field_of_the_schema_is_described() -> None:
    schema = json_schema()
    for part in (schema, *schema["$defs"].values()):
        assert all("description" in field for field in part["properties"].values()), part["title"]


def test_the_page_names_every_field() -> None:
    page = (Path(__file__).parents[3] / "docs" / "reference" / "compare-json.md").read_text("utf-8")
    schema = json_schema()
    fields = {name for part in (schema, *schema["$defs"].values()) for name in part["properties"]}
    assert fields and {name for name in fields if f"`{name}`" not in page} == set()
