"""Parses whose tokens stand where they say, whatever the text is made of."""

from __future__ import annotations

import os
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.evidence.language import parse as parsing
from detente.evidence.language.normalised import normalised
from detente.evidence.language.parse import ParsedDocument, parse, parse_one
from detente.evidence.reading.document import Block, Document
from detente.foundation.errors import Cancelled, DetenteError
from detente.foundation.progress import Progress, Step

PROOF = os.environ.get("DETENTE_PROOF") == "1"
ODD = "“”‘’—–\u2011\u00a0\u202f\u200b\u200d\u0301\u0308🕊️👩🏽‍⚖️שלום مرحبا ﬁ\ufeff\u00ad…«»İßＡ\t"


def document(text: str, id: str = "r1") -> Document:
    """Each line a paragraph, the first the title."""
    blocks, start = [], 0
    for line in text.split("\n"):
        if line.strip():
            blocks.append(Block("paragraph" if blocks else "title", start, start + len(line)))
        start += len(line) + 1
    return Document(id, text, tuple(blocks))


def assert_tokens_stand_where_they_say(parsed: ParsedDocument) -> None:
    text = parsed.document.text
    for block in parsed.blocks:
        for token in block.doc:
            at = block.start + token.idx
            written = text[at : at + len(token.text)]
            assert len(written) == len(token.text)
            spaces = str.maketrans("\t\r\x0b\x0c", "    ")
            assert normalised(written).translate(spaces).lower() == token.text.lower() or not written.isascii()
            passage = parsed.passage(block, token.i, token.i + 1)
            assert text[passage.start : passage.end] == passage.quote
        whole = parsed.passage(block, 0, len(block.doc))
        assert whole.quote == text[whole.start : whole.end]


WORDS = st.sampled_from(
    [
        "The",
        "envoy",
        "said",
        "that",
        "Belmark",
        "“would",
        "agree”",
        "according",
        "to",
        "her",
        ",",
        ".",
        "offers",
        "don’t",
    ]
)
TEXTS = st.lists(st.one_of(WORDS, st.text(alphabet=ODD, min_size=1, max_size=4), st.text(max_size=4)), max_size=40).map(
    " ".join
)


@settings(
    max_examples=1000 if PROOF else 25, deadline=None, derandomize=not PROOF, suppress_health_check=list(HealthCheck)
)
@given(TEXTS)
def test_offsets_over_odd_text(text: str) -> None:
    assert_tokens_stand_where_they_say(parse_one(document(text)))


def test_a_title_is_read_in_sentence_case_and_quoted_as_written() -> None:
    parsed = parse_one(document("Envoy Rejects New Terms for the Port\nShe rejected the new terms on Monday."))
    title = parsed.blocks[0]
    assert title.doc.text == "Envoy rejects new terms for the port"
    assert parsed.passage(title, 0, 2).quote == "Envoy Rejects"
    assert [token.lemma_ for token in title.doc[1:2]] == ["reject"]


def test_what_is_set_aside_is_not_parsed() -> None:
    text = "One two.\nRead more\nOne two."
    blocks = (Block("paragraph", 0, 8), Block("boilerplate", 9, 18), Block("repeated", 19, 27))
    assert [block.start for block in parse_one(Document("r1", text, blocks)).blocks] == [0]


def test_a_long_block_comes_in_pieces() -> None:
    text = "The envoy left. " * 3000
    parsed = parse_one(Document("r1", text, (Block("paragraph", 0, len(text)),)))
    assert len(parsed.blocks) > 1
    assert sum(len(block.doc.text) for block in parsed.blocks) == len(text)
    assert_tokens_stand_where_they_say(parsed)


def test_a_block_without_spaces_comes_in_pieces_too() -> None:
    text = "x" * (parsing.LONGEST * 2 + 5)
    assert_tokens_stand_where_they_say(parse_one(Document("r1", text, (Block("paragraph", 0, len(text)),))))


def test_documents_keep_their_order_and_progress_is_told() -> None:
    steps: list[Step] = []
    documents = [document(f"Number {n} spoke.", f"r{n}") for n in range(70)]
    assert [one.document.id for one in parse(documents, progress=Progress(steps.append))] == [d.id for d in documents]
    assert [step.done for step in steps] == list(range(1, 71))


def test_a_cancelled_parse_stops() -> None:
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        list(parse([document("One.")], progress=progress))


def test_nothing_is_parsed_of_nothing() -> None:
    assert list(parse([])) == []
    assert parse_one(Document("r1", "", ())).blocks == ()


def test_without_spacy_the_error_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "spacy", None)
    with pytest.raises(DetenteError, match=r"detente\[evidence\]"):
        parsing.parser.__wrapped__()


def test_the_pipeline_cuts_and_bends_words_as_the_model_does() -> None:
    import spacy

    sentences = [
        "There's no deal, and she'd better say so; let's not pretend that they ain't gonna try.",
        "Having met twice, the envoys' teams were reading drafts that nobody had left behind.",
        "He does not know whether those are better; the worst were dropped.",
    ]
    name = next(name for name in parsing.MODELS if spacy.util.is_package(name))
    whole = spacy.load(name, exclude=list(parsing.UNNEEDED))
    ours, theirs = (one.tokenizer.to_bytes(exclude=["vocab"]) for one in (parsing.parser()[0], whole))
    assert ours == theirs
    documents = [Document("r1", one, (Block("paragraph", 0, len(one)),)) for one in sentences]
    for parsed, plain in zip(parse(documents), whole.pipe(sentences), strict=True):
        read = [(token.lemma_, token.pos_, str(token.morph)) for token in parsed.blocks[0].doc]
        assert read == [(token.lemma_, token.pos_, str(token.morph)) for token in plain]
