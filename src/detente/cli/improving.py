"""Commands about packages to put on the table: improve a deal already reached, suggest a short list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from detente.cli.cases import AsJson, CasePath, View
from detente.cli.outcome import guarded, say_json
from detente.cli.watching import watched

if TYPE_CHECKING:
    from detente.case.model.issue import Issue
    from detente.case.reading import CaseFile
    from detente.engines.settlement.problem import PackageValues, SettlementProblem
    from detente.engines.settlement.result import NoSettlement
    from detente.engines.settlement.suggestions import Suggestions


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command()(guarded(improve))
    app.command()(guarded(suggest))


def improve(
    case: CasePath,
    start: Annotated[
        list[str],
        typer.Option(
            "--from",
            metavar="PROPOSAL",
            help="The deal: a proposal's id, status-quo, or issue=answer. May be repeated; later ones override.",
        ),
    ],
    listed: Annotated[int, typer.Option("--show", min=1, help="How many improvements to list.")] = 10,
    view: View = None,
    as_json: AsJson = False,
) -> None:
    """Say what would be better than a deal already reached: more for some party, less for none.

    Example: detente improve examples/ukraine-2025 --from status-quo
    """
    from detente.case.reading import read_case
    from detente.cli.improving_tables import improvement_answer, improvement_tables
    from detente.cli.tables import show
    from detente.engines.settlement.improvement import improvements
    from detente.engines.settlement.of_case import problem_of

    with watched() as progress:
        read = read_case(case, view)
        problem = problem_of(read)
        found = improvements(problem, _package(read, start), listed=listed, progress=progress)
    if as_json:
        say_json(improvement_answer(read, found))
        return
    show(improvement_tables(read, problem, found))


def suggest(
    case: CasePath,
    party: Annotated[
        str | None, typer.Option("--for", metavar="PARTY", help="Packages worth the same to this party.")
    ] = None,
    worth: Annotated[
        float | None, typer.Option("--worth", help="How many points, with --for; by default as by the Nash solution.")
    ] = None,
    within: Annotated[
        float, typer.Option("--within", min=0, max=100, help="How far from these points, with --for.")
    ] = 3.0,
    count: Annotated[int, typer.Option("--count", min=1, max=20, help="How many packages.")] = 4,
    view: View = None,
    as_json: AsJson = False,
) -> None:
    """Suggest a few complete packages that all could accept, unlike one another, with what speaks for each.

    Example: detente suggest examples/ukraine-2025 --count 3
    """
    from detente.case.reading import read_case
    from detente.cli.improving_tables import suggestion_answer, suggestion_tables
    from detente.cli.tables import show
    from detente.engines.settlement.of_case import problem_of
    from detente.engines.settlement.suggestions import suggestions

    if party is None and worth is not None:
        raise typer.BadParameter("points are those of a party: name it with --for", param_hint="--worth")
    with watched() as progress:
        read = read_case(case, view)
        problem = problem_of(read)
        if party is None:
            found = suggestions(problem, count, progress=progress)
        else:
            found = _equal(problem, party, worth, count, within)
    if as_json:
        say_json(suggestion_answer(read, problem, found))
        return
    show(suggestion_tables(read, problem, found))


def _equal(
    problem: SettlementProblem, party: str, worth: float | None, count: int, within: float
) -> Suggestions | NoSettlement:
    from detente.engines.settlement.folding.folded_frontier import folded_frontier
    from detente.engines.settlement.folding.solutions import folded_solutions
    from detente.engines.settlement.result import NoSettlement
    from detente.engines.settlement.suggestions import equal_suggestions
    from detente.foundation.ids import did_you_mean

    if party not in problem.bargainers:
        todo = did_you_mean(party, problem.bargainers)
        raise typer.BadParameter(f"'{party}' is no party whose yes is always needed; {todo}", param_hint="--for")
    if worth is None:
        nash = folded_solutions(folded_frontier(problem, "acceptable"))["nash"]
        if isinstance(nash, NoSettlement):
            return nash
        value = nash.solution.values[0][problem.bargainers.index(party)]
    else:
        value = worth
    return equal_suggestions(problem, problem.parties.index(party), value, count, within=within)


def _package(read: CaseFile, start: Sequence[str]) -> PackageValues:
    """The value codes of the deal that is named."""
    from detente.case.vocabulary import codes_of

    answers: dict[str, Any] = {}
    for words in start:
        answers |= _answers(read, words)
    codes = codes_of(read.case, answers)
    unclear = [issue.id for issue, code in zip(read.case.issues, codes, strict=True) if code is None]
    wrong = [name for name in unclear if name in answers]
    if wrong:
        issue = next(issue for issue in read.case.issues if issue.id == wrong[0])
        todo = f"the answers are {', '.join(_each(issue))}"
        raise typer.BadParameter(f"{wrong[0]}: there is no such answer; {todo}", param_hint="--from")
    if unclear:
        todo = f"add --from {unclear[0]}=ANSWER"
        raise typer.BadParameter(f"the deal leaves open {', '.join(unclear)}: {todo}", param_hint="--from")
    return tuple(code for code in codes if code is not None)


def _each(issue: Issue) -> list[str]:
    """The answers of an issue as they are typed; of a set its members, of many the first ten."""
    from detente.case.writing import flow

    if issue.kind == "set":
        return [f"any of {flow(list(issue.names))}"]
    known = list(issue.names) if issue.kind == "choice" else [flow(value) for value in issue.numbers]
    return [*known[:10], *["…"][: len(known) > 10]]


def _answers(read: CaseFile, words: str) -> Mapping[str, Any]:
    from detente.case.model.base import exact
    from detente.case.yaml_subset import compose
    from detente.foundation.ids import did_you_mean

    issue, equals, value = (part.strip() for part in words.partition("="))
    issues = [item.id for item in read.case.issues]
    if equals:
        if issue not in issues:
            raise typer.BadParameter(f"there is no issue '{issue}'; {did_you_mean(issue, issues)}", param_hint="--from")
        given = compose(f"value: {value}", "--from").plain()["value"]
        if isinstance(given, str | list):
            return {issue: tuple(given) if isinstance(given, list) else given}
        return {issue: exact(given)}
    if words == "status-quo":
        if read.case.status_quo is None:
            raise typer.BadParameter("the case has no status quo", param_hint="--from")
        return read.case.status_quo
    found = next((proposal for proposal in read.case.proposals if proposal.id == words), None)
    if found is None:
        todo = did_you_mean(words, [proposal.id for proposal in read.case.proposals])
        raise typer.BadParameter(f"there is no proposal '{words}'; {todo}", param_hint="--from")
    return found.package
