"""What the verdicts hang on, and what would have to be otherwise for a proposal to hold."""

from __future__ import annotations

from detente.assessment.holding import InVariant, Moved
from detente.assessment.stability import ProposalStability, StateStability
from detente.brief.blocks import Block, Cell, CellLike, Column, Items, Paragraph, Row, Section, Table
from detente.brief.percent import percent
from detente.brief.prose import Prose
from detente.brief.sections.material import counted, listed
from detente.brief.sections.stability_told import Told
from detente.engines.stability.inverse_preferences import PreferenceChange, RankingCount
from detente.engines.stability.problem import OptionForm

TURNS = 6
"""Most single wishes that are told for one state."""
ANSWERS = 2
"""Most answers to one move that are told."""


def hangs_on(told: Told) -> Section:
    """In variants, under other orders of the wishes, and with single wishes moved: what becomes of the verdicts."""
    blocks: list[Block] = []
    if told.names:
        blocks.append(_table(told))
    held = {state for state in told.names if not told.answer.leavers(state, told.concept)}
    moved = [item for item in told.holding.moved if item.state in held]
    if moved:
        blocks.append(Paragraph("What holds would not, were a single wish in another place of its party's order:"))
        blocks.append(Items(tuple(turn_in_words(told, item) for item in moved[:TURNS])))
        if len(moved) > TURNS:
            blocks.append(Paragraph(f"And {counted(len(moved) - TURNS, 'more place')} of wishes, not shown."))
    elif (
        held and any(p.statements for p in told.answer.found.conflict.preferences.values()) and told.holding.robustness
    ):
        text = (
            "No single wish, put in another place of its party's order, would make somebody leave what nobody leaves."
        )
        blocks.append(Paragraph(text))
    return Section("stability-hangs", "What that hangs on", tuple(blocks))


def _table(told: Told) -> Table:
    states = list(told.names)
    rows = [Row("As the case has it", tuple(_as_found(told, state) for state in states), strong=True)]
    for variant in told.holding.variants:
        label = variant.variant.label
        words = label.in_language(told.material.language) if label else variant.variant.id
        rows.append(Row(f"If {words}", tuple(_in_variant(told, variant, state) for state in states)))
    notes: list[Prose] = []
    robust = told.holding.robustness
    if robust is not None:
        parties: list[str] = list(robust.parameters["open"])  # type: ignore[arg-type]
        rows.append(Row(_left_open(told, parties),
                        tuple(_share(told, state) for state in states)))  # fmt: skip
        how = f"all {robust.profiles:,} orders"
        if not robust.exact:
            how = f"{robust.profiles:,} of {_about(robust.n_profiles)} orders, drawn at random"
        notes.append(
            f"The last row: in what share of {how}, each as likely as any other, nobody would leave. It says how much"
            " hangs on the order that the analyst chose, not how probable an outcome is."
        )
    elif told.holding.reason:
        notes.append(f"Under other preferences: not worked out, {told.holding.reason}.")
    return Table(
        id="stability-hangs-on",
        caption="Who would leave, if things were otherwise",
        columns=tuple(
            Column(told.names[s][:1].upper() + told.names[s][1:], under=f"state {told.answer.number(s)}")
            for s in states
        ),
        rows=tuple(rows),
        corner="Assumed",
        notes=tuple(notes),
        basis="computed",
    )


def _about(number: int) -> str:
    return f"{number:,}" if number < 10**9 else "more than a billion"


def _left_open(told: Told, parties: list[str]) -> str:
    """What is let go in the last row: the order of wishes alone, or also pairs and points that are not known."""
    forms = {party: item.form for party, item in zip(told.words.parties, told.answer.found.ranked, strict=True)}
    if all(forms[party] == "statements" for party in parties):
        return f"If nothing were known of the order of wishes of {_short(told, parties)}"
    return f"Over all that the case leaves open of the preferences of {_short(told, parties)}"


def _short(told: Told, parties: list[str]) -> str:
    return "any party" if len(parties) == len(told.words.names) else listed([told.words.parties[p] for p in parties])


def _as_found(told: Told, state: int) -> CellLike:
    names = told.answer.found.problem.decision_makers
    return _leavers(told, tuple(names[i] for i in told.answer.leavers(state, told.concept)))


def _leavers(told: Told, leavers: tuple[str, ...]) -> CellLike:
    return listed([told.material.name(name) for name in leavers]) if leavers else Cell("nobody", tint=0.35)


def _in_variant(told: Told, variant: InVariant, state: int) -> CellLike:
    if told.today is not None and state == told.today.state:
        found = variant.leavers.get("")
    else:
        ids = [item.proposal.id for item in told.proposals if item.found and item.found.state == state]
        found = variant.leavers.get(ids[0]) if ids else None
    return "not a state there" if found is None else _leavers(told, found)


def _share(told: Told, state: int) -> str:
    robust = told.holding.robustness
    assert robust is not None
    share = robust.share(told.concept, state)
    if robust.exact:
        return f"nobody in {percent(share)}"
    if share in (0, 1):
        return f"{'nobody' if share else 'somebody'} in all {robust.profiles:,}"
    error = (float(share) * (1 - float(share)) / robust.profiles) ** 0.5
    return f"nobody in {percent(share)} (±\u00a0{percent(error)})"


def turn_in_words(told: Told, item: Moved) -> Prose:
    """What one wish, moved, does to one state."""
    statement = told.answer.found.conflict.preferences[item.party].statements[item.origin]
    who = told.words.parties[item.party]
    becomes = f"{told.parties(item.leavers)} would leave" if item.leavers else "nobody would leave"
    wish = f"the wish “{told.wish_inside(statement)}”"
    where = f"stood in place {item.target + 1} instead of {item.origin + 1}"
    text = f"{_capital(told.called(item.state))}: {becomes} if for {who} {wish}"
    return (text, *told.material.cites(statement.because), f" {where}.")


def stays_in_words(told: Told, item: Moved) -> Prose:
    """What one wish must be for a verdict to stay."""
    statement = told.answer.found.conflict.preferences[item.party].statements[item.origin]
    who = told.words.parties[item.party]
    side = "before" if item.target > item.origin else "after"
    becomes = f"{told.parties(item.leavers)} would leave" if item.leavers else "nobody would leave"
    wish = f"for {who} the wish “{told.wish_inside(statement)}”"
    where = (
        f" stands {side} place {item.target + 1} (shown {item.origin + 1}); else {becomes} {told.called(item.state)}"
    )
    return (wish, *told.material.cites(statement.because), where)


def to_make_hold(told: Told) -> Section | None:
    """For each proposal that does not hold what would have to change."""
    blocks: list[Block] = []
    seen: set[int] = set()
    for item in told.proposals:
        found = item.found
        if found is None or found.holds or found.state in seen:
            continue
        seen.add(found.state)
        blocks += _changes(told, item, found)
    return Section("stability-changes", "What would have to change", tuple(blocks)) if blocks else None


def _changes(told: Told, item: ProposalStability, found: StateStability) -> list[Block]:
    lines: list[Prose] = []
    after: list[str] = []
    unwilling = [_unwilling(told, found.state, who) for who in found.leavers[told.concept]]
    if all(unwilling):
        lines.append(f"{_capital(', and '.join(unwilling))}.")
    for who in found.leavers[told.concept]:
        paying = _paying(told, found.state, who)
        lines += paying
        if not paying and unwilling[0]:
            after.append(f"No single answer by another party would leave {told.words.parties[who]} no better.")
    lines += [turn_in_words(told, moved) for moved in told.holding.moved if moved.state == found.state][:TURNS]
    nearest = _nearest(told, found.state)
    if nearest:
        lines.append(nearest)
    inverse = told.holding.inverse.get(found.state)
    if inverse is not None and isinstance(inverse.count, RankingCount):
        share = percent(inverse.count.share)
        after.append(f"Of all strict rankings that the parties could have, {share} make it an equilibrium.")
    if inverse is not None and isinstance(inverse.change, PreferenceChange):
        pairs = counted(inverse.change.n_pairs, "pair")
        after.append(f"The nearest rankings under which it is one order {pairs} of states otherwise.")
    title = told.title(item)
    blocks: list[Block] = [Paragraph(f"Nobody would leave {title}, if one of these were so:"), Items(tuple(lines))]
    return [*blocks, *([Paragraph(" ".join(after))] if after else [])]


def _unwilling(told: Told, state: int, who: str) -> str:
    """That one leaver has no reason to go: its moves that nothing answers are no better for it."""
    mover = told.answer.found.problem.decision_makers.index(who)
    own = [one for one in told.holding.temptations.get(state, ()) if one.move.mover == mover]
    moves = listed([f"to {told.words.phrase(one.move)}" for one in own], "or")
    return f"for {told.words.parties[who]} it is no better {moves} than to stay" if own else ""


def _paying(told: Told, state: int, who: str) -> list[str]:
    """That an answer pays somebody whom it does not pay now, told where it would keep one leaver's only move."""
    mover = told.answer.found.problem.decision_makers.index(who)
    own = [one for one in told.holding.temptations.get(state, ()) if one.move.mover == mover]
    if len(own) != 1 or len({one for ones in told.holding.temptations.get(state, ()) for one in [ones.move]}) != 1:
        return []
    did = told.words.phrase(own[0].move)
    return [
        f"{_capital(told.words.names[answer.mover])} gains, should {told.words.parties[who]} {did}, by this answer:"
        f" {told.words.phrase(answer)}."
        for answer in own[0].answers[:ANSWERS]
    ]


def _nearest(told: Told, state: int) -> str:
    """The equilibrium, other than today's state, that differs in the fewest actions, and in which."""
    problem = told.answer.found.problem
    if not isinstance(problem, OptionForm):
        return ""
    today = told.today.state if told.today else -1
    found = [other for other in told.answer.equilibria(told.concept) if other != today]
    if not found:
        return ""
    near = min(found, key=lambda other: ((other ^ state).bit_count(), other not in told.names, other))
    parts: list[str] = []
    for place, action in enumerate(told.answer.found.actions):
        if (near ^ state) >> place & 1:
            undone = str(action.undone) if action.undone else f"not {action.label}"
            did = str(action.label) if near >> place & 1 else undone
            parts.append(f"{told.words.parties[action.party]} ({did})")
    return (
        f"The package itself: the nearest state that would hold is {told.called(near)}; it differs in"
        f" {counted(len(parts), 'action')}: {listed(parts)}."
    )


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
