"""A problem as it stands when some parties concede: what they lack is one column, what the others need are floors.

Red lines and offers are counted in a column of their own, -1 for each that is breached where its party is asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

import numpy as np

from detente.engines.settlement.grid import SAFE, IntArray
from detente.engines.settlement.problem import Interaction, SettlementProblem
from detente.engines.settlement.searching.splitting import Block, Split, split
from detente.foundation.conditions import Rule

BREACHES = "red lines and offers breached"
WEIGHTED = "weighted sum of those who concede"


def counting_breaches(problem: SettlementProblem, conceding: Iterable[int] = ()) -> SettlementProblem:
    """The problem without grounds, and with one party more, which loses a step by each breach.

    Conceding parties are asked everywhere, and the last party, whom nobody asks for a yes, counts the breaches.
    """
    extra = len(problem.parties)
    conceding = tuple(conceding)
    names = (*problem.parties, BREACHES if BREACHES not in problem.parties else f"{BREACHES} ({extra})")
    breaches = [rule for ground in problem.grounds for rule in _where_asked(problem, ground.party, ground.rule)]
    return replace(
        problem,
        parties=names,
        scores=tuple(np.hstack([s, np.zeros((len(s), 1), dtype=np.int64)]) for s in problem.scores),
        units=(*problem.units, Fraction(1)),
        walk_away=np.append(problem.walk_away, -len(breaches)),
        consent=(*problem.consent, *(p for p in conceding if p not in problem.consent)),
        interactions=(*problem.interactions, *(Interaction(rule, extra, -1) for rule in breaches)),
        grounds=(),
        conditional=tuple((rule, p) for rule, p in problem.conditional if p not in conceding),
    )


def _where_asked(problem: SettlementProblem, party: int, rule: Rule) -> list[Rule]:
    """The rule, where the party's yes is needed; nothing for a party whose yes is never needed."""
    if party in problem.consent:
        return [rule]
    under = [asked for asked, who in problem.conditional if who == party]
    if not under:
        return []
    either = under[0]
    for other in under[1:]:
        either = either | other
    return [rule & either]


@dataclass(slots=True)
class Conceding:
    """The blocks of a problem for any set of parties that concede."""

    problem: SettlementProblem
    _known: dict[tuple[int, ...], tuple[Split, tuple[int, ...]]] = field(
        default_factory=dict[tuple[int, ...], tuple[Split, tuple[int, ...]]]
    )

    def parts(self, conceding: Sequence[int], weights: Sequence[int], breaches: int) -> Split:
        """Blocks whose first column is Σ weight_p u_p over the conceding, without a floor; the rest must be reached.

        The other columns: the breaches, of which there may be so many, every other party, then rules. Where the
        weighted sum does not fit 64 bits, there is a column for each of the conceding. With nobody conceding, the
        breaches come first.
        """
        whole, parties = self._whole(conceding)
        place = {p: c for c, p in enumerate(parties)}
        extra = place[len(self.problem.parties)]
        first = [place[p] for p in conceding]
        rest = [c for c in range(len(whole.floors)) if c not in (*first, extra)]
        floors = whole.floors.copy()
        floors[extra] = -breaches
        blocks = [block.scores for block in whole.blocks]
        if not first:
            return _arranged(whole, [extra, *rest], blocks, floors, 1)
        floors[first] = lowest(blocks)[first]
        if not _fits(blocks, first, weights):
            return _arranged(whole, [*first, extra, *rest], blocks, floors, len(first))
        factors = np.array(weights, dtype=np.int64)
        blocks = [np.hstack([s, (s[:, first] @ factors)[:, None]]) for s in blocks]
        floors = np.append(floors, lowest(blocks)[-1])
        return _arranged(whole, [len(floors) - 1, extra, *rest], blocks, floors, 1)

    def _whole(self, conceding: Sequence[int]) -> tuple[Split, tuple[int, ...]]:
        """The blocks with a column for each party, and which party each is; no floor for the breaches."""
        under = tuple(p for p in conceding if p not in self.problem.consent)
        if under not in self._known:
            asked = counting_breaches(self.problem, under)
            extra = len(self.problem.parties)
            found = split(replace(asked, consent=(*asked.consent, extra)))
            others = tuple(p for p in asked.asked if p not in asked.consent)
            self._known[under] = found, (*asked.consent, extra, *others)
        return self._known[under]


def lowest(blocks: Sequence[IntArray]) -> IntArray:
    """The least that the columns can add up to."""
    return np.asarray(sum(s.min(axis=0) for s in blocks if len(s)), dtype=np.int64)


def _fits(blocks: Sequence[IntArray], columns: Sequence[int], weights: Sequence[int]) -> bool:
    reach = [sum(int(np.abs(s[:, c]).max()) for s in blocks if len(s)) for c in columns]
    return sum(r * w for r, w in zip(reach, weights, strict=True)) <= SAFE // 2


def _arranged(
    whole: Split, columns: Sequence[int], blocks: Sequence[IntArray], floors: IntArray, deciding: int
) -> Split:
    names = (*whole.names, WEIGHTED)
    return Split(
        whole.problem,
        tuple(Block(b.places, b.values, s[:, list(columns)]) for b, s in zip(whole.blocks, blocks, strict=True)),
        tuple(names[c] for c in columns),
        floors[list(columns)],
        deciding,
    )
