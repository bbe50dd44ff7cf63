"""Edits of a text at the places of its values, so that comments and all other lines stay as they are."""

from __future__ import annotations

from detente.case.yaml_subset import Node


def content_end(text: str, node: Node) -> int:
    """Where the last character of the value stands; the end of a block lies further on, at the next token."""
    last = node
    while last.shape != "scalar" and not last.flow:
        last = last.items[-1] if last.shape == "list" else list(last.entries.values())[-1]
    if last.style not in ("|", ">"):
        return max(last.end, node.start)
    block = text[last.start : last.end]
    header = block.partition("\n")[0].partition("#")[0]
    shorter = block.removesuffix("\n").removesuffix("\r") if "+" in header else block.rstrip("\r\n")
    return last.start + len(shorter)


def with_value(text: str, parent: Node, part: str | int, written: str) -> str:
    """The text with another value for an entry or item that is there."""
    node = parent.child(part)
    assert node is not None
    if node.start == node.end:
        return _with_first_value(text, node, parent.keys.get(str(part)), written)
    end = content_end(text, node)
    if not written:
        return text[: node.start].rstrip(" ") + text[end:]
    if written.startswith("\n") and not text[end : _line_end(text, end)].partition("#")[0].strip():
        return _with_block(text, node, end, written)
    if node.shape == "scalar" or node.flow or node.start == _own_start(text, parent, part):
        return text[: node.start] + written + text[end:]
    head = _head_end(text, parent, part)
    if "\n" not in text[head : node.start]:
        return text[: node.start] + written + text[end:]
    lines = text[_line_end(text, head) : _line_start(text, node.start)]
    return f"{text[:head]} {written}{text[head : _line_end(text, head)]}{lines}{text[_line_end(text, end) :]}"


def _with_block(text: str, node: Node, end: int, written: str) -> str:
    """The text with lines of their own in the place of a value; a comment beside it stays beside its key."""
    tail = _line_end(text, end)
    comment = text[end:tail].strip()
    lines = written.replace("\n", _newline(text))
    return text[: node.start].rstrip(" \r\n") + f"  {comment}" * bool(comment) + lines + _newline(text) + text[tail:]


def with_item(text: str, parent: Node, index: int, written: str) -> str:
    """The text with one more item, before the one that stands at the index, or as the last."""
    if parent.flow:
        if not parent.items:
            return f"{text[: parent.start]}[{written}]{text[parent.end :]}"
        if index < len(parent.items):
            start = parent.items[index].start
            return f"{text[:start]}{written}, {text[start:]}"
        end = parent.items[-1].end
        return f"{text[:end]}, {written}{text[end:]}"
    if index < len(parent.items):
        dash = _dash(text, parent, index)
        return f"{text[:dash]}- {written}{_newline(text)}{_indent(parent)}{text[dash:]}"
    return _with_line(text, _line_end(text, content_end(text, parent)), f"{_indent(parent)}- {written}")


def with_entry(text: str, parent: Node, entry: str) -> str:
    """The text with one more `key: value` at the end of a mapping."""
    if parent.flow:
        if not parent.entries:
            return f"{text[: parent.start]}{{{entry}}}{text[parent.end :]}"
        end = list(parent.entries.values())[-1].end
        return f"{text[:end]}, {entry}{text[end:]}"
    return _with_line(text, _line_end(text, content_end(text, parent)), f"{_indent(parent)}{entry}")


def without(text: str, parent: Node, part: str | int) -> str:
    """The text without an entry or item; the collection must have others."""
    starts = _starts(text, parent)
    nodes = parent.items if parent.shape == "list" else list(parent.entries.values())
    index = int(part) if parent.shape == "list" else list(parent.entries).index(str(part))
    end = max(content_end(text, nodes[index]), starts[index])
    if parent.flow:
        return _without_in_brackets(text, starts, nodes, index, end)
    after = _line_end(text, end)
    head = _line_start(text, starts[index])
    if not text[head : starts[index]].strip():
        return text[:head] + text[after:]
    if index + 1 == len(nodes):
        return text[: starts[index]].rstrip(" ") + text[end:]
    comments = text[after : _line_start(text, starts[index + 1])]
    return text[:head] + _moved(comments, text[head:]) + text[head : starts[index]] + text[starts[index + 1] :]


def _moved(comments: str, above: str) -> str:
    """The comment lines, in line with the line that they are put above."""
    indent = " " * (len(above) - len(above.lstrip(" ")))
    return "".join(indent + line.lstrip() for line in comments.splitlines(keepends=True) if line.strip())


def _without_in_brackets(text: str, starts: list[int], nodes: list[Node], index: int, end: int) -> str:
    comma = _comma(text, end, starts[index + 1] if index + 1 < len(nodes) else len(text))
    if comma is not None:
        cut = _spaces_end(text, comma + 1)
        glued = text.startswith("#", cut) and not text[starts[index] - 1].isspace()
        return _without_blank_line(text, starts[index], comma + 1 if glued else cut)
    text = _without_blank_line(text, starts[index], end)
    comma = _comma(text, nodes[index - 1].end, starts[index]) if index else None
    if comma is None or "\n" in text[comma : starts[index]]:
        return text
    rest = text[comma + 1 :]
    return text[:comma] + (rest.lstrip(" ") if rest.lstrip(" ")[:1] in "]}" else rest)


def _comma(text: str, start: int, stop: int) -> int | None:
    """Where the comma stands between two values, comments passed over; None where a bracket closes first."""
    at = start
    while at < stop and at < len(text):
        sign = text[at]
        if sign == ",":
            return at
        if sign in "]}":
            return None
        at = text.find("\n", at) if sign == "#" else at + 1
        if at < 0:
            return None
    return None


def _without_blank_line(text: str, start: int, end: int) -> str:
    """The text without what stands between the places, and without the line if nothing else stands in it."""
    head, tail = _line_start(text, start), _line_end(text, end)
    if not text[head:start].strip() and not text[end:tail].strip() and head > 0:
        return text[:head] + text[tail:]
    return text[:start] + text[end:]


def _with_first_value(text: str, node: Node, key: Node | None, written: str) -> str:
    """The text with a value for an entry or item that had none: `key:`, `- ` or, in brackets, `key`."""
    colon = ":" if key is not None and key.end == node.start else ""
    return f"{text[: node.start].rstrip(' ')}{colon} {written}{text[node.end :]}" if written else text


def _starts(text: str, parent: Node) -> list[int]:
    """Where the entries or items start: at their keys or dashes."""
    if parent.shape == "map":
        return [key.start for key in parent.keys.values()]
    if parent.flow:
        return [item.start for item in parent.items]
    return [_dash(text, parent, index) for index in range(len(parent.items))]


def _own_start(text: str, parent: Node, part: str | int) -> int:
    """Where a value stands that shares the line of its dash."""
    if parent.shape == "map" or parent.flow:
        return -1
    return _spaces_end(text, _dash(text, parent, int(part)) + 1)


def _head_end(text: str, parent: Node, part: str | int) -> int:
    """Where the colon after the key, or the dash, ends."""
    if parent.shape == "map":
        return text.index(":", parent.keys[str(part)].end) + 1
    return _dash(text, parent, int(part)) + 1


def _dash(text: str, parent: Node, index: int) -> int:
    """Where the dash of a block list's item stands: in the list's column, perhaps lines above the item."""
    if index == 0:
        return parent.start
    head = _line_end(text, content_end(text, parent.items[index - 1]))
    while not text[head : _line_end(text, head)].lstrip().startswith("-"):
        head = _line_end(text, head)
    return head + parent.column - 1


def _indent(parent: Node) -> str:
    return " " * (parent.column - 1)


def _newline(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _line_start(text: str, position: int) -> int:
    return text.rfind("\n", 0, position) + 1


def _line_end(text: str, position: int) -> int:
    found = text.find("\n", position)
    return len(text) if found < 0 else found + 1


def _spaces_end(text: str, position: int) -> int:
    while text.startswith(" ", position):
        position += 1
    return position


def _with_line(text: str, at: int, line: str) -> str:
    newline = _newline(text)
    before = text[:at] if not text[:at] or text[:at].endswith("\n") else text[:at] + newline
    return before + line + newline + text[at:]
