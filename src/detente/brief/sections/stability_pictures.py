"""Who can move where, and how equilibria can be reached from the status quo: two pictures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set

from detente.brief.blocks import Block, Column, Figure, Paragraph, Row, Table
from detente.brief.charts import Arrow, Panel, StateDot, Way, move_graphs, ways_tree
from detente.brief.prose import Prose
from detente.brief.sections.material import counted, listed
from detente.brief.sections.stability_told import CONCEPT_NAMES, Told
from detente.engines.stability.certificates import Certificate
from detente.engines.stability.moves import Move
from detente.engines.stability.status_quo_analysis import Paths, PathStep

MOST_DOTS = 10
"""Most states of a graph of moves."""
MOST_MOVES = 40
"""Most rows of the table behind it."""
MOST_JUMPS = 2
"""Most joint moves that are told in words."""


def moves_figure(told: Told) -> Figure | None:
    """The moves between the states shown and those that answers lead through, for all and for each."""
    states = _dots(told)
    moves = told.answer.moves
    place = {state: k for k, state in enumerate(states)}
    found = [
        Move(i, state, target)
        for i in moves.everyone
        for state in states
        for target in moves.from_state(i, state)
        if target in place
    ]
    if not found:
        return None
    gains = {move: moves.rank(move.mover, move.target) > moves.rank(move.mover, move.origin) for move in found}
    order = told.answer.found.problem.decision_makers
    panels = [Panel("All together", tuple(_arrows(found, gains, place)))]
    for i, name in enumerate(order):
        own = tuple(_arrows([move for move in found if move.mover == i], gains, place))
        if own:
            panels.append(Panel(told.material.name(name), own))
    idle = [told.words.names[i] for i in moves.everyone if all(move.mover != i for move in found)]
    tempted = [move for move in found if gains[move] and move.origin in told.names]
    return Figure(
        id="moves",
        finding=_moves_finding(told, tempted),
        chart=move_graphs([_dot(told, state) for state in states], panels),
        alt="The states as numbered circles on a ring, once for all parties and once for each; arrows are moves.",
        data=_moves_table(told, found, gains),
        notes=(
            f"Filled: an equilibrium under {CONCEPT_NAMES[told.concept]}. {_which(told, states)}",
            *((f"Without a move between these states: {listed(idle)}.",) if idle else ()),
        ),
        basis="computed",
    )


def _arrows(found: Sequence[Move], gains: Mapping[Move, bool], place: Mapping[int, int]) -> Iterator[Arrow]:
    """An arrow for each pair of states and mover: with gain if either way has it, and back where it can go back."""
    known = set(found)
    for move in found:
        if not _told_by_its_back(move, known, gains):
            back = Move(move.mover, move.target, move.origin) in known
            yield Arrow(place[move.origin], place[move.target], gains[move], back)


def _dots(told: Told) -> list[int]:
    """All states where they are few; else those shown, then those that temptations and their answers lead through."""
    if len(told.answer.states) <= MOST_DOTS:
        return told.answer.states.tolist()
    states = [one.state for one in told.shown]
    asked = [item.found for item in told.proposals if item.found]
    for item in ([told.today] if told.today else []) + asked:
        for why in item.why.values():
            for state in _through(why):
                if state not in states and len(states) < MOST_DOTS:
                    states.append(state)
    return sorted(states)


def _which(told: Told, states: Sequence[int]) -> str:
    if len(states) == len(told.answer.states):
        return "Shown are all states."
    return (
        "Shown are today's state, those of proposals, equilibria of different kinds, and states that moves and answers"
        " lead through."
    )


def _through(why: Certificate) -> Iterator[int]:
    for sanction in why.sanctions:
        yield sanction.improvement
        yield from (step.target for step in sanction.steps)
    if why.unanswered is not None:
        yield why.unanswered.improvement


def _dot(told: Told, state: int) -> StateDot:
    holds = not told.answer.leavers(state, told.concept)
    return StateDot(str(told.answer.number(state)), holds, told.names.get(state, ""))


def _moves_finding(told: Told, tempted: Sequence[Move]) -> str:
    """Who gains by moving away from the states that have a name."""
    if not tempted:
        return "From none of the states with a name does anybody gain by moving to another state shown."
    parts: list[str] = []
    for state in told.names:
        who = list(dict.fromkeys(told.words.names[move.mover] for move in tempted if move.origin == state))
        if who:
            parts.append(f"from {told.called(state)} {listed(who)}")
    return f"Who could gain by a move of its own, if nobody answered: {'; '.join(parts)}."


def _moves_table(told: Told, found: Sequence[Move], gains: Mapping[Move, bool]) -> Table:
    """A row for each arrow: those with gain first, a way back beside its move."""
    known = set(found)
    drawn = [move for move in found if not _told_by_its_back(move, known, gains)]
    rows = tuple(
        Row(
            told.material.name(told.answer.found.problem.decision_makers[move.mover]),
            (
                told.called(move.origin),
                told.called(move.target),
                told.words.phrase(move),
                "yes" if gains[move] else "no",
                "yes" if Move(move.mover, move.target, move.origin) in known else "no",
            ),
        )
        for move in sorted(drawn, key=lambda move: not gains[move])[:MOST_MOVES]
    )
    cut = (f"The first {MOST_MOVES} of {len(drawn)} moves, those with gain first.",) if len(drawn) > MOST_MOVES else ()
    return Table(
        id="moves-data",
        caption="Moves between the states shown",
        columns=(Column("From"), Column("To"), Column("What it does"), Column("Gains by it"), Column("Can go back")),
        rows=rows,
        corner="Who",
        notes=cut,
    )


def _told_by_its_back(move: Move, known: Set[Move], gains: Mapping[Move, bool]) -> bool:
    """Whether the way back has the gain, or neither has and it comes first: then one arrow stands for both."""
    back = Move(move.mover, move.target, move.origin)
    return back in known and (gains[back] or (not gains[move] and back.origin < move.origin))


def ways(told: Told) -> list[Block]:
    """How equilibria can be reached from the status quo, and what several could do together."""
    today = told.today
    if today is None:
        return [Paragraph("The case does not say which state is today's, so no way from it is shown.")]
    found = [(paths, gaining) for paths, gaining in _paths(told) if paths.steps]
    blocks: list[Block] = []
    if found:
        blocks.append(_ways_figure(told, today.state, [paths for paths, _ in found], [g for _, g in found]))
    joint = _jumps(told, today.state)
    return [*blocks, *([Paragraph(joint)] if joint else [])]


def _paths(told: Told) -> Iterator[tuple[Paths, bool]]:
    """The shortest way to each equilibrium shown, by moves with gain where there is one, and whether it is such."""
    answer = told.answer
    gains = {paths.target: paths for paths in answer.gains.paths} if answer.gains else {}
    every = {paths.target: paths for paths in answer.ways.paths} if answer.ways else {}
    for one in told.shown:
        if told.today is None or one.state == told.today.state or answer.leavers(one.state, told.concept):
            continue
        for paths, gaining in ((gains.get(one.state), True), (every.get(one.state), False)):
            if paths is not None and paths.steps:
                yield paths, gaining
                break


def _ways_figure(told: Told, start: int, found: Sequence[Paths], gaining: Sequence[bool]) -> Figure:
    rows: list[Row] = []
    for paths in found:
        for place, step in enumerate(paths.steps[0], 1):
            words = told.words.phrase(step.move)
            who = told.words.names[step.move.mover]
            rows.append(Row(told.called(paths.target), (str(place), who, words, "yes" if step.improves else "no")))
    ends = {paths.target: told.called(paths.target) for paths in found}
    if all(gaining):
        finding = "Each equilibrium shown can be reached from today by steps that each gain by when they take them."
    elif not any(gaining):
        finding = (
            "No other equilibrium shown can be reached from today by steps that each gain by at the time: somebody has"
            " to go first, or they act together."
        )
    else:
        reached = [ends[paths.target] for paths, gains in zip(found, gaining, strict=True) if gains]
        finding = (
            f"By steps that each gain by at the time, today leads to {listed(reached)}; to the others it does not."
        )
    return Figure(
        id="ways",
        finding=finding,
        chart=ways_tree(told.called(start), _tree([paths.steps[0] for paths in found], told, ends)),
        alt="A tree of moves from today's state: each branch is one party's move, and ends at an equilibrium.",
        data=Table(
            id="ways-data",
            caption="The shortest ways from today to equilibria",
            columns=(Column("Step", "number"), Column("Who"), Column("What it does"), Column("Gains by it then")),
            rows=tuple(rows),
            corner="To",
        ),
        notes=(
            "One of the shortest ways to each; the same steps in another order may do as well. Nobody moves twice in a"
            " row.",
        ),
        basis="computed",
    )


def _tree(paths: Sequence[Sequence[PathStep]], told: Told, ends: dict[int, str]) -> tuple[Way, ...]:
    """Paths that begin with the same moves as branches of one tree."""
    branches: dict[Move, list[Sequence[PathStep]]] = {}
    for path in paths:
        if path:
            branches.setdefault(path[0].move, []).append(path)
    return tuple(
        Way(
            told.material.name(told.answer.found.problem.decision_makers[move.mover]),
            told.words.phrase(move),
            found[0][0].improves,
            ends.get(move.target, ""),
            _tree([path[1:] for path in found], told, ends),
        )
        for move, found in branches.items()
    )


def _jumps(told: Told, today: int) -> Prose | None:
    """What coalitions of the case could do together from today, all of them preferring it."""
    found = told.answer.coalitions
    if found is None:
        return None
    jumps = sorted((jump for jump in found.jumps if jump.origin == today), key=lambda jump: len(jump.members))
    if not jumps:
        return "None of the coalitions that the case names has a joint move from today that all its members prefer."
    parts: list[str] = []
    for jump in jumps[:MOST_JUMPS]:
        who = listed([told.words.names[i] for i in jump.members])
        all_ = "both" if len(jump.members) == 2 else "all"
        parts.append(f"{who} could together go from today to {told.called(jump.target)}, and {all_} of them prefer it")
    more = len(jumps) - len(parts)
    rest = f" There {'is' if more == 1 else 'are'} {counted(more, 'more such move')}." if more else ""
    text = "; ".join(parts)
    return f"{text[:1].upper()}{text[1:]}.{rest} Whether others would answer a joint move is not asked."
