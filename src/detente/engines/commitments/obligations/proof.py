"""A derived fact with the chain of facts it rests on, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from detente.engines.commitments.instrument import Clause, Instrument

NO_NAMES: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with places for parties and things, which are shown by their names where these are given."""

    text: str
    about: tuple[str, ...] = ()

    def words(self, names: Mapping[str, str] = NO_NAMES) -> str:
        """The sentence.

        >>> Sentence("{0} is not a party", ("ro",)).words({"ro": "Romania"})
        'Romania is not a party'
        """
        return self.text.format(*(names.get(item, item) for item in self.about))


@dataclass(frozen=True, slots=True)
class Source:
    """Where a step of a proof is from: instrument, article, quoted words, page, statements of the case."""

    instrument: str = ""
    article: str = ""
    quote: str = ""
    page: str = ""
    statements: tuple[str, ...] = ()

    @classmethod
    def of(cls, instrument: Instrument, clause: Clause) -> Source:
        """The source of a clause; the first of the instrument's sources where the clause names no page."""
        page = clause.page or next(iter(instrument.sources), "")
        statements = dict.fromkeys((*clause.because, *instrument.because))
        return cls(instrument.name, clause.article, clause.quote, page, tuple(statements))

    def words(self) -> str:
        """On one line: article, quoted words, page, statements."""
        parts = [self.article, f"“{self.quote}”" if self.quote else "", self.page, ", ".join(self.statements)]
        return "; ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Proof:
    """A conclusion, what it follows from, and where it is from."""

    conclusion: Sentence
    because: tuple[Proof, ...] = ()
    source: Source | None = None

    def words(self, names: Mapping[str, str] = NO_NAMES) -> str:
        """Line by line, what follows from what by indentation.

        >>> print(Proof(Sentence("a"), (Proof(Sentence("b"), (Proof(Sentence("c")),)), Proof(Sentence("d")))).words())
        a
          b
            c
          d
        """
        lines: list[str] = []
        rest: list[tuple[int, Proof]] = [(0, self)]
        while rest:
            depth, step = rest.pop()
            said = step.source.words() if step.source else ""
            lines.append("  " * depth + step.conclusion.words(names) + (f" [{said}]" if said else ""))
            rest.extend((depth + 1, child) for child in reversed(step.because))
        return "\n".join(lines)

    def to_dict(self, names: Mapping[str, str] = NO_NAMES) -> dict[str, Any]:
        """As plain values, for JSON."""
        found: dict[str, Any] = {"says": self.conclusion.words(names)}
        if self.source:
            found["source"] = {
                "instrument": self.source.instrument,
                "article": self.source.article,
                "quote": self.source.quote,
                "page": self.source.page,
                "statements": list(self.source.statements),
            }
        if self.because:
            found["because"] = [child.to_dict(names) for child in self.because]
        return found
