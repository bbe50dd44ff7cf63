"""Cast: the people and groups of one document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.evidence.items import Voice
from detente.evidence.language.names import Actors
from detente.evidence.values import Actor

if TYPE_CHECKING:
    from detente.evidence.language.parse import ParsedBlock, ParsedDocument


@dataclass(frozen=True, slots=True)
class Mention:
    """Words [first, end) of a block name someone."""

    first: int
    end: int
    voice: Voice


class Cast:
    """The people and groups of one document, and who is meant where."""

    def __init__(self, parsed: ParsedDocument, actors: Actors) -> None:
        self._parsed = parsed
        self._actors = actors

    @classmethod
    def of(cls, parsed: ParsedDocument, actors: Actors) -> Cast:
        """The cast of a document."""
        return cls(parsed, actors)

    def voice(self, parsed_block: ParsedBlock, first_token: int, end_token: int) -> Voice:
        """Who is meant by words [first, end) of a block."""
        return Voice(
            parsed_block.doc[first_token:end_token].text,
            None,
            self._parsed.passage(parsed_block, first_token, end_token),
        )

    def actor(self, parsed_block: ParsedBlock, first_token: int, end_token: int) -> Actor:
        """The same as an actor, with whom it acts for."""
        return Actor(parsed_block.doc[first_token:end_token].text)

    def mentions(self, parsed_block: ParsedBlock) -> tuple[Mention, ...]:
        """Who is named in a block."""
        return ()
