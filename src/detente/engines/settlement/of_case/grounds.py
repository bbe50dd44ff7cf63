"""What a party refuses whatever its value: red lines, and what its live offers bind it to."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from detente.case.live_offers import live_offers
from detente.case.model.case import Case
from detente.case.model.preference import Offer
from detente.case.vocabulary import codes_of
from detente.engines.settlement.problem import Ground
from detente.foundation.conditions import Rule, Vocabulary, bind

MOST_COMPARED = 200_000
"""Most combinations of answers over which two differently spelt conditions are compared."""


def status_quo_codes(case: Case) -> tuple[int, ...] | None:
    """The value codes of the status quo, or None where the case has none."""
    if case.status_quo is None:
        return None
    return tuple(code for code in codes_of(case, case.status_quo) if code is not None)


def grounds(case: Case, parties: Sequence[str], terms: Vocabulary) -> Iterator[Ground]:
    """Each red line and each group of alternative offers, with the rule under which a package breaches it.

    Offers whose `gives` holds in the status quo bind nobody. O(offers² × answers to the issues they name).
    """
    for name in parties:
        for index, line in enumerate(case.preferences[name].red_lines):
            yield Ground("red-line", line.id or f"red-line-{index + 1}", parties.index(name), bind(line.never, terms))
    status_quo = status_quo_codes(case)
    bound = [(offer, bind(offer.gives, terms)) for offer in live_offers(case) if offer.by in parties]
    for offers, gives in _alternatives(bound):
        if status_quo is not None and gives.holds_for(status_quo):
            continue
        rule = gives
        for offer in offers:
            rule = rule & ~bind(offer.if_, terms)
        yield Ground("offer", ", ".join(offer.id for offer in offers), parties.index(offers[0].by), rule)


def _alternatives(bound: Iterable[tuple[Offer, Rule]]) -> list[tuple[list[Offer], Rule]]:
    """Offers of one author that give the same: any one of their conditions is enough."""
    groups: list[tuple[list[Offer], Rule]] = []
    for offer, gives in bound:
        same = next((group for group, rule in groups if group[0].by == offer.by and _same(rule, gives)), None)
        if same is None:
            groups.append(([offer], gives))
        else:
            same.append(offer)
    return groups


def _same(one: Rule, other: Rule) -> bool:
    """Whether two rules hold in the same packages, however they are spelt; by their text where that is too many."""
    if one.text == other.text:
        return True
    both = ~(one & other) & (one | other)
    sizes = [one.vocabulary.terms[place].size for place in both.scope]
    if math.prod(sizes) > MOST_COMPARED:
        return False
    codes = np.indices(sizes).reshape(len(sizes), -1).T
    return not both.holds_on_scope(codes).any()
