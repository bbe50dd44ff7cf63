"""Quotations are found where they stand, up to a stated bound, and nowhere else."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.evidence.language_model.grounding import Grounded, Ungrounded, ground, named

TEXT = (
    "King Oskar said on Monday that Norland would drop its claim to the two islands if the council gave it ten years "
    "of free passage through the strait. “We will not sign to‑day,” Ms Lind answered … “The café stays ours.” The king "
    "said on Monday that he slept well."
)


def found(quotation: str, text: str = TEXT) -> str:
    place = ground(quotation, text)
    assert isinstance(place, Grounded), place
    return text[place.start : place.end]


@pytest.mark.parametrize(
    ("quotation", "how"),
    [
        ("Norland would drop its claim", "exact"),
        ("King Oskar said on Monday that Norland would drop its claim to the two islands", "exact"),
        ('"We will not sign to-day," Ms Lind answered', "typography"),
        ("“We will not  sign to‑day,”\nMs Lind", "typography"),
        ('answered ... "The café stays', "typography"),
        (unicodedata.normalize("NFD", "The café stays ours"), "typography"),
        ("Norland would drop its claim to the two islands if the council gave it ten years of passage", "fuzzy"),
        ("would drop its old claim to the two islands if the council gave it ten years", "fuzzy"),
        ("norland would drop its claim to the two islands, if the council gave it", "fuzzy"),
    ],
)
def test_what_stands_there_is_found(quotation: str, how: str) -> None:
    place = ground(quotation, TEXT)
    assert isinstance(place, Grounded), place
    assert place.how == how
    assert (place.differences > 0) <= (how == "fuzzy")


@pytest.mark.parametrize(
    "quotation",
    [
        "",
        "  … ",
        "Norland accepted the peace plan",
        "We will sign to-day",
        "orland would drop its clai",
        # one word that matters differs: a number, a name, a negation, how far it binds, a condition
        "Norland would drop its claim to the two islands if the council gave it nine years of free passage",
        "Sudmark would drop its claim to the two islands if the council gave it ten years of free passage",
        "Norland would never drop its claim to the two islands if the council gave it ten years of free passage",
        "Norland will drop its claim to the two islands if the council gave it ten years of free passage",
        "Norland would drop its claim to the two islands unless the council gave it ten years of free passage",
        "Norland would drop its claim to the 2 islands if the council gave it ten years of free passage",
        # too many words differ
        "Norland would surely drop its old claim to the two small islands if the council gave it ten long years",
        "x" * 5_000,
    ],
)
def test_what_does_not_stand_there_is_refused(quotation: str) -> None:
    assert isinstance(ground(quotation, TEXT), Ungrounded)


@pytest.mark.parametrize(
    ("quotation", "reason"),
    [
        ("Oskar", None),
        ("King Oskar", None),
        ("Monday", "2 times"),
        ("the king", "exactly"),
        ("We  will", "exactly"),
        ("island", "exactly"),
    ],
)
def test_short_quotations_stand_exactly_and_once(quotation: str, reason: str | None) -> None:
    place = ground(quotation, TEXT)
    if reason is None:
        assert isinstance(place, Grounded)
    else:
        assert isinstance(place, Ungrounded)
        assert reason in place.reason
        assert "quote more" in place.reason


def test_a_longer_quotation_that_stands_twice_is_found_first_and_counted() -> None:
    place = ground("on Monday that", TEXT + " On Monday that was all.")
    assert isinstance(place, Grounded)
    assert place.occurrences == 2
    assert place.start == TEXT.index("on Monday that")


def test_a_fuzzy_quotation_with_two_equal_places_is_refused() -> None:
    twice = "the old council of the lake gave it a large sum of money today. The old council of the lake gave it a "
    twice += "small sum of money today."
    place = ground("the old council of the lake gave it a tiny sum of money today", twice)
    assert isinstance(place, Ungrounded)
    assert "several places" in place.reason


def test_only_the_stretch_is_searched() -> None:
    assert isinstance(ground("Norland would drop", TEXT, 60), Ungrounded)
    assert isinstance(ground("Norland would drop", TEXT, 0, 40), Ungrounded)
    assert isinstance(ground("Norland would drop", TEXT, 0, 60), Grounded)


def test_names_may_stand_several_times() -> None:
    assert [place.start for place in named("Monday", TEXT)] == [TEXT.index("Monday"), TEXT.rindex("Monday")]
    assert named("Mon", TEXT) == []
    assert named("Tuesday", TEXT) == []


def test_a_long_report_full_of_the_quotation_takes_no_long_time() -> None:
    text = "the king of the hill said that the king of the hill was the king of the hill and " * 3_000
    ground("the king of the hill said that the queen of the hill was the duke of the lake and so on and on", text)


words = st.text(alphabet=st.sampled_from("abc é-’“ \u00a0\u200b\n…ßİ\u0301👩‍👩"), max_size=60)


@settings(max_examples=300, deadline=None)
@given(words, words, words)
def test_whatever_is_found_lies_in_the_text_and_says_the_same(before: str, middle: str, after: str) -> None:
    text = before + " " + middle + " " + after
    for quotation in (middle, middle.replace("’", "'").replace("“", '"'), after + before):
        place = ground(quotation, text)
        if isinstance(place, Grounded):
            assert 0 <= place.start < place.end <= len(text)
            piece = text[place.start : place.end]
            if place.how == "exact":
                assert piece == quotation.strip()
            elif place.how == "typography":
                assert _letters(piece) == _letters(quotation)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200), st.integers(0, 200), st.integers(1, 200))
def test_a_piece_of_any_text_is_found_or_refused_with_a_reason(text: str, start: int, length: int) -> None:
    piece = text[start : start + length]
    place = ground(piece, text)
    if isinstance(place, Grounded):
        assert 0 <= place.start < place.end <= len(text)
        assert _letters(text[place.start : place.end]) == _letters(piece)
    else:
        assert place.reason


def _letters(text: str) -> str:
    return "".join(
        character for character in unicodedata.normalize("NFD", text) if unicodedata.category(character)[0] in "LMN"
    )
