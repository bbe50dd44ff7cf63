"""What the list of methods says of each: name, function, reference, page, library case."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reference:
    """Where a method was published."""

    author: str
    year: int
    title: str
    place: str
    doi: str = ""

    def __str__(self) -> str:
        doi = f" https://doi.org/{self.doi}" if self.doi else ""
        return f"{self.author} ({self.year}). {self.title}. {self.place}.{doi}"


@dataclass(frozen=True, slots=True)
class Method:
    """One published method: `function` is its dotted path, `page` and `library` paths in the repository."""

    name: str
    title: str
    formula: str
    function: str
    reference: Reference
    page: str
    library: str
    compares_scales: bool = False
    """Whether the answer depends on how one party's points compare with another's."""
