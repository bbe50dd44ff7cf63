"""Words as conditions over the issues of the worked case: what they mean, and None where nothing decides."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.case.model.case import Case
from detente.case.reading import read_case
from detente.evidence.extraction.mapping import CaseWords, polarity_of, stem
from detente.evidence.language.names import Actors
from detente.foundation.conditions import parse

CASE = read_case(Path("examples/ukraine-2025/case.yaml")).case
WORDS = CaseWords(CASE, Actors.of_case(CASE))

MEANT = [
    ("give up the NATO bid", 0, "alliance = dropped"),
    ("stop seeking NATO membership", 0, "alliance = dropped"),
    ("will not abandon its NATO bid", 0, "alliance = kept"),
    ("NATO growing towards the east", 1, "alliance = kept"),
    ("firm assurances", 1, "guarantee = assurances"),
    ("security guarantees", 1, "not guarantee = none"),
    ("guarantees in the style of Article 5", 1, "guarantee = article5-style"),
    ("any allied peacekeeping role", 1, "peacekeepers = included"),
    ("no peacekeepers", 0, "peacekeepers = excluded"),
    ("assurances that bind in law", 1, "guarantee = assurances and form = binding"),
    ("the weather in May", 1, None),
    ("a long-held aim", -1, None),
    ("peace talks", 1, None),
    ("", 1, None),
]


@pytest.mark.parametrize(("text", "stands", "condition"), MEANT)
def test_words_as_a_condition(text: str, stands: int, condition: str | None) -> None:
    found = WORDS.condition(text, stands=stands)
    assert found == condition
    if found is not None:
        parse(found)


def test_guarantors_become_members_of_the_set() -> None:
    found = WORDS.condition("guarantees in the style of Article 5", guarantors=["usa", None, "canada"], stands=1)
    assert found == "guarantee = article5-style and usa in guarantors and canada in guarantors"


def test_a_party_that_the_set_does_not_have_is_left_out() -> None:
    assert WORDS.condition("firm assurances", guarantors=["hungary"], stands=1) == "guarantee = assurances"


@pytest.mark.parametrize(
    ("text", "proposal"),
    [
        ("the 28-point plan", "plan-28"),
        ("paper submitted in October", "paper-october"),
        ("Ukraine counterproposal", "counterproposal"),
        ("the plan", None),
        ("a draft law on fishing", None),
    ],
)
def test_a_text_of_the_case(text: str, proposal: str | None) -> None:
    assert WORDS.proposal(text) == proposal


def test_numbers_with_their_relation() -> None:
    case = Case.model_validate(
        {
            "detente": 1,
            "id": "lake",
            "title": "Lake",
            "parties": [{"id": "a", "name": "A", "kind": "state"}],
            "issues": [
                {"id": "term", "question": "How long is the lease?", "kind": "number", "from": 0, "to": 50, "step": 5,
                 "units": "years"},
                {"id": "lease", "question": "Who holds the lease?", "kind": "choice",
                 "options": [{"id": "north", "label": "the north"}, {"id": "south", "label": "the south"}]},
            ],
        }
    )  # fmt: skip
    words = CaseWords(case, Actors.of_case(case))
    assert words.condition("a lease of fifteen years") == "term = 15"
    assert words.condition("a lease of at least 20 years") == "term >= 20"
    assert words.condition("a lease of up to 50 years") == "term <= 50"
    assert words.condition("a lease of 17 years") is None
    assert words.condition("17 prisoners") is None


def test_every_condition_of_the_statements_binds() -> None:
    issues = {issue.id for issue in CASE.issues}
    for statement in CASE.statements:
        found = WORDS.condition(str(statement.quote or statement.gist), stands=1)
        if found is not None:
            assert {
                part.split()[0 if " in guarantors" not in part else 2]
                for part in found.replace("not ", "").split(" and ")
            } <= issues


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("give up", -1),
        ("never give in on it", -1),
        ("did not drop it", 1),
        ("keep", 1),
        ("set aside", -1),
        ("table", 0),
    ],
)
def test_whether_a_thing_stands_or_falls(text: str, polarity: int) -> None:
    assert polarity_of(text) == polarity


def test_inflections_share_a_stem() -> None:
    assert len({stem(word) for word in ("guarantee", "guarantees")}) == 1
    assert stem("drop") == stem("dropped")
    assert stem("law") != stem("lawn")
