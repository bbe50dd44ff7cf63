"""What `forecast` prints."""

from __future__ import annotations

from collections.abc import Mapping

from rich.console import RenderableType
from rich.table import Table

from detente.assessment.forecast import ERROR_OF_COMPROMISE, TRACK_RECORD, AssessedIssue, ForecastAssessment
from detente.brief.percent import percent
from detente.brief.sections.naming import party_in_sentence
from detente.case.model.judgement import Judgement
from detente.cli.forecast_votes import power_told, votes_told
from detente.cli.tables import cell, facts, heading, note, table
from detente.cli.whole_words import WholeWords
from detente.engines.forecast.of_case import Supposed
from detente.engines.forecast.of_case.words import deal_words, model_words, rounds_in_words
from detente.engines.forecast.side_by_side import ModelForecast

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
    told += ["", note(JUDGED), note(f"How far such models have been right before: {TRACK_RECORD}.")]
    if not moves:
        told.append(note("Who moves whom, round by round: --issue ID."))
    return told


def _names(found: ForecastAssessment) -> Mapping[str, str]:
    return {party.id: str(party.name) for party in found.found.case.parties}


def _issue(found: ForecastAssessment, item: AssessedIssue) -> list[RenderableType]:
    asked, names = item.forecast.asked, _names(found)
    stood = table("party", "at", "answer", "salience", "influence", numbers=("at",))
    for stance in asked.stances:
        salience = _range(stance.salience) + (" by its weights" if stance.salience_from == "weights" else "")
        words = asked.scale.words(stance.place)
        stood.add_row(cell(names[stance.party]), f"{stance.place:g}", cell(words), salience, _range(stance.influence))
    told: list[RenderableType] = [heading(f"{asked.issue.short}: where positions lead"), WholeWords(stood)]
    told += [
        note(_capital(f"{party_in_sentence(names[one.party])} is left out: {one.reason}.")) for one in asked.left_out
    ]
    if asked.reversion is not None:
        told.append(note(f"If nothing is decided: {asked.reversion:g}, {asked.scale.words(asked.reversion)}."))
    told += [WholeWords(_models(item)), note(spread_words(item))]
    told += [note(_capital(f"{caveat}.")) for caveat in item.forecast.caveats]
    told += [WholeWords(_leverage(item, names)), note(_leverage_words(item, names))]
    return [*told, *votes_told(item, names)]


def _models(item: AssessedIssue) -> Table:
    share = percent(item.confidence).replace("\u00a0", " ")
    made = table("model", "leads to", f"{share} of draws", "remark", numbers=("leads to",))
    for model in item.forecast.models.models:
        interval = item.intervals.get((model.method, model.preset))
        drawn = "" if interval is None else _ends(interval.low, interval.high)
        shown = "none" if model.outcome is None else _number(model.outcome)
        made.add_row(cell(model_words(model.method, model.preset)), shown, drawn, cell(remark(model)))
    return made


def remark(model: ModelForecast) -> str:
    """What is to be known of one model's outcome."""
    if model.method == "nash-outcome" and model.outcome is not None and model.reason:
        return "nothing is better for all than no decision"
    if model.method in ("challenge-model", "spatial-model") and model.outcome is not None and model.reason:
        return "has not come to rest"
    return model.reason


def spread_words(item: AssessedIssue) -> str:
    """Where the headline lies, and how far the models differ."""
    models, outcome = item.forecast.models, item.headline.outcome
    scale = item.forecast.asked.scale
    at = "" if outcome is None else f"The compromise model leads to {_number(outcome)}: {scale.words(outcome)}. "
    spread = "the whole" if models.spread > 0.995 else percent(models.spread).replace("\u00a0", " ")
    off = ERROR_OF_COMPROMISE * models.width_of_scale
    return (
        f"{at}The models cover {_ends(models.low, models.high)}, {spread} of the scale; on average that model was off"
        f" by {_number(off)} of a scale as wide as this one."
    )


def _leverage(item: AssessedIssue, names: Mapping[str, str]) -> Table:
    made = table(
        "party", "share of the weight", "if it favoured", "the compromise moves", numbers=("share of the weight",)
    )
    scale, asked = item.forecast.asked.scale, item.forecast.asked
    shares = {one.actor: one.share for one in item.forecast.compromise.leverage}
    for stance in asked.stances:
        first = True
        for one in item.forecast.persuaded:
            if one.party == stance.party:
                words = scale.words(one.place)
                shift = _signed(one.shifts["compromise"])
                head = (
                    (cell(names[one.party]), percent(shares[one.party]).replace("\u00a0", " ")) if first else ("", "")
                )
                made.add_row(*head, cell(words), f"{shift} to {_number(one.compromise)}")
                first = False
    return made


def _leverage_words(item: AssessedIssue, names: Mapping[str, str]) -> str:
    most = max(item.forecast.compromise.leverage, key=lambda one: one.share)
    tenth = (item.forecast.asked.scale.high - item.forecast.asked.scale.low) / 10
    return (
        f"Most weight: {party_in_sentence(names[most.actor])}; a step of {_number(tenth)} by it moves the compromise by"
        f" {_number(most.by_position * tenth)}."
    )


def _moves(found: ForecastAssessment, item: AssessedIssue) -> list[RenderableType]:
    names = _names(found)
    told: list[RenderableType] = []

    def name(party: str) -> str:
        return party_in_sentence(names[party])

    for preset, forecast in item.forecast.challenge.items():
        told.append(heading(f"Challenge model, {model_words('', preset).removeprefix(', ')} ({preset})"))
        lines = rounds_in_words(forecast, name)
        told.append(facts((f"round {k}", _capital(words)) for k, words in lines) if lines else note("Nobody moves."))
        medians = ", ".join(_number(median) for median in forecast.medians)
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

    made = table("issue", "before", "after", numbers=("before", "after"))
    for row in exchange.rows():
        made.add_row(cell(issues[row["issue"]]), _number(row["before"]), _number(row["after"]))
    told: list[RenderableType] = [heading("If positions are exchanged between issues"), WholeWords(made)]
    told += [
        note(_capital(f"{deal_words(deal, name, issues.__getitem__)}; each gains {_number(deal.gain)}."))
        for deal in exchange.deals[:8]
    ]
    return told if exchange.deals else [*told, note("No two parties gain by an exchange.")]


def supposed_tables(found: ForecastAssessment, item: Supposed) -> list[RenderableType]:
    """One party elsewhere: the outcome by each model, and how far it moves."""
    issue = found.issues[0]
    scale = issue.forecast.asked.scale
    made = table("model", "as it is", "then", "moves by", numbers=("as it is", "then", "moves by"))
    for method, preset, outcome in (
        ("compromise", "", item.compromise),
        *(("challenge-model", name, value) for name, value in item.challenge.items()),
    ):
        shift = item.shifts[preset or method]
        made.add_row(cell(model_words(method, preset)), _number(outcome - shift), _number(outcome), _signed(shift))
    where = (
        f"If {party_in_sentence(_names(found)[item.party])} stood at {_number(item.place)}, {scale.words(item.place)}"
    )
    return [heading(where), WholeWords(made), note(JUDGED)]


def _capital(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"


def _range(given: Judgement) -> str:
    if given.is_point:
        return f"{float(given.point):g}"
    return f"{float(given.point):g} ({float(given.low):g}–{float(given.high):g})"


def _number(value: float) -> str:
    """Four significant digits, at most one decimal.

    >>> _number(56.0606), _number(-0.001), _number(40.0)
    ('56.1', '0', '40')
    """
    shown = f"{round(value, 1) + 0.0:.1f}".removesuffix(".0")
    return "0" if shown == "-0" else shown.replace("-", "−")


def _signed(value: float) -> str:
    shown = _number(value)
    return shown if shown.startswith("−") or shown == "0" else f"+{shown}"


def _ends(low: float, high: float) -> str:
    return _number(low) if _number(low) == _number(high) else f"{_number(low)} to {_number(high)}"
