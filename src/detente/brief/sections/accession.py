"""How likely it is that accession, or a set of guarantees, comes into being, and how long it takes."""

from __future__ import annotations

from fractions import Fraction

from detente.brief.blocks import Block, Column, Paragraph, Row, Section, Table
from detente.brief.percent import percent, percents
from detente.brief.prose import Prose
from detente.brief.sections.caveats import granted
from detente.brief.sections.material import Material, listed
from detente.engines.commitments.accession.activation import NoMean
from detente.engines.commitments.of_case import AccessionAnswer, NotAsked
from detente.engines.commitments.of_case.accessions import StepAnswer


def accession(material: Material) -> Section | None:
    """The section on votes and ratifications, or nothing where the case has none."""
    found = material.commitments
    if found is None or not found.accessions:
        return None
    blocks: list[Block] = []
    for item in found.accessions:
        blocks += _accession(material, item)
    return Section("accession", "What would have to be agreed by whom?", tuple(blocks))


def _accession(material: Material, item: AccessionAnswer) -> list[Block]:
    asked = item.accession
    title = asked.title.in_language(material.language) if asked.title else asked.id
    rows: list[Row] = []
    for step in item.steps:
        name = step.step.title.in_language(material.language) if step.step.title else step.step.id
        for place, (what, words) in enumerate(_step(material, step)):
            rows.append(Row(what, (words,), group=name if place == 0 else ""))
    note = asked.note.in_language(material.language) if asked.note else ""
    return (
        [
            Table(
                id=f"accession-{asked.id}",
                caption=title,
                columns=(Column("Answer"),),
                rows=tuple(rows),
                corner="Question",
                notes=(*((f"{note}.",) if note else ()), *_granted(item)),
                basis="computed",
            )
        ]
        if rows
        else [Paragraph(f"{title}: the case gives no numbers to compute with.")]
    )


def _granted(item: AccessionAnswer) -> tuple[Prose, ...]:
    """What the answers take for granted, each once, in one sentence."""
    asked = [part for step in item.steps for part in (step.vote, step.in_force, step.delay)]
    asked += [step.chance.shown for step in item.steps if not isinstance(step.chance, NotAsked)]
    caveats = dict.fromkeys(caveat for part in asked if not isinstance(part, NotAsked) for caveat in part.caveats)
    return (granted(caveats),) if caveats else ()


def _step(material: Material, item: StepAnswer) -> list[tuple[str, Prose]]:
    rows: list[tuple[str, Prose]] = []
    if not isinstance(item.vote, NotAsked):
        against = [material.name(ballot.voter) for ballot in item.vote.ballots if not ballot.consents]
        paid = f"a side payment of {float(item.vote.payment):g} in all would turn it, if utility can be transferred"
        rows.append(("Does it pass?", "yes" if item.vote.passes else f"no, against {listed(against)}; {paid}"))
    if not isinstance(item.chance, NotAsked):
        shown, low, high = item.chance.shown, item.chance.low, item.chance.high
        who = listed([material.name(voter) for voter in shown.least_likely])
        ends = low.independent, high.independent
        rows.append(("All agree, each deciding by itself", _spread(shown.independent, *ends)))
        tied = [one.with_correlation for one in (shown, low, high) if isinstance(one.with_correlation, float)]
        if len(tied) == 3:
            rows.append(("All agree, their decisions tied as the case says", _spread(*tied)))
        rows.append(
            ("All agree, whatever ties their decisions", f"at most {percent(shown.highest)}; least likely: {who}")
        )
    if not isinstance(item.in_force, NotAsked):
        total = len(item.in_force.at_least) - 1
        rows += [
            (f"At least {k} of {total} in force", percent(chance))
            for k, chance in enumerate(item.in_force.at_least)
            if k
        ]
    if not isinstance(item.delay, NotAsked):
        mean = item.delay.mean
        words = mean.reason if isinstance(mean, NoMean) else f"{mean:.0f} days on average"
        words += "".join(f"; {percent(one.probability)} within {one.days:g} days" for one in item.delay.by)
        rows.append(("Until all are in force, given that all agree", words))
    return rows


def _spread(shown: float | Fraction, low: float | Fraction, high: float | Fraction) -> str:
    """A chance as shown, and over the judgements where these leave it a range."""
    return percent(shown) if low == high else f"{percent(shown)} ({percents(low, high)} over the judgements)"
