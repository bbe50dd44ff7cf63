"""What `stability` prints: the actions, the states with ranks and verdicts, equilibria, ways there, proposals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table

from detente.assessment.stability import ProposalStability, StabilityAssessment, StateStability
from detente.brief.sections.naming import party_in_sentence
from detente.cli.stability_asked import NOTHING_ASKED, Asked, asked_tables
from detente.cli.stability_folding import Alike, folded, spaced
from detente.cli.tables import FirstThatFits, cell, facts, heading, note, table
from detente.engines.stability.narration import listed
from detente.engines.stability.of_case import CaseStability, ConflictWords
from detente.engines.stability.status_quo_analysis import Paths
from detente.engines.stability.verdicts import Concept

SHOWN = {"nash": "Nash", "gmr": "GMR", "smr": "SMR", "seq": "SEQ", "sseq": "SSEQ"}
ALL_STATES = 40
"""Most states that are all shown; of more, only those that something is said of."""
SOME_STATES = 20
TOLD_STATES = 5
"""Most equilibria that are told in words."""
ANSWERS = 3
"""Most improvements of one party that are told with what answers them."""
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
MOVES = {"forward": "can only be taken", "back": "can only be undone", "fixed": "cannot change"}


@dataclass(frozen=True, eq=False)
class _Sheet:
    """What all parts share."""

    answer: CaseStability
    words: ConflictWords
    found: StabilityAssessment

    def letter(self, place: int) -> str:
        return LETTERS[place] if place < len(LETTERS) else str(place + 1)

    @cached_property
    def asked(self) -> set[int]:
        """Today's state and those of proposals."""
        found = {item.found.state for item in self.found.proposals if item.found}
        return found | ({self.found.today.state} if self.found.today else set[int]())

    @cached_property
    def told(self) -> list[Alike]:
        """The foremost equilibria that are told in words, those alike together."""
        return list(islice(folded(self.answer, self.words, self.foremost, self.asked), TOLD_STATES))

    @cached_property
    def foremost(self) -> list[int]:
        """Equilibria: today's and those of proposals, then under most concepts, then with fewest changes from today."""
        found, asked = self.found, self.asked
        today = self.words.pattern(found.today.state) if found.today else ""

        def changes(state: int) -> int:
            return sum(a != b for a, b in zip(self.words.pattern(state), today, strict=False)) if today else 0

        many: Counter[int] = Counter()
        for concept in self.answer.concepts:
            many.update(self.answer.equilibria(concept))
        return sorted(many, key=lambda s: (s not in asked, -many[s], changes(s), s))


def stability_tables(
    found: StabilityAssessment, asked: Asked = NOTHING_ASKED, *, proposal: str | None = None
) -> list[RenderableType]:
    """Everything `stability` says about a case, in reading order; with a proposal, of that one alone."""
    answer = found.answer
    sheet = _Sheet(answer, ConflictWords(answer.found, party_in_sentence), found)
    parts: list[RenderableType] = [heading(str(answer.found.case.title)), note(_opening(sheet)), *_actions(sheet)]
    if proposal is None:
        parts += [*_states(sheet), *_equilibria(sheet), *_today(sheet), *_coalitions(sheet)]
        parts += [*_unknown(sheet), *_strength(sheet), *_seen(sheet)]
    parts += asked_tables(answer, sheet.words, asked)
    for item in found.proposals:
        parts += _proposal(sheet, item, at_length=proposal is not None)
    parts.append(heading("What to keep in mind"))
    parts += [note(_sentence(caveat)) for caveat in answer.caveats]
    closing = "--json adds every state, methods, references and certificates."
    if proposal is None and any(item.found for item in found.proposals):
        first = next(item.proposal.id for item in found.proposals if item.found)
        closing = f"--proposal {first} shows what each party could do alone. {closing}"
    return [*parts, "", closing]


def _opening(sheet: _Sheet) -> str:
    found = sheet.answer.found
    made = f"{len(found.actions)} actions of {len(sheet.words.names)} parties, {len(sheet.answer.states):,} states"
    told = [f"the variant {found.variant}"] if found.variant else []
    told += [f"as {sheet.words.parties.get(found.view, found.view)} sees it"] if found.view else []
    return f"{made}{'; ' if told else ''}{', '.join(told)}."


def _actions(sheet: _Sheet) -> list[RenderableType]:
    """Who is who, and whose the actions are, in the order of the signs of a state."""
    found, words = sheet.answer.found, sheet.words
    who = [(sheet.letter(i), str(name)) for i, name in enumerate(words.names)]
    parts: list[RenderableType] = [heading("Parties"), facts(who)]
    if not found.actions:
        return parts
    made = table("sign", "action", "whose", "in words")
    order = found.problem.decision_makers
    for place, action in enumerate(found.actions, start=1):
        how = f" ({MOVES[action.moves]})" if action.moves in MOVES else ""
        made.add_row(str(place), cell(action.id), sheet.letter(order.index(action.party)), cell(f"{action.label}{how}"))
    return [*parts, heading("Actions, in the order of the signs Y (taken) and N (not)"), made]


def _states(sheet: _Sheet) -> list[RenderableType]:
    """Option form, the place that each party gives a state, and for each concept who would leave it."""
    answer = sheet.answer
    every = answer.states.tolist()
    shown = every if len(every) <= ALL_STATES else _noted(sheet)
    title = (
        "States" if len(shown) == len(every) else f"{len(shown)} of {len(every):,} states: today, equilibria, proposals"
    )
    both = FirstThatFits(
        _state_table(sheet, shown, ranks=True, verdicts=True),
        Group(_state_table(sheet, shown, verdicts=True), _state_table(sheet, shown, ranks=True)),
    )
    key = "Under a party its own rank, 1 the best; under a concept E for an equilibrium, else who would leave."
    return [heading(title), both, note(key)]


def _state_table(sheet: _Sheet, shown: Sequence[int], *, ranks: bool = False, verdicts: bool = False) -> Table:
    letters = [sheet.letter(i) for i in range(len(sheet.words.names))] if ranks else []
    concepts = sheet.answer.concepts if verdicts else ()
    made = table("no.", "state", *letters, *(SHOWN[c] for c in concepts), numbers=["no.", *letters])
    for state in shown:
        made.add_row(
            str(sheet.answer.number(state)),
            cell(spaced(sheet.answer, sheet.words.name(state))),
            *(str(rank) for rank in (sheet.answer.ranks(state) if ranks else ())),
            *(_verdict(sheet, state, concept) for concept in concepts),
        )
    return made


def _verdict(sheet: _Sheet, state: int, concept: Concept) -> str:
    leavers = sheet.answer.leavers(state, concept)
    return "".join(sheet.letter(i) for i in leavers) if leavers else "E"


def _noted(sheet: _Sheet) -> list[int]:
    """The states that something is said of: today, those of proposals, and the first equilibria."""
    found = sheet.found
    wanted = {found.today.state} if found.today else set[int]()
    wanted |= {item.found.state for item in found.proposals if item.found}
    wanted |= set(sheet.foremost[:SOME_STATES])
    return sorted(wanted)


def _equilibria(sheet: _Sheet) -> list[RenderableType]:
    answer = sheet.answer
    counts = ", ".join(f"{SHOWN[c]} {len(answer.equilibria(c)):,}" for c in answer.concepts)
    parts: list[RenderableType] = [heading("Equilibria: states that nobody would leave"), note(f"{counts}.")]
    for one in sheet.told:
        name = f"{answer.number(one.state)} {spaced(answer, one.pattern)}"
        alike = f" and {len(one.states) - 1:,} alike, whatever - is" if len(one.states) > 1 else ""
        parts.append(note(f"{name}{alike} [{_concepts(answer.equilibrium_under(one.state))}]"))
        parts.append(Padding(facts(sheet.words.said(one.state) or [("nobody", "does anything of it")]), (0, 0, 0, 4)))
    more = len(sheet.foremost) - len({state for one in sheet.told for state in one.states})
    if more > 0:
        parts.append(note(f"and {more:,} more"))
    return parts


def _called(sheet: _Sheet, state: int) -> str:
    return f"{sheet.answer.number(state)} {spaced(sheet.answer, sheet.words.name(state))}"


def _concepts(concepts: Iterable[Concept]) -> str:
    return ", ".join(SHOWN[c] for c in concepts) or "none"


def _today(sheet: _Sheet) -> list[RenderableType]:
    today = sheet.found.today
    if today is None:
        return []
    name = _called(sheet, today.state)
    parts: list[RenderableType] = [
        heading("From the status quo"),
        note(f"Today: {name}: {sheet.words.state(today.state)}."),
    ]
    if len(today.equilibrium_under) == len(sheet.answer.concepts):
        parts.append(note("Nobody would leave it alone: it is an equilibrium itself under every concept asked."))
    else:
        parts += _holding(sheet, today)
    gains = {paths.target: paths for paths in sheet.answer.gains.paths} if sheet.answer.gains else {}
    told = {state for one in sheet.told for state in one.states[:1]}
    rows: list[tuple[str, str]] = []
    for paths in sheet.answer.ways.paths if sheet.answer.ways else ():
        if paths.target == today.state or paths.target not in told:
            continue
        better = gains.get(paths.target)
        gaining = better is not None and better.length is not None
        rows.append((_called(sheet, paths.target), _way(sheet, better if gaining and better else paths, gaining)))
    return [*parts, *([heading("How equilibria could be reached"), facts(rows)] if rows else [])]


def _way(sheet: _Sheet, paths: Paths, gaining: bool) -> str:
    if not paths.steps:
        return "cannot be reached from today"
    told = "; then ".join(sheet.words.step(step.move) for step in paths.steps[0])
    if gaining:
        return f"{told}. Each gains by its step."
    losers = listed(list(dict.fromkeys(sheet.words.names[s.move.mover] for s in paths.steps[0] if not s.improves)))
    return f"{told}. Not a step each would take by itself: at the time {losers} would not gain."


def _coalitions(sheet: _Sheet) -> list[RenderableType]:
    found = sheet.answer.coalitions
    if found is None:
        return []
    parts: list[RenderableType] = [heading("Coalitions: what several could do together")]
    today = sheet.found.today.state if sheet.found.today else None
    jumps = [jump for jump in found.jumps if jump.origin == today] or list(found.jumps)
    rows: list[tuple[str, str]] = []
    for jump in jumps[:SOME_STATES]:
        who = listed([sheet.words.names[i] for i in jump.members])
        ways = "; ".join(sheet.words.step(move) for move in jump.moves)
        rows.append((f"{sheet.answer.number(jump.origin)} → {sheet.answer.number(jump.target)}", f"{who}: {ways}"))
    if not found.jumps_known:
        upset = sorted({s for c in sheet.answer.concepts for s in found.upset(c).tolist()})
        return [*parts, note(f"Equilibria that a coalition would leave together: {_numbers(sheet, upset)}.")]
    if not rows:
        return [*parts, note("No coalition that the case names has a way from an equilibrium that all of it prefers.")]
    left = found.n_jumps - len(rows)
    return [
        *parts,
        facts(rows),
        *([note(f"and {left:,} more jumps from equilibria; --json lists them")] if left else []),
    ]


def _unknown(sheet: _Sheet) -> list[RenderableType]:
    found = sheet.answer.uncertain
    if not found:
        return []
    rows: list[tuple[str, str]] = []
    for c, item in found.items():
        surely, possibly = item.equilibria_in("a").tolist(), item.equilibria_in("d").tolist()
        more = [state for state in possibly if state not in set(surely)]
        rows.append((SHOWN[c], f"surely {_numbers(sheet, surely)}; possibly also {_numbers(sheet, more)}"))
    return [heading("Equilibria while some preferences are unknown"), facts(rows)]


def _strength(sheet: _Sheet) -> list[RenderableType]:
    found = sheet.answer.strength
    if not found:
        return []
    rows = [(SHOWN[c], _numbers(sheet, item.strong_equilibria.tolist())) for c, item in found.items()]
    return [heading("Strong equilibria: whoever leaves has something much worse to fear"), facts(rows)]


def _seen(sheet: _Sheet) -> list[RenderableType]:
    found = sheet.answer.seen
    if not found:
        return []
    rows: list[tuple[str, str]] = []
    for c, item in found.items():
        places = [sheet.words.found.problem.decision_makers.index(who) for who in sheet.words.found.views]
        expected = "; ".join(
            f"{sheet.words.names[i]} expects {_numbers(sheet, item.expected[i].tolist())}" for i in places
        )
        rows.append((SHOWN[c], f"{_numbers(sheet, item.equilibria.tolist())}; {expected}"))
    return [heading("Equilibria with everybody acting on its own view"), facts(rows)]


def _numbers(sheet: _Sheet, states: Sequence[int]) -> str:
    named = [str(sheet.answer.number(state)) for state in states[:SOME_STATES]]
    more = f" and {len(states) - SOME_STATES:,} more" if len(states) > SOME_STATES else ""
    return (", ".join(named) or "none") + more


def _proposal(sheet: _Sheet, item: ProposalStability, *, at_length: bool) -> list[RenderableType]:
    title = str(item.proposal.title or item.proposal.id)
    parts: list[RenderableType] = [heading(f"{title} ({item.proposal.id})")]
    found = item.found
    if found is None:
        return [*parts, note(f"It describes no state: {item.described.reason}.")]
    parts.append(note(f"{_called(sheet, found.state)}: {sheet.words.state(found.state)}."))
    if item.described.assumed:
        parts.append(note(f"As today, since it says nothing of them: {', '.join(item.described.assumed)}."))
    if found.equilibrium_under:
        parts.append(note(f"Nobody would leave it under {_concepts(found.equilibrium_under)}."))
    for leavers in dict.fromkeys(who for who in found.leavers.values() if who):
        under: list[Concept] = [c for c in sheet.answer.concepts if found.leavers[c] == leavers]
        names = listed([sheet.words.parties[who] for who in leavers])
        parts.append(note(f"{_capital(names)} would leave it under {_concepts(under)}."))
    parts += _holding(sheet, found)
    return [*parts, *(_alone(sheet, found) if at_length else [])]


def _holding(sheet: _Sheet, found: StateStability) -> list[RenderableType]:
    """For each party why it stays or goes; those with no better move in one line."""
    rows = [
        (sheet.words.parties[who], " ".join(sheet.words.told(why, ANSWERS)))
        for who, why in found.why.items()
        if not why.stable or why.sanctions
    ]
    content = [sheet.words.parties[who] for who in found.content]
    if content:
        rows.append(("no better move" if rows else "No better move", f"is there for {listed(content)}"))
    return [note(f"Told by {SHOWN[found.told_by]}:"), Padding(facts(rows), (0, 0, 0, 2))]


def _alone(sheet: _Sheet, found: StateStability) -> list[RenderableType]:
    made = table("who", "could", "leads to", "better for it")
    for item in found.alone[:ALL_STATES]:
        made.add_row(
            cell(sheet.words.names[item.move.mover]),
            cell(sheet.words.phrase(item.move)),
            str(sheet.answer.number(item.move.target)),
            "yes" if item.improves else "no",
        )
    more = len(found.alone) - ALL_STATES
    return [heading("What each could do alone"), made, *([note(f"and {more} more")] if more > 0 else [])]


def _sentence(words: str) -> str:
    return f"{_capital(words)}{'' if words.endswith('.') else '.'}"


def _capital(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"
