"""Quotations: where they begin and end in any typography, over paragraphs, and who speaks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.evidence.extraction.attribution.quotes import quotations, quotes_of
from detente.evidence.language.parse import ParsedDocument, parse_one
from detente.evidence.reading.document import Block, Document


def parsed(text: str) -> ParsedDocument:
    blocks, start = [], 0
    for line in text.split("\n"):
        if line.strip():
            blocks.append(Block("paragraph", start, start + len(line)))
        start += len(line) + 1
    return parse_one(Document("r1", text, tuple(blocks)))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("He said “it is ‘over’” and left.", ["“it is ‘over’”"]),
        ('"Stay," he said. "Then go."', ['"Stay,"', '"Then go."']),
        ("'No way,' the envoy's aide said. It's the delegates' view.", ["'No way,'"]),
        ("''Yes,'' she said", ["''Yes,''"]),
        ("“Not closed, she said", ["“Not closed, she said"]),
        ("“one “two” three” four", ["“one “two” three”"]),
        ("closed” before “a” last", ["“a”"]),
        ('6" tall and 5\' 3"', []),
        ("“It’s ours,” he said, “and theirs’ too.”", ["“It’s ours,”", "“and theirs’ too.”"]),
        ("«Non», dit-elle, „nein“", ["«Non»"]),
        ('"', []),
        ("", []),
    ],
)
def test_where_quotations_stand(text: str, found: list[str]) -> None:
    assert [text[start:end] for start, end, _ in quotations(text)][: len(found) or None] == found


def test_an_open_quotation_says_so() -> None:
    assert [closed for _, _, closed in quotations("“a” and “b")] == [True, False]


@given(st.text(alphabet="ab .,\"'“”‘’«»\u00a0\u200b🕊", max_size=60))
def test_quotations_follow_one_another(text: str) -> None:
    end = 0
    for start, stop, _ in quotations(text):
        assert end <= start < stop <= len(text)
        end = stop


def test_the_speaker() -> None:
    text = "“There is no deadline,” the pilot said. Ana Port called the plan “a paper boat”."
    first, second = quotes_of(parsed(text))
    assert first.speaker is not None
    assert (first.speaker.words, first.whole) == ("the pilot", True)
    assert second.speaker is not None
    assert (second.speaker.words, second.whole) == ("Ana Port", False)


def test_a_quotation_that_goes_on_in_the_next_paragraph_is_one() -> None:
    text = "Ana Port said: “We have no boats.\n“We have no pilots.”\n“Really?” a man asked."
    quotes = quotes_of(parsed(text))
    assert [[piece.quote for piece in quote.pieces] for quote in quotes] == [
        ["“We have no boats.", "“We have no pilots.”"],
        ["“Really?”"],
    ]
    assert quotes[0].closed
    assert quotes[0].speaker is not None
    assert quotes[0].speaker.words == "Ana Port"


def test_a_signed_quotation() -> None:
    quotes = quotes_of(parsed("“The ferry is late every day and nobody tells us why.” — Ana Port"))
    assert len(quotes) == 1
    assert quotes[0].pieces[0].quote == "“The ferry is late every day and nobody tells us why.”"


def test_pieces_are_verbatim() -> None:
    text = "“e\u0301 🕊️ \u00a0שלום,” she said. “No\u200bway"
    document = parsed(text)
    for quote in quotes_of(document):
        for piece in quote.pieces:
            assert text[piece.start : piece.end] == piece.quote
