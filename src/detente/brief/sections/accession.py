"""How likely it is that accession, or a set of guarantees, comes into being, and how long it takes."""

from __future__ import annotations

from fractions import Fraction

from detente.brief.blocks import Block, Column, Paragraph, Prose, Row, Section, Table
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
                notes=(f"{note}.",) if note else (),
                basis="computed",
            )
        ]
        if rows
        else [Paragraph(f"{title}: the case gives no numbers to compute with.")]
    )


def _step(material: Material, item: StepAnswer) -> list[tuple[str, Prose]]:
    rows: list[tuple[str, Prose]] = []
    if not isinstance(item.vote, NotAsked):
        against = [material.name(ballot.voter) for ballot in item.vote.ballots if not ballot.consents]
        paid = f"a side payment of {float(item.vote.payment):g} in all would turn it, if utility can be transferred"
        rows.append(("Does it pass?", "yes" if item.vote.passes else f"no, against {listed(against)}; {paid}"))
    if not isinstance(item.chance, NotAsked):
        shown, low, high = item.chance.shown, item.chance.low, item.chance.high
        who = listed([material.name(voter) for voter in shown.least_likely])
        words = (
            f"{share(shown.independent)} ({share(low.independent)} to {share(high.independent)} over the judgements)"
        )
        rows.append(("All agree, each deciding by itself", words))
        rows.append(
            ("All agree, whatever ties their decisions", f"at most {share(shown.highest)}; least likely: {who}")
        )
    if not isinstance(item.in_force, NotAsked):
        total = len(item.in_force.at_least) - 1
        rows += [
            (f"At least {k} of {total} in force", share(chance)) for k, chance in enumerate(item.in_force.at_least) if k
        ]
    if not isinstance(item.delay, NotAsked):
        mean = item.delay.mean
        words = mean.reason if isinstance(mean, NoMean) else f"{mean:.0f} days on average"
        words += "".join(f"; {share(one.probability)} within {one.days:g} days" for one in item.delay.by)
        rows.append(("Until all are in force, given that all agree", words))
    return rows


def share(value: Fraction | float) -> str:
    """A probability in per cent, small ones with two digits.

    >>> share(0.914), share(0.00074), share(0)
    ('91 %', '0.074 %', '0 %')
    """
    percent = 100 * float(value)
    return f"{percent:.0f} %" if percent >= 10 or percent == 0 else f"{percent:.2g} %"
