"""A position is borne out where another story has the same side say the same or more."""

from __future__ import annotations

import pytest

from detente.case.model.case import Case
from detente.evidence.comparison.corroboration import corroborations, story

BASE = {
    "detente": 1,
    "id": "river",
    "title": "River talks",
    "parties": [
        {"id": "up", "name": "Upland", "kind": "state"},
        {"id": "down", "name": "Downland", "kind": "state"},
        {"id": "envoy", "name": "The envoy", "kind": "person", "for": "up"},
    ],
    "issues": [
        {
            "id": "dam",
            "question": "?",
            "kind": "choice",
            "options": [{"id": "kept"}, {"id": "lowered"}, {"id": "gone"}],
        },
        {"id": "years", "question": "?", "kind": "number", "from": 0, "to": 20, "step": 5},
        {"id": "payers", "question": "?", "kind": "set", "of": ["up", "down"]},
    ],
}


def a_case(*statements: tuple[str, str, str, str, str], copies: dict[str, str] | None = None) -> Case:
    """A case with statements (id, report, source, act, about[, if])."""
    reports = [
        {
            "id": name,
            "outlet": name,
            "text": f"{name}.txt",
            **({"same-story-as": copies[name]} if copies and name in copies else {}),
        }
        for name in ("a", "b", "c")
    ]
    rows = []
    for name, report, source, act, about in statements:
        said, _, condition = about.partition(" if ")
        rows.append({"id": name, "report": report, "span": [0, 1], "source": source, "act": act, "about": said})
        if condition:
            rows[-1]["if"] = condition
    return Case.model_validate({**BASE, "reports": reports, "statements": rows}, by_alias=True, by_name=False)


@pytest.mark.parametrize(
    ("one", "other", "full", "part"),
    [
        (("up", "demand", "dam = gone"), ("up", "demand", "dam = gone"), True, False),
        (("up", "demand", "dam = gone"), ("envoy", "demand", "dam = gone"), True, False),
        (("up", "demand", "dam = gone"), ("down", "demand", "dam = gone"), False, False),
        (("up", "demand", "not dam = kept"), ("up", "demand", "dam = gone"), True, False),
        (("up", "demand", "dam = gone"), ("up", "demand", "not dam = kept"), False, True),
        (("up", "oppose", "dam = kept"), ("up", "demand", "dam = gone"), True, False),
        (("up", "oppose", "dam = kept"), ("up", "support", "dam = kept"), False, False),
        (("up", "demand", "dam = gone"), ("up", "demand", "dam = kept"), False, False),
        (("up", "demand", "years >= 10"), ("up", "offer", "dam = lowered if years >= 15"), False, True),
        (("up", "demand", "years >= 10"), ("up", "demand", "years <= 15"), False, True),
        (("up", "demand", "years >= 10"), ("up", "demand", "dam = gone"), False, False),
        (("up", "demand", "years >= 10"), ("up", "say", "years >= 10"), False, False),
    ],
)
def test_what_bears_out_a_position(
    one: tuple[str, str, str], other: tuple[str, str, str], full: bool, part: bool
) -> None:
    found = corroborations(a_case(("s1", "a", *one), ("s2", "b", *other)))["s1"]
    assert (found.borne_out_by == ("s2",), found.in_part_by == ("s2",)) == (full, part)


def test_one_report_does_not_bear_out_itself() -> None:
    found = corroborations(a_case(("s1", "a", "up", "demand", "dam = gone"), ("s2", "a", "up", "demand", "dam = gone")))
    assert found["s1"].borne_out_by == ()


def test_a_copy_of_a_story_is_not_another_source() -> None:
    rows = (("s1", "a", "up", "demand", "dam = gone"), ("s2", "b", "up", "demand", "dam = gone"))
    assert corroborations(a_case(*rows))["s1"].borne_out_by == ("s2",)
    assert corroborations(a_case(*rows, copies={"b": "a"}))["s1"].borne_out_by == ()


def test_copies_lead_to_one_story_also_in_a_circle() -> None:
    assert story(a_case(copies={"b": "a", "c": "b"})) == {"a": "a", "b": "a", "c": "a"}
    assert len(set(story(a_case(copies={"a": "b", "b": "a"})).values())) == 2
