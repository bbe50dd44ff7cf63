"""Who is meant by a name, a title, a pronoun: by hand-made lists, and the cases that must not go wrong."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

pytest.importorskip("spacy", reason="detente[evidence] is not installed")


from detente.case.model.case import Case
from detente.evidence.items import Voice
from detente.evidence.language.cast import Cast
from detente.evidence.language.names import Actors
from detente.evidence.language.parse import ParsedBlock, ParsedDocument, parse, parse_one
from detente.evidence.reading.plain import document_of_text
from detente.evidence.values import Actor

CASE = Case.model_validate(
    {
        "detente": 1,
        "id": "river",
        "title": "Talks on a river",
        "parties": [
            {"id": "norway", "name": "Norway", "kind": "state", "country": "NO"},
            {"id": "usa", "name": "United States", "kind": "state", "country": "US"},
            {"id": "berg", "name": "Anna Berg", "kind": "person", "for": "norway", "roles": ["foreign-minister"]},
            {"id": "senators", "name": "U.S. senators", "kind": "group"},
        ],
        "issues": [{"id": "water", "question": "?", "kind": "choice", "options": [{"id": "a"}, {"id": "b"}]}],
    }
)


def words_of(parsed: ParsedDocument, words: str, nth: int = 0) -> tuple[ParsedBlock, int, int]:
    """The block and the tokens of the nth occurrence of some words; of a pronoun with its verb, the pronoun only."""
    text = parsed.document.text
    starts = [match.start() for match in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text)]
    start = starts[min(nth, len(starts) - 1)]
    end = start + (words.index(" ") if re.match("(she|he) ", words) else len(words))
    for block in parsed.blocks:
        tokens = [t.i for t in block.doc if start <= block.start + t.idx and block.start + t.idx + len(t) <= end]
        if tokens:
            return block, tokens[0], tokens[-1] + 1
    raise AssertionError(words)


def told(text: str, *, case: Case | None = None) -> tuple[ParsedDocument, Cast]:
    parsed = parse_one(document_of_text(text, id="r"))
    return parsed, Cast.of(parsed, Actors.general() if case is None else Actors.of_case(case))


def annotated(name: str) -> list[tuple[str, list[list[str]]]]:
    """The texts of a file, each with its lines `words | occurrence | name`."""
    texts = Path(__file__).with_name(name).read_text("utf-8").split("\n==\n")[1:]
    parts = [text.partition("\n--\n") for text in texts]
    return [(text, [line.split(" | ") for line in lines.strip().splitlines()]) for text, _, lines in parts]


def right(name: str) -> tuple[int, int, list[str]]:
    """How many are resolved as expected, of how many, and what went wrong."""
    count, wrong = 0, []
    texts = annotated(name)
    documents = [document_of_text(text, id=f"t{number}") for number, (text, _) in enumerate(texts)]
    for parsed, (_, expected) in zip(parse(documents), texts, strict=True):
        cast = Cast.of(parsed, Actors.general())
        for words, nth, name in expected:
            count += 1
            found = cast.voice(*words_of(parsed, words, int(nth))).name
            if found != name:
                wrong.append(f"{words!r}: {found!r}, not {name!r}")
    return count - len(wrong), count, wrong


@pytest.mark.parametrize("name", ["cast_shaped_on.txt", "cast_unseen.txt"])
def test_at_least_95_in_100_are_resolved(name: str) -> None:
    good, count, wrong = right(name)
    assert count > 50
    assert good >= 0.95 * count, wrong


def test_a_voice_keeps_the_words_of_the_report() -> None:
    parsed, cast = told("Foreign Minister Anna Berg spoke. Berg left.", case=CASE)
    voice = cast.voice(*words_of(parsed, "Berg", 1))
    assert (voice.name, voice.party) == ("Anna Berg", "berg")
    assert voice.passage is not None
    assert voice.passage.quote == "Berg"
    assert parsed.document.quoted(voice.passage.start, voice.passage.end) == "Berg"


def test_the_case_or_the_title_says_for_whom_somebody_acts() -> None:
    parsed, cast = told(
        "U.S. envoy Luca Moretti met Anna Berg. Several U.S. senators and U.S. officials came.", case=CASE
    )
    assert cast.actor(*words_of(parsed, "Luca Moretti")) == Actor("Luca Moretti", None, "usa")
    assert cast.actor(*words_of(parsed, "Anna Berg")) == Actor("Anna Berg", "berg", "norway")
    assert cast.actor(*words_of(parsed, "U.S. officials")) == Actor("U.S. officials", None, "usa")
    assert cast.voice(*words_of(parsed, "U.S. senators")).party == "senators"


def test_a_former_office_gives_nobody_to_act_for() -> None:
    parsed, cast = told("Former U.S. President John Doe spoke.", case=CASE)
    assert cast.actor(*words_of(parsed, "John Doe")).for_party is None


def test_the_case_knows_an_office_that_the_report_gives_to_nobody() -> None:
    parsed, cast = told("Anna Berg spoke on Sunday. The Norwegian foreign minister was tired.", case=CASE)
    assert cast.voice(*words_of(parsed, "The Norwegian foreign minister")).party == "berg"


def test_the_full_name_may_come_later() -> None:
    parsed, cast = told("Moretti left early.\n\nLuca Moretti is the Italian envoy.")
    assert cast.voice(*words_of(parsed, "Moretti")).name == "Luca Moretti"


def test_two_of_one_surname_are_kept_apart() -> None:
    parsed, cast = told("Mr. Karl Berg met Ms. Anna Berg. Ms. Berg spoke first. Mr. Berg listened.")
    assert cast.voice(*words_of(parsed, "Berg", 2)).name == "Anna Berg"
    assert cast.voice(*words_of(parsed, "Berg", 3)).name == "Karl Berg"


def mentioned(text: str) -> list[str]:
    parsed, cast = told(text)
    return [mention.voice.name for block in parsed.blocks for mention in cast.mentions(block)]


def test_capitals_are_actors_only_where_they_act() -> None:
    assert mentioned("Oslo rejected the text.") == ["Norway"]
    assert mentioned("They met in Oslo and flew to Nairobi.") == []
    assert mentioned("The Oslo talks failed.") == []
    assert mentioned("An offer from Nairobi came.") == ["Kenya"]


def test_what_is_longer_than_a_table_name_is_another_name() -> None:
    assert mentioned("The Ukraine Recovery Conference opened.") == ["Ukraine Recovery Conference"]
    assert mentioned("The Department of Energy objected.") == ["Department of Energy"]


def test_days_and_months_name_nobody() -> None:
    assert mentioned("On Sunday in March Anna Berg spoke.") == ["Anna Berg"]


def test_a_phrase_without_a_name_stays_as_it_is() -> None:
    parsed, cast = told("Key allies worried.")
    block, first, end = words_of(parsed, "Key allies")
    assert cast.voice(block, first, end) == Voice("Key allies", None, parsed.passage(block, first, end))


@pytest.mark.parametrize(
    "text", ["", ".", '"', "he said she said", "'s 's", "- - -", "The of Bin Al", "“We” “I”", "\u200b X \u200b"]
)
def test_odd_texts_break_nothing(text: str) -> None:
    parsed, cast = told(f"{text}\n\n{text}")
    for block in parsed.blocks:
        for first in range(len(block.doc)):
            for end in range(first, len(block.doc) + 1):
                voice = cast.voice(block, first, end)
                assert voice.passage is not None
                assert parsed.document.quoted(voice.passage.start, voice.passage.end) == voice.passage.quote
