"""Names in a block: runs of capitalised proper nouns and entries of the table, with the title before them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from detente.evidence.language.date_arithmetic import MONTHS, WEEKDAYS
from detente.evidence.language.name_table import Known
from detente.evidence.language.names import Actors
from detente.evidence.language.phrases import word_set
from detente.evidence.language.places import Gazetteer
from detente.evidence.language.roles import is_former, is_honorific, is_rank, office_at, office_words

if TYPE_CHECKING:
    from spacy.tokens import Doc

_PARTICLES = word_set("bin ibn ben al el van von der den de da di dos du la le abu")
_CALENDAR = frozenset(WEEKDAYS) | frozenset(MONTHS)
_SHE = word_set("mrs mrs. ms ms. miss madam lady queen spokeswoman chairwoman congresswoman princess first-lady dame")
_HE = word_set("mr mr. sir lord king spokesman chairman congressman prince emir sultan pope imam bishop cardinal")
_LONGEST_NAME = 4


@dataclass(frozen=True, slots=True)
class Run:
    """Words [first, end) name someone or something; a title may begin before, at `title`."""

    first: int
    end: int
    title: int
    words: tuple[str, ...]
    known: Known | None = None
    office: str | None = None
    former: bool = False
    state: Known | None = None
    gender: str = ""

    @property
    def surname(self) -> str:
        """The last word of the name."""
        return self.words[-1]

    @property
    def text(self) -> str:
        """The name, without title."""
        return " ".join(self.words).replace(" - ", "-")


@dataclass(frozen=True, slots=True)
class TaggedWords:
    """The words of a block: as they stand, in small letters, their parts of speech, and the table's entries."""

    doc: Doc
    words: Sequence[str]
    low: Sequence[str]
    pos: Sequence[str]
    starts: Mapping[int, tuple[int, Known]]
    ends: Mapping[int, tuple[int, Known]]

    @classmethod
    def of(cls, doc: Doc, actors: Actors) -> TaggedWords:
        """The words of a parsed block."""
        words: list[str] = []
        pos: list[str] = []
        for token in doc:
            words.append(token.text)
            pos.append(token.pos_)
        entries = actors.find_known(words)
        return cls(
            doc,
            words,
            [word.lower() for word in words],
            pos,
            {start: (end, known) for start, end, known in entries},
            {end: (start, known) for start, end, known in entries},
        )


def name_runs(block: TaggedWords, gazetteer: Gazetteer) -> list[Run]:
    """The names of a block in order; places that stand for nobody, weekdays and months are left out."""
    found: list[Run] = []
    i, count = 0, len(block.words)
    while i < count:
        entry = block.starts.get(i)
        if entry is not None and not _extended(block, i, entry):
            if entry[1].naming != "adjective":
                found.append(_table_run(block, i, *entry))
            i = entry[0]
        elif block.pos[i] == "PROPN" and _nameable(block, i):
            title = office_at(block.words, i) if block.low[i] in office_words() else None
            if title is not None and any(block.pos[at] != "PROPN" for at in range(i, title[0])):
                i = title[0]
                continue
            end = _run_end(block, i)
            run = _free_run(block, i, end)
            if run is not None and not _is_place(run, gazetteer):
                found.append(run)
            i = end
        else:
            i += 1
    return found


def _nameable(block: TaggedWords, i: int) -> bool:
    word = block.words[i]
    return word[:1].isupper() and block.low[i] not in _CALENDAR


def _extended(block: TaggedWords, start: int, entry: tuple[int, Known]) -> bool:
    """Whether the entry is only the beginning of a longer name: `Ukraine Recovery Conference`."""
    end, known = entry
    if known.kind == "person" or end >= len(block.words) or end in block.starts:
        return False
    if known.naming == "adjective" and block.low[_run_end(block, start) - 1] not in body_words():
        return False
    if block.pos[end] != "PROPN" or not _nameable(block, end):
        return False
    return office_at(block.words, end) is None and not is_honorific(block.low[end])


def _run_end(block: TaggedWords, start: int) -> int:
    """The first word that is no part of the run."""
    end, count = start + 1, len(block.words)
    while end < count:
        if _joins(block, end):
            end += 2
        elif block.pos[end] == "PROPN" and _nameable(block, end) and not _begins_another(block, start, end):
            end += 1
        else:
            break
    return end


def _joins(block: TaggedWords, at: int) -> bool:
    """Whether a hyphen, a particle or `of` goes on with the name: `Ji-hoon`, `von Berg`, `Department of Energy`."""
    ahead = at + 1
    if ahead >= len(block.words) or block.pos[ahead] != "PROPN":
        return False
    if block.low[at] == "-":
        return True
    if not _nameable(block, ahead):
        return False
    if block.low[at] == "of":
        return block.low[at - 1] in body_words() and ahead not in block.starts
    return block.low[at] in _PARTICLES


def _begins_another(block: TaggedWords, start: int, at: int) -> bool:
    """Whether a table entry starts here that is no part of this name: a person after a title, a body after a name."""
    entry = block.starts.get(at)
    return entry is not None and entry[1].kind == "person" and office_at(block.words, start) is None


def _table_run(block: TaggedWords, first: int, end: int, known: Known) -> Run:
    title, office, former, state, gender = _title(block, first)
    return Run(first, end, title, tuple(block.words[first:end]), known, office, former, state, gender)


def _free_run(block: TaggedWords, first: int, end: int) -> Run | None:
    """A run without its titles; nothing where it is a title only, such as `Foreign Minister`."""
    name = first
    for at in range(first, end):
        if is_honorific(block.low[at]):
            name = max(name, at + 1)
        elif block.low[at] in office_words():
            match = office_at(block.words, at)
            if match is not None and match[0] <= end:
                name = max(name, match[0])
    if name >= end:
        return None
    title, office, former, state, gender = _title(block, name)
    words = tuple(block.words[name:end])
    entry = block.starts.get(name)
    known = entry[1] if entry is not None and entry[0] == end else None
    return Run(name, end, min(title, name), words, known, office, former, state, gender)


def _title(block: TaggedWords, name: int) -> tuple[int, str | None, bool, Known | None, str]:
    """Where the title before a name begins, its office, whether former, whose office, and he or she."""
    at, office, former, gender = name, None, False, ""
    state: Known | None = None
    while at > 0:
        before = block.low[at - 1]
        match = None if office is not None else _office_ending(block, at)
        if match is not None:
            at, office = match
            gender = gender or _gender(block.low[at:name])
        elif is_honorific(before):
            at, gender = at - 1, gender or _gender([before])
        elif at < name and (is_former(before) or is_rank(before) or before == "-"):
            at, former = at - 1, former or is_former(before)
        elif at < name and before == "'s" and at - 1 in block.ends and state is None:
            at, state = block.ends[at - 1]
        elif at < name and at in block.ends and state is None:
            at, state = block.ends[at]
        else:
            break
    return at, office, former, state, gender


def _office_ending(block: TaggedWords, end: int) -> tuple[int, str] | None:
    for start in range(max(0, end - 4), end):
        if block.low[start] in office_words():
            match = office_at(block.words, start)
            if match is not None and match[0] == end:
                return start, match[1]
    return None


def _gender(words: Sequence[str]) -> str:
    if any(word in _SHE for word in words):
        return "she"
    return "he" if any(word in _HE for word in words) else ""


def _is_place(run: Run, gazetteer: Gazetteer) -> bool:
    return run.known is None and run.office is None and gazetteer.known(run.text) is not None


@lru_cache(maxsize=1)
def body_words() -> frozenset[str]:
    """Words that make a run the name of a body, not of a person."""
    text = files("detente.evidence.language").joinpath("data/organisation-words.txt").read_text("utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


def names_a_person(run: Run) -> bool:
    """Whether a run that stands in no table looks like a person's name."""
    if run.known is not None:
        return run.known.kind == "person"
    low = [word.lower() for word in run.words]
    if any(letter.isdigit() for word in low for letter in word):
        return False
    if run.office is not None or run.gender:
        return len(run.words) <= _LONGEST_NAME
    if any(word in body_words() for word in low):
        return False
    if not 2 <= len([word for word in low if word != "-"]) <= _LONGEST_NAME + 1:
        return False
    return not any(word.isupper() and len(word) > 2 and "." not in word for word in run.words)
