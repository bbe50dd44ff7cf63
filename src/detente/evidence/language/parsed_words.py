"""The words of a parse as plain Python objects, each made once, where spaCy makes a new one at every look.

Rules look at every word some twenty times. `ParsedWords`, `ParsedWord` and `WordSpan` answer what spaCy's `Doc`,
`Token` and `Span` answer, by the same names, as far as the rules ask; they are made from one array a block.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, overload

if TYPE_CHECKING:
    from spacy.tokens import Doc

COLUMNS = ("ORTH", "LOWER", "LEMMA", "TAG", "DEP", "POS", "HEAD", "SENT_START", "SPACY")
_PLACE = {name: place for place, name in enumerate(COLUMNS)}
_NONE: Any = ()
_TOO_FAR = "no word there"


class ParsedWord:
    """One word: what spaCy's `Token` says of it."""

    __slots__ = (
        "_left", "_right", "dep_", "doc", "head", "i", "idx", "is_sent_start", "lefts", "lemma_", "lower_", "orth",
        "pos_", "rights", "tag_", "text", "whitespace_",
    )  # fmt: skip

    doc: ParsedWords
    head: ParsedWord
    lefts: Sequence[ParsedWord]
    rights: Sequence[ParsedWord]

    def __init__(
        self, doc: ParsedWords, i: int, idx: int, orth: int, text: str, lower: str, lemma: str, tag: str, dep: str,
        pos: str, whitespace: str, opens: bool | None,
    ) -> None:  # fmt: skip
        self.doc, self.i, self.idx, self.orth, self.text, self.lower_ = doc, i, idx, orth, text, lower
        self.lemma_, self.tag_, self.dep_, self.pos_, self.whitespace_ = lemma, tag, dep, pos, whitespace
        self.is_sent_start = opens
        self.lefts = self.rights = _NONE
        self._left: ParsedWord | None = None
        self._right: ParsedWord | None = None

    def __len__(self) -> int:
        return len(self.text)

    def __bool__(self) -> bool:
        return True

    def __repr__(self) -> str:
        return self.text

    @property
    def children(self) -> Sequence[ParsedWord]:
        """The words that hang on it, in order."""
        lefts, rights = self.lefts, self.rights
        return [*lefts, *rights] if lefts and rights else lefts or rights

    @property
    def left_edge(self) -> ParsedWord:
        """The first of the words that hang on it, at whatever depth."""
        return self._left or self._edges()[0]

    @property
    def right_edge(self) -> ParsedWord:
        """The last of the words that hang on it, at whatever depth."""
        return self._right or self._edges()[1]

    def _edges(self) -> tuple[ParsedWord, ParsedWord]:
        """Both edges, of the word and of all that hangs on it; without recursion, because chains may be long."""
        waiting: list[ParsedWord] = [self]
        order: list[ParsedWord] = []
        while waiting:
            word = waiting.pop()
            order.append(word)
            waiting.extend(child for child in word.children if child._left is None)
        for word in reversed(order):
            left = right = word
            for child in word.children:
                left = min(left, child._left or child, key=_at)
                right = max(right, child._right or child, key=_at)
            word._left, word._right = left, right
        return self._left or self, self._right or self

    @property
    def subtree(self) -> list[ParsedWord]:
        """It and all words that hang on it, at whatever depth, in order."""
        found: list[ParsedWord] = []
        waiting: list[tuple[ParsedWord, bool]] = [(self, False)]
        while waiting:
            word, opened = waiting.pop()
            if opened or not (word.lefts or word.rights):
                found.append(word)
                continue
            waiting.extend((child, False) for child in reversed(word.rights))
            waiting.append((word, True))
            waiting.extend((child, False) for child in reversed(word.lefts))
        return found

    @property
    def ancestors(self) -> Iterator[ParsedWord]:
        """The words that it hangs on, from the nearest up."""
        word = self
        while word.head is not word:
            word = word.head
            yield word

    @property
    def conjuncts(self) -> tuple[ParsedWord, ...]:
        """The words coordinated with it."""
        first = self
        while first.dep_ == "conj" and first.head is not first:
            first = first.head
        found = [first]
        for word in found:
            found.extend(child for child in word.rights if child.dep_ == "conj")
        return tuple(word for word in found if word is not self)

    def nbor(self, by: int = 1) -> ParsedWord:
        """The word so many places on."""
        at = self.i + by
        if not 0 <= at < len(self.doc.words):
            raise IndexError(_TOO_FAR)
        return self.doc.words[at]

    @property
    def sent(self) -> WordSpan:
        """Its sentence."""
        return self.doc.sentence_at(self.i)

    @property
    def vocab(self) -> Any:
        """The parser's vocabulary."""
        return self.doc.vocab

    @property
    def morph(self) -> Any:
        """Its grammatical features."""
        return self.doc.source[self.i].morph

    @property
    def is_title(self) -> bool:
        """Whether it begins with a capital and goes on in small letters."""
        return self.text.istitle()

    @property
    def is_upper(self) -> bool:
        """Whether it stands in capitals."""
        return self.text.isupper()

    @property
    def is_alpha(self) -> bool:
        """Whether it has letters only."""
        return self.text.isalpha()

    @property
    def is_space(self) -> bool:
        """Whether it is white space."""
        return self.text.isspace()

    @property
    def is_punct(self) -> bool:
        """Whether it is a punctuation mark."""
        return self.doc.vocab[self.orth].is_punct

    @property
    def is_quote(self) -> bool:
        """Whether it is a quotation mark."""
        return self.doc.vocab[self.orth].is_quote


def _at(word: ParsedWord) -> int:
    return word.i


class WordSpan:
    """Words [start, end) of a block."""

    __slots__ = ("doc", "end", "start")

    def __init__(self, doc: ParsedWords, start: int, end: int) -> None:
        self.doc, self.start, self.end = doc, start, end

    def __len__(self) -> int:
        return self.end - self.start

    def __iter__(self) -> Iterator[ParsedWord]:
        return iter(self.doc.words[self.start : self.end])

    def __getitem__(self, at: int) -> ParsedWord:
        return self.doc.words[self.start : self.end][at]

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, WordSpan)
            and self.doc is other.doc
            and (self.start, self.end) == (other.start, other.end)
        )  # fmt: skip

    def __hash__(self) -> int:
        return hash((id(self.doc), self.start, self.end))

    @property
    def text(self) -> str:
        """The words as the parser read them."""
        if self.end <= self.start:
            return ""
        words = self.doc.words
        last = words[self.end - 1]
        return self.doc.text[words[self.start].idx : last.idx + len(last.text)]

    @property
    def root(self) -> ParsedWord:
        """The word that the others hang on: the highest in the tree, the first of several as high.

        A mark or a space on which nothing hangs only where there is nothing else.
        """
        words = self.doc.words[self.start : self.end]
        best, least = self.doc.words[self.start], len(self.doc.words)
        for word in words:
            if word.head is word:
                return word
        for word in words:
            if not self.start <= word.head.i < self.end:
                bare = not word.children and (word.is_punct or word.is_space)
                depth = len(self.doc.words) - 1 if bare else sum(1 for _ in word.ancestors)
                if depth < least:
                    best, least = word, depth
        return best

    @property
    def sent(self) -> WordSpan:
        """The sentence in which it begins."""
        return self.doc.sentence_at(self.start)

    @property
    def sents(self) -> list[WordSpan]:
        """The sentences that it is part of."""
        start, end = self.start, self.end
        return [one for one in self.doc.sents if one.end > start and (one.start < end or one.start == start == end)]


class ParsedWords:
    """The words of one parsed block."""

    __slots__ = ("_sentences", "_starts", "source", "table", "text", "vocab", "words")

    def __init__(self, source: Doc, text: str, table: Any, words: Sequence[Any]) -> None:
        self.source, self.text, self.table, self.vocab = source, text, table, source.vocab
        self.words: list[Any] = list(words)
        self._sentences: list[WordSpan] | None = None
        self._starts: list[int] = []

    def __len__(self) -> int:
        return len(self.words)

    def __iter__(self) -> Iterator[ParsedWord]:
        return iter(self.words)

    @overload
    def __getitem__(self, at: int) -> ParsedWord: ...
    @overload
    def __getitem__(self, at: slice) -> WordSpan: ...
    def __getitem__(self, at: int | slice) -> ParsedWord | WordSpan:
        if at.__class__ is slice:
            start, end, _ = at.indices(len(self.words))  # type: ignore[union-attr]
            return WordSpan(self, start, max(start, end))
        return self.words[at]  # type: ignore[index]

    @property
    def sents(self) -> list[WordSpan]:
        """The sentences, in order."""
        if self._sentences is None:
            count = len(self.words)
            self._starts = [at for at, word in enumerate(self.words) if word.is_sent_start or at == 0]
            ends = [*self._starts[1:], count]
            self._sentences = [WordSpan(self, *pair) for pair in zip(self._starts, ends, strict=True)]
        return self._sentences

    def sentence_at(self, at: int) -> WordSpan:
        """The sentence that a word belongs to."""
        sentences = self.sents
        return sentences[bisect_right(self._starts, at) - 1]

    def to_array(self, names: Any) -> Any:
        """Columns of spaCy's numbers, as its `to_array` gives them."""
        if isinstance(names, str):
            return self.table[:, _PLACE[names]]
        if len(names) == len(COLUMNS) and tuple(names) == COLUMNS:
            return self.table
        places = [_PLACE[name] for name in names]
        return self.table[:, places[0]] if len(places) == 1 else self.table[:, places]

    def char_span(self, start: int, end: int, alignment_mode: str = "strict") -> WordSpan | None:
        """The words that characters [start, end) of the block are; spaCy's ways to align."""
        span = self.source.char_span(start, end, alignment_mode=alignment_mode)
        return None if span is None else WordSpan(self, span.start, span.end)


class WordMaker:
    """Makes the words of parses; remembers the texts that the numbers of spaCy stand for."""

    def __init__(self, strings: Any) -> None:
        self._names: dict[int, str] = _Names(strings)

    def __call__(self, doc: Doc, text: str) -> ParsedWords:
        """The words of a parse, whose text is `text`."""
        table = doc.to_array(list(COLUMNS))
        found = ParsedWords(doc, text, table, ())
        names, words = self._names, found.words
        idx = 0
        orths, lowers, lemmas, tags, deps, parts, heads, starts, spaces = table.T.tolist()
        for i, orth in enumerate(orths):
            word = names[orth]
            spaced = spaces[i]
            mark = starts[i]
            words.append(
                ParsedWord(
                    found, i, idx, orth, word, names[lowers[i]], names[lemmas[i]], names[tags[i]], names[deps[i]],
                    names[parts[i]], " " if spaced else "", True if mark == 1 else False if mark else None,
                )
            )  # fmt: skip
            idx += len(word) + spaced
        _hang(words, heads)
        return found


class _Names(dict[int, str]):
    """Texts by number; an unknown one is asked of spaCy once."""

    def __init__(self, strings: Any) -> None:
        super().__init__()
        self._strings = strings

    def __missing__(self, number: int) -> str:
        found = self[number] = self._strings[number]
        return found


def _hang(words: list[ParsedWord], heads: Iterable[int]) -> None:
    """Every word on its head; `heads` are distances, the negative ones as numbers without sign."""
    for i, by in enumerate(heads):
        word = words[i]
        head = word.head = words[i + by if by < _SIGN else i + by - (1 << 64)]
        if by == 0:
            continue
        if by < _SIGN:
            if head.lefts:
                head.lefts.append(word)  # type: ignore[attr-defined]
            else:
                head.lefts = [word]
        elif head.rights:
            head.rights.append(word)  # type: ignore[attr-defined]
        else:
            head.rights = [word]


_SIGN = 1 << 63
