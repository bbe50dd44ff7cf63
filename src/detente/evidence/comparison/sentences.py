"""The sentences of a report as comparing needs them: words with their places, what they are about, who says so."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from detente.evidence.comparison.words import main_words
from detente.evidence.items import Extraction, Passage, Statement, Voice
from detente.evidence.language.normalised import normalised
from detente.evidence.reading.document import Document

_END = re.compile(r"[.!?][\"')\]]*\s+(?=[\"'(]?[A-Z0-9])")
_SHORT_FORM = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|Gen|Col|Lt|Sen|Rep|Gov|St|No|Jan|Feb|Mar|Apr|Aug|Sept|Sep|Oct|Nov|Dec|[A-Z])\.$"
)
_WORD = re.compile(r"[$€£¥₴₽]|\d[\d,.]*\d[a-z]*|\d+[a-z]*|n't\b|'s\b|[^\W\d_]+?(?=n't\b)|[^\W\d_]+|[^\w\s]")
LONGEST = 600
FEW, COMMON = 6, 0.25
"""A word is commonplace in more sentences than this, as a number and as a share."""
MANY, COMMON_AMONG_MANY = 6, 0.2
"""And where there are many reports, in more than this share of them."""


@dataclass(frozen=True, slots=True)
class Around:
    """What a paragraph is about, and the names in it."""

    about: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Sentence:
    """Characters [start, end) of a report that make a sentence; `places` are those of `words`.

    `about` are the main words, `names` those that are names, `around` the same of the paragraph.
    """

    report: str
    start: int
    text: str
    words: tuple[str, ...]
    places: tuple[tuple[int, int], ...]
    about: frozenset[str]
    names: frozenset[str]
    around: Around
    statements: tuple[Statement, ...]

    @property
    def passage(self) -> Passage:
        """The whole sentence."""
        return Passage(self.report, self.start, self.start + len(self.text), self.text)

    def part(self, first: int, end: int) -> Passage:
        """The words [first, end)."""
        start, stop = self.places[first][0], self.places[end - 1][1]
        return Passage(self.report, self.start + start, self.start + stop, self.text[start:stop])

    def said_by(self, place: Passage) -> tuple[Voice, ...]:
        """Who says what stands at a place, as the report tells it; nobody where it speaks itself."""
        holding = [
            (piece.end - piece.start, number, statement)
            for number, statement in enumerate(self.statements)
            for piece in statement.content
            if statement.chain and piece.start <= place.start and place.end <= piece.end
        ]
        return min(holding, key=lambda one: one[:2])[2].chain if holding else ()


def sentences(document: Document, extraction: Extraction) -> Iterator[Sentence]:
    """The sentences of a report's paragraphs, in order; headlines and what is set aside are none."""
    plain = normalised(document.text)
    ordered = sorted(extraction.statements, key=lambda one: one.passage.start)
    for block in document.blocks:
        if block.kind != "paragraph":
            continue
        around = _around(plain[block.start : min(block.end, block.start + 4 * LONGEST)])
        for start, end in _cut(plain, block.start, block.end):
            if end - start <= LONGEST:
                yield _sentence(document, plain, (start, end), around, ordered)


def without_commonplace(told: Mapping[str, Sequence[Sentence]]) -> dict[str, tuple[Sentence, ...]]:
    """The sentences without the words that run through most of them or most reports: these tell nothing apart."""
    all_of_them = [sentence for sentences in told.values() for sentence in sentences]
    counted = Counter(word for sentence in all_of_them for word in sentence.about)
    reports = Counter(word for found in told.values() for word in set().union(*(one.about for one in found)))
    common = {word for word, times in counted.items() if times > max(FEW, COMMON * len(all_of_them))}
    if len(told) > MANY:
        common |= {word for word, times in reports.items() if times > len(told) * COMMON_AMONG_MANY}
    return {name: tuple(_without(one, common) for one in found) for name, found in told.items()}


def _without(sentence: Sentence, common: set[str]) -> Sentence:
    around = Around(sentence.around.about - common, sentence.around.names - common)
    return replace(sentence, about=sentence.about - common, names=sentence.names - common, around=around)


def _around(text: str) -> Around:
    return Around(main_words(text), _names(_WORD.findall(text)))


def _names(words: Iterable[str]) -> frozenset[str]:
    return main_words(" ".join(word for word in words if word[:1].isupper()))


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    for stop in _END.finditer(text, start, end):
        if _SHORT_FORM.search(text, max(at, stop.start() - 5), stop.start() + 1) is None:
            yield at, stop.start() + len(stop.group().rstrip())
            at = stop.end()
    if text[at:end].strip():
        yield at, end


def _sentence(
    document: Document, plain: str, span: tuple[int, int], around: Around, statements: Sequence[Statement]
) -> Sentence:
    start, end = span
    found = list(_WORD.finditer(plain, start, end))
    words = tuple(word.group() for word in found)
    return Sentence(
        report=document.id,
        start=start,
        text=document.text[start:end],
        words=words,
        places=tuple((word.start() - start, word.end() - start) for word in found),
        about=main_words(plain[start:end]),
        names=_names(words),
        around=around,
        statements=tuple(
            one for one in statements if any(piece.start < end and start < piece.end for piece in one.content)
        ),
    )
