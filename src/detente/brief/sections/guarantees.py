"""What guarantees would oblige whom to do: duties with their proofs, attack by attack, and beside what they imitate."""

from __future__ import annotations

from detente.brief.blocks import (
    Block,
    Cell,
    Cite,
    Column,
    Figure,
    Inline,
    Items,
    Note,
    Paragraph,
    Prose,
    Refer,
    Row,
    Section,
    Table,
    date_in_words,
)
from detente.brief.charts import Tie, TieKind, obligations_map
from detente.brief.sections.material import Material, counted, listed
from detente.engines.commitments.comparison.coverage import CoverageCell
from detente.engines.commitments.comparison.gap import GapCell, GapTable
from detente.engines.commitments.comparison.reading import Reading
from detente.engines.commitments.instrument import STRENGTHS
from detente.engines.commitments.obligations import Fact
from detente.engines.commitments.obligations.proof import Proof
from detente.engines.commitments.of_case import CaseCommitments, CaseObligations, Guarantees
from detente.engines.commitments.of_case.groups import FactGroup, fact_groups

OUTCOMES = {"owed": "owed", "breached": "breached", "open": "cannot be told", "not-owed": "not owed"}
MOST_TIES = 24
"""Most duties that the map draws."""

UNKNOWN = "not known"


def guarantees(material: Material) -> Section | None:
    """The section on duties, or nothing where the case has no instrument."""
    found = material.commitments
    if found is None or not (found.obligations or found.guarantees):
        return None
    blocks: list[Block] = [Paragraph(guarantees_sentence(material, found), lead=True)]
    for item in found.guarantees:
        blocks += _beside(material, found, item)
    if found.obligations:
        blocks.append(_duties(material, found))
    return Section("guarantees", "What would the guarantees oblige whom to do?", tuple(blocks))


def guarantees_sentence(material: Material, found: CaseCommitments) -> str:
    """How much of what is on the table is known, in one or two sentences."""
    if not found.guarantees:
        owed = sum(len(item.obligations.owed) for item in found.obligations)
        return f"In {counted(len(found.obligations), 'scenario')}, {counted(owed, 'duty', 'duties')} would be owed."
    parts: list[str] = []
    for item in found.guarantees:
        unknown = {question.dimension for question in item.gap.questions()}
        names = listed([_lower(instrument.name) for instrument in item.instruments])
        leave = "leaves" if len(item.instruments) == 1 else "leave"
        points = counted(len(item.gap.table), "point")
        who = material.name(item.beneficiary)
        parts.append(
            f"Beside {item.reference.name}, {names} {leave} open {len(unknown)} of {points} that decide what {who}"
            " would"
            " be owed."
        )
        parts.append(_coverage_words(item))
    return " ".join(part for part in parts if part)


def _lower(name: str) -> str:
    return name[:1].lower() + name[1:] if name.startswith(("The ", "A ", "An ")) else name


def _coverage_words(item: Guarantees) -> str:
    if item.coverage is None:
        return ""
    cells = [cell for row in item.coverage.cells for cell in row[1:]]
    owed = [cell for cell in cells if cell.outcome == "owed"]
    if owed or not cells:
        return ""
    return (
        "In none of the attacks looked at can it be told from the reports whether anything would be owed."
        if any(cell.outcome == "open" for cell in cells)
        else "In none of the attacks looked at would anything be owed."
    )


def _beside(material: Material, found: CaseCommitments, item: Guarantees) -> list[Block]:
    blocks: list[Block] = [_gap(material, found, item)]
    if item.coverage is not None:
        blocks.append(_coverage(material, item))
    questions = _questions(item.gap)
    if questions:
        title = f"What a reader would have to ask for ({counted(len(questions), 'question')})"
        blocks.append(Note("missing", title, (Items(questions),)))
    return blocks


def _gap(material: Material, found: CaseCommitments, item: Guarantees) -> Table:
    who = material.name(item.beneficiary)
    rows = [
        Row(
            row.title,
            (
                _reading(found, row.dimension, row.reference),
                *(_gap_cell(found, row.dimension, cell) for cell in row.cells),
            ),
        )
        for row in item.gap.table
    ]
    notes: list[Prose] = [
        f"{item.reference.name} as coded from its text by one coder, with {who} as if it were a party to it."
        " + and − say that the instrument gives more or less than it, in steps of the row's scale; what no report says"
        f" is {UNKNOWN}, and is never read as an answer.",
        *(f"{caveat[0].upper()}{caveat[1:]}." for caveat in item.gap.caveats),
    ]
    return Table(
        id=f"gap-{item.reference.id}",
        caption=f"What is on the table for {who}, beside {item.reference.name}",
        columns=(Column(item.reference.name), *(Column(instrument.name) for instrument in item.instruments)),
        rows=tuple(rows),
        corner="Point",
        notes=tuple(notes),
        narrow="scroll",
    )


def _reading(found: CaseCommitments, dimension: str, reading: Reading) -> Cell:
    """What the reference says, and in which article; the decisive words beside the strength of the duty alone."""
    if reading.standing == "unknown":
        return Cell(UNKNOWN)
    articles = list(dict.fromkeys(e.article for e in reading.evidence if e.article))
    under: list[Prose] = [_articles(articles)] if articles else []
    if dimension == "strength":
        under += [f"“{e.quote}”" for e in reading.evidence[:1] if e.quote]
    return Cell(found.reads(dimension, reading.words), tuple(under))


def _articles(articles: list[str]) -> str:
    numbered = all(article[:1].isdigit() for article in articles)
    return f"Article {listed(articles)}" if numbered else listed(articles)


def _gap_cell(found: CaseCommitments, dimension: str, cell: GapCell) -> Cell:
    difference, reading = cell.difference, cell.reading
    if difference == "unknown" or reading.standing == "unknown":
        return Cell(UNKNOWN)
    words = found.reads(dimension, reading.words)
    if isinstance(difference, int | float):
        words = f"{difference:+g}: {words}".replace("-", "−", 1) if difference else f"the same: {words}"
    else:
        words = f"{'the same' if difference == 'same' else difference}: {words}"
    because = tuple(dict.fromkeys(name for evidence in reading.evidence for name in evidence.because))
    cites: tuple[Inline, ...] = tuple(Cite(name) for name in because)
    return Cell((words, *cites))


def _coverage(material: Material, item: Guarantees) -> Table:
    matrix = item.coverage
    assert matrix is not None
    titles = {scenario.id: scenario.title or scenario.id for scenario in item.scenarios}
    rows = [
        Row(titles[name], tuple(_coverage_cell(material, cell) for cell in row))
        for name, row in zip(matrix.scenarios, matrix.cells, strict=True)
    ]
    steps = "; ".join(f"{step} {words}" for step, words in enumerate(STRENGTHS))
    who = material.name(item.beneficiary)
    return Table(
        id=f"coverage-{item.reference.id}",
        caption=f"The strongest thing owed to {who}, attack by attack, and by how many",
        columns=(Column(item.reference.name), *(Column(instrument.name) for instrument in item.instruments)),
        rows=tuple(rows),
        corner="Attack",
        notes=(f"Strength: {steps}.", *(f"{caveat[0].upper()}{caveat[1:]}." for caveat in matrix.caveats)),
        narrow="scroll",
    )


def _coverage_cell(material: Material, cell: CoverageCell) -> Cell:
    if cell.outcome == "owed":
        strength = UNKNOWN if cell.strength is None else f"{cell.strength}: {STRENGTHS[cell.strength]}"
        tint = None if cell.strength is None else cell.strength / 5
        hours = () if cell.deadline_hours is None else (f"within {cell.deadline_hours:g} hours",)
        return Cell(strength, (f"by {len(cell.obligors)}", *hours), tint=tint)
    if cell.outcome == "open":
        count = len({party for duty in cell.open for party in duty.obligors})
        return Cell("cannot be told", (f"by {count}",))
    why = (cell.failing[0].why,) if cell.failing else ()
    return Cell("nothing", tuple(" ".join(material.name(word) for word in words.split(" ")) for words in why))


def _questions(gap: GapTable) -> tuple[Prose, ...]:
    """One question a point, with the instruments that leave it open."""
    names = dict(zip(gap.proposal, gap.names, strict=True))
    asked: dict[str, list[str]] = {}
    words: dict[str, str] = {}
    for question in gap.questions():
        asked.setdefault(question.dimension, []).append(names[question.instrument])
        words.setdefault(question.dimension, question.text.partition(": ")[2].partition(" (open: ")[0])
    everyone = len(gap.proposal)
    return tuple(
        text if len(asked[name]) == everyone else f"{text} (of {listed([_lower(who) for who in asked[name]])})"
        for name, text in words.items()
    )


def _duties(material: Material, found: CaseCommitments) -> Section:
    blocks: list[Block] = []
    told: dict[tuple[object, ...], str] = {}
    for item in found.obligations:
        blocks += _scenario(material, item, told)
    return Section("duties", "Scenario by scenario", tuple(blocks))


def _scenario(material: Material, item: CaseObligations, told: dict[tuple[object, ...], str]) -> list[Block]:
    scenario = item.obligations.scenario
    title = scenario.title or scenario.id
    groups = fact_groups(item, item.obligations.facts)
    day = date_in_words(scenario.on.isoformat())
    if not groups:
        return [Paragraph(f"{title} ({day}): no clause of the case is about those involved; nothing is owed.")]
    key = tuple((g.first.outcome, g.first.promise.key, g.obligors, g.reason) for g in groups)
    if key in told:
        return [Paragraph((f"{title} ({day}): the same is owed and open as in ", Refer(told[key]), "."))]
    told[key] = f"duties-{scenario.id}"
    blocks: list[Block] = [_duty_table(material, item, groups, f"{title} ({day})", told[key])]
    ties = _ties(item)
    if ties:
        blocks.insert(0, _map(item, ties))
    return [*blocks, *_proofs(item, groups)]


def _duty_table(
    material: Material, item: CaseObligations, groups: tuple[FactGroup, ...], caption: str, id: str
) -> Table:
    rows = [
        Row(
            OUTCOMES[group.first.outcome],
            (
                listed([item.name(who) for who in group.obligors]),
                item.name(group.first.beneficiary),
                _duty(material, group.first),
                _under(material, group.first),
                group.reason,
            ),
        )
        for group in groups
    ]
    columns = (Column("Who"), Column("To whom"), Column("What"), Column("Under"), Column("Why not, or what is missing"))
    return Table(id=id, caption=caption, columns=columns, rows=tuple(rows), corner="Duty")


def _duty(material: Material, fact: Fact) -> Prose:
    duty = fact.promise.clause.duty
    words = duty.text or fact.kind or UNKNOWN
    if fact.strength is not None:
        words = f"{words} (strength {fact.strength}: {STRENGTHS[fact.strength]})"
    return (words, *material.cites(fact.promise.clause.because))


def _under(material: Material, fact: Fact) -> Prose:
    article = f", Article {fact.article}" if fact.article[:1].isdigit() else f", {fact.article}" if fact.article else ""
    return f"{fact.promise.instrument.name}{article}"


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
    return list(best.values())


def _rank(tie: Tie) -> tuple[int, int]:
    return ("open", "subsumed", "owed").index(tie.kind), -1 if tie.strength is None else tie.strength


def _map(item: CaseObligations, ties: list[Tie]) -> Figure:
    scenario = item.obligations.scenario
    certain = sum(tie.kind != "open" for tie in ties)
    open_ = len(ties) - certain
    shown = ties[:MOST_TIES]
    finding = f"{scenario.title or scenario.id}: {counted(certain, 'party owes', 'parties owe')} help for certain"
    finding += f", of {open_} it cannot be told." if open_ else "."
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
    notes = () if len(ties) == len(shown) else (f"The first {len(shown)} of {len(ties)}; the table has all.",)
    return Figure(
        id=f"map-{scenario.id}",
        finding=finding,
        chart=obligations_map(shown),
        alt="Those who owe on the left, those who are owed on the right, a line for each duty, dashed where open.",
        data=data,
        notes=notes,
    )


def _proofs(item: CaseObligations, groups: tuple[FactGroup, ...]) -> list[Block]:
    """The proof of one duty of each group; the others differ in the name alone."""
    blocks: list[Block] = []
    for group in groups:
        proof = item.obligations.proof(group.first)
        claim = proof.conclusion.words(item.names)
        others = [item.name(who) for who in group.obligors if who != group.first.obligor]
        likewise = f" Likewise for {listed(others)}." if others else ""
        blocks.append(Paragraph(f"{claim[0].upper()}{claim[1:]}.{likewise} The steps:"))
        blocks.append(Items(tuple(_steps(item, proof.because)), ordered=True))
    return blocks


def _steps(item: CaseObligations, because: tuple[Proof, ...], depth: int = 0) -> list[Prose]:
    """The steps of a proof, what a step rests on after it."""
    told: list[Prose] = []
    for step in because:
        words = step.conclusion.words(item.names)
        cites = tuple(Cite(name) for name in (step.source.statements if step.source else ()))
        prefix = "this because " * bool(depth)
        told.append((f"{prefix}{words}", *cites) if cites else f"{prefix}{words}")
        told += _steps(item, step.because, depth + 1)
    return told
