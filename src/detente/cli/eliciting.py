"""The command that asks for weights by comparison: elicit."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from detente.cli.cases import AsJson, CasePath, View
from detente.cli.outcome import FAULTS, guarded, say, say_json

if TYPE_CHECKING:
    from detente.cli.answer_file import Given
    from detente.cli.elicit_screen import Sitting
    from detente.study.elicitation.interview import Interview


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(guarded(elicit))


def elicit(
    case: CasePath,
    party: Annotated[str, typer.Option("--party", metavar="ID", help="Whose weights are asked for.")],
    view: View = None,
    answers: Annotated[
        Path | None,
        typer.Option("--answers", metavar="FILE", help="Take answers from a YAML or JSON list instead of asking."),
    ] = None,
    by: Annotated[str | None, typer.Option("--by", help="Who answers; stands beside each answer.")] = None,
    within: Annotated[
        float, typer.Option("--within", min=0, max=100, help="Points by which two packages that are alike may differ.")
    ] = 5.0,
    replace: Annotated[
        bool, typer.Option("--replace", help="Put answers in the place of weights that stand as points.")
    ] = False,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Another seed asks other questions.")] = 0,
    as_json: AsJson = False,
) -> None:
    """Ask which of two packages a party would rather take, and keep the answers as its weights.

    Example: detente elicit examples/ukraine-2025 --party russia --view second-opinion
    """
    from detente.cli.elicit_screen import interview_on_screen, summary

    sitting = _sitting(case, party, view, by, Fraction(str(within)), seed, replace=replace)
    if answers is not None:
        sitting = _answered(sitting, answers, as_json=as_json)
    elif not as_json:
        interview_on_screen(sitting)
        return
    if as_json:
        say_json(elicitation_answer(sitting))
    else:
        summary(sitting)


def _sitting(
    case: Path, party: str, view: str | None, by: str | None, within: Fraction, seed: int, *, replace: bool
) -> Sitting:
    from detente.case.reading import read_case
    from detente.cli.elicit_screen import Sitting
    from detente.foundation.ids import did_you_mean, is_id
    from detente.study.elicitation.interview import Interview
    from detente.study.elicitation.recording import stands_in_points, view_path

    read = read_case(case)
    if view is not None and not is_id(view):
        raise typer.BadParameter(f"'{view}' is not the name of a view", param_hint="--view")
    if view is not None and view_path(read, view).exists():
        read = read_case(case, view)
    if party not in read.case.preferences:
        todo = did_you_mean(party, read.case.preferences)
        what = f"the case says nothing of what '{party}' wants: values are needed before weights"
        raise typer.BadParameter(f"{what}; {todo}", param_hint="--party")
    touched = view is None or (read.view is not None and party in read.view.preferences)
    if touched and stands_in_points(read, party) and not replace:
        what = f"{party}'s weights stand as points, and answers would take their place"
        raise typer.BadParameter(
            f"{what}: add --replace, with --view NAME to leave the case alone", param_hint="--party"
        )
    interview = Interview.begin(read.case, party, by=by, within=within, seed=seed)
    return Sitting(read, view, interview)


def _answered(sitting: Sitting, file: Path, *, as_json: bool) -> Sitting:
    """The sitting after all answers of the file, saved; nothing is saved where they contradict one another."""
    from detente.cli.answer_file import given_answers
    from detente.cli.elicit_screen import contradiction_words

    interview = sitting.interview
    for given in given_answers(file, interview):
        interview = _taken(interview, given)
    done = sitting.with_interview(interview)
    if not interview.consistent:
        if as_json:
            say_json({**elicitation_answer(done), "written": None})
        for line in contradiction_words(done):
            say(line, to_errors=True)
        say("nothing was written", to_errors=True)
        raise typer.Exit(FAULTS)
    _ = interview.corners  # raises TooLarge before anything is written
    return done.saved()


def _taken(interview: Interview, given: Given) -> Interview:
    from detente.study.elicitation.interview import Asked

    if given.comparison is not None:
        by = given.comparison.by or interview.by
        return interview.with_comparison(given.comparison.model_copy(update={"by": by}))
    if not interview.consistent or given.word is None:
        return interview
    asked = interview.ask()
    if not isinstance(asked, Asked):
        raise given.fault("no question is left for this answer", f"leave it out: {asked.why}")
    return interview.answer(asked, given.word)


def elicitation_answer(sitting: Sitting) -> dict[str, Any]:
    """What the answers so far say, and the question to ask next, for other programs."""
    from detente.foundation.plain_data import plain
    from detente.study.elicitation.interview import Asked, written

    interview = sitting.interview
    found: dict[str, Any] = {
        "case": sitting.read.case.id,
        "party": interview.party,
        "view": sitting.view,
        "comparisons": [written(comparison) for comparison in interview.comparisons],
        "consistent": interview.consistent,
        "written": str(sitting.target) if sitting.was_saved else None,
        "reconsider": None,
        "undecided": None,
        "next": None,
    }
    if not interview.consistent:
        return {**found, "reconsider": interview.reconsider().to_dict()}
    found["undecided"] = interview.undecided()
    asked = interview.ask()
    if isinstance(asked, Asked):
        packages = {"1": plain(asked.question.first), "2": plain(asked.question.second)}
        found["next"] = {**packages, "kind": asked.told.kind, "share": asked.told.share}
    else:
        found["nothing_to_ask"] = asked.why
    return found
