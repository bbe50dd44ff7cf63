"""Warnings about a case that need the engine."""

from __future__ import annotations

import numpy as np

from detente.case.live_offers import live_offers
from detente.case.reading import CaseFile
from detente.case.vocabulary import vocabulary
from detente.engines.settlement.of_case.asking import settlement_problem
from detente.engines.settlement.packages import Packages
from detente.foundation.conditions import bind
from detente.foundation.errors import CaseError, Fault, MethodError


def judgement_findings(read: CaseFile) -> tuple[Fault, ...]:
    """Warnings that need the engine: live offers that their authors' own judgements contradict.

    An offer and a judgement disagree where every feasible package with `gives` and `if`, the status quo aside,
    lies below the author's walk-away at the shown judgements; an offer is empty where there is no such package.
    Nothing is said where the case cannot be settled or is too large to enumerate. O(packages × live offers).
    """
    try:
        problem = settlement_problem(read.case)
        packages = Packages(problem)
    except (CaseError, MethodError):
        return ()
    terms = vocabulary(read.case)
    feasible = packages.feasible()
    codes = np.arange(len(packages), dtype=np.int64) if feasible is None else feasible
    if problem.status_quo is not None:
        codes = codes[codes != packages.encode(problem.status_quo)]
    live = {offer.id for offer in live_offers(read.case)}
    found: list[Fault] = []
    for index, offer in enumerate(read.case.offers):
        if offer.by not in problem.parties or offer.id not in live:
            continue
        party = problem.parties.index(offer.by)
        meant = codes[packages.truth_at(bind(offer.gives, terms) & bind(offer.if_, terms), codes)]
        place, field = read.place("offers", index), f"offers.{index}"
        if not len(meant):
            what = "no feasible package has both what the offer gives and what it asks"
            found.append(Fault("warning", "offer-empty", field, what, "look at the constraints again", place))
            continue
        best, floor = int(packages.column(party)[meant].max()), int(problem.walk_away[party])
        if best < floor:
            what = f"{offer.by} offers what its own numbers say it would refuse"
            worth, lack = (float(problem.points(party, score)) for score in (best, floor - best))
            todo = f"at best it is worth {worth:.1f}, {lack:.2g} below the walk-away: one of them is wrong"
            found.append(Fault("warning", "offer-against-judgement", field, what, todo, place))
    return tuple(found)
