"""Each statement once: what an attribution and a position both tell, what one quotation has two cues for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from detente.evidence.extraction.acts.acts import act_of
from detente.evidence.extraction.attribution.attributions import Stretch
from detente.evidence.extraction.conditionals.exchange_parts import Conditional
from detente.evidence.extraction.grammar.clauses import VERBAL
from detente.evidence.extraction.grammar.holders import holder_of
from detente.evidence.extraction.statements.sketch import LOOSE, OUTLET, Sketch, is_somebody, root_of

if TYPE_CHECKING:
    from detente.evidence.items import Act
    from detente.evidence.language.cast import Cast
    from detente.evidence.language.parse import ParsedBlock, ParsedDocument
    from detente.evidence.values import Actor

_ONLOOKERS = frozenset({"critic", "observer", "analyst", "expert", "agency", "newspaper", "historian", "report",
                        "source", "document", "paper", "magazine", "broadcaster", "witness", "journalist"})  # fmt: skip


def with_cited(told: list[Sketch]) -> list[Sketch]:
    """`an agency reported, citing two officials`: the officials are a link of the chain, not a statement."""
    citing = {id(draft) for draft in told if draft.root is not None and draft.root.lemma_ in {"cite", "quote"}
              and draft.root.tag_ == "VBG" and is_somebody(draft.content[0])}  # fmt: skip
    if not citing:
        return told
    sources = {(id(draft.block), draft.source.first): draft for draft in told if id(draft) in citing and draft.source}
    found: list[Sketch] = []
    for draft in told:
        other = sources.get((id(draft.block), draft.source.first)) if draft.source else None
        if id(draft) not in citing:
            found.append(replace(draft, cited=other.content[0]) if other is not None else draft)
    return found


def with_exchanges(
    parsed: ParsedDocument, exchanges: Sequence[Sequence[Conditional]], drafts: list[Sketch]
) -> list[Sketch]:
    """A conditional offer that no draft holds whole becomes one, in the place of any that holds its verb only."""
    found = list(drafts)
    for block, of_block in zip(parsed.blocks, exchanges, strict=True):
        for exchange in of_block:
            if exchange.act != "report":
                near = [draft for draft in found if draft.cue is not None and draft.cue.block is block]
                _add_exchange(block, exchange, near, found)
    return found


def _add_exchange(block: ParsedBlock, exchange: Conditional, near: list[Sketch], found: list[Sketch]) -> None:
    first = min(exchange.gives[0], exchange.condition[0], exchange.trigger[0])
    end = max(exchange.gives[1], exchange.condition[1], exchange.trigger[1])
    if any(_shared(piece, first, end) * 2 > end - first
           for draft in near for piece in draft.content if piece.block is block):  # fmt: skip
        return
    anchor = block.doc[exchange.anchor]
    for draft in near:
        last = draft.content[-1]
        if last.block is block and exchange.anchor in last and last.end <= exchange.trigger[0]:
            rest = Stretch(block, exchange.trigger[0], exchange.condition[1])
            if rest.end > rest.first and exchange.gives[1] <= exchange.trigger[0]:
                found[found.index(draft)] = replace(draft, content=(*draft.content, rest))
                return
    holder = holder_of(anchor) if anchor.pos_ in VERBAL else None
    if holder is None:
        return
    for draft in near:
        if draft.root is not None and draft.root.i == anchor.i:
            found.remove(draft)
    act = act_of(anchor)
    kinds: dict[str, Act] = {"offer": "offer", "demand": "demand", "threat": "threaten"}
    content = Stretch(block, first, end)
    cue = Stretch(block, anchor.i, anchor.i + 1)
    found.append(Sketch(Stretch(block, *holder), cue, (content,), anchor, replace(act, act=kinds[exchange.act]), False,
                       "position:conditional", exchange.confidence))  # fmt: skip


def _shared(piece: Stretch, first: int, end: int) -> int:
    return max(0, min(piece.end, end) - max(piece.first, first))


def without_own_words(drafts: list[Sketch], told: list[Sketch]) -> list[Sketch]:
    """Inside a direct quotation `we offer` and `they want` are the speaker's words, not further statements."""
    quoted = [piece for draft in told if draft.direct for piece in draft.content]
    return [draft for draft in drafts if not (_of_pronoun(draft) and draft.cue is not None and any(
        piece.block is draft.cue.block and draft.cue.first in piece for piece in quoted))]  # fmt: skip


def _of_pronoun(draft: Sketch) -> bool:
    source = draft.source
    return source is not None and source.end - source.first == 1 and source.block.doc[source.first].pos_ == "PRON"


def with_own_quotes(told: list[Sketch]) -> list[Sketch]:
    """A quotation that two cues share belongs to the nearer one."""
    holders: dict[tuple[int, int], list[Sketch]] = {}
    for draft in told:
        for piece in draft.content:
            if draft.direct and draft.cue is not None:
                holders.setdefault((id(piece.block), piece.first), []).append(draft)
    shared = {key: min(drafts, key=lambda draft: _distance(draft, key[1])) for key, drafts in holders.items()
              if len(drafts) > 1}  # fmt: skip
    found: list[Sketch] = []
    for draft in told:
        own = tuple(piece for piece in draft.content
                    if shared.get((id(piece.block), piece.first), draft) is draft)  # fmt: skip
        if own:
            found.append(draft if len(own) == len(draft.content) else replace(draft, content=own))
    return found


def _distance(draft: Sketch, first: int) -> int:
    """How far the cue is from a piece; a cue before its quotation is nearer than one after it."""
    cue = draft.cue
    assert cue is not None
    piece = next(piece for piece in draft.content if piece.first == first)
    return 2 * (first - cue.end) if cue.end <= first else 2 * (cue.first - piece.end) + 1


def shortened(draft: Sketch, told: list[Sketch]) -> Sketch:
    """`A said that …, and B reported that …`: what B reported is not what A said."""
    last = draft.content[-1]
    doc = last.block.doc
    if draft.direct:
        return draft
    for other in told:
        cue = other.cue
        if cue is None or other is draft or cue.block is not last.block or cue.first not in last:
            continue
        parts = [part for part in (other.source, cue, *other.content) if part is not None and part.block is last.block
                 and part.first >= last.first]  # fmt: skip
        at = min(part.first for part in parts)
        if (
            other.root is not None
            and draft.root is not None
            and other.root.dep_ == "conj"
            and (other.root.head.i == draft.root.i and doc[at - 1].pos_ == "CCONJ" and at - 1 > last.first)
        ):
            return replace(draft, content=(*draft.content[:-1], Stretch(last.block, last.first, at - 1)))
        if (
            at - 2 > last.first
            and doc[at - 1].pos_ == "CCONJ"
            and doc[at - 2].text == ","
            and other.root is not None
            and other.root.dep_ == "conj"
        ):
            return replace(draft, content=(*draft.content[:-1], Stretch(last.block, last.first, at - 2)))
    return draft


def without_twins(told: list[Sketch], held: list[Sketch]) -> list[Sketch]:
    """A position that an attribution tells already, or that is only part of another's words, goes."""
    by_block: dict[int, list[Sketch]] = {}
    for draft in told:
        by_block.setdefault(id(draft.block), []).append(draft)
    kept = list(told)
    for draft in held:
        others = by_block.setdefault(id(draft.block), [])
        twins = [other for other in others if _is_twin(draft, other)]
        if not twins:
            others.append(draft)
            kept.append(draft)
        for other in twins:
            better = _better(draft, other)
            if better is not None and other in kept:
                kept[kept.index(other)] = better
                others[others.index(other)] = better
                break
    return kept


def _better(held: Sketch, told: Sketch) -> Sketch | None:
    """What a position knows better than the attribution with the same cue: the act, or who views what as what."""
    if told.cue is None or held.root is None or held.root.i not in told.cue or not told.rule.startswith("attribution"):
        return None
    if held.rule.startswith("position:viewed") or _reads_backwards(told, held):
        return held
    if told.act.act in LOOSE and held.act.act not in LOOSE and not told.act.negated:
        return replace(told, act=held.act, root=held.root)
    return None


def _reads_backwards(told: Sketch, held: Sketch) -> bool:
    """Whether the attribution takes what stands before for the content, though the verb has an object after it."""
    cue = told.cue
    if cue is None or told.direct or not held.rule.startswith("position:verb"):
        return False
    return all(piece.end <= cue.first for piece in told.content) and held.content[0].first >= cue.first


def _is_twin(draft: Sketch, other: Sketch) -> bool:
    cue = draft.cue
    if cue is None or draft.root is None:
        return True
    if other.cue is not None and (cue.first in other.cue or draft.root.i in other.cue):
        return True
    if other.root is not None and other.act.head == draft.root.i and other.act.act not in LOOSE:
        return True
    inside = any(piece.block is cue.block and cue.first in piece for piece in other.content)
    if not inside:
        return False
    same = draft.source is not None and other.source is not None and draft.source.first == other.source.first
    outlets = draft.rule.removeprefix("position:") in OUTLET
    towards = draft.content[0].first > cue.first and draft.source is not None and _possesses(draft.source)
    return same or outlets or (other.source is not None and "noun" in draft.rule and not towards)


def _possesses(source: Stretch) -> bool:
    """`its` in `its demand for the bank`."""
    return source.block.doc[source.end - 1].tag_ == "PRP$"


def without_own_side(drafts: list[Sketch], cast: Cast) -> list[Sketch]:
    """`A said that A's side would …` is one statement: the inner clause goes where the outer took its act."""
    outers: dict[tuple[int, int], list[Sketch]] = {}
    for draft in drafts:
        if draft.root is None:
            continue
        heads = {draft.act.head} if draft.act.head not in (-1, draft.root.i) else set[int]()
        if draft.act.act in LOOSE or draft.root.lemma_ == "warn":
            heads.update(child.i for child in draft.root.rights if child.dep_ == "ccomp")
        for head in heads:
            outers.setdefault((id(draft.block), head), []).append(draft)
    kept: list[Sketch] = []
    for draft in drafts:
        around: list[Sketch] = []
        if draft.root is not None and draft.cue is not None:
            key = id(draft.block)
            around = [*outers.get((key, draft.root.i), ()), *outers.get((key, draft.act.head), ())]
        if not any(_takes(outer, draft) and _same_side(outer, draft, cast) for outer in around if outer is not draft):
            kept.append(draft)
    return kept


def _takes(outer: Sketch, inner: Sketch) -> bool:
    """Whether the inner one is the clause that the outer one says, and no report of speech of its own."""
    cue = inner.cue
    if cue is None or _speaks(inner):
        return False
    return any(piece.block is cue.block and cue.first in piece for piece in outer.content)


def _speaks(draft: Sketch) -> bool:
    """Whether the inner one is a report of speech of its own: `told them that …`."""
    return draft.act.act in LOOSE or (draft.rule.endswith(("clause", "quote")) and draft.act.rule.startswith("says"))


def _same_side(outer: Sketch, inner: Sketch, cast: Cast) -> bool:
    if outer.source is None or inner.source is None:
        return True
    mine = inner.source.block.doc[inner.source.first]
    if inner.source.end - inner.source.first == 1 and mine.pos_ == "PRON":
        return True
    if outer.root is not None and (outer.root.lemma_ == "report" or outer.rule.endswith("according")):
        return False
    if root_of(outer.source).lemma_.lower() in _ONLOOKERS:
        return False
    speaker = cast.actor(outer.source.block, outer.source.first, outer.source.end)
    holder = cast.actor(inner.source.block, inner.source.first, inner.source.end)
    mine_, theirs = _sides(speaker), _sides(holder)
    if not speaker.for_party and not speaker.party and _is_done(inner):
        return False
    return not speaker.for_party or not holder.party or not mine_.isdisjoint(theirs)


def _is_done(inner: Sketch) -> bool:
    """`an official said A rejects it`: an act of A that somebody without a side of his own tells of."""
    root = inner.root
    if root is None or root.pos_ != "VERB" or inner.act.act not in _DONE:
        return False
    helpers = {child.lemma_ for child in root.lefts if child.dep_ in {"aux", "auxpass"}}
    return root.tag_ in {"VBZ", "VBP", "VBD", "VBN"} and helpers <= {"have"}


_DONE = frozenset({"offer", "demand", "accept", "reject"})


def _sides(actor: Actor) -> frozenset[str]:
    return frozenset(side for side in (actor.name, actor.party, actor.for_party) if side)
