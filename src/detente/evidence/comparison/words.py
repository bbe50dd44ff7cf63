"""Content words of a phrase, words that mean or oppose the same, and the means by which people speak."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from detente.evidence.extraction.mapping import stem
from detente.evidence.language.numbers import NUMBER_WORDS
from detente.evidence.language.phrases import word_set

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_EMPTY = word_set(
    """a an the of to in on at by for with via from as and or that this these those its his her their our some such
    very rather quite more most much lot lots was were is are be been being has have had it they he she which who
    what than then also both between during over through into about after before"""
)
_DENIALS = word_set("no not never without none nothing neither nor cannot n't didn't wasn't weren't")
_LIGHT = word_set(
    """give given gives giving gave hand hands handed put puts get gets got receive receives received take takes taken
    took make makes made let lets bring brings brought go goes come comes do does done keep keeps kept live set sets any
    all one would will shall could can may might must should ready prepared willing only once well first such own new
    other another again still also too even just up down out off back away say says said tell tells told until since
    us we you i he she him them there here not no never"""
)
_SAY_LITTLE = _EMPTY | _LIGHT | _DENIALS | frozenset(NUMBER_WORDS)
_SHORT = 6
_OPPOSITES = (
    ("lengthy long marathon extended hours-long", "brief short quick"),
    ("public open publicly", "secret secretly private privately confidential closed closed-door"),
    ("direct directly face-to-face", "indirect indirectly proximity"),
    ("formal formally official officially", "informal informally unofficial unofficially"),
    ("successful success breakthrough", "failed failure collapse collapsed deadlock"),
    ("binding", "non-binding nonbinding voluntary"),
    ("constructive productive positive cordial warm", "tense hostile heated acrimonious frosty"),
    ("temporary interim", "permanent lasting indefinite"),
    ("unanimous unanimously", "divided split"),
    ("accepted approved adopted agreed", "rejected refused declined vetoed"),
    ("finished concluded ended completed over", "ongoing continuing unfinished pending"),
    ("full complete total", "partial limited"),
    ("bilateral", "multilateral trilateral"),
    ("increase increased rise rose", "decrease decreased fall fell"),
)
_MEDIA = (
    ("written messages", "whatsapp telegram signal messenger chat text texts message messages"),
    ("telephone", "phone telephone call phoned"),
    ("video", "video videoconference zoom teleconference"),
    ("in person", "person face-to-face in-person"),
    ("letter", "letter letters"),
    ("e-mail", "e-mail email emails"),
    ("press conference", "conference briefing"),
    ("broadcast", "television tv radio broadcast"),
    ("social media", "twitter facebook x truth instagram"),
)


@dataclass(frozen=True, slots=True)
class Content:
    """The words that carry meaning, roughly without endings, and whether they are denied."""

    words: frozenset[str]
    negated: bool


@lru_cache(maxsize=4096)
def content_words(text: str) -> Content:
    """The content words of a phrase.

    >>> sorted(content_words("a lot of progress was made").words)
    ['made', 'progress']
    """
    found = [word.lower() for word in _WORD.findall(text.replace("\u2019", "'"))]
    words = frozenset(_stem(word) for word in found if word not in _EMPTY and word not in _DENIALS)
    return Content(words, any(word in _DENIALS or word.endswith("n't") for word in found))


@lru_cache(maxsize=1)
def _same() -> dict[str, str]:
    text = files("detente.evidence.comparison").joinpath("data/same-words.txt").read_text("utf-8")
    groups = (line.split() for line in text.splitlines() if line and not line.startswith("#"))
    return {
        _bare(form): _bare(group[0])
        for group in groups
        for word in group
        for form in (word, f"{word}s", f"{word.removesuffix('y')}ies")
    }


def _bare(word: str) -> str:
    """The stem, also of a noun made from a verb: `rotation`, `rotating`."""
    bare = stem(word)
    return bare.removesuffix("ion") if bare.endswith("ion") and len(bare) > _SHORT else bare


def in_one_word(word: str) -> str:
    """The stem of a word, the same for words that mean the same.

    >>> in_one_word("duties") == in_one_word("tariff")
    True
    """
    bare = _bare(word)
    return _same().get(bare, bare)


@lru_cache(maxsize=4096)
def main_words(text: str) -> frozenset[str]:
    """What a phrase is about: stems without numbers and without verbs that say little.

    >>> sorted(main_words("to give up the finance ministry"))
    ['financ', 'ministry']
    """
    found = (word.lower().removesuffix("'s") for word in _WORD.findall(text.replace("\u2019", "'")))
    return frozenset(
        in_one_word(word) for word in found if word not in _SAY_LITTLE and not word[0].isdigit() and len(word) > 1
    )


def _stem(word: str) -> str:
    word = word.removesuffix("'s")
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


@lru_cache(maxsize=1)
def _sides() -> dict[str, tuple[int, int]]:
    return {
        _stem(word): (number, side)
        for number, pair in enumerate(_OPPOSITES)
        for side, words in enumerate(pair)
        for word in words.split()
    }


def opposite(a: frozenset[str], b: frozenset[str]) -> tuple[str, str] | None:
    """A word of the one and a word of the other that oppose each other."""
    sides = _sides()
    for word in sorted(a - b):
        for other in sorted(b - a):
            one, two = sides.get(word), sides.get(other)
            if one is not None and two is not None and one[0] == two[0] and one[1] != two[1]:
                return word, other
    return None


def medium_of(text: str) -> str | None:
    """The means of speech that a phrase names."""
    words = {word.lower() for word in re.findall(r"[\w-]+", text)}
    return next((name for name, spellings in _MEDIA if words & set(spellings.split())), None)
