"""The dimensions on which instruments compare: one table, which all comparisons read.

Most are fields of the Alliance Treaty Obligations and Provisions data (Leeds, Ritter, Mitchell and Long 2002): who
promises what, called by what, where, against whom, under which conditions, for how long. Strength and automaticity, for
which ATOP has no scale, are scales of this project; that promises differ in the discretion they leave, and in whether
provocation voids them, is Benson's typology (2012).
"""

from __future__ import annotations

from detente.engines.commitments.comparison import clause_dimensions as clauses
from detente.engines.commitments.comparison import instrument_dimensions as instruments
from detente.engines.commitments.comparison.dimension import Dimension

DIMENSIONS: tuple[Dimension, ...] = (
    instruments.PROTECTS,
    clauses.BOUND,
    clauses.TRIGGER,
    clauses.ADVERSARY,
    clauses.THRESHOLD,
    clauses.TARGETS,
    clauses.AREA,
    clauses.FORCES_ABROAD,
    clauses.FURTHER_CONDITIONS,
    clauses.DETERMINATION,
    clauses.DEADLINE,
    clauses.STRENGTH,
    clauses.AUTOMATICITY,
    instruments.FORCES,
    instruments.BINDING,
    instruments.RATIFICATION,
    instruments.PRECONDITIONS,
    instruments.DURATION,
    instruments.ENDS_WHEN,
    instruments.NOTICE,
    clauses.PROVOCATION,
    instruments.CONSENT,
    instruments.ACCESSION,
    instruments.ENFORCEMENT,
    instruments.LIMITS,
)


def dimension(name: str) -> Dimension:
    """The dimension of this name; KeyError lists what there is.

    >>> dimension("deadline").question
    'Within how many hours must those bound consult or respond?'
    """
    for entry in DIMENSIONS:
        if entry.name == name:
            return entry
    raise KeyError(f"no dimension {name!r}; known: {', '.join(entry.name for entry in DIMENSIONS)}")
