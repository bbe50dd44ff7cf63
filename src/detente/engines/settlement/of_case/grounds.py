"""What a party refuses whatever its value: red lines, and what its live offers bind it to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from detente.case.model.base import first_day, last_day
from detente.case.model.case import Case
from detente.case.model.preference import Offer
from detente.case.vocabulary import codes_of
from detente.engines.settlement.problem import Ground
from detente.foundation.conditions import Vocabulary, bind


def status_quo_codes(case: Case) -> tuple[int, ...] | None:
    """The value codes of the status quo, or None where the case has none."""
    if case.status_quo is None:
        return None
    return tuple(code for code in codes_of(case, case.status_quo) if code is not None)


def grounds(case: Case, parties: Sequence[str], terms: Vocabulary) -> Iterable[Ground]:
    for name in parties:
        for index, line in enumerate(case.preferences[name].red_lines):
            yield Ground("red-line", line.id or f"red-line-{index + 1}", parties.index(name), bind(line.never, terms))
    status_quo = status_quo_codes(case)
    for (author, _), offers in _alternatives(live_offers(case)).items():
        if author not in parties:
            continue
        gives = bind(offers[0].gives, terms)
        if status_quo is not None and gives.holds_for(status_quo):
            continue
        rule = gives
        for offer in offers:
            rule = rule & ~bind(offer.if_, terms)
        yield Ground("offer", ", ".join(offer.id for offer in offers), parties.index(author), rule)


def live_offers(case: Case) -> tuple[Offer, ...]:
    """The offers that stand on the day on which the record closes."""
    made = [offer for offer in case.offers if not (case.as_of and offer.on) or _begun(offer, case.as_of)]
    replaced = {offer.replaces for offer in made}
    return tuple(offer for offer in made if offer.id not in replaced and not _ended(offer, case.as_of))


def _begun(offer: Offer, as_of: str) -> bool:
    return offer.on is None or first_day(offer.on) <= last_day(as_of)


def _ended(offer: Offer, as_of: str | None) -> bool:
    if as_of is None:
        return offer.withdrawn is not None
    lapsed = offer.until is not None and last_day(offer.until) < last_day(as_of)
    withdrawn = offer.withdrawn is not None and first_day(offer.withdrawn) <= last_day(as_of)
    return lapsed or withdrawn


def _alternatives(offers: Iterable[Offer]) -> dict[tuple[str, str], list[Offer]]:
    """Offers of one author that give the same: any one of their conditions is enough."""
    groups: dict[tuple[str, str], list[Offer]] = {}
    for offer in offers:
        groups.setdefault((offer.by, str(offer.gives)), []).append(offer)
    return groups
