"""Offers and proposals: what each gives or settles, what it asks, and what it could become."""

from __future__ import annotations

from detente.assessment.large_proposals import LargeAssessment
from detente.assessment.proposals import Assessment
from detente.brief.blocks import Block, Cell, Column, Note, Paragraph, Row, Section, Table
from detente.brief.prose import Number, Prose, date_in_words, runs
from detente.brief.sections.large_numbers import counted_at_size
from detente.brief.sections.material import Material, listed
from detente.case.live_offers import live_offers
from detente.case.model.preference import Offer
from detente.case.model.proposal import Proposal
from detente.case.vocabulary import answer_in_words

VERDICTS = {
    "always": "under every admitted judgement",
    "depends": "under some admitted judgements only",
    "never": "under no admitted judgement",
}


def drafts(material: Material) -> Section:
    """The section on offers and proposals."""
    blocks: list[Block] = []
    if material.case.offers:
        blocks.append(_offers(material))
    if material.case.proposals:
        blocks.append(_proposals(material))
        if material.assessments:
            blocks += _chances(material)
    if not blocks:
        text = "Add the sections offers and proposals to see here what is on the table."
        blocks.append(Note("missing", "No offer or proposal is recorded", (Paragraph(text),)))
    return Section("drafts", "What is on the table", tuple(blocks))


def _offers(material: Material) -> Table:
    live = {offer.id for offer in live_offers(material.case)}
    rows = [
        Row(
            Cell(f"{material.name(offer.by)}", under=(_offer_about(material, offer, offer.id in live),)),
            (
                _capital(material.condition(offer.gives)),
                _capital(material.condition(offer.if_)),
                ("", *material.cites(offer.because)),
            ),
        )
        for offer in material.case.offers
    ]
    return Table(
        id="offers",
        caption="Conditional offers: this, if that",
        columns=(Column("Would give"), Column("If"), Column("Rests on")),
        rows=tuple(rows),
        corner="By",
        notes=(
            "An offer binds its author: what it gives, without what it asks, counts as refused by its author.",
            *(_noted(material, offer) for offer in material.case.offers if offer.note),
        ),
    )


def _noted(material: Material, offer: Offer) -> Prose:
    note = offer.note.in_language(material.language) if offer.note else ""
    return (f"{offer.id}: ", *runs(material.noted(note)))


def _offer_about(material: Material, offer: Offer, live: bool) -> str:
    parts = [offer.id]
    if offer.on:
        parts.append(date_in_words(offer.on))
    if offer.to:
        parts.append(f"to {material.named(offer.to)}")
    if not live:
        parts.append("no longer stands")
    return ", ".join(parts)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def title(proposal: Proposal, language: str = "en") -> str:
    """What a proposal is called."""
    return proposal.title.in_language(language) if proposal.title else proposal.id


def _proposals(material: Material) -> Table:
    titles = {proposal.id: title(proposal, material.language) for proposal in material.case.proposals}
    rows = []
    for proposal in material.case.proposals:
        about = [material.named(proposal.by) if proposal.by else "author not known"]
        if proposal.on:
            about.append(date_in_words(proposal.on))
        if proposal.status:
            about.append(proposal.status)
        rows.append(
            Row(
                Cell(titles[proposal.id], under=(", ".join(about),)),
                (
                    _settles(material, proposal),
                    listed([titles[name] for name in proposal.after]) or "–",
                    _known(material, proposal),
                ),
            )
        )
    return Table(
        id="proposals",
        caption="Proposals: who put what forward, and what is known of it",
        columns=(Column("Settles"), Column("Builds on or answers"), Column("What is known")),
        rows=tuple(rows),
        corner="Proposal",
    )


def _known(material: Material, proposal: Proposal) -> Cell:
    note = material.noted(proposal.note.in_language(material.language)) if proposal.note else "–"
    return Cell((*runs(note), *material.cites(proposal.because)))


def _settles(material: Material, proposal: Proposal) -> Cell:
    if not proposal.package:
        return Cell("nothing that is reported")
    lines: list[Prose] = [
        f"{issue.short}: {answer_in_words(material.case, issue, proposal.package[issue.id])}"
        for issue in material.case.issues
        if issue.id in proposal.package
    ]
    return Cell(lines[0], under=tuple(lines[1:]))


def _chances(material: Material) -> list[Block]:
    told = [item for item in material.assessments if item.settles]
    silent = [item for item in material.assessments if not item.settles]
    blocks: list[Block] = []
    if told:
        blocks.append(_chances_table(material, told))
    if silent:
        names = listed([title(item.proposal, material.language) for item in silent])
        text = f"The record says of none of these what it would settle, so no number can be put on them: {names}."
        if len(silent) == 1:
            text = f"The record does not say what this would settle, so no number can be put on it: {names}."
        blocks.append(Note("note", "Not assessed", (Paragraph(text),)))
    return blocks


def _chances_table(material: Material, told: list[Assessment | LargeAssessment]) -> Table:
    settled = material.settled
    parties = settled.problem.parties if settled else ()
    rows = [
        Row(
            Cell(
                title(item.proposal, material.language),
                under=(f"leaves open: {listed([material.issues[i].short for i in item.open_issues])}",)
                if item.open_issues
                else ("settles every issue",),
            ),
            (
                *_numbers(item),
                *(_range_of(item, place) for place in range(len(parties))),
                _verdict(material, item),
            ),
        )
        for item in told
    ]
    return Table(
        id="chances",
        caption="What the proposals could become, once the issues that they leave open are filled in",
        columns=(
            Column("Ways to complete it", "number"),
            Column("… that all accept", "number"),
            *(Column(material.name(party), "number") for party in parties),
            Column("All accept the way nearest to agreement"),
        ),
        rows=tuple(rows),
        corner="Proposal",
        notes=(
            "Under each party: the value to it at the shown judgements, from the worst to the best way to complete"
            " the proposal, on its own scale.",
            "Nearest to agreement: the Nash solution over the ways that all accept, else the way with the smallest"
            " concessions.",
        ),
        basis="computed",
    )


def _numbers(item: Assessment | LargeAssessment) -> tuple[Prose | Number, Prose | Number]:
    """How many ways there are to complete a proposal, and how many of them all accept."""
    if isinstance(item, LargeAssessment):
        return counted_at_size(item.completions), counted_at_size(item.acceptable)
    return Number(item.completions, digits=0), Number(item.acceptable, digits=0, basis="computed")


def _range_of(item: Assessment | LargeAssessment, place: int) -> Prose:
    if not item.values:
        return "–"
    low, high = (round(float(end)) for end in item.values[place])
    return f"{low}–{high}" if low != high else str(low)


def _verdict(material: Material, item: Assessment | LargeAssessment) -> Prose:
    if item.spread is None:
        return "no feasible package completes it"
    words = VERDICTS[item.spread.verdict]
    if item.spread.verdict == "always":
        return words
    doubtful = [material.name(party) for party, verdict in item.spread.verdicts if verdict == item.spread.verdict]
    return f"{words} (in doubt: {', '.join(doubtful)})" if doubtful else words
