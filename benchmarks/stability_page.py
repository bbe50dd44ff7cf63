"""What `benchmarks.stability` measured, as tables, as a page and as a chart."""

from __future__ import annotations

import importlib
import json
from pathlib import Path
from typing import Any

_COLUMNS = {
    "size": (
        "actions × decision makers",
        "ranks",
        "states, feasible",
        "five concepts, CPU s",
        "ns a state and decision maker",
        "equilibria: nash, gmr, smr, seq, sseq",
        "MB",
    ),
    "beside": (
        "actions × decision makers",
        "ranks",
        "axis transforms, CPU s",
        "states × states tables",
        "times slower",
        "reachability engine",
        "times slower",
        "same",
        "MB",
    ),
    "ranks": (
        "actions × decision makers",
        "statements each",
        "ranks, CPU s",
        "five concepts on them",
        "ranks / concepts",
        "MB",
    ),
    "trade": (
        "actions × decision makers",
        "feasible",
        "reading, CPU s",
        "states and ranks",
        "five concepts",
        "in all",
        "equilibria: nash, gmr, smr, seq, sseq",
        "MB",
    ),
    "ahead": ("actions × decision makers", "limited moves to h = 6, CPU s", "coalition improvements", "MB"),
}
HEADS = {what: f"| {' | '.join(names)} |\n{'|---' * len(names)}|" for what, names in _COLUMNS.items()}

_TEXT = """# The stability engine in time and memory

`python -m benchmarks.stability --write` makes this page. Every row is a process of its own on one thread: CPU seconds
without imports, after a small conflict to warm up, smallest to largest of {repeat} runs; peak memory in MB,
imports and the conflict itself included. {told}.

## Five concepts, every state, all decision makers

Nash, GMR, SMR, SEQ and SSEQ by axis transforms (`axes.decide`), on random ranks: `strict` over as many classes as there
are states, `ties` over 50 classes, `half` with half of the states infeasible at random, `one-way` the same with half of
the actions irreversible. Random ranks are the hard case for SEQ and SSEQ: improvements lead far.

{size}

![CPU seconds against the number of feasible states, both scales logarithmic](../docs/pictures/stability-cost.svg)

Cost grows in proportion to the states: the fifth column hardly does. As a picture in text, one sign a doubling of the
seconds from 0.001 on:

```text
{bars}
```

## Beside tables of states × states

The same verdicts by Boolean matrices of moves (`benchmarks/stability_by_matrices.py`, matrix products by numpy), the
usual way, and by our reachability engine, which also answers for explicit graphs. At 20 actions one such table would
have 10¹² cells.

{beside}

## Ranks from statements

Statements of one to three actions each, most important first (`prioritised_ranks`), for all decision makers, beside
deciding the conflict that they give.

{ranks}

## The trade conflict

`library/trade-uruguay-round`, from its file.

{trade}

## Looking ahead, and moving together

Two decision makers, random ranks: `limited_move_stability` at horizon 6, and `axes.coalition_improvements`.

{ahead}
"""


def span(seconds: list[float]) -> str:
    """Smallest and largest, for the noise."""
    return f"{seconds[0]:.3f}" if len(seconds) == 1 else f"{seconds[0]:.3f} to {seconds[-1]:.3f}"


def cells(row: dict[str, Any]) -> list[str]:
    """A row's cells under its head."""
    size, what, seconds = f"{row['actions']} × {row['makers']}", row["what"], row["seconds"]
    peak = f"{row['peak_mb']:.0f}"
    if what == "size":
        each = seconds[0] / (2 ** row["actions"] * row["makers"]) * 1e9
        counts = ", ".join(f"{n:,}" for n in row["equilibria"].values())
        return [size, row["kind"], f"{row['feasible']:,}", span(seconds), f"{each:.0f}", counts, peak]
    if what == "beside":
        slower = [f"{row[other][0] / seconds[0]:,.0f}" for other in ("tables", "reaching")]
        same = "yes" if row["same"] else "NO"
        tables, reaching = span(row["tables"]), span(row["reaching"])
        return [size, row["kind"], span(seconds), tables, slower[0], reaching, slower[1], same, peak]
    if what == "ranks":
        ratio = f"{seconds[0] / row['solving'][0]:.2f}"
        return [size, row["kind"], span(seconds), span(row["solving"]), ratio, peak]
    if what == "trade":
        whole = f"{row['reading'][0] + row['ranking'][0] + seconds[0]:.2f}"
        counts = ", ".join(f"{n:,}" for n in row["equilibria"].values())
        parts = [span(row["reading"]), span(row["ranking"]), span(seconds)]
        return [size, f"{row['feasible']:,}", *parts, whole, counts, peak]
    return [size, span(seconds), span(row["together"]), peak]


def table(rows: list[dict[str, Any]], what: str) -> str:
    """The rows of one kind as a table."""
    lines = [f"| {' | '.join(cells(row))} |" for row in rows if row["what"] == what]
    return "\n".join([HEADS[what], *lines])


def page(rows: list[dict[str, Any]], told: str, repeat: int) -> str:
    """The page, with every table."""
    tables = {what: table(rows, what) for what in HEADS}
    return _TEXT.format(repeat=repeat, told=told, bars=bars(rows), **tables)


def bars(rows: list[dict[str, Any]]) -> str:
    """Seconds as signs."""
    lines = ["states      decision makers  seconds"]
    for row in rows:
        if row["what"] == "size" and row["kind"] == "strict":
            signs = "#" * max(round(row["seconds"][0] * 1000).bit_length(), 1)
            lines.append(f"{2 ** row['actions']:>9,}  {row['makers']:>15}  {row['seconds'][0]:>7.3f}  {signs}")
    return "\n".join(lines)


def picture(rows: list[dict[str, Any]], path: Path) -> None:
    """The chart of seconds against states, if vl-convert is there."""
    try:
        convert: Any = importlib.import_module("vl_convert")
    except ImportError:
        print("no chart: vl-convert is not installed")
        return
    names = {"size": "axis transforms", "tables": "states × states tables"}
    points = [
        {"states": r["feasible"], "seconds": r["seconds"][0], "by": f"{names['size']}, {r['kind']}"}
        for r in rows
        if r["what"] == "size"
    ]
    points += [
        {"states": r["feasible"], "seconds": r["tables"][0], "by": names["tables"]}
        for r in rows
        if r["what"] == "beside"
    ]
    chart = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": 560,
        "height": 320,
        "title": "Five concepts, all decision makers: CPU seconds against feasible states",
        "data": {"values": points},
        "mark": {"type": "line", "point": True},
        "encoding": {
            "x": {"field": "states", "type": "quantitative", "scale": {"type": "log"}, "title": "feasible states"},
            "y": {"field": "seconds", "type": "quantitative", "scale": {"type": "log"}, "title": "CPU seconds"},
            "color": {"field": "by", "type": "nominal", "title": None},
            "shape": {"field": "by", "type": "nominal", "title": None},
        },
    }
    path.write_text(convert.vegalite_to_svg(json.dumps(chart)) + "\n", encoding="utf-8")
