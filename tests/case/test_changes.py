"""Edits as values: what they do to the text, how they are taken back, and how they are said."""

from __future__ import annotations

import pytest
from tests.case.border import TEXT, TEXTS

from detente.case.changes import Change, Insert, Remove, Set, apply, describe, invert, parse_change
from detente.case.reading import parse_case
from detente.case.yaml_subset import compose
from detente.foundation.errors import CaseError

EDITS: list[tuple[str, Change, str]] = [
    ("a: 1   # why\n", Set(("a",), 2), "a: 2   # why\n"),
    ("a: 1", Set(("a",), "NO"), 'a: "NO"'),
    ("a: 1", Set(("b",), 2), "a: 1\nb: 2\n"),
    ("a:\nb: 1\n", Set(("a",), 2), "a: 2\nb: 1\n"),
    ("a:   # why\nb: 1\n", Set(("a",), 2), "a: 2   # why\nb: 1\n"),
    ("a:\n  x y\n  z\nb: 1\n", Set(("a",), 2), "a:\n  2\nb: 1\n"),
    ("a: |\n  one\n  two\n\n# on b\nb: 1\n", Set(("a",), 2), "a: 2\n\n# on b\nb: 1\n"),
    ("a: >-\n  one\nb: 1\n", Set(("a",), "x"), "a: x\nb: 1\n"),
    ('"a": "x"  # why\n', Set(("a",), None), '"a": null  # why\n'),
    ("a: {b: 1, c: [x, y]}\n", Set(("a", "c", 1), {"d": 1}), "a: {b: 1, c: [x, {d: 1}]}\n"),
    ("a: {b: 1}\n", Set(("a", "c"), [1, "2"]), 'a: {b: 1, c: [1, "2"]}\n'),
    ("a: {}\nb: []\n", Set(("a", "c"), 1), "a: {c: 1}\nb: []\n"),
    ("a:  # why\n  # more\n  b: 1\n  c: 2  # gone\n# kept\nd: 3\n", Set(("a",), 1),
     "a: 1  # why\n  # more\n# kept\nd: 3\n"),
    ("a:\n- 1\n- 2\nb: 1\n", Set(("a",), [3]), "a: [3]\nb: 1\n"),
    ("- 1\n", Set(("a",), 1), ""),
    ("a:\n  - 1 # one\n  # two\n  - 2\n", Insert(("a", 1), "x"), "a:\n  - 1 # one\n  # two\n  - x\n  - 2\n"),
    ("a:\n  - 1 # one\n", Insert(("a", 1), "x"), "a:\n  - 1 # one\n  - x\n"),
    ("a:\n- 1", Insert(("a", 0), "x"), "a:\n- x\n- 1"),
    ("a:\n  - - 1\n    - 2\n", Insert(("a", 0, 0), 0), "a:\n  - - 0\n    - 1\n    - 2\n"),
    ("a: []\n", Insert(("a", 0), {"b": 1}), "a: [{b: 1}]\n"),
    ("a: [1, 2]\n", Insert(("a", 2), 3), "a: [1, 2, 3]\n"),
    ("a: [\n  1,\n  2, # two\n]\n", Insert(("a", 1), 3), "a: [\n  1,\n  3, 2, # two\n]\n"),
    ("a:\n  - id: x\n    # on b\n    b: 1\n", Remove(("a", 0, "id")), "a:\n  # on b\n  - b: 1\n"),
    ("a:\n  - id: x\n    b: 1  # gone\n", Remove(("a", 0, "b")), "a:\n  - id: x\n"),
    ("a:\n  - 1\n  # on two\n  - 2\nb: 1\n", Remove(("a", 1)), "a:\n  - 1\n  # on two\nb: 1\n"),
    ("a:\n  - 1\nb: 1\n", Remove(("a", 0)), "a: []\nb: 1\n"),
    ("a:\n  c: |+\n    x\n\nb: 1\n", Remove(("a", "c")), "a: {}\nb: 1\n"),
    ("a: {b: 1, c: 2}\n", Remove(("a", "b")), "a: {c: 2}\n"),
    ("a: {b: 1, c: 2}\n", Remove(("a", "c")), "a: {b: 1}\n"),
    ("a: [1, # one\n  2]\n", Remove(("a", 0)), "a: [ # one\n  2]\n"),
    ("a: [\n  1,\n  2, # two\n  3\n]\n", Remove(("a", 1)), "a: [\n  1,\n  # two\n  3\n]\n"),
    ("a: 1\r\nb: 2\r\n", Set(("c",), 3), "a: 1\r\nb: 2\r\nc: 3\r\n"),
    ("a: 1\nb: 2", Remove(("a",)), "b: 2"),
    ("a: ü # é\nb: 2\n", Set(("b",), "ö"), 'a: ü # é\nb: "ö"\n'),
]  # fmt: skip


@pytest.mark.parametrize(("text", "change", "after"), [edit for edit in EDITS if edit[2]])
def test_an_edit_touches_its_own_place_only(text: str, change: Change, after: str) -> None:
    assert apply(text, [change]) == after
    back = apply(after, [invert(text, change)])
    assert compose(back, "f").plain() == compose(text, "f").plain()


@pytest.mark.parametrize(
    "change",
    [
        Set(("a", "b", "c"), 1), Set(("b", "x"), 1), Set(("a", 2), 1), Set(("a", -1), 1), Set(("a", "0"), 1),
        Set((), 1),
        Insert(("a", 3), 1), Insert(("a", -1), 1), Insert(("b", 0), 1), Insert((), 1), Insert(("c", "x"), 1),
        Remove(("x",)), Remove(("a", 2)), Remove(("c", "x")), Remove(()),
    ],
    ids=str,
)  # fmt: skip
def test_a_path_that_leads_nowhere_is_a_fault(change: Change) -> None:
    text = "a: [1, 2]\nb: 1\nc: {d: 1}\n"
    for attempt in (lambda: apply(text, [change]), lambda: invert(text, change)):
        with pytest.raises(CaseError, match="leads nowhere"):
            attempt()


def test_what_yaml_cannot_hold_is_a_fault() -> None:
    with pytest.raises(CaseError, match="the last section cannot be taken out"):
        apply("a: 1\n", [Remove(("a",))])


def test_scalars_come_back_as_they_were_written() -> None:
    for written in ("1.10", "1e3", "'x  y'", "|\n  one\n  two", ">-\n  one", "", "0.50 ", '"\\u00e9"', "[ 1,2 ]"):
        text = f"a: {written}  # why\nb: 1\n" if "\n" not in written else f"a: {written}\nb: 1\n"
        text = text.replace("a:   #", "a:  #")
        change = Set(("a",), "other")
        assert apply(apply(text, [change]), [invert(text, change)]) == text


@pytest.mark.parametrize(
    ("words", "change", "said"),
    [
        ("north.walk-away=40", Set(("preferences", "north", "walk-away"), 40), "North's walk-away becomes 40"),
        ("preferences.south.walk-away.less = {low: 1, high: 2}",
         Set(("preferences", "south", "walk-away", "less"), {"low": 1, "high": 2}),
         "South's less of walk-away becomes {low: 1, high: 2}"),
        ("north.values.pass.joint=70", Set(("preferences", "north", "values", "pass", "value", "joint"), 70),
         "North's value of joint on Pass becomes 70"),
        ("offers.o1.until=2025-12-20", Set(("offers", 0, "until"), "2025-12-20"),
         "offers.o1.until becomes 2025-12-20"),
        ("issues.pass.options.joint.at=40", Set(("issues", 0, "options", 1, "at"), 40),
         "issues.pass.options.joint.at becomes 40"),
        ("remove offers.o1", Remove(("offers", 0)), "offers.o1 is taken out"),
        ("remove agreement.consent.south", Remove(("agreement", "consent", 1)), "agreement.consent.south is taken out"),
        ("add agreement.consent=league", Insert(("agreement", "consent", 2), "league"),
         "agreement.consent gains league"),
        ("add offers={id: o2, by: south, gives: term >= 5, if: un in monitors}",
         Insert(("offers", 1), {"id": "o2", "by": "south", "gives": "term >= 5", "if": "un in monitors"}),
         "offers gains {id: o2, by: south, gives: term >= 5, if: un in monitors}"),
        ("question=Who gives?", Set(("question",), "Who gives?"), 'question becomes "Who gives?"'),
    ],
)  # fmt: skip
def test_typed_changes_are_read_and_said(words: str, change: Change, said: str) -> None:
    read = parse_case(TEXT, TEXTS)
    found = parse_change(words, read.tree)
    assert found == change
    assert describe(found, read.case, read.tree) == said
    after = apply(TEXT, [found])
    assert compose(apply(after, [invert(TEXT, found)]), "f").plain() == read.tree.plain()
    assert (
        sum(a != b for a, b in zip(TEXT.split("\n"), after.split("\n"), strict=False)) <= 1
        or "add" in words
        or (len(after) != len(TEXT))
    )


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("north.walkaway", "'north.walkaway' is not a change (write, for example, ukraine.walk-away=40"),
        ("nrth.walk-away=40", "'nrth' is not at the top of the case"),
        ("north.valeus.pass=40", "'valeus' is not at preferences.north (did you mean 'values'?)"),
        ("remove offers.o9", "'o9' is not at offers (known: o1)"),
        ("remove offers.²", "'²' is not at offers"),
        (f"remove offers.{'9' * 5000}", "is not at offers"),
        ("add north.walk-away=3", "preferences.north.walk-away is not a list (write section.key=value"),
        ("a=[1", "the file ends before this is complete"),
        ("=1", "'=1' is not a change"),
        ("north.=1", "'' is not at preferences.north"),
        ("", "'' is not a change"),
    ],
)
def test_words_that_are_no_change(words: str, says: str) -> None:
    with pytest.raises(CaseError) as caught:
        parse_change(words, parse_case(TEXT, TEXTS).tree)
    assert says in str(caught.value)


def test_a_change_never_touches_what_it_is_given() -> None:
    value = {"low": 1, "high": 2}
    change = Set(("preferences", "league", "walk-away"), value)
    first = apply(TEXT, [change, change])
    assert value == {"low": 1, "high": 2}
    assert first == apply(TEXT, [change])
    assert parse_case(first, TEXTS).case.preferences["league"].walk_away is not None


POSITIONS = """detente: 1
id: p
title: Positions
parties: [{id: a, name: Anna, kind: person}, {id: us, name: United States, kind: state}]
issues:
  - {id: term, question: How long?, kind: number, from: 0, to: 10, step: 1}
  - {id: cap, question: How many?, kind: number, from: 0, to: 10, step: 1}
positions:
  - {party: a, issue: term, option: 4, on: 2025-01, salience: 0.5, influence: 10}
  - {party: us, issue: term, option: 6}
  - {party: a, issue: term, option: 8, on: 2025}
  - {party: us, issue: cap, option: 1, salience: {low: 0.2, high: 0.4}}
  - {party: us, issue: cap, option: 2}
"""


@pytest.mark.parametrize(
    ("words", "path", "said"),
    [
        ("positions.us.term.option=5", (1, "option"), "United States' position on Term becomes 5"),
        ("positions.us.term.salience=0.5", (1, "salience"), "United States' salience on Term becomes 0.5"),
        ("positions.us.term.on=2026", (1, "on"), "the date of United States' position on Term becomes 2026"),
        ("positions.a.term.2025-01.option=5", (0, "option"), "Anna's position on Term becomes 5"),
        ("positions.a.term.2025.influence=5", (2, "influence"), "Anna's influence on Term becomes 5"),
        ("positions.3.salience.low=0.1", (3, "salience", "low"), "United States' low of salience on Cap becomes 0.1"),
        ("remove positions.us.term", (1,), "United States' position on Term is taken out"),
    ],
)
def test_a_position_goes_by_its_party_and_issue(words: str, path: tuple[int | str, ...], said: str) -> None:
    read = parse_case(POSITIONS)
    found = parse_change(words, read.tree)
    assert found.path == ("positions", *path)
    assert describe(found, read.case, read.tree) == said


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("positions.b.term.option=5", "'b' has no position (known: a, us)"),
        (
            "positions.a.cap.option=5",
            "a has no position on 'cap' (known: term; or 'add positions={party: a, issue: cap,",
        ),
        ("positions.us.trem.option=5", "us has no position on 'trem' (did you mean 'term'?; or 'add positions="),
        ("positions.us=5", "'positions.us' does not say on which issue (known: cap, term; or"),
        ("positions.a.term.option=5", "name one of positions.a.term.2025-01, positions.a.term.2025"),
        ("remove positions.a.term.2024", "there are 2 positions at positions.a.term"),
        (
            "positions.us.cap.option=5",
            "there are 2 positions at positions.us.cap (name one of positions.3, positions.4",
        ),
        ("remove positions.us.term.salience", "'salience' is not at positions.us.term (known: issue, option, party)"),
        ("positions.7.option=3", "'7' is not at positions (known: a.term, a.term, us.cap, us.cap, us.term)"),
        ("add offrs={id: o}", "'offrs' is no list of a case (did you mean 'offers'?)"),
    ],
)
def test_what_there_is_where_a_position_is_not(words: str, says: str) -> None:
    with pytest.raises(CaseError) as caught:
        parse_change(words, parse_case(POSITIONS).tree)
    assert says in str(caught.value)


def test_the_first_item_of_a_section_makes_it() -> None:
    bare = POSITIONS[: POSITIONS.index("positions:")]
    change = parse_change("add positions={party: a, issue: term, option: 3}", compose(bare, "f"))
    assert change == Set(("positions",), [{"party": "a", "issue": "term", "option": 3}])
    assert len(parse_case(apply(bare, [change])).case.positions) == 1
