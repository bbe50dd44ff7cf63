"""A problem as a sum over blocks: every block takes one of its choices, every column adds up over the blocks.

The first columns are the bargainers; then come parties asked under a condition, then clauses. Each column has a
floor that the sum must reach. A rule about several issues is a clause; what is worth something or asks a party where
a condition holds is a switch, or, where its issues have few combinations, they are one block.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from detente.engines.settlement.grid import BoolArray, IntArray
from detente.engines.settlement.problem import PackageValues, SettlementProblem
from detente.engines.settlement.searching.clauses import Clause, Clauses, Writer
from detente.foundation.conditions import Condition, Or, bind
from detente.foundation.errors import TooLarge

JOINED = 600
"""Issues that an interaction or a condition of consent ties together become one block up to this many combinations.

Rules never join issues: a clause as a column bounds as well, and smaller blocks keep fewer partial sums.
"""

CHOICES = 200_000
"""Most choices of all blocks together."""


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """Places settled together, and their choices that nothing within the block forbids.

    values[choice, i] is the value of `places[i]`; scores[choice, column] what the choice adds.
    """

    places: tuple[int, ...]
    values: IntArray
    scores: IntArray

    def __len__(self) -> int:
        return len(self.values)


@dataclass(frozen=True, slots=True, eq=False)
class Split:
    """Blocks, columns and floors; a package with every column at or above its floor is acceptable, and no other.

    names: the party of each column, or the number of a clause. `floors` of bargainers are their walk-aways.
    """

    problem: SettlementProblem
    blocks: tuple[Block, ...]
    names: tuple[str, ...]
    floors: IntArray
    bargainers: int

    @property
    def possible(self) -> bool:
        """Whether every block has a choice."""
        return all(len(block) for block in self.blocks)

    def package(self, choices: Sequence[int]) -> PackageValues:
        """The value codes, issue by issue, of a choice for each block."""
        values = [0] * len(self.problem.sizes)
        for block, choice in zip(self.blocks, choices, strict=True):
            for place, value in zip(block.places, block.values[choice].tolist(), strict=True):
                if place < len(values):
                    values[place] = value
        return tuple(values)

    def worth(self, choices: Sequence[int]) -> IntArray:
        """What a choice for each block adds up to in every column."""
        total = np.zeros(len(self.floors), dtype=np.int64)
        for block, choice in zip(self.blocks, choices, strict=True):
            total += block.scores[choice]
        return total


def split(problem: SettlementProblem) -> Split:
    """The blocks of the acceptable packages. TooLarge above 2,000 clauses or 200,000 choices."""
    writer = Writer(problem.issues)
    asked = _asked(problem)
    _require(problem, writer, asked)
    bonuses = [(i.rule.condition, i.rule.scope, i.party, i.score) for i in problem.interactions]
    bonuses = [b for b in bonuses if b[2] in problem.consent or b[2] in asked]
    together = _together(problem, [scope for _, scope, _, _ in bonuses], asked)
    where = {place: block for block in together for place in block}
    adding: list[tuple[int | Condition, tuple[int, ...], int, int]] = []
    for condition, scope, party, score in bonuses:
        inside = len({where[i] for i in scope}) == 1
        adding.append((condition if inside else writer.switch(condition), scope, party, score))
    reliefs: list[tuple[int | Condition, tuple[int, ...], int]] = []
    for party, (condition, scope) in asked.items():
        inside = len({where[i] for i in scope}) == 1
        reliefs.append((condition if inside else writer.switch(condition), scope, party))
    return _assembled(problem, writer.done(), together, adding, reliefs)


def _asked(problem: SettlementProblem) -> dict[int, tuple[Condition, tuple[int, ...]]]:
    """For each party asked under a condition: the condition, and the issues it names."""
    found: dict[int, tuple[Condition, tuple[int, ...]]] = {}
    for party in problem.asked[len(problem.consent) :]:
        rules = [rule for rule, who in problem.conditional if who == party]
        whole = rules[0].condition if len(rules) == 1 else Or(tuple(r.condition for r in rules))
        found[party] = (whole, tuple(sorted({i for r in rules for i in r.scope})))
    return found


def _require(problem: SettlementProblem, writer: Writer, asked: dict[int, tuple[Condition, tuple[int, ...]]]) -> None:
    for constraint in problem.constraints:
        writer.require(constraint.rule.condition)
    for ground in problem.grounds:
        if ground.party in problem.consent:
            writer.require(ground.rule.condition, holding=False)
        elif ground.party in asked:
            writer.require_denied(asked[ground.party][0], ground.rule.condition)
    if problem.status_quo is not None:
        quo = zip(problem.status_quo, problem.sizes, strict=True)
        writer.require_some({i: np.arange(size) != value for i, (value, size) in enumerate(quo)})


def _together(
    problem: SettlementProblem,
    scopes: Iterable[Sequence[int]],
    asked: dict[int, tuple[Condition, tuple[int, ...]]],
) -> list[tuple[int, ...]]:
    """The issues in blocks: tied ones together while they have few combinations."""
    block = {i: (i,) for i in range(len(problem.sizes))}
    for scope in [*scopes, *(scope for _, scope in asked.values())]:
        joined = tuple(sorted({i for place in scope for i in block[place]}))
        if math.prod(problem.sizes[i] for i in joined) <= JOINED:
            block |= dict.fromkeys(joined, joined)
    return sorted(set(block.values()))


def _assembled(
    problem: SettlementProblem,
    written: Clauses,
    together: Sequence[tuple[int, ...]],
    adding: Sequence[tuple[int | Condition, tuple[int, ...], int, int]],
    reliefs: Sequence[tuple[int | Condition, tuple[int, ...], int]],
) -> Split:
    issues = len(problem.sizes)
    places = [*together, *((issues + s,) for s in range(written.switches))]
    total = sum(math.prod(problem.sizes[i] for i in block if i < issues) for block in together)
    if total > CHOICES:
        raise TooLarge("choices on all issues", estimate=total, limit=CHOICES, todo="widen the step of a number")
    columns = [*problem.consent, *(party for _, _, party in reliefs)]
    tables = [_values([problem.sizes[i] if i < issues else 2 for i in block]) for block in places]
    scores = [_scores(problem, block, table, columns) for block, table in zip(places, tables, strict=True)]
    for b, (block, table) in enumerate(zip(places, tables, strict=True)):
        for what, scope, party, score in adding:
            holds = _truth(problem, what, scope, block, table)
            if holds is not None:
                scores[b][:, columns.index(party)] += score * holds
    for what, scope, party in reliefs:
        column = columns.index(party)
        lacking = int(problem.walk_away[party]) - sum(int(s[:, column].min()) for s in scores)
        for b, (block, table) in enumerate(zip(places, tables, strict=True)):
            holds = _truth(problem, what, scope, block, table)
            if holds is not None:
                scores[b][:, column] += max(lacking, 0) * ~holds
    return _with_clauses(problem, written.clauses, places, tables, scores, columns)


def _with_clauses(
    problem: SettlementProblem,
    clauses: Sequence[Clause],
    places: Sequence[tuple[int, ...]],
    tables: list[IntArray],
    scores: list[IntArray],
    columns: Sequence[int],
) -> Split:
    """Clauses within one block drop choices; the others become columns."""
    met = [[_meets(clause, block, table) for block, table in zip(places, tables, strict=True)] for clause in clauses]
    allowed = [np.ones(len(table), dtype=np.bool_) for table in tables]
    left = list(range(len(clauses)))
    changed = True
    while changed:
        changed = False
        for c in list(left):
            able = [b for b, m in enumerate(met[c]) if (m & allowed[b]).any()]
            if any(bool(met[c][b][allowed[b]].all()) for b in able):
                left.remove(c)
            elif len(able) <= 1:
                left.remove(c)
                changed = True
                for b in able or range(len(places)):
                    allowed[b] = allowed[b] & met[c][b]
    blocks: list[Block] = []
    for b, block in enumerate(places):
        keep = np.flatnonzero(allowed[b])
        marks = np.stack([met[c][b][keep] for c in left], axis=1) if left else np.zeros((len(keep), 0))
        blocks.append(Block(block, tables[b][keep], np.hstack([scores[b][keep], marks.astype(np.int64)])))
    floors = [int(problem.walk_away[p]) for p in columns] + [1] * len(left)
    names = tuple(problem.parties[p] for p in columns) + tuple(f"clause {c + 1}" for c in left)
    return Split(problem, tuple(blocks), names, np.array(floors, dtype=np.int64), len(problem.consent))


def _meets(clause: Clause, block: Sequence[int], table: IntArray) -> BoolArray:
    found = np.zeros(len(table), dtype=np.bool_)
    for slot, place in enumerate(block):
        if place in clause:
            found |= clause[place][table[:, slot]]
    return found


def _scores(problem: SettlementProblem, block: Sequence[int], table: IntArray, columns: Sequence[int]) -> IntArray:
    found = np.zeros((len(table), len(columns)), dtype=np.int64)
    for slot, place in enumerate(block):
        if place < len(problem.sizes):
            found += problem.scores[place][table[:, slot]][:, list(columns)]
    return found


def _truth(
    problem: SettlementProblem, what: int | Condition, scope: Sequence[int], block: Sequence[int], table: IntArray
) -> BoolArray | None:
    """Where the switch is on, or the condition holds, if this is the block that decides it."""
    if isinstance(what, int):
        return table[:, 0] == 1 if what in block else None
    if not set(scope) <= set(block):
        return None
    rule = bind(what, problem.issues)
    return rule.holds_on_scope(np.ascontiguousarray(table[:, [block.index(i) for i in rule.scope]]))


def _values(sizes: Sequence[int]) -> npt.NDArray[np.int64]:
    rest = np.arange(math.prod(sizes), dtype=np.int64)
    values = np.zeros((len(rest), len(sizes)), dtype=np.int64)
    for place in reversed(range(len(sizes))):
        rest, values[:, place] = np.divmod(rest, sizes[place])
    return values
