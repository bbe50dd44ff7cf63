"""What the conclusions rest on: inputs and their statements, where the reports differ, the statements."""

from __future__ import annotations

from collections.abc import Sequence

from detente.brief.blocks import Block, Cell, Column, Note, Paragraph, Row, Section, Source, SourceList, Table
from detente.brief.prose import Mark, Prose, Refer, date_in_words, runs
from detente.brief.sections.material import MARK_OF_OUTCOME, Material, counted, listed
from detente.brief.sections.texts import slot_anchor
from detente.case.model.record import Event, Report, Reported, Slot, Statement

ACTS = {
    "offer": "offer", "demand": "demand", "propose": "proposal", "accept": "acceptance", "reject": "rejection",
    "oppose": "opposition", "support": "support", "concede": "concession", "threaten": "threat",
    "promise": "promise", "consult": "meeting", "announce": "announcement", "characterise": "assessment",
    "justify": "justification", "report": "report", "say": "statement",
}  # fmt: skip
"""Acts as a reader sees them behind the name of who acts."""


WITHIN = {"soft": "is at odds with itself", "hard": "contradicts itself"}
"""How a report that gives a slot several values stands to itself."""

LONGEST_QUOTED = 110
"""Characters of a report's words that a table shows; the whole stands in the text."""


def reports(material: Material) -> Section:
    """The section that sets the reports side by side."""
    case = material.case
    blocks: list[Block] = []
    if not case.reports:
        text = "Add the sections reports and statements, and rest the judgements on them with because: [ids]."
        blocks.append(Note("missing", "The case names no reports", (Paragraph(text),)))
    if case.events:
        blocks.append(Paragraph(reports_sentence(material), lead=True))
    if case.reports:
        blocks.append(_reports_table(material, case.reports))
    if case.events:
        blocks += [_event_table(material, event) for event in case.events if event.slots]
    return Section("reports", "What the reports agree on, and where they differ", tuple(blocks))


def reports_sentence(material: Material) -> str:
    """What comparing the reports shows, in one or two sentences."""
    slots = [(event, name, slot) for event in material.case.events for name, slot in event.slots.items()]
    by = {outcome: [s for s in slots if s[2].outcome == outcome] for outcome in MARK_OF_OUTCOME}
    parts: list[str] = []
    for event, name, slot in by["hard"]:
        values = listed(list(dict.fromkeys(value.value for value in slot.values)), "or")
        parts.append(f"the {name.replace('-', ' ')} of {_title(material, event)} ({values})")
    points = counted(len(parts), "point")
    text = f"The reports contradict each other on {points}: {'; '.join(parts)}." if parts else ""
    counts = [
        (len(parts), "contradicted"),
        (len(by["soft"]), "different but perhaps to be reconciled"),
        (len(by["single-source"]), "in one report only"),
        (len(by["refines"]), "refined by another report"),
        (len(by["agree"]), "agreed"),
    ]
    told = "; ".join(f"{what} {count}" for count, what in counts)
    return f"{text} Of {counted(len(slots), 'point')} compared: {told}.".strip()


def _title(material: Material, event: Event) -> str:
    return f"“{event.title.in_language(material.language) if event.title else event.id}”"


def _reports_table(material: Material, found: Sequence[Report]) -> Table:
    rows = tuple(
        Row(
            report.id,
            (
                Cell(report.title or "–", under=(material.noted(str(report.note)),) if report.note else ()),
                Cell(report.outlet, under=_standing(report)),
                date_in_words(report.published) if report.published else "not dated",
                report.lang,
            ),
        )
        for report in found
    )
    return Table(
        id="reports-table",
        caption="The reports",
        columns=(Column("Title"), Column("Outlet"), Column("Published"), Column("Language")),
        rows=rows,
        corner="Report",
    )


def _standing(report: Report) -> tuple[Prose, ...]:
    """What an analyst says of the report as a source."""
    copied = (f"the same story as {report.same_story_as}: one source",) if report.same_story_as else ()
    rated = (f"reliability {report.reliability} (a judgement)",) if report.reliability else ()
    return (*copied, *rated)


def _event_table(material: Material, event: Event) -> Table:
    outlets = {report.id: report.outlet.partition(" (")[0] for report in material.case.reports}
    names = list(outlets)
    rows = tuple(
        Row(
            name.replace("-", " ").capitalize(),
            (*(_said(material, event, name, report) for report in names), _outcome(material, slot)),
        )
        for name, slot in event.slots.items()
    )
    title = event.title.in_language(material.language) if event.title else event.id
    when = f", {date_in_words(event.on)}" if event.on and date_in_words(event.on) not in title else ""
    notes = (material.noted(event.note.in_language(material.language)),) if event.note else ()
    return Table(
        id=f"event-{event.id}",
        caption=f"{title}{when}",
        columns=(*(Column(name, under=outlets[name]) for name in names), Column("Outcome")),
        rows=rows,
        corner="Point",
        notes=notes,
    )


def _said(material: Material, event: Event, name: str, report: str) -> Cell:
    lines: list[Prose] = []
    for number, item in enumerate(event.slots[name].values, 1):
        if item.report == report:
            lines.append(f"{item.value} (according to {material.name(item.source)})" if item.source else item.value)
            lines += _quoted(material, item, slot_anchor(event.id, name, number))
    return Cell(lines[0], under=tuple(lines[1:])) if lines else Cell("says nothing")


def _quoted(material: Material, item: Reported, place: str) -> list[Prose]:
    """The report's words for a value, leading to where they stand, unless they are the value itself."""
    report = next((report for report in material.case.reports if report.id == item.report), None)
    text = material.read.texts.get(report.text, "") if report else ""
    words = " ".join(text[slice(*item.span)].split()) if item.span else ""
    if not words:
        return []
    short = words if len(words) <= LONGEST_QUOTED else words[: LONGEST_QUOTED - 1].rsplit(" ", 1)[0] + " …"
    return [(Refer(place, f"“{short}”"),)]


def _outcome(material: Material, slot: Slot) -> Cell:
    content: Prose = ("", Mark(MARK_OF_OUTCOME[slot.outcome])) if slot.outcome else "not compared"
    inside = [f"{report} {WITHIN[how]}" for report, how in slot.within.items()]
    under: list[Prose] = [f"{listed(inside)}."] if inside else []
    under += [material.noted(slot.note.in_language(material.language))] if slot.note else []
    return Cell(content, under=tuple(under))


def evidence(material: Material) -> Section:
    """The section that leads every number to a judgement and every judgement to a statement."""
    blocks: list[Block] = []
    rows = _inputs(material)
    if rows:
        blocks.append(Paragraph(inputs_sentence(material), lead=True))
        blocks.append(
            Table(
                id="inputs",
                caption="What each input of the computation rests on",
                columns=(Column("Statements"),),
                rows=tuple(rows),
                corner="Input",
                notes=("An input without a statement is a judgement alone.",),
            )
        )
    if material.case.statements:
        sources = SourceList(tuple(_source(material, statement) for statement in material.case.statements))
        blocks.append(Section("statements", "The statements", (sources,)))
    else:
        text = "No statement is recorded, so no conclusion of this brief can be traced to a sentence."
        blocks.append(Note("missing", "Nothing to trace", (Paragraph(text),)))
    return Section("evidence", "What the conclusions rest on", tuple(blocks))


def _inputs(material: Material) -> list[Row]:
    rows: list[Row] = []
    for name in material.case.preferences:
        for place, (words, because) in enumerate(_inputs_of(material, name)):
            cites: Prose = ("", *material.cites(because)) if because else "judgement alone"
            group = material.name(name) if place == 0 else ""
            rows.append(Row(words, (cites,), group=group))
    return rows


def _inputs_of(material: Material, name: str) -> list[tuple[str, tuple[str, ...]]]:
    """What the computation takes of a party, each with the statements that it rests on."""
    preference = material.case.preferences[name]
    weights = preference.weights
    inputs: list[tuple[str, tuple[str, ...]]] = []
    if weights is not None and weights.order:
        inputs.append(("order of the issues by weight", weights.because))
    for comparison in weights.comparisons if weights is not None else ():
        inputs.append(("a comparison of weights", comparison.because or (weights.because if weights else ())))
    for issue in dict.fromkeys((*(weights.points if weights else ()), *preference.values)):
        values = preference.values.get(issue)
        weight = weights.points.get(issue) if weights else None
        because = (*(weight.because if weight else ()), *(values.because if values else ()))
        judged = listed([*(["weight"] * (weight is not None)), *(["values"] * (values is not None))])
        inputs.append((f"{judged} of {material.issues[issue].short}", tuple(dict.fromkeys(because))))
    for line in preference.red_lines:
        inputs.append((f"red line: never {material.condition(line.never)}", line.because))
    for interaction in preference.interactions:
        inputs.append((f"points where {material.condition(interaction.when)}", interaction.because))
    if preference.walk_away is not None:
        inputs.append(("walk-away", preference.walk_away.because))
    inputs += [(f"offer {offer.id}", offer.because) for offer in material.case.offers if offer.by == name]
    return inputs


def inputs_sentence(material: Material) -> str:
    """How many inputs rest on what, in one sentence."""
    inputs = [because for name in material.case.preferences for _, because in _inputs_of(material, name)]
    alone = sum(not because for because in inputs)
    single = sum(bool(because) and material.single_source(because) for because in inputs)
    contradicted = sum(any(material.denied(name) for name in because) for because in inputs)
    return (
        f"Inputs to the computation: {len(inputs)}. On a judgement alone, without a statement, rest {alone}; on"
        f" statements of one report alone, {single}; on a statement that is contradicted on some point,"
        f" {contradicted}."
    )


def _disputed(material: Material, event: Event, name: str, slot: Slot) -> str:
    verb = "contradict one another" if slot.outcome == "hard" else "differ"
    return f"The reports {verb} on the {name.replace('-', ' ')}, at {_title(material, event)}."


def _source(material: Material, statement: Statement) -> Source:
    report = next((item for item in material.case.reports if item.id == statement.report), None)
    text = material.read.texts.get(report.text, "") if report else ""
    start, end = statement.span
    disputed = " ".join(_disputed(material, *point) for point in material.disputed(statement))
    note = runs(material.noted(statement.note.in_language(material.language))) if statement.note else ()
    via = f", through {listed([material.name(name) for name in statement.via])}" if statement.via else ""
    return Source(
        id=statement.id,
        quotation=text[start:end] or statement.quote or "",
        speaker=material.name(statement.source),
        says=f"· {ACTS[statement.act]}{via}",
        report=statement.report,
        outlet=report.outlet if report else "",
        published=report.published or "" if report else "",
        place=f"characters {start}–{end}",
        language=report.lang if report else "",
        marks=material.marks_of(statement.id),
        note=(f"{disputed} ", *note) if disputed and note else note or disputed,
    )
