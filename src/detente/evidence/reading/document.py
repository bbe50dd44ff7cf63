"""A document: the text that all offsets count in, its blocks, and what is known of its publication."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

BlockKind = Literal["title", "heading", "paragraph", "byline", "repeated", "boilerplate"]


@dataclass(frozen=True, slots=True)
class Block:
    """Characters [start, end) of the text; `repeated` headlines and `boilerplate` are set aside, not cut out."""

    kind: BlockKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Metadata:
    """Who published it, when; dates as 2025-12-14, 2025-12 or 2025."""

    outlet: str | None = None
    title: str | None = None
    author: str | None = None
    published: str | None = None
    lang: str = "en"
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One report as read. `text` never changes: every span counts characters in it."""

    id: str
    text: str
    blocks: tuple[Block, ...]
    metadata: Metadata = field(default_factory=Metadata)
    origin: str = ""
    media_type: str = "text/plain"
    encoding: str = "utf-8"
    digest: str = ""
    notes: tuple[str, ...] = ()

    def quoted(self, start: int, end: int) -> str:
        """The words at [start, end)."""
        return self.text[start:end]
