"""Whether a proposal would hold: sentences, tables and pictures, on a case small enough for a pencil."""

from __future__ import annotations

from itertools import pairwise

import pytest
from tests.brief.page_reader import Page
from tests.brief.test_duties import cells, no_picture, section, table
from tests.brief.test_writing import of_kind

from detente.brief.blocks import Brief, DefinitionList, Figure, Finding, Items, Note, Paragraph, Proof, Section, plain
from detente.brief.charts import Arrow, Panel, StateDot, Way, move_graphs, ways_tree
from detente.brief.drawing import draw
from detente.brief.to_html import to_html
from detente.brief.to_markdown import to_markdown
from detente.brief.writing import write_brief
from detente.case.reading import parse_case
from detente.foundation.errors import TooLarge

VALLEY = """
detente: 1
id: valley
title: The valley
parties:
  - {id: north, name: North, kind: state}
  - {id: south, name: South, kind: state}
issues:
  - {id: pass, question: Who controls the pass?, kind: choice, options: [{id: closed}, {id: open}]}
  - {id: toll, question: Is there a toll?, kind: choice, options: [{id: none}, {id: some}]}
status-quo: {pass: closed, toll: none}
proposals:
  - {id: opening, title: The opening, by: south, package: {pass: open}}
  - {id: idle, title: The idle one, by: south, package: {toll: some}}
conflict:
  actions:
    - {id: open-pass, party: north, label: open the pass, undone: close the pass, means: pass = open}
    - {id: raid, party: south, label: raid the villages, undone: stop raiding}
  status-quo: []
  preferences:
    north: [not raid, not open-pass]
    south: [open-pass, raid iff not open-pass]
"""
"""North would close the pass again, if South did not raid then; South would, and gain by it."""

GREEDY = VALLEY.replace("raid iff not open-pass", "not raid")
"""South would not raid, so nothing keeps the pass open."""

GRAPH = """
conflict:
  states: [{id: calm, label: a calm border}, {id: raid}, {id: war}]
  arcs: [{party: south, from: calm, to: raid, back: true}, {party: [north, south], from: raid, to: war}]
  status-quo: calm
  preferences:
    north: {ranking: [calm, war, raid]}
    south: {ranking: [raid, calm, war]}
"""


@pytest.fixture(scope="module")
def valley() -> Brief:
    return write_brief(parse_case(VALLEY))


@pytest.fixture(scope="module")
def greedy() -> Brief:
    return write_brief(parse_case(GREEDY))


def own(brief: Brief) -> Section:
    return section(brief, "stability")


def finding(brief: Brief) -> Finding:
    return next(one for one in brief.front if one.id == "finding-stability")


def test_a_proposal_that_an_answer_holds(valley: Brief) -> None:
    assert plain(finding(valley).claim).startswith("Once it is carried out, nobody would move away from the opening.")
    held = "North could close the pass; then South could raid the villages, leaving North no better."
    assert [plain(point) for point in finding(valley).points] == [f"The opening: {held}"]
    (row,) = cells(table(valley, "holds"))
    assert row[0] == "The opening; state 2"
    assert row[1] == "nobody would leave; nobody under GMR, SMR, SEQ and SSEQ; North under Nash"
    assert row[2] == f"{held}; South has no move that it prefers."
    assert row[3] == "South: raid the villages (no)"


def test_one_that_nothing_holds_and_what_would(greedy: Brief) -> None:
    assert "North would leave the opening." in plain(finding(greedy).claim)
    (row,) = cells(table(greedy, "holds"))
    assert row[1].startswith("North would leave; nobody under GMR and SMR; North under Nash, SEQ and SSEQ")
    assert "nobody else gains by an answer" in row[2]
    changes = next(one for one in own(greedy).blocks if isinstance(one, Section) and one.id == "stability-changes")
    lines = [plain(line) for block in changes.blocks if isinstance(block, Items) for line in block.items]
    assert lines[0] == "For North it is no better to close the pass than to stay."
    assert lines[1] == "South gains, should North close the pass, by this answer: raid the villages."
    assert len(lines) == 2, "today alone would hold, and that is no package"
    after = [plain(block.prose) for block in changes.blocks if isinstance(block, Paragraph)]
    assert after[1].startswith("Of all strict rankings that the parties could have, ")
    assert after[1].endswith("The nearest rankings under which it is one order 1 pair of states otherwise.")


def test_the_nearest_package_that_would_hold_is_named(worked_brief: Brief) -> None:
    changes = next(
        one for one in own(worked_brief).blocks if isinstance(one, Section) and one.id == "stability-changes"
    )
    lines = [plain(line) for block in changes.blocks if isinstance(block, Items) for line in block.items]
    assert lines[-1] == (
        "The package itself: the nearest state that would hold is Kyiv's offer (224); it differs in 2 actions: the"
        " United States (give a guarantee in the style of Article 5) and the"
        " European partners (commit themselves comparably)."
    )


def test_the_table_of_states_is_the_option_form(valley: Brief) -> None:
    found = table(valley, "states")
    assert [(plain(column.title), column.under) for column in found.columns] == [
        ("Today", "state 1"),
        ("The opening", "state 2"),
        ("State 3", ""),
        ("State 4", ""),
    ]
    assert cells(found) == [
        ["North: open the pass", "no", "yes", "no", "yes"],
        ["South: raid the villages", "no", "no", "yes", "yes"],
        ["North (of 4)", "1", "2", "3", "4"],
        ["South (of 4)", "4", "1", "3", "2"],
        ["Nash", "South", "North", "nobody", "North and South"],
        ["GMR", "South", "nobody", "nobody", "North"],
        ["SMR", "South", "nobody", "nobody", "North"],
        ["SEQ", "South", "nobody", "nobody", "North"],
        ["SSEQ", "South", "nobody", "nobody", "North"],
    ]
    assert [row.group for row in found.rows if row.group] == [
        "Who does what", "Place in each one's own ranking, 1 the best", "Who would move away by itself",
    ]  # fmt: skip


def test_every_party_has_its_reason_folded(valley: Brief) -> None:
    proofs = {proof.claim: proof.steps for proof in of_kind(own(valley), Proof)}
    assert list(proofs) == ["Today (1): South would leave", "The opening (2): nobody would leave"]
    assert [(plain(step.prose), step.standing) for step in proofs["The opening (2): nobody would leave"]] == [
        ("North could close the pass; then South could raid the villages, leaving North no better", "holds"),
        ("No move of its own is better for South", "holds"),
    ]
    (left, stays) = proofs["Today (1): South would leave"]
    assert plain(left.prose).startswith("South could raid the villages, which is better for South")
    assert plain(stays.prose) == "No move of its own is better for North"


def test_pictures_stand_on_the_data_that_they_show(valley: Brief) -> None:
    moves, tree = of_kind(own(valley), Figure)
    assert (moves.id, tree.id) == ("moves", "ways")
    assert ["North", "the opening (2)", "today (1)", "close the pass", "yes", "yes"] in cells(moves.data)
    assert ["South", "today (1)", "state 3", "raid the villages", "yes", "yes"] in cells(moves.data)
    assert len(moves.data.rows) == 4
    assert cells(tree.data)[0] == ["the opening (2)", "1", "North", "open the pass", "no"]
    assert ["state 3", "1", "South", "raid the villages", "yes"] in cells(tree.data)


def test_what_it_hangs_on_counts_every_order(valley: Brief) -> None:
    found = cells(table(valley, "stability-hangs-on"))
    assert found[0] == ["As the case has it", "South", "nobody"]
    assert found[-1][0] == "If nothing were known of the order of wishes of any party"
    assert found[-1][2].startswith("nobody in ")
    assert "all 4 orders" in plain(table(valley, "stability-hangs-on").notes[0])


def test_a_moved_wish_that_turns_a_verdict_is_a_condition_of_the_finding(valley: Brief) -> None:
    told = [plain(one) for one in finding(valley).conditions]
    wish = "for North the wish “‘raid the villages’ is not done” stands before place 2 (shown 1)"
    assert f"{wish}; else North would leave the opening (2)" in told


def test_variants_are_told_of_every_named_state() -> None:
    variant = "  variants:\n    - {id: meek, label: South would never raid, preferences: {south: [not raid]}}\n"
    brief = write_brief(parse_case(VALLEY + variant))
    assert ["If South would never raid", "nobody", "North"] in cells(table(brief, "stability-hangs-on"))
    told = [plain(one) for one in finding(brief).conditions]
    assert told[0] == "it is not so that South would never raid; else North would leave the opening"


def test_a_proposal_without_a_state_says_why(valley: Brief) -> None:
    said = [plain(block.prose) for block in own(valley).blocks if isinstance(block, Paragraph)]
    assert "Not asked of the idle one: it says nothing of any action." in said


def test_wishes_show_what_they_rest_on(worked_brief: Brief) -> None:
    rows = cells(table(worked_brief, "wishes"))
    assert rows[1][1:] == ["If “Ukraine: stop fighting” is done, then “Russia: stop fighting” is done", "  (judgement)"]
    assert rows[2][1] == "“Russia: stop fighting” is done"
    assert "[s47]" in rows[2][2]


def test_the_worked_case_says_which_proposals_hold(worked_brief: Brief) -> None:
    rows = {row[0].partition(";")[0]: row for row in cells(table(worked_brief, "holds"))}
    assert rows["Kyiv's offer"][1].startswith("nobody would leave")
    assert rows["Moscow's terms"][1].startswith("Ukraine would leave")
    assert "Russia could fight again" in rows["Kyiv's offer"][2]
    (used,) = (part for part in of_kind(section(worked_brief, "method"), DefinitionList) if part.items[0].id)
    named = {item.id for item in used.items}
    assert {
        f"method-{name}" for name in ("sequential-stability", "stability-certificate", "status-quo-analysis")
    } <= named
    assert {"method-stability-robustness", "method-coalition-stability", "method-option-prioritisation"} <= named


def test_a_case_without_moves_has_no_such_section(pacts: Brief) -> None:
    assert "stability" not in [part.id for part in pacts.sections]
    assert "finding-stability" not in [one.id for one in pacts.front]


def test_a_graph_without_actions_is_told_by_its_states() -> None:
    head = VALLEY.partition("conflict:")[0]
    brief = write_brief(parse_case(head + GRAPH.lstrip()))
    assert cells(table(brief, "states"))[0][:2] == ["What it is", "a calm border"]
    assert plain(finding(brief).claim).startswith("Nobody would move away from 2 of 3 states. Nobody")
    assert "holds" not in [found.id for found in of_kind(own(brief), type(table(brief, "states")))]


def test_what_cannot_be_computed_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise TooLarge("states", estimate=10**9, limit=10**6, todo="leave out actions")

    monkeypatch.setattr("detente.brief.sections.material.assess_holding", refuse)
    brief = write_brief(parse_case(VALLEY))
    (note,) = of_kind(own(brief), Note)
    assert (note.kind, note.title) == ("missing", "Not computed")
    assert "leave out actions" in plain(note.blocks[0].prose if isinstance(note.blocks[0], Paragraph) else "")
    assert "finding-stability" not in [one.id for one in brief.front]


def test_both_writers_write_it(valley: Brief) -> None:
    page = Page(to_html(valley, no_picture))
    folded = [element.text for element in page.all("details", class_="proof")]
    assert any("South could raid the villages" in text for text in folded)
    written = to_markdown(valley)
    assert "Would it hold?" in written
    assert "| North: open the pass | no | yes | no |" in written


def test_a_planted_fault_turns_the_verdict() -> None:
    material_of = VALLEY.replace("raid iff not open-pass", "raid iff open-pass")
    assert "North would leave the opening" in plain(finding(write_brief(parse_case(material_of))).claim)


def test_graphs_of_moves_have_room_for_every_state() -> None:
    dots = [StateDot(str(100 + k), k % 3 == 0, "x" * k) for k in range(10)]
    arrows = tuple(Arrow(a, b, a < b, back=True) for a in range(10) for b in range(a))
    chart = move_graphs(dots, [Panel("All together", arrows), Panel("The " + "very " * 12 + "long name", ())])
    for spec in (chart.wide, chart.narrow):
        assert "<svg" in draw(spec, id="x", title="t", description="d")
        rings = [
            (value["px"], value["py"])
            for layer in spec["layer"]
            if layer["mark"]["type"] == "point" and layer["mark"]["size"] > 400
            for value in layer["data"]["values"]
        ]
        assert len(rings) == 20
        near = min((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 for i, a in enumerate(rings) for b in rings[:i])
        assert near > (2 * 12.5 + 4) ** 2
        assert all(0 <= x <= spec["width"] and 0 <= y <= spec["height"] for x, y in rings)


@pytest.mark.parametrize("depth", [1, 4, 9])
def test_trees_of_ways_stay_inside_and_apart(depth: int) -> None:
    way = Way("The Standing Conference", "commit themselves comparably in every way", False, "a state with a name")
    for _ in range(depth - 1):
        way = Way("Ukraine", "give up the bid and stop fighting", True, "", (way, Way("Russia", "stop", False, "s")))
    chart = ways_tree("today (193)", [way, way])
    for spec in (chart.wide, chart.narrow):
        assert "<svg" in draw(spec, id="x", title="t", description="d")
        lines = [
            (value["px"], value["py"])
            for layer in spec["layer"]
            if layer["mark"]["type"] == "text"
            for value in layer["data"]["values"]
        ]
        assert all(0 <= x < spec["width"] and 0 <= y <= spec["height"] for x, y in lines)
        at: dict[float, list[float]] = {}
        for x, y in lines:
            at.setdefault(x, []).append(y)
        for heights in at.values():
            ordered = sorted(heights)
            assert all(b - a >= 11 for a, b in pairwise(ordered))
