"""Copies of one story among others: planted, found, and nothing else."""

from __future__ import annotations

import time

import numpy as np

from detente.evidence.reading.document import Document
from detente.evidence.reading.duplicates import near_duplicates, overlap
from detente.evidence.reading.plain import document_of_text

WORDS = [f"{first}{second}" for first in "bdfgklmnprst" for second in ("ara", "ent", "ist", "olu", "umo", "eri", "ank")]


def story(rng: np.random.Generator, paragraphs: int = 6) -> list[str]:
    def sentence() -> str:
        return " ".join(rng.choice(WORDS, size=int(rng.integers(8, 22)))).capitalize() + "."

    return [" ".join(sentence() for _ in range(int(rng.integers(2, 5)))) for _ in range(paragraphs)]


def document(id: str, paragraphs: list[str], headline: str = "A headline over the story") -> Document:
    return document_of_text("\n\n".join([headline, *paragraphs]), id)


def edited(rng: np.random.Generator, paragraphs: list[str], count: int) -> list[str]:
    words = [paragraph.split() for paragraph in paragraphs]
    for _ in range(count):
        inside = words[int(rng.integers(len(words)))]
        inside[int(rng.integers(len(inside)))] = "altered"
    return [" ".join(inside) for inside in words]


def planted(rng: np.random.Generator, stories: int) -> tuple[list[Document], set[frozenset[str]]]:
    documents: list[Document] = []
    groups: set[frozenset[str]] = set()
    for number in range(stories):
        paragraphs = story(rng)
        documents.append(document(f"d{number}", paragraphs))
        copies = {
            "edits": edited(rng, paragraphs, 6),
            "shorter": paragraphs[:2] + paragraphs[3:],
            "cut": paragraphs[:2],
            "longer": [*paragraphs, *story(rng, 1)],
        }
        chosen = [name for name in copies if rng.random() < 0.3]
        documents += [document(f"d{number}-{name}", copies[name], f"Another headline {number}") for name in chosen]
        if chosen:
            groups.add(frozenset({f"d{number}", *(f"d{number}-{name}" for name in chosen)}))
    return documents, groups


def test_planted_copies_are_found_and_nothing_else() -> None:
    rng = np.random.default_rng(7)
    documents, groups = planted(rng, 150)
    order = rng.permutation(len(documents))
    found = near_duplicates([documents[place] for place in order])
    assert {frozenset(group) for group in found} == groups


def test_groups_agree_with_comparing_all_pairs() -> None:
    documents, _ = planted(np.random.default_rng(8), 14)
    linked: dict[str, set[str]] = {one.id: {one.id} for one in documents}
    for one in documents:
        for other in documents:
            if one.id != other.id and overlap(one, other).same_story:
                joined = linked[one.id] | linked[other.id]
                for name in joined:
                    linked[name] = joined
    naive = {frozenset(group) for group in linked.values() if len(group) > 1}
    assert {frozenset(group) for group in near_duplicates(documents)} == naive


def test_overlap_is_what_counting_says() -> None:
    one, other = document("a", ["one two three four five six seven eight " * 4]), document("b", ["two three " * 40])
    assert overlap(one, one).jaccard == 1.0
    assert overlap(one, other).jaccard == 0.0
    left = " ".join(WORDS[:60])
    right = " ".join(WORDS[30:84])
    shared = {tuple(left.split()[i : i + 5]) for i in range(56)} & {tuple(right.split()[i : i + 5]) for i in range(50)}
    found = overlap(document("a", [left + "."]), document("b", [right + "."]))
    assert found.contained == len(shared) / 50
    assert found.jaccard == len(shared) / (56 + 50 - len(shared))


def test_two_stories_that_quote_one_communique_stay_apart() -> None:
    rng = np.random.default_rng(9)
    quotation = story(rng, 1)
    one, other = document("a", [*story(rng), *quotation]), document("b", [*quotation, *story(rng)])
    assert near_duplicates([one, other]) == ()


def test_the_headline_and_what_is_set_aside_do_not_count() -> None:
    texts = [
        f"The same headline\n\nBy A. Writer\n\n{' '.join(story(np.random.default_rng(seed)))}\n\nShare this"
        for seed in (1, 2)
    ]
    assert near_duplicates([document_of_text(text, f"d{n}") for n, text in enumerate(texts)]) == ()


def test_empty_and_tiny_texts() -> None:
    tiny = [
        document_of_text(text, f"d{n}") for n, text in enumerate(["", "", "They met.", "They met.", "They parted."])
    ]
    assert near_duplicates(tiny) == (("d2", "d3"),)


def test_very_many_copies_take_no_longer() -> None:
    rng = np.random.default_rng(3)
    paragraphs = story(rng)
    documents = [document(f"d{n}", edited(rng, paragraphs, 1)) for n in range(600)]
    start = time.process_time()
    assert len(near_duplicates(documents)) == 1
    assert time.process_time() - start < 10
