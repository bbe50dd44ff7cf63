"""Where do positions lead: every model, how far they differ, who has leverage, how right such models have been."""

from __future__ import annotations

import math

from detente.assessment.forecast import AssessedIssue, ForecastAssessment
from detente.assessment.track_record import ERROR_OF_COMPROMISE, ISSUES, MIDDLE, TRACK_RECORD, mean_error
from detente.brief.blocks import Block, Cell, Column, Finding, Note, Paragraph, Proof, Row, Section, Step, Table
from detente.brief.percent import percent
from detente.brief.prose import Inline, Number, Prose, in_print
from detente.brief.sections.forecast_pictures import course_figure, leverage_figure, scale_figure
from detente.brief.sections.forecast_votes import power, votes
from detente.brief.sections.material import Material, counted, listed
from detente.brief.sections.naming import party_in_sentence
from detente.engines.forecast.of_case import IssueScale, Stance
from detente.engines.forecast.of_case.words import PLACE_WORDS, READING_WORDS, deal_words, model_words, rounds_in_words
from detente.engines.forecast.side_by_side import ModelForecast

TITLE = "Where do positions lead?"
SMALL = 0.01
"""Moves of less than this share of the scale are counted, not told."""

AGREE = 0.1
"""Spread of the models, as a share of the scale, up to which they are said to agree."""


def forecast(material: Material) -> Section | None:
    """The section on forecasts from positions, or nothing where the case has none."""
    if not material.case.positions:
        return None
    found = material.forecast
    if found is None:
        return Section("leads", TITLE, (Note("missing", "Not computed", (Paragraph(f"{material.unforecast}."),)),))
    blocks: list[Block] = []
    for item in found.issues:
        blocks.append(Paragraph(headline_sentence(item), lead=item is found.issues[0]))
    if found.issues:
        blocks.append(_right_before())
    for item in found.issues:
        blocks.append(Section(f"leads-{item.forecast.asked.issue.id}", _short(item), tuple(_issue(material, item))))
    blocks += [*_exchange(material, found), *power(material, found), *_missing(found)]
    return Section("leads", TITLE, tuple(blocks))


def forecast_finding(material: Material) -> Finding | None:
    """Where positions lead by the model that stands first, how far models differ, and how far to trust it."""
    found = material.forecast
    if found is None or not found.issues:
        return None
    first, *others = found.issues
    return Finding(
        headline_sentence(first),
        points=tuple(headline_sentence(item) for item in others),
        conditions=(
            "every party stands where the case says, and what it cares and can do lies inside what the case admits",
            f"a model of this kind is believed: on EU issues it was off by {in_print(100 * ERROR_OF_COMPROMISE, 0)} of"
            " 100 on average",
        ),
        method=f"the compromise model, with {counted(len(first.forecast.models.models) - 1, 'other')} beside it",
        basis="computed",
        id="finding-leads",
    )


def headline_sentence(item: AssessedIssue) -> str:
    """Where the compromise model leads on one issue, over which range, and how far the others are from it."""
    models, outcome, scale = item.forecast.models, item.headline.outcome, item.forecast.asked.scale
    if outcome is None:
        return f"{_short(item)}: {item.headline.reason}."
    digits = digits_of(scale)
    low, high = in_print(round(models.low, digits + 1)), in_print(round(models.high, digits + 1))
    count = sum(model.outcome is not None for model in models.models)
    if models.spread <= AGREE:
        told = f"the {count} models agree to within {percent(models.spread)} of the scale"
    else:
        told = f"the {count} models put it anywhere from {low} to {high}, {_of_the_scale(models.spread)}"
    at, means = in_print(outcome, digits), f", {scale.words(outcome)}"
    if scale.issue.kind == "number":
        at, means = f"{at} {scale.units}".rstrip(), ""
    return (
        f"{_short(item)}: the compromise model leads to {at}{_between(item)} on a scale from {in_print(scale.low)} to"
        f" {in_print(scale.high)}{means}; {told}."
    )


def digits_of(scale: IssueScale) -> int:
    """How many decimals a place on a scale of this width needs."""
    return max(0, math.ceil(math.log10(20 / (scale.high - scale.low))))


def _between(item: AssessedIssue) -> str:
    """The range of the headline over the draws, in brackets."""
    ends = item.intervals.get((item.headline.method, item.headline.preset))
    if ends is None:
        return ""
    digits = digits_of(item.forecast.asked.scale)
    low, high = in_print(ends.low, digits), in_print(ends.high, digits)
    return "" if low == high else f" ({low} to {high} in {percent(item.confidence)} of the draws)"


def _of_the_scale(share: float) -> str:
    return "the whole scale" if share > 0.995 else f"{percent(share)} of the scale"


def _short(item: AssessedIssue) -> str:
    return item.forecast.asked.issue.short


def _right_before() -> Note:
    text = f"{TRACK_RECORD[:1].upper()}{TRACK_RECORD[1:]}."
    why = (
        "Measured with this program on the data set DEU III, doi.org/10.34810/data53, with power indices of the Council"
        " as influence. That the compromise is nearer than the mean is within what chance explains; that it is nearer"
        " than every reading of the challenge model is not. The medians and that model do no better than always saying"
        " the middle. A negotiation need not be like an issue of EU decision-making: nothing says that models do as"
        " well here."
    )
    return Note("method", "How far such models have been right before", (Paragraph(text), Paragraph(why)))


def _issue(material: Material, item: AssessedIssue) -> list[Block]:
    blocks: list[Block] = [_stances(material, item), scale_figure(material, item, _scale_finding(material, item))]
    blocks += [_models(item), *votes(material, item)]
    blocks += [course_figure(material, item), *_moves(material, item), leverage_figure(material, item)]
    return blocks


def _scale_finding(material: Material, item: AssessedIssue) -> str:
    """Who stands at either end."""
    asked = item.forecast.asked
    at_end: dict[float, list[str]] = {}
    for stance in asked.stances:
        at_end.setdefault(stance.place, []).append(party_in_sentence(material.name(stance.party)))
    told = [f"{listed(names)} at {in_print(at)}" for at, names in sorted(at_end.items())]
    return f"{_short(item)}: {'; '.join(told)}."


def _stances(material: Material, item: AssessedIssue) -> Table:
    asked = item.forecast.asked
    names = {one.party: party_in_sentence(material.name(one.party)) for one in asked.left_out}
    notes = [f"{names[one.party]} is left out: {one.reason}." for one in asked.left_out]
    notes = [f"{note[:1].upper()}{note[1:]}" for note in notes]
    if asked.reversion is not None:
        notes.append(f"If nothing is decided: {_place(asked.scale, asked.reversion, ', ')}.")
    notes += [f"{caveat[:1].upper()}{caveat[1:]}." for caveat in item.forecast.caveats]
    return Table(
        id=f"stances-{asked.issue.id}",
        caption=f"{asked.issue.short}: who stands where, and what that rests on",
        columns=(
            Column("Stands for"),
            Column("Salience", "number", basis="judgement", under="0 to 1"),
            Column("Influence", "number", basis="judgement", under="0 to 100"),
            Column("Rests on"),
        ),
        rows=tuple(_stance_row(material, item, stance) for stance in asked.stances),
        corner="Party",
        notes=tuple(notes),
    )


def _stance_row(material: Material, item: AssessedIssue, stance: Stance) -> Row:
    position = stance.position
    under: list[Prose] = [material.noted(position.note.in_language(material.language))] if position.note else []
    if stance.place_from in PLACE_WORDS:
        under.append(PLACE_WORDS[stance.place_from])
    salience: Number | Cell = Number(
        float(stance.salience.point), float(stance.salience.low), float(stance.salience.high), digits=2
    )
    if stance.salience_from == "weights":
        salience = Cell(salience, ("by its weights",))
    influence = Number(
        float(stance.influence.point), float(stance.influence.low), float(stance.influence.high), digits=0
    )
    cites: tuple[Inline, ...] = material.cites(position.because)
    return Row(
        material.name(stance.party),
        (
            Cell(_place(item.forecast.asked.scale, stance.place, ": "), tuple(under)),
            salience,
            influence,
            ("", *cites) if cites else position.by or "–",
        ),
    )


def _place(scale: IssueScale, place: float, between: str) -> str:
    """A place with what it means; a number with its unit means nothing more."""
    words = scale.words(place)
    return words if scale.issue.kind == "number" else f"{in_print(place)}{between}{words}"


def _models(item: AssessedIssue) -> Table:
    drawn = ""
    if item.study is not None:
        drawn = (
            f"The range beside an outcome holds {percent(item.confidence)} of {item.study.draws:,} draws of salience"
            f" and influence over what the case admits, seed {item.study.seed}; positions stay as they are, and the"
            " spatial model is not drawn. "
        )
    return Table(
        id=f"models-{item.forecast.asked.issue.id}",
        caption="Every model side by side",
        columns=(
            Column("Leads to", "number"),
            Column("To be known" if item.forecast.asked.issue.kind == "number" else "Which means"),
            Column("Off by, on EU issues", "number", under="of 100"),
        ),
        rows=tuple(_model_row(item, model) for model in item.forecast.models.models),
        corner="Model",
        notes=(
            f"{drawn}That models differ by {_of_the_scale(item.forecast.models.spread)} is an uncertainty of its own"
            f" beside that: it does not shrink with better numbers. The last column is each model's average error on"
            f" {ISSUES} resolved issues of EU decision-making; always saying the middle of the scale was off by"
            f" {in_print(MIDDLE, 0)} there, so who is off by as much has told nothing.",
        ),
        basis="computed",
    )


def _model_row(item: AssessedIssue, model: ModelForecast) -> Row:
    name = model_words(model.method, model.preset)
    head = f"{name[:1].upper()}{name[1:]}"
    error = mean_error(model.method, model.preset)
    off: Number | str = "–" if error is None else Number(error, digits=0)
    if model.outcome is None:
        return Row(head, ("none", model.reason, off))
    ends = item.intervals.get((model.method, model.preset))
    low, high = (ends.low, ends.high) if ends else (None, None)
    remark, scale = _remark(model), item.forecast.asked.scale
    words: Cell | str = Cell(scale.words(model.outcome), (remark,) if remark else ())
    if scale.issue.kind == "number":
        words = remark or "–"
    outcome = Number(model.outcome, low, high, digits=digits_of(scale))
    return Row(head, (outcome, words, off), strong=model == item.headline)


def _remark(model: ModelForecast) -> str:
    if model.method == "nash-outcome" and model.reason:
        return "nothing is better for all than no decision"
    if model.method in ("challenge-model", "spatial-model") and model.outcome is not None and model.reason:
        return "has not come to rest"
    return model.reason


def _moves(material: Material, item: AssessedIssue) -> list[Block]:
    """Who moves whom in each reading, folded until a reader asks."""

    def name(party: str) -> str:
        return party_in_sentence(material.name(party))

    proofs: list[Block] = []
    for preset, found in item.forecast.challenge.items():
        lines = rounds_in_words(found, name, least=SMALL * item.forecast.models.width_of_scale)
        reading = READING_WORDS.get(preset, preset)
        if lines:
            steps = tuple(Step(f"Round {k}: {words}") for k, words in lines)
            proofs.append(Proof(f"Who moves whom: {reading}", steps))
    return proofs


def _exchange(material: Material, found: ForecastAssessment) -> list[Block]:
    exchange = found.found.exchange
    if exchange is None:
        return []
    short = {issue.id: issue.short for issue in material.case.issues}
    if not exchange.deals:
        return [Paragraph("If positions could be exchanged between these issues, no two parties would gain by it.")]
    deal = exchange.deals[0]
    told = deal_words(deal, lambda party: party_in_sentence(material.name(party)), lambda issue: f"“{short[issue]}”")
    then = listed(
        [
            f"“{short[row['issue']]}” {in_print(round(row['before']))} would become {in_print(round(row['after']))}"
            for row in exchange.rows()
        ]
    )
    first = party_in_sentence(material.name(deal.first))
    text = (
        f"If positions could be exchanged between issues, the exchange that both sides gain most by:"
        f" {told[:1].lower() if first.startswith('the ') else told[:1]}{told[1:]}, each giving way where it cares less."
        f" On the compromise of all, {then}."
    )
    more = len(exchange.deals) - 1
    extra = f" {counted(more, 'further exchange')} would follow." if more else ""
    return [Section("leads-exchange", "Exchange between issues", (Paragraph(text + extra),))]


def _missing(found: ForecastAssessment) -> list[Block]:
    if not found.found.unanswered:
        return []
    told = tuple(Paragraph(f"{one.issue.short}: {one.reason}.") for one in found.found.unanswered)
    return [Note("missing", "Positions that lead nowhere", told)]
