"""Scenario folders of NegMAS (YAML or JSON): an outcome space, and one additive utility function a party.

Read are the issues with a list of options or of whole numbers; linear additive and affine utility functions; tables,
straight lines, identity and constants as functions of one issue; discounted functions around them; and a table of whole
packages where there is one issue. The YAML is the strict subset of cases: no tags, no aliases, no code.

Cite: Mohammad, Nakadai and Greenwald 2021, NegMAS: A platform for automated negotiations, PRIMA 2020, LNCS 12568.
The files are no part of the package.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path

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
from detente.case.exchange.tables import text_of
from detente.case.yaml_subset import Node, read_tree
from detente.foundation.errors import OutOfDomain, Place, ReadingError

CITATION = "Mohammad, Nakadai and Greenwald 2021, PRIMA 2020, LNCS 12568: 343-351"
ENDINGS = frozenset({".yml", ".yaml", ".json"})
_LISTED = frozenset({"CategoricalIssue", "OrdinalIssue", "CardinalIssue", "DiscreteCardinalIssue",
                     "DiscreteOrdinalIssue"})  # fmt: skip
_COUNTED = frozenset({"ContiguousIssue", "IntegerIssue"})
_ADDITIVE = frozenset({"LinearAdditiveUtilityFunction", "LinearAdditiveUFun"})
_AFFINE = frozenset({"AffineUtilityFunction", "AffineUFun", "LinearUtilityFunction", "LinearUFun"})
_DISCOUNTED = frozenset({"ExpDiscountedUFun", "LinDiscountedUFun", "LinearDiscountedUFun", "DiscountedUtilityFunction"})
_PACKAGES = frozenset({"MappingUtilityFunction", "MappingUFun"})
_NO_RESERVATION = frozenset({"-.inf", "-inf", "-infinity", "", "null"})


def read_negmas(domain: Path | str, ufuns: Sequence[Path | str], *, name: str | None = None) -> Scenario:
    """The scenario of an outcome space and its utility functions, one a party.

    Raises ReadingError with the faults of all files: outside the YAML subset, an issue that is not discrete, a utility
    function that is not additive, options without a value. O(options × parties).
    """
    if not ufuns or len(ufuns) > MOST_FILES:
        raise OutOfDomain(f"{len(ufuns)} utility functions: give one for each party, {MOST_FILES} at most")
    faults = FaultList([])
    root = _tree(domain, faults)
    trees = [(Path(path), _tree(path, faults)) for path in ufuns]
    return _scenario(Path(domain), root, trees, faults, name)


def read_negmas_folder(folder: Path | str, *, name: str | None = None) -> Scenario:
    """The scenario of a folder: the file that states issues is the outcome space, every other a party.

    The order is that of the file names. Files whose names begin with a dot or an underscore are left alone. Raises
    ReadingError as `read_negmas` does, and where there is not one outcome space.
    """
    place = Path(folder)
    listed = sorted(place.iterdir()) if place.is_dir() else []
    files = [path for path in listed if path.suffix in ENDINGS and path.name[0] not in "._"][: MOST_FILES + 1]
    faults = FaultList([])
    trees = [(path, _tree(path, faults)) for path in files]
    spaces = [(path, root) for path, root in trees if root is not None and root.child("issues")]
    if not faults.faults and (len(spaces) != 1 or len(files) < 2):
        what = f"{len(spaces)} outcome spaces and {len(files) - len(spaces)} other files"
        todo = "a folder has one file with issues, and one for each party"
        if not place.is_dir():
            what, todo = "there is no such folder", "check the name; give the folder that holds the scenario's files"
        faults.note("folder", "", what, todo, Place(str(place), 1, 1))
    faults.raise_faults()
    domain, root = spaces[0]
    return _scenario(domain, root, [(path, tree) for path, tree in trees if path != domain], faults, name or place.name)


def _scenario(
    domain: Path, root: Node | None, trees: Sequence[tuple[Path, Node | None]], faults: FaultList, name: str | None
) -> Scenario:
    notes = list[str]()
    issues = _issues(root, str(domain), faults) if root is not None else ()
    parties: list[ScenarioParty] = []
    for path, tree in trees:
        if tree is not None and issues:
            party = _Reading(str(path), faults, notes, issues).party(tree, path.stem)
            parties += [party] if party else []
    faults.raise_faults()
    label = name or (_word(root, "name") if root else "") or domain.stem
    return Scenario(label, issues, tuple(parties), tuple(notes))


def _tree(path: Path | str, faults: FaultList) -> Node | None:
    try:
        root, found = read_tree(text_of(path, "a file of a NegMAS scenario"), str(path))
    except ReadingError as error:
        faults.take(error)
        return None
    faults.faults += found
    return None if found else root


def _text(node: Node | None) -> str:
    """A plain value as the file writes it."""
    if node is None or node.shape != "scalar":
        return ""
    if isinstance(node.value, bool):
        return str(node.value).lower()
    return "" if node.value is None else str(getattr(node.value, "written", node.value))


def _word(node: Node, key: str) -> str:
    return _text(node.child(key))


def _kind(node: Node) -> str:
    """The last part of the type, whichever key and module it stands under."""
    for key in ("type", "$type", "__python_class__", "python_class_name"):
        if node.child(key):
            return _word(node, key).rpartition(".")[2]
    return ""


def _issues(root: Node, file: str, faults: FaultList) -> tuple[ScenarioIssue, ...]:
    stated = root.child("issues")
    found: list[ScenarioIssue] = []
    for place, node in enumerate(stated.items if stated else (), 1):
        name = _word(node, "name") or f"issue {place}"
        options = _options(node, name, file, faults)
        if options:
            found.append(ScenarioIssue(name, options))
    names = [issue.name for issue in found]
    here = Place(file, stated.line if stated else 1, 1)
    for name in sorted({name for name in names if names.count(name) > 1}):
        faults.note("issue", name, "two issues have one name", "rename one", here)
    if not stated or not stated.items:
        faults.note("issue", "issues", "the file states no issue", "give the outcome space of a scenario", here)
    return tuple(found) if stated and len(found) == len(stated.items) else ()


def _options(node: Node, name: str, file: str, faults: FaultList) -> tuple[str, ...]:
    kind, values = _kind(node), node.child("values")
    where = Place(file, node.line, node.column)
    given = [_text(item) for item in values.items] if values and values.shape == "list" else []
    if kind in _COUNTED or (values is not None and values.shape == "scalar" and kind in {*_LISTED, ""}):
        ends = [number_of(text) for text in given] or [Fraction(0), (number_of(_text(values)) or Fraction(0)) - 1]
        low, high = (ends[0], ends[-1]) if len(ends) == 2 else (None, None)
        if low is None or high is None or low.denominator * high.denominator > 1 or not 0 <= high - low < MOST_OPTIONS:
            what = f"these are not 1 to {MOST_OPTIONS:,} whole numbers"
            faults.note("option", name, what, "write values: [lowest, highest]", where)
            return ()
        return tuple(str(number) for number in range(int(low), int(high) + 1))
    if kind and kind not in _LISTED:
        what = f"a {kind[:40]} has more options than can be listed, or is not known"
        faults.note("not-discrete", name, what, "state a few values of it as a CategoricalIssue", where)
        return ()
    if not 0 < len(given) <= MOST_OPTIONS or len(set(given)) < len(given):
        what = f"{len(given):,} options, {len(set(given)):,} of them different"
        faults.note("option", name, what, f"1 to {MOST_OPTIONS:,} options, each once", where)
        return ()
    return tuple(given)


class _Reading:
    """One utility function as it is read."""

    def __init__(self, file: str, faults: FaultList, notes: list[str], issues: tuple[ScenarioIssue, ...]) -> None:
        self.file, self.faults, self.notes, self.issues = file, faults, notes, issues

    def note(self, rule: str, field: str, what: str, todo: str, node: Node) -> None:
        self.faults.note(rule, field, what, todo, Place(self.file, node.line, node.column))

    def party(self, root: Node, stem: str) -> ScenarioParty | None:
        outer, inner, discount = root, root, None
        while _kind(inner) in _DISCOUNTED and (within := inner.child("ufun")):
            discount = number_of(_word(inner, "discount"))
            if discount is None:
                self.notes.append(f"{stem}: utilities fall with time ({_kind(inner)}); the fall is left out.")
            inner = within
        reader = self._reader(inner)
        rows = reader(inner) if reader else None
        reserved = self._reservation(outer if outer.child("reserved_value") else inner)
        if rows is None:
            return None
        bias = self._number(inner, "bias", Fraction(0))
        return ScenarioParty(
            stem,
            tuple(weight for weight, _ in rows),
            tuple(row for _, row in rows),
            reservation=reserved,
            discount=discount if discount is not None and 0 < discount < 1 else None,
            bias=bias,
        )

    def _reader(self, node: Node) -> Callable[[Node], list[tuple[Fraction, tuple[Fraction, ...]]] | None] | None:
        kind = _kind(node)
        if kind in _ADDITIVE:
            return self._additive
        if kind in _AFFINE:
            return self._affine
        if kind in _PACKAGES and len(self.issues) == 1:
            return self._single
        if kind in _PACKAGES:
            what, todo = "a table of whole packages is not additive", "write it as a case with interactions"
        else:
            what, todo = f"a {kind[:40] or 'file without a type'} is not read", "additive utility functions are"
        self.note("not-additive", "type", what, todo, node)
        return None

    def _additive(self, node: Node) -> list[tuple[Fraction, tuple[Fraction, ...]]] | None:
        functions, weights = self._each(node, "values"), self._each(node, "weights", missing=True)
        if functions is None or weights is None:
            return None
        found: list[tuple[Fraction, tuple[Fraction, ...]]] = []
        for issue, function, weight in zip(self.issues, functions, weights, strict=True):
            row = self._row(issue, function, node)
            share = Fraction(1) if weight is None else number_of(_text(weight))
            if share is None:
                self.note(
                    "weight", issue.name, f"'{_text(weight)[:30]}' is no weight", "write a number", weight or node
                )
            if row is not None and share is not None:
                found.append((share, row))
        return found if len(found) == len(self.issues) else None

    def _affine(self, node: Node) -> list[tuple[Fraction, tuple[Fraction, ...]]] | None:
        weights = self._each(node, "weights", missing=True)
        if weights is None:
            return None
        found: list[tuple[Fraction, tuple[Fraction, ...]]] = []
        for issue, weight in zip(self.issues, weights, strict=True):
            share = Fraction(1) if weight is None else number_of(_text(weight))
            row = self._numbers(issue, node)
            if share is None:
                self.note(
                    "weight", issue.name, f"'{_text(weight)[:30]}' is no weight", "write a number", weight or node
                )
            elif row is not None:
                found.append((share, row))
        return found if len(found) == len(self.issues) else None

    def _single(self, node: Node) -> list[tuple[Fraction, tuple[Fraction, ...]]] | None:
        row = self._table(self.issues[0], node.child("mapping") or node, node)
        return None if row is None else [(Fraction(1), row)]

    def _each(self, node: Node, key: str, *, missing: bool = False) -> Sequence[Node | None] | None:
        """The entry of every issue, from a list in the issues' order or a map by their names."""
        given = node.child(key)
        if given is None and missing:
            return (None,) * len(self.issues)
        if given is not None and given.shape == "map":
            found = [given.child(issue.name) for issue in self.issues]
            absent = [i.name for i, one in zip(self.issues, found, strict=True) if one is None]
            for name in absent:
                self.note("issue", key, f"nothing stands for the issue '{name[:40]}'", "add it", given)
            return None if absent else found
        if given is None or given.shape != "list" or len(given.items) != len(self.issues):
            count = len(given.items) if given is not None else 0
            what = f"{count} entries for {len(self.issues)} issues"
            self.note("issue", key, what, "give one for each, in the order of the issues", given or node)
            return None
        return given.items

    def _row(self, issue: ScenarioIssue, function: Node | None, node: Node) -> tuple[Fraction, ...] | None:
        if function is None:
            return None
        kind = _kind(function)
        if kind == "TableFun" or (not kind and function.shape == "map"):
            return self._table(issue, function.child("mapping") or function, function)
        if kind == "ConstFun":
            return (self._number(function, "bias", Fraction(0)),) * len(issue.options)
        if kind in {"AffineFun", "LinearFun", "IdentityFun"}:
            row = self._numbers(issue, function)
            slope = self._number(function, "slope", Fraction(1)) if kind != "IdentityFun" else Fraction(1)
            bias = self._number(function, "bias", Fraction(0)) if kind == "AffineFun" else Fraction(0)
            return None if row is None else tuple(slope * number + bias for number in row)
        what = f"a {kind[:40] or 'value without a type'} of one issue is not read"
        self.note("not-additive", issue.name, what, "write a TableFun with a value for each option", function)
        return None

    def _table(self, issue: ScenarioIssue, mapping: Node, node: Node) -> tuple[Fraction, ...] | None:
        values: dict[str, Fraction] = {}
        for key, entry in mapping.entries.items():
            number = number_of(_text(entry))
            if number is None:
                self.note("evaluation", issue.name, f"'{_text(entry)[:30]}' is not a number", "write one", entry)
            else:
                values[key] = number
        row, missing, _ = by_name(issue.options, values)
        for option in missing:
            if option not in mapping.entries:
                what = f"the option '{option[:40]}' has no value"
                self.note("evaluation", issue.name, what, "add it to the mapping", node)
        return None if missing else row

    def _numbers(self, issue: ScenarioIssue, node: Node) -> tuple[Fraction, ...] | None:
        """The options as numbers."""
        numbers = [number_of(option) for option in issue.options]
        found = tuple(number for number in numbers if number is not None)
        if len(found) < len(numbers):
            what = "a function of numbers, but the options are words"
            self.note("evaluation", issue.name, what, "write a TableFun with a value for each option", node)
            return None
        return found

    def _number(self, node: Node, key: str, otherwise: Fraction) -> Fraction:
        child = node.child(key)
        if child is None or (child.value is None and child.shape == "scalar"):
            return otherwise
        number = number_of(_text(child))
        if number is None:
            self.note("number", key, f"'{_text(child)[:30]}' is not a number", "write one", child)
            return otherwise
        return number

    def _reservation(self, node: Node) -> Fraction | None:
        """None where the party takes any deal: no value is written, or minus infinity."""
        child = node.child("reserved_value")
        if child is None or _text(child).lower() in _NO_RESERVATION:
            return None
        return self._number(node, "reserved_value", Fraction(0))
