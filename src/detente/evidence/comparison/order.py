"""Order among events: what every report puts before, during or after what, in terms that reports share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from detente.evidence.items import SlotValue
from detente.evidence.values import Order


def in_shared_terms(value: SlotValue, titles: Mapping[str, str]) -> SlotValue:
    """An order with the compared event in the place of the report's own id for it.

    `titles` leads from the id of an event of one report to the title of the compared event that it belongs to.
    """
    if not isinstance(value.value, Order):
        return value
    order = value.value
    anchor = titles.get(order.anchor)
    return value if anchor is None else replace(value, value=replace(order, anchor=anchor))


def in_small(title: str) -> str:
    """A title within a sentence.

    >>> in_small("The meeting of A with B")
    'the meeting of A with B'
    """
    return title[:1].lower() + title[1:] if title.startswith(("The ", "What ", "A ")) else title
