"""Who speaks a quotation, in invented sentences; and what the choice of a speaker may never do."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from detente.evidence.extraction.attribution.attributions import Attribution, attributions_of
from detente.evidence.extraction.attribution.cue_words import cue_words
from detente.evidence.extraction.attribution.links import Linked, linked
from detente.evidence.extraction.attribution.model import model, spans
from detente.evidence.extraction.attribution.quote_edges import signature, with_names_apart
from detente.evidence.extraction.attribution.rules import Reader
from detente.evidence.extraction.attribution.speaker_candidates import Neighbourhood
from detente.evidence.extraction.attribution.speaker_features import WIDTH, pair_features
from detente.evidence.extraction.attribution.speakers import speaker_model, with_speakers
from detente.evidence.extraction.attribution.structure import Structure, structure
from detente.evidence.language.parse import ParsedDocument, parse_one
from detente.evidence.reading.document import Block, Document

TEXTS = (
    "“The locks belong to the valley,” Mr. Reth said on Sunday at the dinner of the guild in Velden, where Ms. Port "
    "also spoke. “The fees belong to the valley. The water belongs to the valley.”",
    "Port continued:\n“The ferry will run again in May, and nobody will pay more than before.”",
    "Said Reth: “I do not get the sense that she is the least bit interested in the fees.”",
    "As Ms. Port put it in her letter to members explaining the plan, “Imagine a harbour where no ship waits.”",
    "“No,” she said. “Not now",
    "The so-called “quiet harbour” is loud.",
)


def parsed(text: str) -> ParsedDocument:
    """Each line a paragraph."""
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    blocks = tuple(Block("paragraph", start, end - 1) for start, end in pairwise(starts))
    return parse_one(Document("r1", text, blocks))


def speakers(text: str) -> list[tuple[str, str | None]]:
    """Every quoted piece with the words that name its speaker."""
    document = parsed(text)

    def words(one: Attribution) -> str | None:
        return one.source.passage(document).quote if one.source else None

    return [
        (piece.passage(document).quote, words(one))
        for one in attributions_of(document)
        if one.direct
        for piece in one.content
    ]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (TEXTS[0], "Mr. Reth"),
        (TEXTS[1], "Port"),
        (TEXTS[2], "Reth"),
        (TEXTS[3], "Ms. Port"),
        (
            "The mayor made the following comment:\n“The ferry will run again in May, and nobody will pay more than "
            "before.”",
            "The mayor",
        ),
        ("“The quay is rotten. The harbour office knows it.” ― Ana Port", "Ana Port"),
    ],
)
def test_the_speaker(text: str, speaker: str) -> None:
    found = speakers(text)
    assert found
    assert {name for _, name in found} == {speaker}


def test_a_name_leaves_the_cue_that_held_it() -> None:
    (found,) = attributions_of(parsed(TEXTS[2]))
    assert found.cue is not None
    assert found.cue.words == "Said"


def _layout(text: str) -> tuple[Structure, list[str]]:
    document = parsed(text)
    layout = structure([block.doc for block in document.blocks])
    return layout, [token.text for block in document.blocks for token in block.doc]


def test_a_name_that_the_model_took_into_the_quotation_comes_out() -> None:
    layout, words = _layout("“The quay is rotten,” Ana Port, a lock keeper, said Monday.")
    cue = words.index("said")
    end = words.index("Ana")
    given = [("content", (0, cue - 1)), ("cue", (cue, cue + 1))]
    assert with_names_apart(layout, given) == [
        ("content", (0, end)), ("source", (end, cue - 1)), ("cue", (cue, cue + 1)),
    ]  # fmt: skip


def test_what_is_no_name_stays_in_the_content() -> None:
    layout, words = _layout("“Reth!” at a dinner in Velden was shouted on Monday.")
    cue = words.index("was")
    given = [("content", (0, cue)), ("cue", (cue, cue + 2))]
    assert with_names_apart(layout, given) == given


@pytest.mark.parametrize("dash", [" - ", " ― ", "- "])
def test_a_signature_ends_the_quotation(dash: str) -> None:
    layout, words = _layout(f"“The quay is rotten and everybody knows it.”{dash}Ana Port")
    (content,) = with_names_apart(layout, [("content", (0, len(words)))])
    signed = signature(layout, content[1])
    assert signed is not None
    assert words[slice(*signed[0])] == ["Ana", "Port"]
    assert "Ana" not in words[slice(*content[1])]


def _before_and_after(text: str) -> tuple[Neighbourhood, tuple[Linked, ...], tuple[Linked, ...]]:
    layout, _ = _layout(text)
    found = list(Reader(layout, cue_words()).candidates())
    pieces = with_names_apart(layout, spans(model().labels(layout, found), layout.offsets))
    before = linked(layout, pieces, found)
    after = with_speakers(layout, before, pieces, found, cue_words())
    return Neighbourhood(layout, before, pieces, found), before, tuple(after)


@pytest.mark.parametrize("text", [*TEXTS, "\n".join(TEXTS)])
def test_no_content_is_lost_or_made_and_no_speaker_lost(text: str) -> None:
    _, before, after = _before_and_after(text)
    assert sorted(span for one in before for span in one.content) == sorted(s for one in after for s in one.content)
    named = {span for one in before if one.source for span in one.content}
    assert named <= {span for one in after if one.source for span in one.content}


@pytest.mark.parametrize("text", [*TEXTS, "\n".join(TEXTS)])
def test_what_the_model_sees_fits_its_weights(text: str) -> None:
    near, _, _ = _before_and_after(text)
    candidates = [near.of(quotation) for quotation in near.quotations]
    if not candidates:
        return
    seen = pair_features(near, cue_words(), near.quotations, candidates)
    assert len(seen) == sum(len(those) for those in candidates)
    assert seen.min() >= 0
    assert seen.max() < WIDTH
    assert len(speaker_model().weights) == WIDTH * seen.shape[1]
    assert np.isfinite(speaker_model().scores(seen)).all()


def test_every_quotation_has_who_it_was_linked_to_among_its_candidates() -> None:
    near, before, _ = _before_and_after("\n".join(TEXTS))
    assert near.quotations
    for quotation in near.quotations:
        own = [one for one in near.of(quotation) if one.owner == quotation.owner]
        assert [one.source for one in own] == [before[quotation.owner].source]
