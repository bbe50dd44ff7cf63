"""Figures, days, denials and quotations that stand in no event: what makes two sentences one fact."""

from __future__ import annotations

from functools import cache

import pytest

from detente.evidence.comparison.compare import compare
from detente.evidence.comparison.result import ComparedEvent, Comparison
from detente.evidence.extraction.extract import extract
from detente.evidence.reading.document import Metadata
from detente.evidence.reading.plain import document_of_text

pytest.importorskip("spacy")


@cache
def compared(*texts: str) -> Comparison:
    documents = tuple(
        document_of_text(f"A title\n\n{text}\n", f"r{number}", metadata=Metadata(published="2031-06-12"))
        for number, text in enumerate(texts, start=1)
    )
    return compare(tuple(extract(documents)), documents=documents)


def facts(*texts: str) -> list[tuple[str, str, tuple[str, ...]]]:
    """Slot, outcome with that inside one report, and the quotations of every fact."""
    return [
        (slot.name, slot.worst, tuple(value.passage.quote for value in slot.values))
        for event in compared(*texts).events
        for slot in event.slots
        if event.kind == "fact"
    ]


def offers(*texts: str) -> list[ComparedEvent]:
    return [event for event in compared(*texts).events if event.kind == "offer"]


def test_equal_figures_for_one_thing_agree() -> None:
    one = "The flood has driven about 30,000 people out of the valley of Tarn."
    two = "In Tarn the water has made about 30,000 people leave."
    assert ("number", "agree", ("about 30,000 people", "about 30,000 people")) in facts(one, two)


def test_what_is_counted_is_exact() -> None:
    one = "The Lakes Party of Orsova holds 34 seats in parliament."
    two = "With its 36 seats, the Lakes Party of Orsova can block any law."
    assert facts(one, two) == [("number", "hard", ("34 seats", "36 seats"))]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("The Lakes Party holds 34 seats in parliament.", "The Hill Union holds 36 seats in the north."),
        ("Orsova and Kalm will exchange 34 buses.", "Orsova and Kalm want 12 more buses."),
        ("Article 5 of the Orsova treaty binds the Lakes.", "Article 7 of the Orsova treaty binds the Lakes."),
        ("Prices in Orsova rose by 4 percent.", "Wages in Orsova fell by 9 percent."),
    ],
    ids=["two parties", "a change", "a number in a name", "percent of two things"],
)
def test_unequal_figures_of_two_things_are_no_contradiction(one: str, two: str) -> None:
    assert facts(one, two) == []


def test_the_wounded_are_counted_as_such_whoever_they_are() -> None:
    one = "A boat rammed the ferry Blue Tern off Kalm. Four sailors were injured."
    two = "The ferry Blue Tern was hit off Kalm. Two men were slightly hurt."
    assert facts(one, two) == [("number", "hard", ("Four sailors", "Two men"))]


def test_one_time_in_two_grains() -> None:
    one = "The embargo on Orsovan copper was imposed in March 2029."
    two = "Orsovan copper has been under the embargo since 2029."
    assert facts(one, two) == [("when", "refines", ("March 2029", "2029"))]


def test_a_report_that_denies_its_own_words() -> None:
    text = "The draft of the treaty was sent to both capitals in May. In June the treaty draft had not been sent."
    assert facts(text) == [("done", "hard", ("sent", "not been sent"))]


def test_nothing_denies_every_signing() -> None:
    one = "Both delegations signed a protocol on Tuesday."
    two = "The delegations signed nothing, an official in Kalm said."
    assert facts(one, two) == [("done", "hard", ("signed", "signed nothing"))]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Orsova accepted the peace plan of the bishops.", "Kalm has not accepted the peace plan of the bishops."),
        ("By Friday the delegations had signed nothing.", "On Saturday the delegations signed a protocol."),
        ("He did not mention money raised by the bishops in Kalm.", "The bishops in Kalm raised money."),
        ("If the plan of the bishops is accepted in Kalm, guns rest.", "Kalm's plan of the bishops was not accepted."),
    ],
    ids=["two actors", "not yet", "no verb denied", "a condition"],
)
def test_what_only_looks_like_a_denial(one: str, two: str) -> None:
    assert [fact for fact in facts(one, two) if fact[1] in ("soft", "hard")] == []


def test_two_sources_who_differ_are_a_dispute() -> None:
    source = "The bishops' letter was sent to Kalm in May, minister Ada Holm said. "
    other = "The letter to Kalm had not been sent by the bishops, minister Jon Berg said."
    assert [fact for fact in facts(source + other) if fact[1] in ("soft", "hard")] == []


def test_the_same_words_in_quotation_marks() -> None:
    one = 'Holm called the plan "a bridge of paper".'
    two = 'For Ada Holm it is "a bridge of paper," no more.'
    assert [fact[:2] for fact in facts(one, two)] == [("quoted", "agree")]


def test_one_source_alone_makes_no_fact() -> None:
    text = "The Lakes Party of Orsova holds 34 seats in parliament."
    assert facts(text, text) == []


def test_figures_in_one_offer_contradict_where_its_words_agree() -> None:
    one = "Orsova offered to phase out the levy over eight years if Kalm opens its market."
    two = "Orsova offered to phase out the levy over ten years if Kalm opens its market."
    (offer,) = offers(one, two)
    found = {slot.name: slot.outcome for slot in offer.slots}
    assert (found["figure-year"], found["gives"], found["condition"]) == ("hard", "agree", "agree")


def test_a_second_condition_is_soft() -> None:
    one = "Orsova would lift the blockade if Kalm withdraws its guns."
    two = "Orsova would lift the blockade if Kalm withdraws its guns and hands over its maps of the minefields."
    (offer,) = offers(one, two)
    condition = offer.slot("condition")
    assert condition is not None
    assert condition.outcome == "soft"
    assert "hands over its maps" in condition.reason
