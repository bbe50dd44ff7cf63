"""What people decide about what was found: one line a decision, only ever added, so that nothing is lost."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, cast

from detente.foundation.errors import WorkspaceError

Choice = Literal["proposed", "accepted", "edited", "rejected"]
State = Literal["proposed", "accepted", "edited", "rejected", "disputed"]
CHOICES: tuple[Choice, ...] = ("proposed", "accepted", "edited", "rejected")

FOLDER = "review"
LOG = "decisions.jsonl"


@dataclass(frozen=True, slots=True)
class Decision:
    """One person's word on one item; to say `proposed` again takes the own word back.

    `edited` holds fields as the case names them (`about`, `act`, `source`, …) with their new values, `None` to leave
    a field out. `credibility` is the item's grade on the Admiralty scale, 1 to 6. A decision that `settles` ends a
    dispute: it counts alone until somebody decides anew.
    """

    item: str
    kind: str
    state: Choice
    by: str
    on: str = ""
    why: str = ""
    edited: Mapping[str, Any] = field(default_factory=dict[str, Any])
    credibility: int | None = None
    settles: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an item stands after all decisions: its state, and each coder's last word, in the order of coders."""

    state: State
    words: tuple[Decision, ...] = ()

    @property
    def decided(self) -> Decision | None:
        """The decision that counts, where there is one and no dispute."""
        return None if self.state in ("proposed", "disputed") else self.words[-1]


def now() -> str:
    """The time in UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def read_decisions(folder: Path | str) -> tuple[Decision, ...]:
    """All decisions beside a case, in the order in which they were made; half a line at the end is left out.

    `folder` is the review folder. Raises WorkspaceError where a line in between is damaged.
    """
    log = Path(folder) / LOG
    try:
        raw = log.read_bytes() if log.exists() else b""
    except OSError as error:
        raise WorkspaceError(f"{log}: cannot be read: {(error.strerror or str(error)).lower()}") from None
    lines = raw[: raw.rfind(b"\n") + 1].splitlines()
    return tuple(_decision(line, f"{log}:{number}") for number, line in enumerate(lines, 1) if line.strip())


def append_decision(folder: Path | str, decision: Decision) -> Decision:
    """Write one decision at the end of the log, whole or not at all; the time is now where none is given."""
    _checked(asdict(decision), "the decision")
    timed = decision if decision.on else Decision(**{**asdict(decision), "on": now()})
    data = {key: value for key, value in asdict(timed).items() if value not in ("", None, False) and value != {}}
    line = (json.dumps(data, ensure_ascii=False) + "\n").encode("utf-8")
    log = Path(folder) / LOG
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("a+b", buffering=0) as opened:
            size = opened.seek(0, os.SEEK_END)
            if size:
                opened.seek(size - 1)
                if opened.read(1) != b"\n":
                    whole = log.read_bytes().rfind(b"\n") + 1
                    opened.truncate(whole)
            os.write(opened.fileno(), line)
            os.fsync(opened.fileno())
    except OSError as error:
        raise WorkspaceError(f"{log}: cannot be written: {(error.strerror or str(error)).lower()}") from None
    return timed


def _decision(line: bytes, place: str) -> Decision:
    try:
        data = json.loads(line)
    except ValueError:
        raise WorkspaceError(f"{place}: this line is damaged (restore it, or take it out)") from None
    if not isinstance(data, dict):
        raise WorkspaceError(f"{place}: this line is no decision (take it out)")
    return _checked(cast(dict[str, Any], data), place)


def _checked(data: Mapping[str, Any], place: str) -> Decision:
    """The data as a decision; raises WorkspaceError that names the place and what is wrong."""
    fields = set(Decision.__dataclass_fields__)
    unknown = sorted(set(data) - fields)
    words = [data.get(name) for name in ("item", "kind", "state", "by")]
    if unknown or not all(isinstance(word, str) and word.strip() for word in words):
        what = f"'{unknown[0]}' is no field" if unknown else "item, kind, state and by are needed"
        raise WorkspaceError(f"{place}: {what}")
    if data["state"] not in CHOICES:
        raise WorkspaceError(f"{place}: '{data['state']}' is no state (known: {', '.join(CHOICES)})")
    edited = data.get("edited") or {}
    if not isinstance(edited, Mapping) or (data["state"] == "edited") != bool(edited):
        raise WorkspaceError(f"{place}: an edited item names the fields that were edited, and no other does")
    if data.get("credibility") not in (None, 1, 2, 3, 4, 5, 6):
        raise WorkspaceError(f"{place}: credibility is 1 to 6")
    return Decision(**data)


def standings(decisions: Iterable[Decision]) -> dict[str, Standing]:
    """Where each item stands: the last word of each coder counts, and coders who differ make a dispute.

    An item of which nobody said anything is not among them: it is proposed.
    """
    words: dict[str, dict[str, Decision]] = {}
    for decision in decisions:
        of_item = words.setdefault(decision.item, {})
        of_item.pop(decision.by, None)
        of_item[decision.by] = decision
    return {item: _standing(list(of_item.values())) for item, of_item in words.items()}


def _standing(words: Sequence[Decision]) -> Standing:
    said = [word for word in words if word.state != "proposed"]
    if not said:
        return Standing("proposed", tuple(words))
    settled = next((place for place in range(len(said) - 1, -1, -1) if said[place].settles), None)
    if settled is not None:
        said = said[settled:]
    first = said[0]
    differs = any(word.state != first.state or dict(word.edited) != dict(first.edited) for word in said)
    return Standing("disputed" if differs else said[-1].state, tuple(said))
