"""Which tellings are of one event: by who, when, where and about what, with one telling a report."""

from __future__ import annotations

import time
from datetime import date

import pytest

from detente.evidence.comparison.frames import Frame
from detente.evidence.comparison.frames_positions import Known
from detente.evidence.comparison.grouping import grouped
from detente.evidence.comparison.topics import alike
from detente.evidence.items import Passage, SlotValue
from detente.evidence.language.names import Actors
from detente.evidence.language.places import general_gazetteer
from detente.evidence.values import Actor, Days, Value, Words

KNOWN = Known(Actors.general(), ())
DAY = date(2025, 12, 13)


def slot(report: str, name: str, value: Value) -> SlotValue:
    return SlotValue(name, value, Passage(report, 0, 1, "x"), (), "test", "high")


def meeting(report: str, who: str, place: str | None = None, day: int | None = None, stage: str = "past") -> Frame:
    slots: list[SlotValue] = []
    if place is not None:
        slots.append(slot(report, "place", general_gazetteer().place(place)))
    if day is not None:
        when = date(2025, 12, day)
        slots.append(slot(report, "when", Days(when, when)))
    actors = tuple(Actor(name) for name in who.split(",") if name)
    return Frame(report, "meeting", stage, actors, frozenset(), tuple(slots), (), (f"{report}-e1",))


def offer(report: str, who: str, *topic: str) -> Frame:
    return Frame(report, "offer", "past", (Actor(who),), frozenset(topic), (), (), (f"{report}-o1",))


def sizes(*frames: Frame) -> list[int]:
    return sorted(len(group.frames) for group in grouped(frames, KNOWN))


@pytest.mark.parametrize(
    ("one", "two", "together"),
    [
        (("Anna Berg,Karl Lund", "Berlin", 13), ("Berg,Lund", "Brussels", 13), True),
        (("Anna Berg,Karl Lund", "Berlin", None), ("Berg,Lund", "Brussels", None), True),
        (("Anna Berg,Karl Lund", "Berlin", 13), ("Berg,Lund", "Brussels", 15), False),
        (("Anna Berg,Karl Lund", "Berlin", 13), ("Berg,Lund", "Berlin", 14), True),
        (("Anna Berg,Karl Lund", "Berlin", 3), ("Berg,Lund", "Berlin", 14), False),
        (("Anna Berg,Karl Lund", None, None), ("Anna Berg,Ida Holm", None, None), False),
        (("Anna Berg,Karl Lund", None, 13), ("Anna Berg,Ida Holm", None, 13), True),
        (("Anna Berg,Karl Lund", "Berlin", 13), ("Ida Holm,Per Dahl", "Berlin", 13), False),
        (("Oleh Sadchenko,Karl Lund", "Oslo", None), ("Sadčenko,Lund", "Oslo", None), True),
        (("Anna Berg,Karl Lund", "Berlin", 13), ("", "Germany", 13), True),
        (("Anna Berg,Karl Lund", "Berlin", 13), ("", None, None), True),
    ],
)
def test_meetings(one: tuple[str, str, int], two: tuple[str, str, int], together: bool) -> None:
    assert sizes(meeting("a", *one), meeting("b", *two)) == ([2] if together else [1, 1])


def test_a_group_holds_one_telling_a_report() -> None:
    same = meeting("a", "Anna Berg,Karl Lund", "Oslo", 13)
    assert sizes(same, same, meeting("b", "Anna Berg,Karl Lund", "Oslo", 13)) == [1, 2]


def test_what_lies_ahead_is_not_what_was() -> None:
    assert sizes(
        meeting("a", "Anna Berg,Karl Lund", "Oslo", 13), meeting("b", "Anna Berg,Karl Lund", "Oslo", 13, "ahead")
    ) == [1, 1]


def test_offers_are_of_one_actor_and_one_matter() -> None:
    bid = ("gives:nato", "gives:bid")
    assert sizes(offer("a", "Norway", *bid), offer("b", "Norway", "gives:nato", "gives:aim")) == [2]
    assert sizes(offer("a", "Norway", *bid), offer("b", "Kenya", *bid)) == [1, 1]
    assert sizes(offer("a", "Norway", *bid), offer("b", "Norway", "gives:troops", "gives:border")) == [1, 1]


def test_issues_of_the_case_decide_before_words() -> None:
    assert alike({"issue:a", "gives:nato"}, {"issue:b", "gives:nato"}) == 0
    assert alike({"issue:a", "gives:x"}, {"issue:a", "gives:y"}) > 0


def test_statements_of_two_people_of_one_side_are_two() -> None:
    def telling(report: str, who: Actor) -> Frame:
        slots = (slot(report, "audience", Words("the press")),)
        return Frame(report, "statement", "past", (who,), frozenset(), slots, (), (f"{report}-e1",))

    aide, president = Actor("Ida Holm", None, "norway"), Actor("Anna Berg", None, "norway")
    assert sizes(telling("a", aide), telling("b", president)) == [1, 1]
    assert sizes(telling("a", president), telling("b", president)) == [2]


def test_work_grows_with_the_number_of_tellings() -> None:
    def seconds(reports: int) -> float:
        frames = [
            meeting(f"r{i}", f"Anna Berg,Person {chr(65 + i % 26)}{i // 26}", "Oslo", 1 + i % 28)
            for i in range(reports)
        ]
        started = time.process_time()
        grouped(frames, KNOWN)
        return time.process_time() - started

    seconds(50)
    small, large = seconds(400), seconds(1600)
    assert large < max(0.2, 12 * small)
