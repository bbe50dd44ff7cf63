"""XML as GENIUS writes it, as a tree of elements with their lines, and nothing that XML could do beyond that.

Document types and entities are refused, so that a file can neither name other files nor grow. Two habits of GENIUS's
own reader are kept, because published domains need them: an ampersand may stand alone, and comments may stand before
the declaration.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.parsers import expat

from detente.foundation.errors import Fault, Place, ReadingError

MOST_BYTES = 20_000_000
MOST_ELEMENTS = 1_000_000
DEEPEST = 30
_ROOT = re.compile(r"<([A-Za-z_][\w.-]*)")
_BEFORE_ROOT = re.compile(r"<\?.*?\?>|<!--.*?-->", re.DOTALL)
_DECLARATION = re.compile(r"<\?xml\b[^>]*\?>")
_ALONE = re.compile(r"&(?!#[0-9]{1,7};|#x[0-9A-Fa-f]{1,6};|[A-Za-z_]\w*;)")
_NO_LETTERS = re.compile(r"[^\n]")


@dataclass(frozen=True, slots=True)
class Element:
    """A tag with its attributes, what stands inside, and where it begins."""

    tag: str
    attributes: Mapping[str, str]
    place: Place
    children: list[Element] = field(default_factory=list["Element"])

    def all(self, *tags: str) -> list[Element]:
        """The children with one of these tags."""
        return [child for child in self.children if child.tag in tags]

    def inside(self) -> Iterator[Element]:
        """Everything inside, in the order of the file."""
        for child in self.children:
            yield child
            yield from child.inside()


class _Refused(Exception):
    """Raised inside the parser's handlers, and caught around it."""

    def __init__(self, what: str, todo: str) -> None:
        self.what, self.todo = what, todo
        super().__init__(what)


def root_tag(text: str) -> str:
    """The tag of the outermost element; empty where there is none. The rest need not be XML."""
    found = _ROOT.search(_BEFORE_ROOT.sub("", text))
    return found[1] if found else ""


def xml_text(path: Path | str) -> str:
    """The text of a file; raises ReadingError where it is none, or too large."""
    file = Path(path)
    try:
        with file.open("rb") as stream:
            raw = stream.read(MOST_BYTES + 1)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise _fault(file, "file", f"this cannot be read: {reason}", "look at its name and rights") from None
    if len(raw) > MOST_BYTES:
        raise _fault(file, "file", f"the file has over {MOST_BYTES:,} bytes", "is it a domain or a profile?")
    if b"\0" in raw:
        raise _fault(file, "file", "this is no text in UTF-8", "save it as UTF-8")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("latin-1")  # some published domains are; tags and numbers are the same in both
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_xml(text: str, file: str) -> Element:
    """The outermost element; raises ReadingError with the place where the text is no XML, or more than a tree."""
    mended = _DECLARATION.sub(lambda found: _NO_LETTERS.sub(" ", found[0]), text, count=1)
    mended = _ALONE.sub("&amp;", mended)
    tree = _Tree(file)
    try:
        tree.parser.Parse(mended.encode("utf-8", "replace"), True)
    except expat.ExpatError as error:
        what = f"this is no XML: {expat.ErrorString(error.code)}"
        place = Place(file, error.lineno, error.offset + 1)
        raise ReadingError([Fault("error", "xml", "", what, "correct the file here", place)]) from None
    except _Refused as refused:
        raise ReadingError([Fault("error", "xml", "", refused.what, refused.todo, tree.place())]) from None
    return tree.root


class _Tree:
    """The tree so far, built by the parser's calls."""

    root: Element

    def __init__(self, file: str) -> None:
        self.file, self.open, self.count = file, list[Element](), 0
        self.parser: Any = expat.ParserCreate("utf-8")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.EntityDeclHandler = self._doctype

    def place(self) -> Place:
        return Place(self.file, self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self.count += 1
        if self.count > MOST_ELEMENTS:
            raise _Refused(f"over {MOST_ELEMENTS:,} elements", "is it a domain or a profile?")
        if len(self.open) >= DEEPEST:
            raise _Refused(f"nested deeper than {DEEPEST} levels", "a domain needs no more than five")
        made = Element(tag, attributes, self.place())
        if self.open:
            self.open[-1].children.append(made)
        else:
            self.root = made
        self.open.append(made)

    def _end(self, _: str) -> None:
        self.open.pop()

    def _doctype(self, *_: object) -> None:
        raise _Refused("a document type with entities is not allowed", "remove the DOCTYPE; write the values out")


def _fault(file: Path, rule: str, what: str, todo: str) -> ReadingError:
    return ReadingError([Fault("error", rule, "", what, todo, Place(str(file), 1, 1))])
