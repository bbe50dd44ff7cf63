"""Plain text: paragraphs, their kinds, and offsets that point at the words."""

from __future__ import annotations

import time

import pytest
from tests.evidence.reading.pages import HEADLINE, PARAGRAPHS, TEXT

from detente.evidence.reading.document import Metadata
from detente.evidence.reading.languages import language_of
from detente.evidence.reading.plain import LONGEST_BLOCK, blocks, cleaned, document_of_text
from detente.evidence.reading.said import stated_by


def kinds_and_words(text: str, **more: str) -> list[tuple[str, str]]:
    return [(block.kind, text[block.start : block.end]) for block in blocks(text, **more)]


def test_a_report_has_its_title_byline_and_paragraphs() -> None:
    found = kinds_and_words(TEXT)
    assert found[:3] == [("title", HEADLINE), ("byline", "By Ana Ruiz"), ("byline", "4 March 2025")]
    assert found[3:] == [("paragraph", words) for words in PARAGRAPHS]


def test_what_stands_around_an_article_is_set_aside_but_stays_in_the_text() -> None:
    text = (
        "Harbour News\nPolitics\n\nEnvoys Meet In Port Vell To Discuss The Northern Grounds\n\n"
        "Envoys Meet In Port Vell To Discuss The Northern Grounds\nHolm\n\n"
        "Envoys met on Monday, and the talks were long.\n\nContext and dispute\n\nThey had not met since March.\n\n"
        "Photo: Harbour Agency\n\nRelated Articles\n\nStorm closes the port for a week\n\nTrending\n\nShare this\n"
    )
    document = document_of_text(text, "r1")
    assert document.text == text
    found = kinds_and_words(text)
    assert found == [
        ("boilerplate", "Harbour News"),
        ("boilerplate", "Politics"),
        ("title", "Envoys Meet In Port Vell To Discuss The Northern Grounds"),
        ("repeated", "Envoys Meet In Port Vell To Discuss The Northern Grounds"),
        ("boilerplate", "Holm"),
        ("paragraph", "Envoys met on Monday, and the talks were long."),
        ("heading", "Context and dispute"),
        ("paragraph", "They had not met since March."),
        ("boilerplate", "Photo: Harbour Agency"),
        ("boilerplate", "Related Articles"),
        ("boilerplate", "Storm closes the port for a week"),
        ("boilerplate", "Trending"),
        ("boilerplate", "Share this"),
    ]
    assert document.metadata.title == "Envoys Meet In Port Vell To Discuss The Northern Grounds"


@pytest.mark.parametrize(
    "sentence",
    [
        "By Sunday, both sides had agreed to a pause.",
        "14 December 2025 was the day on which it ended.",
        "Photos of the meeting showed both men smiling.",
        "Watch the border closely, he said in 2024.",
        "Share prices fell after the talks.",
        "1. The parties shall cease fire within ten days",
        "“We will not leave.”",
    ],
)
def test_sentences_that_begin_like_furniture_are_paragraphs(sentence: str) -> None:
    text = f"{HEADLINE}\n\n{PARAGRAPHS[0]}\n\n{sentence}\n\n{PARAGRAPHS[1]}"
    assert ("paragraph", sentence) in kinds_and_words(text)


@pytest.mark.parametrize(
    "line",
    [
        "By Ana Ruiz and Tom Lee, Senior Correspondent",
        "Reporting by A. Ruiz; Editing by T. Lee",
        "Updated 12:30 GMT, 4 May 2025",
        "Published: 4 March 2025",
        "3 min read",
    ],
)
def test_bylines(line: str) -> None:
    assert ("byline", line) in kinds_and_words(f"{HEADLINE}\n\n{line}\n\n{PARAGRAPHS[0]}")


def test_hard_wrapped_lines_are_one_paragraph_and_lines_of_their_own_are_several() -> None:
    wrapped = (
        "The two sides met on Monday in the old town hall of the port city and they\n"
        "spoke for hours about the ceasefire. The mediator said that no text had been\n"
        "agreed but both had moved.\n\nA second meeting was planned for the coming week, said the mediator, who would\n"
        "not say where."
    )
    assert [kind for kind, _ in kinds_and_words(wrapped)] == ["paragraph", "paragraph"]
    a_line_each = "\n".join(PARAGRAPHS)
    assert [words for _, words in kinds_and_words(a_line_each)] == list(PARAGRAPHS)


def test_line_ends_and_control_characters_keep_all_later_offsets() -> None:
    assert cleaned("a\r\nb\rc\x0cd\x00e\ud800") == "a\nb\nc\nd\ufffde\ufffd"
    document = document_of_text(TEXT.replace("\n", "\r\n"), "r1")
    assert document.text == TEXT
    assert document.blocks == document_of_text(TEXT, "r1").blocks


def test_blocks_are_of_bounded_length_and_never_empty() -> None:
    text = "word " * 30_000 + "\n\n" + "x" * 90_000 + "\n\n \t \n\u2028\n"
    found = blocks(text)
    assert max(block.end - block.start for block in found) <= LONGEST_BLOCK
    assert "".join(text[b.start : b.end] for b in found).replace(" ", "") == "".join(text.split())


def test_the_title_that_is_known_otherwise_is_found_with_the_outlet_behind_it() -> None:
    text = f"{HEADLINE} | The Harbour Times\n\n{HEADLINE}\n\n{PARAGRAPHS[0]}"
    assert [kind for kind, _ in kinds_and_words(text, title=HEADLINE)] == ["title", "repeated", "paragraph"]
    document = document_of_text(PARAGRAPHS[0], "r1", metadata=Metadata(title="Another"))
    assert document.metadata.title == "Another"


@pytest.mark.parametrize("text", ["", " \n ", "\ufeff", "x", "Title only here now", "\n\n\n"])
def test_texts_of_next_to_nothing(text: str) -> None:
    document = document_of_text(text, "r1")
    assert all(text[block.start : block.end].strip() for block in document.blocks)


def test_what_is_not_english_is_said_to_be_so() -> None:
    russian = "Президент сказал, что переговоры продолжатся на этой неделе в столице. " * 5
    german = (
        "Die beiden Seiten trafen sich am Montag in der alten Halle, sagte der Vermittler nach den Gesprächen. " * 5
    )
    assert language_of(russian)[0] == "und"
    assert language_of(german)[0] == "und"
    assert language_of(TEXT) == ("en", "")
    assert language_of(german, "de")[0] == "de"


def test_very_many_short_lines_take_seconds() -> None:
    text = "A short line of text\n" * 60_000
    start = time.process_time()
    blocks(text)
    assert time.process_time() - start < 12


@pytest.mark.parametrize(
    ("line", "outlet", "published"),
    [
        ("Capital Weekly, 15 May 2028", "Capital Weekly", "2028-05-15"),
        ("Sabel Valley Post", "Sabel Valley Post", None),
        ("Drenn Radio, Saturday", "Drenn Radio", None),
        ("By Oda Venn, Pellan Herald", None, None),
        ("Published: March 4, 2025", None, "2025-03-04"),
    ],
)
def test_what_the_opening_says_of_the_publication(line: str, outlet: str | None, published: str | None) -> None:
    document = document_of_text(f"{HEADLINE}\n\n{line}\n\n{PARAGRAPHS[0]}\n\n{PARAGRAPHS[1]}", "r1")
    found = stated_by(document)
    assert (found.outlet, found.published, found.title) == (outlet, published, HEADLINE)
    assert [block.kind for block in document.blocks][2:] == ["paragraph", "paragraph"]


@pytest.mark.parametrize(
    "line",
    [
        "By " + "A, " * 60 + "x.",
        "By A" + "," * 150 + "!",
        "Updated " + ":" * 150,
        "a, " * 60 + "!",
        "By " + "and and" * 20 + "!",
    ],
)
def test_lines_made_to_keep_patterns_busy(line: str) -> None:
    text = "\n\n".join([HEADLINE, *[line] * 200])
    start = time.process_time()
    blocks(text)
    assert time.process_time() - start < 2
