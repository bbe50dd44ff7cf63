"""What a speaker does, read from cue and content together; positions told in passing; what is no statement."""

from __future__ import annotations

import pytest

from detente.evidence.extraction.extract import extract
from detente.evidence.items import Extraction, Statement
from detente.evidence.reading.plain import document_of_text

pytest.importorskip("spacy")

ACTS = {
    "The two sides will publish the lists on Monday, Ana Vell said.": ("announce", "Ana Vell"),
    "Ana Vell said that a withdrawal was out of the question.": ("reject", "Ana Vell"),
    "Norland says that its navy acted within the law.": ("justify", "Norland"),
    "Our lawyers doubt that the promise binds anyone.": ("characterise", "Our lawyers"),
    "Norland wants Sudmark to open the harbour.": ("demand", "Norland"),
    "Norland has neither accepted nor rejected the offer.": ("report", "Norland"),
    "Norland, which holds the coast, is opposed to any inspection.": ("oppose", "Norland"),
    "The navy is said to be against it.": ("oppose", "navy"),
    "Ana Vell consulted the leaders of the coast before she flew.": ("consult", "Ana Vell"),
    "The levy was imposed over what Norland calls smuggling on the coast.": ("characterise", "Norland"),
    "There was opposition from within the coalition.": ("oppose", "coalition"),
    "Norland has promised visits by doctors as soon as the pilots have been returned.": ("offer", "Norland"),
    "Ana Vell would support the cabinet in exchange for a veto over mining licences.": ("offer", "Ana Vell"),
}
CONTENTS = {
    "Ana Vell is not asking for a treaty, Bo Lund added.": (["Bo Lund"], ["Ana Vell is not asking for a treaty"]),
    "Norland has rejected a demand that it lower its duties.": (["Norland"], ["a demand that it lower its duties"]),
    "The general said through a spokesman that the army was tired.": (
        ["spokesman", "general"],
        ["that the army was tired"],
    ),
}
NONE = (
    "The governors discussed the duration of the talks.",
    "Asked whether the door was closed, Ana Vell smiled.",
    "It was a memorandum that the council presented in June.",
)


def read(text: str) -> Extraction:
    return next(iter(extract([document_of_text(f"Talks on the lake\n\n{text}\n", "lake")])))


def only(text: str) -> Statement:
    [statement] = read(text).statements
    return statement


@pytest.mark.parametrize("text", ACTS)
def test_the_act_and_who_does_it(text: str) -> None:
    act, name = ACTS[text]
    found = [statement for statement in read(text).statements if statement.act == act]
    assert [statement.chain[-1].name for statement in found] == [name]


@pytest.mark.parametrize("text", CONTENTS)
def test_who_passes_what_on(text: str) -> None:
    statement = only(text)
    assert ([voice.name for voice in statement.chain], [piece.quote for piece in statement.content]) == CONTENTS[text]


@pytest.mark.parametrize("text", NONE)
def test_plain_narration_is_no_statement(text: str) -> None:
    assert read(text).statements == ()


def test_two_joined_verbs_are_two_statements() -> None:
    first, second = read("Norland opposes inspections and wants the government to leave the talks.").statements
    assert (first.act, [piece.quote for piece in first.content]) == ("oppose", ["inspections"])
    assert (second.act, [piece.quote for piece in second.content]) == ("demand", ["the government to leave the talks"])


def test_an_answer_has_the_clause_before_as_its_content() -> None:
    offer, answer = read(
        "Norland was ready to free two sailors in return for the ship, but Sudmark declined."
    ).statements
    assert (offer.act, [voice.name for voice in offer.chain]) == ("offer", ["Norland"])
    assert (answer.act, [voice.name for voice in answer.chain]) == ("reject", ["Sudmark"])
    assert answer.content[0].quote.startswith("Norland was ready")


def test_the_words_inside_a_quotation_are_no_further_statements() -> None:
    statement = only('"We offer boats for bread," Ana Vell said. "They want our boats."')
    assert [piece.quote for piece in statement.content] == ['"We offer boats for bread,"', '"They want our boats."']


def test_what_somebody_without_a_side_tells_of_another_has_two_links() -> None:
    text = "Norland rejects any discussion of the case, an official on the coast said."
    statement = next(one for one in read(text).statements if one.content[0].quote == "any discussion of the case")
    assert [voice.name for voice in statement.chain][-1] == "Norland"
    assert len(statement.chain) == 2


@pytest.mark.parametrize("text", [*ACTS, *CONTENTS])
def test_no_content_without_a_word(text: str) -> None:
    for statement in read(text).statements:
        assert all(any(sign.isalpha() for sign in piece.quote) for piece in statement.content)
