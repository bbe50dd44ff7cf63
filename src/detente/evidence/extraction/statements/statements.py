"""Statements: who says, offers, demands, opposes, accepts what, on whose authority the report has it, and when."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from detente.evidence.extraction.attribution.attributions import Attribution, Stretch
from detente.evidence.extraction.conditionals.conditionals import conditionals
from detente.evidence.extraction.conditionals.exchange_parts import Conditional
from detente.evidence.extraction.grammar.clauses import VERBAL
from detente.evidence.extraction.grammar.settings import opens_setting, settings
from detente.evidence.extraction.statements.chains import links, outer_of, passed_on
from detente.evidence.extraction.statements.sketch import Sketch, extent, is_somebody
from detente.evidence.extraction.statements.sketches import drafts_of
from detente.evidence.extraction.statements.told_acts import CONCEDING
from detente.evidence.items import Passage, Statement, Voice
from detente.evidence.language.cast import Cast
from detente.evidence.language.times import find_days

if TYPE_CHECKING:
    from datetime import date

    from spacy.tokens import Token

    from detente.evidence.extraction.mapping import CaseWords
    from detente.evidence.extraction.statements.chains import Extent
    from detente.evidence.language.names import Actors
    from detente.evidence.language.parse import ParsedBlock, ParsedDocument
    from detente.evidence.values import Days

_BINDING = frozenset({"offer", "demand", "accept", "reject", "oppose", "support", "concede", "promise", "threaten"})
_ADDRESSING = frozenset({"tell", "inform", "assure", "warn", "remind", "ask", "urge", "notify", "brief", "advise",
                         "promise", "offer", "call", "press"})  # fmt: skip
_TIMES = re.compile(
    r"\d|day|week|month|year|night|morning|evening|noon|January|February|March|April|May|June|July|August|September"
    r"|October|November|December|spring|summer|autumn|winter|earlier|later|ago|yester|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep"
    r"|Oct|Nov|Dec|Mon|Tue|Wed|Thu|Fri|Sat|Sun",
)


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """What the rules know while they read one report."""

    parsed: ParsedDocument
    cast: Cast
    words: CaseWords | None
    anchor: date | None
    actors: Actors
    exchanges: tuple[tuple[Conditional, ...], ...] = ()
    """The exchanges of each block."""
    told: tuple[Attribution, ...] | None = None
    """The attributions of the report, where they were read together with those of others."""

    @classmethod
    def of(
        cls,
        parsed: ParsedDocument,
        actors: Actors,
        words: CaseWords | None,
        anchor: date | None,
        told: tuple[Attribution, ...] | None = None,
    ) -> Reading:
        """With the cast of the report and the exchanges of every block, found once."""
        exchanges = tuple(tuple(conditionals(block.doc)) for block in parsed.blocks)
        return cls(parsed, Cast.of(parsed, actors), words, anchor, actors, exchanges, told)

    def named(self, name: str) -> str | None:
        """The party of the case that has this name."""
        actor = self.actors.named(name)
        return actor.party if actor is not None else None

    def sides(self, voice: Voice) -> frozenset[str]:
        """The name, the party and whom it acts for."""
        actor = self.actors.named(voice.name)
        acts_for = actor.for_party if actor is not None else None
        return frozenset(side for side in (voice.name, voice.party, acts_for) if side)

    def passage(self, start: int, end: int) -> Passage:
        """Characters of the document as a passage."""
        document = self.parsed.document
        return Passage(document.id, start, end, document.text[start:end])

    def voice(self, stretch: Stretch) -> Voice:
        """Who is meant by the words."""
        return self.cast.voice(stretch.block, stretch.first, stretch.end)


def statements_of(reading: Reading) -> list[Statement]:
    """The statements of a report in the order of the text, without ids."""
    drafts = drafts_of(reading.parsed, reading.cast, reading.exchanges, reading.told)
    said = [draft.said for draft in drafts]
    outer = outer_of(said)
    relays = passed_on(said, outer)
    sentences = _Sentences(reading.anchor)
    found: list[Statement] = []
    for at, draft in enumerate(drafts):
        if at in relays:
            continue
        chain = _chain(reading, [drafts[link] for link in links(at, outer)])
        statement = _statement(reading, draft, chain, sentences)
        found.append(statement)
        found.extend(_of_members(reading, draft, statement))
    return sorted(found, key=lambda item: (item.passage.start, item.passage.end))


def _chain(reading: Reading, drafts: Sequence[Sketch]) -> tuple[Voice, ...]:
    voices: list[Voice] = []
    for draft in drafts:
        if draft.source is None:
            continue
        voice = reading.voice(draft.source)
        for named in (
            *([reading.voice(draft.relay)] if draft.relay is not None else []),
            voice,
            *([reading.voice(draft.cited)] if draft.cited is not None else []),
        ):
            if not voices or voices[-1].name != named.name:
                voices.append(named)
    return tuple(voices)


def _statement(reading: Reading, draft: Sketch, chain: tuple[Voice, ...], sentences: _Sentences) -> Statement:
    content, cut = _without_settings(draft)
    parts = [extent(part) for part in (draft.source, draft.cue, *content) if part is not None]
    source = draft.source and draft.source.passage(reading.parsed)
    cue = draft.cue and draft.cue.passage(reading.parsed)
    pieces = tuple(piece.passage(reading.parsed) for piece in content)
    named = [part for part in (source, cue, *pieces) if part is not None]
    passage = reading.passage(min(part.start for part in named), max(part.end for part in named))
    outside = [*cut, *_settings_around(draft, [*parts, *(extent(stretch) for stretch in cut)], sentences)]
    return Statement(
        id="",
        passage=passage,
        source=source,
        cue=cue,
        content=pieces,
        chain=chain,
        act=draft.act.act,
        modality=draft.act.modality,
        negated=draft.act.negated,
        direct=draft.direct,
        addressees=_addressees(reading, draft),
        on=sentences.on(draft, content),
        setting=tuple(stretch.passage(reading.parsed) for stretch in outside),
        about=_about(reading, draft, content),
        if_=None,
        proposal=None,
        rule=draft.rule if draft.act.rule == "none" else f"{draft.rule}, act:{draft.act.rule}",
        confidence=draft.confidence,
    )


def _of_members(reading: Reading, draft: Sketch, statement: Statement) -> list[Statement]:
    """`opposition from several members, including A and B`: the same for A and for B."""
    found: list[Statement] = []
    for member in draft.members:
        source = member.passage(reading.parsed)
        parts = [part for part in (source, statement.cue, *statement.content) if part is not None]
        passage = reading.passage(min(part.start for part in parts), max(part.end for part in parts))
        chain = (*statement.chain[:-1], reading.voice(member))
        rule = f"{statement.rule}, member"
        found.append(replace(statement, passage=passage, source=source, chain=chain, rule=rule))
    return found


def _without_settings(draft: Sketch) -> tuple[tuple[Stretch, ...], list[Stretch]]:
    """The content without a phrase of occasion at the right end of its last piece; quotations stay whole."""
    last = draft.content[-1]
    if draft.direct or draft.act.act not in _BINDING:
        return draft.content, []
    doc = last.block.doc
    for at in range(last.first + 1, last.end):
        if draft.act.act == "demand" and doc[at].lower_ in {"before", "after"}:
            continue
        if opens_setting(doc[at]) and doc[at].lower_ != "as" and not _clause_after(doc[at], last.end):
            kept = Stretch(last.block, last.first, at)
            return (*draft.content[:-1], kept), [Stretch(last.block, at, _bare_end(last.block, at, last.end))]
    return draft.content, []


def _clause_after(token: Token, end: int) -> bool:
    """Whether another clause follows, so that the phrase is not at the end."""
    doc = token.doc
    return any(doc[at].dep_ in {"mark", "nsubj", "nsubjpass"} for at in range(token.i + 1, end))


def _bare_end(block: ParsedBlock, start: int, end: int) -> int:
    while end > start + 1 and block.doc[end - 1].is_punct:
        end -= 1
    return end


def _settings_around(draft: Sketch, parts: Sequence[Extent], sentences: _Sentences) -> list[Stretch]:
    """The phrases of occasion in the sentence of the cue, outside source and content."""
    if draft.cue is None:
        return []
    found: list[Stretch] = []
    for stretch in sentences.settings(draft.cue):
        start, stop = extent(stretch)
        apart = not any(start < b and a < stop for a, b in parts)
        if apart and _hangs_on(draft.root, stretch.block.doc[stretch.first]):
            found.append(stretch)
    return found


def _hangs_on(root: Token | None, word: Token) -> bool:
    """Whether a word belongs to the clause of the cue, and not to one that is joined to it."""
    if root is None:
        return True
    wanted = {root.i, root.head.i}
    for _ in range(12):
        if word.i in wanted:
            return True
        if word.head.i == word.i or (word.dep_ == "conj" and word.pos_ in VERBAL):
            return False
        word = word.head
    return False


def _addressees(reading: Reading, draft: Sketch) -> tuple[Voice, ...]:
    """`told journalists`, `spoke to reporters`."""
    root = draft.root
    if root is None or draft.cue is None or root.pos_ != "VERB":
        return ()
    noun = None
    for child in root.rights:
        if child.dep_ == "dative" or (child.dep_ == "dobj" and root.lemma_ in _ADDRESSING):
            noun = child
        elif child.dep_ == "prep" and child.lower_ == "to":
            noun = next((kid for kid in child.rights if kid.dep_ == "pobj"), None)
        if noun is not None:
            break
    if noun is not None and noun.pos_ == "ADP":
        noun = next((kid for kid in noun.rights if kid.dep_ == "pobj"), None)
    if noun is None or not is_somebody(Stretch(draft.cue.block, noun.i, noun.i + 1)):
        return ()
    if any(noun.i in piece for piece in draft.content if piece.block is draft.cue.block):
        return ()
    return (reading.voice(Stretch(draft.cue.block, noun.left_edge.i, noun.i + 1)),)


def _about(reading: Reading, draft: Sketch, content: Sequence[Stretch]) -> str | None:
    if reading.words is None or draft.act.act not in _BINDING:
        return None
    if draft.root is not None and draft.root.lemma_ in CONCEDING:
        return None
    stands = -1 if draft.act.act == "concede" else 1
    return reading.words.condition(" ".join(piece.words for piece in content), stands=stands)


class _Sentences:
    """What each sentence says of times and occasions, looked up once."""

    def __init__(self, anchor: date | None) -> None:
        self._anchor = anchor
        self._days: dict[tuple[int, int], list[tuple[int, int, Days]]] = {}
        self._settings: dict[tuple[int, int], list[Stretch]] = {}

    def on(self, draft: Sketch, content: Sequence[Stretch]) -> Days | None:
        """When it was said: the first day in the sentence of the cue that is not part of the content."""
        if draft.cue is None or draft.rule.startswith("position:noun"):
            return None
        for first, days in self._days_of(draft.cue):
            inside = any(piece.block is draft.cue.block and first in piece for piece in content)
            if (
                not inside
                and _hangs_on(draft.root, draft.cue.block.doc[first])
                and (days.first is not None or days.last is not None)
            ):
                return days
        return None

    def settings(self, cue: Stretch) -> list[Stretch]:
        """The phrases of occasion in the sentence of a cue."""
        sentence = cue.block.doc[cue.first].sent
        key = id(cue.block), sentence.start
        if key not in self._settings:
            spans = settings(cue.block.doc, sentence.start, sentence.end)
            self._settings[key] = [Stretch(cue.block, *span) for span in spans]
        return self._settings[key]

    def _days_of(self, cue: Stretch) -> list[tuple[int, Days]]:
        sentence = cue.block.doc[cue.first].sent
        key = id(cue.block), sentence.start
        if key not in self._days:
            told = _TIMES.search(sentence.text) is not None
            self._days[key] = find_days(sentence, self._anchor) if told else []
        return [(sentence.start + first, days) for first, _, days in self._days[key]]
