"""Domains and utility spaces of GENIUS (XML), with additive utilities over discrete issues.

Read as GENIUS evaluates them: the evaluation of an option is divided by the largest of its issue and multiplied by the
issue's weight; a whole-number issue has a straight line, held between 0 and 1. A profile without a reservation value
has one of 0. Where the weights let a utility exceed 1, GENIUS caps it at 1; here it stays as it is, and a note says so.

Cite: Lin, Kraus, Baarslag, Tykhonov, Hindriks and Jonker 2014, Computational Intelligence 30(1): 48-70.
The files are no part of the package; each domain has an author and terms of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from detente.case.exchange.genius_xml import Element, read_xml, root_tag, xml_text
from detente.case.exchange.negotiation_scenario import (
    MOST_FILES,
    MOST_OPTIONS,
    FaultList,
    Scenario,
    ScenarioIssue,
    ScenarioParty,
    by_name,
    number_of,
)
from detente.foundation.errors import Fault, OutOfDomain, Place, ReadingError

CITATION = "Lin, Kraus, Baarslag, Tykhonov, Hindriks and Jonker 2014, Computational Intelligence 30(1): 48-70"
DOMAIN, PROFILE = "negotiation_template", "utility_space"
_NEARLY_NOTHING = Fraction(1, 100_000)
"""Where the largest evaluation of an issue lies below this, GENIUS takes every evaluation as 0."""
_WHOLE = "integer"


@dataclass(frozen=True, slots=True)
class _Table:
    """The issues of a file in its order, each with the element that states it, by index."""

    issues: tuple[ScenarioIssue, ...]
    elements: tuple[Element, ...]


def read_genius(domain: Path | str, profiles: Sequence[Path | str], *, name: str | None = None) -> Scenario:
    """The scenario of a domain file and its profiles, one a party, named after their files.

    Raises ReadingError with the faults of all files: not XML, another kind of file, a document type, an issue that is
    not discrete, a utility that is not additive, options or weights that are missing. O(options × parties).
    """
    if not profiles or len(profiles) > MOST_FILES:
        raise OutOfDomain(f"{len(profiles)} profiles: give one for each party, {MOST_FILES} at most")
    faults = FaultList([])
    notes: list[str] = []
    table = None
    try:
        root = _rooted(domain, DOMAIN)
        table = _issues(root, faults)
    except ReadingError as error:
        faults.take(error)
    parties: list[ScenarioParty] = []
    for label, path in zip(_names(profiles), profiles, strict=True):
        try:
            found = _rooted(path, PROFILE)
        except ReadingError as error:
            faults.take(error)
            continue
        if table is not None and not _refused(found, faults):
            party = _party(label, found, table.issues, faults, notes)
            parties += [party] if party else []
    faults.raise_faults()
    if table is None or len(parties) < len(profiles):
        raise OutOfDomain("the files hold no scenario")
    return Scenario(name or Path(domain).stem, table.issues, tuple(parties), tuple(notes))


def read_genius_folder(folder: Path | str, *, name: str | None = None) -> Scenario:
    """The scenario of a folder with one domain file; every profile in it is a party, in the order of file names.

    Other XML files, such as results of tournaments, are left alone. Raises ReadingError as `read_genius` does, and
    where the folder has no domain file, more than one, or no profile.
    """
    place = Path(folder)
    files = sorted(path for path in place.glob("*.xml") if not path.name.startswith("."))
    tags = {path: root_tag(xml_text(path)) for path in files[: 5 * MOST_FILES]}
    domains = [path for path, tag in tags.items() if tag == DOMAIN]
    profiles = [path for path, tag in tags.items() if tag == PROFILE]
    if len(domains) != 1 or not profiles:
        found = ", ".join(path.name for path in domains[:4]) or "none"
        what = f"{len(domains)} domain files ({found}) and {len(profiles)} profiles"
        todo = "a folder has one domain file and a profile for each party; or name the files"
        if not place.is_dir():
            what, todo = "there is no such folder", "check the name; give the folder that holds the XML files"
        raise ReadingError([Fault("error", "folder", "", what, todo, Place(str(place), 1, 1))])
    return read_genius(domains[0], profiles, name=name or place.name)


def _names(profiles: Sequence[Path | str]) -> list[str]:
    stems = [Path(path).stem for path in profiles]
    return stems if len(set(stems)) == len(stems) else [str(path) for path in profiles]


def _rooted(path: Path | str, tag: str) -> Element:
    found = read_xml(xml_text(path), str(path))
    if found.tag != tag:
        what = f"this is a <{found.tag[:40]}>, not a <{tag}>"
        todo = {DOMAIN: "give the domain file first", PROFILE: "give the profiles after the domain"}[tag]
        raise ReadingError([Fault("error", "file-kind", "", what, todo, found.place)])
    return found


def _stated(root: Element) -> Iterable[Element]:
    """Every issue, at any depth of objectives; weights of objectives have no effect in GENIUS."""
    for child in root.all("utility_space", "objective", "issue"):
        if child.tag == "issue":
            yield child
        else:
            yield from _stated(child)


def _issues(root: Element, faults: FaultList) -> _Table:
    issues: list[ScenarioIssue] = []
    elements = sorted(_stated(root), key=_index)
    kept: list[Element] = []
    for element in elements:
        name = element.attributes.get("name", "").strip() or f"issue {element.attributes.get('index', '?')}"
        options = _options(element, name, faults)
        if options:
            issues.append(ScenarioIssue(name, options))
            kept.append(element)
    names = [issue.name for issue in issues]
    for name in sorted({name for name in names if names.count(name) > 1}):
        faults.note("issue", name, "two issues have one name", "rename one", root.place)
    if not elements:
        faults.note("issue", "", "the file states no issue", "give a domain file of GENIUS", root.place)
    return _Table(tuple(issues), tuple(kept))


def _index(element: Element) -> int:
    index = element.attributes.get("index", "")
    return int(index) if index.isdecimal() and len(index) < 9 else 0


def _kind(element: Element) -> str:
    given = element.attributes
    return given.get("type") or given.get("etype") or given.get("vtype") or "discrete"


def _options(element: Element, name: str, faults: FaultList) -> tuple[str, ...]:
    """The options of an issue; none, and a fault, where they cannot be counted."""
    kind = _kind(element)
    if kind == _WHOLE:
        return _whole_options(element, name, faults)
    if kind != "discrete":
        what = f"a {kind[:20]} issue has more options than can be listed"
        faults.note("not-discrete", name, what, "state a few values of it as options", element.place)
        return ()
    options = tuple(item.attributes.get("value", "") for item in element.all("item"))
    twice = sorted({option for option in options if options.count(option) > 1}) if len(options) <= MOST_OPTIONS else []
    if twice:
        faults.note("option", name, f"the option '{twice[0][:40]}' stands twice", "keep one", element.place)
        return ()
    if not 0 < len(options) <= MOST_OPTIONS or "" in options:
        what = f"{len(options)} options" + (", one without a value" if "" in options else "")
        faults.note("option", name, what, f"1 to {MOST_OPTIONS:,} items, each with a value", element.place)
        return ()
    return options


def _bounds(element: Element) -> tuple[Fraction | None, Fraction | None]:
    ranges = [*element.all("range"), element]
    given = [
        tuple(number_of(one.attributes.get(bound, "")) for bound in ("lowerbound", "upperbound")) for one in ranges
    ]
    low, high = next((pair for pair in given if None not in pair), (None, None))
    return low, high


def _whole_options(element: Element, name: str, faults: FaultList) -> tuple[str, ...]:
    low, high = _bounds(element)
    if low is None or high is None or low.denominator > 1 or high.denominator > 1:
        faults.note(
            "option", name, "a whole-number issue has no bounds", "add lowerbound and upperbound", element.place
        )
        return ()
    if not 0 <= high - low < MOST_OPTIONS:
        what = f"numbers from {low} to {high}"
        faults.note("option", name, what, f"1 to {MOST_OPTIONS:,} numbers", element.place)
        return ()
    return tuple(str(number) for number in range(int(low), int(high) + 1))


def _refused(root: Element, faults: FaultList) -> bool:
    """Whether the profile's utility is more than a sum over issues; each reason is noted."""
    before = len(faults.faults) + faults.untold
    seen: set[str] = set()
    for element in root.inside():
        if element.tag in {"hyperRectangle", "ufun"} and "ufun" not in seen:
            seen.add("ufun")
            what = "a utility with bonuses on ranges of several issues is not additive"
            faults.note("not-additive", "", what, "write such a case with interactions", element.place)
        if element.tag == "constraint" and "constraint" not in seen:
            seen.add("constraint")
            what = "a profile with constraints of its own is not additive"
            faults.note("not-additive", "", what, "write them as red lines of a case", element.place)
    return len(faults.faults) + faults.untold > before


def _party(
    name: str, root: Element, issues: Sequence[ScenarioIssue], faults: FaultList, notes: list[str]
) -> ScenarioParty | None:
    stated = {element.attributes.get("name", "").strip(): element for element in _stated(root)}
    by_index = {_index(element): element for element in stated.values()}
    weights = _weights(root, faults)
    given: list[Fraction] = []
    rows: list[tuple[Fraction, ...]] = []
    for place, issue in enumerate(issues, 1):
        element = stated.get(issue.name) or by_index.get(place)
        if element is None:
            todo = "the profile belongs to another domain, or lacks the issue"
            faults.note("issue", issue.name, f"{name} says nothing of it", todo, root.place)
            continue
        weight = weights.get(_index(element))
        row = _evaluations(element, issue, faults)
        if weight is None:
            faults.note("weight", issue.name, "the issue has no weight", "add <weight index=…>", element.place)
        elif row is not None:
            given.append(weight)
            rows.append(row)
    if len(rows) < len(issues):
        return None
    reservation = _single(root, "reservation", faults)
    discount = _single(root, "discount_factor", faults)
    party = ScenarioParty(
        name,
        tuple(given),
        tuple(rows),
        reservation=Fraction(0) if reservation is None else reservation,
        discount=discount if discount is not None and 0 < discount < 1 else None,
    )
    if party.highest > 1 + _NEARLY_NOTHING:
        notes.append(f"{name}: utilities reach {float(party.highest):.6g}; GENIUS would cap them at 1.")
    return party


def _weights(root: Element, faults: FaultList) -> dict[int, Fraction]:
    found: dict[int, Fraction] = {}
    for element in root.inside():
        if element.tag == "weight":
            value = number_of(element.attributes.get("value", ""))
            if value is None or value < 0:
                what = f"'{element.attributes.get('value', '')[:30]}' is no weight"
                faults.note("weight", "", what, "write a number of 0 or more", element.place)
            else:
                found[_index(element)] = value
    return found


def _single(root: Element, tag: str, faults: FaultList) -> Fraction | None:
    for element in root.all(tag):
        value = number_of(element.attributes.get("value", ""))
        if value is None:
            what = f"'{element.attributes.get('value', '')[:30]}' is not a number"
            faults.note(tag, "", what, "write a number from 0 to 1", element.place)
        return value
    return None


def _evaluations(element: Element, issue: ScenarioIssue, faults: FaultList) -> tuple[Fraction, ...] | None:
    if _kind(element) == _WHOLE:
        return _line(element, issue, faults)
    values: dict[str, Fraction] = {}
    unread: set[str] = set()
    for item in element.all("item"):
        option, text = item.attributes.get("value", ""), item.attributes.get("evaluation", "")
        value = number_of(text)
        if value is None or value < 0:
            unread.add(option)
            what = f"'{text[:30]}' is no evaluation of '{option[:40]}'"
            faults.note("evaluation", issue.name, what, "write a number of 0 or more", item.place)
        else:
            values[option] = value
    row, missing, _ = by_name(issue.options, values)
    for option in missing:
        if option not in unread:
            what = f"the option '{option[:40]}' of the domain has no evaluation"
            faults.note("evaluation", issue.name, what, "add an item with this value", element.place)
    if missing or unread:
        return None
    largest = max(values.values())  # of the profile's own items, as GENIUS takes it
    return tuple(Fraction(0) if largest < _NEARLY_NOTHING else value / largest for value in row)


def _line(element: Element, issue: ScenarioIssue, faults: FaultList) -> tuple[Fraction, ...] | None:
    """A straight line through `offset` at the lowest number, held between 0 and 1."""
    lines = element.all("evaluator")
    slope, offset = (
        (number_of(lines[0].attributes.get(key, "")) for key in ("slope", "offset")) if lines else (None, None)
    )
    low, _ = _bounds(element)
    if slope is None or offset is None or low is None:
        what = "a whole-number issue has no line with slope and offset"
        faults.note("evaluation", issue.name, what, 'add <evaluator ftype="linear" slope=… offset=…>', element.place)
        return None
    heights = (offset + slope * (Fraction(option) - low) for option in issue.options)
    return tuple(min(max(height, Fraction(0)), Fraction(1)) for height in heights)
