from __future__ import annotations

import json
import random
import re
import sys
from collections.abc import Callable
from itertools import combinations, pairwise
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from detente.brief.blocks import Chart
from detente.brief.charts import (
    Arrow,
    Blocked,
    CurvePoint,
    Marked,
    Outcome,
    Panel,
    PartyScale,
    ShareRange,
    Shortfall,
    Spread,
    StateDot,
    Tie,
    Way,
    bargaining_ranges,
    deterrence_curve,
    frontier_parallel,
    frontier_scatter,
    move_graphs,
    obligations_map,
    solution_dots,
    ways_tree,
    what_opens,
    who_blocks,
)
from detente.brief.charts.colours import INK, MIDDLE, OCHRE, PALE, PETROL, WHITE
from detente.brief.charts.labels import Box, Wanted, around, place
from detente.brief.charts.lettering import wrap
from detente.brief.charts.look import scale
from detente.brief.drawing import draw
from detente.foundation.errors import DetenteError

LONG = "The Standing Conference of Riparian Municipalities and Irrigation Boards"


CURVE = [CurvePoint(0, 0.5, 0.3, 0.7), CurvePoint(0.5, 0.2, -0.2, 0.6), CurvePoint(1, -0.1, -0.8, 0.4)]


def _some_charts() -> dict[str, Chart]:
    draws = random.Random(11)
    cloud = [(draws.randint(-40, 120), draws.randint(0, 100)) for _ in range(5000)]
    marked = tuple(
        Marked(f"{LONG} {n}", (draws.randint(0, 9), draws.randint(0, 9)), kind)
        for n in range(9)
        for kind in ("proposal", "solution", "status-quo")
    )
    one, two = PartyScale(LONG, 42), PartyScale("B")
    values = (Spread(3, -5, 7), Spread(2.5))
    return {
        "scatter": frontier_scatter(one, two, feasible=cloud, acceptable=cloud[:900], marked=marked),
        "scatter of one": frontier_scatter(two, two, feasible=[(1, 1)]),
        "scatter of nothing": frontier_scatter(one, two),
        "parallel": frontier_parallel(
            (one, two, two),
            frontier=[(a, b, a) for a, b in cloud],
            marked=[Marked("x", (1, 2, 3), "solution")],
        ),
        "parallel of nothing": frontier_parallel((one, two, two)),
        "dots": solution_dots((one, two), [Outcome(LONG, values), Outcome("y", values, "proposal")]),
        "dots of nothing": solution_dots((), ()),
        "blocks": who_blocks([Blocked(LONG, LONG, 0), Blocked("b", "c", 12)], 12),
        "blocks of nothing": who_blocks((), 0),
        "opens": what_opens([Shortfall(LONG, -3, 4), Shortfall("b", 4, 4)]),
        "opens of nothing": what_opens(()),
        "map": obligations_map([Tie(LONG, "B", 5, "owed"), Tie("b", "B", None, "open"), Tie("c", LONG, 0, "subsumed")]),
        "map of nothing": obligations_map(()),
        "moves": move_graphs(
            [StateDot(str(100 + k), k == 2, LONG if k < 2 else "") for k in range(7)],
            [Panel(LONG, (Arrow(0, 3, gains=True, back=True), Arrow(3, 5, gains=False))), Panel("B", ())],
        ),
        "moves of nothing": move_graphs((), ()),
        "ways": ways_tree(LONG, [Way(LONG, LONG, True, LONG, (Way("B", "b", False, "x"),)), Way("C", "c", False)]),
        "ways of nothing": ways_tree("today", ()),
        "curve": deterrence_curve(CURVE, status_quo=(0.05, 0, 0.1), stated=(0.3, 0.5)),
        "curve without stated": deterrence_curve(CURVE, status_quo=(0, 0, 0)),
        "ranges": bargaining_ranges([ShareRange(0, 0.5, 1.1), ShareRange(1, -0.2, 0.6)], settlement=0.45),
        "ranges outside": bargaining_ranges([ShareRange(0.5, 1.2, 1.4)]),
    }


CHARTS = _some_charts()
SPECS = [(name, size, getattr(chart, size)) for name, chart in CHARTS.items() for size in ("wide", "narrow")]


@pytest.mark.parametrize(("name", "size", "spec"), SPECS, ids=[f"{n}-{s}" for n, s, _ in SPECS])
def test_every_chart_draws_to_one_clean_svg(name: str, size: str, spec: dict[str, Any]) -> None:
    svg = draw(spec, id="d", title=f"<{name}>", description="a & b")
    root = ET.fromstring(svg)
    ns = "{http://www.w3.org/2000/svg}"
    tags = {element.tag.removeprefix(ns) for element in root.iter()}
    assert tags <= {"svg", "g", "path", "text", "tspan", "rect", "line", "circle", "title", "desc"}
    assert root.get("role") == "img"
    assert [child.tag.removeprefix(ns) for child in root[:2]] == ["title", "desc"]
    assert root[0].text == f"<{name}>"
    assert root.get("aria-labelledby") == "d-title d-desc"
    assert float(root.get("width", "0")) == (700 if size == "wide" else 300)
    assert not re.search(r"NaN|undefined|Infinity|href|style=|class=", svg)
    assert len(svg) < 60_000


def test_the_same_data_gives_the_same_bytes() -> None:
    again = _some_charts()
    assert json.dumps([c.wide for c in again.values()]) == json.dumps([c.wide for c in CHARTS.values()])
    spec = CHARTS["scatter"].narrow
    assert draw(spec, id="a", title="", description="") == draw(spec, id="a", title="", description="")


def test_charts_do_not_change_with_the_order_of_the_cloud() -> None:
    pairs = [(a, b) for a in range(0, 100, 3) for b in range(0, 100, 7)]
    turned = frontier_scatter(PartyScale("a"), PartyScale("b"), feasible=pairs[::-1])
    assert turned == frontier_scatter(PartyScale("a"), PartyScale("b"), feasible=pairs)


def test_hostile_names_stay_words() -> None:
    name = "</text><script>alert(1)</script>\x00 datum.x"
    chart = frontier_scatter(PartyScale(name, 1), PartyScale(name, 2), marked=[Marked(name, (1, 2), "proposal")])
    for spec in (chart.wide, chart.narrow):
        svg = draw(spec, id="d", title=name, description=name)
        assert "<script" not in svg
        assert ET.fromstring(svg) is not None


def test_labels_never_overlap_and_stay_inside() -> None:
    room = Box(0, 0, 600, 400)
    for seed in range(40):
        draws = random.Random(seed)
        wanted = [
            Wanted(draws.uniform(20, 580), draws.uniform(20, 380), draws.uniform(10, 170), 16, 7.5) for _ in range(8)
        ]
        taken = [Box(400, 300, 600, 320)]
        dots = [(draws.uniform(0, 600), draws.uniform(0, 400)) for _ in range(50)]
        placed = place(wanted, room, taken, dots)
        assert placed is not None
        boxes = [p.box for p in placed]
        assert not any(a.meets(b) for a, b in combinations(boxes, 2))
        assert not any(b.meets(around(w.x, w.y, w.radius)) for b in boxes for w in wanted)
        assert all(b.inside(room) and not b.meets(taken[0]) for b in boxes)
        assert place(wanted, room, taken, dots) == placed


def test_labels_without_room_are_refused_rather_than_piled_up() -> None:
    wanted = [Wanted(50, 50, 90, 90, 7), Wanted(50, 50, 90, 90, 7)]
    assert place(wanted, Box(0, 0, 100, 100), (), ()) is None


def _lightness(color: str) -> float:
    red, green, blue = (int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (red, green, blue)]
    luminance = sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
    return 116 * luminance ** (1 / 3) - 16


def test_colours_differ_in_lightness_so_that_grey_print_keeps_them_apart() -> None:
    steps = sorted(_lightness(color) for color in (INK, PETROL, OCHRE, PALE, WHITE))
    assert min(b - a for a, b in pairwise(steps)) > 13
    assert abs(_lightness(MIDDLE) - _lightness(PALE)) > 20


@pytest.mark.parametrize("values", [[], [0.0], [5.0, 5.0], [-3.2, 117.0], [1e-6, 2e-6], [0.0, 1e7]])
def test_scales_hold_their_values(values: list[float]) -> None:
    made = scale(values, 0, 100)
    assert all(made.low <= v <= made.high for v in values)
    assert 2 <= len(made.ticks) <= 12


def test_wrapped_lines_fit() -> None:
    assert wrap("", 50, 12) == [""]
    assert len(wrap(LONG * 4, 100, 12)) == 3
    assert wrap(LONG * 4, 100, 12)[-1].endswith("…")


def test_drawing_without_the_program_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    with pytest.raises(DetenteError, match=r"pip install 'detente\[brief\]'"):
        draw({}, id="", title="", description="")


def test_ids_of_two_drawings_stay_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    picture = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"><defs><clipPath id="c0">'
        '<rect width="1" height="1"/></clipPath></defs><g clip-path="url(#c0)"><text onclick="x()">a</text>'
        "<script>x()</script><image/></g></svg>"
    )
    drawn: Callable[..., str] = lambda *_, **__: picture  # noqa: E731
    monkeypatch.setattr("vl_convert.vegalite_to_svg", drawn)
    svg = draw({}, id="one", title="", description="")
    assert 'id="one-c0"' in svg
    assert 'clip-path="url(#one-c0)"' in svg
    assert not re.search("script|image|onclick", svg)


def test_packages_drawn_on_one_another_share_a_label() -> None:
    across, up = PartyScale("North", 10), PartyScale("South", 10)
    marked = [Marked("Nash", (60.0, 40.0), "solution"), Marked("The draft", (60.0 + 1e-12, 40.0), "proposal")]
    chart = frontier_scatter(across, up, feasible=[(0, 0), (100, 100)], marked=marked)
    assert "Nash, The draft" in json.dumps(chart.wide)


def _words(spec: dict[str, Any]) -> list[str]:
    layers = [layer for layer in spec["layer"] if layer["mark"].get("type") == "text"]
    return [value["text"] for layer in layers for value in layer["data"]["values"]]


def test_a_map_names_everybody_once_and_explains_only_its_own_lines() -> None:
    ties = [Tie("a", "x", 3, "owed"), Tie("b", "x", None, "open"), Tie("a", "y", 1, "owed")]
    words = _words(obligations_map(ties).wide)
    assert [words.count(name) for name in "abxy"] == [1, 1, 1, 1]
    assert "cannot be told from the text" in words
    assert "owed, but another duty goes before" not in words


def test_a_stated_reliability_lies_on_the_curve() -> None:
    spec = deterrence_curve(CURVE, status_quo=(0, 0, 0), stated=(0.25,)).wide
    ((x, y),) = _circles(spec)
    line = next(layer for layer in spec["layer"] if layer["mark"].get("type") == "line")["data"]["values"]
    # Halfway between the first two points of the line.
    assert x == pytest.approx((line[0]["x"] + line[1]["x"]) / 2, abs=0.1)
    assert y == pytest.approx((line[0]["y"] + line[1]["y"]) / 2, abs=0.1)


def _circles(spec: dict[str, Any]) -> list[tuple[float, float]]:
    layers = [layer for layer in spec["layer"] if layer["mark"].get("shape") == "circle"]
    return [(value["px"], value["py"]) for layer in layers for value in layer["data"]["values"]]


def test_ranges_say_what_can_be_divided_and_no_more() -> None:
    words = _words(bargaining_ranges([ShareRange(1, -0.2, 0.6)]).wide)
    assert "0.00–0.60" in words
    assert "help is 100\u00a0% sure" in words
