"""The lexicon of cue words: how often a word with a construction makes an attribution."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from detente.evidence.extraction.attribution.structure import Structure

UNKNOWN = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class CueWords:
    """Shares in [0, 1] by code of the base form and construction."""

    rates: dict[tuple[int, str], float]
    codes: NDArray[np.uint64]
    according: int

    def known(self, structure: Structure) -> NDArray[np.bool_]:
        """Which tokens the lexicon knows."""
        return np.isin(structure.lemma, self.codes)

    def is_according(self, structure: Structure, place: int) -> bool:
        """Whether the token is `according`."""
        return int(structure.lower[place]) == self.according

    def rate(self, structure: Structure, place: int, construction: str) -> float:
        """How often this base form with this construction makes an attribution."""
        return self.rates.get((int(structure.lemma[place]), construction), UNKNOWN)


@cache
def cue_words() -> CueWords:
    """The lexicon that ships."""
    text = resources.files("detente.evidence.extraction").joinpath("data", "cue-words.csv").read_text(encoding="utf-8")
    return read_cue_words(text)


def read_cue_words(text: str) -> CueWords:
    """A lexicon from CSV: lemma, construction, share."""
    from spacy.strings import get_string_id  # noqa: PLC0415

    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    rates = {
        (int(get_string_id(lemma)), row["construction"]): float(row["share"])
        for row in rows
        for lemma in spellings(row["lemma"])
    }
    according = int(get_string_id("according"))
    codes = {code for code, _ in rates} | {int(get_string_id(word)) for word in ("accord", "according")}
    return CueWords(rates, np.array(sorted(codes), dtype=np.uint64), according)


def spellings(lemma: str) -> tuple[str, ...]:
    """A base form as written on either side of the Atlantic.

    >>> spellings("criticize"), spellings("favor"), spellings("say")
    (('criticize', 'criticise'), ('favor', 'favour'), ('say',))
    """
    for american, british in (("ize", "ise"), ("yze", "yse"), ("vor", "vour"), ("nor", "nour"), ("bor", "bour")):
        if lemma.endswith(american) and len(lemma) > len(american) + 1:
            return lemma, lemma[: -len(american)] + british
    return (lemma,)
