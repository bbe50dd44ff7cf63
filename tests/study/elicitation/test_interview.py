"""Interviews with a made-up party that knows its weights, and with one that contradicts itself."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from tests.case.test_comparisons import HEAD, VALUES, read

from detente.case.model.judgement import Comparison
from detente.case.reading import CaseFile, parse_case
from detente.foundation.errors import OutOfDomain
from detente.study.elicitation.interview import Asked, Interview, Word, written
from detente.study.elicitation.next_question import NextQuestion, NothingToAsk, agreement, next_question
from detente.study.elicitation.reconsidering import proves, to_reconsider
from detente.study.elicitation.recording import with_answers, with_party

TRUE = np.array([0.5, 0.2, 0.3])


def case() -> CaseFile:
    return parse_case(f"{HEAD}{VALUES}    weights: {{comparisons: [{{more: land, than: fee}}]}}  # first thoughts\n")


def word_of(interview: Interview, asked: Asked) -> Word:
    gain = float(interview.questions.gains[asked.place] @ TRUE)
    return "=" if gain == 0 else "1" if gain > 0 else "2"


def test_a_party_that_knows_its_weights_is_found_out() -> None:
    interview = Interview.begin(case().case, "a", by="us")
    spans, kinds = list[float](), list[str]()
    while isinstance(asked := interview.ask(), Asked) and len(spans) < 12:
        interview = interview.answer(asked, word_of(interview, asked))
        assert interview.consistent
        weights = interview.undecided()["weights"]
        spans.append(sum(share["most"] - share["least"] for share in weights.values()))
        kinds.append(asked.told.kind)
        for share, true in zip(weights.values(), TRUE, strict=True):
            assert share["least"] - 1e-9 <= true <= share["most"] + 1e-9
    assert spans == sorted(spans, reverse=True)
    assert spans[-1] < 0.3
    assert "check" in kinds
    assert interview.undecided()["agreement"] > 0.95


def test_a_question_cuts_the_draws_as_nearly_in_half_as_any() -> None:
    rng = np.random.default_rng(np.random.SeedSequence(1))
    for _ in range(20):
        weights = rng.dirichlet(np.ones(4), 300)
        gains = rng.integers(-100, 101, (40, 4)).astype(float)
        found = next_question(weights, gains)
        assert isinstance(found, NextQuestion)
        mixed = [q for q in range(40) if gains[q].min() < 0 < gains[q].max()]
        kept = {q: (s := float((weights @ gains[q] > 0).mean())) ** 2 + (1 - s) ** 2 for q in mixed}
        assert found.remaining <= min(kept.values()) + 0.02 + 1e-9
        assert abs(kept[found.question] - found.remaining) < 1e-9


def test_a_check_asks_what_follows_from_the_answers() -> None:
    weights = np.array([[0.6, 0.4], [0.7, 0.3]])
    gains = np.array([[100.0, -100.0], [60.0, -100.0], [100.0, 50.0], [100.0, -20.0]])
    found = next_question(weights, gains, check=True)
    assert isinstance(found, NextQuestion)
    assert (found.question, found.kind, found.share) == (3, "check", 1.0)
    assert isinstance(next_question(weights, gains, asked=[1]), NothingToAsk)
    with pytest.raises(OutOfDomain, match="shape"):
        next_question(weights, gains[:, :1])


def test_agreement_runs_from_a_coin_toss_to_certainty() -> None:
    gains = np.array([[1.0, -1.0]])
    assert agreement(np.array([[0.9, 0.1], [0.1, 0.9]]), gains) == 0.5
    assert agreement(np.array([[0.9, 0.1], [0.6, 0.4]]), gains) == 1.0
    assert agreement(np.array([[0.9, 0.1]]), np.zeros((0, 2))) == 1.0


def test_a_party_that_contradicts_itself_is_shown_the_fewest_answers_to_reconsider() -> None:
    interview = Interview.begin(case().case, "a")
    for _ in range(3):
        asked = interview.ask()
        assert isinstance(asked, Asked)
        interview = interview.answer(asked, word_of(interview, asked))
    worse = Comparison.model_validate(
        {"prefers": {"land": "theirs", "term": "short"}, "to": {"land": "ours", "term": "long"}}
    )
    strict = interview.with_comparison(worse)
    assert interview.consistent
    assert not strict.consistent
    found = strict.reconsider()
    assert (len(strict.comparisons) - 1,) in found.sets
    groups = strict.compared.comparisons
    assert all(proves(conflict, groups) for conflict in found.conflicts)
    assert all(strict.without(members).consistent for members in found.sets)


def test_a_false_proof_is_no_proof() -> None:
    found = to_reconsider([[[-1, 2]], [[1, -1]]])
    conflict = found.conflicts[0]
    rows = [[tuple(map(Fraction, row)) for row in group] for group in ([[-1, 2]], [[1, -1]])]
    assert proves(conflict, rows)
    wrong = type(conflict)(conflict.judgements, (Fraction(1), Fraction(0)))
    assert not proves(wrong, rows)


def test_answers_are_kept_beside_what_stands_there_and_comments_stay() -> None:
    before = case()
    interview = Interview.begin(before.case, "a", by="us")
    asked = interview.ask()
    assert isinstance(asked, Asked)
    page = before.page_of(("preferences", "a"))
    text = with_answers(page, interview.answer(asked, "1"))
    assert "# first thoughts" in text
    assert text.replace(f", {flowed(interview.answer(asked, '1'))}", "") == before.text
    after = parse_case(text)
    assert len(after.case.preferences["a"].weights.comparisons) == 2  # type: ignore[union-attr]
    again = Interview.begin(after.case, "a")
    assert again.ask() != asked
    back = with_answers(after.page_of(("preferences", "a")), again.without([1]))
    assert back == before.text


def flowed(interview: Interview) -> str:
    from detente.case.writing import flow

    return flow(written(interview.comparisons[-1]))


@pytest.mark.parametrize("weights", ["", "    weights: [land, fee, term]\n", "    weights: {land: 2, fee: 1}\n"])
def test_answers_find_their_place_whatever_stood_there(weights: str) -> None:
    text = f"{HEAD}{weights}{VALUES}" if weights else f"{HEAD}    weights: [land, fee, term]\n{VALUES}"
    before = parse_case(text)
    interview = Interview.begin(before.case, "a")
    asked = interview.ask()
    assert isinstance(asked, Asked)
    given = interview.answer(asked, "2")
    after = parse_case(with_answers(before.page_of(("preferences", "a")), given)).case.preferences["a"].weights
    assert after is not None
    assert after.comparisons == given.comparisons
    assert after.order == (() if "{" in weights else (("land",), ("fee",), ("term",)))
    assert not after.points


def test_a_view_gets_a_copy_of_the_preference() -> None:
    before = read("{land: 2, fee: 1, term: 1}")
    text = with_party(None, "other", "a", before)
    assert "view: other" in text
    assert "land: {ours: 100, split: 40, theirs: 0}" in text
    assert with_party(text, "other", "a", before) == text


def test_values_are_needed_on_two_issues() -> None:
    lone = f"{HEAD}    weights: {{land: 1}}\n    values: {{land: {{ours: 100, split: 40, theirs: 0}}}}\n"
    with pytest.raises(OutOfDomain, match="at least two issues"):
        Interview.begin(parse_case(lone).case, "a")


def test_nobody_is_asked_about_packages_beyond_its_red_lines() -> None:
    more = "    red-lines: [{never: land = theirs}]\n"
    asked = Interview.begin(read("[land, fee, term]", more=more).case, "a").questions.questions
    assert asked
    assert all("theirs" not in (question.first.get("land"), question.second.get("land")) for question in asked)


def test_a_question_that_was_skipped_is_not_asked_again() -> None:
    text = f"{HEAD}{VALUES}    weights: [land, fee, term]\n"
    read_over = parse_case(
        text.replace("preferences:", "constraints:\n  - {id: k, never: land = theirs}\npreferences:", 1)
    )
    interview, seen = Interview.begin(read_over.case, "a"), set[frozenset[str]]()
    for _ in range(4):
        asked = interview.ask()
        assert isinstance(asked, Asked)
        sides = frozenset(repr(sorted(side.items())) for side in (asked.question.first, asked.question.second))
        assert sides not in seen
        seen.add(sides)
        interview = interview.answer(asked, "skip")
    every = [frozenset(repr(sorted(s.items())) for s in (q.first, q.second)) for q in interview.questions.questions]
    assert len(set(every)) == len(every)
