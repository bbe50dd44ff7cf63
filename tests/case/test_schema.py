"""The JSON Schema says what the reader says: every field described, every short form allowed."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel
from tests.case.border import TEXT, slipped, told

from detente.case.model.case import Case
from detente.case.model.preference import View
from detente.case.reading import schema
from detente.case.yaml_subset import compose

ROOT = Path(__file__).parents[2]
WORKED = (ROOT / "examples/ukraine-2025/case.yaml").read_text(encoding="utf-8")
TEMPLATE = (ROOT / "src/detente/case/new_case.yaml").read_text(encoding="utf-8")
TEMPLATE = TEMPLATE.replace("{id}", "talks").replace("{title}", "Talks").replace("{today}", "2025-12-14")
SCHEMA = schema()
NOTES = {"$schema", "$defs", "title", "description", "default"}
TYPES: dict[str, Any] = {
    "object": dict, "array": list, "string": str, "boolean": bool, "null": type(None), "integer": int,
    "number": (int, Decimal),
}  # fmt: skip


def fits(value: Any, rule: Any) -> bool:
    """Whether a value fits a schema, by the keywords that ours uses; any other keyword is an error."""
    if isinstance(rule, bool):
        return rule
    return all(KEYWORDS[key](value, wanted, rule) for key, wanted in rule.items() if key not in NOTES)


def is_of_type(value: Any, names: str | list[str], _rule: Any) -> bool:
    names = [names] if isinstance(names, str) else names
    return any(isinstance(value, TYPES[name]) and isinstance(value, bool) <= (name == "boolean") for name in names)


def properties_fit(value: Any, properties: dict[str, Any], _rule: Any) -> bool:
    return not isinstance(value, dict) or all(
        fits(value[name], rule) for name, rule in properties.items() if name in value
    )


def patterns_fit(value: Any, patterns: dict[str, Any], _rule: Any) -> bool:
    return not isinstance(value, dict) or all(
        fits(item, rule) for pattern, rule in patterns.items() for key, item in value.items() if re.search(pattern, key)
    )


def others_fit(value: Any, rule: Any, whole: Any) -> bool:
    if not isinstance(value, dict):
        return True
    patterns = whole.get("patternProperties", ())
    others = [
        item
        for key, item in value.items()
        if key not in whole.get("properties", ()) and not any(re.search(pattern, key) for pattern in patterns)
    ]
    return all(fits(item, rule) for item in others)


KEYWORDS: dict[str, Any] = {
    "$ref": lambda value, name, _: fits(value, SCHEMA["$defs"][name.removeprefix("#/$defs/")]),
    "type": is_of_type,
    "anyOf": lambda value, rules, _: any(fits(value, rule) for rule in rules),
    "minimum": lambda value, least, _: not isinstance(value, int | Decimal) or value >= least,
    "maximum": lambda value, most, _: not isinstance(value, int | Decimal) or value <= most,
    "oneOf": lambda value, rules, _: sum(fits(value, rule) for rule in rules) == 1,
    "const": lambda value, wanted, _: value == wanted,
    "enum": lambda value, wanted, _: value in wanted,
    "pattern": lambda value, pattern, _: not isinstance(value, str) or bool(re.search(pattern, value)),
    "minLength": lambda value, least, _: not isinstance(value, str) or len(value) >= least,
    "minItems": lambda value, least, _: not isinstance(value, list) or len(value) >= least,
    "maxItems": lambda value, most, _: not isinstance(value, list) or len(value) <= most,
    "minProperties": lambda value, least, _: not isinstance(value, dict) or len(value) >= least,
    "required": lambda value, names, _: not isinstance(value, dict) or set(names) <= set(value),
    "prefixItems": lambda value, rules, _: not isinstance(value, list) or all(map(fits, value, rules)),
    "items": lambda value, rule, _: not isinstance(value, list) or all(fits(item, rule) for item in value),
    "properties": properties_fit,
    "patternProperties": patterns_fit,
    "propertyNames": lambda value, rule, _: not isinstance(value, dict) or all(fits(key, rule) for key in value),
    "additionalProperties": others_fit,
}


def parts(model: Any, seen: set[type[BaseModel]] | None = None) -> set[type[BaseModel]]:
    """Every part that the model is made of."""
    seen = set() if seen is None else seen
    if isinstance(model, type) and issubclass(model, BaseModel):
        if model not in seen:
            seen.add(model)
            for field in model.model_fields.values():
                parts(field.annotation, seen)
    else:
        for argument in get_args(model):
            parts(argument, seen)
    return seen


def test_every_field_is_described() -> None:
    for part in parts(Case) | parts(View):
        assert part.__doc__, part
        for name, field in part.model_fields.items():
            assert field.description, f"{part.__name__}.{name}"
            assert not field.description[0].isupper(), f"{part.__name__}.{name}"
    for name, part in SCHEMA["$defs"].items():
        assert part["description"], name
        for field, rule in part.get("properties", {}).items():
            assert rule["description"], f"{name}.{field}"


def test_the_schema_itself() -> None:
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    named = set(re.findall(r"'#/\$defs/(\w+)'", repr(SCHEMA)))
    assert named <= set(SCHEMA["$defs"])
    assert named >= set(SCHEMA["$defs"])
    assert {"as-of", "status-quo"} <= set(SCHEMA["properties"])
    assert not [name for name in SCHEMA["properties"] if "_" in name]
    assert SCHEMA["required"] == ["detente", "id", "title", "parties", "issues"]


@pytest.mark.parametrize("text", [TEXT, TEMPLATE, WORKED], ids=["border", "template", "worked case"])
def test_our_own_cases_fit(text: str) -> None:
    data = compose(text, "case.yaml").plain()
    for section, value in data.items():
        assert fits(value, SCHEMA["properties"][section]), section
    assert fits(data, SCHEMA)


FORMS = [
    ("walk-away: 40", "walk-away: {low: 30, mode: 35, high: 40}"),
    ("walk-away: 40", "walk-away: {value: 40, by: desk, because: [s1]}"),
    ("walk-away: 40", "walk-away: {value: {package: status-quo, less: 5}, by: desk}"),
    ("walk-away: 40", "walk-away: {at: {low: 30, high: 40}, by: desk}"),
    ("weights: {term: 1}", "weights: {order: [term], by: desk}"),
    ("weights: {term: 1}", "weights: {points: {term: {low: 1, high: 2}}, because: [s1]}"),
    ("weights: {term: 1}", "weights: {value: [term], by: desk}"),
    ("weights: {term: 1}", "weights: {value: {term: 1}, by: desk}"),
    ("weights: {term: 1}", "weights: {term: {value: {low: 1, high: 2}, because: [s1]}}"),
    ("[south, joint, north]", "{order: [south, [joint, north]], by: desk}"),
    ("rule: unanimity", "rule: {quota: 2, weights: {north: 2}}"),
    ("rule: unanimity", "rule: {kind: majority}"),
    ("name: Envoy", "name: {en: Envoy, uk: Посланець}"),
    ("name: Envoy", "name: 1789"),
    ("as-of: 2025-12-15", "as-of: 2026"),
    ("after: draft", "after: [draft]"),
    ("by: [south]", "by: south"),
    ("host: [{value: South, report: r2}]", "host: {values: [{value: 3, report: r2}], note: one says so}"),
    ("monitors: [], term: 0}", "monitors: none, term: 0}"),
    ("status-quo: []\n", "status-quo: NNN\n"),
    ("status-quo: []\n", "status-quo: not (withdraw or hold or watch)\n"),
    ("status-quo: []\n", "status-quo: {taken: []}\n"),
    ("- not (hold and watch)", "- {id: apart, never: hold and watch}"),
    ("{statements: [{holds: hold, much: true}, if", "{statements: [{holds: hold, because: [s1]}, if"),
    ("{league: [not watch]}", "{league: {weights: [{holds: watch, points: {low: -2, high: 1}}]}}"),
    ("{league: [not watch]}", "{league: {pairs: [[NNN, hold], {better: YNN, worse: [watch]}]}}"),
    ("{league: [not watch]}", "{league: {ranking: [{states: [hold, NNN], much: true}, ['---']]}}"),
    ("coalitions: [[north, league]]", "coalitions: [{id: both, members: [north, league], label: both}]"),
    ("unseen: south-holds", "unseen: [south-holds, [watch]]"),
]


@pytest.mark.parametrize(("old", "new"), FORMS, ids=[new for _, new in FORMS])
def test_short_and_full_forms_fit_both(old: str, new: str) -> None:
    text, _ = slipped((old, new))
    assert [fault for fault in told(text) if fault.severity == "error"] == []
    assert fits(compose(text, "case.yaml").plain(), SCHEMA)


SLIPS = [
    ("country: CH", "countyr: CH"),
    ("country: CH", "country: ch"),
    ("kind: person", "kind: persn"),
    ("detente: 1\n", "detente: 2\n"),
    ("title: {en: Border talks, uk: Переговори}", "title: {}"),
    ("title: {en: Border talks, uk: Переговори}", "title: [a]"),
    ("roles: [negotiator]", "roles: negotiator"),
    ("scaled: true", "scaled: NO"),
    ("as-of: 2025-12-15", "as-of: 15.12.2025"),
    ("walk-away: 40", "walk-away: low"),
    ("walk-away: 40", "walk-away: {package: statusquo}"),
    ("weights: {term: 1}", "weights: {term: {low: 1}}"),
    ("weights: {term: 1}", "weights: {Term: 1}"),
    ("rule: unanimity", "rule: quotas"),
    ("host: [{value: South, report: r2}]", "host: []"),
    ("span: [0, 26]", "span: [0]"),
    ("span: [0, 26]", "span: [0, 2.5]"),
    ("status-quo: {pass: north", "status-quo: {pass: true"),
    ("id: border\n", "id: Grenze\n"),
    ("moves: forward", "moves: forwards"),
    ("coalitions: [[north, league]]", "coalitions: [north, league]"),
    ("{from: values, because: [s1]}", "{from: value}"),
    ("unknown: [[YNN, NNN]]", "unknown: [[YNN, NNN, NNY]]"),
]


@pytest.mark.parametrize(("old", "new"), SLIPS, ids=[new for _, new in SLIPS])
def test_slips_fit_neither(old: str, new: str) -> None:
    text, _ = slipped((old, new))
    assert told(text)
    assert not fits(compose(text, "case.yaml").plain(), SCHEMA)
