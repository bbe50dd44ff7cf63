"""Who says what, in invented sentences: source, cue and content, each verbatim in the text."""

from __future__ import annotations

import os
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.evidence.extraction.attribution.attributions import Attribution, attributions, attributions_of, read_blocks
from detente.evidence.extraction.attribution.model import best_sequences, model, spans
from detente.evidence.extraction.attribution.structure import ROLE, TAG, structure
from detente.evidence.language.parse import ParsedDocument, parse_one
from detente.evidence.reading.document import Block, Document

PROOF = os.environ.get("DETENTE_PROOF") == "1"


def parsed(text: str, *, title: bool = False) -> ParsedDocument:
    """Each line a paragraph; with `title` the first is one."""
    blocks, start = [], 0
    for line in text.split("\n"):
        if line.strip():
            blocks.append(Block("title" if title and not blocks else "paragraph", start, start + len(line)))
        start += len(line) + 1
    return parse_one(Document("r1", text, tuple(blocks)))


def written(document: ParsedDocument, one: Attribution) -> tuple[str | None, str | None, tuple[str, ...]]:
    """Source, cue and content as they stand in the text."""
    return (
        one.source.passage(document).quote if one.source else None,
        one.cue.passage(document).quote if one.cue else None,
        tuple(piece.passage(document).quote for piece in one.content),
    )


def outer(text: str, *, title: bool = False) -> list[tuple[str | None, str | None, tuple[str, ...]]]:
    document = parsed(text, title=title)
    found = attributions_of(document)
    return [written(document, one) for one in found if not one.nested and one.confidence != "low"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The harbour master said that the quay would open in May.",
            ("The harbour master", "said", ("that the quay would open in May",)),
        ),
        (
            "“The quay opens in May,” the harbour master said.",
            ("the harbour master", "said", ("“The quay opens in May,”",)),
        ),
        (
            "According to the harbour master, the quay opens in May.",
            ("the harbour master", "According to", ("the quay opens in May",)),
        ),
        (
            "The quay opens in May, according to Ana Port.",
            ("Ana Port", "according to", ("The quay opens in May",)),
        ),
        (
            "Ana Port, who leads the team, believes the draft is dead.",
            ("Ana Port, who leads the team,", "believes", ("the draft is dead",)),
        ),
        (
            "The senator wants to see the text first.",
            ("The senator", "wants", ("to see the text first",)),
        ),
        (
            "The upper house opposes the plan.",
            ("The upper house", "opposes", ("the plan",)),
        ),
        (
            "Belmark called for an inquiry.",
            ("Belmark", "called for", ("an inquiry",)),
        ),
        (
            "The plan was criticised by two members.",
            ("two members", "was criticised by", ("The plan",)),
        ),
        (
            "“We asked,” said Ana Port. “Nobody answered us.”",
            ("Ana Port", "said", ("“We asked,”", "“Nobody answered us.”")),
        ),
        (
            "The minister added: “There is no deadline.”",
            ("The minister", "added:", ("“There is no deadline.”",)),
        ),
    ],
)  # fmt: skip
def test_one_attribution(text: str, expected: tuple[str, str, tuple[str, ...]]) -> None:
    source, cue, content = expected
    found = outer(text)
    assert len(found) == 1
    assert found[0][0] in (source, source.rstrip(","))
    assert (found[0][1] or "").rstrip(":").removesuffix(" by") == cue.rstrip(":").removesuffix(" by")
    assert found[0][2] == content


def test_a_headline() -> None:
    text = "Belmark Offers to Reopen River Port\nBelmark offers the river port. The port is closed to ships."
    assert outer(text, title=True)[0] == ("Belmark", "Offers", ("to Reopen River Port",))


def test_what_is_said_inside_of_what_is_said_is_nested() -> None:
    document = parsed("The agency reported that Ana Port had rejected the draft.")
    found = {one.cue.words: one for one in attributions_of(document) if one.cue}
    assert not found["reported"].nested
    inner = found["had rejected"]
    assert inner.nested
    assert written(document, inner) == ("Ana Port", "had rejected", ("the draft",))


def test_a_quotation_over_sentences_is_one_piece() -> None:
    text = "“We are late. We know it. The boats left,” the pilot said."
    assert outer(text) == [("the pilot", "said", ("“We are late. We know it. The boats left,”",))]


def test_direct_means_quotation_marks() -> None:
    found = attributions_of(parsed("“No,” she said. He said it was late."))
    assert [one.direct for one in found] == [True, False]


def test_a_shared_source() -> None:
    found = outer("The envoy rejected the draft, saying that nobody had read it.")
    assert [one[1] for one in found] == ["rejected", "saying"]
    assert [one[0] for one in found] == ["The envoy", "The envoy"]


def test_plain_narration_attributes_nothing() -> None:
    assert outer("The train left at noon. It rained on the river and the bridge was closed.") == []


def test_rules_alone() -> None:
    document = parsed("The pilot said that the boats had left.")
    assert [written(document, one) for one in read_blocks(document.blocks, rules_only=True)] == [
        ("The pilot", "said", ("that the boats had left",))
    ]


def test_one_block_is_read_as_in_the_document() -> None:
    document = parsed("The pilot said that the boats had left.\nAna Port denied it.")
    alone = [written(document, one) for block in document.blocks for one in attributions(block)]
    assert alone == [written(document, one) for one in attributions_of(document)]


def test_the_same_text_gives_the_same_answer_in_curly_and_in_plain_marks() -> None:
    curly, plain = "“We won’t pay,” Ana Port said – twice.", '"We won\'t pay," Ana Port said - twice.'
    assert [len(found[2]) for found in outer(curly)] == [len(found[2]) for found in outer(plain)]
    assert outer(curly)[0][:2] == outer(plain)[0][:2]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "“",
        "” said",
        "“““ ”",
        "said said said said",
        "“He said ‘she said “no”’” he said",
        "—",
        "🕊️ said “🕊️”.",
        "Ana Port said e\u0301\u0301\u0301 “שלום” to\u00a0them.",
        "The en\u200bvoy said that the well\u2011known plan “was over\n“And done.”",
    ],
)
def test_odd_texts(text: str) -> None:
    assert_verbatim(parsed(text))


def assert_verbatim(document: ParsedDocument) -> None:
    text = document.document.text
    order = []
    for one in attributions_of(document):
        assert one.cue or one.content
        for stretch in (one.source, one.cue, *one.content, one.sentence):
            if stretch is None:
                continue
            assert 0 <= stretch.first < stretch.end <= len(stretch.block.doc)
            passage = stretch.passage(document)
            assert text[passage.start : passage.end] == passage.quote
            assert stretch.block.block.start <= passage.start <= passage.end <= stretch.block.block.end
        pieces = [piece.passage(document).start for piece in one.content]
        assert pieces == sorted(pieces)
        order.append((one.cue or one.content[0]).passage(document).start)
    assert order == sorted(order)


SPOKEN = (
    "Ana Port the envoy said says that according to wants would not offered Belmark it was called for who opposes plan"
)
MARKS = ["“", "”", "‘", "’", '"', "'", "''", ",", ".", ":", ";", "—", "🕊️", "e\u0301", "שלום", "\u00a0", "\u200b", "\n"]
WORDS = st.sampled_from([*SPOKEN.split(), *MARKS])


@settings(
    max_examples=2000 if PROOF else 40, deadline=None, derandomize=not PROOF, suppress_health_check=list(HealthCheck)
)
@given(st.lists(WORDS, max_size=60).map(" ".join))
def test_verbatim_over_shuffled_words(text: str) -> None:
    assert_verbatim(parsed(text))


# the parts


def test_edges_heads_and_tags_are_those_of_the_parse() -> None:
    document = parsed("The envoy, who left on Sunday, said that “nothing” was agreed.\nShe denied it.")
    laid = structure([block.doc for block in document.blocks])
    for block, offset in zip(document.blocks, laid.offsets, strict=False):
        for token in block.doc:
            at = offset + token.i
            assert laid.left[at] == offset + token.left_edge.i
            assert laid.right[at] == offset + token.right_edge.i
            assert laid.head[at] == offset + token.head.i
            assert laid.tag[at] == TAG[token.tag_]
            assert laid.role[at] == ROLE[token.dep_]
            assert bool(laid.starts[at]) == bool(token.is_sent_start)


def test_the_best_sequence_is_the_best_of_all() -> None:
    random = np.random.default_rng(np.random.SeedSequence(7))
    labels, lengths = 3, (4, 1, 3)
    scores = random.normal(size=(sum(lengths), labels))
    transitions, start = random.normal(size=(2, labels, labels)), random.normal(size=labels)
    context = random.integers(0, 2, sum(lengths))
    offsets = np.cumsum([0, *lengths]).tolist()
    found = best_sequences(scores, context, offsets, transitions, start)
    for first, end in pairwise(offsets):

        def value(path: tuple[int, ...], first: int = first) -> float:
            total = start[path[0]] + sum(scores[first + place, label] for place, label in enumerate(path))
            pairs = pairwise(path)
            return total + sum(transitions[context[first + n], a, b] for n, (a, b) in enumerate(pairs, start=1))

        every = np.ndindex(*(labels,) * (end - first))
        assert tuple(found[first:end].tolist()) == max(every, key=value)


def test_spans_end_with_their_block() -> None:
    labels = np.array([1, 2, 5, 6, 6, 0, 3, 5, 5])
    assert spans(labels, (0, 4, 9)) == [
        ("source", (0, 2)), ("content", (2, 4)), ("content", (4, 5)), ("cue", (6, 7)), ("content", (7, 8)),
        ("content", (8, 9)),
    ]  # fmt: skip


def test_the_model_fits_its_features() -> None:
    from detente.evidence.extraction.attribution.features import BUCKETS

    assert model().weights.shape == (BUCKETS, 7)
    assert len(model().codes) == len(set(model().codes.tolist()))
