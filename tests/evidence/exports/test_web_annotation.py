"""Web Annotations: selectors are true, ids are stable, and provenance says no more than is known."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from tests.evidence.exports import made

from detente.evidence.exports.records import Record
from detente.evidence.exports.web_annotation import AROUND, web_annotations


def told(record: Record) -> Any:
    return json.loads(web_annotations(record))


def annotations(record: Record) -> list[Any]:
    return told(record)["first"]["items"]


def targets(annotation: Any) -> Iterator[Any]:
    target = annotation["target"]
    yield from (target if isinstance(target, list) else [target])


def code_points(text: str) -> list[bytes]:
    """The text cut at code points without asking Python's strings for offsets."""
    raw = text.encode("utf-32-le")
    return [raw[place : place + 4] for place in range(0, len(raw), 4)]


@pytest.mark.parametrize("record", [made.record(), made.proposed()], ids=["accepted", "proposed"])
def test_every_selector_is_true(record: Record) -> None:
    texts = {f"urn:detente:{record.id}:report:{source.id}": code_points(source.text) for source in record.sources}
    seen = 0
    for annotation in annotations(record):
        for target in targets(annotation):
            if not isinstance(target, dict) or "selector" not in target:
                continue
            seen += 1
            position, quoted = target["selector"]
            assert (position["type"], quoted["type"]) == ("TextPositionSelector", "TextQuoteSelector")
            points = texts[target["source"]["id"]]
            start, end = position["start"], position["end"]
            assert points[start:end] == code_points(quoted["exact"])
            assert points[max(0, start - AROUND) : start] == code_points(quoted["prefix"])
            assert points[end : end + AROUND] == code_points(quoted["suffix"])
    assert seen >= 6


def test_some_offsets_are_not_those_of_utf_16() -> None:
    (said,) = [found for found in annotations(made.record()) if found["id"].endswith(":s1")]
    start = said["target"]["selector"][0]["start"]
    assert len(made.R1[:start].encode("utf-16-le")) // 2 > start


def test_the_collection() -> None:
    found = told(made.record())
    assert found["@context"][0] == "http://www.w3.org/ns/anno.jsonld"
    assert found["type"] == "AnnotationCollection"
    assert found["creator"]["name"] == "Anna Łódzka"
    assert found["total"] == len(found["first"]["items"]) == 9
    assert found["first"]["type"] == "AnnotationPage"
    assert found["first"]["id"] == found["last"]
    names = [item["id"] for item in found["first"]["items"]]
    assert len(set(names)) == len(names)
    assert "urn:detente:river:statement:s1" in names


def test_one_annotation_says_what_the_row_says() -> None:
    said = annotations(made.record())[0]
    bodies = {(body["purpose"], body["value"]) for body in said["body"]}
    assert {
        ("tagging", "offer"),
        ("classifying", "PLOVER AGREE"),
        ("classifying", "CAMEO 03"),
        ("describing", "source: north"),
        ("describing", "via: Harbour Wire, an aide"),
        ("classifying", "about: river = shared"),
        ("classifying", "if: term >= 10"),
        ("assessing", "credibility: 2"),
    } <= bodies
    assert said["target"]["source"]["via"] == "https://example.org/a?b=c&d"
    assert said["creator"]["name"] == said["prov:wasAttributedTo"]["name"] == "Ben"
    assert said["generator"]["name"] == "model tiny"
    assert all(body["type"] == "TextualBody" for body in said["body"])


def test_rules_are_software_and_nobody_coded_it() -> None:
    for found in annotations(made.proposed()):
        assert "creator" not in found
        assert "prov:wasAttributedTo" not in found
        activity = found["prov:wasGeneratedBy"]
        assert activity["label"].startswith("rule ")
        assert activity["prov:wasAssociatedWith"]["name"].startswith("Détente ")


def test_what_stands_in_several_places_or_none() -> None:
    found = {item["id"].rsplit(":", 1)[1]: item for item in annotations(made.record())}
    assert len(found["o1"]["target"]) == 2
    assert found["o2"]["target"] == "urn:detente:river"
    assert "selector" not in found["talks.place.r2-2"]["target"]
    assert found["talks.place.r2-2"]["target"]["id"] == "urn:detente:river:report:r2"


def test_nothing_is_a_collection_too() -> None:
    found = told(made.empty())
    assert found["total"] == 0
    assert "first" not in found


def test_the_same_record_gives_the_same_bytes() -> None:
    assert web_annotations(made.record()) == web_annotations(made.record())
