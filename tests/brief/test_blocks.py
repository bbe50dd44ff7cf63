from __future__ import annotations

import csv
import io
import subprocess
import sys
from dataclasses import FrozenInstanceError, replace
from fractions import Fraction

import pytest

from detente.brief.blocks import Brief, Cell, Column, Paragraph, Row, Section, Table, plain
from detente.brief.csv_text import csv_text
from detente.brief.outline import outline
from detente.brief.prose import Cite, Emphasis, Mark, Number, date_in_words, in_print


@pytest.fixture
def table() -> Table:
    return Table(
        id="t",
        caption="c",
        corner="Row",
        columns=(Column("Value", kind="number"), Column("Words")),
        rows=(
            Row("first", (Number(Fraction(5, 2), low=-1, high=4), ("said", Cite("s1"))), group="G"),
            Row("=SUM(A1)", (Number(7), "-danger")),
        ),
    )


def test_blocks_are_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        Paragraph("a").prose = "b"  # type: ignore[misc]


def test_a_table_refuses_a_row_of_the_wrong_length() -> None:
    with pytest.raises(ValueError, match=r"table 't': row 'r' has 1 cells for 2 columns"):
        Table(id="t", caption="", columns=(Column("a"), Column("b")), rows=(Row("r", ("x",)),))


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (1536, None, "1,536"),
        (-5, None, "−5"),
        (-0.0, None, "0"),
        (-0.04, 1, "0.0"),
        (2.5, None, "2.5"),
        (Fraction(1, 3), 2, "0.33"),
        (float("nan"), None, "–"),
        (float("-inf"), None, "−∞"),
    ],
)
def test_numbers_in_print(value: float | Fraction, digits: int | None, text: str) -> None:
    assert in_print(value, digits) == text


@pytest.mark.parametrize("odd", ["2025-13", "soon", "2025-12-xx", "", "2025-12-14T00:00"])
def test_a_text_that_is_no_date_stays_as_it_is(odd: str) -> None:
    assert date_in_words(odd) == odd


def test_a_spread_says_nothing_where_both_ends_agree() -> None:
    assert str(Number(3, low=3, high=3)) == "3"
    assert str(Number(3, low=-2, high=5)) == "3 (−2 to 5)"


def test_plain_words_keep_marks_and_judgements() -> None:
    cell = Cell(("said", Cite("s1"), Mark("contradicted")), under=(("w ", Number(4, basis="judgement")),))
    assert plain(cell) == "said [s1] (contradicted); w 4 (judgement)"
    assert plain((Emphasis("a"), " b")) == "a b"


def test_csv_parts_spreads_and_disarms_formulas(table: Table) -> None:
    lines = list(csv.reader(io.StringIO(csv_text(table))))
    assert lines == [
        ["group", "Row", "Value", "Value: low", "Value: high", "Words"],
        ["G", "first", "2.5", "-1", "4", "said [s1]"],
        ["G", "'=SUM(A1)", "7", "", "", "'-danger"],
    ]


def test_outline_numbers_counts_and_marks(brief: Brief) -> None:
    found = outline(brief)
    assert found.numbers["zone-solutions"] == "2.2"
    assert found.names["frontier"] == "figure 1"
    assert found.names["proposals"] == "table 2"
    assert found.citations["s2"] == 3
    assert found.marks == (
        "judgement",
        "computed",
        "single-source",
        "contradicted",
        "differs",
        "agreed",
    )


def test_outline_refuses_two_parts_with_one_id(brief: Brief) -> None:
    twice = replace(brief, sections=(*brief.sections, Section("zone", "Again", ())))
    with pytest.raises(ValueError, match="zone"):
        outline(twice)


def test_importing_the_brief_loads_no_extra() -> None:
    program = (
        "import sys, detente.brief, detente.brief.to_html, detente.brief.to_markdown, detente.brief.charts;"
        "print(sorted({'jinja2', 'vl_convert', 'markupsafe'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
