"""Figures in sentences: how many, how much, how long, by what is counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from detente.evidence.comparison.sentences import Sentence
from detente.evidence.comparison.words import in_one_word
from detente.evidence.items import Passage, SlotValue
from detente.evidence.language.phrases import word_set
from detente.evidence.language.quantities import find_quantities
from detente.evidence.values import Quantity

_A_CHANGE = frozenset(("more", "other", "others", "another", "additional", "further", "fewer", "less", "extra"))
_SHARED_OUT = frozenset(("each", "per", "apiece", "every"))
_SHORT_TIMES = frozenset(("second", "minute", "hour"))
_NUMBERED = word_set(
    "article paragraph resolution chapter section annex no number point phase part group protocol rule page day"
)
_OF_PEOPLE = word_set(
    "person man woman child civilian soldier fisherman farmer worker officer resident demonstrator protester passenger "
    "villager trooper policeman sailor miner"
)
_HARMED = {
    "killed": frozenset(("killed", "dead", "died", "dies", "deaths", "lives")),
    "injured": frozenset(("injured", "hurt", "wounded", "injuries")),
}


def figures_of(sentence: Sentence) -> Iterator[tuple[Passage, Quantity]]:
    """The figures of a sentence; `two more years` is a change and none of them."""
    for first, end, quantity in find_quantities(sentence.words):
        around = {word.lower() for word in sentence.words[max(0, first - 1) : end + 1]}
        if quantity.unit in _SHORT_TIMES or around & _A_CHANGE or _is_number_of_name(sentence, first):
            continue
        unit = _harmed(sentence, quantity.unit) or in_one_word(quantity.unit)
        after = {word.lower() for word in sentence.words[end : end + 3]}
        yield sentence.part(first, end), replace(quantity, unit=f"{unit} each" if after & _SHARED_OUT else unit)


def _is_number_of_name(sentence: Sentence, first: int) -> bool:
    """`Article 5-style`: the number belongs to the name before it."""
    before = sentence.words[first - 1] if first else ""
    return sentence.words[first].isdigit() and before.lower() in _NUMBERED


def _harmed(sentence: Sentence, unit: str) -> str | None:
    """People who are counted as killed or injured are counted as such, whoever they are."""
    if unit not in _OF_PEOPLE:
        return None
    words = {word.lower() for word in sentence.words}
    found = [harm for harm, spelt in _HARMED.items() if words & spelt]
    return f"person {found[0]}" if len(found) == 1 else None


def figure_slots(sentence: Sentence, rule: str) -> Iterator[SlotValue]:
    """The figures as slots, one for each thing that is counted: `figure-year`, `figure-percent`."""
    for passage, quantity in figures_of(sentence):
        if any(one.source and one.source.start <= passage.start < one.source.end for one in sentence.statements):
            continue
        name = f"figure-{quantity.unit.replace(' ', '-')}"
        yield SlotValue(name, quantity, passage, sentence.said_by(passage), rule, "medium")
