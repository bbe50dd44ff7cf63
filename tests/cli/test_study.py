"""`detente study`: what it says, the same answer from processes and from a store, its JSON, its errors."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.cli.conftest import EXAMPLE, Done, inside, run
from tests.cli.test_pages import documented

from detente.case.reading import read_case
from detente.engines.settlement.of_case import settle_case
from detente.study import acceptability_task
from detente.study import run as draw

PAGE = "study-json.md"


@pytest.fixture(scope="module")
def told() -> Done:
    return inside("study", EXAMPLE, "--draws", "200")


@pytest.fixture(scope="module")
def answer() -> Done:
    return inside("study", EXAMPLE, "--draws", "200", "--json")


def test_it_says_the_shares_and_what_they_are_not(told: Done) -> None:
    found = " ".join(told.out.split())
    assert (told.code, told.err) == (0, "")
    assert "draws 200 of all judgements, seed 0" in found
    assert re.search(r"zone open \d+ % ± ", found)
    assert "no probabilities of what will happen" in found
    assert "Russia: weight of Guarantee" in found


def test_the_shares_are_those_of_the_library(answer: Done) -> None:
    found = draw(acceptability_task(settle_case(read_case(EXAMPLE))), 200, seed=0).answer
    offer = next(item for item in answer.json["acceptability"]["proposals"] if item["proposal"] == "kyiv-offer")
    assert offer["some"]["share"] == found.proposal("kyiv-offer").some.share
    assert 0.4 < offer["some"]["share"] < 0.95


def test_keys(answer: Done) -> None:
    assert set(answer.json) == documented("study", PAGE)
    assert set(answer.json["acceptability"]) == documented("acceptability", PAGE)


def test_processes_and_a_store_change_nothing(tmp_path: Path, answer: Done) -> None:
    again = run("study", EXAMPLE, "--draws", "200", "--workers", "2", "--store", tmp_path / "kept", "--json")
    assert (again.code, again.err) == (0, "")
    assert again.json == answer.json
    assert list((tmp_path / "kept").rglob("*.npz"))


def test_wrong_use() -> None:
    assert inside("study", EXAMPLE, "--draws", "0").code == 2
    assert inside("study").code == 2


def test_a_case_without_preferences(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text(
        "detente: 1\nid: bare\ntitle: Bare\nparties: [{id: a, name: A, kind: state}]\n"
        "issues: [{id: x, question: What?, kind: choice, options: [{id: y}, {id: z}]}]\n",
        encoding="utf-8",
    )
    done = inside("study", tmp_path)
    assert done.code == 1
    assert "preferences" in done.err
