"""Places are found where they are places, and lie in one another as the table and the case say."""

from __future__ import annotations

import pytest

from detente.case.model.case import Case
from detente.evidence.language.places import Gazetteer, find_places, general_gazetteer, known_places, place_relation
from detente.evidence.values import Place

UN_MEMBERS = 193


def found(text: str) -> list[str]:
    return [place.name for _, _, place in find_places(text.split())]


def test_the_table_holds_the_members_of_the_united_nations_and_is_sound() -> None:
    lines = known_places()
    names = [line.name for line in lines]
    codes = [line.code for line in lines if line.code]
    assert len(set(codes)) == len(codes)
    assert sum(line.kind == "state" for line in lines) == UN_MEMBERS + 2
    known = set(names)
    assert [line.name for line in lines if not set(line.within) <= known] == []
    assert sum(line.kind == "city" for line in lines) > 500
    assert [name for name in names if names.count(name) > 1] == ["San Jose", "San Jose"] or len(known) == len(names)


def test_capitals_lie_in_their_states() -> None:
    gazetteer = general_gazetteer()
    for line in known_places():
        if line.kind == "state" and line.name not in ("Palestine", "Holy See"):
            for capital in line.capitals:
                if gazetteer.known(capital) is not None and gazetteer.place(capital).within[:1] == (line.name,):
                    assert place_relation(Place(capital), Place(line.name)) == "within"


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("They met in Berlin , not in Brussels .", ["Berlin", "Brussels"]),
        ("A dinner in Washington , D.C. , followed", ["Washington"]),
        ("Talks in New York and Northern Ireland", ["New York", "Northern Ireland"]),
        ("The U.S. told us . Us too .", ["United States"]),
        ("George Washington met Jack London", []),
        ("under the Minsk agreements and the Budapest Memorandum", []),
        ("On Sunday Geneva was quiet", ["Geneva"]),
        ("a German offer", []),
        ("THE TALKS IN KYIV", ["Kyiv"]),
        ("a turkey in china", []),
    ],
)
def test_places_are_found(text: str, places: list[str]) -> None:
    assert found(text) == places


@pytest.mark.parametrize(
    ("a", "b", "relation"),
    [
        ("Berlin", "Germany", "within"),
        ("Germany", "Berlin", "contains"),
        ("Berlin", "Europe", "within"),
        ("Miami", "Florida", "within"),
        ("Florida", "United States", "within"),
        ("Kyiv", "Kiev", "same"),
        ("the Netherlands", "Holland", "same"),
        ("Turkey", "Türkiye", "same"),
        ("Istanbul", "Asia", "within"),
        ("Istanbul", "Europe", "within"),
        ("Doha", "Gulf", "within"),
        ("Berlin", "Brussels", "apart"),
        ("Berlin", "France", "apart"),
        ("Berlin", "Middle East", "unknown"),
        ("a villa", "Berlin", "unknown"),
        ("a villa", "a villa", "same"),
        ("Crimea", "Berlin", "apart"),
    ],
)
def test_places_relate(a: str, b: str, relation: str) -> None:
    assert place_relation(Place(a), Place(b)) == relation


@pytest.mark.parametrize("claimant", ["Ukraine", "Russia"])
@pytest.mark.parametrize("place", ["Crimea", "Donetsk", "Mariupol", "Sevastopol"])
def test_a_disputed_place_lies_in_no_state_unless_the_case_says_so(place: str, claimant: str) -> None:
    assert place_relation(Place(place), Place(claimant)) == "unknown"
    assert place_relation(Place(place, (claimant,)), Place(claimant)) == "within"


def test_every_disputed_place_has_a_note_and_no_state_as_container() -> None:
    states = {line.name for line in known_places() if line.kind == "state"}
    for line in known_places():
        if "disputed" in line.note and line.kind != "state":
            assert not states & set(line.within), line.name


def test_the_case_decides_which_name_is_used() -> None:
    case = Case.model_validate(
        {
            "detente": 1,
            "id": "c",
            "title": "T",
            "names": [{"use": "Kiev", "instead-of": ["Kyiv"]}],
            "parties": [{"id": "burma", "name": "Burma", "kind": "state", "country": "MM"}],
            "issues": [{"id": "i", "question": "?", "kind": "choice", "options": [{"id": "a"}, {"id": "b"}]}],
        }
    )
    gazetteer = Gazetteer.of_case(case)
    assert gazetteer.place("Kyiv").name == "Kiev"
    assert gazetteer.place("Yangon").within[0] == "Burma"
    assert gazetteer.relation(Place("Kyiv"), Place("Kiev")) == "same"
    assert general_gazetteer().place("Kiev").name == "Kyiv"


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("They met in the Kenyan capital .", ["Nairobi"]),
        ("talks in the capital of Oman on Monday", ["Muscat"]),
        ("the capital of the United States", ["Washington"]),
        ("reform of Kenyan capital markets", []),
        ("the government in the capital", []),
    ],
)
def test_a_capital_may_be_described(words: str, found: list[str]) -> None:
    assert [place.name for _, _, place in find_places(words.split())] == found
