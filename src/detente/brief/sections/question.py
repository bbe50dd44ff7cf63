"""What is asked, who must agree, what holds without agreement, and what is to be settled."""

from __future__ import annotations

from collections.abc import Mapping

from detente.brief.blocks import (
    Block,
    Column,
    Definition,
    DefinitionList,
    Note,
    Paragraph,
    Prose,
    Row,
    Section,
    Table,
)
from detente.brief.sections.material import Material, listed
from detente.case.model.issue import Issue
from detente.case.vocabulary import answer_in_words, name_in_words
from detente.engines.settlement.of_case import consenting


def question(material: Material) -> Section:
    """The section that states the question."""
    blocks: list[Block] = []
    case = material.case
    if case.note:
        blocks.append(Paragraph(case.note.in_language(material.language), lead=True))
    blocks += _who_must_agree(material)
    blocks.append(_issues(material))
    if case.constraints:
        blocks.append(_constraints(material))
    if case.names:
        blocks.append(_names(material))
    return Section("question", "What is to be settled, and by whom", tuple(blocks))


def _who_must_agree(material: Material) -> list[Block]:
    case = material.case
    needed = consenting(case)
    blocks: list[Block] = []
    if needed:
        text = f"A settlement needs the yes of {material.named(needed)}."
        if case.agreement is None:
            text += " The case names no others: all parties with preferences are taken to be needed."
        also = [
            f"{material.name(item.party)} where {material.condition(item.when)}"
            for item in (case.agreement.also if case.agreement else ())
        ]
        if also:
            text += f" It also needs that of {listed(also)}."
        blocks.append(Paragraph(material.sourced(text, case.agreement.because if case.agreement else ())))
    others = [party for party in case.parties if party.members and party.rule]
    for party in others:
        rule = party.rule.kind if party.rule else ""
        text = f"{material.name(party.id)} decides by {rule}"
        text += f"; its members here are {material.named(party.members)}."
        if party.note:
            text += f" {party.note.in_language(material.language)}"
        blocks.append(Paragraph(material.sourced(text, party.because)))
    return blocks


def _issues(material: Material) -> Table:
    case = material.case
    rows = []
    for issue in case.issues:
        options = _options(material, issue)
        today = _today(material, issue, case.status_quo)
        under: tuple[Prose, ...] = (issue.question.in_language(material.language),)
        rows.append(Row(material.sourced(issue.short, issue.because), (under[0], options, today)))
    notes = tuple(f"{issue.short}: {issue.note.in_language(material.language)}" for issue in case.issues if issue.note)
    return Table(
        id="issues",
        caption="The issues, the answers that are possible, and what holds without agreement",
        columns=(Column("Question"), Column("Possible answers"), Column("Today")),
        rows=tuple(rows),
        corner="Issue",
        notes=notes,
    )


def _options(material: Material, issue: Issue) -> Prose:
    if issue.kind == "number":
        low, high = (answer_in_words(material.case, issue, issue.numbers[place]) for place in (0, -1))
        return f"{low} to {high}"
    words = [name_in_words(material.case, issue, name) for name in issue.names]
    return f"any of: {', '.join(words)}" if issue.kind == "set" else "; ".join(words)


def _today(material: Material, issue: Issue, status_quo: Mapping[str, object] | None) -> Prose:
    if material.case.status_quo is None or issue.id not in material.case.status_quo:
        return "not said"
    return answer_in_words(material.case, issue, material.case.status_quo[issue.id])


def _constraints(material: Material) -> Block:
    items = []
    for constraint in material.case.constraints:
        if constraint.must is not None:
            words = f"In every settlement: {material.condition(constraint.must)}."
        elif constraint.never is not None:
            words = f"In no settlement: {material.condition(constraint.never)}."
        elif constraint.if_ is not None and constraint.then is not None:
            words = f"Where {material.condition(constraint.if_)}: {material.condition(constraint.then)}."
        else:
            continue
        body: Prose = constraint.note.in_language(material.language) if constraint.note else words
        items.append(Definition(words if constraint.note else constraint.id, (body,), id=f"constraint-{constraint.id}"))
    return Section("constraints", "What is impossible for anyone", (DefinitionList(tuple(items), small=True),))


def _names(material: Material) -> Note:
    lines = []
    for name in material.case.names:
        instead = f" (reports also write {listed(list(name.instead_of), 'or')})" if name.instead_of else ""
        lines.append(f"{name.use}{instead}")
    words = f"Names are positions too. This brief writes {listed(lines)}."
    return Note("note", "Names", (Paragraph(words),))
