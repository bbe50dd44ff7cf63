"""The states of a conflict as a table: who has done what, how each ranks it, and who would leave it."""

from __future__ import annotations

from collections.abc import Sequence

from detente.brief.blocks import Block, Cell, CellLike, Column, Definition, DefinitionList, Row, Table
from detente.brief.prose import Inline, Mark, Prose
from detente.brief.sections.material import counted, listed
from detente.brief.sections.stability_told import CONCEPT_NAMES, CONCEPT_WORDS, ShownState, Told
from detente.engines.stability.verdicts import Concept

HOLDS_TINT = 0.35


def state_table(told: Told) -> list[Block]:
    """The option form with ranks and verdicts, and what the concepts ask."""
    shown = told.shown
    rows = [*_actions(told, shown), *_ranks(told, shown), *_verdicts(told, shown)]
    table = Table(
        id="states",
        caption="The states that matter here: who has done what, how each ranks it, who would move away",
        columns=tuple(_column(told, one) for one in shown),
        rows=tuple(rows),
        corner="Action",
        notes=_notes(told, shown),
        basis="computed",
        narrow="scroll",
    )
    asked = tuple(Definition(CONCEPT_WORDS[c][0], (_capital(CONCEPT_WORDS[c][1]),)) for c in told.answer.concepts)
    return [table, DefinitionList(asked, small=True)]


def _column(told: Told, one: ShownState) -> Column:
    number = told.answer.number(one.state)
    name = told.names.get(one.state)
    if name is None:
        alike = f"and {one.alike - 1} alike" if one.free else ""
        return Column(f"State {number}", align="center", under=alike)
    return Column(name[:1].upper() + name[1:], align="center", under=f"state {number}")


def _actions(told: Told, shown: tuple[ShownState, ...]) -> list[Row]:
    found = told.answer.found
    rows: list[Row] = []
    patterns = [told.words.pattern(one.state) for one in shown]
    for party in found.problem.decision_makers:
        for place, action in enumerate(found.actions):
            if action.party == party:
                head = f"{told.material.name(party)}: {action.label}"
                cells = tuple(_taken(told, one, signs, place) for one, signs in zip(shown, patterns, strict=True))
                rows.append(Row(head, cells, group="" if rows else "Who does what"))
    if not rows:
        rows.append(Row("What it is", tuple(told.words.state(one.state) for one in shown)))
    return rows


def _taken(told: Told, one: ShownState, pattern: str, place: int) -> CellLike:
    sign = pattern[place] if pattern else "-"
    if sign == "-" or (place in one.free and one.state not in told.names):
        return "either"
    done = {"Y": "yes", "N": "no"}[sign]
    return Cell(done, under=("either",)) if place in one.free else done


def _ranks(told: Told, shown: tuple[ShownState, ...]) -> list[Row]:
    ranks = [told.answer.ranks(one.state) for one in shown]
    title = "Place in each one's own ranking, 1 the best"
    problem = told.answer.found.problem
    states = told.answer.states
    rows: list[Row] = []
    for i, party in enumerate(problem.decision_makers):
        classes = len(set(problem.ranks[i][states].tolist()))
        head = f"{told.material.name(party)} (of {classes})"
        rows.append(Row(head, tuple(str(rank[i]) for rank in ranks), group=title if i == 0 else ""))
    return rows


def _verdicts(told: Told, shown: tuple[ShownState, ...]) -> list[Row]:
    title = "Who would move away by itself"
    return [
        Row(
            CONCEPT_NAMES[c],
            tuple(_leaving(told, one.state, c) for one in shown),
            group=title if k == 0 else "",
            strong=c == told.concept,
        )
        for k, c in enumerate(told.answer.concepts)
    ]


def _leaving(told: Told, state: int, concept: Concept) -> CellLike:
    leavers = told.answer.leavers(state, concept)
    names = told.answer.found.problem.decision_makers
    if not leavers:
        return Cell("nobody", tint=HOLDS_TINT)
    return listed([told.material.name(names[i]) for i in leavers])


def _notes(told: Told, shown: tuple[ShownState, ...]) -> tuple[Prose, ...]:
    answer = told.answer
    notes: list[Prose] = []
    if any(one.free for one in shown):
        notes.append(
            "Either: with it and without it the state is an equilibrium under the same concepts; ranks and leavers are"
            " those of the state that is named by its number."
        )
    counts = ", ".join(f"{CONCEPT_NAMES[c]} {len(answer.equilibria(c)):,}" for c in answer.concepts)
    notes.append(f"Equilibria, states that nobody would leave, among {counted(len(answer.states), 'state')}: {counts}.")
    if told.kinds > len(shown):
        more = told.kinds - len(shown)
        notes.append(f"{counted(more, 'more kind')} of equilibria not shown; detente stability --json has all.")
    notes.append(
        "Parties may be indifferent between states that share a place: nothing is reported that tells them apart."
    )
    return tuple(notes)


def wishes(told: Told) -> Table | None:
    """What each decision maker prefers, most important first, with what each wish rests on."""
    conflict = told.answer.found.conflict
    rows: list[Row] = []
    for party in told.answer.found.problem.decision_makers:
        preference = conflict.preferences.get(party)
        name = told.material.name(party)
        if preference is None:
            rows.append(Row("", ("not known", ""), group=name))
            continue
        for place, statement in enumerate(preference.statements, 1):
            rests = _rests(told, statement.because or preference.because, statement.by)
            much = " (much)" if statement.much else ""
            wish = _capital(told.wish(statement)) + much
            rows.append(Row(str(place), (wish, rests), group=name if place == 1 else ""))
        if not preference.statements:
            rows.append(
                Row("", (_other_form(told, party), _rests(told, preference.because, preference.by)), group=name)
            )
    if not rows:
        return None
    return Table(
        id="wishes",
        caption="What each would have, most important first: the first wish on which two states differ decides",
        columns=(Column("Wish"), Column("Rests on")),
        rows=tuple(rows),
        corner="Place",
        notes=("Where a statement is cited, the wish is reported or follows from it; the order is a judgement.",),
        basis="judgement",
    )


def _rests(told: Told, because: Sequence[str], by: str | None) -> Prose:
    judged: tuple[Inline, ...] = (" ", Mark("judgement")) if by or not because else ()
    return ("", *told.material.cites(because), *judged)


def _other_form(told: Told, party: str) -> str:
    preference = told.answer.found.conflict.preferences[party]
    if preference.weights:
        return "points on conditions, added up: " + "; ".join(
            f"{told.condition(item.holds)} ({item.points.point})" for item in preference.weights
        )
    if preference.pairs:
        return f"only {counted(len(preference.pairs), 'pair')} of states, ranked in the case"
    return "as its values in the case rank the packages" if preference.from_ else "a ranking of the states, in the case"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
