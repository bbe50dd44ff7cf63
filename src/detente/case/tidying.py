"""The tidy form of a case file: even indentation and spacing, by moving white space and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, cast

import yaml

STEP = 2
MOST_BLANK_LINES = 2

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_OPENING = (yaml.FlowMappingStartToken, yaml.FlowSequenceStartToken)
_CLOSING = (yaml.FlowMappingEndToken, yaml.FlowSequenceEndToken)
_STARTS = (yaml.BlockMappingStartToken, yaml.BlockSequenceStartToken)
_INDICATOR = re.compile(r"[|>][-+]?([1-9])")


@dataclass(frozen=True, slots=True)
class _Word:
    """A token that takes room in the text; `style` is the sign that a scalar starts with."""

    kind: type[Any]
    start: int
    end: int
    column: int
    style: str

    @property
    def is_block_text(self) -> bool:
        return self.style in ("|", ">")


@dataclass(frozen=True, slots=True)
class _Block:
    """A block mapping or list: the column it has, and the one it gets."""

    kind: type[Any]
    column: int
    indent: int


@dataclass(slots=True)
class _Layout:
    """Where the formatter stands.

    `base` and `column` are the new and the old column of the key or dash that was read last, `indent` is the
    column of the next word if it starts a line, `depth` counts open brackets, `at` is the column written last.
    """

    blocks: list[_Block] = field(default_factory=list[_Block])
    closed: list[_Block] = field(default_factory=list[_Block])
    base: int = -STEP
    column: int = -1
    indent: int = 0
    depth: int = 0
    at: int = 0

    def indent_of(self, word: _Word) -> int:
        """The column of a word that starts a line."""
        if self.depth:
            return self.base + STEP * (self.depth + (word.kind not in _CLOSING))
        if word.kind in (yaml.StreamEndToken, yaml.DocumentStartToken, yaml.DocumentEndToken):
            return 0
        return self.indent

    def indent_of_comment(self, column: int, word: _Word, indent: int) -> int:
        """The column of a comment in a line of its own: that of what it stood in line with."""
        if column == word.column or self.depth:
            return indent
        for block in (*self.closed, *reversed(self.blocks)):
            if block.column == column:
                return block.indent
        return next((block.indent for block in self.closed if block.column < column), indent)

    def wrote(self, text: str) -> str:
        """The text, after noting in which column it ends."""
        newline = text.rfind("\n")
        self.at = self.at + len(text) if newline < 0 else len(text) - newline - 1
        return text


def tidied(text: str) -> str:
    """The text with even indentation and spacing; comments, values and line breaks stay.

    The text must be in the subset. O(n) in its length.
    """
    out = "".join(_pieces(text.replace("\r\n", "\n")))
    return out.replace("\n", "\r\n") if "\r\n" in text else out


def _pieces(text: str) -> Iterator[str]:
    layout = _Layout()
    before: _Word | None = None
    end = 0
    for token in cast(Any, yaml).scan(text, Loader=_LOADER):
        kind, start = token.__class__, token.start_mark
        if not _takes_room(layout, kind, start.column, token.end_mark.index > start.index):
            continue
        style = (token.style or "") if kind is yaml.ScalarToken else ""
        word = _Word(kind, start.index, token.end_mark.index, start.column, style)
        if kind is yaml.BlockEntryToken:
            _at_dash(layout, word)
        yield layout.wrote(_gap(text, end, before, word, layout))
        yield layout.wrote(_written(text, word, layout))
        if kind in (yaml.ValueToken, yaml.BlockEntryToken):
            layout.indent = layout.base + STEP
        layout.depth += (kind in _OPENING) - (kind in _CLOSING)
        layout.closed.clear()
        before = word
        end = word.end if not word.is_block_text else word.start + len(text[word.start : word.end].rstrip("\n"))


def _takes_room(layout: _Layout, kind: type[Any], column: int, has_text: bool) -> bool:
    """Whether the token is a word; those that are none open and close blocks and announce keys."""
    if kind in _STARTS:
        layout.blocks.append(_Block(kind, column, layout.base + STEP))
    elif kind is yaml.BlockEndToken:
        layout.closed.append(layout.blocks.pop())
    elif kind is yaml.KeyToken and not layout.depth and layout.blocks:
        layout.base = layout.indent = layout.blocks[-1].indent
        layout.column = layout.blocks[-1].column
    return kind is yaml.StreamEndToken or (has_text and kind is not yaml.KeyToken)


def _at_dash(layout: _Layout, word: _Word) -> None:
    """The dash of a list: of the open one, or of one that stands in the same column as its key."""
    block = layout.blocks[-1]
    own = block.kind is yaml.BlockSequenceStartToken
    layout.base = layout.indent = block.indent if own else block.indent + STEP
    layout.column = word.column


def _gap(text: str, end: int, before: _Word | None, word: _Word, layout: _Layout) -> str:
    """What stands between two words: white space made even, and the comments."""
    gap, last = text[end : word.start], word.kind is yaml.StreamEndToken
    if last and before is not None and before.is_block_text and "#" not in gap:
        return gap
    if "\n" not in gap and before is not None and not last:
        return _space(before.kind, word)
    indent = layout.indent_of(word)
    lines = gap.split("\n")
    tail = lines[0].strip() if before is not None else ""
    out = [f"{' ' * max(_column(text, end, gap) - layout.at, 2)}{tail}" if tail else ""]
    for line in lines[1 if before is not None else 0 : None if last else -1]:
        comment = line.strip()
        column = layout.indent_of_comment(len(line) - len(line.lstrip()), word, indent)
        out.append(f"{' ' * column}{comment}" if comment else "")
    if before is None or not before.is_block_text:
        out = list(_few_blank(out, from_start=before is None))
    if last:
        return "\n".join(out).rstrip("\n") + "\n"
    return "\n".join([*out, " " * indent])


def _column(text: str, end: int, gap: str) -> int:
    """The column, from 0, of the first word of the gap."""
    at = end + len(gap) - len(gap.lstrip(" \t"))
    return at - text.rfind("\n", 0, at) - 1


def _few_blank(lines: list[str], *, from_start: bool) -> Iterator[str]:
    """The lines with no more than so many blank ones in a row, and none at the start of the file."""
    blank = MOST_BLANK_LINES if from_start else 0
    for index, line in enumerate(lines):
        if index == 0:
            if not from_start:
                yield line
            continue
        blank = 0 if line else blank + 1
        if blank <= MOST_BLANK_LINES:
            yield line


def _space(before: type[Any], word: _Word) -> str:
    """What stands between two words of one line."""
    if before in _OPENING:
        return ""
    if before in (yaml.ValueToken, yaml.BlockEntryToken):
        return " "
    return "" if word.kind in (*_CLOSING, yaml.FlowEntryToken, yaml.ValueToken) else " "


def _written(text: str, word: _Word, layout: _Layout) -> str:
    """The word as it stands, its further lines moved with it."""
    whole = text[word.start : word.end]
    if word.is_block_text:
        return _block_text(whole.rstrip("\n"), layout)
    if "\n" not in whole:
        return whole
    indent = " " * (layout.base + STEP * (layout.depth + 1))
    first, *rest = whole.split("\n")
    return "\n".join([first, *(indent + line.lstrip(" \t") if line.strip() else "" for line in rest)])


def _block_text(whole: str, layout: _Layout) -> str:
    header, *lines = whole.split("\n")
    told = _INDICATOR.match(header)
    first = next((line for line in lines if line.strip(" ")), "")
    step = int(told[1]) if told else STEP
    old = max(layout.column, 0) + step if told else len(first) - len(first.lstrip(" "))
    moved = (" " * (layout.base + step) + line[old:] if line[old:] else "" for line in lines)
    return "\n".join([header.rstrip(), *moved])
