"""Scenarios of others below a folder, found by the files that they have, and read each by its own reader.

NegoLog: a folder a domain, with profileA.json, profileB.json and what its authors worked out in specs.json.
LLM-Deliberation: a folder a game, with scores_files/PARTY.txt: a line of points an issue, the least accepted last.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from detente.case.exchange.genius import DOMAIN, read_genius_folder
from detente.case.exchange.genius_xml import root_tag
from detente.case.exchange.negmas_scenario import read_negmas_folder
from detente.case.exchange.negotiation_scenario import Scenario, ScenarioIssue, ScenarioParty
from detente.foundation.errors import OutOfDomain, ReadingError

POOL = 20
"""A folder with more profiles than this holds profiles to choose from, and no one negotiation."""
FAMILIES = ("NegMAS", "GENIUS", "NegoLog", "LLM-Deliberation")


@dataclass(frozen=True)
class Found:
    """A folder with a scenario: read, or the reasons why not."""

    family: str
    folder: Path
    scenario: Scenario | None
    reasons: tuple[str, ...] = ()

    @property
    def negotiation(self) -> Scenario | None:
        """The scenario, where its parties can be meant to negotiate together."""
        return self.scenario if self.scenario and len(self.scenario.parties) <= POOL else None


def found_below(root: Path) -> Iterator[Found]:
    """Every folder below that looks like a scenario, in the order of names."""
    for folder in sorted({path.parent for path in root.rglob("*.*") if "__MACOSX" not in path.parts}):
        family = family_of(folder)
        if family is not None:
            yield read(family, folder)


def family_of(folder: Path) -> str | None:
    """Whose format the files of a folder have."""
    if (folder / "profileA.json").is_file():
        return "NegoLog"
    if folder.name == "scores_files":
        return "LLM-Deliberation"
    names = [path for path in folder.iterdir() if path.is_file() and not path.name.startswith((".", "_"))]
    if any(path.suffix == ".xml" and root_tag(path.read_text("latin-1")) == DOMAIN for path in names):
        return "GENIUS"
    yaml = [path for path in names if path.suffix in {".yml", ".yaml"}]
    return "NegMAS" if any("issues:" in path.read_text("utf-8", "replace") for path in yaml) else None


def read(family: str, folder: Path) -> Found:
    """The scenario, or why there is none: the rules that its faults break."""
    readers = {
        "NegMAS": read_negmas_folder,
        "GENIUS": read_genius_folder,
        "NegoLog": read_negolog,
        "LLM-Deliberation": read_scorable_game,
    }
    try:
        return Found(family, folder, readers[family](folder))
    except ReadingError as error:
        return Found(family, folder, None, tuple(sorted({fault.rule for fault in error.faults} - {"more"})))
    except OutOfDomain as error:
        return Found(family, folder, None, (str(error),))


def read_negolog(folder: Path) -> Scenario:
    """Two profiles with weights and evaluations between 0 and 1, as printed."""
    profiles = [json.loads((folder / f"profile{side}.json").read_text("utf-8"), parse_float=Decimal) for side in "AB"]
    stated: dict[str, dict[str, Any]] = profiles[0]["issues"]
    issues = tuple(ScenarioIssue(name, tuple(options)) for name, options in stated.items())
    parties = tuple(
        ScenarioParty(
            side,
            tuple(Fraction(profile["issueWeights"][issue.name]) for issue in issues),
            tuple(
                tuple(Fraction(profile["issues"][issue.name][option]) for option in issue.options) for issue in issues
            ),
            reservation=Fraction(profile["reservationValue"]),
        )
        for side, profile in zip("AB", profiles, strict=True)
    )
    return Scenario(folder.name, issues, parties)


def printed_by_negolog(folder: Path) -> dict[str, Any]:
    """What the authors of a domain worked out."""
    return json.loads((folder / "specs.json").read_text("utf-8"))


def read_scorable_game(folder: Path) -> Scenario:
    """Whole points for every option of every issue, and the least that the party accepts."""
    parties: list[ScenarioParty] = []
    for path in sorted(folder.glob("*.txt"), key=lambda path: path.stem.lower()):
        *rows, least = [line for line in path.read_text("utf-8").splitlines() if line.strip()]
        points = tuple(tuple(Fraction(part.strip()) for part in row.split(",") if part.strip()) for row in rows)
        parties.append(ScenarioParty(path.stem, (Fraction(1),) * len(points), points, reservation=Fraction(least)))
    shape = [len(row) for row in parties[0].evaluations]
    issues = tuple(
        ScenarioIssue(chr(ord("A") + place), tuple(f"{chr(ord('A') + place)}{n}" for n in range(1, count + 1)))
        for place, count in enumerate(shape)
    )
    return Scenario(folder.parent.name, issues, tuple(parties))
