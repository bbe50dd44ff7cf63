"""A published six-party game: how many deals meet every threshold.

Score tables of the base game in github.com/S-Abdelnabi/LLM-Deliberation, games_descriptions/base/scores_files
(MIT License, copyright 2023 Sahar Abdelnabi). The count of 12 deals was found by listing all 720.
"""

from __future__ import annotations

import itertools

from detente.engines.settlement import from_points, settle
from detente.foundation.conditions import Term, Vocabulary

SCORES = {
    "tourism": ([[0, 11, 5], [0, 20, 25], [0, 2, 4, 9], [10, 26, 40, 0], [4, 8, 15, 12, 0]], 65),
    "company": ([[14, 8, 0], [11, 7, 0], [0, 5, 10, 17], [35, 29, 20, 0], [0, 5, 10, 15, 23]], 55),
    "environment": ([[0, 22, 45], [0, 25, 55], [0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0, 0]], 55),
    "mayor": ([[14, 8, 0], [12, 8, 0], [24, 18, 12, 0], [40, 30, 23, 0], [0, 2, 4, 7, 10]], 30),
    "other-cities": ([[0, 4, 10], [0, 0, 0], [12, 8, 6, 0], [0, 8, 13, 18], [60, 45, 30, 15, 0]], 31),
    "union": ([[15, 20, 0], [0, 0, 0], [42, 35, 25, 0], [30, 20, 10, 0], [2, 4, 6, 8, 0]], 50),
}
"""Party → points for each option of each of five issues, and the least it accepts."""


def test_deals_that_meet_every_threshold() -> None:
    tables = [table for table, _ in SCORES.values()]
    issues = Vocabulary(
        tuple(
            Term(f"issue-{i}", "choice", tuple(f"option-{o}" for o in range(len(options))))
            for i, options in enumerate(tables[0])
        )
    )
    values = [[[table[i][o] for table in tables] for o in range(len(options))] for i, options in enumerate(tables[0])]
    least = [threshold for _, threshold in SCORES.values()]
    found = settle(from_points(list(SCORES), issues, values, least, consent=range(6)))
    assert (found.n_packages, found.n_acceptable) == (720, 12)
    met = [
        all(sum(table[i][o] for i, o in enumerate(deal)) >= floor for table, floor in SCORES.values())
        for deal in itertools.product(*(range(len(options)) for options in tables[0]))
    ]
    assert found.zone.acceptable.tolist() == [code for code, ok in enumerate(met) if ok]
