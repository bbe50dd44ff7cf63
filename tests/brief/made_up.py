"""A brief about a negotiation that does not exist, with every kind of block in it."""

from __future__ import annotations

import random

from detente.brief.blocks import (
    Brief,
    Cell,
    Cite,
    Code,
    Column,
    Definition,
    DefinitionList,
    Emphasis,
    Figure,
    Finding,
    Imprint,
    Items,
    KeyFigure,
    KeyFigures,
    Link,
    Mark,
    Note,
    Number,
    Paragraph,
    Proof,
    Refer,
    Row,
    Section,
    Source,
    SourceList,
    Step,
    Table,
)
from detente.brief.charts import (
    Blocked,
    Marked,
    Outcome,
    PartyScale,
    Shortfall,
    Spread,
    frontier_parallel,
    frontier_scatter,
    solution_dots,
    what_opens,
    who_blocks,
)

UPPER, LOWER, COAST = (
    PartyScale("Upper Vessen", 42),
    PartyScale("Lower Vessen", 38),
    PartyScale("Coastal League", 30),
)


def _values(value: float, low: float, high: float) -> Number:
    return Number(value, low=low, high=high)


def _positions() -> Table:
    return Table(
        id="positions",
        caption="What each party wants on each issue, and how much of its weight the issue carries",
        corner="Issue",
        columns=(Column("Upper Vessen"), Column("Lower Vessen"), Column("Coastal League")),
        rows=(
            Row(
                Cell("Dam levels", under=("How high may the reservoir stand in summer?",)),
                (
                    Cell(
                        ("high, for power", Cite("s1")),
                        under=(("weight ", Number(40, 35, 45, unit="%", basis="judgement")),),
                        tint=0.4,
                    ),
                    Cell(
                        ("low, for the fields", Cite("s3"), Mark("single-source")),
                        under=(("weight ", Number(55, 50, 60, unit="%", basis="judgement")),),
                        tint=0.55,
                    ),
                    Cell("no position reported"),
                ),
            ),
            Row(
                Cell("Monitoring", under=("Who reads the gauges?",)),
                (
                    Cell(
                        ("its own service only", Cite("s2"), Mark("contradicted")),
                        under=(("weight ", Number(25, 20, 35, unit="%", basis="judgement")),),
                        tint=0.25,
                    ),
                    Cell(
                        ("a joint station, or the League", Cite("s4")),
                        under=(("weight ", Number(20, unit="%", basis="judgement")),),
                        tint=0.2,
                    ),
                    Cell(
                        ("would host it", Cite("s5")),
                        under=(("weight ", Number(70, 60, 80, unit="%", basis="judgement")),),
                        tint=0.7,
                    ),
                ),
            ),
            Row(
                Cell("Compensation", under=("What is paid for a dry year?",)),
                (
                    Cell("nothing before an audit", under=(("weight ", Number(35, unit="%")),), tint=0.35),
                    Cell(
                        ("a fund of 50 million", Cite("s3")),
                        under=(("weight ", Number(25, unit="%")),),
                        tint=0.25,
                    ),
                    Cell("would pay a fifth", under=(("weight ", Number(30, unit="%")),), tint=0.3),
                ),
            ),
        ),
        notes=(("Positions are reported. Weights marked J are chosen by an analyst; see ", Refer("method"), "."),),
    )


def _proposals() -> Table:
    return Table(
        id="proposals",
        caption="What each proposal is worth to each party",
        corner="Proposal",
        columns=(
            Column("Upper Vessen", kind="number", under="walks away below 42"),
            Column("Lower Vessen", kind="number", under="walks away below 38"),
            Column("Who refuses, and why"),
        ),
        rows=(
            Row(
                "Autumn paper",
                (_values(22, 15, 30), _values(78, 70, 85), "Upper Vessen: below its walk-away"),
                group="Circulated",
            ),
            Row(
                "Counterdraft",
                (_values(81, 72, 88), _values(30, 24, 36), "Lower Vessen: below its walk-away"),
            ),
            Row(
                "Joint station",
                (_values(62, 55, 70), _values(58, 50, 61), (Emphasis("nobody", strong=True),)),
                strong=True,
                group="Suggested by this analysis",
            ),
        ),
        basis="computed",
    )


def _cloud() -> tuple[list[tuple[float, float]], list[tuple[float, float]]]:
    draw = random.Random(3)
    feasible = [(round(draw.gauss(45, 18)), round(draw.gauss(45, 18))) for _ in range(1400)]
    feasible = [(a, b) for a, b in feasible if 0 <= a <= 100 and 0 <= b <= 100 and a + b < 130]
    return feasible, [p for p in feasible if p[0] >= 42 and p[1] >= 38 and draw.random() < 0.6]


def _edge(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    unique = sorted(set(points))
    return [p for p in unique if not any(q != p and q[0] >= p[0] and q[1] >= p[1] for q in unique)]


def _frontier() -> Figure:
    feasible, acceptable = _cloud()
    edge = _edge(acceptable)
    marked = [
        Marked("Nash", edge[2], "solution"),
        Marked("Kalai–Smorodinsky", edge[2], "solution"),
        Marked("Egalitarian", edge[2], "solution"),
        Marked("Equal loss", edge[len(edge) // 2], "solution"),
        Marked("Utilitarian", edge[-2], "solution"),
        Marked("Autumn paper", (22, 78), "proposal"),
        Marked("Paper of October", (18, 82), "proposal"),
        Marked("Counterdraft", (81, 30), "proposal"),
        Marked("Status quo", (44, 45), "status-quo"),
    ]
    return Figure(
        id="frontier",
        finding="Neither circulated paper lies where both sides gain; a band of packages between them does.",
        chart=frontier_scatter(
            UPPER,
            LOWER,
            feasible=feasible,
            acceptable=acceptable,
            frontier_of_feasible=_edge(feasible),
            frontier_of_acceptable=edge,
            marked=marked,
        ),
        alt="A plane with the value to Upper Vessen across and to Lower Vessen up. Acceptable ones lie right "
        "of 42 and above 38; the autumn paper lies left of this zone, the counterdraft below it.",
        data=Table(
            id="frontier-data",
            caption="The marked packages",
            corner="Package",
            columns=(
                Column("Upper Vessen", kind="number"),
                Column("Lower Vessen", kind="number"),
                Column("Kind"),
            ),
            rows=tuple(Row(m.label, (Number(m.values[0]), Number(m.values[1]), m.kind)) for m in marked),
        ),
        notes=("Dashed lines are walk-aways. Each dot is a package; equal packages share one dot.",),
        basis="computed",
    )


def _small_figures() -> tuple[Figure, ...]:
    parties = (UPPER, LOWER)
    outcomes = (
        Outcome("Nash", (Spread(62, 55, 70), Spread(58, 50, 61))),
        Outcome("Kalai–Smorodinsky", (Spread(62, 55, 70), Spread(58, 50, 61))),
        Outcome("Egalitarian", (Spread(60, 55, 64), Spread(60, 50, 61))),
        Outcome("Utilitarian", (Spread(71, 60, 82), Spread(47, 40, 58))),
        Outcome("Equal loss", (Spread(66), Spread(54, 50, 61))),
        Outcome("Autumn paper", (Spread(22, 15, 30), Spread(78, 70, 85)), "proposal"),
    )
    blocked = (
        Blocked("Upper Vessen", "below its walk-away", 812),
        Blocked("Upper Vessen", "red line: no foreign crew at the dam", 402),
        Blocked("Upper Vessen", "condition of its offer not met", 96),
        Blocked("Lower Vessen", "below its walk-away", 644),
        Blocked("Lower Vessen", "red line: no summer without a minimum flow", 768),
        Blocked("Coastal League", "its yes is needed where it hosts the station", 0),
    )
    short = (
        Shortfall("Upper Vessen", 36, 42),
        Shortfall("Lower Vessen", 33, 38),
        Shortfall("Coastal League", 44, 30),
    )
    three = [(a, 120 - a - (a * 7 % 11), (a * 13) % 70 + 15) for a in range(25, 95, 2)]
    named = (
        Marked("Nash", (62, 58, 55), "solution"),
        Marked("Egalitarian", (62, 58, 55), "solution"),
        Marked("Utilitarian", (71, 47, 66), "solution"),
        Marked("Autumn paper", (22, 78, 20), "proposal"),
        Marked("Counterdraft", (81, 30, 74), "proposal"),
        Marked("Status quo", (44, 45, 35), "status-quo"),
    )
    return (
        Figure(
            id="outcomes",
            finding="All but the utilitarian solution give both sides between 54 and 66 points.",
            chart=solution_dots(parties, outcomes),
            alt="Two groups of dots, one a party; the autumn paper lies far left for Upper Vessen.",
            data=Table(
                id="outcomes-data",
                caption="Value under each solution",
                corner="Solution",
                columns=tuple(Column(p.name, kind="number") for p in parties),
                rows=tuple(Row(o.label, tuple(Number(s.value, s.low, s.high) for s in o.values)) for o in outcomes),
            ),
            notes=("Bars show the lowest and highest value over the analyst’s ranges.",),
            basis="computed",
        ),
        Figure(
            id="blocks",
            finding="Red lines block almost as many packages as walk-aways do.",
            chart=who_blocks(blocked, 1536),
            alt="Bars: Upper Vessen blocks 812 packages by its walk-away, Lower Vessen 768 by its red line.",
            data=Table(
                id="blocks-data",
                caption="Packages blocked",
                corner="Party",
                columns=(Column("Ground"), Column("Packages", kind="number")),
                rows=tuple(Row(b.party, (b.ground, Number(b.count))) for b in blocked),
            ),
        ),
        Figure(
            id="opens",
            finding="Eleven points in all would open a zone that is closed today.",
            chart=what_opens(short),
            alt="Upper Vessen is short by 6 points, Lower Vessen by 5; the League clears by 14.",
            data=Table(
                id="opens-data",
                caption="What is missing",
                corner="Party",
                columns=(Column("Value", kind="number"), Column("Walk-away", kind="number")),
                rows=tuple(Row(s.party, (Number(s.value), Number(s.walk_away))) for s in short),
            ),
        ),
        Figure(
            id="three",
            finding="With the League at the table, two parties refuse the autumn paper.",
            chart=frontier_parallel((UPPER, LOWER, COAST), frontier=three, marked=named),
            alt="Three scales, one a party; each line is a package.",
            data=Table(
                id="three-data",
                caption="Marked packages",
                corner="Package",
                columns=tuple(Column(p.name, kind="number") for p in (UPPER, LOWER, COAST)),
                rows=tuple(Row(m.label, tuple(Number(v) for v in m.values)) for m in named),
            ),
        ),
    )


def _sources() -> SourceList:
    return SourceList(
        (
            Source(
                "s1",
                "We cannot light our hospitals with an empty reservoir.",
                "Water ministry of Upper Vessen",
                says="demands: dam levels high",
                outlet="The Lake Courier",
                report="Talks stall over summer levels",
                published="2031-05-14",
                place="characters 120–173",
                marks=("agreed",),
            ),
            Source(
                "s2",
                "No foreign hand shall touch our gauges.",
                "Governor of Upper Vessen",
                says="opposes: joint monitoring",
                outlet="The Lake Courier",
                published="2031-05-14",
                marks=("contradicted",),
                note=("A second report has him accept a visiting crew; see ", Refer("evidence"), "."),
            ),
            Source(
                "s3",
                "Fields come first, and the fund must hold fifty million.",
                "Farmers’ delegate, Lower Vessen",
                says="demands",
                outlet="Delta Radio",
                published="2031-05",
                marks=("single-source",),
            ),
            Source(
                "s4",
                "A joint station would do, or one run by the League.",
                "Lower Vessen",
                outlet="Delta Radio",
            ),
            Source("s5", "Ми готові прийняти станцію.", "Coastal League", language="uk", published="2031"),
        )
    )


def made_up_brief() -> Brief:
    """Every block, mark and chart once at least."""
    method = Note(
        "method",
        "How values were computed",
        (
            Paragraph(
                (
                    "Values are additive over issues; solutions range over acceptable packages. See ",
                    Link("https://doi.org/10.2307/1907266", "Nash (1950)"),
                    ". The condition reads ",
                    Code("level = high and station in {joint, league}"),
                    ".",
                )
            ),
        ),
    )
    return Brief(
        title="The Lake Vessen talks, May 2031",
        question="Is there a settlement on dam levels, gauges and payments that both shores could sign?",
        as_of="2031-05-15",
        language="en",
        imprint=Imprint(
            case="lake-vessen",
            digest="sha256:3f9a0c71d2be55a8e7c4",
            version="0.1.0",
            views=("cautious",),
            more=(("Reports read", "2"),),
        ),
        front=(
            Finding(
                (
                    "A zone of agreement exists: ",
                    Number(212),
                    " of 1,536 packages are acceptable to both shores.",
                ),
                conditions=("Upper Vessen’s offer stands", "the League agrees to host the station"),
                method="exact enumeration",
                evidence=("s1", "s3"),
                basis="computed",
            ),
            Finding(
                "Neither circulated paper lies in that zone; each gives one side less than it has today.",
                method="value against walk-away",
                evidence=("s2",),
                basis="computed",
            ),
            Finding(
                ("A joint station is the issue that moves both: it appears in every efficient settlement.",),
                evidence=("s4", "s5"),
                basis="computed",
            ),
        ),
        front_figures=KeyFigures(
            (
                KeyFigure(Number(1536), "feasible packages"),
                KeyFigure(Number(212, 96, 340), "acceptable to both"),
                KeyFigure(Number(17), "of these with nothing better for both"),
            ),
            basis="computed",
        ),
        notices=(
            Note(
                "judgement",
                "Weights and values are an analyst’s judgement",
                (Paragraph("The reports give positions, not numbers. Ranges stand beside what rests on them."),),
            ),
        ),
        sections=(
            Section(
                "positions-section",
                "Who stands where",
                (
                    Paragraph(
                        "Both shores want a rule for dry summers; they differ on who reads the gauges.",
                        lead=True,
                    ),
                    Paragraph(
                        (
                            "Upper Vessen offers a lower summer level ",
                            Emphasis("if"),
                            " its own service keeps the gauges",
                            Cite("s2"),
                            Mark("differs"),
                            ". Values are compared in ",
                            Refer("proposals"),
                            " and ",
                            Refer("frontier"),
                            ".",
                        )
                    ),
                    _positions(),
                ),
            ),
            Section(
                "zone",
                "Is there a zone of agreement?",
                (
                    _proposals(),
                    Section("zone-picture", "All packages in one picture", (_frontier(), _small_figures()[1])),
                    Section("zone-solutions", "Solutions side by side", _small_figures()[:1]),
                ),
            ),
            Section(
                "moves",
                "What would open it",
                (
                    *_small_figures()[2:],
                    Items(
                        (
                            ("Lower Vessen accepts a visiting crew", Cite("s4"), "."),
                            "Upper Vessen names a summer minimum.",
                        ),
                        ordered=True,
                    ),
                    Finding(
                        "A visiting crew alone closes the gap.",
                        conditions=("the fund exists",),
                        evidence=("s4",),
                    ),
                    Proof(
                        "Cannot be told: the League to Lower Vessen",
                        (
                            Step(("the dam breaks", Cite("s1"))),
                            Step(
                                "the League is bound",
                                because=(Step("it signed in 2029", because=(Step("its seal is on the paper"),)),),
                            ),
                            Step("who establishes the breach", "unknown"),
                            Step("a dry summer is a breach", "arguable"),
                            Step("the League was asked", "fails"),
                        ),
                    ),
                    Note("missing", "No stability analysis", (Paragraph("The case has no conflict section."),)),
                    Note(
                        "warning",
                        "An offer disagrees with a judgement",
                        (Items(("See the offer of 14 May.",)),),
                    ),
                ),
            ),
            Section("evidence", "What this rests on", (_sources(),)),
            Section(
                "method",
                "Method and terms",
                (
                    method,
                    DefinitionList(
                        (
                            Definition(
                                "Walk-away",
                                ("The value below which a party prefers no agreement.",),
                                id="walk-away",
                            ),
                            Definition("Package", ("One answer to every issue.",)),
                        ),
                        small=True,
                    ),
                ),
            ),
        ),
    )
