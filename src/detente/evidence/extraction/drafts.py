"""What will become statements: attributions and positions of one report, each counted once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from detente.evidence.extraction.acts import ActFound, act_of
from detente.evidence.extraction.attributions import Attribution, Stretch, attributions_of
from detente.evidence.extraction.chains import Extent, Said
from detente.evidence.extraction.clauses import VERBAL
from detente.evidence.extraction.conditionals import Conditional
from detente.evidence.extraction.positions import (
    Position,
    can_hold,
    holder_of,
    is_supposed,
    named_examples,
    noun_group,
    positions,
)
from detente.evidence.extraction.settings import right_edge

if TYPE_CHECKING:
    from spacy.tokens import Token

    from detente.evidence.items import Act, Confidence
    from detente.evidence.language.cast import Cast
    from detente.evidence.language.parse import ParsedBlock, ParsedDocument
    from detente.evidence.values import Actor

_EVENTS = frozenset({"sign", "initial", "ratify"})
_ADDRESSED = frozenset({"tell", "inform", "notify", "brief", "remind", "assure"})
_PERCEIVING = frozenset({"see", "hear", "watch", "read", "find", "present", "take", "observe", "reply", "publish"})
_ONLOOKERS = frozenset({"critic", "observer", "analyst", "expert", "agency", "newspaper", "historian", "report",
                        "source", "document", "paper", "magazine", "broadcaster", "witness", "journalist"})  # fmt: skip
_CONCEDING = frozenset({"acknowledge", "admit", "concede"})
_LOOSE = frozenset({"say", "report"})
OUTLET = frozenset({"verdict", "viewed as"})
"""Rules by which the outlet itself speaks."""


@dataclass(frozen=True, slots=True, eq=False)
class Draft:
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
            tuple(extent(piece) for piece in self.content),
            self.act.act,
        )


def extent(stretch: Stretch) -> Extent:
    """The characters of the document that a stretch covers."""
    doc, start = stretch.block.doc, stretch.block.start
    last = doc[stretch.end - 1]
    return start + doc[stretch.first].idx, start + last.idx + len(last.text)


def drafts_of(parsed: ParsedDocument, cast: Cast, exchanges: Sequence[Sequence[Conditional]]) -> list[Draft]:
    """Every draft of a document in the order of the text; `exchanges` are those of each block."""
    told = [draft for found in attributions_of(parsed) if (draft := _of_attribution(found)) and is_told(draft)]
    told = [_shortened(draft, told) for draft in _with_own_quotes(told)]
    held: list[Draft] = []
    for block in parsed.blocks:
        drafts = [_of_position(block, found) for found in positions(block.doc)]
        held.extend(draft for draft in drafts if not _is_no_comment(draft.content))
    kept = _with_exchanges(parsed, exchanges, _with_cited(_without_twins(told, held)))
    return sorted(_without_own_side(kept, cast), key=lambda draft: draft.said.extent)


def _of_attribution(found: Attribution) -> Draft | None:
    content = tuple(piece for piece in found.content if piece.end > piece.first)
    if not content:
        return None
    root = _root(found.cue) if found.cue is not None else None
    act = ActFound("say", "none", False, "quotation", "medium", -1)
    if root is not None:
        below = next((_root(piece) for piece in content if piece.block is found.cue.block), None)  # type: ignore[union-attr]
        act = _own_act(root, act_of(root, content=below if found.direct else None))
        content = _with_as(root, content)
        if not found.direct and _is_no_statement(root, act, found, content):
            return None
    if _is_no_comment(content):
        return None
    source = _antecedent(found.source)
    members = _members(source) if source is not None else ()
    return Draft(source, found.cue, content, root, act, found.direct, found.rule, found.confidence, members)


def _is_no_statement(root: Token, act: ActFound, found: Attribution, content: tuple[Stretch, ...]) -> bool:
    """What stands under `if`, `told reporters` with nothing told, `saw the message`, a signing."""
    if is_supposed(root) or root.lemma_ in _EVENTS:
        return True
    alone = found.rule.endswith(("object", "preposition")) and len(content) == 1
    if alone and root.lemma_ in _ADDRESSED:
        return True
    return alone and root.lemma_ in _PERCEIVING and not any(child.lower_ == "as" for child in root.rights)


def _is_no_comment(content: tuple[Stretch, ...]) -> bool:
    """`declined to comment` says nothing of the talks."""
    return any(piece.words.strip('" .,').startswith(("to comment", "comment", "to give details", "to elaborate"))
               for piece in content)  # fmt: skip


def _members(source: Stretch) -> tuple[Stretch, ...]:
    """The names in `several members, including A and B`."""
    doc = source.block.doc
    for at in range(source.first + 1, source.end - 1):
        spans = named_examples(doc, at, source.end) if doc[at].text == "," or doc[at].lower_ == "including" else ()
        if spans:
            return tuple(Stretch(source.block, *span) for span in spans)
    return ()


def _own_act(root: Token, act: ActFound) -> ActFound:
    """`acknowledged that others resisted` concedes; `cited A as a ground` justifies."""
    word = root.lemma_
    if word in _CONCEDING and (act.holder is not None or act.act == "say"):
        return replace(act, act="concede", holder=None, head=root.i)
    called = any(child.lower_ == "as" for child in root.rights)
    if called and word in _ACT_OF_WORD:
        return replace(act, act=_ACT_OF_WORD[word])
    return act


def is_told(draft: Draft) -> bool:
    """Whether somebody in particular says it, or the outlet by a rule of its own."""
    if draft.source is None:
        return draft.direct or draft.rule.removeprefix("position:") in OUTLET
    return is_somebody(draft.source)


def _with_cited(told: list[Draft]) -> list[Draft]:
    """`an agency reported, citing two officials`: the officials are a link of the chain, not a statement."""
    citing = {id(draft) for draft in told if draft.root is not None and draft.root.lemma_ in {"cite", "quote"}
              and draft.root.tag_ == "VBG" and is_somebody(draft.content[0])}  # fmt: skip
    if not citing:
        return told
    sources = {(id(draft.block), draft.source.first): draft for draft in told if id(draft) in citing and draft.source}
    found: list[Draft] = []
    for draft in told:
        other = sources.get((id(draft.block), draft.source.first)) if draft.source else None
        if id(draft) not in citing:
            found.append(replace(draft, cited=other.content[0]) if other is not None else draft)
    return found


def _with_exchanges(
    parsed: ParsedDocument, exchanges: Sequence[Sequence[Conditional]], drafts: list[Draft]
) -> list[Draft]:
    """A conditional offer that no draft holds whole becomes one, in the place of any that holds its verb only."""
    found = list(drafts)
    for block, of_block in zip(parsed.blocks, exchanges, strict=True):
        if of_block:
            near = [draft for draft in found if draft.cue is not None and draft.cue.block is block]
            for exchange in of_block:
                if exchange.act != "report":
                    _add_exchange(block, exchange, near, found)
    return found


def _add_exchange(block: ParsedBlock, exchange: Conditional, near: list[Draft], found: list[Draft]) -> None:
    first = min(exchange.gives[0], exchange.condition[0], exchange.trigger[0])
    end = max(exchange.gives[1], exchange.condition[1], exchange.trigger[1])
    if any(_shared(piece, first, end) * 2 > end - first for draft in near for piece in draft.content):
        return
    anchor = block.doc[exchange.anchor]
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
    found.append(Draft(Stretch(block, *holder), cue, (content,), anchor, replace(act, act=kinds[exchange.act]), False,
                       "position:conditional", exchange.confidence))  # fmt: skip


def _shared(piece: Stretch, first: int, end: int) -> int:
    return max(0, min(piece.end, end) - max(piece.first, first))


def _antecedent(source: Stretch | None) -> Stretch | None:
    """Instead of `which` and `who`, what they stand for."""
    if source is None or source.end - source.first != 1:
        return source
    word = source.block.doc[source.first]
    if word.tag_ not in {"WDT", "WP"} or word.head.dep_ != "relcl":
        return source
    return Stretch(source.block, *noun_group(word.head.head))


def _with_as(root: Token, content: tuple[Stretch, ...]) -> tuple[Stretch, ...]:
    """`described | the offer` goes on with `as a compromise`."""
    last = content[-1]
    doc = last.block.doc
    if root.lemma_ in {"call", "term", "label", "brand", "dub", "name"} and root.doc is doc and root.i < last.first:
        end = right_edge(doc, last.first, root.sent.end)
        return (*content[:-1], Stretch(last.block, last.first, max(end, last.end)))
    if root.doc is not doc or last.end >= len(doc) or doc[last.end].lower_ != "as" or doc[last.end].head.i != root.i:
        return content
    end = right_edge(doc, last.end + 1, root.sent.end)
    return (*content[:-1], Stretch(last.block, last.first, end)) if end > last.end + 1 else content


def _with_own_quotes(told: list[Draft]) -> list[Draft]:
    """A quotation that two cues share belongs to the nearer one."""
    holders: dict[tuple[int, int], list[Draft]] = {}
    for draft in told:
        for piece in draft.content:
            if draft.direct and draft.cue is not None:
                holders.setdefault((id(piece.block), piece.first), []).append(draft)
    shared = {key: min(drafts, key=lambda draft: _distance(draft, key[1])) for key, drafts in holders.items()
              if len(drafts) > 1}  # fmt: skip
    found: list[Draft] = []
    for draft in told:
        own = tuple(piece for piece in draft.content
                    if shared.get((id(piece.block), piece.first), draft) is draft)  # fmt: skip
        if own:
            found.append(draft if len(own) == len(draft.content) else replace(draft, content=own))
    return found


def _distance(draft: Draft, first: int) -> int:
    """How far the cue is from a piece; a cue before its quotation is nearer than one after it."""
    cue = draft.cue
    assert cue is not None
    piece = next(piece for piece in draft.content if piece.first == first)
    return 2 * (first - cue.end) if cue.end <= first else 2 * (cue.first - piece.end) + 1


def _shortened(draft: Draft, told: list[Draft]) -> Draft:
    """`A said that …, and B reported that …`: what B reported is not what A said."""
    last = draft.content[-1]
    doc = last.block.doc
    if draft.direct:
        return draft
    for other in told:
        cue = other.cue
        if cue is None or other is draft or cue.block is not last.block or cue.first not in last or other.source is None:
            continue
        at = other.source.first
        if other.source.block is last.block and at - 2 > last.first and doc[at - 1].pos_ == "CCONJ":
            if doc[at - 2].text == "," and other.root is not None and other.root.dep_ == "conj":
                return replace(draft, content=(*draft.content[:-1], Stretch(last.block, last.first, at - 2)))
    return draft


def _of_position(block: ParsedBlock, found: Position) -> Draft:
    def stretch(span: tuple[int, int]) -> Stretch:
        return Stretch(block, *span)

    root = block.doc[found.root]
    act = act_of(root)
    if found.rule in OUTLET or found.rule == "viewed by" or "characterise" in found.rule:
        act = replace(act, act="characterise")
    elif act.act in _LOOSE or act.act in {"consult", "announce"}:
        act = replace(act, act=_ACT_OF_WORD.get(root.lemma_, "say"))
    return Draft(
        stretch(found.source) if found.source else None,
        stretch(found.cue),
        tuple(stretch(piece) for piece in found.content),
        root,
        act,
        False,
        f"position:{found.rule}",
        found.confidence,
        tuple(stretch(member) for member in found.members),
    )


_ACT_OF_WORD: dict[str, Act] = dict.fromkeys(
    ("submit", "exchange", "table", "present", "file", "lodge", "float", "tender", "propose", "circulate", "publish"),
    "offer",
) | dict.fromkeys(("cite", "name", "invoke"), "justify") | dict.fromkeys(
    ("concern", "fear", "worry", "unease", "doubt", "frame", "cast", "brand", "present"), "characterise"
)


def _root(stretch: Stretch) -> Token:
    """The word of a stretch from which the others hang: a verb before anything else."""
    words = stretch.block.doc[stretch.first : stretch.end]
    heads = [word for word in words if not (stretch.first <= word.head.i < stretch.end) or word.head.i == word.i]
    verbs = [word for word in heads if word.pos_ == "VERB"] or [word for word in words if word.pos_ == "VERB"]
    return (verbs or heads or [words[0]])[0]


def _without_twins(told: list[Draft], held: list[Draft]) -> list[Draft]:
    """A position that an attribution tells already, or that is only part of another's words, goes."""
    by_block: dict[int, list[Draft]] = {}
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


def _better(held: Draft, told: Draft) -> Draft | None:
    """What a position knows better than the attribution with the same cue: the act, or who views what as what."""
    if told.cue is None or held.root is None or held.root.i not in told.cue or not told.rule.startswith("attribution"):
        return None
    if held.rule.startswith("position:viewed"):
        return held
    if told.act.act in _LOOSE and held.act.act not in _LOOSE:
        return replace(told, act=held.act, root=held.root)
    return None


def _is_twin(draft: Draft, other: Draft) -> bool:
    cue = draft.cue
    if cue is None or draft.root is None:
        return True
    if other.cue is not None and (cue.first in other.cue or draft.root.i in other.cue):
        return True
    if other.root is not None and other.act.head == draft.root.i and other.act.act not in _LOOSE:
        return True
    inside = any(piece.block is cue.block and cue.first in piece for piece in other.content)
    if not inside:
        return False
    same = draft.source is not None and other.source is not None and draft.source.first == other.source.first
    outlets = draft.rule.removeprefix("position:") in OUTLET
    return same or outlets or (other.source is not None and "noun" in draft.rule)


def _without_own_side(drafts: list[Draft], cast: Cast) -> list[Draft]:
    """`A said that A's side would …` is one statement: the inner clause goes where the outer took its act."""
    outers: dict[tuple[int, int], list[Draft]] = {}
    for draft in drafts:
        if draft.root is None:
            continue
        heads = {draft.act.head} if draft.act.head not in (-1, draft.root.i) else set[int]()
        if draft.act.act in _LOOSE:
            heads.update(child.i for child in draft.root.rights if child.dep_ == "ccomp")
        for head in heads:
            outers.setdefault((id(draft.block), head), []).append(draft)
    kept: list[Draft] = []
    for draft in drafts:
        around: list[Draft] = []
        if draft.root is not None and draft.cue is not None:
            key = id(draft.block)
            around = [*outers.get((key, draft.root.i), ()), *outers.get((key, draft.act.head), ())]
        cue = draft.cue
        if any(cue is not None and any(piece.block is cue.block and cue.first in piece for piece in outer.content)
               and not _speaks(draft) and _same_side(outer, draft, cast) for outer in around if outer is not draft):  # fmt: skip
            continue
        kept.append(draft)
    return kept


def _speaks(draft: Draft) -> bool:
    """Whether the inner one is a report of speech of its own: `told them that …`."""
    return draft.act.act in _LOOSE or (draft.rule.endswith(("clause", "quote")) and draft.act.rule.startswith("says"))


def _same_side(outer: Draft, inner: Draft, cast: Cast) -> bool:
    if outer.source is None or inner.source is None:
        return True
    mine = inner.source.block.doc[inner.source.first]
    if inner.source.end - inner.source.first == 1 and mine.pos_ == "PRON":
        return True
    if outer.root is not None and (outer.root.lemma_ == "report" or outer.rule.endswith("according")):
        return False
    if _root(outer.source).lemma_.lower() in _ONLOOKERS:
        return False
    speaker = cast.actor(outer.source.block, outer.source.first, outer.source.end)
    holder = cast.actor(inner.source.block, inner.source.first, inner.source.end)
    mine_, theirs = _sides(speaker), _sides(holder)
    return not speaker.for_party or not holder.party or not mine_.isdisjoint(theirs)


def _sides(actor: Actor) -> frozenset[str]:
    return frozenset(side for side in (actor.name, actor.party, actor.for_party) if side)


def is_somebody(stretch: Stretch) -> bool:
    """Whether the words name who can hold a position."""
    words = stretch.block.doc[stretch.first : stretch.end]
    return any(can_hold(word) for word in words
               if word.head.i == word.i or not (stretch.first <= word.head.i < stretch.end))  # fmt: skip
