"""GENIUS domains and profiles: read as GENIUS evaluates them, and nothing that XML could do beyond that."""

from __future__ import annotations

import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest

from detente.case.exchange import genius_xml
from detente.case.exchange.genius import read_genius, read_genius_folder
from detente.foundation.errors import OutOfDomain, ReadingError

DOMAIN = """<!-- a domain of our own -->
<?xml version="1.0" encoding="utf-8"?>
<negotiation_template>
<utility_space number_of_issues="3">
<objective index="0" etype="objective" type="objective" name="any">
<issue index="2" etype="discrete" type="discrete" vtype="discrete" name="Toll">
<item index="1" value="none"/> <item index="2" value="high & rising"/>
</issue>
<issue index="1" name="Water">
<item index="1" value="half"/> <item index="2" value="third"/> <item index="3" value="all"/>
</issue>
<issue index="3" type="integer" etype="integer" vtype="integer" lowerbound="2" upperbound="5" name="Years"/>
</objective>
</utility_space>
</negotiation_template>
"""
UPPER = """<utility_space>
<objective index="0" name="any">
<issue index="1" name="Water">
<item index="1" value="half" evaluation="2"/><item index="2" value="third" evaluation="1"/>
<item index="3" value="all" evaluation="4"/>
</issue>
<issue index="2" name="Toll"><item value="high & rising" evaluation="3.0"/><item value="none" evaluation="0"/></issue>
<issue index="3" type="integer" etype="integer" lowerbound="2" upperbound="5" name="Years">
<evaluator ftype="linear" slope="-0.5" offset="1.0"/></issue>
<weight index="1" value="0.5"/><weight index="2" value="0.3"/><weight index="3" value="2.0E-1"/>
</objective>
<discount_factor value="0.8"/>
<reservation value="0.25"/>
</utility_space>
"""
LOWER = UPPER.replace('<discount_factor value="0.8"/>\n', "").replace('<reservation value="0.25"/>\n', "")


def folder_of(tmp_path: Path, **files: str) -> Path:
    for name, text in files.items():
        (tmp_path / f"{name}.xml").write_text(text, encoding="utf-8")
    return tmp_path


def test_evaluations_are_divided_by_the_largest_and_lines_are_held_between_0_and_1(tmp_path: Path) -> None:
    found = read_genius_folder(folder_of(tmp_path, domain=DOMAIN, upper=UPPER, lower=LOWER))
    assert [issue.name for issue in found.issues] == ["Water", "Toll", "Years"]
    assert found.issues[1].options == ("none", "high & rising")
    assert found.issues[2].options == ("2", "3", "4", "5")
    assert [party.name for party in found.parties] == ["lower", "upper"]
    upper = found.parties[1]
    assert upper.weights == (Fraction(1, 2), Fraction(3, 10), Fraction(1, 5))
    assert upper.evaluations == (
        (Fraction(1, 2), Fraction(1, 4), 1),
        (0, 1),
        (1, Fraction(1, 2), 0, 0),
    )
    assert (upper.reservation, upper.discount) == (Fraction(1, 4), Fraction(4, 5))
    assert (found.parties[0].reservation, found.parties[0].discount) == (0, None)
    assert upper.utility((0, 1, 1)) == Fraction(65, 100)
    assert (found.size, found.notes) == (24, ())


def test_utilities_above_1_are_noted(tmp_path: Path) -> None:
    heavy = UPPER.replace('value="0.5"', 'value="0.75"')
    found = read_genius_folder(folder_of(tmp_path, domain=DOMAIN, upper=heavy))
    assert found.parties[0].highest == Fraction(5, 4)
    assert found.notes == ("upper: utilities reach 1.25; GENIUS would cap them at 1.",)


def test_an_issue_whose_evaluations_are_all_0_is_worth_0(tmp_path: Path) -> None:
    flat = UPPER.replace('evaluation="3.0"', 'evaluation="0"')
    found = read_genius_folder(folder_of(tmp_path, domain=DOMAIN, upper=flat))
    assert found.parties[0].evaluations[1] == (0, 0)


def test_all_faults_of_all_files_are_told_with_their_lines(tmp_path: Path) -> None:
    wrong = UPPER.replace('evaluation="2"', 'evaluation="much"').replace('<weight index="2" value="0.3"/>', "")
    other = LOWER.replace('<item index="2" value="third" evaluation="1"/>', "").replace('"2.0E-1"', '"-1"')
    with pytest.raises(ReadingError) as error:
        read_genius_folder(folder_of(tmp_path, domain=DOMAIN, upper=wrong, lower=other))
    told = {(Path(f.place.file).stem, f.place.line, f.rule, f.field) for f in error.value.faults if f.place}
    assert told == {
        ("lower", 3, "evaluation", "Water"),
        ("lower", 10, "weight", ""),
        ("lower", 8, "weight", "Years"),
        ("upper", 4, "evaluation", "Water"),
        ("upper", 7, "weight", "Toll"),
    }


@pytest.mark.parametrize(
    ("before", "after", "rule"),
    [
        ('type="integer" etype="integer" vtype="integer"', 'type="real"', "not-discrete"),
        ('lowerbound="2" upperbound="5"', 'lowerbound="2" upperbound="5000000"', "option"),
        ('lowerbound="2" upperbound="5"', 'lowerbound="2.5" upperbound="5"', "option"),
        ('value="third"', 'value="half"', "option"),
        ('name="Toll"', 'name="Water"', "issue"),
        ("</utility_space>", "", "xml"),
    ],
)
def test_what_is_not_discrete_or_not_sound_is_refused(tmp_path: Path, before: str, after: str, rule: str) -> None:
    assert before in DOMAIN
    with pytest.raises(ReadingError) as error:
        read_genius_folder(folder_of(tmp_path, domain=DOMAIN.replace(before, after), upper=UPPER))
    assert rule in {fault.rule for fault in error.value.faults}


@pytest.mark.parametrize(
    "part",
    [
        '<utility maxutility="1"><ufun type="PlainUfun"><hyperRectangle utility="9"/></ufun></utility>',
        '<rules><constraints><constraint type="requirement"/></constraints></rules>',
    ],
)
def test_what_is_not_additive_is_refused(tmp_path: Path, part: str) -> None:
    with pytest.raises(ReadingError, match="not additive"):
        read_genius_folder(
            folder_of(tmp_path, domain=DOMAIN, upper=UPPER.replace("</objective>", part + "</objective>"))
        )


def test_entities_are_refused_before_they_grow(tmp_path: Path) -> None:
    grown = ['<!DOCTYPE x [<!ENTITY a0 "ha">']
    grown += [f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12)]
    bomb = "\n".join([*grown, "]>", DOMAIN.partition("?>\n")[2].replace("half", "&a11;")])
    outside = '<!DOCTYPE x SYSTEM "file:///etc/passwd">\n' + DOMAIN.partition("?>\n")[2]
    for text in (bomb, outside):
        with pytest.raises(ReadingError, match="a document type with entities is not allowed"):
            read_genius_folder(folder_of(tmp_path, domain=text, upper=UPPER))


def test_depth_and_size_have_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deep = "<negotiation_template>" + "<a>" * 100_000 + "</a>" * 100_000 + "</negotiation_template>"
    with pytest.raises(ReadingError, match="nested deeper than 30 levels"):
        read_genius_folder(folder_of(tmp_path, domain=deep, upper=UPPER))
    monkeypatch.setattr(genius_xml, "MOST_ELEMENTS", 5)
    with pytest.raises(ReadingError, match="over 5 elements"):
        read_genius_folder(folder_of(tmp_path, domain=DOMAIN, upper=UPPER))
    monkeypatch.setattr(genius_xml, "MOST_BYTES", 50)
    with pytest.raises(ReadingError, match="over 50 bytes"):
        read_genius_folder(folder_of(tmp_path, domain=DOMAIN, upper=UPPER))


def test_a_folder_has_one_domain_and_other_files_are_left_alone(tmp_path: Path) -> None:
    folder_of(tmp_path, domain=DOMAIN, upper=UPPER, results="<Tournament></Tournament>", broken="not xml at all")
    assert len(read_genius_folder(tmp_path).parties) == 1
    folder_of(tmp_path, second=DOMAIN)
    with pytest.raises(ReadingError, match=r"2 domain files \(domain.xml, second.xml\)"):
        read_genius_folder(tmp_path)
    assert read_genius(tmp_path / "second.xml", [tmp_path / "upper.xml"], name="x").name == "x"
    with pytest.raises(ReadingError, match="this is a <utility_space>, not a <negotiation_template>"):
        read_genius(tmp_path / "upper.xml", [tmp_path / "upper.xml"])
    with pytest.raises(ReadingError, match="cannot be read"):
        read_genius(tmp_path / "absent.xml", [tmp_path / "upper.xml"])
    with pytest.raises(OutOfDomain, match="0 profiles"):
        read_genius(tmp_path / "domain.xml", [])


def test_reading_imports_nothing_heavy() -> None:
    code = "import sys, detente.case.exchange.genius; print('numpy' in sys.modules, 'pandas' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split()[1] == "False"
