"""The order of a review, and that it can be left and taken up."""

from __future__ import annotations

from pathlib import Path

from tests.evidence.review.found import EXTRACTIONS

from detente.evidence.review.decisions import Decision, append_decision, read_decisions
from detente.evidence.review.proposed import proposed_items
from detente.evidence.review.queue import Review, in_order

ITEMS = proposed_items(EXTRACTIONS)
KEY = {item.item.id: item.key for item in ITEMS}


def ids(review: Review) -> list[str]:
    return [item.item.id for item in review.waiting()]


def test_the_surest_first_or_last_or_as_in_the_text(tmp_path: Path) -> None:
    assert ids(Review(tmp_path, "ann", ITEMS)) == ["r1-s1", "r3-s1", "r1-e1", "r3-o1", "r3-p1"]
    assert ids(Review(tmp_path, "ann", ITEMS, first="unsure")) == ["r3-p1", "r1-e1", "r3-o1", "r1-s1", "r3-s1"]
    assert ids(Review(tmp_path, "ann", ITEMS, first="text")) == ["r1-s1", "r1-e1", "r3-o1", "r3-s1", "r3-p1"]
    assert ids(Review(tmp_path, "ann", ITEMS, kinds={"offer"})) == ["r3-o1"]


def test_disputed_then_contested_items_come_first(tmp_path: Path) -> None:
    for by, state in (("bob", "accepted"), ("eve", "rejected")):
        append_decision(tmp_path, Decision(KEY["r3-p1"], "proposal", state, by))  # type: ignore[arg-type]
    review = Review(tmp_path, "ann", ITEMS, contested={KEY["r1-e1"]})
    assert ids(review)[:2] == ["r3-p1", "r1-e1"]
    assert review.counts() == {"proposed": 4, "accepted": 0, "edited": 0, "rejected": 0, "disputed": 1}


def test_a_review_goes_on_where_it_was_left(tmp_path: Path) -> None:
    review = Review(tmp_path, "ann", ITEMS)
    first = review.next()
    assert first is not None
    review.decide(first, "accepted", credibility=2)
    later = Review(tmp_path, "ann", ITEMS)
    assert ids(later) == ids(review) == ["r3-s1", "r1-e1", "r3-o1", "r3-p1"]
    assert ids(Review(tmp_path, "bob", ITEMS))[0] == "r1-s1"
    later.skip(later.waiting()[0])
    assert ids(later)[-1] == "r3-s1"
    while item := later.next():
        later.decide(item, "rejected", why="not now")
    assert later.counts()["rejected"] == 4


def test_words_are_taken_back_one_after_the_other(tmp_path: Path) -> None:
    review = Review(tmp_path, "ann", ITEMS)
    one, two = review.waiting()[:2]
    review.decide(one, "accepted")
    review.decide(two, "rejected")
    review.decide(one, "edited", edited={"act": "demand"})

    def states() -> list[str]:
        return [standing.state for standing in review.standings.values()]

    undone = review.undo()
    assert undone is not None
    assert undone.state == "edited"
    assert review.standings[one.key].state == "accepted"
    assert (review.undo() or one).state == "rejected"  # type: ignore[union-attr]
    assert review.standings[two.key].state == "proposed"
    assert (review.undo() or one).state == "accepted"  # type: ignore[union-attr]
    assert states() == ["proposed", "proposed"]
    assert review.undo() is None
    assert len(read_decisions(tmp_path)) == 6


def test_the_order_is_the_same_for_everybody() -> None:
    assert in_order(ITEMS, {}) == in_order(tuple(ITEMS), {})
