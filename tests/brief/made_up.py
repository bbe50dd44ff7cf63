"""A brief about a negotiation that does not exist, with every kind of block in it."""

from __future__ import annotations

from tests.brief.made_up_figures import frontier_figure, small_figures

from detente.brief.blocks import (
    Brief,
    Cell,
    Column,
    Definition,
    DefinitionList,
    Finding,
    Imprint,
    Items,
    KeyFigure,
    KeyFigures,
    Note,
    Paragraph,
    Proof,
    Row,
    Section,
    Source,
    SourceList,
    Step,
    Table,
)
from detente.brief.prose import Cite, Code, Emphasis, Link, Mark, Number, Refer


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
        notes=(("Positions are reported. Weights marked J are chosen, not measured; see ", Refer("method"), "."),),
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
                    Section("zone-picture", "All packages in one picture", (frontier_figure(), small_figures()[1])),
                    Section("zone-solutions", "Solutions side by side", small_figures()[:1]),
                ),
            ),
            Section(
                "moves",
                "What would open it",
                (
                    *small_figures()[2:],
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
