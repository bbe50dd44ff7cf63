"""NegMAS scenario folders: issues and utility functions that are additive, and reasons for all others."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest

from detente.case.exchange.negmas_scenario import read_negmas, read_negmas_folder
from detente.case.exchange.scenario_writing import negmas_files
from detente.foundation.errors import OutOfDomain, ReadingError

SPACE = """name: river
type: negmas.outcomes.DiscreteCartesianOutcomeSpace
issues:
- {name: Water, type: CategoricalIssue, values: [half, third, 2015]}
- {name: Years, type: ContiguousIssue, values: [2, 4]}
- name: Toll
  type: OrdinalIssue
  values:
  - 0.5
  - 1.0
"""
UPPER = """name: upper
type: LinearAdditiveUtilityFunction
reserved_value: 0.25
values:
- {type: TableFun, mapping: {2015: 1.0, half: 0.3333333333333333, third: 0.0}}
- {type: AffineFun, slope: 0.5, bias: -1.0}
- {type: IdentityFun}
weights: [0.5, 0.3, 0.2]
bias: 0.125
"""
LOWER = """type: ExpDiscountedUFun
discount: 0.9
dynamic_reservation: true
reserved_value: -.inf
ufun:
  type: LinearAdditiveUtilityFunction
  reserved_value: 0.0
  values:
    Toll: {type: TableFun, mapping: {0.5: 1, 1.0: 0}}
    Water: {half: 0.1, third: 0.2, 2015: 0.3}
    Years: {type: ConstFun, bias: 0.5}
  weights: {Water: 1, Years: 0, Toll: 2}
"""
PRICE = """type: AffineUtilityFunction
weights: [0, 0.5, -1]
bias: 2
"""


def folder_of(tmp_path: Path, **files: str) -> Path:
    for name, text in files.items():
        (tmp_path / f"{name}.yml").write_text(text, encoding="utf-8")
    return tmp_path


def test_functions_of_one_issue_and_what_stands_around_them(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, space=SPACE, upper=UPPER, lower=LOWER, _stats="a: 1")
    (folder / "._upper.yml").write_bytes(b"\0\1")
    found = read_negmas_folder(folder, name="here")
    assert found.name == "here"
    assert [issue.options for issue in found.issues] == [("half", "third", "2015"), ("2", "3", "4"), ("0.5", "1.0")]
    lower, upper = found.parties
    assert upper.evaluations == (
        (Fraction("0.3333333333333333"), 0, 1),
        (0, Fraction(1, 2), 1),
        (Fraction(1, 2), 1),
    )
    assert (upper.bias, upper.reservation) == (Fraction(1, 8), Fraction(1, 4))
    assert upper.utility((2, 1, 1)) == Fraction("0.975")
    assert (lower.discount, lower.reservation) == (Fraction(9, 10), None)
    assert lower.weights == (1, 0, 2)
    assert lower.evaluations[0] == (Fraction(1, 10), Fraction(1, 5), Fraction(3, 10))
    assert (lower.lowest, lower.highest) == (Fraction(1, 10), Fraction(23, 10))


def test_an_affine_function_multiplies_the_options_themselves(tmp_path: Path) -> None:
    numbers = SPACE.replace("[half, third, 2015]", "[1, 2, 3]")
    found = read_negmas_folder(folder_of(tmp_path, space=numbers, price=PRICE))
    assert found.parties[0].utility((0, 2, 1)) == 2 + 2 - 1
    with pytest.raises(ReadingError, match="a function of numbers, but the options are words"):
        read_negmas_folder(folder_of(tmp_path, space=SPACE, price=PRICE))


def test_json_is_read_as_well_as_yaml(tmp_path: Path) -> None:
    issues = [{"name": "Water", "type": "CategoricalIssue", "values": ["half", "all"]}]
    (tmp_path / "space.json").write_text(json.dumps({"type": "OutcomeSpace", "issues": issues}, indent=1))
    whole = {"type": "MappingUtilityFunction", "mapping": {"half": 0.25, "all": 1}, "reserved_value": None}
    (tmp_path / "one.json").write_text(json.dumps(whole, indent=1))
    party = read_negmas_folder(tmp_path).parties[0]
    assert (party.evaluations, party.reservation) == (((Fraction(1, 4), 1),), None)


@pytest.mark.parametrize(
    ("before", "after", "what"),
    [
        ("CategoricalIssue", "ContinuousIssue", "more options than can be listed"),
        ("[2, 4]", "[2, 4.5]", "not 1 to 10,000 whole numbers"),
        ("[2, 4]", "[2, 400000]", "not 1 to 10,000 whole numbers"),
        ("[half, third, 2015]", "[half, third, half]", "3 options, 2 of them different"),
        ("name: Years", "name: Water", "two issues have one name"),
        ("[half, third, 2015]", "!!python/object/apply:os.system [ls]", "a tag"),
        ("- name: Toll", "- &a\n  name: Toll", "an anchor"),
    ],
)
def test_outcome_spaces_that_are_refused(tmp_path: Path, before: str, after: str, what: str) -> None:
    assert before in SPACE
    folder = folder_of(tmp_path, space=SPACE.replace(before, after, 1), upper=UPPER)
    with pytest.raises(ReadingError, match=what) as error:
        read_negmas_folder(folder)
    assert all(fault.place and fault.place.line for fault in error.value.faults)


@pytest.mark.parametrize(
    ("before", "after", "what"),
    [
        (
            "LinearAdditiveUtilityFunction",
            "HyperRectangleUtilityFunction",
            "a HyperRectangleUtilityFunction is not read",
        ),
        ("LinearAdditiveUtilityFunction", "MappingUtilityFunction", "a table of whole packages is not additive"),
        ("IdentityFun", "QuadraticFun", "a QuadraticFun of one issue is not read"),
        ("half: 0.3333333333333333, ", "", "the option 'half' has no value"),
        ("third: 0.0", "third: none", "'none' is not a number"),
        ("weights: [0.5, 0.3, 0.2]", "weights: [0.5, 0.3]", "2 entries for 3 issues"),
        ("weights: [0.5,", "weights: [.nan,", "'.nan' is no weight"),
        ("reserved_value: 0.25", "reserved_value: .inf", "'.inf' is not a number"),
    ],
)
def test_utility_functions_that_are_refused(tmp_path: Path, before: str, after: str, what: str) -> None:
    assert before in UPPER
    with pytest.raises(ReadingError) as error:
        read_negmas_folder(folder_of(tmp_path, space=SPACE, upper=UPPER.replace(before, after)))
    assert what in str(error.value)
    assert "upper.yml" in str(error.value)


def test_a_folder_without_one_outcome_space_is_refused(tmp_path: Path) -> None:
    for files in ({"upper": UPPER}, {"space": SPACE}, {"space": SPACE, "more": SPACE}):
        folder = tmp_path / "-".join(files)
        folder.mkdir()
        with pytest.raises(ReadingError, match="outcome spaces and"):
            read_negmas_folder(folder_of(folder, **files))
    with pytest.raises(OutOfDomain, match="0 utility functions"):
        read_negmas("space.yml", [])
    with pytest.raises(ReadingError, match="cannot be read"):
        read_negmas(tmp_path / "absent.yml", [tmp_path / "absent.yml"])


def test_what_yaml_does_not_take_as_it_is_is_written_as_an_escape(tmp_path: Path) -> None:
    strange = SPACE.replace("half, third", '"half\\u0080\\u2028", third')
    given = UPPER.replace("half: 0.3", '"half\\u0080\\u2028": 0.3')
    (tmp_path / "given").mkdir()
    found = read_negmas_folder(folder_of(tmp_path / "given", space=strange, upper=given), name="river")
    (tmp_path / "again").mkdir()
    for name, text in negmas_files(found).items():
        assert "\x80" not in text
        (tmp_path / "again" / name).write_text(text, encoding="utf-8")
    assert read_negmas_folder(tmp_path / "again", name="river").issues == found.issues
