"""Titles and offices, what one says of another, and a dated table of those who hold them."""

from __future__ import annotations

from datetime import date

import pytest

from detente.evidence.language.names import Actors
from detente.evidence.language.roles import OfficeHolder, office_relation, questioned, role_of
from detente.evidence.values import Actor, Role

SOMEBODY = Actor("Ingrid Dahl")


@pytest.mark.parametrize(
    ("words", "office", "of", "former"),
    [
        ("President", "president", None, False),
        ("German Chancellor", "chancellor", "Germany", False),
        ("U.S. envoys", "envoy", "United States", False),
        ("former President", "president", None, True),
        ("ex-minister", "minister", None, True),
        ("presidential aide", "presidential aide", None, False),
        ("an aide to the president", "presidential aide", None, False),
        ("Kenya's deputy foreign minister", "deputy foreign minister", "Kenya", False),
        ("president of Kenya", "president", "Kenya", False),
        ("affiliated with the fishers", None, None, False),
    ],
)
def test_descriptions(words: str, office: str | None, of: str | None, former: bool) -> None:
    assert role_of(words, SOMEBODY, Actors.general()) == Role(SOMEBODY, words, office, of, former)


@pytest.mark.parametrize(
    ("broad", "narrow"),
    [
        ("official", "envoy"), ("envoy", "special envoy"), ("politician", "senator"), ("minister", "foreign minister"),
        ("leader", "president"), ("diplomat", "ambassador"), ("official", "presidential aide"), ("expert", "professor"),
    ],
)  # fmt: skip
def test_one_office_is_a_kind_of_another(broad: str, narrow: str) -> None:
    assert office_relation(broad, narrow) == "broader"
    assert office_relation(narrow, broad) == "narrower"


def test_offices_that_are_no_kind_of_each_other() -> None:
    assert office_relation("senator", "secretary of state") == "other"
    assert office_relation("envoy", "envoy") == "same"


@pytest.mark.parametrize(
    ("words", "on", "asked"),
    [
        ("Senator", "2024-05-01", False),
        ("Senator", "2025-01-20", False),
        ("Senator", "2025-12-15", True),
        ("former senator", "2025-12-15", False),
        ("former senator", "2024-05-01", True),
        ("envoy", "2025-12-15", False),
    ],
)
def test_a_table_questions_an_office_outside_its_dates(words: str, on: str, asked: bool) -> None:
    table = [OfficeHolder("Ingrid Dahl", "Senator", "2011", "2025-01-20", "the list of members")]
    doubt = questioned(role_of(words, SOMEBODY), date.fromisoformat(on), table, ["Ingrid Dahl"])
    assert (doubt is not None) == asked
    if doubt is not None:
        assert "outside knowledge" in doubt
        assert "the list of members" in doubt


def test_a_table_says_nothing_of_others() -> None:
    table = [OfficeHolder("Omar Haddad", "senator", None, "2020")]
    assert questioned(role_of("senator", SOMEBODY), date(2025, 1, 1), table, ["Ingrid Dahl"]) is None
