"""What will become statements: attributions and positions of one report, each counted once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from detente.evidence.extraction.acts.acts import ActFound, act_of
from detente.evidence.extraction.attribution.attributions import Attribution, Stretch, read_blocks
from detente.evidence.extraction.conditionals.exchange_parts import Conditional
from detente.evidence.extraction.grammar.clauses import own_subject
from detente.evidence.extraction.grammar.holders import (
    POSITIONS,
    Position,
    can_hold,
    is_supposed,
    named_examples,
    noun_group,
)
from detente.evidence.extraction.grammar.settings import right_edge, trimmed
from detente.evidence.extraction.grammar.word_lists import lemmas
from detente.evidence.extraction.statements.merging import (
    shortened,
    with_cited,
    with_exchanges,
    with_own_quotes,
    without_own_side,
    without_own_words,
    without_twins,
)
from detente.evidence.extraction.statements.positions import positions
from detente.evidence.extraction.statements.sketch import LOOSE, OUTLET, Sketch, is_somebody, root_of
from detente.evidence.extraction.statements.told_acts import ACT_OF_WORD, told_act

if TYPE_CHECKING:
    from spacy.tokens import Token

    from detente.evidence.language.cast import Cast
    from detente.evidence.language.parse import ParsedBlock, ParsedDocument

_EVENTS = frozenset({"sign", "initial", "ratify"})
_SAYING = frozenset({"say", "add", "warn", "note", "insist", "explain", "argue", "state", "confirm", "write", "tell"})
_QUESTIONING = frozenset({"ask", "press", "question", "quiz"})
_STANDING_FOR = frozenset({"it", "its", "their", "his", "her"})
_DAYS = frozenset(
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "yesterday", "today", "tomorrow"]
)
_ADDRESSED = frozenset({"tell", "inform", "notify", "brief", "remind", "assure"})
_PERCEIVING = frozenset(
    {"discuss", "debate", "see", "hear", "watch", "read", "find", "present", "take", "observe", "reply", "publish"}
)


def drafts_of(
    parsed: ParsedDocument,
    cast: Cast,
    exchanges: Sequence[Sequence[Conditional]],
    attributions: Sequence[Attribution] | None = None,
) -> list[Sketch]:
    """Every draft of a document in the order of the text; `exchanges` are those of each block."""
    read = read_blocks(parsed.blocks) if attributions is None else attributions
    sure = [found for found in read if found.confidence != "low" or _stands_for(found.source)]
    told = [draft for found in sure if (draft := _of_attribution(found)) and is_told(draft, cast)]
    held: list[Sketch] = []
    for block in parsed.blocks:
        drafts = [_of_position(block, found) for found in positions(block.doc)]
        held.extend(draft for draft in drafts if not _is_no_comment(draft.content))
    told = [shortened(draft, [*told, *held]) for draft in with_own_quotes(told)]
    told, held = without_own_words(told, told), without_own_words(held, told)
    kept = with_exchanges(parsed, exchanges, with_cited(without_twins(told, held)))
    return sorted(without_own_side(kept, cast), key=lambda draft: draft.said.extent)


def _of_attribution(found: Attribution) -> Sketch | None:
    content = tuple(piece for piece in found.content if _says_something(piece))
    if not content:
        return None
    root = root_of(found.cue) if found.cue is not None else None
    backwards = _before_its_cue(found, content, root)
    if backwards is not None:
        return backwards
    cue = found.cue
    if cue is not None and root is not None:
        cue, content = _with_its_noun(cue, root, _past_the_day(root, content))
    act = ActFound("say", "none", False, "quotation", "medium", -1)
    if root is not None:
        below = next((root_of(piece) for piece in content if piece.block is found.cue.block), None)  # type: ignore[union-attr]
        act = told_act(root, act_of(root, content=below if found.direct else None), content, direct=found.direct)
        content = _with_as(root, content)
        if not found.direct and _is_no_statement(root, act, found, content):
            return None
    if _is_no_comment(content):
        return None
    if len(content) == 1 and content[0].end - content[0].first <= 2 and _is_bare_speech(content[0]):
        return None
    cited = None
    if root is not None and content[-1].block is found.sentence.block:
        content, cited = _heard_from(content)
    through = _through_agency(found)
    if through is not None:
        return through
    source = _antecedent(found.source)
    if source is not None and all(piece.block is source.block and piece.first in source for piece in content):
        return None
    members = _members(source) if source is not None else ()
    return Sketch(source, cue, content, root, act, found.direct, found.rule, found.confidence, members,
                 cited, _relay(found.sentence, cue) or _through(cue, root))  # fmt: skip


def _says_something(piece: Stretch) -> bool:
    """A comma says nothing, nor does a bare `which`."""
    words = piece.block.doc[piece.first : piece.end]
    return any(word.is_alpha or word.pos_ == "NUM" for word in words) and not all(
        word.is_punct or word.tag_ in {"WDT", "WP", "WRB"} for word in words
    )


def _before_its_cue(found: Attribution, content: tuple[Stretch, ...], root: Token | None) -> Sketch | None:
    """`A is not asking for it, B added; …`: where the parse makes B's words the content, they are the cue."""
    cue, piece = found.cue, content[0]
    if cue is None or root is None or found.direct or len(content) > 1 or piece.block is not cue.block:
        return None
    doc = piece.block.doc
    spoken = root
    if piece.first > cue.first:
        if not (doc[piece.first - 1].text in {",", ";"} or doc[cue.end - 1].text == ";"):
            return None
        spoken = next((word for word in doc[piece.first : min(piece.first + 5, piece.end)]
                       if word.lemma_ in _SAYING and word.tag_ in {"VBD", "VBZ"}), None) or root  # fmt: skip
    subject = own_subject(spoken)
    if spoken.lemma_ not in _SAYING or subject is None or not can_hold(subject):
        return None
    first = subject.left_edge.i
    ends = spoken.i + 1 >= len(doc) or doc[spoken.i + 1].text in {".", ";"}
    start = max(found.sentence.first, *(at + 1 for at in range(found.sentence.first, first) if doc[at].text == ";"), 0)
    if not ends or first - 1 <= start or doc[first - 1].text != "," or piece.end <= spoken.i:
        return None
    said = Stretch(piece.block, start, first - 1)
    act = told_act(spoken, act_of(spoken, content=root_of(said)), (said,), direct=False)
    return Sketch(Stretch(piece.block, *noun_group(subject)), Stretch(piece.block, spoken.i, spoken.i + 1), (said,),
                  spoken, act, False, found.rule, "medium")  # fmt: skip


def _past_the_day(root: Token, content: tuple[Stretch, ...]) -> tuple[Stretch, ...]:
    """`offered | on Thursday | to fill the lake`: the day is not what is offered."""
    piece = content[0]
    if len(content) > 1 or piece.end - piece.first > 1 or piece.words not in _DAYS or piece.block.doc is not root.doc:
        return content
    below = next((child for child in root.rights if child.dep_ == "xcomp" and child.i >= piece.end), None)
    if below is None:
        return content
    end = trimmed(root.doc, below.left_edge.i, below.right_edge.i + 1)
    return (Stretch(piece.block, below.left_edge.i, end),) if end > below.left_edge.i else content


def _with_its_noun(cue: Stretch, root: Token, content: tuple[Stretch, ...]) -> tuple[Stretch, tuple[Stretch, ...]]:
    """`rejected | a demand that …`: the noun belongs to what is rejected."""
    doc = cue.block.doc
    noun = next((word for word in doc[root.i + 1 : cue.end] if word.dep_ == "dobj" and word.head.i == root.i), None)
    last = content[-1]
    if noun is None or root.pos_ != "VERB" or last.block is not cue.block or last.first < cue.end:
        return cue, content
    if root.lemma_ not in {"reject", "accept", "oppose", "support", "back", "repeat", "renew", "drop", "withdraw"}:
        return cue, content
    first = max(noun.left_edge.i, root.i + 1)
    return Stretch(cue.block, cue.first, first), (*content[:-1], Stretch(last.block, first, last.end))


def _through(cue: Stretch | None, root: Token | None) -> Stretch | None:
    """`said through a spokesman`: the spokesman passes it on."""
    for child in root.rights if root is not None and cue is not None else ():
        if child.lower_ in {"through", "via"} and child.dep_ == "prep":
            held = next((kid for kid in child.rights if kid.dep_ == "pobj"), None)
            if held is not None and held.pos_ == "NOUN" and can_hold(held) and cue is not None:
                return Stretch(cue.block, *noun_group(held))
    return None


def _is_no_statement(root: Token, act: ActFound, found: Attribution, content: tuple[Stretch, ...]) -> bool:
    """What stands under `if`, `told reporters` with nothing told, `saw the message`, a signing."""
    if is_supposed(root) or root.lemma_ in _EVENTS:
        return True
    if root.lemma_ in _QUESTIONING and root.tag_ == "VBN" and root.i == found.sentence.first:
        return True
    alone = found.rule.endswith(("object", "preposition")) and len(content) == 1
    if alone and (root.lemma_ in _ADDRESSED or (content[0].end - content[0].first == 1 and content[0].words in _DAYS)):
        return True
    return alone and root.lemma_ in _PERCEIVING and not any(child.lower_ == "as" for child in root.rights)


def _through_agency(found: Attribution) -> Sketch | None:
    """`According to the agency, an aide said that`, where the parse takes the aide for the agency's other name."""
    source, cue, last = found.source, found.cue, found.content[-1]
    if source is None or cue is None or last.block is not cue.block or source.block is not cue.block:
        return None
    block, doc = source.block, source.block.doc
    before = doc[source.first - 2].lower_ if source.first > 1 else ""
    if "according" not in (before, doc[cue.first].lower_):
        return None
    comma = next((at for at in range(source.first + 1, source.end - 1) if doc[at].text == ","), None)
    verb = next((doc[at] for at in range(source.end, min(source.end + 3, len(doc))) if doc[at].pos_ == "VERB"), None)
    if comma is None or verb is None or verb.lemma_ not in _SAYING:
        return None
    start = verb.i + 1
    start += doc[start].lower_ == "that" if start < len(doc) else 0
    if start >= last.end:
        return None
    speaker, agency = Stretch(block, comma + 1, source.end), Stretch(block, source.first, comma)
    content, spoken = (Stretch(block, start, last.end),), Stretch(block, verb.i, verb.i + 1)
    return Sketch(speaker, spoken, content, verb, act_of(verb), found.direct, found.rule, "medium", relay=agency)


def _is_bare_speech(content: Stretch) -> bool:
    """`he said` between commas is no content."""
    return any(word.lemma_ in {"say", "add", "tell"} for word in content.block.doc[content.first : content.end])


def _heard_from(content: tuple[Stretch, ...]) -> tuple[tuple[Stretch, ...], Stretch | None]:
    """`said they had heard from A that …`: A is a link of the chain, the clause the content."""
    last = content[-1]
    doc = last.block.doc
    verb = root_of(last)
    if verb.lemma_ not in {"hear", "learn"}:
        return content, None
    from_ = next((child for child in verb.rights if child.lower_ == "from"), None)
    held = next((child for child in from_.rights if child.dep_ == "pobj"), None) if from_ is not None else None
    clause = next((child for child in verb.rights if child.dep_ == "ccomp"), None)
    if held is None or clause is None or clause.left_edge.i <= held.i or clause.left_edge.i >= last.end:
        return content, None
    kept = Stretch(last.block, clause.left_edge.i, last.end)
    if doc[kept.first].lower_ == "that" and kept.end - kept.first > 1:
        kept = Stretch(last.block, kept.first + 1, kept.end)
    return (*content[:-1], kept), Stretch(last.block, *noun_group(held))


def _relay(sentence: Stretch, cue: Stretch | None) -> Stretch | None:
    """`said, as the agency reported, that`: the agency passes it on."""
    doc = sentence.block.doc
    for at in range(sentence.first + 1, sentence.end - 3):
        if doc[at].lower_ == "as" and doc[at - 1].text == ",":
            verb = next((doc[i] for i in range(at + 1, min(at + 7, sentence.end)) if doc[i].lemma_ == "report"), None)
            subject = own_subject(verb) if verb is not None else None
            if subject is not None and subject.i > at and (cue is None or verb is None or verb.i not in cue):
                return Stretch(sentence.block, *noun_group(subject))
    return None


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


def is_told(draft: Sketch, cast: Cast) -> bool:
    """Whether somebody in particular says it, or the outlet by a rule of its own; `it` where it stands for a party."""
    source = draft.source
    if source is None:
        return draft.direct or draft.rule.removeprefix("position:") in OUTLET
    if is_somebody(source):
        return True
    return _stands_for(source) and cast.voice(source.block, source.first, source.end).party is not None


def _stands_for(source: Stretch | None) -> bool:
    """`it`, `its`: who is meant depends on the cast."""
    if source is None or source.end - source.first > 1:
        return False
    return source.block.doc[source.first].lower_ in _STANDING_FOR


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


def _of_position(block: ParsedBlock, found: Position) -> Sketch:
    def stretch(span: tuple[int, int]) -> Stretch:
        return Stretch(block, *span)

    root = block.doc[found.root]
    act = act_of(root)
    called = root.lemma_ in lemmas("characterising", POSITIONS) and root.lemma_ not in ACT_OF_WORD
    if (
        found.rule in OUTLET
        or found.rule == "viewed by"
        or "characterise" in found.rule
        or (called and root.pos_ == "VERB")
    ):
        act = replace(act, act="characterise")
    elif act.act in LOOSE or (act.act in {"consult", "announce"} and found.rule != "consulting"):
        act = replace(act, act=ACT_OF_WORD.get(root.lemma_, "say"))
    return Sketch(
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
