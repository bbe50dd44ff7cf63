"""Vega-Lite dictionaries drawn to SVG that stands alone: no script, no link, no font to load.

The drawing program is started once a process (about 0.7 s). It measures every word it writes (2 ms each)
and charts place theirs at known pixels, so those words are written here, above all shapes.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from detente.brief.charts.look import BLANK, HALO
from detente.brief.printable import all_printable, printable
from detente.foundation.errors import DetenteError

if TYPE_CHECKING:
    from types import ModuleType

_SVG = "{http://www.w3.org/2000/svg}"
_KEPT_TAGS = frozenset({"svg", "g", "path", "text", "tspan", "rect", "line", "circle", "defs", "clipPath"})
_DROPPED_ATTRIBUTES = frozenset({"class", "pointer-events", "role", "style", "version"})
_DEFAULTS = {"opacity": "1", "stroke-opacity": "1", "fill-opacity": "1", "transform": "translate(0,0)"}
_INHERITED = (
    "fill",
    "stroke",
    "stroke-width",
    "stroke-linecap",
    "stroke-dasharray",
    "font-family",
    "font-size",
    "font-weight",
    "text-anchor",
)
_ANCHORS = {"left": "start", "center": "middle", "right": "end"}
_OUTLINE = {"stroke": "#ffffff", "stroke-width": "3", "stroke-linejoin": "round", "paint-order": "stroke"}
_CIRCLE = re.compile(r"M([\d.]+),0A\1,\1,0,1,1,-\1,0A\1,\1,0,1,1,\1,0")
_PLACE = re.compile(r"translate\((-?[\d.]+),(-?[\d.]+)\)")
_LONG_NUMBER = re.compile(r"-?\d+\.\d{3,}(?:e-?\d+)?")


def draw(chart: dict[str, Any], *, id: str, title: str, description: str) -> str:
    """The chart as an `<svg>` element for a page; `id` keeps its inner ids apart from other drawings'.

    The same chart gives the same bytes. Raises DetenteError where the extra `brief` is not installed.
    """
    chart = all_printable(chart)
    shapes, words = _parted(chart)
    picture = _program().vegalite_to_svg(json.dumps(shapes), allowed_base_urls=[])
    root = ET.fromstring(picture)
    _clean(root, id)
    if words:
        root.append(_written(words, chart))
    width, height = root.get("width", "0"), root.get("height", "0")
    root.attrib.clear()
    root.attrib.update(
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "role": "img",
            "aria-labelledby": f"{id}-title {id}-desc",
            "viewBox": f"0 0 {width} {height}",
            "width": width,
            "height": height,
        }
    )
    for place, (tag, words) in enumerate((("title", title), ("desc", description))):
        note = ET.Element(tag, {"id": f"{id}-{tag}"})
        note.text = printable(words)
        root.insert(place, note)
    return ET.tostring(root, encoding="unicode", short_empty_elements=True)


def _program() -> ModuleType:
    try:
        import vl_convert  # noqa: PLC0415
    except ImportError as error:
        raise DetenteError(
            "charts are drawn by vl-convert-python, which is not installed: pip install 'detente[brief]'"
        ) from error
    return vl_convert


def _parted(chart: dict[str, Any]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The chart without the layers of words at known pixels, and those layers."""
    layers: list[dict[str, Any]] = chart.get("layer", [])
    words = [layer for layer in layers if layer["mark"].get("type") == "text" and "expr" in layer["mark"].get("x", ())]
    shapes = [layer for layer in layers if layer not in words]
    return {**chart, "layer": shapes or [BLANK]} if layers else chart, words


def _written(layers: list[dict[str, Any]], chart: dict[str, Any]) -> ET.Element:
    padding = chart["padding"]
    whole = ET.Element("g", {"transform": f"translate({padding['left']},{padding['top']})"})
    whole.set("font-family", chart["config"]["font"])
    for layer in layers:
        mark = layer["mark"]
        group = ET.SubElement(whole, "g", {"fill": mark["color"], "font-size": f"{mark['fontSize']}px"})
        group.set("text-anchor", _ANCHORS[mark["align"]])
        if mark["fontWeight"] != "normal":
            group.set("font-weight", mark["fontWeight"])
        if layer.get("name", "").startswith(HALO):
            group.attrib.update(_OUTLINE)
        for value in layer["data"]["values"]:
            x, y = f"{value['px']:.10g}", f"{round(value['py'] + 0.3 * mark['fontSize'], 1):.10g}"
            ET.SubElement(group, "text", {"x": x, "y": y}).text = value["text"]
    return whole


def _clean(element: ET.Element, prefix: str) -> None:
    """Keep shapes and words only, shorten numbers, and make ids the drawing's own."""
    element.tag = element.tag.removeprefix(_SVG)
    for name, value in list(element.attrib.items()):
        if name in _DROPPED_ATTRIBUTES or name.startswith(("aria-", "on", "{")) or _DEFAULTS.get(name) == value:
            del element.attrib[name]
        elif name == "id":
            element.set(name, f"{prefix}-{value}")
        else:
            short = _LONG_NUMBER.sub(_rounded, value)
            element.set(name, short.replace("url(#", f"url(#{prefix}-"))
    if element.tag == "path":
        _as_circle(element)
    for child in list(element):
        if child.tag.removeprefix(_SVG) not in _KEPT_TAGS or _draws_nothing(child):
            element.remove(child)
            continue
        _clean(child, prefix)
        if child.tag == "g" and len(child) == 0:
            element.remove(child)
    _hoist(element)


def _hoist(group: ET.Element) -> None:
    """Say once on the group what all its children say."""
    if group.tag != "g" or len(group) == 0:
        return
    for name in _INHERITED:
        values = {child.get(name) for child in group}
        if len(values) == 1 and None not in values and group.get(name) is None:
            group.set(name, group[0].get(name, ""))
            for child in group:
                del child.attrib[name]


def _as_circle(path: ET.Element) -> None:
    """Write a circle as one: a third of the letters of its path."""
    shape = _CIRCLE.fullmatch(path.get("d", ""))
    place = _PLACE.fullmatch(path.get("transform", ""))
    if shape and place:
        path.tag = "circle"
        del path.attrib["d"], path.attrib["transform"]
        path.set("cx", place[1])
        path.set("cy", place[2])
        path.set("r", shape[1])


def _draws_nothing(element: ET.Element) -> bool:
    if element.get("display") == "none":
        return True
    return element.get("class") in {"background", "foreground"} and not (element.get("fill") or element.get("stroke"))


def _rounded(found: re.Match[str]) -> str:
    short = f"{float(found.group()):.2f}".rstrip("0").rstrip(".")
    return "0" if short == "-0" else short
