"""Actors under all their names: the case first, then the tables; what could be two is nobody."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.case.model.case import Case
from detente.evidence.language.names import Actors
from detente.evidence.language.organisations import known_organisations
from detente.evidence.language.places import known_places
from detente.evidence.language.spelling import same_person_name, same_word, spelled
from detente.evidence.values import Actor

CASE = Case.model_validate(
    {
        "detente": 1,
        "id": "river",
        "title": "Talks on a river",
        "names": [{"use": "Sadchenko", "instead-of": ["Sachenko"]}],
        "parties": [
            {"id": "norway", "name": "Norway", "kind": "state", "country": "NO"},
            {"id": "russia", "name": "Russia", "kind": "state"},
            {"id": "congo", "name": "DR Congo", "kind": "state", "country": "CD"},
            {"id": "sadchenko", "name": "Oleh Sadchenko", "kind": "person", "for": "russia"},
            {"id": "aide", "name": "Dmytro Kovalyov", "kind": "person", "for": "sadchenko"},
            {"id": "berg", "name": "Anna Berg", "kind": "person", "for": "norway"},
            {"id": "karl", "name": "Karl Berg", "kind": "person"},
            {"id": "friends", "name": "European partners", "kind": "bloc", "members": ["norway"]},
            {"id": "paper", "name": "Reuters", "kind": "organisation"},
            {"id": "league", "name": "The River League", "kind": "organisation", "aliases": ["RL"]},
        ],
        "issues": [{"id": "water", "question": "?", "kind": "choice", "options": [{"id": "a"}, {"id": "b"}]}],
    }
)
ACTORS = Actors.of_case(CASE)


@pytest.mark.parametrize(
    ("words", "party"),
    [
        ("Norway", "norway"),
        ("Norway's", "norway"),
        ("Oslo", "norway"),
        ("the Norwegians", "norway"),
        ("Norwegian", "norway"),
        ("the Norwegian government", "norway"),
        ("the government of Norway", "norway"),
        ("the Kremlin", "russia"),
        ("Moscow", "russia"),
        ("Russian Federation", "russia"),
        ("Kinshasa", "congo"),
        ("Congolese", "congo"),
        ("Sadchenko", "sadchenko"),
        ("Sachenko", "sadchenko"),
        ("Sadčenko", "sadchenko"),
        ("Sadtchenko", "sadchenko"),
        ("Oleg Sadchenko", "sadchenko"),
        ("President Oleh Sadchenko", "sadchenko"),
        ("Russian President Sadchenko", "sadchenko"),
        ("Mr. Sadchenko", "sadchenko"),
        ("Kovaliov", "aide"),
        ("Anna Berg", "berg"),
        ("Berg", None),
        ("Maria Sadchenko", None),
        ("European partners", "friends"),
        ("Reuters", "paper"),
        ("River League", "league"),
        ("the river league", "league"),
        ("RL", "league"),
        ("Brussels", None),
        ("somebody", None),
        ("", None),
        ("the", None),
    ],
)
def test_named(words: str, party: str | None) -> None:
    actor = ACTORS.named(words)
    assert (actor.party if actor is not None else None) == party


def test_whom_somebody_acts_for_in_the_end() -> None:
    assert ACTORS.named("Kovalyov") == Actor("Dmytro Kovalyov", "aide", "russia")
    pentagon = ACTORS.named("the Pentagon")
    assert pentagon == Actor("Pentagon", None, "United States")


def test_without_a_case_a_title_says_whom_somebody_acts_for() -> None:
    general = Actors.general()
    envoy = Actor("Luca Moretti", None, "Italy")
    assert general.relation(envoy, Actor("Italy")) == "speaks-for"
    assert general.relation(Actor("Rome"), envoy) == "speaks-for"
    assert general.relation(envoy, Actor("Norway")) == "unknown"


def test_without_a_case_states_and_organisations_are_known() -> None:
    general = Actors.general()
    assert general.named("Kyiv") == Actor("Ukraine")
    assert general.named("NATO") == Actor("NATO")
    assert general.named("Congolese") is None
    assert general.parties == ()


def test_finding_takes_the_longest_name_and_no_adjectives() -> None:
    words = "The Norwegian envoy told Oslo and the River League that South Sudan and us , the US , agree".split()  # noqa: SIM905
    assert [(a, b, actor.name) for a, b, actor in ACTORS.find(words)] == [
        (4, 5, "Norway"), (7, 9, "The River League"), (10, 12, "South Sudan"), (16, 17, "United States"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("a", "b", "relation"),
    [
        ("Oslo", "Norway", "same"),
        ("Anna Berg", "Norway", "speaks-for"),
        ("Kovalyov", "Moscow", "speaks-for"),
        ("Norway", "European partners", "member"),
        ("Norway", "Russia", "apart"),
        ("Anna Berg", "Karl Berg", "apart"),
        ("Anna Berg", "Omar Haddad", "apart"),
        ("Omar Haddad", "Haddad", "same"),
        ("Omar Haddad", "O. Haddad", "same"),
        ("Omar Haddad", "Norway", "unknown"),
        ("some critics", "Norway", "unknown"),
    ],
)
def test_relations(a: str, b: str, relation: str) -> None:
    one, two = (ACTORS.named(words) or Actor(words) for words in (a, b))
    assert ACTORS.relation(one, two) == relation
    assert ACTORS.relation(two, one) == relation


@pytest.mark.parametrize(
    "spellings",
    [
        ("Zelenskyy", "Zelensky", "Zelenskiy", "Zelenskij", "Zelenskii"),
        ("Khodorkovsky", "Hodorkovskiy"),
        ("Yanukovych", "Ianukovych", "Janukovych"),
        ("Erdoğan", "Erdogan"),
        ("Müller", "Muller"),
        ("Gorbachev", "Gorbatchev"),
        ("Mohammed", "Mohamed"),
    ],
)
def test_transliterations_sound_alike(spellings: tuple[str, ...]) -> None:
    assert len({spelled(spelling) for spelling in spellings}) == 1


@pytest.mark.parametrize(("a", "b"), [("Berg", "Borg"), ("Ivanov", "Petrov"), ("Iran", "Iraq"), ("Lavrov", "Pavrov")])
def test_other_names_stay_apart(a: str, b: str) -> None:
    assert not same_word(a, b)


@settings(derandomize=True, deadline=None)
@given(st.text(max_size=30), st.text(max_size=30))
def test_spelling_is_symmetric_and_takes_any_text(a: str, b: str) -> None:
    assert same_person_name(a, b) == same_person_name(b, a)
    assert ACTORS.named(a) == ACTORS.named(a)


def test_every_state_of_a_seat_or_institution_is_in_the_table_of_places() -> None:
    states = {line.name for line in known_places() if line.kind == "state"}
    assert {line.state for line in known_organisations() if line.state} <= states


def test_a_name_of_nothing_but_an_article_names_nobody() -> None:
    parties = [{"id": "a", "name": "the ", "kind": "person"}, {"id": "b", "name": "'", "kind": "state"}]
    issues = [{"id": "i", "question": "?", "kind": "choice", "options": [{"id": "a"}, {"id": "b"}]}]
    odd = Actors.of_case(
        Case.model_validate({"detente": 1, "id": "c", "title": "T", "parties": parties, "issues": issues})
    )
    assert odd.named("the") is None
