"""Plans and drafts that a report speaks of: one text each, and who claims what of it."""

from __future__ import annotations

import pytest

from detente.evidence.extraction.extract import extract
from detente.evidence.items import ProposalMention
from detente.evidence.reading.plain import document_of_text
from detente.evidence.values import Actor, Members, Quantity, Words

pytest.importorskip("spacy")

TEXT = """\
Talks on the lake resume

A disputed 12-point plan has been circulating among donors since spring. Two aides said the plan reflected the wishes
of Norland. The Daily Post reported that parts of the plan were based on a Sudmark-authored paper submitted in March.

Norland has submitted its own counterproposal. The ministers plan to meet again, and the plan to travel has not changed.

The proposal, which mediators put forward in May, is modest.
"""


@pytest.fixture(scope="module")
def found() -> dict[str, ProposalMention]:
    extraction = next(iter(extract([document_of_text(TEXT, "lake")])))
    return {mention.name: mention for mention in extraction.proposals}


def slots(mention: ProposalMention, name: str) -> list[tuple[object, tuple[str, ...]]]:
    return [(slot.value, tuple(voice.name for voice in slot.chain)) for slot in mention.slots if slot.slot == name]


def test_one_text_under_several_mentions(found: dict[str, ProposalMention]) -> None:
    plan = found["12-point plan"]
    assert [mention.quote for mention in plan.mentions][:3] == ["A disputed 12-point plan", "the plan", "the plan"]


def test_the_outlets_own_claims_have_no_chain(found: dict[str, ProposalMention]) -> None:
    assert slots(found["12-point plan"], "circulated-among") == [(Members((Actor("donors"),), open=True), ())]


def test_claims_of_others_have_theirs(found: dict[str, ProposalMention]) -> None:
    plan = found["12-point plan"]
    [(value, chain)] = slots(plan, "priorities")
    assert isinstance(value, Words)
    assert "Norland" in value.words
    assert chain == ("Two aides",)
    [(base, by)] = slots(plan, "based-on")
    assert base == Words("Sudmark-authored paper")
    assert len(by) == 1
    assert "Daily Post" in by[0]


def test_author_and_day_of_what_it_rests_on(found: dict[str, ProposalMention]) -> None:
    paper = found["Sudmark-authored paper"]
    assert [value.name for value, _ in slots(paper, "author") if isinstance(value, Actor)] == ["Sudmark"]
    assert len(slots(paper, "submitted")) == 1


def test_a_counterproposal_answers_the_text_before_it(found: dict[str, ProposalMention]) -> None:
    counter = found["counterproposal"]
    assert [value.name for value, _ in slots(counter, "author") if isinstance(value, Actor)] == ["Norland"]
    assert slots(counter, "status") == [(Words("submitted"), ())]


def test_who_put_it_forward_in_a_relative_clause(found: dict[str, ProposalMention]) -> None:
    assert [value.name for value, _ in slots(found["proposal"], "author") if isinstance(value, Actor)] == ["mediators"]


def test_a_plan_to_do_something_is_no_text(found: dict[str, ProposalMention]) -> None:
    assert not any("travel" in mention.quote for text in found.values() for mention in text.mentions)
    assert set(found) == {"12-point plan", "Sudmark-authored paper", "counterproposal", "proposal"}


MORE = """\
Talks on the lake resume

There is a four-page outline, drawn up by the bank's lawyers, that Vell handed to the governors in Ostia. It borrows
from a treaty of 1974 between the islands, according to the Daily Post. The outline covers the fleet and the lake.
Norland called the outline a basis for talks.

The secretariat prepared an options paper of five pages at the request of both sides. The paper was submitted to the
ministers on 1 June 2031. The options paper is disputed.
"""


@pytest.fixture(scope="module")
def more() -> dict[str, ProposalMention]:
    extraction = next(iter(extract([document_of_text(MORE, "lake")])))
    return {mention.name: mention for mention in extraction.proposals}


def quotes(mention: ProposalMention, name: str) -> list[str]:
    return [slot.passage.quote for slot in mention.slots if slot.slot == name]


def test_length_author_parts_and_origin(more: dict[str, ProposalMention]) -> None:
    outline = more["four-page outline"]
    assert slots(outline, "length") == [(Quantity(4, "page"), ())]
    assert quotes(outline, "author") == ["the bank's lawyers"]
    assert quotes(outline, "covers") == ["the fleet and the lake"]
    assert quotes(outline, "based-on") == ["a treaty of 1974 between the islands"]
    assert quotes(outline, "submitted") == ["handed to the governors in Ostia"]


def test_what_somebody_calls_it_is_that_ones_status(more: dict[str, ProposalMention]) -> None:
    assert (Words("a basis for talks"), ("Norland",)) in slots(more["four-page outline"], "status")


def test_a_length_after_the_noun_and_who_asked_for_it(more: dict[str, ProposalMention]) -> None:
    paper = more["options paper"]
    assert [mention.quote for mention in paper.mentions] == ["an options paper", "The paper", "The options paper"]
    assert slots(paper, "length") == [(Quantity(5, "page"), ())]
    assert quotes(paper, "at-request-of") == ["both sides"]
    assert quotes(paper, "submitted") == ["1 June 2031"]
    assert "disputed" in quotes(paper, "status")


@pytest.mark.parametrize(
    "text",
    [
        "A 12-point plan is in circulation. The plan in 12 points was signed. The disputed plan was leaked.",
        "A 12-point plan is in circulation. The peace plan was leaked.",
    ],
)
def test_one_plan_in_several_words(text: str) -> None:
    [plan] = next(iter(extract([document_of_text(f"Talks on the lake\n\n{text}\n", "lake")]))).proposals
    assert len(plan.mentions) == text.count("plan")


def test_two_plans_stay_two() -> None:
    text = "A 12-point plan is in circulation. Another plan, of 20 points, was leaked."
    found = next(iter(extract([document_of_text(f"Talks on the lake\n\n{text}\n", "lake")]))).proposals
    assert len(found) == 2
