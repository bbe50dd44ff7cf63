"""Plans and drafts that a report speaks of: one text each, and who claims what of it."""

from __future__ import annotations

import pytest

from detente.evidence.extraction.extract import extract
from detente.evidence.items import ProposalMention
from detente.evidence.reading.plain import document_of_text
from detente.evidence.values import Actor, Members, Words

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
