"""Values as YAML, the tidy form, and files written at once or not at all."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from tests.case.border import TEXT

from detente.case import writing
from detente.case.writing import flow, tidy, write_whole
from detente.case.yaml_subset import Numeral, compose

ROOT = Path(__file__).parents[2]
TEMPLATE = (ROOT / "src/detente/case/new_case.yaml").read_text(encoding="utf-8")
TEMPLATE = TEMPLATE.replace("{id}", "talks").replace("{title}", "Talks").replace("{today}", "2025-12-14")


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, "null"), (True, "true"), (40, "40"), (Decimal("1.10"), "1.10"), (Fraction(5, 4), "1.25"), (0.1, "0.1"),
        (Numeral("007"), "007"), ("no", '"no"'), ("5", '"5"'), ("", '""'), (" a", '" a"'), ("a: b", '"a: b"'),
        ("a #b", '"a #b"'), ("2025-12", "2025-12"), ("Київ", '"Київ"'), ("a\nb", '"a\\nb"'), ("a\u2028", '"a\\u2028"'),
        ("\x85\ufeff", '"\\u0085\\ufeff"'), ("a in {x}", '"a in {x}"'), ((1, (2,)), "[1, [2]]"), ({}, "{}"), ([], "[]"),
        ({"on": 1, 5: {"a b": None}}, '{on: 1, 5: {"a b": null}}'),
    ],
)  # fmt: skip
def test_values_are_written_so_that_they_read_the_same(value: object, written: str) -> None:
    assert flow(value) == written
    assert said(compose(f"a: {written}\n", "f").plain()["a"]) == said(value)


def said(value: object) -> object:
    """The value with lists for tuples, text for keys and decimals for fractions of a number."""
    if isinstance(value, dict):
        return {str(key): said(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [said(item) for item in value]
    return Decimal(str(value)) if isinstance(value, float) else value


def test_a_fraction_without_an_end_is_not_written() -> None:
    with pytest.raises(ValueError, match="decimal digits"):
        flow(Fraction(1, 3))


@pytest.mark.parametrize(
    "text", [TEXT, TEMPLATE, (ROOT / "examples/ukraine-2025/case.yaml").read_text(encoding="utf-8")],
    ids=["border", "template", "worked case"],
)  # fmt: skip
def test_our_own_cases_are_tidy(text: str) -> None:
    assert tidy(text) == text


UNTIDY = """\


# top
a:    1.10   # one
NO :   007
b:
- x:   NO
  y: { a: [ 1,2 , "3"], "b" : {} , c: }   # c
  # inner
-    - 2025-12-14
     - 'q'  # aligned
# about c
c:
      d: >-
            folded
              more

            end
      # dd
      e: "quoted
         text  a"




      f: [a,
   b,  # why
      c
      ]
      g:
          plain on
            two
      h:
        # hhh
      i: |2-
            keep

   # odd
z: 1e3"""
TIDY = """\
# top
a: 1.10      # one
NO: 007
b:
  - x: NO
    y: {a: [1, 2, "3"], "b": {}, c: }     # c
    # inner
  - - 2025-12-14
    - 'q'   # aligned
# about c
c:
  d: >-
    folded
      more

    end
  # dd
  e: "quoted
    text  a"


  f: [a,
      b,  # why
      c
    ]
  g:
    plain on
    two
  h:
  # hhh
  i: |2-
        keep

# odd
z: 1e3
"""


def test_tidying() -> None:
    assert tidy(UNTIDY) == TIDY
    assert tidy(TIDY) == TIDY
    assert tidy(UNTIDY.replace("\n", "\r\n")) == TIDY.replace("\n", "\r\n")
    assert compose(TIDY, "f").plain() == compose(UNTIDY, "f").plain()


def test_a_long_line_stays_one_line() -> None:
    text = f"a: [{', '.join(['Київ'] * 100)}]\nb: {'long ' * 60}end\n"
    assert tidy(text) == text


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "case.yaml"
    write_whole(file, "a: 1\r\nb: é\n")
    assert file.read_bytes() == "a: 1\r\nb: é\n".encode()
    file.chmod(0o600)
    write_whole(file, "a: 2\n")
    assert file.stat().st_mode & 0o777 == 0o600

    def fails(_handle: int) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(writing.os, "fsync", fails)
    with pytest.raises(OSError, match="no space left"):
        write_whole(file, "a: 3\n")
    assert file.read_text(encoding="utf-8") == "a: 2\n"
    assert [path.name for path in tmp_path.iterdir()] == ["case.yaml"]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    real = tmp_path / "real.yaml"
    real.write_text("a: 1\n", encoding="utf-8")
    link = tmp_path / "case.yaml"
    link.symlink_to(real)
    write_whole(link, "a: 2\n")
    assert link.is_symlink()
    assert real.read_text(encoding="utf-8") == "a: 2\n"
