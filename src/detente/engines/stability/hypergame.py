"""Hypergames: everybody acts on its own view of the conflict, which need not be the others' view."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from detente.engines.stability.analyse import analyse
from detente.engines.stability.expansion import grouped, written_out
from detente.engines.stability.problem import BoolArray, Conflict, GraphForm, IntArray, OptionForm, RankArray
from detente.engines.stability.verdicts import STATES_SHOWN, Concept, Verdicts
from detente.foundation.errors import OutOfDomain
from detente.foundation.plain_data import frozen
from detente.foundation.progress import SILENT, Progress

METHOD = "hypergame"


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """How one decision maker sees the conflict: a conflict with the same states, some of which it does not perceive.

    problem: decision makers and states as in the conflict itself; actions, arcs, feasible states and everybody's ranks
        as it believes them to be. unseen: states that it does not perceive, where nobody moves to or from in its view.
    """

    problem: Conflict
    unseen: tuple[int, ...] = ()


def seen_as(
    problem: Conflict,
    *,
    ranks: Mapping[str, Sequence[int] | IntArray | RankArray] | None = None,
    unseen: Sequence[int] = (),
) -> View:
    """The conflict as somebody sees it who ranks the states, and believes others to rank them, in another way.

    ranks: for the decision makers that it sees otherwise ranks[state], higher is better. unseen: states that it does
        not perceive.
    """
    own = dict(zip(problem.decision_makers, problem.ranks, strict=True))
    for name, believed in (ranks or {}).items():
        if name not in own:
            raise OutOfDomain(f"no such decision maker: {name!r}")
        # a Sequence of whole numbers is as good as an array; OptionForm and GraphForm check both
        own[name] = np.asarray(believed)
    hidden = _states(problem, unseen)
    quo = None if problem.status_quo in hidden else problem.status_quo
    if isinstance(problem, OptionForm):
        feasible = np.zeros(problem.n_states, dtype=np.bool_)
        feasible[problem.states] = True
        feasible[list(hidden)] = False
        return View(replace(problem, ranks=tuple(own.values()), feasible=feasible, status_quo=quo), hidden)
    kept = [_without(problem, i, hidden) for i in range(len(own))]
    starts, targets = tuple(s for s, _ in kept), tuple(t for _, t in kept)
    form = replace(problem, ranks=tuple(own.values()), starts=starts, targets=targets, status_quo=quo)
    return View(form, hidden)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class HypergameVerdicts(Verdicts):
    """One concept's verdicts, each decision maker's in its own view.

    stable[state, i]: i perceives the state, which is feasible, and stays there in its own view. perceived[state, i].
    expected[i]: the states, ascending, that i holds for equilibria: stable for everybody in i's view.
    """

    perceived: BoolArray = field(repr=False)
    expected: tuple[IntArray, ...]

    @property
    def kept(self) -> IntArray:
        """The states, ascending, that nobody leaves where nobody leaves what it does not perceive."""
        stays = (self.stable | ~self.perceived).all(axis=1)
        return np.flatnonzero(stays & _feasible(self.problem)).astype(np.int64)

    def surprising(self, decision_maker: int) -> IntArray:
        """The equilibria, ascending, that this decision maker does not expect to last."""
        return np.setdiff1d(self.equilibria, self.expected[decision_maker])

    def disappointing(self, decision_maker: int) -> IntArray:
        """What this decision maker holds for an equilibrium and is none, ascending: somebody moves on."""
        return np.setdiff1d(self.expected[decision_maker], self.equilibria)

    def rows(self) -> list[dict[str, Any]]:
        """A row a state: for each decision maker "stays", "moves" or "unseen", and who expects an equilibrium there."""
        rows = Verdicts.rows(self)
        who = self.problem.decision_makers
        expected = [set(states.tolist()) for states in self.expected]
        for row in rows:
            s = row["state"]
            for i, name in enumerate(who):
                stays = "stays" if self.stable[s, i] else "moves"
                row[name] = stays if self.perceived[s, i] else "unseen"
            row["expected by"] = [name for name, states in zip(who, expected, strict=True) if s in states]
        return rows

    def to_dict(self) -> dict[str, Any]:
        """The answer as plain values, for JSON; at most 1,000 states of a kind."""
        expected = [states[:STATES_SHOWN].tolist() for states in self.expected]
        named = dict(zip(self.problem.decision_makers, expected, strict=True))
        return {**Verdicts.to_dict(self), "kept": self.kept[:STATES_SHOWN].tolist(), "expected": named}


def hypergame(
    problem: Conflict, views: Mapping[str, View], *, concept: Concept = "seq", progress: Progress = SILENT
) -> HypergameVerdicts:
    """Where a conflict rests when each side is wrong about it in its own way, and who is in for a surprise.

    First-level hypergame: each decision maker i has its own game G_i and does not know that those of others differ.
    s is stable for i iff i perceives s and s is stable for i under the concept in G_i, opponents' answers as G_i has
    them. An equilibrium of the hypergame is stable for every i in its own G_i. What i expects: equilibria of G_i.

    problem: the conflict as the analyst sees it, either form. views: for a decision maker its view, from `seen_as` or
        with another conflict of the same decision makers and states; one left out sees the conflict as it is.
    concept: one of the five. progress: told of every view, and may stop the work.

    Where a decision maker does not perceive a state, it is no equilibrium; `kept` counts it as stable for that decision
    maker instead, since one cannot leave what one does not see. As many analyses as there are decision makers.

    >>> from detente.engines.stability.problem import graph_form
    >>> duel = graph_form(["a", "b"], ["calm", "raid", "war"], {"a": [("calm", "raid")], "b": [("raid", "war")]},
    ...                   {"a": [["raid"], ["calm"], ["war"]], "b": [["calm"], ["war"], ["raid"]]})
    >>> blind = hypergame(duel, {"a": seen_as(duel, ranks={"b": [2, 1, 0]})})
    >>> blind.equilibria.tolist(), blind.expected[0].tolist(), blind.expected[1].tolist()
    ([2], [1, 2], [0, 2])

    Bennett, P. G. (1977). Toward a theory of hypergames. Omega 5(6): 749-751; in the graph model Wang, M., Hipel, K. W.
    and Fraser, N. M. (1988), Modeling misperceptions in games, Behavioral Science 33(3): 207-223 (both recalled, not
    read).
    """
    unknown = [name for name in views if name not in problem.decision_makers]
    if unknown:
        raise OutOfDomain(f"no such decision maker: {', '.join(map(repr, unknown))}")
    shape = (problem.n_states, len(problem.decision_makers))
    stable, perceived = np.zeros(shape, dtype=np.bool_), np.zeros(shape, dtype=np.bool_)
    expected: list[IntArray] = []
    for i, who in enumerate(problem.decision_makers):
        progress.at(f"the view of {who}", i, shape[1])
        view = views.get(who, View(problem))
        _check_same(problem, who, view.problem)
        perceived[:, i] = _perceived(view)
        verdicts = analyse(view.problem, [concept], progress=progress)[concept].stable & perceived[:, i : i + 1]
        stable[:, i] = verdicts[:, i] & _feasible(problem)
        expected.append(np.flatnonzero(verdicts.all(axis=1)).astype(np.int64))
    return HypergameVerdicts(
        method=METHOD,
        parameters=frozen(concept=concept, views=tuple(name for name in problem.decision_makers if name in views)),
        certificate=frozen(
            expected=frozen(**{w: tuple(e.tolist()) for w, e in zip(problem.decision_makers, expected, strict=True)})
        ),
        caveats=("nobody knows that the views differ, and nobody learns",),
        problem=problem,
        stable=stable,
        perceived=perceived,
        expected=tuple(expected),
    )


def without_unseen_moves(problem: Conflict, unseen: Mapping[str, Sequence[int]]) -> GraphForm:
    """One graph for all, in which each decision maker makes no move to or from what it does not perceive.

    So GMCR+ reads its misperceptions: others' moves stay, also in what the decision maker fears. unseen: for a
    decision maker states in the problem's own numbering. The graph's states are the feasible ones, ascending.
    """
    form, codes = written_out(problem)
    starts, targets = list(form.starts), list(form.targets)
    for name, states in unseen.items():
        if name not in form.decision_makers:
            raise OutOfDomain(f"no such decision maker: {name!r}")
        i = form.decision_makers.index(name)
        hidden = np.flatnonzero(np.isin(codes, _states(problem, states))).tolist()
        starts[i], targets[i] = _without(form, i, hidden)
    return replace(form, starts=tuple(starts), targets=tuple(targets))


def _without(form: GraphForm, i: int, hidden: Sequence[int]) -> tuple[IntArray, IntArray]:
    gone = np.zeros(form.n_states, dtype=np.bool_)
    gone[list(hidden)] = True
    origins = np.repeat(np.arange(form.n_states, dtype=np.int64), np.diff(form.starts[i]))
    kept = ~gone[origins] & ~gone[form.targets[i]]
    return grouped(origins[kept], form.targets[i][kept], form.n_states)


def _states(problem: Conflict, states: Sequence[int]) -> tuple[int, ...]:
    outside = [s for s in states if not 0 <= s < problem.n_states]
    if outside:
        raise OutOfDomain(f"there is no state {outside[0]}")
    return tuple(sorted(set(states)))


def _perceived(view: View) -> BoolArray:
    seen = _feasible(view.problem)
    seen[list(view.unseen)] = False
    return seen


def _feasible(problem: Conflict) -> BoolArray:
    feasible = np.zeros(problem.n_states, dtype=np.bool_)
    feasible[problem.states if isinstance(problem, OptionForm) else slice(None)] = True
    return feasible


def _check_same(problem: Conflict, who: str, seen: Conflict) -> None:
    if seen.decision_makers != problem.decision_makers:
        raise OutOfDomain(f"the view of {who} has other decision makers, or in another order")
    if isinstance(seen, GraphForm) and isinstance(problem, GraphForm):
        same = seen.states == problem.states
    else:
        same = type(seen) is type(problem) and seen.n_states == problem.n_states
    if not same:
        raise OutOfDomain(f"the view of {who} has other states; write it over the same, with some unseen")
