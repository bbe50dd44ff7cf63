"""How sure a case's conclusions are: shares of draws, what they hang on, and where single judgements turn them."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path

from detente.engines.settlement.of_case import CaseSettlement, LargeCaseSettlement
from detente.engines.settlement.settle_at_size import settle_at_size
from detente.foundation.errors import TooLarge
from detente.foundation.progress import SILENT, Progress
from detente.study.acceptability import Acceptability
from detente.study.flips import FlipPoints, flip_points
from detente.study.of_case import feasible_codes
from detente.study.running import Study, run
from detente.study.sensitivity import Sensitivity
from detente.study.tasks import MOST_ENUMERATED, acceptability_task, sensitivity_task
from detente.study.tasks_at_size import acceptability_task_at_size, sensitivity_task_at_size

BASE_SHARE = 8
"""Draws of the acceptability for one row of the sensitivity's base sample, which costs k + 2 evaluations."""

LEAST_BASE = 64

TOO_MANY = "the packages are too many to look at each while one judgement moves"
"""Why there are no flip points of a case too large to enumerate."""


@dataclass(frozen=True, slots=True, eq=False)
class CaseStudy:
    """A settled case over draws of all judgements that are more than a point.

    flips: of the zone under the empty name, and of each proposal that settles anything; none where the case is too
    large for them, with the reason in `skipped`.
    """

    settled: CaseSettlement | LargeCaseSettlement
    acceptability: Study[Acceptability]
    sensitivity: Study[Sensitivity]
    flips: Mapping[str, FlipPoints]
    skipped: str = ""


def study_case(
    settled: CaseSettlement | LargeCaseSettlement,
    draws: int,
    *,
    seed: int = 0,
    executor: Executor | None = None,
    store: Path | str | None = None,
    progress: Progress = SILENT,
) -> CaseStudy:
    """Draw all judgements of a case, and say for each proposal and for the zone how sure the conclusion is.

    The same seed and draws give the same answer on any executor; with a `store` a stopped run goes on. Of a case with
    more than 20,000 feasible packages it is said in how many draws the zone and each proposal is open, not which
    packages each draw leaves efficient.
    O(draws).
    """
    asked = _not_listed(settled, progress)
    large = isinstance(asked, LargeCaseSettlement)
    counting = acceptability_task_at_size(asked) if large else acceptability_task(asked)
    shares = run(counting, draws, seed=seed, executor=executor, store=store, progress=progress)
    base = max(LEAST_BASE, draws // BASE_SHARE)
    explaining = sensitivity_task_at_size(asked) if large else sensitivity_task(asked)
    indices = run(explaining, base, seed=seed, executor=executor, store=store, progress=progress)
    if isinstance(settled, LargeCaseSettlement):
        return CaseStudy(settled, shares, indices, {}, TOO_MANY)
    names = ("", *(item.proposal for item in shares.answer.proposals))
    try:
        flips = {name: flip_points(settled, name or None, progress=progress) for name in names}
    except TooLarge as error:
        return CaseStudy(settled, shares, indices, {}, str(error))
    return CaseStudy(settled, shares, indices, flips)


def _not_listed(
    settled: CaseSettlement | LargeCaseSettlement, progress: Progress
) -> CaseSettlement | LargeCaseSettlement:
    """The case as one too large to enumerate, where a draw cannot look at each of its feasible packages."""
    if isinstance(settled, LargeCaseSettlement) or len(feasible_codes(settled)) <= MOST_ENUMERATED:
        return settled
    return LargeCaseSettlement(settled.read, settle_at_size(settled.problem, progress=progress), settled.ranges)
