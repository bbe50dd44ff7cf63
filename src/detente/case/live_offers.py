"""Which offers stand when the record closes."""

from __future__ import annotations

from detente.case.model.base import first_day, last_day
from detente.case.model.case import Case
from detente.case.model.preference import Offer


def live_offers(case: Case) -> tuple[Offer, ...]:
    """The offers that stand on the last day of `as-of`.

    An offer dated later has not been made yet and replaces nothing; one that was replaced does not come back
    when its successor ends. Without `as-of` every offer has been made, and only withdrawn ones have ended.
    """
    made = [offer for offer in case.offers if _begun(offer, case.as_of)]
    replaced = {offer.replaces for offer in made}
    return tuple(offer for offer in made if offer.id not in replaced and not _ended(offer, case.as_of))


def _begun(offer: Offer, as_of: str | None) -> bool:
    return as_of is None or offer.on is None or first_day(offer.on) <= last_day(as_of)


def _ended(offer: Offer, as_of: str | None) -> bool:
    if as_of is None:
        return offer.withdrawn is not None
    lapsed = offer.until is not None and last_day(offer.until) < last_day(as_of)
    withdrawn = offer.withdrawn is not None and first_day(offer.withdrawn) <= last_day(as_of)
    return lapsed or withdrawn
