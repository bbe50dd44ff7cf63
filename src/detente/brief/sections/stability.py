"""Would it hold: which states nobody would leave alone, which proposals are such, and what keeps them."""

from __future__ import annotations

from detente.assessment.holding import InVariant
from detente.assessment.stability import ProposalStability, StateStability
from detente.brief.blocks import Block, Cell, Column, Finding, Items, Note, Paragraph, Proof, Row, Section, Step, Table
from detente.brief.prose import Prose, Refer
from detente.brief.sections.material import Material, counted, listed
from detente.brief.sections.stability_changes import hangs_on, stays_in_words, to_make_hold
from detente.brief.sections.stability_pictures import moves_figure, ways
from detente.brief.sections.stability_states import state_table, wishes
from detente.brief.sections.stability_told import CONCEPT_NAMES, CONCEPT_WORDS, Told
from detente.engines.stability.certificates import Certificate
from detente.engines.stability.verdicts import Concept

ANSWERS = 3
"""Most moves of one party that are told with what answers them."""
CONDITIONS = 4
"""Most conditions of the front finding."""
TITLE = "Would it hold?"


def stability(material: Material) -> Section | None:
    """The section on stability, or nothing where the case records no moves."""
    conflict = material.case.conflict
    if conflict is None or not (conflict.actions or conflict.states):
        return None
    if material.holding is None:
        return Section("stability", TITLE, (Note("missing", "Not computed", (Paragraph(f"{material.unheld}."),)),))
    told = Told(material, material.holding)
    blocks: list[Block] = [Paragraph(stability_sentence(told), lead=True)]
    if told.proposals:
        blocks.append(_proposals(told))
    blocks += [*_silent(told), *_proofs(told), *state_table(told)]
    blocks += [*_uncertain(told), *_pictures(told)]
    blocks += [part for part in (hangs_on(told), to_make_hold(told)) if part is not None and part.blocks]
    basis = wishes(told)
    if basis is not None:
        blocks.append(Section("stability-rests", "What this rests on", (basis, *_caveats(told))))
    return Section("stability", TITLE, tuple(blocks))


def _pictures(told: Told) -> list[Block]:
    figure = moves_figure(told)
    return [*([figure] if figure else []), *ways(told)]


def stability_sentence(told: Told) -> str:
    """Which of today and the proposals hold, in one to three sentences."""
    holding = [told.title(item) for item in told.proposals if item.found and item.found.holds]
    sentences: list[str] = []
    if holding:
        once = "it is" if len(holding) == 1 else "they are"
        sentences.append(f"Once {once} carried out, nobody would move away from {listed(holding)}")
    for item in told.proposals:
        if item.found is not None and not item.found.holds:
            sentences.append(
                f"{_capital(told.parties(item.found.leavers[told.concept]))} would leave {told.title(item)}"
            )
    if not sentences:
        held, every = len(told.answer.equilibria(told.concept)), counted(len(told.answer.states), "state")
        sentences.append(f"Nobody would move away from {held:,} of {every}" if held else f"None of {every} holds")
    if told.today is not None:
        who = told.parties(told.today.leavers[told.concept]) or "nobody"
        sentences.append(f"{_capital(who)} would move away from today's state")
    by = f"Judged by what each can do alone, under {_lower_first(CONCEPT_WORDS[told.concept][0])}."
    return f"{'. '.join(sentences)}. {by}"


def stability_finding(material: Material) -> Finding | None:
    """The main finding on stability, with what would turn it; nothing where nothing could be computed."""
    if material.holding is None:
        return None
    told = Told(material, material.holding)
    points = [_held_by(told, item) for item in told.proposals]
    conditions: list[Prose] = [words for variant in told.holding.variants for words in _turned(told, variant)]
    first = {item.state: item for item in reversed(told.holding.moved)}
    conditions += [stays_in_words(told, first[state]) for state in told.names if state in first]
    shown = conditions[:CONDITIONS]
    more = len(conditions) - len(shown) + len(told.holding.moved) - len(first)
    if more:
        shown.append(
            (
                f"{counted(more, 'further wish or assumption', 'further wishes and assumptions')}: see ",
                Refer("stability-hangs", "“What that hangs on”"),
            )
        )
    return Finding(
        stability_sentence(told),
        points=tuple(points),
        conditions=tuple(shown),
        method=f"every one of {len(told.answer.states):,} states decided by the moves and wishes that the case gives",
        basis="computed",
        id="finding-stability",
    )


def _turned(told: Told, variant: InVariant) -> list[str]:
    """The proposals whose verdict a variant turns."""
    label = variant.variant.label
    words = label.in_language(told.material.language) if label else variant.variant.id
    lines: list[str] = []
    for item in told.proposals:
        leavers = variant.leavers.get(item.proposal.id)
        if item.found is None or leavers is None or bool(leavers) != item.found.holds:
            continue
        becomes = f"{told.parties(leavers)} would leave" if leavers else "nobody would leave"
        lines.append(f"it is not so that {words}; else {becomes} {told.title(item)}")
    return lines


def _held_by(told: Told, item: ProposalStability) -> str:
    """One proposal: what holds it, or who goes."""
    found = item.found
    assert found is not None
    if not found.holds:
        first = found.why[found.leavers[told.concept][0]]
        return f"{_capital(told.title(item))}: {_first(told, first)}"
    if not found.tempted:
        return f"{_capital(told.title(item))}: nobody has a move of its own that it prefers."
    told_of = [_first(told, found.why[who]) for who in found.tempted[:2]]
    return f"{_capital(told.title(item))}: {' '.join(told_of)}"


def _first(told: Told, why: Certificate) -> str:
    return told.words.told(why, 1)[0]


def _proposals(told: Told) -> Table:
    rows: list[Row] = []
    for item in told.proposals:
        found = item.found
        assert found is not None
        leavers = found.leavers[told.concept]
        verdict = f"{told.parties(leavers)} would leave" if leavers else "nobody would leave"
        rows.append(
            Row(
                Cell(_capital(told.title(item)), under=(f"state {told.answer.number(found.state)}",)),
                (
                    Cell(verdict, under=_under(told, found), tint=None if leavers else 0.35),
                    _why(told, found),
                    _assumed(told, item),
                ),
            )
        )
    return Table(
        id="holds",
        caption="The proposals, once carried out: who would leave them, and what holds the others",
        columns=(Column("Who would leave"), Column("What holds it, or does not"), Column("Taken to be as today")),
        rows=tuple(rows),
        corner="Proposal",
        notes=(
            f"Told by {CONCEPT_NAMES[told.concept]}. What a proposal says nothing of is taken to stay as it is today;"
            " fighting is taken to stop where the case says that any agreement stops it.",
        ),
        basis="computed",
    )


def _under(told: Told, found: StateStability) -> tuple[Prose, ...]:
    """Under which concepts nobody would leave, and who would under the others."""
    lines: list[Prose] = []
    if found.equilibrium_under:
        lines.append(f"nobody under {listed([CONCEPT_NAMES[c] for c in found.equilibrium_under])}")
    for leavers in dict.fromkeys(who for who in found.leavers.values() if who):
        under: list[Concept] = [c for c in told.answer.concepts if found.leavers[c] == leavers]
        lines.append(f"{told.parties(leavers)} under {listed([CONCEPT_NAMES[c] for c in under])}")
    return tuple(lines)


def _why(told: Told, found: StateStability) -> Cell:
    asked = [found.why[who] for who in (*found.leavers[told.concept], *found.tempted)]
    lines = [told.words.told(why, 1)[0] for why in asked]
    content = [told.words.parties[who] for who in found.content]
    if content:
        better = "has" if len(content) == 1 else "have"
        lines.append(
            _capital(f"{listed(content)} {better} no move that {'it prefers' if len(content) == 1 else 'they prefer'}.")
        )
    return Cell(lines[0], under=tuple(lines[1:]))


def _assumed(told: Told, item: ProposalStability) -> str:
    actions = {action.id: action for action in told.answer.found.actions}
    taken = told.words.taken(item.found.state) if item.found else ()
    parts = [
        f"{told.material.name(actions[name].party)}: {actions[name].label} ({'yes' if name in taken else 'no'})"
        for name in item.described.assumed
    ]
    return "; ".join(parts) or "nothing"


def _silent(told: Told) -> list[Block]:
    """The proposals that describe no state, with the reason."""
    reasons: dict[str, list[str]] = {}
    for item in told.holding.found.proposals:
        if item.found is None:
            reasons.setdefault(item.described.reason, []).append(told.title(item))
    return [
        Paragraph(
            f"Not asked of {listed(titles)}: {reason if len(titles) == 1 else reason.replace('it says', 'each says')}."
        )
        for reason, titles in reasons.items()
    ]


def _proofs(told: Told) -> list[Block]:
    """Party by party why today's state and those of proposals hold or do not, each state once."""
    told_of: dict[int, StateStability] = {}
    for found in ([told.today] if told.today else []) + [item.found for item in told.proposals if item.found]:
        told_of.setdefault(found.state, found)
    blocks: list[Block] = [Paragraph("Why, party by party:")] if told_of else []
    for state, found in told_of.items():
        leavers = found.leavers[told.concept]
        verdict = f"{told.parties(leavers)} would leave" if leavers else "nobody would leave"
        called = told.called(state)
        steps = [_step(told, who, why) for who, why in found.why.items() if not why.stable or why.sanctions]
        content = [told.words.parties[who] for who in found.content]
        if content:
            steps.append(Step(f"No move of its own is better for {listed(content, 'or')}"))
        blocks.append(Proof(f"{_capital(called)}: {verdict}", tuple(steps)))
    return blocks


def _step(told: Told, who: str, why: Certificate) -> Step:
    sentences = told.words.told(why, ANSWERS)
    name = told.material.name(who)
    if len(sentences) == 1:
        return Step(sentences[0].removesuffix("."))
    because = tuple(Step(words.removesuffix(".")) for words in sentences)
    verdict = "stays, since each move that it prefers is answered" if why.stable else "would leave"
    return Step(f"{name} {verdict}", because=because)


def _uncertain(told: Told) -> list[Block]:
    """What holds whatever the preferences that are not known, and what might."""
    found = told.answer.uncertain.get(told.concept)
    if found is None:
        return []
    surely, possibly = set(found.equilibria_in("a").tolist()), set(found.equilibria_in("d").tolist())
    lines: list[Prose] = []
    for state in told.names:
        word = "whatever they are" if state in surely else "under some of them" if state in possibly else "under none"
        lines.append(f"{_capital(told.called(state))}: an equilibrium {word}.")
    who = told.parties((*told.answer.found.not_known, *told.answer.found.partly_known))
    return [Paragraph(f"Not all preferences of {who} are known."), Items(tuple(lines))] if lines else []


def _caveats(told: Told) -> list[Block]:
    lines = tuple(Paragraph(f"{_capital(words)}.") for words in told.answer.caveats)
    note = told.answer.found.conflict.note
    if note is not None:
        lines = (Paragraph(told.material.noted(note.in_language(told.material.language))), *lines)
    return [Note("judgement", "How far this reaches", lines)] if lines else []


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _lower_first(words: str) -> str:
    return words[:1].lower() + words[1:] if words.startswith(("General", "Symmetric", "Sequential")) else words
