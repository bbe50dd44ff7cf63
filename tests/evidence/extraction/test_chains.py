"""Who passes on whose words: links from the report's side to the speaker, and what is no statement of its own."""

from __future__ import annotations

from detente.evidence.extraction.statements.chains import MOST_LINKS, Said, links, outer_of, passed_on

TEXT = "Several senators said the secretary told them the plan was dead."


def said(text: str, source: str, cue: str, content: str, act: str = "say") -> Said:
    def extent(words: str) -> tuple[int, int]:
        start = text.index(words)
        return start, start + len(words)

    return Said(extent(source), extent(cue), (extent(content),), act)


def test_the_inner_source_is_passed_on_by_the_outer() -> None:
    found = [
        said(TEXT, "Several senators", "said", "the secretary told them the plan was dead"),
        said(TEXT, "the secretary", "told them", "the plan was dead"),
    ]
    outer = outer_of(found)
    assert dict(outer) == {1: 0}
    assert links(1, outer) == (0, 1)
    assert links(0, outer) == (0,)
    assert passed_on(found, outer) == {0}


def test_an_outer_content_with_more_in_it_stays_a_statement() -> None:
    text = "An aide said the talks went well, that ministers stayed late and that Norland opposes the draft."
    found = [
        said(
            text,
            "An aide",
            "said",
            "the talks went well, that ministers stayed late and that Norland opposes the draft",
        ),
        said(text, "Norland", "opposes", "the draft", "oppose"),
    ]
    outer = outer_of(found)
    assert dict(outer) == {1: 0}
    assert passed_on(found, outer) == frozenset()


def test_who_concedes_what_others_did_is_no_mere_relay() -> None:
    text = "Vell acknowledged that allies had resisted the plan."
    found = [
        said(text, "Vell", "acknowledged", "that allies had resisted the plan", "concede"),
        said(text, "allies", "had resisted", "the plan", "oppose"),
    ]
    outer = outer_of(found)
    assert dict(outer) == {1: 0}
    assert passed_on(found, outer) == frozenset()


def test_according_to_after_the_clause() -> None:
    text = "Two aides said the plan was dead, according to the Daily Post."
    found = [
        said(text, "Two aides", "said", "the plan was dead"),
        said(text, "the Daily Post", "according to", "Two aides said the plan was dead", "report"),
    ]
    outer = outer_of(found)
    assert links(0, outer) == (1, 0)
    assert passed_on(found, outer) == {1}


def test_side_by_side_nobody_passes_on() -> None:
    text = "Vell said it was late, and Brandt said it was early."
    found = [said(text, "Vell", "said it was late", "it was late"), said(text, "Brandt", "Brandt said", "it was early")]
    assert dict(outer_of(found)) == {}


def test_a_circle_and_a_long_nest_end() -> None:
    circle = [Said((0, 5), (5, 8), ((0, 20),), "say"), Said((8, 12), (12, 15), ((0, 20),), "say")]
    outer = outer_of(circle)
    for at in range(2):
        assert len(links(at, outer)) <= MOST_LINKS
    nest = [Said((10 * n, 10 * n + 3), (10 * n + 3, 10 * n + 6), ((10 * n + 6, 1000),), "say") for n in range(50)]
    assert len(links(49, outer_of(nest))) == MOST_LINKS
