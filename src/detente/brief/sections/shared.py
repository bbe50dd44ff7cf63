"""What all acceptable packages have in common, and which grounds rule out every other answer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from detente.brief.blocks import Column, Row, Table
from detente.brief.prose import Inline, Prose
from detente.brief.sections.material import Material, listed
from detente.case.model.issue import Issue
from detente.case.vocabulary import answer_in_words, answer_of
from detente.engines.settlement.of_case import CaseSettlement
from detente.engines.settlement.spread import LIMIT
from detente.engines.settlement.zone import needed

BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Ground:
    """A ground on which a party refuses packages: what it is in words, and the statements under it."""

    party: str
    kind: str
    id: str
    words: str
    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SharedAnswer:
    """An answer that all acceptable packages give, and grounds that together rule out every other answer.

    `grounds` is empty where the constraints leave no other answer, None where the case is too large to tell.
    """

    issue: Issue
    answer: str
    grounds: tuple[Ground, ...] | None

    @property
    def whatever_the_numbers(self) -> bool:
        """Whether red lines and offers alone fix it."""
        return self.grounds is not None and all(ground.kind != "walk-away" for ground in self.grounds)


def shared_answers(material: Material, settled: CaseSettlement) -> tuple[SharedAnswer, ...]:
    """What all acceptable packages have in common, issue by issue, and why."""
    found = settled.settlement
    if not found.n_acceptable:
        return ()
    digits = found.packages.decode(found.zone.acceptable)
    reasons = _Reasons(material, settled)
    shared: list[SharedAnswer] = []
    for place, issue in enumerate(material.case.issues):
        codes = np.unique(digits[:, place])
        if issue.kind == "set" and len(codes) > 1:
            inside, outside = int(np.bitwise_and.reduce(codes)), int(np.bitwise_or.reduce(codes))
            words = _members(material, issue, inside, outside)
        else:
            inside = outside = int(codes[0])
            words = answer_in_words(material.case, issue, answer_of(issue, inside)) if len(codes) == 1 else ""
        if words:
            exact = issue.kind != "set"
            shared.append(SharedAnswer(issue, words, reasons.against(place, inside, outside, exact=exact)))
    return tuple(shared)


def _members(material: Material, issue: Issue, inside: int, outside: int) -> str:
    always = [material.name(name) for bit, name in enumerate(issue.of) if inside >> bit & 1]
    never = [material.name(name) for bit, name in enumerate(issue.of) if not outside >> bit & 1]
    parts = [f"at least {listed(always)}"] if always else []
    return ", ".join(parts + ([f"without {listed(never)}"] if never else []))


class _Reasons:
    """The grounds of the parties that are asked, and which packages each rules out."""

    def __init__(self, material: Material, settled: CaseSettlement) -> None:
        problem, packages = settled.problem, settled.settlement.packages
        self.settled = settled
        codes = settled.settlement.feasible
        codes = np.arange(len(packages), dtype=np.int64) if codes is None else codes
        if problem.status_quo is not None:
            codes = codes[codes != packages.encode(problem.status_quo)]
        self.too_large = len(codes) > LIMIT
        self.said: list[tuple[Ground, BoolArray]] = []
        self.numbers: list[tuple[Ground, BoolArray]] = []
        if self.too_large:
            return
        self.digits = packages.decode(codes)
        worth = packages.scores(codes)
        for party in problem.asked:
            name = problem.parties[party]
            where = needed(packages, codes, party)
            asked = np.ones(len(codes), dtype=np.bool_) if where is None else where
            for ground in problem.grounds:
                if ground.party == party:
                    told = Ground(name, ground.kind, ground.id, *_said(material, name, ground.kind, ground.id))
                    self.said.append((told, packages.truth_at(ground.rule, codes) & asked))
            below = worth[:, party] < int(problem.walk_away[party])
            self.numbers.append((Ground(name, "walk-away", "", "its walk-away"), below & asked))

    def against(self, place: int, inside: int, outside: int, *, exact: bool) -> tuple[Ground, ...] | None:
        """Grounds that together rule out every package with another answer: red lines and offers first."""
        if self.too_large:
            return None
        given = self.digits[:, place]
        other = given != inside if exact else ((given & inside) != inside) | ((given & ~outside) != 0)
        chosen: list[tuple[Ground, BoolArray]] = []
        for grounds in (self.said, self.numbers):
            left = list(grounds)
            while other.any() and left:
                best = max(left, key=lambda item: int((item[1] & other).sum()))
                if not (best[1] & other).any():
                    break
                left.remove(best)
                chosen.append(best)
                other = other & ~best[1]
        return tuple(ground for ground, _ in chosen)


def _said(material: Material, party: str, kind: str, id: str) -> tuple[str, tuple[str, ...]]:
    if kind == "red-line":
        lines = material.case.preferences[party].red_lines
        line = next((x for n, x in enumerate(lines, 1) if id in (x.id, f"red-line-{n}")), None)
        return (f"red line, never {material.condition(line.never)}", line.because) if line else ("red line", ())
    named = id.split(", ")
    offers = [offer for offer in material.case.offers if offer.id in named]
    because = tuple(dict.fromkeys(name for offer in offers for name in offer.because))
    return f"offer {id} ({material.condition(offers[0].gives)}, only on its conditions)", because


def shared_in_words(shared: tuple[SharedAnswer, ...]) -> str:
    """The shared answers in a row, each with its issue."""
    return "; ".join(f"{item.answer} ({item.issue.short})" for item in shared)


def shared_table(material: Material, shared: tuple[SharedAnswer, ...]) -> Table:
    """The shared answers, and what rules out the others."""
    rows = tuple(
        Row(item.issue.short, (item.answer, _grounds(material, item), _because(material, item))) for item in shared
    )
    return Table(
        id="shared",
        caption="The answers that these packages have in common, and what rules out all others",
        columns=(Column("Answer in all of them"), Column("What rules out the others"), Column("Rests on")),
        rows=rows,
        corner="Issue",
        notes=(
            "Grounds that together are enough, red lines and offers first: where they suffice, the numbers do not"
            " matter for this answer.",
        ),
        basis="computed",
    )


def _grounds(material: Material, item: SharedAnswer) -> str:
    if item.grounds is None:
        return "not worked out for a case of this size"
    if not item.grounds:
        return "the constraints leave no other answer"
    return "; ".join(f"{material.name(ground.party)}: {ground.words}" for ground in item.grounds)


def _because(material: Material, item: SharedAnswer) -> Prose:
    runs: list[Inline] = [""]
    for ground in item.grounds or ():
        runs += material.cites(ground.because)
    if not item.whatever_the_numbers:
        runs.append(" judgements" if len(runs) > 1 else "judgements")
    return tuple(runs)
