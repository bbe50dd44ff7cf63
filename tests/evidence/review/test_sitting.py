"""A sitting goes on where it was stopped: reports, findings and decisions are kept beside the case."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from detente.case.reading import read_case
from detente.evidence.items import as_data
from detente.evidence.review.acceptance import write_acceptance
from detente.evidence.review.extracted import FOUND, extraction_of
from detente.evidence.review.sitting import sit_down
from detente.foundation.errors import Cancelled, ReadingError, WorkspaceError
from detente.foundation.progress import Progress, Step

CASE = """\
detente: 1
id: weir
title: The weir
as-of: 2031-05-20
parties:
  - {id: upland, name: Upland, kind: state, aliases: [Uplanders]}
  - {id: downland, name: Downland, kind: state}
issues:
  - id: weir
    question: What becomes of the weir?
    kind: choice
    options: [{id: kept, label: the weir stands}, {id: opened, label: the weir is opened}]
"""

TEXTS = [
    f"Upland said on Monday that it would open the weir if Downland paid {number} million for repairs.\n\n"
    f"Downland's envoy rejected the offer, saying {number} million was too much."
    for number in range(2, 10)
]


@pytest.fixture
def case(tmp_path: Path) -> Path:
    (tmp_path / "case.yaml").write_text(CASE, encoding="utf-8")
    (tmp_path / "in").mkdir()
    for number, text in enumerate(TEXTS):
        (tmp_path / "in" / f"wire-{number}.txt").write_text(text, encoding="utf-8")
    return tmp_path


def test_a_stopped_run_goes_on_without_loss_or_duplicate(case: Path, tmp_path: Path) -> None:
    def stop_after_three(step: Step) -> None:
        if step.task == "extracting" and step.done == 3:
            stopping.cancel()

    stopping = Progress(stop_after_three)
    with pytest.raises(Cancelled):
        sit_down(read_case(case), [case / "in"], "ana", progress=stopping)
    kept = case / "review" / FOUND
    before = len(kept.read_text(encoding="utf-8").splitlines())
    assert 3 <= before < len(TEXTS)
    with kept.open("a", encoding="utf-8") as opened:
        opened.write('{"key": "half a li')
    found = sit_down(read_case(case), [case / "in"], "ana").reports.extractions
    lines = [json.loads(line)["key"] for line in kept.read_text(encoding="utf-8").splitlines()]
    assert len(lines) == len(set(lines)) == len(TEXTS)
    assert [one.report for one in found] == [f"wire-{number}" for number in range(len(TEXTS))]
    assert all(extraction_of(as_data(one)) == one for one in found)

    looked: list[Step] = []
    sit_down(read_case(case), [case / "in"], "ana", progress=Progress(looked.append))
    assert not [step for step in looked if step.task == "extracting"]


def test_what_is_accepted_enters_and_is_not_offered_again(case: Path) -> None:
    sitting = sit_down(read_case(case), [case / "in" / "wire-0.txt"], "ana")
    offer = next(item for item in sitting.review.items if item.kind == "offer")
    sitting.review.decide(offer, "accepted")
    planned = sitting.would_enter()
    assert not planned.refused
    after = write_acceptance(sitting.read, planned)
    text = TEXTS[0]
    assert {said.quote for said in after.case.statements} <= {text[slice(*said.span)] for said in after.case.statements}
    assert after.case.reports[0].id == "wire-0"
    assert (case / "reports" / "wire-0.txt").read_text(encoding="utf-8") == text
    again = sit_down(read_case(case), [case / "in" / "wire-0.txt"], "ana")
    assert [document.id for document in again.reports.documents] == ["wire-0"]
    assert offer.key not in {item.key for item in again.review.waiting()}
    assert not again.would_enter().changes


def test_a_file_that_cannot_be_read_is_a_fault_and_the_others_are_kept(case: Path) -> None:
    (case / "in" / "zip.txt").write_bytes(b"PK\x03\x04 not text")
    with pytest.raises(ReadingError, match=r"zip\.txt"):
        sit_down(read_case(case), [case / "in"], "ana")
    (case / "in" / "zip.txt").unlink()
    assert len(sit_down(read_case(case), [], "ana").reports.documents) == len(TEXTS)


def test_damaged_findings_say_what_to_do(case: Path) -> None:
    sit_down(read_case(case), [case / "in" / "wire-1.txt"], "ana")
    (case / "review" / FOUND).write_text("not json\n", encoding="utf-8")
    with pytest.raises(WorkspaceError, match="take it away"):
        sit_down(read_case(case), [], "ana")
