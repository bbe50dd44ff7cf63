"""The methods of the commitments engine: duties, and how texts differ."""

from __future__ import annotations

from detente.engines.methods.entry import Method, Reference

_ENGINE = "detente.engines.commitments"
_ATOP = Reference(
    "Leeds, B. A., Ritter, J. M., Mitchell, S. M. and Long, A. G.",
    2002,
    "Alliance treaty obligations and provisions, 1815-1944",
    "International Interactions 28(3): 237-260 (fields of a treaty; the comparison is derived here)",
    "10.1080/03050620213653",
)

METHODS: tuple[Method, ...] = (
    Method(
        name="obligations",
        title="Who owes what to whom",
        formula="least fixpoint of attacked -> owes -> joins -> attacked over directed clauses",
        function=f"{_ENGINE}.obligations.result.derive",
        reference=Reference(
            "Leeds, B. A., Ritter, J. M., Mitchell, S. M. and Long, A. G.",
            2002,
            "Alliance Treaty Obligations and Provisions, 1815-1944",
            "International Interactions 28(3): 237-260 (codes of obligations; the rules are derived here)",
        ),
        page="docs/methods/obligations.md",
        library="library/leeds-2002",
    ),
    Method(
        name="coverage",
        title="Coverage of scenarios by instruments",
        formula="for scenario s, instrument i: max strength over owed(s, i), by how many, and why not otherwise",
        function=f"{_ENGINE}.comparison.coverage.coverage",
        reference=Reference(
            "Benson, B. V.",
            2012,
            "Constructing International Security",
            "Cambridge University Press (promises differ by what they condition on; the matrix is derived here)",
        ),
        page="docs/methods/coverage.md",
        library="library/guarantee-drafts",
    ),
    Method(
        name="gap-table",
        title="Gap table between a proposal and a treaty",
        formula="for each dimension D: D(proposal) - D(reference), signed on scales, else broader, narrower, different",
        function=f"{_ENGINE}.comparison.gap.gap_table",
        reference=_ATOP,
        page="docs/methods/gap-table.md",
        library="library/guarantee-drafts",
    ),
    Method(
        name="clause-differences",
        title="Differences between two drafts, clause by clause",
        formula="pair clauses by id, article, content; fields f with f(before) != f(after); owed facts that change",
        function=f"{_ENGINE}.comparison.differences.clause_differences",
        reference=_ATOP,
        page="docs/methods/clause-differences.md",
        library="library/guarantee-drafts",
    ),
)
