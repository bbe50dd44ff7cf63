"""A statement before its chain: source, cue and content as words of the parse, and the act."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.evidence.extraction.attribution.attributions import Stretch
from detente.evidence.extraction.grammar.holders import can_hold
from detente.evidence.extraction.statements.chains import Extent, Said

if TYPE_CHECKING:
    from spacy.tokens import Token

    from detente.evidence.extraction.acts.acts import ActFound
    from detente.evidence.items import Confidence
    from detente.evidence.language.parse import ParsedBlock

LOOSE = frozenset({"say", "report"})
OUTLET = frozenset({"verdict", "viewed as"})
"""Rules by which the outlet itself speaks."""
ANSWERED = "verb of answering"
"""The rule whose content is another's clause: `A was prepared to …, but B declined` makes A no link of B's."""


@dataclass(frozen=True, slots=True, eq=False)
class Sketch:
    """A statement before its chain: spans, the word of its act, and the act."""

    source: Stretch | None
    cue: Stretch | None
    content: tuple[Stretch, ...]
    root: Token | None
    act: ActFound
    direct: bool
    rule: str
    confidence: Confidence
    members: tuple[Stretch, ...] = ()
    cited: Stretch | None = None
    """From whom the source has it."""
    relay: Stretch | None = None
    """Who passes it on to the report."""

    @property
    def block(self) -> ParsedBlock:
        """The block in which the cue stands, else that of the content."""
        return (self.cue or self.content[0]).block

    @property
    def said(self) -> Said:
        """The same in characters of the document."""
        return Said(
            self.source and extent(self.source),
            self.cue and extent(self.cue),
            () if self.rule.endswith(ANSWERED) else tuple(extent(piece) for piece in self.content),
            self.act.act,
        )


def extent(stretch: Stretch) -> Extent:
    """The characters of the document that a stretch covers."""
    doc, start = stretch.block.doc, stretch.block.start
    last = doc[stretch.end - 1]
    return start + doc[stretch.first].idx, start + last.idx + len(last.text)


def root_of(stretch: Stretch) -> Token:
    """The word of a stretch from which the others hang: a verb before anything else."""
    words = stretch.block.doc[stretch.first : stretch.end]
    heads = [word for word in words if not (stretch.first <= word.head.i < stretch.end) or word.head.i == word.i]
    verbs = [word for word in heads if word.pos_ == "VERB"] or [word for word in words if word.pos_ == "VERB"]
    return (verbs or heads or [words[0]])[0]


def is_somebody(stretch: Stretch) -> bool:
    """Whether the words name who can hold a position."""
    words = stretch.block.doc[stretch.first : stretch.end]
    return any(can_hold(word) for word in words
               if word.head.i == word.i or not (stretch.first <= word.head.i < stretch.end))  # fmt: skip
