"""Conditional offers, demands and threats: what is given, what is asked in return, and who would deliver it."""

from __future__ import annotations

import pytest

from detente.evidence.extraction.conditionals.conditionals import conditionals
from detente.evidence.extraction.conditionals.guarantors import guarantors
from detente.evidence.language.parse import ParsedBlock, parse
from detente.evidence.reading.plain import document_of_text

pytest.importorskip("spacy")

FOUND = [
    ("Norland would leave the harbour only with written guarantees from the Bank and Sudmark.",
     "offer", "leave the harbour", "written guarantees from the Bank and Sudmark"),
    ("Without the maps, Ana Vell warned, Norland would close the border.",
     "threat", "close the border", "the maps"),
    ("Norland has promised visits by foreign doctors as soon as the pilots have been returned.",
     "offer", "visits by foreign doctors", "the pilots have been returned"),
    ("He suggested a joint fleet, on the understanding that the islands recognise the line.",
     "offer", "a joint fleet", "the islands recognise the line"),
    ("Norland ties an end to the blockade to a withdrawal from the coast.",
     "offer", "an end to the blockade", "a withdrawal from the coast"),
    ("Norland had offered to let doctors visit those who remain if the pilots are returned.",
     "offer", "let doctors visit those who remain", "the pilots are returned"),
    ("Norland could live with a joint fleet, but not before Sudmark recognised the line.",
     "offer", "live with a joint fleet", "Sudmark recognised the line"),
    ("Vell: joint fleet possible once the line is recognised.",
     "offer", "joint fleet possible", "the line is recognised"),
    ("Norland will lift its blockade of Port Amity only if inspectors are admitted to the harbour.",
     "offer", "lift its blockade of Port Amity", "inspectors are admitted to the harbour"),
    ("The Eastern Union offered to unfreeze $2 billion in assets in return for a halt to enrichment at two plants.",
     "offer", "unfreeze $2 billion in assets", "a halt to enrichment at two plants"),
    ("In return for the release of forty prisoners, Norland would withdraw its troops from the Lake District.",
     "offer", "withdraw its troops from the Lake District", "the release of forty prisoners"),
    ("In exchange for dropping its claim, Norland would receive access to the strait.",
     "offer", "dropping its claim", "access to the strait"),
    ("Rebel commanders have agreed to disarm on condition that an amnesty law is passed by parliament before June.",
     "offer", "disarm", "an amnesty law is passed by parliament before June"),
    ("Sudmark would open its border and would get cheaper gas in return.",
     "offer", "open its border", "cheaper gas"),
    ("The ministry said that Norland must pull back its artillery as a condition for any ceasefire.",
     "demand", "any ceasefire", "Norland must pull back its artillery"),
    ("As a condition for talks, the islands would have to stop drilling in the field.",
     "demand", "talks", "the islands would have to stop drilling in the field"),
    ("The envoy has made a withdrawal a precondition for talks.", "demand", "talks", "a withdrawal"),
    ("Norland insists on a full withdrawal before talks can begin.",
     "demand", "talks can begin", "a full withdrawal"),
    ("He said the government would not sign the accord until the prisoners were freed.",
     "demand", "sign the accord", "the prisoners were freed"),
    ("Recognition of the islands is conditional on a referendum supervised by the United Nations.",
     "offer", "Recognition of the islands", "a referendum supervised by the United Nations"),
    ("Provided that the donors pay for reconstruction, Norland would give up its claim to the strait.",
     "offer", "give up its claim to the strait", "the donors pay for reconstruction"),
    ("Sudmark's president warned that his country would walk out of the talks unless the shelling stopped.",
     "threat", "walk out of the talks", "the shelling stopped"),
    ("The two sides swapped 40 prisoners for the bodies of soldiers.",
     "report", "40 prisoners", "the bodies of soldiers"),
    ("Sudmark would renounce its claim against guarantees by the great powers.",
     "offer", "renounce its claim", "guarantees by the great powers"),
    ("Moscow-style terms aside, Norland said it would free the crew as soon as its ship is returned.",
     "offer", "free the crew", "its ship is returned"),
    ("Ostia holds that the seat must be part of any settlement, rather than observer status.",
     "demand", "observer status", "the seat must be part of any settlement"),
]  # fmt: skip

SETTINGS_STAY_OUT = [
    ("Norland agreed to free the crew in exchange for its ship during a two-hour meeting in Ostia.", "its ship"),
    ("Norland would free the crew in return for legal, economic and military guarantees, Ana Vell said.",
     "legal, economic and military guarantees"),
    ("Norland would free the crew in return for guarantees, and Sudmark later reported that talks went on.",
     "guarantees"),
    ("Norland will drop its suit if it gets a seat as part of ongoing talks with Sudmark.", "it gets a seat"),
    ('"We would free the crew in exchange for our ship," Vell said.', "our ship"),
]  # fmt: skip

NONE = [
    "If it rains, the ceremony will be held indoors.",
    "Asked if he would attend, Brandt declined to comment.",
    "The minister returned for talks in March.",
    "The lists were exchanged for the first time.",
    "It is unclear if the plan would lift the ban.",
    "He provided the delegates with maps.",
    "They had met once before the summit.",
    '"We will not trade her for criminals," she said.',
    "The crew was released for the holidays.",
    "In exchange for",
    "if",
    "unless unless unless",
]

DELIVERED = [
    ("aid from Norland and similar guarantees from western partners and other allies such as Ostia and Sudmark",
     ["Norland", "western partners", "Ostia", "Sudmark"], True),
    ("guarantees from Norland, Ostia and Sudmark", ["Norland", "Ostia", "Sudmark"], False),
    ("binding commitments by Norland as well as Ostia", ["Norland", "Ostia"], False),
    ("Norland and Ostia guarantee its border", ["Norland", "Ostia"], False),
    ("a seat at the table", [], False),
]  # fmt: skip


def parsed_once(texts: list[str]) -> dict[str, ParsedBlock]:
    """Each text as the first block of a document of its own, parsed in one batch."""
    documents = [document_of_text(f"{text}\n\nMore follows.", f"d{number}") for number, text in enumerate(texts)]
    return {text: parsed.blocks[0] for text, parsed in zip(texts, parse(documents), strict=True)}


@pytest.fixture(scope="module")
def blocks() -> dict[str, ParsedBlock]:
    offers = [f"Sudmark would free the crew in exchange for {words}." for words, _, _ in DELIVERED]
    return parsed_once([*(row[0] for row in FOUND), *(row[0] for row in SETTINGS_STAY_OUT), *NONE, *offers])


@pytest.mark.parametrize(("text", "act", "gives", "condition"), FOUND)
def test_an_exchange_with_clean_spans(
    blocks: dict[str, ParsedBlock], text: str, act: str, gives: str, condition: str
) -> None:
    doc = blocks[text].doc
    found = [(one.act, doc[slice(*one.gives)].text, doc[slice(*one.condition)].text) for one in conditionals(doc)]
    assert found == [(act, gives, condition)]


@pytest.mark.parametrize(("text", "condition"), SETTINGS_STAY_OUT)
def test_the_condition_ends_where_the_setting_begins(blocks: dict[str, ParsedBlock], text: str, condition: str) -> None:
    doc = blocks[text].doc
    assert [doc[slice(*one.condition)].text for one in conditionals(doc)] == [condition]


@pytest.mark.parametrize("text", NONE)
def test_no_exchange_where_nothing_is_exchanged(blocks: dict[str, ParsedBlock], text: str) -> None:
    assert conditionals(blocks[text].doc) == []


@pytest.mark.parametrize(("words", "named", "others"), DELIVERED)
def test_who_would_deliver(blocks: dict[str, ParsedBlock], words: str, named: list[str], others: bool) -> None:
    doc = blocks[f"Sudmark would free the crew in exchange for {words}."].doc
    start = next(token.i for token in doc if token.lower_ == "exchange") + 2
    found = guarantors(doc, (start, len(doc) - 1))
    assert [doc[slice(*one.span)].text for one in found.named] == named
    assert found.open is others
