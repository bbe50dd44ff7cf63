"""What `forecast` prints."""

from __future__ import annotations

from collections.abc import Mapping

from rich.console import RenderableType
from rich.table import Table

from detente.assessment.forecast import AssessedIssue, ForecastAssessment
from detente.assessment.track_record import ISSUES, MIDDLE, TRACK_RECORD, mean_error
from detente.brief.percent import percent
from detente.brief.sections.naming import party_in_sentence
from detente.cli.forecast_votes import power_told, votes_told
from detente.cli.scale_numbers import capital, ends, judged, number, signed
from detente.cli.tables import cell, facts, heading, note, table
from detente.cli.whole_words import WholeWords
from detente.engines.forecast.of_case import Supposed
from detente.engines.forecast.of_case.words import PLACE_WORDS, deal_words, model_words, rounds_in_words
from detente.engines.forecast.side_by_side import ModelForecast

OFF = "off, EU"
"""The head of the column with each model's mean error on the EU issues."""

SMALL = 0.01
"""Moves of less than this share of the scale are told together."""

LEAST_GAIN = 0.05
"""Of exchanges that bring both sides less, in hundredths of a scale times salience, nothing is told."""

JUDGED = "Places on a scale, salience and influence are judgements, and results follow from them."


def forecast_tables(found: ForecastAssessment, *, moves: bool = False) -> list[RenderableType]:
    """Every issue: who stands where, where each model leads, who has leverage; with the moves where asked."""
    told: list[RenderableType] = []
    for item in found.issues:
        told += _issue(found, item)
        if moves:
            told += _moves(found, item)
    told += [*_exchange(found), *power_told(found, _names(found))]
    if found.found.unanswered:
        told += [heading("Not computed"), facts((one.issue.id, one.reason) for one in found.found.unanswered)]
    if not found.issues:
        return told
    told += ["", note(JUDGED), note(f"How far such models have been right before: {TRACK_RECORD}.")]
    if not moves:
        told.append(note("Who moves whom, round by round: --issue ID."))
    return told


def _names(found: ForecastAssessment) -> Mapping[str, str]:
    return {party.id: str(party.name) for party in found.found.case.parties}


def _issue(found: ForecastAssessment, item: AssessedIssue) -> list[RenderableType]:
    asked, names = item.forecast.asked, _names(found)
    numeric = asked.issue.kind == "number"
    stood = table("party", "at", *([] if numeric else ["answer"]), "salience", "influence", numbers=("at",))
    for stance in asked.stances:
        salience = judged(stance.salience) + (" by its weights" if stance.salience_from == "weights" else "")
        words = asked.scale.words(stance.place)
        if stance.place_from in PLACE_WORDS:
            words = f"{words}, {PLACE_WORDS[stance.place_from]}"
        place = [cell(words)] if numeric else [f"{stance.place:g}", cell(words)]
        stood.add_row(cell(names[stance.party]), *place, salience, judged(stance.influence))
    told: list[RenderableType] = [heading(f"{asked.issue.short}: where positions lead"), WholeWords(stood)]
    told += [
        note(capital(f"{party_in_sentence(names[one.party])} is left out: {one.reason}.")) for one in asked.left_out
    ]
    if asked.reversion is not None:
        at = "" if numeric else f"{asked.reversion:g}, "
        told.append(note(f"If nothing is decided: {at}{asked.scale.words(asked.reversion)}."))
    told += [WholeWords(_models(item)), note(spread_words(item))]
    told += [note(capital(f"{caveat}.")) for caveat in item.forecast.caveats]
    told += [WholeWords(_leverage(item, names)), note(_leverage_words(item, names))]
    return [*told, *votes_told(item, names)]


def _models(item: AssessedIssue) -> Table:
    share, width = percent(item.confidence).replace("\u00a0", " "), item.forecast.models.width_of_scale
    drawn = [f"{share} of draws"] if item.study is not None else []
    made = table("model", "leads to", *drawn, OFF, "remark", numbers=("leads to", OFF))
    for model in item.forecast.models.models:
        interval = item.intervals.get((model.method, model.preset))
        between = ["" if interval is None else ends(interval.low, interval.high, width)] if drawn else []
        shown = "none" if model.outcome is None else number(model.outcome, width)
        off = mean_error(model.method, model.preset)
        told = (*between, "–" if off is None else f"{off:.1f}", cell(remark(model)))
        made.add_row(cell(model_words(model.method, model.preset)), shown, *told)
    return made


def remark(model: ModelForecast) -> str:
    """What is to be known of one model's outcome."""
    if model.method == "nash-outcome" and model.outcome is not None and model.reason:
        return "nothing is better for all than no decision"
    if model.method in ("challenge-model", "spatial-model") and model.outcome is not None and model.reason:
        return "has not come to rest"
    return model.reason


def spread_words(item: AssessedIssue) -> str:
    """Where the headline lies, how far the models differ, and what each was off by elsewhere."""
    models, outcome = item.forecast.models, item.headline.outcome
    spread = "the whole" if models.spread > 0.995 else percent(models.spread).replace("\u00a0", " ")
    told = [] if outcome is None else [headline_words(item, outcome)]
    told.append(f"The models cover {ends(models.low, models.high, models.width_of_scale)}, {spread} of the scale.")
    if item.study is None:
        told.append("Nothing is drawn: each salience and each influence is one number.")
    else:
        told.append("The spatial model is not drawn: a run of it takes too long.")
    told.append(
        f"“{OFF}” is the mean error of that model on {ISSUES} issues of EU decision-making, of a scale of 100; always"
        f" saying the middle was off by {MIDDLE:.1f}."
    )
    return " ".join(told)


def headline_words(item: AssessedIssue, outcome: float) -> str:
    """Where the compromise model leads: a number with its unit, or a place with what it means."""
    scale = item.forecast.asked.scale
    at = number(outcome, scale.high - scale.low)
    if scale.issue.kind == "number":
        return f"The compromise model leads to {f'{at} {scale.units}'.rstrip()}."
    return f"The compromise model leads to {at}: {scale.words(outcome)}."


def _leverage(item: AssessedIssue, names: Mapping[str, str]) -> Table:
    made = table(
        "party", "share of the weight", "if it favoured", "the compromise moves", numbers=("share of the weight",)
    )
    scale, asked = item.forecast.asked.scale, item.forecast.asked
    width = scale.high - scale.low
    shares = {one.actor: one.share for one in item.forecast.compromise.leverage}
    for stance in asked.stances:
        first = True
        for one in item.forecast.persuaded:
            if one.party == stance.party:
                words = scale.words(one.place)
                shift = signed(one.shifts["compromise"], width)
                head = (
                    (cell(names[one.party]), percent(shares[one.party]).replace("\u00a0", " ")) if first else ("", "")
                )
                made.add_row(*head, cell(words), f"{shift} to {number(one.compromise, width)}")
                first = False
    return made


def _leverage_words(item: AssessedIssue, names: Mapping[str, str]) -> str:
    most = max(item.forecast.compromise.leverage, key=lambda one: one.share)
    width = item.forecast.asked.scale.high - item.forecast.asked.scale.low
    tenth = width / 10
    return (
        f"Most weight: {party_in_sentence(names[most.actor])}; a step of {number(tenth, width)} by it moves the"
        f" compromise by {number(most.by_position * tenth, width)}."
    )


def _moves(found: ForecastAssessment, item: AssessedIssue) -> list[RenderableType]:
    names = _names(found)
    told: list[RenderableType] = []
    width = item.forecast.models.width_of_scale

    def name(party: str) -> str:
        return party_in_sentence(names[party])

    for preset, forecast in item.forecast.challenge.items():
        told.append(heading(f"Challenge model, {model_words('', preset).removeprefix(', ')} ({preset})"))
        lines = rounds_in_words(forecast, name, least=SMALL * width)
        told.append(facts((f"round {k}", capital(words)) for k, words in lines) if lines else note("Nobody moves."))
        medians = ", ".join(number(median, width) for median in forecast.medians)
        told.append(note(f"Median before and after each round: {medians}."))
    return told


def _exchange(found: ForecastAssessment) -> list[RenderableType]:
    exchange = found.found.exchange
    if exchange is None:
        return []
    names = _names(found)
    issues = {issue.id: issue.short for issue in found.found.case.issues}

    def name(party: str) -> str:
        return party_in_sentence(names[party])

    worth = [deal for deal in exchange.deals if deal.gain >= LEAST_GAIN]
    made = table("issue", "before", "after", numbers=("before", "after"))
    for row in exchange.rows():
        made.add_row(cell(issues[row["issue"]]), number(row["before"]), number(row["after"]))
    told: list[RenderableType] = [heading("If positions are exchanged between issues"), WholeWords(made)]
    told += [
        note(capital(f"{deal_words(deal, name, issues.__getitem__)}; each gains {number(deal.gain)}."))
        for deal in worth[:8]
    ]
    return told if worth else [*told, note(f"No two parties gain as much as {LEAST_GAIN:g} by an exchange.")]


def supposed_tables(found: ForecastAssessment, item: Supposed) -> list[RenderableType]:
    """One party elsewhere: the outcome by each model, and how far it moves."""
    issue = found.issues[0]
    scale = issue.forecast.asked.scale
    width = scale.high - scale.low
    made = table("model", "as it is", "then", "moves by", numbers=("as it is", "then", "moves by"))
    for method, preset, outcome in (
        ("compromise", "", item.compromise),
        *(("challenge-model", name, value) for name, value in item.challenge.items()),
    ):
        shift = item.shifts[preset or method]
        figures = (number(outcome - shift, width), number(outcome, width), signed(shift, width))
        made.add_row(cell(model_words(method, preset)), *figures)
    at = "" if scale.issue.kind == "number" else f"{number(item.place, width)}, "
    where = f"If {party_in_sentence(_names(found)[item.party])} stood at {at}{scale.words(item.place)}"
    return [heading(where), WholeWords(made), note(JUDGED)]
