"""Facts that several reports tell in sentences of one content: figures, days, and what one says and another denies.

Two sentences are of one content where they share names and main words. A difference needs more of these than an
agreement: equal figures are seldom chance, and unequal ones often belong to two things.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from detente.evidence.comparison.comparators_of_values import Knowledge, Pair, compare_pair, same_words
from detente.evidence.comparison.figures import figures_of
from detente.evidence.comparison.frames import Frame
from detente.evidence.comparison.sentences import Sentence
from detente.evidence.comparison.words import in_one_word, main_words
from detente.evidence.items import Passage, SlotValue
from detente.evidence.language.date_arithmetic import MONTHS, WEEKDAYS
from detente.evidence.language.normalised import normalised
from detente.evidence.language.phrases import word_set
from detente.evidence.language.times import find_days
from detente.evidence.values import Days, Quantity, Words

ALIKE = 2
"""Main words that sentences share before equal figures or days in them count as one fact."""
ALIKE_TO_DIFFER = 3
"""The same, before unequal ones contradict."""
CLOSE_TO_DIFFER = 0.25
"""The share of the shorter sentence's main words that must be common, before unequal ones contradict."""
_CALENDAR = frozenset(map(in_one_word, (*MONTHS, *WEEKDAYS)))
_QUOTED = re.compile(r'"[^"]{6,200}"')
_LETTERS = re.compile(r"\w+")
CLOSER_TO_DIFFER = 0.35
"""The same for what is counted often."""
COUNTED_OFTEN = word_set(
    "percent dollar euro pound yen hryvnia rouble year month week day decade person man woman child million billion "
    "time point country state"
)
RARE = 100
"""A figure of this size that two reports share is no chance."""
SMALL = 5
"""Below it equal figures are common."""
MOST_TOGETHER = 40
LONGEST_TIME = 400


@dataclass(frozen=True, slots=True)
class _Fact:
    """One figure or time of a sentence."""

    key: str
    value: SlotValue
    about: frozenset[str]
    names: frozenset[str]
    sentence: Sentence
    among_others: bool = False
    """Whether the sentence counts more than one thing by this unit."""


def fact_frames(
    told: Mapping[str, Sequence[Sentence]], anchors: Mapping[str, date | None], known: Knowledge
) -> Iterator[tuple[Frame, ...]]:
    """Groups of tellings, each in two reports at least."""
    facts = [fact for sentences in told.values() for fact in _facts(sentences, anchors)]
    by_word: dict[tuple[str, str], list[int]] = {}
    pairs: list[tuple[int, int, int]] = []
    for number, fact in enumerate(facts):
        near = {other for word in fact.about for other in by_word.get((fact.key, word), ())[-MOST_TOGETHER:]}
        for other in near:
            shared = _common(facts[other], fact, known)
            if shared:
                pairs.append((shared, -other, -number))
        for word in fact.about:
            by_word.setdefault((fact.key, word), []).append(number)
    for cluster in _clusters(facts, sorted(pairs, reverse=True)):
        yield tuple(_frame(facts[number]) for number in sorted(cluster))


def quotation_frames(told: Mapping[str, Sequence[Sentence]]) -> Iterator[tuple[Frame, ...]]:
    """The same words in quotation marks in several reports."""
    found: dict[tuple[str, ...], list[Frame]] = {}
    for sentences in told.values():
        for sentence in sentences:
            for place in _QUOTED.finditer(normalised(sentence.text)):
                words = tuple(_LETTERS.findall(place.group().lower()))
                if len(main_words(place.group())) >= ALIKE:
                    found.setdefault(words, []).append(_quotation(sentence, place.start(), place.end()))
    for frames in found.values():
        if len({frame.report for frame in frames}) > 1:
            yield tuple(frames)


def _quotation(sentence: Sentence, first: int, end: int) -> Frame:
    start = sentence.start + first
    passage = Passage(sentence.report, start, sentence.start + end, sentence.text[first:end])
    value = SlotValue("quoted", Words(passage.quote), passage, sentence.said_by(passage), "quotation", "high")
    return Frame(sentence.report, "fact", "past", (), sentence.about, (value,), (sentence.passage,), ())


def _facts(sentences: Iterable[Sentence], anchors: Mapping[str, date | None]) -> Iterator[_Fact]:
    for sentence in sentences:
        figures = list(figures_of(sentence))
        units = Counter(quantity.unit for _, quantity in figures)
        for passage, quantity in figures:
            value = SlotValue("number", quantity, passage, sentence.said_by(passage), "figure", "medium")
            whole = sentence.around if quantity.unit.startswith("person ") else sentence
            yield _Fact(
                f"figure {quantity.unit}",
                value,
                whole.about - {quantity.unit},
                whole.names - {quantity.unit},
                sentence,
                units[quantity.unit] > 1,
            )
        for first, end, days in _times(sentence, anchors.get(sentence.report)):
            if _is_dated(days):
                passage = sentence.part(first, end)
                value = SlotValue("when", days, passage, sentence.said_by(passage), "day", "medium")
                yield _Fact("day", value, sentence.about - _CALENDAR, sentence.names - _CALENDAR, sentence)


def _times(sentence: Sentence, anchor: date | None) -> Iterator[tuple[int, int, Days]]:
    """The times of a sentence; `since 2027` counts by the time that it names."""
    for first, end, days in find_days(sentence.words, anchor):
        if sentence.words[first].lower() == "since":
            yield from (
                (first + 1 + at, first + 1 + stop, named)
                for at, stop, named in find_days(sentence.words[first + 1 : end], anchor)
            )
        else:
            yield first, end, days


def _is_dated(days: Days) -> bool:
    return days.first is not None and days.last is not None and (days.last - days.first).days <= LONGEST_TIME


def _common(one: _Fact, two: _Fact, known: Knowledge) -> int:
    """How many main words two facts share; none where they cannot be one fact."""
    if one.sentence.report == two.sentence.report:
        return 0
    pair = compare_pair(one.value.slot, one.value, two.value, known)
    if pair is None:
        return 0
    shared = len(one.about & two.about)
    if pair.outcome in ("agree", "refines"):
        return shared if shared >= _needed(one, two, pair) else 0
    return (
        shared if isinstance(one.value.value, Quantity) and _differ_on_one_thing(one, two, one.value.value.unit) else 0
    )


def _differ_on_one_thing(one: _Fact, two: _Fact, unit: str) -> bool:
    """Whether unequal figures must be of one thing; what is counted often needs more than what is counted seldom."""
    if one.among_others or two.among_others:
        return False
    shared, shorter = len(one.about & two.about), min(len(one.about), len(two.about))
    if unit in COUNTED_OFTEN:
        return shared > ALIKE_TO_DIFFER and shared >= CLOSER_TO_DIFFER * shorter
    named = len(one.names & two.names) >= ALIKE
    return shared >= (ALIKE if named else ALIKE_TO_DIFFER) and shared >= CLOSE_TO_DIFFER * shorter


def _needed(one: _Fact, two: _Fact, pair: Pair) -> int:
    a = one.value.value
    if isinstance(a, Quantity) and pair.outcome == "agree":
        return 0 if a.number >= RARE else 1 if a.number >= SMALL else ALIKE
    return ALIKE if isinstance(a, Days) and not same_words(one.value, two.value) else ALIKE_TO_DIFFER


def _clusters(facts: Sequence[_Fact], pairs: Iterable[tuple[int, int, int]]) -> Iterator[set[int]]:
    """The most alike first; a report comes in with one figure, or with the same one several times."""
    of: dict[int, set[int]] = {}
    for _, left, right in pairs:
        one, two = of.get(-left, {-left}), of.get(-right, {-right})
        if one is two or not _fit(facts, one, two):
            continue
        joined = one | two
        for number in joined:
            of[number] = joined
    seen: set[int] = set()
    for number in sorted(of):
        if number not in seen:
            seen |= of[number]
            yield of[number]


def _fit(facts: Sequence[_Fact], one: set[int], two: set[int]) -> bool:
    reports = {facts[number].sentence.report: facts[number].value.value for number in one}
    return all(
        facts[number].value.value == reports.get(facts[number].sentence.report, facts[number].value.value)
        for number in two
    )


def _frame(fact: _Fact) -> Frame:
    return Frame(
        report=fact.sentence.report,
        kind="fact",
        stage="past",
        actors=(),
        topic=fact.about,
        slots=(fact.value,),
        passages=(fact.sentence.passage,),
        items=(),
    )
