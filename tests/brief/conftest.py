from __future__ import annotations

from pathlib import Path

import pytest
from tests.brief.made_up import made_up_brief

from detente.brief.blocks import Brief
from detente.brief.sections.material import Material, gather
from detente.brief.writing import write_brief
from detente.case.reading import CaseFile, parse_case, read_case

EXAMPLE = Path(__file__).parents[2] / "examples" / "ukraine-2025"
PACTS = Path(__file__).with_name("pacts.yaml")
"""Two treaties, an attack that calls in one after the other, a contest and a vote, all small enough for pencil."""


@pytest.fixture(scope="session")
def brief() -> Brief:
    return made_up_brief()


@pytest.fixture(scope="session")
def worked() -> CaseFile:
    return read_case(EXAMPLE)


@pytest.fixture(scope="session")
def worked_material(worked: CaseFile) -> Material:
    return gather(worked)


@pytest.fixture(scope="session")
def worked_brief(worked: CaseFile) -> Brief:
    return write_brief(worked)


@pytest.fixture(scope="session")
def pacts_text() -> str:
    return PACTS.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def pacts(pacts_text: str) -> Brief:
    return write_brief(parse_case(pacts_text))
