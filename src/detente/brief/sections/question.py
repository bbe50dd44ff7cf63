"""What is asked, who must agree, what holds without agreement, and what is to be settled."""

from __future__ import annotations

from detente.brief.blocks import Block, Column, Definition, DefinitionList, Note, Paragraph, Row, Section, Table
from detente.brief.prose import Inline, Prose, runs
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
        whom = "each of these" if len(needed) > 1 else "one party"
        text = f"A settlement needs a yes from {whom}: {material.named(needed)}."
        if case.agreement is None:
            text += " The case does not say who must agree: every party with preferences is taken to be needed."
        said: list[Inline] = list(runs(material.sourced(text, case.agreement.because if case.agreement else ())))
        for item in case.agreement.also if case.agreement else ():
            said.append(f" Where {material.condition(item.when)}, it needs one more: {material.name(item.party)}.")
            said += material.cites(item.because)
        blocks.append(Paragraph(tuple(said)))
    others = [party for party in case.parties if party.members and party.rule]
    for party in others:
        rule = party.rule.kind if party.rule else ""
        text = f"{material.name(party.id)} decides by {rule}; members named here: {material.named(party.members)}."
        note = runs(material.noted(party.note.in_language(material.language))) if party.note else ()
        blocks.append(Paragraph((f"{text} ", *note, *material.cites(party.because))))
    return blocks


def _issues(material: Material) -> Table:
    case = material.case
    rows = []
    for issue in case.issues:
        options = _options(material, issue)
        today = _today(material, issue)
        under: tuple[Prose, ...] = (issue.question.in_language(material.language),)
        rows.append(Row(material.sourced(issue.short, issue.because), (under[0], options, today)))
    notes: tuple[Prose, ...] = tuple(
        (f"{issue.short}: ", *runs(material.noted(issue.note.in_language(material.language))))
        for issue in case.issues
        if issue.note
    )
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


def _today(material: Material, issue: Issue) -> Prose:
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
        name = constraint.note.in_language(material.language) if constraint.note else constraint.id.replace("-", " ")
        items.append(Definition(name, (words,), id=f"constraint-{constraint.id}"))
    return Section("constraints", "What is impossible for anyone", (DefinitionList(tuple(items), small=True),))


def _names(material: Material) -> Note:
    lines = []
    for name in material.case.names:
        instead = f" (reports also write {listed(list(name.instead_of), 'or')})" if name.instead_of else ""
        lines.append(f"{name.use}{instead}")
    words = f"Names are positions too. This brief writes {listed(lines)}."
    return Note("note", "Names", (Paragraph(words),))
