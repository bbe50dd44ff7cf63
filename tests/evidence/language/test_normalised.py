"""Plain typography at the same length, over random Unicode."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.evidence.language.normalised import normalised


@given(st.text())
def test_every_character_keeps_its_place(text: str) -> None:
    plain = normalised(text)
    assert len(plain) == len(text)
    for before, after in zip(text, plain, strict=True):
        assert after == before or after in "\"'- "


@given(st.text())
def test_twice_is_once(text: str) -> None:
    assert normalised(normalised(text)) == normalised(text)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("“double” „low‟ «angle»", '"double" "low" "angle"'),
        ("‘single’ ‚low‛ ‹angle›", "'single' 'low' 'angle'"),
        ("well\u2011known – long — longer ― bar −5", "well-known - long - longer - bar -5"),
        ("12\u00a0km\u2009to\u202fthe\u3000port", "12 km to the port"),
        ("zero\u200bwidth e\u0301 🕊️ עברית …", "zero\u200bwidth e\u0301 🕊️ עברית …"),
    ],
)
def test_marks_hyphens_and_spaces(text: str, plain: str) -> None:
    assert normalised(text) == plain
