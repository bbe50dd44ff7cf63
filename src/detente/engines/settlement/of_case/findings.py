"""Warnings about a case that need the engine."""

from __future__ import annotations

from detente.case.reading import CaseFile
from detente.case.vocabulary import vocabulary
from detente.engines.settlement.of_case.asking import settlement_problem
from detente.engines.settlement.of_case.grounds import live_offers
from detente.engines.settlement.packages import Packages
from detente.foundation.conditions import bind
from detente.foundation.errors import CaseError, Fault, OutOfDomain, TooLarge


def judgement_findings(read: CaseFile) -> tuple[Fault, ...]:
    """Warnings that need the engine: offers that their authors' own judgements contradict.

    An offer and a judgement disagree where every feasible package with `gives` and `if` lies below the
    author's walk-away. Nothing is said where the case has no preferences or is too large to enumerate.
    """
    try:
        problem = settlement_problem(read.case)
        packages = Packages(problem)
        feasible = packages.feasible()
    except (CaseError, TooLarge, OutOfDomain):
        return ()
    terms = vocabulary(read.case)
    live = live_offers(read.case)
    found: list[Fault] = []
    for index, offer in enumerate(read.case.offers):
        if offer.by not in problem.parties or offer not in live:
            continue
        party = problem.parties.index(offer.by)
        meant = packages.truth_at(bind(offer.gives, terms) & bind(offer.if_, terms), feasible)
        column = packages.column(party)
        values = (column if feasible is None else column[feasible])[meant]
        place, field = read.place("offers", index), f"offers.{index}"
        if not len(values):
            what = "no feasible package has both what the offer gives and what it asks"
            found.append(Fault("warning", "offer-empty", field, what, "look at the constraints again", place))
        elif int(values.max()) < int(problem.walk_away[party]):
            what = f"{offer.by} offers what its own numbers say it would refuse"
            best, floor = (float(problem.points(party, int(v))) for v in (values.max(), problem.walk_away[party]))
            todo = f"at best it is worth {best:.1f}, the walk-away is {floor:.1f}: one of them is wrong"
            found.append(Fault("warning", "offer-against-judgement", field, what, todo, place))
    return tuple(found)
