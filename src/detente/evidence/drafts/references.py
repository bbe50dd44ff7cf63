"""Where a draft refers to its own parts: the provision that `Article 5` or `paragraph 2` means."""

from __future__ import annotations

from collections.abc import Mapping

from detente.evidence.drafts.provisions import Draft, Provision
from detente.evidence.drafts.tokens import Token

_NEAR = frozenset({"paragraph", "subparagraph", "point", "item", "clause", "provision", "principle"})


class References:
    """Looks up, within one draft, what a reference leads to."""

    def __init__(self, draft: Draft) -> None:
        self._by_word: dict[tuple[str, int], str] = {}
        self._by_sister: dict[tuple[str | None, int], str] = {}
        for item in draft.provisions:
            if item.style and item.style not in "#¶" and item.ordinal:
                self._by_word.setdefault((item.style, item.ordinal), item.id)
                self._by_sister.setdefault((item.parent, item.ordinal), item.id)

    def target(self, token: Token, at: Provision) -> str | None:
        """The id of the provision that a reference standing in `at` means; None where it is not in this draft."""
        ordinal = token.value[0] if isinstance(token.value, tuple) else 0
        if token.unit in _NEAR:
            found = self._by_sister.get((at.parent, ordinal)) or self._by_sister.get((at.id, ordinal))
            if found is None:
                found = self._by_sister.get((None, ordinal))
            return found or self._by_word.get((token.unit, ordinal))
        return self._by_word.get((token.unit, ordinal))


class SameReference:
    """Whether references of two drafts lead to provisions that are the same one in both."""

    def __init__(self, before: Draft, after: Draft, became: Mapping[str, frozenset[str]]) -> None:
        self._before, self._after = References(before), References(after)
        self._became = became

    def within(self, before: Provision, after: Provision, one: Token, other: Token) -> bool:
        """Whether `one`, standing in `before`, means what `other` means, standing in `after`."""
        if one.unit == other.unit and one.value == other.value:
            return True
        target, reached = self._before.target(one, before), self._after.target(other, after)
        return target is not None and reached is not None and reached in self._became.get(target, frozenset())
