"""Checks of sources: spans lie inside their reports, quotations are in the text, outcomes fit the values."""

from __future__ import annotations

from collections.abc import Iterator

from detente.case.finding import Check, Finding, Path, Texts
from detente.case.model.base import first_day, last_day
from detente.case.model.case import Case
from detente.case.model.record import Slot


def spans(case: Case, texts: Texts) -> Iterator[Finding]:
    """Every span lies inside its text, and a quotation is what stands there."""
    if texts is None:
        return
    of_report = {report.id: texts.get(report.text) for report in case.reports}
    for index, statement in enumerate(case.statements):
        path: Path = ("statements", index)
        yield from _span(statement.span, of_report.get(statement.report), statement.quote, path, statement.report)
    for index, event in enumerate(case.events):
        for name, slot in event.slots.items():
            for number, value in enumerate(slot.values):
                path = ("events", index, "slots", name, "values", number)
                yield from _span(value.span, of_report.get(value.report), None, path, value.report)
    for index, proposal in enumerate(case.proposals):
        for number, provision in enumerate(proposal.provisions):
            path = ("proposals", index, "provisions", number)
            yield from _span(provision.span, texts.get(proposal.text or ""), None, path, str(proposal.text))


def _span(
    span: tuple[int, int] | None, text: str | None, quote: str | None, path: Path, name: str
) -> Iterator[Finding]:
    if span is None or text is None:
        return
    start, end = span
    if start >= end:
        what, todo = f"the span [{start}, {end}] is empty", "spans run from their first character to after their last"
        yield Finding("error", "span", (*path, "span"), what, todo)
    elif not 0 <= start < end <= len(text):
        what = f"the span [{start}, {end}] lies outside {name}, which has {len(text)} characters"
        yield Finding("error", "span", (*path, "span"), what, _where(quote, text))
    elif quote is not None and text[start:end] != quote:
        what = f"the quotation is not what stands at [{start}, {end}] of {name}: “{_short(text[start:end])}”"
        yield Finding("error", "quotation", (*path, "quote"), what, _where(quote, text))


def _where(quote: str | None, text: str) -> str:
    found = text.find(quote) if quote else -1
    if found >= 0 and quote:
        return f"the quotation stands at [{found}, {found + len(quote)}]"
    return "the quotation is nowhere in the text" if quote else "spans count characters from 0, end exclusive"


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "…"


def outcomes(case: Case, _texts: Texts) -> Iterator[Finding]:
    """The outcome typed for a slot fits the values that the reports give it."""
    for index, event in enumerate(case.events):
        for name, slot in event.slots.items():
            problem = _misfit(slot)
            if problem:
                path: Path = ("events", index, "slots", name)
                yield Finding("warning", "outcome", path, problem, "look at the values again")


def _misfit(slot: Slot) -> str | None:
    reports = {value.report for value in slot.values}
    values = {value.value for value in slot.values}
    if slot.outcome == "single-source" and len(reports) > 1:
        return "the outcome is single-source, but several reports give a value"
    if slot.outcome in ("agree", "refines") and len(reports) < 2:
        return f"the outcome is {slot.outcome}, but one report alone gives a value"
    if slot.outcome in ("hard", "soft") and len(values) < 2:
        return f"the outcome is {slot.outcome}, but there is only one value"
    if slot.outcome == "agree" and len(values) > 1 and slot.note is None:
        return "the outcome is agree, but the values differ"
    return None


def dates(case: Case, _texts: Texts) -> Iterator[Finding]:
    """Nothing is dated after the day on which the record closes, and offers end after they begin."""
    for index, offer in enumerate(case.offers):
        for name, end in (("until", offer.until), ("withdrawn", offer.withdrawn)):
            if offer.on and end and last_day(end) < first_day(offer.on):
                what = f"{name} {end} lies before on {offer.on}"
                yield Finding("error", "date-order", ("offers", index, name), what, "swap the dates")
    if case.as_of is None:
        return
    close = last_day(case.as_of)
    dated: list[tuple[Path, str | None]] = []
    dated += [(("reports", index, "published"), item.published) for index, item in enumerate(case.reports)]
    dated += [(("offers", index, "on"), item.on) for index, item in enumerate(case.offers)]
    dated += [(("proposals", index, "on"), item.on) for index, item in enumerate(case.proposals)]
    dated += [(("positions", index, "on"), item.on) for index, item in enumerate(case.positions)]
    for path, when in dated:
        if when and first_day(when) > close:
            what = f"{when} lies after the case's as-of date {case.as_of}"
            yield Finding("warning", "after-as-of", path, what, "it is not used, or as-of is out of date")


CHECKS: tuple[Check, ...] = (spans, outcomes, dates)
