"""The worked case's reports from text to record: offers with their guarantors, chains, ids, and the case's words."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.case.reading import read_case
from detente.evidence.extraction.extract import extract
from detente.evidence.items import Extraction
from detente.evidence.reading.plain import document_of_text
from detente.foundation.conditions import parse as parse_condition
from detente.foundation.errors import Cancelled
from detente.foundation.progress import Progress, Step

pytest.importorskip("spacy")

CASE = read_case(Path("examples/ukraine-2025/case.yaml")).case
DOCUMENTS = [
    document_of_text(Path(f"examples/ukraine-2025/reports/{name}.txt").read_text(encoding="utf-8"), name)
    for name in ("r1", "r2")
]


@pytest.fixture(scope="module")
def found() -> dict[str, Extraction]:
    return {extraction.report: extraction for extraction in extract(DOCUMENTS, case=CASE)}


def test_each_report_has_its_offer_with_gives_condition_and_guarantors(found: dict[str, Extraction]) -> None:
    for extraction in found.values():
        full = [
            offer
            for offer in extraction.offers
            if offer.about == "alliance = dropped" and offer.if_ is not None and "guarantee" in offer.if_
        ]
        assert full, extraction.report
        parties = {voice.party for offer in full for voice in offer.guarantors}
        assert {"usa", "europeans", "canada", "japan"} <= parties, extraction.report


def test_an_open_list_of_guarantors_is_open(found: dict[str, Extraction]) -> None:
    listed = [offer for offer in found["r2"].offers if len(offer.guarantors) >= 4]
    assert listed
    assert all(offer.guarantors_open for offer in listed)


def test_the_demand_is_conditional_too(found: dict[str, Extraction]) -> None:
    demands = [offer for offer in found["r2"].offers if offer.act == "demand"]
    assert [offer.if_ for offer in demands] == ["alliance = dropped"]


def test_chains_through_the_agency_and_the_senators(found: dict[str, Extraction]) -> None:
    chains = {tuple(voice.party for voice in s.chain) for e in found.values() for s in e.statements if len(s.chain) > 1}
    assert ("reuters", "lytvyn") in chains
    names = {tuple(voice.name for voice in s.chain) for s in found["r2"].statements}
    assert any(len(chain) == 2 and "senators" in chain[0] and chain[1] == "Marco Rubio" for chain in names)


def test_the_two_members_that_only_one_report_names(found: dict[str, Extraction]) -> None:
    opposed = {voice.party for s in found["r1"].statements if s.act == "oppose" for voice in s.chain}
    assert {"slovakia", "hungary"} <= opposed
    assert not {"slovakia", "hungary"} & {voice.party for s in found["r2"].statements for voice in s.chain}


def test_the_plan_and_the_paper_that_it_rests_on(found: dict[str, Extraction]) -> None:
    names = {mention.name for mention in found["r2"].proposals}
    assert {"28-point plan", "counterproposal"} <= names
    assert {mention.name for mention in found["r1"].proposals}.isdisjoint(names)
    assert {s.proposal for s in found["r2"].statements} >= {"plan-28"}


def test_conditions_are_of_the_case(found: dict[str, Extraction]) -> None:
    issues = {issue.id for issue in CASE.issues}
    for extraction in found.values():
        for item in (*extraction.statements, *extraction.offers):
            for condition in (item.about, item.if_):
                if condition is not None:
                    parse_condition(condition)
                    assert issues & set(condition.split())


def test_ids_follow_the_text(found: dict[str, Extraction]) -> None:
    for report, extraction in found.items():
        assert [s.id for s in extraction.statements] == [
            f"{report}-s{n + 1}" for n in range(len(extraction.statements))
        ]
        starts = [s.passage.start for s in extraction.statements]
        assert starts == sorted(starts)


def test_without_a_case_nothing_is_mapped() -> None:
    for extraction in extract(DOCUMENTS):
        assert all(s.about is None and s.if_ is None and s.proposal is None for s in extraction.statements)
        assert extraction.offers


def test_progress_counts_reports_and_stops_on_request() -> None:
    steps: list[Step] = []
    progress = Progress(steps.append)
    reports = extract(DOCUMENTS, progress=progress)
    next(reports)
    assert steps
    progress.cancel()
    with pytest.raises(Cancelled):
        list(reports)


def test_no_reports_give_nothing() -> None:
    assert list(extract([])) == []
