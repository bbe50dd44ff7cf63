"""Who would owe what, scenario by scenario: a map where it says something new, a table, and the proofs folded."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from detente.brief.blocks import Block, Column, Figure, Paragraph, Proof, Row, Section, Standing, Step, Table
from detente.brief.charts import Tie, TieKind, obligations_map
from detente.brief.prose import Cite, Prose, Refer, date_in_words
from detente.brief.sections.material import Material, counted, listed
from detente.brief.sections.naming import in_sentence, party_in_sentence
from detente.engines.commitments.instrument import STRENGTHS
from detente.engines.commitments.obligations import Fact
from detente.engines.commitments.obligations import proof as engine
from detente.engines.commitments.obligations.conditions import Condition
from detente.engines.commitments.obligations.events import ARGUABLE, FAILS, HOLDS
from detente.engines.commitments.obligations.events import UNKNOWN as UNKNOWN_TRUTH
from detente.engines.commitments.of_case import CaseCommitments, CaseObligations
from detente.engines.commitments.of_case.groups import FactGroup, fact_groups

OUTCOMES = {"owed": "owed", "breached": "breached", "open": "cannot be told", "not-owed": "not owed"}
UNKNOWN = "not known"
MOST_TIES = 24
"""Most duties that a map draws."""
MOST_ROWS = 40
"""Most rows of a table of duties."""
MOST_PROOFS = 12
"""Most proofs of one scenario."""
MOST_IN_SENTENCE = 3
"""Most parties that a sentence names."""
MOST_NAMES = 8
"""Most parties that a cell names."""

_STANDINGS: dict[str, Standing] = {HOLDS: "holds", FAILS: "fails", UNKNOWN_TRUTH: "unknown", ARGUABLE: "arguable"}
_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")


@dataclass(slots=True)
class _Told:
    """What the scenarios before have shown, so that it is referred to and not shown again."""

    tables: dict[tuple[object, ...], str] = field(default_factory=dict)
    maps: dict[tuple[Tie, ...], str] = field(default_factory=dict)


def duties(material: Material, found: CaseCommitments) -> Section:
    """The subsection on all scenarios."""
    told = _Told()
    blocks: list[Block] = []
    for item in found.obligations:
        blocks += _scenario(material, item, told)
    return Section("duties", "Scenario by scenario", tuple(blocks))


def _scenario(material: Material, item: CaseObligations, told: _Told) -> list[Block]:
    scenario = item.obligations.scenario
    title = f"{scenario.title or scenario.id} ({_day(item)})"
    groups = fact_groups(item, item.obligations.facts)
    if not groups:
        return [Paragraph(f"{title}: no clause of the case is about those involved; nothing is owed.")]
    key = tuple((g.first.outcome, g.first.promise.key, g.first.beneficiary, g.obligors, g.reason) for g in groups)
    if key in told.tables:
        return [Paragraph((f"{title}: the same is owed, open and not owed as in ", Refer(told.tables[key]), "."))]
    told.tables[key] = f"duties-{scenario.id}"
    ties = _ties(item)
    blocks: list[Block] = []
    notes: list[Prose] = []
    if ties and tuple(ties) in told.maps:
        notes.append(("The picture of who owes whom is the same as ", Refer(told.maps[tuple(ties)]), "."))
    elif ties:
        told.maps[tuple(ties)] = f"map-{scenario.id}"
        blocks.append(_map(item, ties))
    blocks.append(_duty_table(material, item, groups, title, notes))
    return [*blocks, *_proofs(item, groups)]


def _day(item: CaseObligations) -> str:
    """The day of the scenario, no more exactly than the case gives it."""
    scenario = item.obligations.scenario
    given = next((one.on for one in item.case.scenarios if one.id == scenario.id), None)
    return date_in_words(given or scenario.on.isoformat())


def _duty_table(
    material: Material, item: CaseObligations, groups: tuple[FactGroup, ...], caption: str, notes: list[Prose]
) -> Table:
    rows = [
        Row(
            OUTCOMES[group.first.outcome],
            (
                _some([item.name(who) for who in group.obligors]),
                item.name(group.first.beneficiary),
                _duty(material, group.first),
                _under(group.first),
                in_days(group.reason),
            ),
        )
        for group in groups[:MOST_ROWS]
    ]
    if len(groups) > MOST_ROWS:
        command = "detente commitments with --json"
        notes.append(f"The first {MOST_ROWS} of {len(groups)} rows, what is owed first; {command} gives all.")
    columns = (Column("Who"), Column("To whom"), Column("What"), Column("Under"), Column("Why not, or what is missing"))
    id = f"duties-{item.obligations.scenario.id}"
    return Table(id=id, caption=caption, columns=columns, rows=tuple(rows), corner="Duty", notes=tuple(notes))


def in_days(text: str) -> str:
    """Words of the engine with their days as printed.

    >>> in_days("it is in force on 2027-06-01")
    'it is in force on 1 June 2027'
    """
    return _DAY.sub(lambda found: date_in_words(found[0]), text)


def _some(names: list[str]) -> str:
    """The names, or the first of them and how many more."""
    if len(names) <= MOST_NAMES:
        return listed(names)
    return listed([*names[: MOST_NAMES - 1], f"{len(names) - MOST_NAMES + 1} more"])


def _duty(material: Material, fact: Fact) -> Prose:
    duty = fact.promise.clause.duty
    words = duty.text or fact.kind or UNKNOWN
    if fact.strength is not None:
        words = f"{words} (strength {fact.strength}: {STRENGTHS[fact.strength]})"
    if fact.deadline_hours is not None:
        words = f"{words}, within {fact.deadline_hours:g} hours"
    return (words, *material.cites(fact.promise.clause.because))


def _under(fact: Fact) -> str:
    article = f", {article_in_words(fact.article)}" if fact.article else ""
    return f"{fact.promise.instrument.name}{article}"


def article_in_words(article: str) -> str:
    """Where a clause stands: a number gets the word before it.

    >>> article_in_words("5"), article_in_words("5 and 6"), article_in_words("Preamble")
    ('Article 5', 'Articles 5 and 6', 'Preamble')
    """
    if not article[:1].isdigit():
        return article
    return f"Articles {article}" if " and " in article or "," in article else f"Article {article}"


def _ties(item: CaseObligations) -> list[Tie]:
    """The duties of protection that are owed or open: of several between two parties the strongest certain one."""
    kinds: dict[str, TieKind] = {"owed": "owed", "open": "open"}
    best: dict[tuple[str, str], Tie] = {}
    for fact in item.obligations.facts:
        if fact.outcome not in kinds or fact.role != "protects":
            continue
        kind: TieKind = "subsumed" if fact.subsumed_by else kinds[fact.outcome]
        tie = Tie(item.name(fact.obligor), item.name(fact.beneficiary), fact.strength, kind)
        pair = (fact.obligor, fact.beneficiary)
        if pair not in best or _rank(tie) > _rank(best[pair]):
            best[pair] = tie
    order = [party.id for party in item.case.parties]
    last = len(order)
    return [best[pair] for pair in sorted(best, key=lambda pair: order.index(pair[0]) if pair[0] in order else last)]


def _rank(tie: Tie) -> tuple[int, int]:
    return ("open", "subsumed", "owed").index(tie.kind), -1 if tie.strength is None else tie.strength


def map_finding(title: str, ties: list[Tie]) -> str:
    """How many owe help for certain, and of how many it cannot be told, in one sentence."""
    certain = list(dict.fromkeys(tie.obligor for tie in ties if tie.kind != "open"))
    open_ = [who for who in dict.fromkeys(tie.obligor for tie in ties) if who not in certain]
    helped = list(dict.fromkeys(tie.beneficiary for tie in ties))
    named = listed([party_in_sentence(who) for who in helped], "or")
    whom = named if len(helped) <= MOST_IN_SENTENCE else f"one of {len(helped)} parties"
    if not certain:
        if len(open_) == 1:
            return f"{title}: it cannot be told whether {party_in_sentence(open_[0])} owes {whom} help."
        return f"{title}: of none of the {len(open_)} parties asked can it be told whether they owe {whom} help."
    owe = f"{party_in_sentence(certain[0])} owes" if len(certain) == 1 else f"{len(certain)} parties owe"
    more = f"; of {counted(len(open_), 'more party', 'more parties')} it cannot be told" if open_ else ""
    return f"{title}: {owe} {whom} help for certain{more}."


def _map(item: CaseObligations, ties: list[Tie]) -> Figure:
    scenario = item.obligations.scenario
    shown = ties[:MOST_TIES]
    kinds = {"owed": "owed", "open": "cannot be told", "subsumed": "owed, but another duty goes before"}
    data = Table(
        id=f"map-data-{scenario.id}",
        caption="Who owes whom",
        columns=(Column("To whom"), Column("Strength"), Column("Certainty")),
        rows=tuple(
            Row(tie.obligor, (tie.beneficiary, UNKNOWN if tie.strength is None else str(tie.strength), kinds[tie.kind]))
            for tie in ties
        ),
        corner="Who",
    )
    cut = () if len(ties) == len(shown) else (f"The first {len(shown)} of {len(ties)}; the table has all.",)
    return Figure(
        id=f"map-{scenario.id}",
        finding=map_finding(scenario.title or scenario.id, ties),
        chart=obligations_map(shown),
        alt="Those who owe on the left, those who are owed on the right, a line for each duty, dashed where open.",
        data=data,
        notes=cut,
    )


def _proofs(item: CaseObligations, groups: tuple[FactGroup, ...]) -> list[Block]:
    """The proof of each group's duty; of what is not owed the table has the one step that fails."""
    told = [(group, proof_steps(item, group)) for group in groups]
    told = [(group, steps) for group, steps in told if len(steps) > 2 or any(step.because for step in steps)]
    if not told:
        return []
    blocks: list[Block] = [Paragraph("Why, duty by duty:")]
    for group, steps in told[:MOST_PROOFS]:
        who = _some([party_in_sentence(item.name(one)) for one in group.obligors])
        whom = party_in_sentence(item.name(group.first.beneficiary))
        fact = group.first
        instrument = in_sentence(fact.promise.instrument.name, item.names.values())
        under = f"{article_in_words(fact.article)} of {instrument}" if fact.article else instrument
        quote = f", “{fact.promise.clause.quote}”" if fact.promise.clause.quote else ""
        outcome = OUTCOMES[fact.outcome].capitalize()
        blocks.append(Proof(f"{outcome}: {who} to {whom}, under {under}{quote} ({_tally(steps)})", steps))
    more = len(told) - MOST_PROOFS
    return [*blocks, Paragraph(f"And {counted(more, 'more proof')}, not shown.")] if more > 0 else blocks


def _tally(steps: tuple[Step, ...]) -> str:
    """How the steps of a proof stand, in words."""
    by: dict[Standing, int] = {}
    for step in steps:
        by[step.standing] = by.get(step.standing, 0) + 1
    said = [
        f"{by[standing]} {words}"
        for standing, words in (("fails", "fails"), ("unknown", UNKNOWN), ("arguable", "arguable"))
        if standing in by
    ]
    return (
        f"of {counted(len(steps), 'step')}: {', '.join(said)}" if said else f"{counted(len(steps), 'step')}, all hold"
    )


def proof_steps(item: CaseObligations, group: FactGroup) -> tuple[Step, ...]:
    """The steps of a group's proof, with the standing of each."""
    fact = group.first
    proof = item.obligations.proof(fact)
    names = dict(item.names) if len(group.obligors) == 1 else {**item.names, fact.obligor: "each of them"}
    conditions = fact.conditions if fact.outcome != "not-owed" else fact.deciding
    return tuple(_step(one, names, conditions) for one in proof.because)


def _step(proof: engine.Proof, names: dict[str, str], conditions: Sequence[Condition] = ()) -> Step:
    """One step with what it rests on; of a condition the words without the standing, which the step has."""
    said = proof.conclusion
    met = next((one for one in conditions if said.text.endswith(one.text) and said.about == one.about), None)
    standing = _STANDINGS[met.truth] if met else "holds"
    words = in_days(met.words(names) if met else said.words(names))
    if standing == "unknown":
        words = words.removesuffix(" is not known")
    source = proof.source
    cites = tuple(Cite(name) for name in (source.statements if source else ()))
    if source and source.quote:
        words = f"{words} (“{source.quote}”)"
    return Step((words, *cites) if cites else words, standing, tuple(_step(one, names) for one in proof.because))
