"""Cases that the tests of the command line write, small and large, sound and faulty."""

from __future__ import annotations

SMALL = """\
detente: 1
id: small
title: A small case
parties:
  - {id: north, name: North, kind: state}
  - {id: south, name: South, kind: state}   # a comment that stays
issues:
  - id: river
    question: Who gets the river?
    kind: choice
    options: [{id: shared}, {id: upstream}, {id: downstream}]
  - {id: term, question: For how long?, kind: number, from: 0, to: 20, step: 10}
preferences:
  north:
    weights: {river: 60, term: 40}   # from two interviews
    values:
      river: {upstream: 100, shared: 70, downstream: 0}
      term: {0: 0, 20: 100}
    walk-away: 40
  south:
    weights: {river: 50, term: 50}
    values:
      river: {upstream: 0, shared: 70, downstream: 100}
      term: {0: 100, 20: 0}
    walk-away: 40
offers:
  - {id: o1, by: north, gives: river = shared, if: term >= 10}
"""

WITHOUT_PREFERENCES = SMALL[: SMALL.index("preferences:")]

BOUND_AGAINST_ITSELF = SMALL.replace("walk-away: 40", "walk-away: 99", 1)
"""North offers what its own numbers say that it would refuse."""

VIEW = """\
view: hardliner
preferences:
  north:
    weights: {river: 100, term: 0}
    values: {river: {upstream: 100, shared: 20, downstream: 0}, term: {0: 0, 20: 100}}
    walk-away: 90
"""

CONTRADICTION = "constraints:\n  - {id: c1, must: river = shared}\n  - {id: c2, never: river = shared}\n"

BAD: dict[str, tuple[str, str]] = {
    "half-written": (SMALL[: SMALL.index(", {id: upstream}")], "case.yaml:11:14: the file ends before this is"),
    "tabs": (SMALL.replace("    weights", "\tweights"), "case.yaml:15:1: a tab in the indentation"),
    "duplicate keys": (SMALL.replace("title:", "id: two\ntitle:"), "case.yaml:3:1: the key 'id' stands twice"),
    "a million lines": (SMALL + "#\n" * 1_000_000, "case.yaml:1:1: the file has 1,000,028 lines"),
    "deep nesting": (SMALL + f"events: {'[' * 5000}{']' * 5000}\n", "case.yaml:28:48: nested deeper than"),
    "an unknown option": (SMALL.replace("= shared", "= sharde"), "case.yaml:27:40: offers.0.gives: 'river' has no"),
    "an unknown field": (SMALL.replace("walk-away", "walk-awy", 1), "case.yaml:19:5: preferences.north.walk-awy: not"),
    "constraints that contradict": (
        SMALL + CONTRADICTION,
        "case.yaml:29:3: constraints: the constraints c1, c2 together",
    ),
    "no parties": ("detente: 1\nid: x\ntitle: X\nparties: []\nissues: []\n", "case.yaml:4:10: parties: an empty"),
    "weights of zero": (SMALL.replace("60, term: 40", "0, term: 0"), "case.yaml:15:14: preferences.north.weights: no"),
    "NaN": (
        SMALL.replace("walk-away: 40", "walk-away: .nan", 1),
        "case.yaml:19:16: preferences.north.walk-away: '.nan'",
    ),
    "ids beyond ASCII": (SMALL.replace("id: north", "id: nörd"), "case.yaml:5:10: parties.0.id: 'nörd' is not an id"),
    "an anchor": (SMALL.replace("title: A", "title: &a A"), "case.yaml:3:8: an anchor (&a) is not allowed"),
    "not a mapping": ("- one\n- two\n", "case.yaml:1:1: the file is not a mapping"),
    "an empty file": ("", "case.yaml:1:1: the file is empty"),
    "a character nobody sees": (SMALL + "\0", "case.yaml:28:1: a character that cannot be seen"),
}
"""Name → the text of a faulty case, and how one line about it begins."""


def sizeable(issues: int, options: int, parties: int) -> str:
    """A case with options ** issues packages."""
    names = "abcdefghijkl"[:issues]
    lines = ["detente: 1", "id: sizeable", "title: Sizeable", "parties:"]
    lines += [f"  - {{id: p{p}, name: Party {p}, kind: state}}" for p in range(parties)]
    answers = ", ".join(f"{{id: o{o}}}" for o in range(options))
    lines += ["issues:"]
    lines += [f"  - {{id: {name}, question: Which?, kind: choice, options: [{answers}]}}" for name in names]
    lines += ["preferences:"]
    for p in range(parties):
        weights = ", ".join(f"{name}: {1 + (i * 7 + p * 5) % 9}" for i, name in enumerate(names))
        values = ", ".join(f"{name}: {_values(i, p, options)}" for i, name in enumerate(names))
        lines.append(f"  p{p}: {{weights: {{{weights}}}, values: {{{values}}}, walk-away: 10}}")
    return "\n".join(lines) + "\n"


def _values(issue: int, party: int, options: int) -> str:
    worth = ", ".join(f"o{o}: {(o * 37 + party * 61 + issue * 17) % 101}" for o in range(options))
    return f"{{{worth}}}"
