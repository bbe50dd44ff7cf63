"""Words of a report as a condition over the case's issues, by the case's own names; never a guess.

An issue is meant where the words share enough with its label, question and options, each shared word weighing
more the fewer issues have it. An option is meant where its own words stand there, or, where options differ only in
whether a thing stands or falls, by words such as `give up` and `keep`. Where nothing decides, the answer is None.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from detente.evidence.extraction.grammar.word_lists import lemmas

if TYPE_CHECKING:
    from detente.case.model.case import Case
    from detente.case.model.issue import Issue
    from detente.case.model.proposal import Proposal
    from detente.evidence.language.names import Actors

_FILE = "mapping-words.txt"
_WORD = re.compile(r"[^\W_]+(?:'[a-z]+)?")
_GROUPS = ("aspiration", "membership", "troops", "prisoner", "truce")
ENOUGH = 1.5
"""What an issue's shared words must weigh; a word of its label weighs 2, one of a single option 1.5, another 1."""
LABEL = 2.0
ENOUGH_OF_A_TITLE = 0.6
_AT_LEAST = re.compile(r"\b(?:at least|no fewer than|no less than|not less than|minimum of|or more)\b")
_AT_MOST = re.compile(r"\b(?:at most|no more than|up to|not more than|maximum of|or less|or fewer|cap(?:ped)? at)\b")
_UP_TO_TWENTY = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
)
_NUMBERS = {word: number for number, word in enumerate(_UP_TO_TWENTY.split())}
_NUMBERS |= {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_SUFFIXES = ("ations", "ation", "ings", "ing", "ers", "er", "ies", "ed", "s")


@cache
def stem(word: str) -> str:
    """A word without its commonest endings.

    >>> stem("peacekeepers") == stem("peacekeeping")
    True
    """
    word = word.lower().removesuffix("'s")
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 4 and not (suffix == "s" and word.endswith("ss")):
            word = word[: -len(suffix)] + ("y" if suffix == "ies" else "")
            break
    word = word.rstrip("e") if len(word) > 4 else word
    if len(word) > 4 and word[-1] == word[-2]:
        word = word[:-1]
    return word


@cache
def _grouped() -> Mapping[str, str]:
    groups: dict[str, str] = {}
    for group in _GROUPS:
        for member in lemmas(group, _FILE):
            groups[stem(member)] = f"<{group}>"
    return groups


@cache
def _stop() -> frozenset[str]:
    return frozenset(stem(word) for word in lemmas("stop", _FILE)) | lemmas("stop", _FILE)


@dataclass(frozen=True, slots=True)
class _Topic:
    """An issue with the words that speak of it, and of each option."""

    issue: Issue
    label: frozenset[str]
    words: frozenset[str]
    options: tuple[tuple[str, frozenset[str], int], ...]
    """Option, its own words, and -1 where it says that the thing falls, 1 where it stands."""


class CaseWords:
    """The case's issues and proposals as words."""

    def __init__(self, case: Case, actors: Actors) -> None:
        self._actors = actors
        self._topics = tuple(self._topic(issue) for issue in case.issues)
        counts = Counter(word for topic in self._topics for word in topic.words)
        self._weights = {word: 1.0 if count == 1 else 1 / (1 + math.log2(count)) for word, count in counts.items()}
        self._proposals = tuple((proposal.id, self._title(proposal), proposal) for proposal in case.proposals)
        self._sets = tuple(issue for issue in case.issues if issue.kind == "set")
        self._members = {party.id: party.members for party in case.parties}

    def condition(
        self, text: str, *, guarantors: Sequence[str | None] = (), stands: int = 0, besides: str | None = None
    ) -> str | None:
        """The condition over the issues that the words mean, or None; issues of `besides` are left out.

        `stands` is -1 where the words around say that the thing falls, 1 where it stands; 0 leaves it to the words.
        """
        words = self.words(text)
        polarity = polarity_of(text) or stands
        taken = set(besides.split()) if besides else set[str]()
        topics = [topic for topic in self._topics if topic.issue.id not in taken]
        parts = [part for topic in topics if (part := self._part(topic, words, text, polarity))]
        parts.extend(self._named(guarantors, parts))
        return " and ".join(dict.fromkeys(parts)) or None

    def proposal(self, text: str) -> str | None:
        """The proposal of the case that these words name, if exactly one does."""
        words = self.words(text)
        scored = sorted(((_shared(words, title), name) for name, title, _ in self._proposals if title), reverse=True)
        if not scored or scored[0][0] < ENOUGH_OF_A_TITLE:
            return None
        return scored[0][1] if len(scored) == 1 or scored[1][0] < scored[0][0] else None

    def words(self, text: str) -> frozenset[str]:
        """The words that count: stems, and the parties named."""
        spoken = _WORD.findall(text.replace("\u2019", "'"))
        stems = {stem(word) for word in spoken}
        found = {word for word in stems if word not in _stop()}
        found.update(group for word in stems if (group := _grouped().get(word)))
        for _, _, actor in self._actors.find(spoken):
            if actor.party is not None:
                found.add(f"party:{actor.party}")
        return frozenset(found)

    def _topic(self, issue: Issue) -> _Topic:
        label = self.words(f"{issue.short} {issue.id.replace('-', ' ')}")
        options = tuple(
            (
                option.id,
                self.words(_FALLING_SHORT.sub("", f"{option.id.replace('-', ' ')} {issue.option_label(option.id)}")),
                polarity_of(option.id.replace("-", " ")) or polarity_of(issue.option_label(option.id)),
            )
            for option in issue.options
        )
        words = label | self.words(str(issue.question))
        for _, own, polarity in options:
            words |= own if not polarity else frozenset[str]()
        if issue.kind == "number" and issue.units:
            words |= self.words(issue.units)
        return _Topic(issue, label, words, options)

    def _title(self, proposal: Proposal) -> frozenset[str]:
        return self.words(str(proposal.title)) if proposal.title else frozenset()

    def _part(self, topic: _Topic, words: frozenset[str], text: str, polarity: int) -> str | None:
        shared = words & topic.words
        weight = sum(self._weight(topic, word) for word in shared)
        if weight < ENOUGH or not any(self._anchors(topic, word) for word in shared):
            return None
        if topic.issue.kind == "choice":
            return _option(topic, words, polarity)
        if topic.issue.kind == "number":
            return _number(topic.issue, text)
        members = [word.removeprefix("party:") for word in words if word.startswith("party:")]
        return " and ".join(f"{name} in {topic.issue.id}" for name in topic.issue.of if name in members) or None

    def _weight(self, topic: _Topic, word: str) -> float:
        if word.startswith("party:"):
            return 0.5
        if word in topic.label:
            return LABEL if self._anchors(topic, word) else self._weights[word]
        telling = sum(word in own for _, own, polarity in topic.options if not polarity) == 1
        return self._weights[word] * (ENOUGH if telling else 1)

    def _anchors(self, topic: _Topic, word: str) -> bool:
        """Whether no other issue has the word, or none in its label; a likeness (`aim` to `bid`) is too weak."""
        if word.startswith(("party:", "<")):
            return False
        if word in topic.label:
            return not any(word in other.label for other in self._topics if other is not topic)
        return self._weights[word] == 1.0

    def _named(self, guarantors: Iterable[str | None], parts: Sequence[str]) -> list[str]:
        """Parties that would deliver, as members of the set issue that has most of them."""
        named = [party for party in guarantors if party is not None]
        best = max(self._sets, key=lambda issue: sum(party in issue.of for party in named), default=None)
        if best is None:
            return []
        taken = " and ".join(parts)
        return [f"{party} in {best.id}" for party in named if party in best.of and f"{party} in {best.id}" not in taken]


def polarity_of(text: str) -> int:
    """-1 where the words say that a thing falls, 1 where it stands, 0 where they do not say."""
    spoken = [word.lower() for word in _WORD.findall(text)]
    falls, stands = lemmas("gives up", _FILE), lemmas("keeps", _FILE)
    down = [at for at, word in enumerate(spoken) if _in(word, falls)]
    if any(pair in _FALLING_PAIRS for pair in pairwise(spoken)):
        return -1
    if down:
        return 1 if _denied(spoken, down) else -1
    return 1 if any(_in(word, stands) for word in spoken) else 0


_FALLING_PAIRS = frozenset({("give", "up"), ("gives", "up"), ("gave", "up"), ("given", "up"), ("giving", "up"),
                            ("set", "aside"), ("setting", "aside"), ("rule", "out"), ("hand", "over")})  # fmt: skip
_DENYING = frozenset({"not", "never", "no", "neither", "none", "without", "nothing"})
_FALLING_SHORT = re.compile(r"\b(?:short of|other than|without|instead of)\b.*")


def _in(word: str, words: frozenset[str]) -> bool:
    """Whether the list has the word, or what it is an inflection of."""
    if word in words:
        return True
    for suffix, put in (("s", ""), ("es", ""), ("ed", ""), ("ed", "e"), ("d", ""), ("ing", ""), ("ing", "e")):
        if word.endswith(suffix) and len(word) > len(suffix) + 2:
            bare = word[: -len(suffix)] + put
            if bare in words or (len(bare) > 3 and bare[-1] == bare[-2] and bare[:-1] in words):
                return True
    return False


def _denied(spoken: Sequence[str], down: Sequence[int]) -> bool:
    return any(spoken[at] in _DENYING for at in down) and any(spoken[at] not in _DENYING for at in down)


def _option(topic: _Topic, words: frozenset[str], polarity: int) -> str | None:
    """The option whose own words stand there; else the one that stands or falls as the words say."""
    issue = topic.issue
    scored = _scored(topic, words)
    falling = [name for name, _, sign in topic.options if sign < 0]
    standing = [name for name, _, sign in topic.options if sign > 0]
    if len(topic.options) == 2 and len(falling) == 1 and polarity < 0:
        return f"{issue.id} = {falling[0]}"
    if len(topic.options) == 2 and len(standing) == 1 and len(falling) == 1 and polarity > 0:
        return f"{issue.id} = {standing[0]}"
    best = scored[0]
    if best[0] > 0 and (len(scored) == 1 or scored[1][0] < best[0]) and best[2] * polarity >= 0:
        return f"{issue.id} = {best[1]}"
    if len(topic.options) == 2 and len(falling) == 1 and polarity > 0:
        other = next(name for name, _, _ in topic.options if name != falling[0])
        return f"{issue.id} = {other}"
    if len(topic.options) > 2 and len(falling) == 1 and words & topic.label:
        return f"{issue.id} = {falling[0]}" if polarity < 0 else f"not {issue.id} = {falling[0]}"
    return None


def _scored(topic: _Topic, words: frozenset[str]) -> list[tuple[int, str, int]]:
    """How many of the words that only this option has stand there, the most first."""
    counts = Counter(word for _, own, _ in topic.options for word in own)
    scored = [
        (sum(counts[word] == 1 and word not in topic.label for word in own & words), name, sign)
        for name, own, sign in topic.options
    ]
    return sorted(scored, key=lambda item: -item[0])


def _number(issue: Issue, text: str) -> str | None:
    unit = stem((issue.units or "").split()[0]) if issue.units else ""
    spoken = [word.lower() for word in re.findall(r"\d[\d,]*(?:\.\d+)?|[^\W\d_]+", text)]
    for at, word in enumerate(spoken):
        number = _value(word)
        near = {stem(other) for other in spoken[at + 1 : at + 4]}
        if number is None or (unit and unit not in near):
            continue
        if number not in issue.numbers:
            return None
        relation = ">=" if _AT_LEAST.search(text) else "<=" if _AT_MOST.search(text) else "="
        return f"{issue.id} {relation} {number}"
    return None


def _value(word: str) -> Fraction | None:
    if word in _NUMBERS:
        return Fraction(_NUMBERS[word])
    digits = word.replace(",", "")
    return (
        Fraction(digits) if digits.replace(".", "", 1).isascii() and digits[:1].isdigit() and len(digits) < 12 else None
    )


def _shared(words: frozenset[str], title: frozenset[str]) -> float:
    return len(words & title) / len(title)
