"""The command of the stability engine."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, cast

import typer

from detente.cli.cases import AsJson, CasePath, View
from detente.cli.outcome import guarded, say_json
from detente.cli.watching import watched


class ConceptName(StrEnum):
    """The concepts, from the one that asks most of a state to the one that asks least, then the credible ones."""

    nash = "nash"
    gmr = "gmr"
    smr = "smr"
    seq = "seq"
    sseq = "sseq"


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(guarded(stability))


def stability(
    case: CasePath,
    concept: Annotated[
        list[ConceptName] | None,
        typer.Option("--concept", help="Only this concept of stability; may be given again. By default all five."),
    ] = None,
    proposal: Annotated[
        str | None,
        typer.Option("--proposal", metavar="ID", help="One proposal only, with what each party could do alone."),
    ] = None,
    variant: Annotated[
        str | None, typer.Option("--variant", metavar="ID", help="The conflict as this variant of the case has it.")
    ] = None,
    seen_by: Annotated[
        str | None, typer.Option("--seen-by", metavar="PARTY", help="The conflict as this party sees it.")
    ] = None,
    sim: Annotated[
        bool, typer.Option("--sim", help="Also what the fear of moving at the same moment as others holds.")
    ] = False,
    horizon: Annotated[
        int | None,
        typer.Option(
            "--horizon", metavar="H", min=1, max=1000, help="Also with both looking H moves ahead; two parties."
        ),
    ] = None,
    far: Annotated[
        bool, typer.Option("--far", help="Also with both looking as far ahead as matters; two parties.")
    ] = False,
    wanted: Annotated[
        str | None,
        typer.Option(
            "--wanted", metavar="STATE", help="What would have to be preferred for a state or proposal to hold."
        ),
    ] = None,
    draws: Annotated[
        int | None,
        typer.Option("--draws", min=1, help="In what share of so many drawn preferences each state holds."),
    ] = None,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Another seed is another sample.")] = 0,
    view: View = None,
    as_json: AsJson = False,
) -> None:
    """Say which states nobody would leave alone, what holds them, and which proposals would hold.

    Example: detente stability examples/ukraine-2025 --proposal kyiv-offer
    """
    from detente.assessment.stability import assess_stability
    from detente.assessment.wanted_state import state_robustness, wanted_state
    from detente.case.reading import read_case
    from detente.cli.stability_answers import stability_answer
    from detente.cli.stability_asked import Asked
    from detente.cli.stability_tables import stability_tables
    from detente.cli.tables import show
    from detente.engines.stability.of_case.further import further_of_case
    from detente.engines.stability.verdicts import CONCEPTS, Concept
    from detente.foundation.errors import OutOfDomain
    from detente.foundation.ids import did_you_mean

    read = read_case(case, view)
    known = [item.id for item in read.case.proposals]
    if proposal is not None and proposal not in known:
        raise OutOfDomain(f"there is no proposal '{proposal}' ({did_you_mean(proposal, known)})")
    asked: list[Concept] = [cast("Concept", item.value) for item in concept] if concept else list(CONCEPTS)
    with watched() as progress:
        found = assess_stability(read, asked, variant=variant, view=seen_by, proposal=proposal, progress=progress)
        further = further_of_case(found.answer.found, simultaneous=sim, horizon=horizon, far=far, progress=progress)
        target = wanted_state(found, wanted, asked) if wanted is not None else None
        at = target.state if target else None
        robust = None
        if draws is not None:
            robust = state_robustness(found, asked, wanted=at, draws=draws, seed=seed, progress=progress)
    more = Asked(further, target, robust)
    if as_json:
        say_json(stability_answer(read, found, more))
        return
    show(stability_tables(found, more, proposal=proposal))
