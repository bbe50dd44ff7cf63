"""The items that wait for a person: kept in a file, and found again after the rules have run anew."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Literal, cast

from pydantic import TypeAdapter, ValidationError

from detente.case.writing import write_whole
from detente.evidence.items import ConditionalOffer, EventMention, Extraction, Passage, ProposalMention, Statement
from detente.evidence.values import Actor, Days, Members, Order, Place, Quantity, Role, Strength, Words
from detente.foundation.errors import WorkspaceError

ItemKind = Literal["statement", "offer", "event", "proposal"]
Item = Statement | ConditionalOffer | EventMention | ProposalMention

ITEMS = "items.jsonl"
_LEAST_SHARED = 0.5
_KINDS: dict[ItemKind, type[Any]] = {
    "statement": Statement,
    "offer": ConditionalOffer,
    "event": EventMention,
    "proposal": ProposalMention,
}
_VALUES: dict[str, type[Any]] = {
    found.__name__: found for found in (Place, Days, Quantity, Actor, Role, Members, Strength, Order, Words)
}


@dataclass(frozen=True, slots=True)
class Proposed:
    """An item with the key that decisions name it by, and what proposed it: `rules`, or `model NAME`.

    `found` is false where the last run did not find it any more, `changed` true where it found other words for it.
    """

    key: str
    kind: ItemKind
    item: Item
    by: str = "rules"
    found: bool = True
    changed: bool = False

    @property
    def report(self) -> str:
        """The report in which it stands."""
        return self.item.passage.report


def proposed_items(extractions: Iterable[Extraction], *, by: str = "rules") -> tuple[Proposed, ...]:
    """What was found, in the order of reports and texts, each with its key.

    The key says the report, the kind, and where the word stands that shows the item: the cue of a statement, the
    trigger of an offer. It does not say which rule found it, nor where its content ends.
    """
    found: list[Proposed] = []
    seen: Counter[str] = Counter()
    for extraction in extractions:
        here: list[tuple[ItemKind, Item]] = [
            *(("statement", item) for item in extraction.statements),
            *(("offer", item) for item in extraction.offers),
            *(("event", item) for item in extraction.events),
            *(("proposal", item) for item in extraction.proposals),
        ]
        for kind, item in sorted(here, key=lambda pair: (pair[1].passage.start, pair[1].passage.end, pair[0])):
            anchor = _anchor(item)
            key = f"{kind}:{anchor.report}:{anchor.start}-{anchor.end}"
            seen[key] += 1
            found.append(Proposed(key if seen[key] == 1 else f"{key}:{seen[key]}", kind, item, by))
    return tuple(found)


def _anchor(item: Item) -> Passage:
    if isinstance(item, Statement):
        return item.cue or (item.content[0] if item.content else item.passage)
    return item.trigger if isinstance(item, ConditionalOffer) else item.passage


def merged(
    stored: Sequence[Proposed],
    anew: Sequence[Proposed],
    decided: AbstractSet[str],
    reports: AbstractSet[str],
    *,
    by: str | None = None,
) -> tuple[Proposed, ...]:
    """The items after a new run over `reports`: what was there keeps its key, what is new comes in.

    An item found under another key is the stored one where both are of one kind and report and share half of the
    characters that either covers. What the run did not find goes, unless somebody has decided about it; `by` says
    whose run it was, for one that found nothing and so does not show it.
    """
    authors = {item.by for item in anew} | ({by} if by else set())
    touched = [item for item in stored if item.report in reports and item.by in authors]
    other = [item for item in stored if not (item.report in reports and item.by in authors)]
    by_key = {item.key: item for item in touched}
    same = {item.key: by_key[item.key] for item in anew if item.key in by_key}
    unmatched = [item for item in touched if item.key not in same]
    result: list[Proposed] = []
    taken: set[str] = {item.key for item in other}
    for item in anew:
        old = same.get(item.key) or _nearest(item, unmatched)
        if old is not None and old in unmatched:
            unmatched.remove(old)
        key = old.key if old is not None else item.key
        if key in taken:
            continue
        taken.add(key)
        differs = old is not None and old.item.passage.quote != item.item.passage.quote
        result.append(replace(item, key=key, changed=differs and key in decided))
    result += [replace(item, found=False) for item in unmatched if item.key in decided and item.key not in taken]
    return (*other, *result)


def _nearest(item: Proposed, stored: Sequence[Proposed]) -> Proposed | None:
    shares = [(_shared(item.item.passage, old.item.passage), old) for old in stored if old.kind == item.kind]
    best = max(shares, key=lambda pair: pair[0], default=(0.0, None))
    return best[1] if best[0] >= _LEAST_SHARED else None


def _shared(one: Passage, other: Passage) -> float:
    """How much of the characters that either covers both cover."""
    if one.report != other.report:
        return 0.0
    both = min(one.end, other.end) - max(one.start, other.start)
    either = max(one.end, other.end) - min(one.start, other.start)
    return max(both, 0) / either if either else 0.0


def save_items(folder: Path | str, items: Iterable[Proposed]) -> None:
    """Write all items, one a line, at once or not at all."""
    target = Path(folder) / ITEMS
    text = "".join(json.dumps(_dumped(item), ensure_ascii=False) + "\n" for item in items)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        write_whole(target, text)
    except OSError as error:
        raise WorkspaceError(f"{target}: cannot be written: {(error.strerror or str(error)).lower()}") from None


def load_items(folder: Path | str) -> tuple[Proposed, ...]:
    """The items as they were written; none where there is no file. Raises WorkspaceError for a damaged line."""
    source = Path(folder) / ITEMS
    if not source.exists():
        return ()
    try:
        lines = source.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError):
        raise WorkspaceError(f"{source}: cannot be read (take it away and read the reports again)") from None
    return tuple(_loaded(line, f"{source}:{number}") for number, line in enumerate(lines, 1) if line)


@cache
def _adapter(kind: type[Any]) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def _slots(data: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    yield from cast(Iterable[dict[str, Any]], data.get("slots", ()))


def _dumped(proposed: Proposed) -> dict[str, Any]:
    item = _adapter(_KINDS[proposed.kind]).dump_python(proposed.item, mode="json")
    if isinstance(proposed.item, EventMention | ProposalMention):
        for data, slot in zip(_slots(item), proposed.item.slots, strict=True):
            data["value"] = {"is": type(slot.value).__name__, **data["value"]}
    return {
        "key": proposed.key, "kind": proposed.kind, "by": proposed.by, "found": proposed.found,
        "changed": proposed.changed, "item": item,
    }  # fmt: skip


def _loaded(line: str, place: str) -> Proposed:
    try:
        data = json.loads(line)
        for slot in _slots(data["item"]):
            value = slot["value"]
            slot["value"] = _adapter(_VALUES[value.pop("is")]).validate_python(value)
        item = _adapter(_KINDS[data["kind"]]).validate_python(data["item"])
        return Proposed(data["key"], data["kind"], item, data["by"], data["found"], data["changed"])
    except (ValueError, KeyError, TypeError, AttributeError, ValidationError):
        raise WorkspaceError(f"{place}: this item is damaged (read the reports again)") from None
