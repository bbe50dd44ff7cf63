"""Checks of names: every id is defined once, and whatever is named exists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pydantic import BaseModel

from detente.case.checks.parties import named_parties
from detente.case.checks.unknown import each, given, unknown
from detente.case.checks.walk import walk
from detente.case.conflict_states import action_vocabulary, conflict_vocabulary
from detente.case.finding import Check, Finding, Path, Texts
from detente.case.model.case import Case
from detente.case.model.conflict import Conflict
from detente.case.model.issue import Answer, Issue
from detente.case.vocabulary import code_of, vocabulary
from detente.foundation.conditions import Condition, check
from detente.foundation.ids import did_you_mean


def duplicate_ids(case: Case, _texts: Texts) -> Iterator[Finding]:
    """An id stands for one thing in its section."""
    for section in type(case).model_fields:
        yield from _twice(getattr(case, section), (type(case).model_fields[section].alias or section,))
    for index, issue in enumerate(case.issues):
        yield from _twice(issue.options, ("issues", index, "options"))
        repeated = sorted({name for name in issue.of if issue.of.count(name) > 1})
        for name in repeated:
            yield Finding("error", "duplicate-id", ("issues", index, "of"), f"'{name}' stands twice", "name it once")
    for index, commitment in enumerate(case.commitments):
        yield from _twice(commitment.clauses, ("commitments", index, "clauses"))
        yield from _twice(commitment.preconditions, ("commitments", index, "preconditions"))
    for index, accession in enumerate(case.accessions):
        yield from _twice(accession.steps, ("accessions", index, "steps"))
    if case.conflict:
        for section in ("actions", "states", "coalitions", "variants"):
            yield from _twice(getattr(case.conflict, section), ("conflict", section))


def _twice(parts: object, path: Path) -> Iterator[Finding]:
    seen: dict[str, int] = {}
    for index, part in enumerate(parts if isinstance(parts, tuple) else ()):  # type: ignore[arg-type]
        name = getattr(part, "id", None)  # type: ignore[arg-type]
        if name is None:
            continue
        if name in seen:
            what = f"the id '{name}' is already that of number {seen[name] + 1} in this list"
            yield Finding("error", "duplicate-id", (*path, index, "id"), what, "choose another id")
        seen.setdefault(name, index)


def unknown_parties(case: Case, _texts: Texts) -> Iterator[Finding]:
    """Wherever a party is named, it stands under `parties`."""
    yield from unknown("party", named_parties(case), (party.id for party in case.parties))


def unknown_references(case: Case, _texts: Texts) -> Iterator[Finding]:
    """Statements, reports, offers and proposals that are named exist."""
    statements = {statement.id for statement in case.statements}
    because = (
        named
        for path, part in walk(case)
        if isinstance(part, BaseModel)
        for named in each((*path, "because"), part.__dict__.get("because", ()))
    )
    yield from unknown("statement", because, statements)
    reports: list[tuple[Path, str]] = [
        (("statements", index, "report"), item.report) for index, item in enumerate(case.statements)
    ]
    reports += [
        (("events", index, "slots", name, "values", number, "report"), value.report)
        for index, event in enumerate(case.events)
        for name, slot in event.slots.items()
        for number, value in enumerate(slot.values)
    ]
    reports += [
        (("events", index, "slots", name, "within", report), report)
        for index, event in enumerate(case.events)
        for name, slot in event.slots.items()
        for report in slot.within
    ]
    reports += given(
        (("reports", index, "same-story-as"), item.same_story_as) for index, item in enumerate(case.reports)
    )
    yield from unknown("report", reports, (report.id for report in case.reports))
    replaced = [(("offers", index, "replaces"), item.replaces) for index, item in enumerate(case.offers)]
    yield from unknown("offer", given(replaced), (offer.id for offer in case.offers))
    before = [
        named for index, item in enumerate(case.proposals) for named in each(("proposals", index, "after"), item.after)
    ]
    before += given((("statements", index, "proposal"), item.proposal) for index, item in enumerate(case.statements))
    yield from unknown("proposal", before, (proposal.id for proposal in case.proposals))


def replaced_offers(case: Case, _texts: Texts) -> Iterator[Finding]:
    """An offer replaces an earlier one by the same author, and never itself."""
    authors = {offer.id: offer.by for offer in case.offers}
    for index, offer in enumerate(case.offers):
        path: Path = ("offers", index, "replaces")
        if offer.replaces == offer.id:
            yield Finding("error", "replaces", path, "the offer replaces itself", "name the earlier offer")
        elif offer.replaces in authors and authors[offer.replaces] != offer.by:
            what = f"'{offer.replaces}' is an offer by {authors[offer.replaces]}, not by {offer.by}"
            yield Finding("error", "replaces", path, what, "only its author can replace an offer")


def misspelt_sources(case: Case, _texts: Texts) -> Iterator[Finding]:
    """A statement's source is a party's id or words; what is almost an id is pointed out."""
    known = {party.id for party in case.parties} | {report.id for report in case.reports}
    for index, statement in enumerate(case.statements):
        source = statement.source
        if source not in known and " " not in source and source.islower():
            what = f"the source '{source}' is no party of the case"
            todo = f"{did_you_mean(source, known)} or write the source in words"
            yield Finding("warning", "unknown-source", ("statements", index, "source"), what, todo)


def unknown_issues(case: Case, _texts: Texts) -> Iterator[Finding]:
    """Packages, positions and preferences answer issues that exist with options that exist."""
    issues = {issue.id: issue for issue in case.issues}
    for path, package in _packages(case):
        yield from unknown("issue", (((*path, name), name) for name in package), issues)
        for name, answer in package.items():
            if name in issues:
                yield from bad_answer(issues[name], answer, (*path, name))
    for index, position in enumerate(case.positions):
        path: Path = ("positions", index)
        yield from unknown("issue", [((*path, "issue"), position.issue)], issues)
        if position.issue in issues:
            yield from bad_answer(issues[position.issue], position.option, (*path, "option"))
    for name, preference in case.preferences.items():
        weights = preference.weights
        weighed = (*weights.points, *weights.ranked, *weights.among) if weights else ()
        named = [(("preferences", name, "weights", issue), issue) for issue in weighed]
        named += [(("preferences", name, "values", issue), issue) for issue in preference.values]
        yield from unknown("issue", named, issues)


def _packages(case: Case) -> Iterator[tuple[Path, Mapping[str, Answer]]]:
    if case.status_quo is not None:
        yield ("status-quo",), case.status_quo
    for index, proposal in enumerate(case.proposals):
        yield ("proposals", index, "package"), proposal.package
    for name, preference in case.preferences.items():
        if preference.walk_away and isinstance(preference.walk_away.package, Mapping):
            yield ("preferences", name, "walk-away", "package"), preference.walk_away.package


def bad_answer(issue: Issue, answer: Answer, path: Path) -> Iterator[Finding]:
    """What is wrong with an answer to an issue, if anything is."""
    if code_of(issue, answer) is not None:
        return
    if issue.kind == "number":
        low, high, step = (float(n) for n in (issue.numbers[0], issue.numbers[-1], issue.step or 1))
        grid = f"{low:g} to {high:g} in steps of {step:g}"
        yield Finding("error", "unknown-option", path, f"{_said(answer)} is not on the grid of '{issue.id}'", grid)
        return
    names = (answer,) if isinstance(answer, str) else answer if isinstance(answer, tuple) else ()
    wrong = [name for name in names if name not in issue.names]
    if issue.kind == "choice" and not isinstance(answer, str):
        yield Finding("error", "unknown-option", path, f"'{issue.id}' takes one option", "write one option id")
    elif not wrong:
        yield Finding("error", "unknown-option", path, f"'{issue.id}' takes a list of members", "write [a, b]")
    for name in wrong:
        kind = "option" if issue.kind == "choice" else "member"
        what = f"'{issue.id}' has no {kind} '{name}'"
        yield Finding("error", "unknown-option", path, what, did_you_mean(name, issue.names))


def _said(answer: Answer) -> str:
    return f"'{answer}'" if isinstance(answer, str | tuple) else f"{float(answer):g}"


def incomplete_packages(case: Case, _texts: Texts) -> Iterator[Finding]:
    """The status quo, and a package that stands for a walk-away, answer every issue."""
    for path, package in _packages(case):
        if path[0] == "proposals":
            continue
        for issue in case.issues:
            if issue.id not in package:
                what = f"leaves the issue '{issue.id}' open"
                yield Finding("error", "incomplete-package", path, what, "say what holds with no agreement")


def condition_names(case: Case, _texts: Texts) -> Iterator[Finding]:
    """Conditions name issues and options that exist, and use each as its kind allows."""
    issues = vocabulary(case)
    actions = action_vocabulary(case.conflict or Conflict())
    states = conflict_vocabulary(case.conflict or Conflict())
    for path, part in walk(case):
        if isinstance(part, Condition):
            terms = issues
            if path[0] == "conflict" and path[-1] != "means":
                terms = actions if path[1] in ("feasible", "states") else states
            for fault in check(part, terms):
                yield Finding("error", "condition", path, fault.what, fault.todo, column=fault.column)


CHECKS: tuple[Check, ...] = (
    duplicate_ids,
    unknown_parties,
    unknown_references,
    replaced_offers,
    misspelt_sources,
    unknown_issues,
    incomplete_packages,
    condition_names,
)
