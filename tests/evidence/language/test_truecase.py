"""Headlines in the case of a sentence: names stay, other words do not, and no character moves."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.evidence.language.truecase import true_cased

BODY = (
    "The river envoy, Ana Port, spoke to Lower Belmark on Sunday. She said the port of Belmark stays open. "
    "Talks with Lower Belmark resume in May, and Port offers terms on water."
)


def known(word: str) -> bool:
    return word in {"envoy", "offers", "terms", "reject", "rejects", "talks", "water", "deal"}


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Envoy Offers Terms on Water to Belmark", "Envoy offers terms on water to Belmark"),
        ("Port Rejects Terms After Talks With Belmark", "Port rejects terms after talks with Belmark"),
        ("ENVOY OFFERS TERMS TO BELMARK", "Envoy offers terms to Belmark"),
        ("Belmark Rejects a Quelthine Deal, UN Envoy Says", "Belmark rejects a Quelthine deal, UN envoy Says"),
        ("The envoy offers terms on water to Belmark", "The envoy offers terms on water to Belmark"),
        ("McAllen’s Envoy Offers Terms", "McAllen’s envoy offers terms"),
    ],
)
def test_names_keep_their_capital(title: str, expected: str) -> None:
    assert true_cased(title, BODY, known) == expected


def test_a_word_that_the_body_writes_small_becomes_small() -> None:
    assert true_cased("Belmark Keeps Open Quoins", "It keeps its quoins in Belmark.") == "Belmark keeps Open quoins"


@given(st.text(), st.text())
def test_only_case_changes(title: str, body: str) -> None:
    cased = true_cased(title, body, known)
    assert len(cased) == len(title)
    assert all(a == b or a.lower() == b.lower() for a, b in zip(title, cased, strict=True))


@given(
    st.lists(
        st.sampled_from(["İstanbul", "ẞTRASSE", "Ǆungla", "Offers", "TALKS", "ﬁne", "Ω", "e\u0301lan"]), min_size=3
    )
)
def test_letters_whose_small_form_is_longer_stay(words: list[str]) -> None:
    title = " ".join(words)
    assert len(true_cased(title, BODY, lambda word: True)) == len(title)
