"""What `what-if` prints of where positions lead: each model today and after, on the issues that a change touches."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rich.console import RenderableType
from rich.table import Table

from detente.assessment.compared_forecasts import ComparedIssue, ForecastSide
from detente.brief.percent import percent
from detente.cli.forecast_tables import JUDGED
from detente.cli.scale_numbers import capital, ends, judged, number, signed
from detente.cli.tables import cell, facts, heading, note, table
from detente.cli.whole_words import WholeWords
from detente.engines.forecast.of_case import NoScale, Stance
from detente.engines.forecast.of_case.words import model_words


def compared_forecast_tables(found: Sequence[ComparedIssue], names: Mapping[str, str]) -> list[RenderableType]:
    """Every issue that the change touches. names: of the parties, by id."""
    told: list[RenderableType] = []
    for item in found:
        told += [heading(f"{item.issue.short}: where positions lead"), *_issue(item, names)]
    return [*told, note(f"All at the shown points. {JUDGED}")] if any(item.models for item in found) else told


def _issue(item: ComparedIssue, names: Mapping[str, str]) -> Iterator[RenderableType]:
    rows = [(capital(names.get(party, party)), _moved(item, *sides)) for party, *sides in item.moved]
    if rows and item.after.models is not None:
        yield facts(rows)
    for words in (*_reasons(item), *_scale(item)):
        yield note(capital(words))
    if item.models:
        yield WholeWords(_models(item))
        yield from (note(words) for words in (*_outcome(item), _spread(item)))


def _moved(item: ComparedIssue, today: Stance | None, after: Stance | None) -> str:
    """How what counts of one party differs."""
    if after is None:
        return f"no longer counted{_why(item.after, today)}"
    at = _place(item.after, after.place)
    if today is None:
        influence = f"influence {judged(after.influence)}"
        return f"counted: at {at}, salience {judged(after.salience)}, {influence}"
    told = [f"at {at} instead of {_place(item.today, today.place)}"] if after.place != today.place else []
    for what in ("salience", "influence"):
        old, new = getattr(today, what), getattr(after, what)
        if old != new:
            told.append(f"{what} {judged(new)} instead of {judged(old)}")
    if after.salience_from != today.salience_from and today.salience == after.salience:
        told.append("salience stated" if after.salience_from == "given" else "salience by its weights")
    return "; ".join(told)


def _why(side: ForecastSide, stance: Stance | None) -> str:
    if isinstance(side.asked, NoScale) or stance is None:
        return ""
    return next((f": {one.reason}" for one in side.asked.left_out if one.party == stance.party), "")


def _place(side: ForecastSide, place: float) -> str:
    """A place and what it means; where the issue has a unit, with that."""
    if isinstance(side.asked, NoScale):
        return number(place)
    scale = side.asked.scale
    shown = number(place, scale.high - scale.low)
    return f"{shown} {scale.units}".strip() if scale.issue.kind == "number" else f"{shown} ({scale.words(place)})"


def _width(item: ComparedIssue) -> float:
    """How wide the scale is, after the change where it has one there."""
    scales = [side.asked.scale for side in (item.today, item.after) if not isinstance(side.asked, NoScale)]
    return scales[-1].high - scales[-1].low if scales else 100.0


def _reasons(item: ComparedIssue) -> Iterator[str]:
    sides = [side.asked.reason if isinstance(side.asked, NoScale) else "" for side in (item.today, item.after)]
    if sides[0] == sides[1] != "":
        yield f"not computed: {sides[0]}."
        return
    for when, reason in zip(("not computed today", "not computed after the change"), sides, strict=True):
        if reason:
            yield f"{when}: {reason}."


def _scale(item: ComparedIssue) -> Iterator[str]:
    """What differs in the scale and in what holds if nothing is decided."""
    before, later = item.today.asked, item.after.asked
    if isinstance(before, NoScale) or isinstance(later, NoScale):
        return
    sides = (before.scale, later.scale)
    old, new = (ends(scale.low, scale.high) for scale in sides)
    if old != new:
        yield f"the scale runs from {new} instead of {old}."
    elif sides[0].answers != sides[1].answers:
        was = dict(sides[0].answers)
        told = [f"“{later.issue.option_label(name)}” stands at {number(at)}"
                + (f" instead of {number(was[name])}" if name in was else "")
                for name, at in sides[1].answers if was.get(name) != at]  # fmt: skip
        yield "; ".join(told) + "." if told else "an answer is gone."
    if before.reversion != later.reversion:
        quo = ["not known" if one.reversion is None else number(one.reversion, _width(item)) for one in (before, later)]
        yield f"what holds if nothing is decided: {quo[0]} today, {quo[1]} after the change."


def _models(item: ComparedIssue) -> Table:
    made = table("model", "today", "after", "moves by", numbers=("today", "after", "moves by"))
    width = _width(item)
    for one in item.models:
        today, after = ("none" if at is None else number(at, width) for at in (one.today, one.after))
        shift = "" if one.shift is None else signed(one.shift, width)
        made.add_row(cell(model_words(one.method, one.preset)), today, after, shift)
    return made


def _outcome(item: ComparedIssue) -> Iterator[str]:
    """Where the first model leads after the change, and what that means."""
    first, asked = item.models[0], item.after.asked
    if first.after is None or isinstance(asked, NoScale):
        return
    words = number(first.after, _width(item))
    was = words if first.today is None else number(first.today, _width(item))
    before = "" if first.today is None else ", as today" if was == words else f" instead of {was}"
    if asked.issue.kind == "number":
        words, means = f"{words} {asked.scale.units}".strip(), ""
    else:
        means = f": {asked.scale.words(first.after)}"
    yield f"The {model_words(first.method, first.preset)} leads to {words}{before}{means}."


def _spread(item: ComparedIssue) -> str:
    """How far the models differ on each side."""
    told = [
        (f"{ends(models.low, models.high, _width(item))}, {_of_scale(models.spread)}", when)
        for when, models in (("today", item.today.models), ("after the change", item.after.models))
        if models is not None
    ]
    if len(told) == 2 and told[0][0] == told[1][0]:
        return f"The models cover {told[0][0]}, today and after the change."
    return f"The models cover {'; '.join(f'{when} {words}' for words, when in told)}."


def _of_scale(share: float) -> str:
    return "the whole scale" if share > 0.995 else f"{percent(share)} of the scale".replace("\u00a0", " ")
