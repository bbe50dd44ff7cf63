"""CITATION.cff is valid by the rules of format 1.2.0 that we use, and agrees with the package."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
import yaml
from tests.gates.tree import ROOT

REQUIRED = {"cff-version", "message", "title", "authors"}
ALLOWED = REQUIRED | {"abstract", "date-released", "doi", "keywords", "license", "type", "url", "version"}
AUTHOR = {"name", "family-names", "given-names", "orcid", "affiliation", "email", "website"}


def faults(entry: dict[str, Any]) -> list[str]:
    """What the format refuses."""
    found = [f"missing: {key}" for key in sorted(REQUIRED - entry.keys())]
    found += [f"not a field: {key}" for key in sorted(entry.keys() - ALLOWED)]
    if entry.get("cff-version") != "1.2.0":
        found.append("cff-version is not 1.2.0")
    if entry.get("type", "software") not in {"software", "dataset"}:
        found.append("type is neither software nor dataset")
    authors = entry.get("authors") or []
    found += [] if authors else ["no author"]
    found += [f"not a field of an author: {key}" for one in authors for key in sorted(one.keys() - AUTHOR)]
    found += ["an author without a name" for one in authors if not one.keys() & {"name", "family-names"}]
    texts = ("message", "title", "abstract", "license", "version")
    found += [f"{key} is no text" for key in texts if not isinstance(entry.get(key, ""), str)]
    return found


@pytest.fixture(scope="module")
def entry() -> dict[str, Any]:
    """The citation as read."""
    return yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))


def test_the_citation_is_valid(entry: dict[str, Any]) -> None:
    assert faults(entry) == []


def test_it_agrees_with_the_package(entry: dict[str, Any]) -> None:
    import detente

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert entry["version"] == project["version"] == detente.__version__
    assert entry["license"] == project["license"]
    assert [author["name"] for author in entry["authors"]] == [one["name"] for one in project["authors"]]


@pytest.mark.parametrize(
    "change", [{"cff-version": "1.1.0"}, {"authors": []}, {"author": "x"}, {"version": 0.1}, {"type": "tool"}]
)
def test_a_faulty_citation_is_refused(entry: dict[str, Any], change: dict[str, Any]) -> None:
    assert faults({**entry, **change})


def test_a_citation_without_a_title_is_refused(entry: dict[str, Any]) -> None:
    assert faults({key: value for key, value in entry.items() if key != "title"}) == ["missing: title"]
