"""A case read from disk: texts beside it, overlays, digest, places."""

from __future__ import annotations

import contextlib
import gc
import re
from pathlib import Path

import pytest
from tests.case.border import TEXT, TEXTS, slipped, told

from detente.case.reading import FILE, case_path, parse_case, read_case, with_text
from detente.foundation.errors import CaseError

VIEW = """\
view: hawks
title: Another reading
preferences:
  north:
    weights: {pass: 90, term: 10}
    values: {pass: {north: 100, joint: 10, south: 0}, term: {0: 0, 20: 100}}
    walk-away: {package: status-quo, less: 0}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The border case with its texts and a view."""
    (tmp_path / FILE).write_text(TEXT, encoding="utf-8")
    for name, text in {**TEXTS, "views/hawks.yaml": VIEW}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def faults(folder: Path, view: str) -> list[str]:
    with pytest.raises(CaseError) as caught:
        read_case(folder, view)
    return [str(fault) for fault in caught.value.faults]


def test_a_folder_and_its_file_are_the_same_case(folder: Path) -> None:
    assert read_case(folder).case == read_case(folder / FILE).case == parse_case(TEXT, TEXTS).case
    assert read_case(str(folder)).texts == TEXTS
    assert case_path(folder) == folder / FILE


def test_a_view_replaces_the_preferences_of_its_parties(folder: Path) -> None:
    plain, viewed = read_case(folder), read_case(folder, view="hawks")
    assert viewed.view is not None
    assert viewed.view.view == "hawks"
    assert viewed.case.preferences["north"] != plain.case.preferences["north"]
    assert viewed.case.preferences["south"] == plain.case.preferences["south"]
    assert str(viewed.place("preferences", "north", "walk-away")) == "views/hawks.yaml:7:16"
    assert str(viewed.place("preferences", "south", "weights")) == "case.yaml:53:14"
    assert str(viewed.place("offers", "0", "by")) == str(viewed.place("offers", 0, "by")) == "case.yaml:66:18"


def test_the_digest_covers_the_case_the_texts_and_the_view(folder: Path) -> None:
    digests = {read_case(folder).digest, read_case(folder, "hawks").digest}
    for name in (FILE, "reports/r2.txt", "views/hawks.yaml"):
        (folder / name).write_text((folder / name).read_text(encoding="utf-8") + "\n", encoding="utf-8")
        digests |= {read_case(folder).digest, read_case(folder, "hawks").digest}
    assert len(digests) == 7
    assert all(re.fullmatch("[0-9a-f]{64}", digest) for digest in digests)
    windows = (folder / FILE).read_bytes().replace(b"\n", b"\r\n")
    before = read_case(folder).digest
    (folder / FILE).write_bytes(windows)
    assert read_case(folder).digest == before


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("pass: 90", "pas: 90", "views/hawks.yaml:5:15: preferences.north.weights.pas: there is no issue 'pas' "
                                "(did you mean 'pass'?)"),
        ("walk-away", "walkaway", "views/hawks.yaml:7:5: preferences.north.walkaway: not a field here "
                                  "(did you mean 'walk-away'?)"),
        ("  north:", "  nrth:", "views/hawks.yaml:4:3: preferences.nrth: there is no party 'nrth' "
                                "(did you mean 'north'?)"),
        ("view: hawks", "view: doves", "views/hawks.yaml:1:7: view: the view calls itself 'doves' "
                                       "(write view: hawks, as the file is called)"),
        ("title: A", "\ttitle: A", "views/hawks.yaml:2:1: a tab in the indentation (indent with spaces)"),
    ],
)  # fmt: skip
def test_faults_of_a_view_name_its_file(folder: Path, old: str, new: str, told: str) -> None:
    (folder / "views/hawks.yaml").write_text(VIEW.replace(old, new), encoding="utf-8")
    assert faults(folder, "hawks")[0] == told


def test_the_checks_run_over_the_overlaid_case(folder: Path) -> None:
    (folder / "views/hawks.yaml").write_text(VIEW + "    red-lines: [{never: term >= 0}]\n", encoding="utf-8")
    warnings = [fault for fault in read_case(folder, "hawks").warnings if fault.rule == "red-line-excludes-all"]
    assert [str(fault.place) for fault in warnings] == ["views/hawks.yaml:8:17"]
    assert read_case(folder).warnings == ()


def test_a_view_that_is_not_there(folder: Path) -> None:
    assert "the view 'doves' cannot be read" in faults(folder, "doves")[0]
    assert faults(folder, "../hawks")[0].startswith("'../hawks' is not the name of a view (views are files")
    assert faults(folder, "")[0].startswith("'' is not the name of a view")


def test_windows_line_ends_of_a_report_do_not_move_its_spans(folder: Path) -> None:
    report = folder / "reports/r1.txt"
    report.write_bytes(b"\r\n" + report.read_bytes())
    assert "the quotation stands at [1, 27]" in str(read_case_faults(folder)[0])


def read_case_faults(folder: Path) -> tuple[object, ...]:
    with pytest.raises(CaseError) as caught:
        read_case(folder)
    return caught.value.faults


def test_text_that_looks_like_a_number_is_kept_as_written() -> None:
    text, _ = slipped(("name: Envoy", "name: 007"), ("label: both", "label: 1e3"), ("outlet: Daily", "outlet: +1.50"))
    case = parse_case(text, TEXTS).case
    assert str(case.parties[3].name) == "007"
    assert str(case.issues[0].options[1].label) == "1e3"
    assert case.reports[0].outlet == "+1.50"
    assert told(text) == ()


def test_the_example_of_the_design() -> None:
    text = "detente: 1\nid: x\ntitle: x\nparties:\n  - {id: a, name: A, kind: state}\n  - id: b\n    name: B\n"
    found = told(text + "    countyr: UA\n    kind: state\nissues: [{id: i, question: q, kind: set, of: [a]}]\n")
    assert [str(fault) for fault in found] == [
        "case.yaml:8:5: parties.1.countyr: not a field here (did you mean 'country'?)"
    ]


@pytest.mark.filterwarnings("error")
def test_the_model_is_written_as_json_and_read_back() -> None:
    case = parse_case(TEXT, TEXTS).case
    written = case.model_dump(mode="json", by_alias=True, exclude_none=True)
    assert written["statements"][0]["span"] == [0, 26]
    assert written["issues"][2]["from"] == 0
    assert written["offers"][0]["gives"] == "pass = joint"
    assert type(case).model_validate(written) == case
    assert type(case).model_validate_json(case.model_dump_json()) == case


def test_an_edited_text_is_read_with_the_same_view(folder: Path) -> None:
    viewed = read_case(folder, "hawks")
    after = with_text(viewed, TEXT.replace("walk-away: 40", "walk-away: 50"))
    assert after.view_page == viewed.view_page
    assert after.case.preferences["north"] == viewed.case.preferences["north"]
    assert after.case.preferences["league"] != viewed.case.preferences["league"]
    assert after.texts == viewed.texts
    with pytest.raises(CaseError, match="there is no party 'north'"):
        with_text(viewed, TEXT.replace("id: north, name", "id: nord, name"))


@pytest.mark.parametrize("text", [TEXT, "parties: ["], ids=["sound", "faulty"])
def test_garbage_collection_is_back_on_after_reading(text: str) -> None:
    assert gc.isenabled()
    with contextlib.suppress(CaseError):
        parse_case(text)
    assert gc.isenabled()
