"""Who may speak a direct quotation: the sources near it, and what a source could be where none was seen."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from detente.evidence.extraction.attribution.links import Linked
from detente.evidence.extraction.attribution.rules import SUBJECTS, VERBS, Found, Span
from detente.evidence.extraction.attribution.structure import PART, ROLE, TAG, Structure

Kind = Literal["nobody", "linked", "alone", "rule", "subject", "noun"]
KINDS: tuple[Kind, ...] = ("nobody", "linked", "alone", "rule", "subject", "noun")
NEAREST = 7
LEAST_SHARE = 0.1
LONGEST_NOUN = 14
FURTHEST_NOUN = 5
NOMINAL = frozenset(PART[name] for name in ("PROPN", "NOUN", "PRON", "DET", "ADJ", "NUM", "PART"))
NAMING = frozenset(PART[name] for name in ("PROPN", "NOUN", "PRON"))
PASSED = frozenset(PART[name] for name in ("PUNCT", "SYM", "VERB", "AUX", "ADV", "SPACE"))
COLON, RELATIVE = TAG[":"], ROLE["relcl"]


@dataclass(frozen=True, slots=True)
class Quotation:
    """A piece of content that holds an opening mark, and the number of the attribution that it was linked to."""

    span: Span
    owner: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may speak: the words, the cue they go with, the attribution that has both, what rules saw there."""

    kind: Kind
    source: Span | None
    cue: Span | None
    owner: int
    rule: Found | None


class Neighbourhood:
    """The sources, cues and quotations of one document."""

    def __init__(
        self, layout: Structure, ones: Sequence[Linked], spans: Sequence[tuple[str, Span]], found: Sequence[Found]
    ) -> None:
        self.layout, self.ones = layout, ones
        self.block, self.part, self.tag = layout.block.tolist(), layout.part.tolist(), layout.tag.tolist()
        self.role, self.head, self.sentence = layout.role.tolist(), layout.head.tolist(), layout.sentence.tolist()
        self.closes, self.inside = layout.closes, layout.inside
        linked = [Candidate("linked", one.source, one.cue, n, one.rule) for n, one in enumerate(ones) if one.source]
        taken = {one.source for one in linked}
        alone = [Candidate("alone", s, None, -1, None) for kind, s in spans if kind == "source" and s not in taken]
        known = sorted([*linked, *alone], key=_start)
        starts = [_start(one) for one in known]

        def is_known(span: Span) -> bool:
            near = known[max(bisect_left(starts, span[0]) - 3, 0) : bisect_left(starts, span[1])]
            return any(one.source and one.source[0] < span[1] and span[0] < one.source[1] for one in near)

        rules = [
            Candidate("rule", one.source, one.cue, -1, one)
            for one in found
            if one.source and one.rate >= LEAST_SHARE and not is_known(one.source)
        ]
        self.candidates = sorted([*known, *rules], key=_start)
        self.starts = [_start(one) for one in self.candidates]
        self.cues = sorted(span for kind, span in spans if kind == "cue")
        self.marks = layout.opens.nonzero()[0].tolist()
        self.quotations = sorted(
            (Quotation(span, n) for n, one in enumerate(ones) for span in one.content if self._holds_a_mark(span)),
            key=lambda one: one.span,
        )
        self.quoted = {one.span for one in self.quotations}

    def _holds_a_mark(self, span: Span) -> bool:
        return bisect_left(self.marks, span[0]) < bisect_left(self.marks, span[1])

    def of(self, quotation: Quotation) -> list[Candidate]:
        """Nobody, the nearest sources of its block and the one before, and where those miss, a noun beside it."""
        first, end = quotation.span
        block = self.block[first]
        begin, stop = self._blocks(block - 1), self._blocks(block + (1 if self._closed(quotation) else 2))
        low, high = bisect_left(self.starts, begin), bisect_left(self.starts, stop)
        middle = bisect_left(self.starts, first)
        after = bisect_left(self.starts, end, low, high)
        near = [
            *self.candidates[max(low, middle - NEAREST) : middle],
            *self.candidates[middle:after][:NEAREST],
            *self.candidates[after : min(high, after + NEAREST)],
        ]
        own = self.ones[quotation.owner]
        if own.source and not any(one.owner == quotation.owner for one in near):
            near.append(Candidate("linked", own.source, own.cue, quotation.owner, own.rule))
        spans = [one.source for one in near if one.source]
        others: list[Candidate] = []
        for kind, span in self._unseen(quotation):
            if not any(one[0] < span[1] and span[0] < one[1] for one in spans):
                spans.append(span)
                others.append(Candidate(kind, span, own.cue, -1, None))
        unnamed = own.source is None
        nobody = Candidate("nobody", None, own.cue if unnamed else None, quotation.owner if unnamed else -1, None)
        return [nobody, *near, *others]

    def _blocks(self, number: int) -> int:
        offsets = self.layout.offsets
        return offsets[min(max(number, 0), len(offsets) - 1)]

    def _closed(self, quotation: Quotation) -> bool:
        return not self.inside[quotation.span[1] - 1] or bool(self.closes[quotation.span[1] - 1])

    def _unseen(self, quotation: Quotation) -> Iterator[tuple[Kind, Span]]:
        """What the model and the rules may have missed: a noun after the marks, in the cue or before a colon, and the
        subjects of the sentence before."""
        first, end = quotation.span
        begin, last = self._blocks(self.block[first]), self._blocks(self.block[first] + 1)
        yield from self._noun(self._past_verbs(end, last), last) if self._past_verbs(end, last) > end else ()
        cue = self.ones[quotation.owner].cue
        if cue and cue[1] <= first:
            naming = next((place for place in range(*cue) if self.part[place] in NAMING), cue[1])
            yield from self._noun(naming, cue[1])
        if first > begin:
            yield from self._subjects(first - 1)
        elif begin > 0 and self.tag[begin - 1] == COLON:
            subjects = list(self._subjects(begin - 1))
            yield from subjects
            if not subjects and begin > 1 and self.part[begin - 2] in NAMING:
                yield from self._noun(max(begin - 4, self._blocks(self.block[begin - 1])), begin)

    def _past_verbs(self, place: int, last: int) -> int:
        end = min(last, place + FURTHEST_NOUN)
        while place < end and self.part[place] in PASSED and not self.layout.opens[place]:
            place += 1
        return place

    def _noun(self, first: int, last: int) -> Iterator[tuple[Kind, Span]]:
        """A run of nouns and what goes with them."""
        end = first
        while end < min(last, first + LONGEST_NOUN) and self.part[end] in NOMINAL and not self.inside[end]:
            end += 1
        if any(self.part[place] in NAMING for place in range(first, end)):
            yield "noun", (first, end)

    def _subjects(self, place: int) -> Iterator[tuple[Kind, Span]]:
        """The subjects of a sentence up to a place in it, but those of relative clauses and inside quotations."""
        for other in range(bisect_left(self.sentence, self.sentence[place]), place):
            verb = self.head[other]
            if self.role[other] not in SUBJECTS or self.part[verb] not in VERBS or self.role[verb] == RELATIVE:
                continue
            if self.inside[other]:
                continue
            end = min(int(self.layout.right[other]) + 1, place)
            while end > other + 1 and self.part[end - 1] == PART["PUNCT"]:
                end -= 1
            yield "subject", (int(self.layout.left[other]), end)


def _start(one: Candidate) -> int:
    return one.source[0] if one.source else 0
