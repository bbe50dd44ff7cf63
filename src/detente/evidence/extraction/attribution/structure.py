"""The grammar of some parsed blocks as arrays over all their tokens, so that rules and model read them fast."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from detente.evidence.language.parsed_words import COLUMNS

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from spacy.tokens import Doc

    Ints = NDArray[np.int64]
    Flags = NDArray[np.bool_]

TAGS = (
    "$ '' , -LRB- -RRB- . : ADD AFX CC CD DT EX FW HYPH IN JJ JJR JJS LS MD NFP NN NNP NNPS NNS PDT POS PRP PRP$ RB "
    "RBR RBS RP SYM TO UH VB VBD VBG VBN VBP VBZ WDT WP WP$ WRB XX _SP ``"
)
ROLES = (
    "ROOT acl acomp advcl advmod agent amod appos attr aux auxpass case cc ccomp compound conj csubj csubjpass dative "
    "dep det dobj expl intj mark meta neg nmod npadvmod nsubj nsubjpass nummod oprd parataxis pcomp pobj poss preconj "
    "predet prep prt punct quantmod relcl xcomp"
)
PARTS = "ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SPACE SYM VERB X"
TAG, ROLE, PART = (
    {name: number for number, name in enumerate(names.split(), start=1)} for names in (TAGS, ROLES, PARTS)
)
QUOTES = ('"', "''", "``")
_DEEPEST = 40


@dataclass(frozen=True, slots=True, eq=False)
class Structure:
    """Arrays with one entry a token, over several blocks laid end to end.

    `tag`, `role`, `part` count from 1 in TAG, ROLE, PART. `head` is a position; `left` and `right` are the edges of
    the words that hang on a token, both included. `sentence` and `block` number them. `opens` and `closes` mark
    quotation marks, `inside` what they enclose, the marks included. `spaced` says that white space follows.
    """

    docs: tuple[Doc, ...]
    offsets: tuple[int, ...]
    orth: NDArray[np.uint64]
    lower: NDArray[np.uint64]
    lemma: NDArray[np.uint64]
    tag: Ints
    role: Ints
    part: Ints
    head: Ints
    left: Ints
    right: Ints
    block: Ints
    sentence: Ints
    starts: Flags
    opens: Flags
    closes: Flags
    inside: Flags
    spaced: Flags

    def __len__(self) -> int:
        return len(self.tag)

    def part_of(self, first: int, end: int) -> Structure:
        """The blocks [first, end) by themselves, counted from 0."""
        begin, stop = self.offsets[first], self.offsets[end]
        cut = slice(begin, stop)
        sentence = self.sentence[cut]
        return Structure(
            self.docs[first:end], tuple(offset - begin for offset in self.offsets[first : end + 1]), self.orth[cut],
            self.lower[cut], self.lemma[cut], self.tag[cut], self.role[cut], self.part[cut], self.head[cut] - begin,
            self.left[cut] - begin, self.right[cut] - begin, self.block[cut] - first,
            sentence - sentence[0] if len(sentence) else sentence, self.starts[cut], self.opens[cut], self.closes[cut],
            self.inside[cut], self.spaced[cut],
        )  # fmt: skip


def structure(docs: Sequence[Doc]) -> Structure:
    """The arrays of these blocks."""
    rows: list[Any] = [doc.to_array(list(COLUMNS)) for doc in docs]
    lengths = [len(doc) for doc in docs]
    offsets = tuple(int(n) for n in np.cumsum([0, *lengths]))
    table = np.concatenate(rows) if rows else np.zeros((0, len(COLUMNS)), dtype=np.uint64)
    count = len(table)
    block = np.repeat(np.arange(len(docs)), lengths)
    head = np.arange(count) + table[:, 6].astype(np.int64)
    starts = table[:, 7].astype(np.int64) == 1
    starts[[offset for offset, length in zip(offsets, lengths, strict=False) if length]] = True
    left, right = _edges(head)
    spaced = table[:, 8].astype(bool)
    opens, closes, inside = _quotations(table[:, 0], spaced, block)
    tag, role, part = (_numbers(table[:, column], kind) for column, kind in ((3, "tag"), (4, "role"), (5, "part")))
    return Structure(
        tuple(docs), offsets, table[:, 0], table[:, 1], table[:, 2], tag, role, part, head, left, right,
        block, np.cumsum(starts) - 1, starts, opens, closes, inside, spaced,
    )  # fmt: skip


@cache
def _codes(kind: str) -> tuple[NDArray[np.uint64], Ints]:
    from spacy.strings import get_string_id  # noqa: PLC0415
    from spacy.symbols import IDS  # noqa: PLC0415

    names = {"tag": TAG, "role": ROLE, "part": PART}[kind]
    pairs = sorted((int(IDS.get(name, 0) or get_string_id(name)), number) for name, number in names.items())
    return np.array([code for code, _ in pairs], dtype=np.uint64), np.array([number for _, number in pairs])


def _numbers(values: NDArray[np.uint64], kind: str) -> Ints:
    codes, numbers = _codes(kind)
    places = np.minimum(np.searchsorted(codes, values), len(codes) - 1)
    return np.where(codes[places] == values, numbers[places], 0)


def _edges(head: Ints) -> tuple[Ints, Ints]:
    left, right = np.arange(len(head)), np.arange(len(head))
    for _ in range(_DEEPEST):
        wider_left, wider_right = left.copy(), right.copy()
        np.minimum.at(wider_left, head, left)
        np.maximum.at(wider_right, head, right)
        if np.array_equal(wider_left, left) and np.array_equal(wider_right, right):
            break
        left, right = wider_left, wider_right
    return left, right


@cache
def _quote_codes() -> frozenset[int]:
    from spacy.strings import get_string_id  # noqa: PLC0415

    return frozenset(get_string_id(mark) for mark in QUOTES)


def _quotations(orth: NDArray[np.uint64], spaced: NDArray[np.bool_], block: Ints) -> tuple[Flags, Flags, Flags]:
    """Where quotations open and close; one that nothing closes runs to the end of its block."""
    count = len(orth)
    opens, closes = np.zeros(count, dtype=bool), np.zeros(count, dtype=bool)
    inside = np.zeros(count, dtype=bool)
    marks = np.isin(orth, np.array(sorted(_quote_codes()), dtype=np.uint64))
    start = -1
    for place in np.flatnonzero(marks).tolist():
        if start >= 0 and block[start] != block[place]:
            inside[start : int(np.searchsorted(block, block[start], side="right"))] = True
            start = -1
        before = place > 0 and block[place - 1] == block[place] and not spaced[place - 1]
        after = place + 1 < count and block[place + 1] == block[place] and not spaced[place]
        if start < 0 and (after or not before):
            opens[place], start = True, place
        elif start >= 0 and (before or not after):
            closes[place] = True
            inside[start : place + 1] = True
            start = -1
    if start >= 0:
        inside[start : int(np.searchsorted(block, block[start], side="right"))] = True
    return opens, closes, inside
