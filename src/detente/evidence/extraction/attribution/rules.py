"""Attributions by rules on the parse: a cue word of the lexicon, its construction, its source, its content."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from detente.evidence.extraction.attribution.cue_words import CueWords
from detente.evidence.extraction.attribution.structure import PART, ROLE, TAG, Structure

Construction = Literal["clause", "quote", "infinitive", "object", "preposition", "none"]
Span = tuple[int, int]

SUBJECTS = frozenset(ROLE[name] for name in ("nsubj", "nsubjpass", "csubj"))
CLAUSES = frozenset(ROLE[name] for name in ("ccomp", "parataxis"))
OBJECTS = frozenset(ROLE[name] for name in ("dobj", "attr", "oprd"))
HELPERS = frozenset(ROLE[name] for name in ("aux", "auxpass", "neg", "advmod"))
INHERITING = frozenset(ROLE[name] for name in ("conj", "xcomp", "advcl", "acl", "pcomp"))
AGENT = frozenset((ROLE["agent"],))
PREPOSED = frozenset((ROLE["pobj"],))
VERBS = frozenset((PART["VERB"], PART["AUX"]))
STOPS = frozenset(TAG[name] for name in (",", ".", ":", "''", "``", "_SP"))


@dataclass(frozen=True, slots=True)
class Found:
    """Positions of one attribution; spans are [first, end)."""

    head: int
    source: Span | None
    cue: Span
    content: tuple[Span, ...]
    construction: Construction
    rate: float

    def moved(self, by: int) -> Found:
        """The same so many places on."""
        source = self.source and (self.source[0] + by, self.source[1] + by)
        content = tuple((first + by, end + by) for first, end in self.content)
        return Found(
            self.head + by, source, (self.cue[0] + by, self.cue[1] + by), content, self.construction, self.rate
        )


class Reader:
    """Reads the attributions out of a structure."""

    def __init__(self, structure: Structure, words: CueWords) -> None:
        self.structure, self.words = structure, words
        self.role, self.part, self.tag = structure.role.tolist(), structure.part.tolist(), structure.tag.tolist()
        self.head, self.left, self.right = structure.head.tolist(), structure.left.tolist(), structure.right.tolist()
        self.sentence, self.block = structure.sentence.tolist(), structure.block.tolist()
        self.opens, self.closes, self.inside = (
            structure.opens.tolist(),
            structure.closes.tolist(),
            structure.inside.tolist(),
        )
        self.kids: dict[int, list[int]] = {}
        for place, head in enumerate(self.head):
            if head != place:
                self.kids.setdefault(head, []).append(place)

    def found(self, least: float = 0.5) -> tuple[Found, ...]:
        """What the lexicon takes for an attribution at least this often, in the order of the text."""
        return tuple(found for found in self.candidates() if found.rate >= least)

    def candidates(self) -> Iterator[Found]:
        """Every construction of a word that the lexicon knows."""
        known = self.words.known(self.structure)
        for place in known.nonzero()[0].tolist():
            found = None
            if self.words.is_according(self.structure, place):
                found = self._according(place)
            elif self.part[place] in VERBS and self.role[place] not in HELPERS:
                found = self._verb(place)
            if found is not None:
                yield found

    # what hangs on a word

    def _kid(self, place: int, roles: frozenset[int]) -> int | None:
        return next((kid for kid in self.kids.get(place, ()) if self.role[kid] in roles), None)

    def _span(self, place: int) -> Span:
        return self.left[place], self.right[place] + 1

    def _trimmed(self, span: Span) -> Span:
        """Without stops at the edges; a stop inside a quotation stays."""
        first, end = span
        while first < end and self.tag[first] in STOPS and not self.opens[first]:
            first += 1
        while end > first and self.tag[end - 1] in STOPS and not self._stays(end - 1, first):
            end -= 1
        return first, end

    def _stays(self, place: int, first: int) -> bool:
        return self.closes[place]

    # the constructions

    def _verb(self, verb: int) -> Found | None:
        source = self._source(verb)
        construction, content, preposition = self._content(verb, source)
        rate = self.words.rate(self.structure, verb, construction)
        cue = self._cue(verb, source, content, preposition)
        return Found(verb, source, cue, content, construction, rate)

    def _source(self, verb: int) -> Span | None:
        """The subject; of a verb without one, that of the verb it hangs on; of a participle, its noun."""
        place = verb
        for _ in range(5):
            subject = self._kid(place, SUBJECTS)
            if subject is not None and self.role[subject] == ROLE["nsubjpass"] and place == verb:
                return self._agent(place)
            if subject is not None:
                return self._without_verb(subject, verb)
            if self.role[place] == ROLE["acl"]:
                return self._agent(verb) or self._before(self.head[place], place)
            if self.role[place] not in INHERITING and not self._means(place, verb):
                return None
            place = self.head[place]
        return None

    def _agent(self, verb: int) -> Span | None:
        """The doer of a passive."""
        agent = self._kid(verb, AGENT)
        doer = self._kid(agent, PREPOSED) if agent is not None else None
        return self._trimmed(self._span(doer)) if doer is not None else None

    def _means(self, place: int, verb: int) -> bool:
        """Whether a word is the preposition of `by saying`, `in saying`, `without saying`."""
        return self.role[place] == ROLE["prep"] and self.tag[verb] == TAG["VBG"]

    def _without_verb(self, subject: int, verb: int) -> Span:
        first, end = self._span(subject)
        if first <= verb < end:
            first, end = (first, verb) if subject < verb else (verb + 1, end)
        return self._trimmed((first, end))

    def _before(self, noun: int, verb: int) -> Span | None:
        first = self.left[noun]
        return self._trimmed((first, min(verb, self.right[noun] + 1))) if first < verb else None

    def _content(self, verb: int, source: Span | None) -> tuple[Construction, tuple[Span, ...], int | None]:
        subject = self._kid(verb, SUBJECTS)
        if subject is not None and self.role[subject] == ROLE["nsubjpass"]:
            return self._passive(verb, subject)
        return self._active(verb, source)

    def _active(self, verb: int, source: Span | None) -> tuple[Construction, tuple[Span, ...], int | None]:
        quoted = self._quotation(verb, source)
        if quoted:
            return "quote", quoted, None
        clause = self._clause(verb)
        if clause is not None:
            return "clause", self._clause_span(clause, verb, source), None
        for kid in self.kids.get(verb, ()):
            if kid > verb and self.role[kid] == ROLE["xcomp"]:
                return "infinitive", (self._to_the_right(kid, verb),), None
        for kid in self.kids.get(verb, ()):
            if kid > verb and self.role[kid] in OBJECTS:
                return "object", (self._to_the_right(kid, verb),), None
        for kid in self.kids.get(verb, ()):
            if kid == verb + 1 and self.role[kid] == ROLE["prep"]:
                inner = next((grand for grand in self.kids.get(kid, ()) if grand > kid), None)
                if inner is not None:
                    return "preposition", (self._to_the_right(inner, kid),), kid
        return "none", (), None

    def _passive(self, verb: int, subject: int) -> tuple[Construction, tuple[Span, ...], int | None]:
        """`THE PLAN was described BY SOURCE as …`: the subject is content too, unless a clause says more (`it`)."""
        construction, content, preposition = self._active(verb, None)
        if construction in ("clause", "quote"):
            return construction, content, preposition
        first = self._without_verb(subject, verb)
        return construction, tuple(span for span in (first, *content) if span[1] > span[0]), preposition

    def _to_the_right(self, kid: int, verb: int) -> Span:
        first, end = self._span(kid)
        return self._trimmed((max(first, verb + 1), end))

    def _clause(self, verb: int) -> int | None:
        kids = [kid for kid in self.kids.get(verb, ()) if self.role[kid] in CLAUSES]
        if kids:
            return max(kids, key=lambda kid: self.right[kid] - self.left[kid])
        head = self.head[verb]
        if self.role[verb] == ROLE["parataxis"] and head != verb and self.part[head] in VERBS:
            return head
        return None

    def _clause_span(self, clause: int, verb: int, source: Span | None) -> tuple[Span, ...]:
        first, end = self._span(clause)
        own_first, own_end = (min(verb, source[0]), max(verb + 1, source[1])) if source else (verb, verb + 1)
        if own_first <= first < own_end:
            first = own_end
        if first < own_first < end:
            parts = (first, own_first), (own_end, end)
            spans = [self._trimmed(part) for part in parts]
            return tuple(self._whole_quotation(span) for span in spans if span[1] > span[0])
        span = self._trimmed((first, end))
        return (self._whole_quotation(span),) if span[1] > span[0] else ()

    def _whole_quotation(self, span: Span) -> Span:
        """A span that ends inside a quotation reaches to the end of it, its mark included."""
        first, end = span
        if end > first and self.inside[end - 1] and not self.closes[end - 1]:
            last = end
            while last < len(self.inside) and self.inside[last] and self.block[last] == self.block[first]:
                last += 1
                if self.closes[last - 1]:
                    return first, last
        return first, end

    def _quotation(self, verb: int, source: Span | None) -> tuple[Span, ...]:
        """The quotation that ends right before source and cue, or begins right after them, and how it goes on."""
        first, end = (min(verb, source[0]), max(verb + 1, source[1])) if source else (verb, verb + 1)
        if end - first > 40 or self.inside[verb]:
            return ()
        pieces: list[Span] = []
        before = first - 1
        while before >= 0 and self.block[before] == self.block[verb] and self.tag[before] == TAG[","]:
            before -= 1
        if before >= 0 and self.block[before] == self.block[verb] and self.closes[before]:
            opening = before
            while opening > 0 and not self.opens[opening]:
                opening -= 1
            pieces.append((opening, before + 1))
        after = self._next_quotation(verb, end, bool(pieces))
        if after is not None:
            pieces.append(after)
        if pieces and any(
            self.sentence[piece[0]] != self.sentence[piece[1] - 1] or self._full(piece) for piece in pieces
        ):
            return tuple(pieces)
        return ()

    def _full(self, piece: Span) -> bool:
        """Whether a quotation is more than a phrase: it holds a verb with a subject, or ends like a sentence."""
        first, end = piece
        return any(self.part[place] in VERBS for place in range(first, end)) or end - first > 8

    def _next_quotation(self, verb: int, end: int, continued: bool) -> Span | None:
        place, last = end, len(self.tag)
        limit = min(last, end + (14 if continued else 10))
        while place < limit and self.block[place] == self.block[verb] and not self.opens[place]:
            if self.sentence[place] != self.sentence[verb] and not continued:
                return None
            if self.sentence[place] > self.sentence[verb]:
                return None
            if not continued and self.part[place] in VERBS:
                return None
            place += 1
        if place >= limit or self.block[place] != self.block[verb] or not self.opens[place]:
            return None
        if not continued and self.tag[place - 1] not in (TAG[","], TAG[":"]):
            return None
        stop = place + 1
        while stop < last and self.inside[stop] and self.block[stop] == self.block[verb] and not self.opens[stop]:
            stop += 1
            if self.closes[stop - 1]:
                break
        return place, stop

    def _cue(self, verb: int, source: Span | None, content: tuple[Span, ...], preposition: int | None) -> Span:
        first, end = verb, verb + 1
        while (
            first > 0
            and self.head[first - 1] == verb
            and self.role[first - 1] in HELPERS
            and self.tag[first - 1] != TAG["WRB"]
        ):
            if any(start <= first - 1 < stop for start, stop in (source or (0, 0), *content)):
                break
            first -= 1
        while end < len(self.tag) and self.head[end] == verb and self.role[end] == ROLE["prt"]:
            end += 1
        if preposition is not None and preposition == end:
            end += 1
        return first, end

    def _according(self, place: int) -> Found | None:
        """`According to SOURCE, CONTENT`."""
        to = self._kid(place, frozenset((ROLE["prep"],)))
        if to is None or to != place + 1:
            return None
        inner = self._kid(to, PREPOSED)
        if inner is None:
            return None
        source = self._trimmed(self._span(inner))
        top = self.head[place]
        if top == place:
            return None
        first, end = self._span(top)
        own = (place, source[1])
        pieces = [(first, own[0]), (own[1], end)] if first <= place < end else [(first, end)]
        content = tuple(piece for piece in map(self._trimmed, pieces) if piece[1] - piece[0] > 1)
        return Found(place, source, (place, to + 1), content, "clause", 1.0)
