"""Pictures of where positions lead: the scale, the rounds of the challenge model, whom to persuade."""

from __future__ import annotations

from detente.assessment.forecast import AssessedIssue
from detente.brief.blocks import Column, Figure, Row, Table
from detente.brief.charts import Course, Led, Placed, Pull, leverage_bars, position_courses, positions_on_scale
from detente.brief.percent import percent
from detente.brief.prose import Number, in_print
from detente.brief.sections.material import Material, listed
from detente.brief.sections.naming import party_in_sentence
from detente.engines.forecast.of_case.words import READING_WORDS, model_words


def scale_figure(material: Material, item: AssessedIssue, finding: str) -> Figure:
    """Who stands where on the scale, and where each model leads."""
    asked = item.forecast.asked
    label = asked.issue.option_label if asked.issue.kind == "choice" else str
    answers = [(f"{label(name)} {asked.scale.units}".strip(), at) for name, at in asked.scale.answers]
    led: list[Led] = []
    for model in item.forecast.models.models:
        if model.outcome is not None:
            ends = item.intervals.get((model.method, model.preset))
            low, high = (ends.low, ends.high) if ends else (None, None)
            name = model_words(model.method, model.preset)
            led.append(Led(name, model.outcome, low, high, first=model == item.headline))
    rows = [
        Placed(material.name(s.party), s.place, float(s.salience.point), float(s.influence.point))
        for s in asked.stances
    ]
    share = percent(item.confidence)
    drawn = f"; grey bars hold {share} of {item.study.draws:,} draws of salience and influence" if item.study else ""
    return Figure(
        id=f"positions-{asked.issue.id}",
        finding=finding,
        chart=positions_on_scale(rows, answers, led),
        alt="A row a party with a dot at its position on the scale; below, a row a model with a mark where it leads.",
        data=Table(
            id=f"positions-data-{asked.issue.id}",
            caption="Places on the scale",
            columns=(Column("Place", "number"), Column("Salience", "number"), Column("Influence", "number")),
            rows=tuple(
                Row(row.party, (Number(row.place), Number(row.salience, digits=2), Number(row.influence)))
                for row in rows
            ),
            corner="Party",
            basis="judgement",
        ),
        notes=(
            "Upper rows: where each party stands; the larger a dot, the more influence, the darker, the more the issue"
            f" matters to it. Lower rows: where each model leads, the compromise model as a diamond{drawn}.",
        ),
        basis="computed",
    )


def course_figure(material: Material, item: AssessedIssue) -> Figure:
    """Where the readings of the challenge model move everybody, round by round."""
    asked, found = item.forecast.asked, item.forecast.challenge
    courses = [
        Course(READING_WORDS.get(name, name), one.positions.tolist(), one.medians) for name, one in found.items()
    ]
    parties = [material.name(actor) for actor in asked.problem.actors]
    ends = [in_print(round(one.outcome, 1)) for one in found.values()]
    restless = [READING_WORDS.get(name, name) for name, one in found.items() if one.settled is None]
    rounds = len(courses[0].medians) - 1
    note = f" Not at rest after {rounds} rounds: {listed(restless)}." if restless else ""
    alike = len(set(ends)) == 1
    return Figure(
        id=f"courses-{asked.issue.id}",
        finding=(
            f"Round by round: all readings of the challenge model end at {ends[0]}."
            if alike
            else f"Round by round: the readings of the one challenge model end at {listed(ends)}."
        ),
        chart=position_courses(parties, courses, asked.scale.low, asked.scale.high),
        alt="A panel for each reading: a line a party over the rounds, and the median dashed.",
        data=Table(
            id=f"courses-data-{asked.issue.id}",
            caption="The median after each round",
            columns=tuple(Column(course.title, "number") for course in courses),
            rows=tuple(
                Row(str(k), tuple(Number(course.medians[k], digits=1) for course in courses)) for k in range(rounds + 1)
            ),
            corner="Round",
            basis="computed",
        ),
        notes=(
            "Grey: the parties, by their letters; dashed: the median by influence and salience, which is the outcome."
            f" The published text of this model can be read in several ways; each panel is one of them.{note}",
        ),
        basis="computed",
    )


def leverage_figure(material: Material, item: AssessedIssue) -> Figure:
    """What the compromise would become if one party favoured another answer."""
    asked, outcome = item.forecast.asked, item.forecast.compromise.outcome
    shares = {one.actor: one.share for one in item.forecast.compromise.leverage}
    rows = [
        Pull(
            material.name(stance.party),
            shares[stance.party],
            [
                (asked.scale.words(one.place), one.compromise)
                for one in item.forecast.persuaded
                if one.party == stance.party
            ],
        )
        for stance in sorted(asked.stances, key=lambda stance: -shares[stance.party])
    ]
    most = max(item.forecast.compromise.leverage, key=lambda one: one.share)
    tenth = (asked.scale.high - asked.scale.low) / 10
    return Figure(
        id=f"leverage-{asked.issue.id}",
        finding=(
            f"Most leverage: {party_in_sentence(material.name(most.actor))} with {percent(most.share)} of the weight; a"
            f" step of {in_print(round(tenth, 1))} by it moves the compromise by"
            f" {in_print(round(most.by_position * tenth, 1))}."
        ),
        chart=leverage_bars(rows, outcome, asked.scale.low, asked.scale.high),
        alt="A row a party: a bar from the compromise as it is to where it would go if that party stood elsewhere.",
        data=Table(
            id=f"leverage-data-{asked.issue.id}",
            caption="The compromise if one party favoured another answer, the others as they are",
            columns=(Column("Share of the weight"), Column("If it favoured"), Column("The compromise", "number")),
            rows=tuple(
                Row(row.party, (percent(row.share), words, Number(end, digits=1)))
                for row in rows
                for words, end in row.outcomes
            ),
            corner="Party",
            basis="computed",
        ),
        notes=(
            "From the dashed line, where the compromise model leads, to where it would lead if that party alone stood"
            " at another answer on the scale.",
        ),
        basis="computed",
    )
