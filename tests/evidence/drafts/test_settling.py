"""What drafts settle in a case, and a draft as a proposal of it."""

from __future__ import annotations

import pytest
from tests.gates.tree import ROOT

from detente.case.changes import apply
from detente.case.reading import parse_case, read_case
from detente.evidence.drafts.provisions import read_draft
from detente.evidence.drafts.settling import (
    drafts_of_case,
    proposal_changes,
    proposal_values,
    proposal_yaml,
    settled_by,
)
from detente.foundation.errors import OutOfDomain

CASE = """\
detente: 1
id: harbour
title: The harbour
parties:
  - {id: north, name: North, kind: state}
  - {id: south, name: South, kind: state}
issues:
  - id: harbour
    question: Who runs the harbour?
    label: the harbour
    kind: choice
    options: [{id: joint, label: joint administration}, {id: northern, label: northern administration}]
  - {id: dues, question: For how many years are ships free of dues?, label: freedom from dues, kind: number,
     from: 0, to: 50, step: 5, units: years}
preferences: {}
"""
TEXT = "Paper on the harbour\n\n1. The harbour has a joint administration.\n2. Everyone is well.\n"


def test_the_case_says_what_its_proposals_settle() -> None:
    read = read_case(ROOT / "examples/ukraine-2025")
    (draft,) = drafts_of_case(read, ["kyiv-offer"])
    told = {item.provision.number: (item.condition, item.ground) for item in settled_by(draft, read.case)}
    assert told["1."] == ("alliance = dropped", "case")
    assert told["2."] == ("guarantee = article5-style and usa in guarantors", "case")
    assert [draft.id for draft in drafts_of_case(read)][-1] != "unknown"


def test_a_proposal_that_is_not_there_is_refused() -> None:
    read = read_case(ROOT / "examples/ukraine-2025")
    with pytest.raises(OutOfDomain, match="has no proposal 'nothing'"):
        drafts_of_case(read, ["nothing"])


def test_a_draft_becomes_a_proposal() -> None:
    read = parse_case(CASE, {})
    draft = read_draft(TEXT, "paper")
    settled = settled_by(draft, read.case)
    assert [(item.provision.number, item.condition, item.ground) for item in settled] == [
        ("1.", "harbour = joint", "words")
    ]
    values = proposal_values(draft, settled, "paper.md")
    start, end = values["provisions"][0]["span"]
    assert TEXT[start:end] == "The harbour has a joint administration."
    after = parse_case(apply(read.text, proposal_changes(read, values)), {"paper.md": TEXT})
    (proposal,) = after.case.proposals
    assert (proposal.id, str(proposal.provisions[0].settles)) == ("paper", "harbour = joint")
    assert after.text.startswith(CASE.rstrip("\n"))
    pasted = parse_case(CASE + "proposals:\n" + proposal_yaml(values), {"paper.md": TEXT})
    assert pasted.case.proposals == after.case.proposals


def test_provisions_that_are_there_stay() -> None:
    read = parse_case(CASE, {})
    draft = read_draft(TEXT, "paper")
    values = proposal_values(draft, settled_by(draft, read.case), "paper.md")
    once = parse_case(apply(read.text, proposal_changes(read, values)), {"paper.md": TEXT})
    with pytest.raises(OutOfDomain, match="has provisions already"):
        proposal_changes(once, values)
