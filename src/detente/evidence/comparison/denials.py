"""What one sentence says was done and another says was not: `was sent to both`, `had not been sent to anyone`.

Of one content are sentences that share the verb and further main words; `signed nothing` denies every signing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from detente.evidence.comparison.frames import Frame
from detente.evidence.comparison.sentences import Sentence
from detente.evidence.comparison.words import in_one_word, main_words
from detente.evidence.items import SlotValue
from detente.evidence.language.phrases import word_set
from detente.evidence.language.times import find_days
from detente.evidence.values import Days, Words

SHARED = 2
"""Main words beside the verb that a claim and its denial have in common."""
ENOUGH = 0.4
"""And their share of the main words of the shorter."""
REACH = 5
_NOT = word_set("not never nothing nobody none neither nor no without n't cannot")
_OF_THE_SUBJECT = word_set("no nothing nobody none neither nor")
_HELPING = word_set(
    "have has had been be being was were is are did does do got yet ever even so far formally officially"
)
_ANYTHING = word_set("nothing anything")
_BREAKS = frozenset('",;:()-.')
_DONE = word_set(
    "sent met given paid seen put written drawn sold bought built shown broken spoken "
    "begun chosen heard read struck sought won lost fired shot"
)
_BINDING = frozenset(in_one_word(verb) for verb in ("signed", "initialled", "initialed", "ratified"))
"""Deeds of which a report that says `nothing` speaks of all."""
_NO_VERBS = word_set(
    "red need hundred indeed speed united shed bed based called named described said asked added told used limited "
    "related worked armed agreed expected"
)
_CONDITIONS = word_set("if unless whether once provided")
_MAYBE = word_set("if unless whether would could should may might will can must shall before until to")


@dataclass(frozen=True, slots=True)
class _Deed:
    """A verb of a sentence, done or not done; `wholly` where nothing of the kind was done."""

    verb: str
    done: bool
    wholly: bool
    who: frozenset[str]
    first: int
    end: int
    sentence: Sentence
    days: Days | None


def denial_frames(
    told: Mapping[str, Sequence[Sentence]], anchors: Mapping[str, date | None]
) -> Iterator[tuple[Frame, ...]]:
    """Each denial with what it denies, in one report or in several."""
    deeds = [deed for sentences in told.values() for one in sentences for deed in _deeds(one, anchors.get(one.report))]
    by_verb: dict[str, list[_Deed]] = {}
    for deed in deeds:
        if deed.done:
            by_verb.setdefault(deed.verb, []).append(deed)
    for denial in deeds:
        if not denial.done:
            claims = [claim for claim in by_verb.get(denial.verb, ()) if _denies(denial, claim)]
            if claims:
                yield tuple(map(_frame, (*claims, denial)))


def _deeds(sentence: Sentence, anchor: date | None) -> Iterator[_Deed]:
    low = [word.lower() for word in sentence.words]
    if sentence.text.rstrip().endswith("?"):
        return
    for place, word in enumerate(low):
        if not _is_deed(word):
            continue
        start = _clause_start(low, place)
        after = low[place + 1 : place + 3]
        if set(low[max(start, place - 3) : place]) & _MAYBE or _is_condition(low, place):
            continue
        negations = [index for index in range(start, place) if low[index] in _NOT and _reaches(low[index:place])]
        nothing = bool(set(after) & _ANYTHING)
        done = not negations and not set(after[:1]) & _NOT
        first = negations[0] if negations else place
        end = place + 2 if set(after[:1]) & _ANYTHING else place + 1
        days = next((days for _, _, days in find_days(sentence.words, anchor)), None)
        yield _Deed(
            in_one_word(word),
            done,
            not done and nothing,
            _names(sentence, start, place),
            first,
            min(end, len(low)),
            sentence,
            days,
        )


def _reaches(words: Sequence[str]) -> bool:
    """Whether a negation, the first of the words, denies the verb after them: nothing but helping verbs between."""
    between = words[1:]
    if words[0] in _OF_THE_SUBJECT:
        return not between or between[-1] in _HELPING
    return all(word in _HELPING for word in between)


def _clause_start(low: Sequence[str], place: int) -> int:
    """Where the few words before a verb begin that belong to it."""
    start = place
    while start > max(0, place - REACH) and low[start - 1] not in _BREAKS:
        start -= 1
    return start


def _is_condition(low: Sequence[str], place: int) -> bool:
    """Whether the clause before a verb begins with `if`."""
    at = place
    while at > 0 and low[at - 1] not in _BREAKS:
        at -= 1
        if low[at] in _CONDITIONS:
            return True
    return False


def _names(sentence: Sentence, start: int, place: int) -> frozenset[str]:
    """Names among the words before a verb: who did it, most of the time."""
    return frozenset(word.lower() for word in sentence.words[start:place] if word[:1].isupper() and main_words(word))


def _is_deed(word: str) -> bool:
    return word in _DONE or (len(word) > 4 and word.endswith("ed") and word not in _NO_VERBS)


def _denies(denial: _Deed, claim: _Deed) -> bool:
    if denial.sentence is claim.sentence or _earlier(denial.days, claim.days):
        return False
    if denial.who and claim.who and not denial.who & claim.who:
        return False
    if denial.wholly and denial.verb in _BINDING:
        return True
    one, two = denial.sentence.about - {denial.verb}, claim.sentence.about - {denial.verb}
    shared = len(one & two)
    return shared >= SHARED and shared >= ENOUGH * min(len(one), len(two))


def _earlier(denial: Days | None, claim: Days | None) -> bool:
    """Whether the denial speaks of a time before the claim: not yet done is not denied."""
    if denial is None or claim is None or denial.last is None or claim.first is None:
        return False
    return denial.last < claim.first


def _frame(deed: _Deed) -> Frame:
    sentence = deed.sentence
    passage = sentence.part(deed.first, deed.end)
    words = deed.verb if deed.done else f"not {deed.verb}"
    value = SlotValue("done", Words(words), passage, sentence.said_by(passage), "denial", "medium")
    return Frame(sentence.report, "fact", "past", (), sentence.about, (value,), (sentence.passage,), ())
