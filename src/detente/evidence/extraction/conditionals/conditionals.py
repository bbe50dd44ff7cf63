"""Conditional offers, demands and threats: this, if that.

Each trigger word (`if`, `exchange`, `unless`, `condition`, …) has one rule, which finds what its author would give
and what is asked in return. What a demander would grant once its demand is met counts as what it gives, so that
`demands a withdrawal before talks` gives talks on the condition of a withdrawal.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from detente.evidence.extraction.conditionals.candidates import with_lower
from detente.evidence.extraction.conditionals.clauses_with_if import (
    as_long_as,
    demanded_before,
    if_,
    once,
    only_after,
    only_with,
    provided,
    unless,
)
from detente.evidence.extraction.conditionals.exchange_parts import Conditional
from detente.evidence.extraction.conditionals.exchange_phrases import bare_price, in_exchange, rather_than, tie, trade
from detente.evidence.extraction.conditionals.stated_conditions import conditional_on, named_condition

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from detente.evidence.extraction.grammar.settings import TokenSpan


def conditionals(doc: Doc) -> list[Conditional]:
    """The exchanges of a text, in its order; of two with the same trigger or overlapping spans the surer stays."""
    found: list[Conditional] = []
    for at in with_lower(doc, _TRIGGERS):
        token = doc[at]
        exchange = _RULES[token.lower_](doc, token)
        if exchange is not None and _sound(exchange):
            found.append(exchange)
    return _distinct(found)


_SURENESS = {"high": 0, "medium": 1, "low": 2}


def _sound(found: Conditional) -> bool:
    gives, condition = found.gives, found.condition
    if gives[0] >= gives[1] or condition[0] >= condition[1]:
        return False
    return gives[1] <= condition[0] or condition[1] <= gives[0]


def _distinct(found: list[Conditional]) -> list[Conditional]:
    kept: list[Conditional] = []
    for exchange in sorted(found, key=lambda item: (_SURENESS[item.confidence], item.trigger)):
        if not any(_overlap(exchange.gives, other.gives) and _overlap(exchange.condition, other.condition)
                   for other in kept):  # fmt: skip
            kept.append(exchange)
    return sorted(kept, key=lambda item: item.trigger)


def _overlap(a: TokenSpan, b: TokenSpan) -> bool:
    return a[0] < b[1] and b[0] < a[1]


_TRADING = (
    "trade trades traded trading swap swaps swapped swapping barter bartered bartering exchanges exchanged exchanging"
)
_RULES: dict[str, Callable[[Doc, Token], Conditional | None]] = {
    "exchange": in_exchange,
    "return": in_exchange,
    "if": if_,
    "provided": provided,
    "providing": provided,
    "long": as_long_as,
    "soon": as_long_as,
    "once": once,
    "after": only_after,
    "when": only_after,
    "until": only_after,
    "unless": unless,
    "with": only_with,
    "without": only_with,
    "condition": named_condition,
    "understanding": named_condition,
    "proviso": named_condition,
    "basis": named_condition,
    "precondition": named_condition,
    "prerequisite": named_condition,
    "conditional": conditional_on,
    "contingent": conditional_on,
    "conditioned": conditional_on,
    "for": bare_price,
    "against": bare_price,
    "before": demanded_before,
    "rather": rather_than,
    "instead": rather_than,
    **dict.fromkeys(("tie", "ties", "tied", "tying", "link", "links", "linked", "linking"), tie),
    **dict.fromkeys(_TRADING.split(), trade),
}
_TRIGGERS = frozenset(_RULES)
