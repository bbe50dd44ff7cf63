"""What is said of a text that cannot be read as YAML, in words for somebody who does not know YAML."""

from __future__ import annotations

import re
from typing import Any

from detente.foundation.errors import Fault, Place

MOST_LINES = 100_000
MOST_CHARACTERS = 10_000_000
MOST_TOLD = 100

_READABLE = re.compile("[\n\t\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]*+")
_LEADING_TAB = re.compile(r"^ *\t", re.MULTILINE)
_BRACES = 'a condition with braces is quoted: never: "a in {x, y}"'
_COLON = "quote a text that contains ': ', or look at the indentation"
_INDENT = "look at the indentation here and in the lines above"
_SAID: dict[str, tuple[str, str]] = {
    "did not find expected ',' or '}'": ("a comma or '}' is missing before this", ""),
    "did not find expected ',' or ']'": ("a comma or ']' is missing before this", ""),
    "did not find expected key": ("this does not line up with the entries above", _INDENT),
    "did not find expected '-' indicator": ("this does not line up with the list above", _INDENT),
    "did not find expected node content": ("a value is missing here", "write one, or remove the comma"),
    "did not find expected <document start>": ("this does not belong to the mapping above", _INDENT),
    "mapping values are not allowed in this context": ("a ': ' cannot stand here", _COLON),
    "could not find expected ':'": ("a ':' is missing after the key before this", _INDENT),
    "found unexpected ':'": ("a ':' stands here without a space after it", "write key: value"),
    "block sequence entries are not allowed in this context": (
        "a list cannot start here",
        "start it in a new line, or quote a text that starts with '- '",
    ),
    "found character that cannot start any token": (
        "a value cannot start with this sign",
        "put the text in quotes",
    ),
    "found unknown escape character": (
        "an unknown escape after a backslash",
        "in double quotes write \\\\ for a backslash, or use single quotes",
    ),
}


def size_fault(text: str, file: str) -> Fault | None:
    """The fault of a text that is too large to be a case."""
    lines = text.count("\n") + 1
    if lines > MOST_LINES:
        what, limit = f"the file has {lines:,} lines", MOST_LINES
    elif len(text) > MOST_CHARACTERS:
        what, limit = f"the file has {len(text):,} characters", MOST_CHARACTERS
    else:
        return None
    return Fault("error", "yaml-size", "", what, f"the limit is {limit:,}: is it a case?", Place(file, 1, 1))


def forbidden_characters(text: str, file: str) -> list[Fault]:
    """Control characters, lone carriage returns and other signs that no editor shows."""
    plain = text.replace("\r\n", "\n") if "\r" in text else text
    faults: list[Fault] = []
    found = _READABLE.match(plain)
    while found and found.end() < len(plain) and len(faults) < MOST_TOLD:
        at = found.end()
        place = _place(plain, at, file)
        what = f"a character that cannot be seen (U+{ord(plain[at]):04X})"
        faults.append(Fault("error", "yaml-character", "", what, "remove it", place))
        found = _READABLE.match(plain, at + 1)
    return faults


def syntax_faults(error: Any, text: str, file: str) -> list[Fault]:
    """What the parser stumbled over: tabs in the indentation, or else the place and the likely reason."""
    mark: Any = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if mark is None:
        return [_fault(f"this cannot be read as YAML: {error}", "", Place(file, 1, 1))]
    tabs = [place for place in _leading_tabs(text, file) if place.line <= mark.line + 1]
    if tabs:
        what, todo = "a tab in the indentation", "indent with spaces"
        return [Fault("error", "yaml-tab", "", what, todo, place) for place in tabs]
    problem = str(getattr(error, "problem", None) or "")
    opened: Any = getattr(error, "context_mark", None)
    if problem == "found unexpected end of stream" or int(mark.index) >= len(text.rstrip()):
        return [_ends_early(opened, text, file)]
    lines: list[str] = text.split("\n")
    line = lines[min(int(mark.line), len(lines) - 1)]
    what, todo = _SAID.get(problem, (f"this cannot be read as YAML: {problem or 'no reason given'}", _INDENT))
    if opened is not None and problem.startswith("did not find expected ','"):
        what += f"; the bracket was opened in line {opened.line + 1}"
        todo = _BRACES if line[mark.column : mark.column + 1] == "{" else "close the bracket, or add the comma"
    return [_fault(what, todo, Place(file, mark.line + 1, mark.column + 1))]


def _ends_early(opened: Any, text: str, file: str) -> Fault:
    """The fault of a text that ends inside something: the place is where that was opened, or the end."""
    end = len(text.rstrip())
    at = int(opened.index) if opened is not None and opened.index < end else end
    if at < end:
        todo = "close the bracket or the quotation mark that is open here"
    else:
        todo = "finish the last line, and close what is open"
    return _fault("the file ends before this is complete", todo, _place(text, at, file))


def _fault(what: str, todo: str, place: Place) -> Fault:
    return Fault("error", "yaml", "", what, todo, place)


def _leading_tabs(text: str, file: str) -> list[Place]:
    places: list[Place] = []
    for match in _LEADING_TAB.finditer(text):
        places.append(_place(text, match.end() - 1, file))
        if len(places) == MOST_TOLD:
            break
    return places


def _place(text: str, at: int, file: str) -> Place:
    return Place(file, text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at))
