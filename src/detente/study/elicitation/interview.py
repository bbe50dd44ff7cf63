"""An interview about one party's weights: questions, answers, and what they leave undecided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import Any, Literal

import numpy as np

from detente.case.model.base import plain
from detente.case.model.case import Case
from detente.case.model.issue import Answer as IssueAnswer
from detente.case.model.judgement import Comparison, Weights
from detente.case.model.preference import Preference
from detente.case.weighing import ComparedWeights, compared_weights
from detente.foundation.contradictions import Row, multipliers
from detente.foundation.corners import centre, corners
from detente.foundation.errors import TooLarge
from detente.study.compared import ComparedNumbers
from detente.study.elicitation.next_question import (
    NextQuestion,
    NothingToAsk,
    agreement,
    next_question,
    ranges,
)
from detente.study.elicitation.reconsidering import ToReconsider, to_reconsider
from detente.study.elicitation.trade_offs import TradeOff, TradeOffs, trade_offs
from detente.study.factors import FloatArray

DRAWS = 2000
"""Draws of the weights that vote on the next question."""

CHECK_EVERY = 5
"""After so many open questions one is asked whose answer follows from the others."""

Word = Literal["1", "2", "=", "skip"]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that is put: its place among all, the two packages, and why it is asked."""

    place: int
    question: TradeOff
    told: NextQuestion


@dataclass(frozen=True)
class Interview:
    """What is known of one party's weights so far. Frozen: an answer gives a new interview.

    questions: every question that can be put. comparisons: all that the party's weights hold, answers of this
    interview last. skipped: questions nobody answered.
    within: by how many points two packages that are "alike" may differ. seed: of the draws that choose questions.
    """

    case: Case
    party: str
    questions: TradeOffs
    comparisons: tuple[Comparison, ...]
    within: Fraction = Fraction(5)
    by: str | None = None
    seed: int = 0
    skipped: tuple[int, ...] = ()
    answered: int = 0

    @classmethod
    def begin(
        cls, case: Case, party: str, *, by: str | None = None, within: Fraction = Fraction(5), seed: int = 0
    ) -> Interview:
        """Go on from the comparisons that the case holds, or from none where its weights are points."""
        weights = case.preferences[party].weights
        given = () if weights is None or weights.points else weights.comparisons
        questions = trade_offs(case, case.preferences[party])
        return cls(case, party, questions, given, within, by, seed, answered=sum(1 for c in given if c.packages))

    @cached_property
    def preference(self) -> Preference:
        """The party's preference with the comparisons so far in place of its weights."""
        given = self.case.preferences[self.party]
        order = given.weights.order if given.weights is not None else ()
        among = tuple(issue for issue in self.questions.issues)
        weights = Weights(order=order, comparisons=self.comparisons, among=among)
        return given.model_copy(update={"weights": weights})

    @cached_property
    def compared(self) -> ComparedWeights:
        """The answers as conditions on the weights."""
        return compared_weights(self.case, self.preference)

    @cached_property
    def consistent(self) -> bool:
        """Whether some weights agree with every answer."""
        return multipliers(self.compared.rows) is None

    @cached_property
    def corners(self) -> tuple[Row, ...]:
        """The extreme weights; raises TooLarge where they are too many to go on."""
        return corners(len(self.compared.issues), self.compared.rows)

    @cached_property
    def draws(self) -> FloatArray:
        """Weights drawn uniformly from all that the answers admit: [draw, issue], in the order of the questions."""
        form = ComparedNumbers(self.corners, self.compared.rows)
        rng = np.random.default_rng(np.random.SeedSequence(self.seed))
        found = form.numbers(rng.random((DRAWS, max(form.size, 1))))
        return found[:, [self.compared.issues.index(name) for name in self.questions.issues]]

    def ask(self) -> Asked | NothingToAsk:
        """The next question: the one that tells most, or now and then one whose answer follows from the others."""
        known = {*self.skipped, *self._answered_places()}
        gains, added = self.questions.gains, self.questions.added
        if self.answered and self.answered % CHECK_EVERY == 0 and not self._checked():
            found = next_question(self.draws, gains, asked=known, check=True, added=added)
            if isinstance(found, NextQuestion):
                return self._asked(found)
        found = next_question(self.draws, gains, asked=known, added=added)
        return found if isinstance(found, NothingToAsk) else self._asked(found)

    def answer(self, asked: Asked, word: Word) -> Interview:
        """The interview after an answer: 1 or 2 for the package preferred, = for alike, skip for none."""
        if word == "skip":
            return replace(self, skipped=(*self.skipped, asked.place))
        return self.with_comparison(self.comparison(asked.question, word))

    def comparison(self, question: TradeOff, word: Word) -> Comparison:
        """An answer as the case holds it."""
        one, other = question.first, question.second
        if word == "=":
            return Comparison(alike=(one, other), within=self.within, by=self.by)
        prefers, to = (one, other) if word == "1" else (other, one)
        return Comparison(prefers=prefers, to=to, by=self.by)

    def with_comparison(self, comparison: Comparison) -> Interview:
        """The interview with one more comparison."""
        return replace(self, comparisons=(*self.comparisons, comparison), answered=self.answered + 1)

    def without(self, places: Sequence[int]) -> Interview:
        """The interview without the comparisons at these places."""
        kept = tuple(item for place, item in enumerate(self.comparisons) if place not in places)
        return replace(self, comparisons=kept, answered=max(self.answered - len(places), 0))

    def reconsider(self) -> ToReconsider:
        """The fewest comparisons to take back; places count the comparisons, an order of the weights stays."""
        found = to_reconsider(self.compared.groups)
        if not self.compared.order:
            return found
        sets = tuple(tuple(m - 1 for m in members) for members in found.sets if 0 not in members)
        return replace(found, sets=sets)

    def undecided(self) -> dict[str, Any]:
        """What the answers leave open: central weights, the range of each, how far rankings agree."""
        middle = centre(self.corners)
        spread = ranges(self.corners)
        shares = zip(self.compared.issues, middle, spread, strict=True)
        return {
            "weights": {name: {"central": float(w), "least": low, "most": high} for name, w, (low, high) in shares},
            "agreement": agreement(self.draws, self.questions.gains, self.questions.added),
        }

    def too_many(self) -> bool:
        """Whether the extreme weights are too many for the case to be computed with."""
        try:
            return not self.corners
        except TooLarge:
            return True

    def _asked(self, found: NextQuestion) -> Asked:
        return Asked(found.question, self.questions.questions[found.question], found)

    def _checked(self) -> bool:
        """Whether the last answer was to a question that the others had answered already."""
        if not self.comparisons or not self.comparisons[-1].packages:
            return True
        before = self.without([len(self.comparisons) - 1])
        return not before.too_many() and before.corners == self.corners

    def _answered_places(self) -> set[int]:
        pairs = [pair for comparison in self.comparisons for pair in comparison.packages]
        return {
            place
            for place, question in enumerate(self.questions.questions)
            if (question.first, question.second) in pairs or (question.second, question.first) in pairs
        }


def written(comparison: Comparison) -> dict[str, Any]:
    """A comparison as the case file writes it: the fields that say something."""

    def package(answers: Any) -> dict[str, Any]:
        return {name: _plain(answer) for name, answer in answers.items()}

    if comparison.prefers is not None and comparison.to is not None:
        found: dict[str, Any] = {"prefers": package(comparison.prefers), "to": package(comparison.to)}
    elif comparison.alike:
        found = {"alike": [package(one) for one in comparison.alike]}
        found |= {"within": plain(comparison.within)} if comparison.within else {}
    else:
        shown = comparison.model_dump(by_alias=True, exclude_defaults=True, mode="json")
        found = {key: value for key, value in shown.items() if key not in ("by", "because")}
    if comparison.by:
        found["by"] = comparison.by
    if comparison.because:
        found["because"] = list(comparison.because)
    return found


def _plain(answer: IssueAnswer) -> Any:
    if isinstance(answer, Fraction):
        return plain(answer)
    return list(answer) if isinstance(answer, tuple) else answer
