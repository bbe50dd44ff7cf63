"""Acts read from invented sentences: the word, support verbs, nouns, binding, negation, content."""

from __future__ import annotations

from typing import get_args

import pytest

from detente.evidence.extraction.acts.acts import ACTS, TURNED, act_of, is_act_word
from detente.evidence.items import Act, Modality
from detente.evidence.language.parse import parser


def parsed(sentence: str):
    language, word_forms = parser()
    return word_forms(language(sentence))


def root_of(sentence: str):
    return next(token for token in parsed(sentence) if token.dep_ == "ROOT")


def word_of(sentence: str, text: str):
    return next(token for token in parsed(sentence) if token.text == text)


@pytest.mark.parametrize(
    ("sentence", "act", "modality"),
    [
        ("Ukraine gave up its bid to join the alliance.", "concede", "does"),
        ("Norland is ready to give up its bid in exchange for guarantees.", "offer", "prepared"),
        ("They refused to accept the draft.", "reject", "does"),
        ("Several members, including Hungary, voiced opposition to accession.", "oppose", "none"),
        ("The accession faces opposition from several members.", "oppose", "none"),
        ("It was a persistent demand of the republic.", "demand", "none"),
        ("The king made an offer to his neighbour.", "offer", "offers"),
        ("The president ruled out any peacekeepers.", "reject", "does"),
        ("The envoy turned down the offer.", "reject", "does"),
        ("They called for a ceasefire.", "demand", "does"),
        ("The draft was rejected by the senate.", "reject", "does"),
        ("The king is against the treaty.", "oppose", "does"),
        ("The duke is in favour of the treaty.", "support", "does"),
        ("Norland is opposed to foreign bases.", "oppose", "does"),
        ("The cabinet agreed to consider the proposal.", "consult", "considers"),
        ("The republic agreed to withdraw its army.", "concede", "commits"),
        ("The premier vowed to defend the town.", "promise", "promises"),
        ("The general threatened to attack the port.", "threaten", "does"),
        ("He offered to withdraw.", "offer", "offers"),
        ("Norland is ready to use force.", "offer", "prepared"),
        ("Norland is ready to attack the port.", "threaten", "prepared"),
        ("The premier may make an offer.", "offer", "considers"),
        ("The king would meet the demand.", "accept", "prepared"),
        ("The mayor came out against the dam.", "oppose", "does"),
        ("The wall gives protection against floods.", "say", "none"),
        ("The premier renounced the islands.", "concede", "does"),
        ("He described the meeting as useful.", "characterise", "does"),
        ("The two ministers met in Oslo.", "consult", "does"),
        ("The ministry unveiled a plan.", "announce", "does"),
        ("The state is not ready to give up land.", "reject", "prepared"),
        ("Officials have no intention of accepting the plan.", "reject", "seeks"),
        ("The sun rose over the lake.", "say", "none"),
    ],
)
def test_the_act_of_a_sentence(sentence: str, act: Act, modality: Modality) -> None:
    found = act_of(root_of(sentence))
    assert (found.act, found.modality) == (act, modality), found


@pytest.mark.parametrize(
    ("sentence", "act"),
    [
        ("The minister did not support the plan.", "oppose"),
        ("The minister did not oppose the plan.", "support"),
        ("The minister did not accept the plan.", "reject"),
        ("The minister will not give up the islands.", "reject"),
    ],
)
def test_a_denied_act_turns_into_its_opposite(sentence: str, act: Act) -> None:
    found = act_of(root_of(sentence))
    assert found.act == act
    assert not found.negated
    assert found.rule.startswith("not ")


def test_an_act_without_an_opposite_stays_and_is_marked() -> None:
    found = act_of(root_of("The minister did not rule out talks."))
    assert (found.act, found.negated) == ("reject", True)
    assert not act_of(root_of("The minister ruled out talks.")).negated


@pytest.mark.parametrize(
    ("sentence", "act", "other_holder"),
    [
        ("He said it would support the deal.", "support", False),
        ("He said Norland must withdraw its troops.", "demand", True),
        ("The aide said Norland was ready to drop its bid.", "offer", True),
        ("The aide said the king rejected the plan.", "reject", True),
        ("The premier said he would not resign.", "reject", False),
        ("The premier said she would send a ship.", "promise", False),
        ("The premier said the lake was cold.", "say", False),
    ],
)
def test_speech_passes_on_what_its_content_says(sentence: str, act: Act, other_holder: bool) -> None:
    found = act_of(root_of(sentence))
    assert found.act == act, found
    if act != "demand":
        assert (found.holder is not None) == other_holder
    assert act == "say" or found.confidence in ("medium", "low")


@pytest.mark.parametrize(
    ("sentence", "word", "act"),
    [
        ("Refusal by the council to recognise the vote angered many.", "Refusal", "reject"),
        ("His readiness to relinquish the bid surprised the court.", "readiness", "offer"),
        ("The rejection of the draft came late.", "rejection", "reject"),
        ("A call for new elections followed.", "call", "demand"),
        ("There was no support for the plan.", "support", "oppose"),
        ("Its pledge to pay was kept.", "pledge", "promise"),
    ],
)
def test_nouns_carry_acts(sentence: str, word: str, act: Act) -> None:
    token = word_of(sentence, word)
    assert is_act_word(token)
    assert act_of(token).act == act


def test_content_can_be_given_where_the_parse_does_not_hang_it_below_the_cue() -> None:
    quote = parsed("Norland must leave the islands.")
    root = next(token for token in quote if token.dep_ == "ROOT")
    cue = root_of("The king said so.")
    assert act_of(cue).act == "say"
    assert act_of(cue, content=root).act == "demand"


def test_every_act_is_defined_once_with_its_border() -> None:
    assert tuple(ACTS) == get_args(Act)
    assert all(act == definition.act for act, definition in ACTS.items())
    assert all(d.definition and d.includes and d.excludes for d in ACTS.values())
    assert all(TURNED.get(TURNED[act], act) in (act, "accept") for act in ("support", "oppose"))


def test_words_outside_the_lexicon_are_told_apart_cheaply() -> None:
    assert not any(is_act_word(token) for token in parsed("The sun rose over the lake."))
