"""Statements with and without a verb of speech: who, what, on whose authority; what is no statement."""

from __future__ import annotations

import pytest

from detente.evidence.extraction.extract import extract
from detente.evidence.items import Extraction, Statement
from detente.evidence.reading.plain import document_of_text

pytest.importorskip("spacy")

SENTENCES = {
    "position": "Norland was firm in its opposition to the dam.",
    "members": "The dam has drawn opposition from several donors, including Ostia and Sudmark.",
    "relative": "The plan angered Norland, which opposes the presence of foreign troops on the lake.",
    "demand": "The dam answers a persistent Norlandish demand of Sudmark.",
    "viewed": "The pause is seen by some analysts as a token of weakness.",
    "verdict": "The offer marks a significant departure from earlier policy.",
    "headline": "",
    "chain": "Several senators said Secretary Ana Vell told them the plan reflected the wishes of Norland.",
    "agency": "According to the Daily Post, an aide to the president said that the talks would go on.",
    "conceded": "Ana Vell acknowledged that several allies had resisted the plan.",
    "two": "Two aides said Vell told them the plan was dead, and the Daily Post later reported that it was alive.",
    "setting": "Norland offered to drop its claim during a two-hour meeting in Ostia.",
    "addressee": "Before the vote, Ana Vell spoke to journalists about the concession.",
    "called": "Ana Vell described the offer as a compromise.",
    "comment": "The ministry declined to comment.",
    "supposed": "The dam will be built if Norland drops its claim.",
    "plain": "It rained on the lake for two days.",
}


@pytest.fixture(scope="module")
def found() -> dict[str, Extraction]:
    documents = [document_of_text(f"Talks on the lake\n\n{text}\n", name) for name, text in SENTENCES.items()]
    documents[list(SENTENCES).index("headline")] = document_of_text(
        "Brandt Ready To Open Border In Return For Gas\n\nIt rained on the lake.\n", "headline"
    )
    return {extraction.report: extraction for extraction in extract(documents)}


def only(found: dict[str, Extraction], name: str) -> Statement:
    [statement] = found[name].statements
    return statement


def names(statement: Statement) -> list[str]:
    return [voice.name for voice in statement.chain]


def test_a_noun_of_position(found: dict[str, Extraction]) -> None:
    statement = only(found, "position")
    assert statement.act == "oppose"
    assert names(statement) == ["Norland"]
    assert [piece.quote for piece in statement.content] == ["the dam"]


def test_named_members_of_a_group_hold_it_too(found: dict[str, Extraction]) -> None:
    statements = found["members"].statements
    assert [statement.act for statement in statements] == ["oppose"] * 3
    assert {statement.chain[-1].name for statement in statements} >= {"Ostia", "Sudmark"}
    assert {piece.quote for statement in statements for piece in statement.content} == {"The dam"}


def test_a_relative_clause(found: dict[str, Extraction]) -> None:
    statement = next(one for one in found["relative"].statements if one.act == "oppose")
    assert names(statement) == ["Norland"]
    assert statement.content[0].quote == "the presence of foreign troops on the lake"


def test_a_view_has_its_viewers(found: dict[str, Extraction]) -> None:
    statement = only(found, "viewed")
    assert statement.act == "characterise"
    assert len(statement.chain) == 1
    assert "analysts" in statement.chain[0].name
    assert [piece.quote for piece in statement.content] == ["The pause", "a token of weakness"]


def test_the_outlets_verdict_has_no_chain(found: dict[str, Extraction]) -> None:
    statement = only(found, "verdict")
    assert statement.chain == ()
    assert statement.source is None
    assert statement.act == "characterise"


def test_a_headline_without_a_verb(found: dict[str, Extraction]) -> None:
    statement = only(found, "headline")
    assert statement.act == "offer"
    assert names(statement) == ["Brandt"]
    [offer] = found["headline"].offers
    assert (offer.gives.quote, offer.condition.quote, offer.statement) == ("Open Border", "Gas", "headline-s1")


def test_a_chain_from_the_report_to_the_speaker(found: dict[str, Extraction]) -> None:
    statement = only(found, "chain")
    assert len(statement.chain) == 2
    assert "senators" in statement.chain[0].name
    assert statement.chain[1].name == "Ana Vell"
    assert statement.content[0].quote == "the plan reflected the wishes of Norland"


def test_a_chain_through_an_agency(found: dict[str, Extraction]) -> None:
    statement = only(found, "agency")
    assert len(statement.chain) == 2
    assert "Daily Post" in statement.chain[0].name
    assert "aide" in statement.chain[1].name


def test_who_acknowledges_what_others_did(found: dict[str, Extraction]) -> None:
    acts = {statement.act: statement for statement in found["conceded"].statements}
    assert names(acts["concede"]) == ["Ana Vell"]
    assert names(acts["oppose"])[0] == "Ana Vell"
    assert "allies" in names(acts["oppose"])[1]


def test_a_second_clause_is_not_the_first_speakers(found: dict[str, Extraction]) -> None:
    last = found["two"].statements[-1]
    assert len(last.chain) == 1
    assert "Daily Post" in last.chain[0].name
    first = found["two"].statements[0]
    assert "alive" not in " ".join(piece.quote for piece in first.content)


def test_the_setting_is_not_the_content(found: dict[str, Extraction]) -> None:
    statement = only(found, "setting")
    assert statement.content[0].quote == "to drop its claim"
    assert [place.quote for place in statement.setting] == ["during a two-hour meeting in Ostia"]


def test_who_is_spoken_to(found: dict[str, Extraction]) -> None:
    statement = only(found, "addressee")
    assert [voice.name for voice in statement.addressees] == ["journalists"]
    assert statement.content[0].quote == "the concession"


def test_what_something_is_called_belongs_to_the_content(found: dict[str, Extraction]) -> None:
    assert only(found, "called").content[0].quote == "the offer as a compromise"


@pytest.mark.parametrize("name", ["comment", "supposed", "plain"])
def test_no_statement(found: dict[str, Extraction], name: str) -> None:
    assert found[name].statements == ()
