"""Conditional offers of a report: exchanges with their speaker, their guarantors, and their place in the case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from detente.evidence.extraction.attribution.attributions import Stretch
from detente.evidence.extraction.conditionals.exchange_parts import Conditional
from detente.evidence.extraction.conditionals.guarantors import Guarantor, Guarantors, guarantors
from detente.evidence.items import ConditionalOffer, Voice

if TYPE_CHECKING:
    from detente.evidence.extraction.statements.statements import Reading
    from detente.evidence.items import Passage, Statement
    from detente.evidence.language.parse import ParsedBlock

_PROTECTING = frozenset({"guarantee", "assurance", "commitment", "protection", "pledge", "undertaking", "promise"})


def offers_of(reading: Reading, statements: Sequence[Statement]) -> list[ConditionalOffer]:
    """The offers of a report in the order of the text, without ids; `statement` is that of the innermost one around."""
    found: list[ConditionalOffer] = []
    for block, exchanges in zip(reading.parsed.blocks, reading.exchanges, strict=True):
        found.extend(_offer(reading, block, exchange, statements) for exchange in exchanges)
    return _completed(reading, sorted(found, key=lambda offer: offer.passage.start), statements)


def _offer(
    reading: Reading, block: ParsedBlock, exchange: Conditional, statements: Sequence[Statement]
) -> ConditionalOffer:
    gives, condition, trigger = (
        reading.parsed.passage(block, *span) for span in (exchange.gives, exchange.condition, exchange.trigger)
    )
    start = min(part.start for part in (gives, condition, trigger))
    end = max(part.end for part in (gives, condition, trigger))
    around = innermost_around(statements, start, end) or _around_part(statements, gives, condition)
    promised = guarantors(block.doc, exchange.condition)
    voices = _voices(reading, block, promised)
    about, if_ = _mapped(reading, gives, condition, exchange, [voice.party for voice in voices])
    return ConditionalOffer(
        id="",
        passage=reading.passage(min(start, around.passage.start), max(end, around.passage.end)) if around
        else reading.passage(start, end),
        statement=around.id if around else None,
        chain=around.chain if around else (),
        gives=gives,
        condition=condition,
        trigger=trigger,
        guarantors=voices,
        guarantors_open=promised.open,
        act=exchange.act,
        about=about,
        if_=if_,
        rule=f"conditional:{exchange.rule}",
        confidence=exchange.confidence,
    )  # fmt: skip


def innermost_around(statements: Sequence[Statement], start: int, end: int) -> Statement | None:
    """The statement with the smallest content that holds most of the characters [start, end)."""
    best: tuple[int, Statement] | None = None
    for statement in statements:
        if statement.passage.end <= start or statement.passage.start >= end or statement.rule.endswith(", member"):
            continue
        shared = sum(max(0, min(end, piece.end) - max(start, piece.start)) for piece in statement.content)
        if shared * 2 < end - start:
            continue
        size = statement.passage.end - statement.passage.start
        if best is None or size < best[0]:
            best = size, statement
    return best[1] if best else None


def _around_part(statements: Sequence[Statement], gives: Passage, condition: Passage) -> Statement | None:
    """The statement that holds one side of the exchange whole."""
    for part in (gives, condition):
        for statement in statements:
            if any(piece.start <= part.start and part.end <= piece.end for piece in statement.content):
                return statement
    return None


def _voices(reading: Reading, block: ParsedBlock, promised: Guarantors) -> tuple[Voice, ...]:
    return tuple(_voice(reading, block, guarantor) for guarantor in promised.named)


def _voice(reading: Reading, block: ParsedBlock, guarantor: Guarantor) -> Voice:
    voice = reading.voice(Stretch(block, *guarantor.span))
    if guarantor.noun is None:
        return voice
    name = f"{block.doc[guarantor.span[0] : guarantor.span[1]].text} {block.doc[guarantor.noun].text}"
    return Voice(name, reading.named(name) or voice.party, voice.passage)


def _mapped(
    reading: Reading, gives: Passage, condition: Passage, exchange: Conditional, parties: Sequence[str | None]
) -> tuple[str | None, str | None]:
    if reading.words is None:
        return None, None
    given = reading.words.condition(gives.quote, stands=-1 if exchange.rule == "rather than" else 0)
    asked = reading.words.condition(condition.quote, guarantors=parties, stands=1, besides=given)
    return given, asked


def _completed(
    reading: Reading, offers: Sequence[ConditionalOffer], statements: Sequence[Statement]
) -> list[ConditionalOffer]:
    """Guarantors that the same side names elsewhere, for an offer whose condition asks guarantees of nobody."""
    if all(offer.guarantors or not _asks_protection(offer.condition.quote) for offer in offers):
        return list(offers)
    named = [
        (statement, found)
        for statement in statements
        if statement.chain and (found := _guarantors_in(reading, statement)).named
    ]
    return [_with_guarantors(reading, offer, statements, named) for offer in offers]


def _with_guarantors(
    reading: Reading,
    offer: ConditionalOffer,
    statements: Sequence[Statement],
    named: Sequence[tuple[Statement, _Placed]],
) -> ConditionalOffer:
    if offer.guarantors or offer.act not in {"offer", "report"} or not _asks_protection(offer.condition.quote):
        return offer
    side = _side(reading, offer, statements)
    for statement, found in named:
        if not side.isdisjoint(reading.sides(statement.chain[-1])) and found.block is not None:
            voices = tuple(_voice(reading, found.block, one) for one in found.named)
            if_ = offer.if_
            if reading.words is not None:
                quoted = f"{offer.condition.quote} {statement.content[-1].quote}"
                parties = [voice.party for voice in voices]
                if_ = reading.words.condition(quoted, guarantors=parties, stands=1, besides=offer.about) or if_
            rule = f"{offer.rule}, guarantors named elsewhere"
            return replace(offer, guarantors=voices, guarantors_open=found.open, if_=if_, rule=rule)
    return offer


def _side(reading: Reading, offer: ConditionalOffer, statements: Sequence[Statement]) -> frozenset[str]:
    """The names under which the report has this offer made: its own speaker, and those who offer the same."""
    names = set(reading.sides(offer.chain[-1])) if offer.chain else set[str]()
    given = _names_in(offer.gives.quote)
    for statement in statements:
        if statement.act == "offer" and statement.chain and given & _names_in(statement.content[-1].quote):
            names.add(statement.chain[-1].name)
    return frozenset(names)


def _names_in(text: str) -> frozenset[str]:
    return frozenset(word.strip(".,;:'\"\u2019s") for word in text.split() if word[:1].isupper())


def _asks_protection(text: str) -> bool:
    return any(word.lower().strip(".,;:").removesuffix("s") in _PROTECTING for word in text.split())


@dataclass(frozen=True, slots=True)
class _Placed:
    """Guarantors and the block in which they are named."""

    block: ParsedBlock | None
    named: tuple[Guarantor, ...]
    open: bool


def _guarantors_in(reading: Reading, statement: Statement) -> _Placed:
    """Those that the content of a statement names after `guarantees from` and the like."""
    content = statement.content[-1]
    if not _asks_protection(content.quote):
        return _Placed(None, (), False)
    for block in reading.parsed.blocks:
        if block.start <= content.start and content.end <= block.start + len(block.doc.text):
            span = block.doc.char_span(content.start - block.start, content.end - block.start, alignment_mode="expand")
            if span is not None:
                found = guarantors(block.doc, (span.start, span.end))
                listed = tuple(one for one in found.named if one.span[0] and block.doc[one.span[0] - 1].pos_ != "ADJ")
                return _Placed(block, listed, found.open)
    return _Placed(None, (), False)
