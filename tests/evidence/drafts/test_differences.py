"""What differs between two wordings of one provision, by type."""

from __future__ import annotations

import pytest

from detente.evidence.drafts.compare import compare_drafts
from detente.evidence.drafts.word_order import MOST_PAIRS, opcodes, word_ratio

Told = list[tuple[str, str, str, str]]


def told(before: str, after: str, frame: str = "{}") -> Told:
    """The differences of the one provision: kind, both passages, the way."""
    (row,) = compare_drafts({"a": frame.format(before), "b": frame.format(after)}).rows
    return [
        (item.kind, item.before.quote if item.before else "", item.after.quote if item.after else "", item.turn)
        for item in row.differences
    ]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("The truce lasts 5 years.", "The truce lasts ten years.", [("duration", "5 years", "ten years", "longer")]),
        ("The truce lasts five years.", "The truce lasts 5 (five) years.", []),
        ("Aid is free up to 1,000 tons.", "Aid is free up to 1 000 tons.", []),
        ("Aid is free up to 1.5 tons.", "Aid is free up to 1,5 tons.", []),
        ("A fee of 10% is due.", "A fee of 12 per cent is due.", [("percentage", "10%", "12 per cent", "more")]),
        ("Forces leave by 3 May 2031.", "Forces leave by May 3, 2031.", []),
        ("Forces leave by 3 May 2031.", "Forces leave by 2 May 2031.",
         [("deadline", "3 May 2031", "2 May 2031", "earlier")]),
        ("Forces leave within 30 days.", "Forces leave without delay.",
         [("deadline", "within 30 days", "without delay", "")]),
        ("The mixed court of both shores sits on 3 May 2031.", "The mixed court of both shores sits in May 2031.",
         [("words", "on", "in", ""), ("date", "3 May 2031", "May 2031", "")]),
        ("Each Party shall ship grain.", "Each Party may ship grain.", [("modal", "shall", "may", "weaker")]),
        ("Each Party will seek to ship grain.", "Each Party will ship grain.",
         [("modal", "will seek to", "will", "stronger")]),
        ("Each Party shall ship grain.", "Each Party shall endeavour to ship grain.",
         [("modal", "shall", "shall endeavour to", "weaker")]),
        ("Each Party shall ship grain.", "Each Party shall not ship grain.",
         [("negation", "shall", "shall not", "reversed")]),
        ("Each Party may not ship grain.", "Each Party shall not ship grain.", [("modal", "may not", "shall not", "")]),
        ("Each Party shall ship grain.", "No Party shall ship grain.", [("negation", "Each", "No", "reversed")]),
        ("The Council shall ship grain.", "The mediator shall ship grain.",
         [("actor", "The Council", "The mediator", "")]),
        ("Each Party undertakes to ship grain to the towns.", "The Parties undertake to ship grain to the towns.",
         [("actor", "Each Party", "The Parties", "")]),
        ("At least 5 posts stay open.", "At most 5 posts stay open.", [("number", "At least", "At most", "")]),
        ("The cease-fire “holds” on all fronts.", "The cease‑fire «holds» on all fronts .", []),
        ("THE TRUCE HOLDS ON ALL FRONTS.", "The truce holds on all fronts;", []),
        ("It ships in May 2031 by the free will of towns.", "It ships in June 2031 by the free will of towns.",
         [("date", "May 2031", "June 2031", "later")]),
    ],
)  # fmt: skip
def test_differences_by_type(before: str, after: str, expected: Told) -> None:
    assert told(before, after) == expected


def test_who_is_bound_is_said() -> None:
    found = compare_drafts(
        {"a": "Within 9 days the Joint Council shall meet.", "b": "Within 9 days the Joint Council may meet."}
    )
    (item,) = found.rows[0].differences
    assert item.reason == "obligation weakened: obligation becomes permission (the Joint Council)"


def test_references_follow_their_articles() -> None:
    first, court = "Article 1. Fire ceases at noon.", "The court sits at Ebb."
    a = f"{first}\nArticle 2. {court}\nArticle 3. Disputes about Article 2 go to arbitration."
    moved = f"{first}\nArticle 2. Mines are cleared together.\nArticle 3. {court}\n"
    same = compare_drafts({"a": a, "b": moved + "Article 4. Disputes about Article 3 go to arbitration."})
    assert [row.status for row in same.rows] == ["kept", "new", "kept", "kept"]
    other = compare_drafts({"a": a, "b": moved + "Article 4. Disputes about Article 1 go to arbitration."})
    assert [item.kind for item in other.rows[3].differences] == ["reference"]


def test_words_that_only_change_place_are_told() -> None:
    found = compare_drafts(
        {"a": "Within 9 days the towns elect a council.", "b": "The towns elect a council within 9 days."}
    )
    assert [row.status for row in found.rows] == ["changed"]


def test_long_texts_are_compared_within_bounds() -> None:
    a = [f"w{place % 997}-{place // 997}" for place in range(4000)]
    b = [*a[:1500], "x", *a[1600:3000], *a[3000:]]
    assert len(a) * len(b) > MOST_PAIRS
    assert [(tag, i, i_end) for tag, i, i_end, _, _ in opcodes(a, b) if tag != "equal"] == [("replace", 1500, 1600)]
    assert word_ratio(a, b) == pytest.approx(2 * 3900 / (len(a) + len(b)))
