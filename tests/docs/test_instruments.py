"""The pages of the library's instruments and the tables of the sections' fields are what the data and the model say."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import get_args

import pytest
from pydantic import BaseModel

from detente.case import field_tables
from detente.case.instruments import instrument_ids, library_instrument, pages
from detente.case.model.commitment import Commitment
from detente.case.model.conflict import Conflict
from detente.case.model.contest import Accession, Contest
from detente.case.model.judgement import Judgement
from detente.case.model.scenario import Scenario
from detente.engines.commitments.instrument import AUTOMATICITIES, STRENGTHS

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "instruments"
FIELDS = ROOT / "docs" / "reference" / "commitments.md"
CONFLICT = ROOT / "docs" / "reference" / "conflict.md"


def test_the_pages_are_up_to_date() -> None:
    on_disk = {file.name: file.read_text(encoding="utf-8") for file in FOLDER.iterdir()}
    assert set(on_disk) == {"README.md", *(f"{name}.md" for name in instrument_ids())}
    todo = "write them anew: python -m detente.case.instruments.pages"
    assert [name for name, text in pages.pages().items() if on_disk[name] != text] == [], todo


def test_the_command_writes_and_removes(tmp_path: Path) -> None:
    (tmp_path / "gone.md").write_text("an instrument that is no more")
    pages.main(tmp_path)
    assert {file.name for file in tmp_path.iterdir()} == {file.name for file in FOLDER.iterdir()}


@pytest.mark.parametrize("name", instrument_ids())
def test_a_page_hides_no_doubt(name: str) -> None:
    found = library_instrument(name)
    text = (FOLDER / f"{name}.md").read_text(encoding="utf-8")
    flat = " ".join(text.split())
    for clause in found.clauses:
        for doubt in (*clause.unsure, *map(str, clause.unknown)):
            assert " ".join(doubt.split()) in flat, doubt
        if clause.quote:
            assert f"“{clause.quote}”" in text
            assert len(clause.quote.split()) <= 25, "a quote is a short extract"
    for doubt in (*found.unsure, *map(str, found.unknown)):
        assert " ".join(doubt.split()) in flat, doubt
    assert "no second coding" in text
    for source in found.sources:
        assert source.split(" ")[0] in text


def test_the_index_has_a_row_for_each() -> None:
    text = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert re.findall(r"\]\(([a-z0-9-]+)\.md\) \|", text) == list(instrument_ids())
    rows = [line for line in text.splitlines() if ".md) |" in line]
    assert len({row.count("|") for row in rows}) == 1


def test_the_scales_have_one_wording() -> None:
    assert pages.STRENGTHS == STRENGTHS
    assert pages.AUTOMATICITIES == AUTOMATICITIES
    text = FIELDS.read_text(encoding="utf-8")
    for number, words in enumerate(STRENGTHS):
        assert f"| {number} | {words} |" in text
    for number, words in enumerate(AUTOMATICITIES):
        assert f"| {number} | {words} |" in text


@pytest.mark.parametrize("page", [FIELDS, CONFLICT], ids=lambda page: page.stem)
def test_the_tables_of_fields_are_up_to_date(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert field_tables.with_tables(text) == text, "run python -m detente.case.field_tables"


def test_a_table_that_is_out_of_date_is_mended(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    shutil.copy(FIELDS, page)
    page.write_text(page.read_text(encoding="utf-8").replace("what is owed |", "who knows |"), encoding="utf-8")
    field_tables.main(page)
    assert page.read_text(encoding="utf-8") == FIELDS.read_text(encoding="utf-8")


def _parts(model: object, seen: set[str]) -> set[str]:
    if isinstance(model, type) and issubclass(model, BaseModel):
        if model.__name__ not in seen | {"Label", Judgement.__name__}:
            seen.add(model.__name__)
            for field in model.model_fields.values():
                _parts(field.annotation, seen)
    else:
        for argument in get_args(model):
            _parts(argument, seen)
    return seen


def test_every_part_of_the_four_sections_has_a_table() -> None:
    wanted: set[str] = set()
    for model in (Commitment, Scenario, Contest, Accession):
        _parts(model, wanted)
    assert set(re.findall(r"<!-- fields: (\w+) -->", FIELDS.read_text(encoding="utf-8"))) == wanted


def test_every_part_of_a_conflict_has_a_table() -> None:
    wanted = _parts(Conflict, set())
    assert set(re.findall(r"<!-- fields: (\w+) -->", CONFLICT.read_text(encoding="utf-8"))) == wanted
