"""The JSON Schema of a case file, from the model that reads it."""

from __future__ import annotations

from typing import Any, cast

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema

from detente.case.model.base import ID_SCHEMA, IDS_SCHEMA, TEXT_SCHEMA

_ORDER = {"type": "array", "items": {"anyOf": [ID_SCHEMA, IDS_SCHEMA]}}
_VALUES = {"type": "object", "additionalProperties": {"$ref": "#/$defs/Judgement"}}
_WEIGHTS = {"type": "object", "patternProperties": {ID_SCHEMA["pattern"]: {"$ref": "#/$defs/Judgement"}}}

_STATES = {"$ref": "#/$defs/StateSet"}
_PAIR = {"type": "array", "minItems": 2, "maxItems": 2, "items": _STATES}


def _full(name: str) -> dict[str, Any]:
    return {"$ref": f"#/$defs/{name}InFull"}


def _wrapped(*values: dict[str, Any]) -> dict[str, Any]:
    """The form {value, because, by}, in which any judgement may be written."""
    return {
        "type": "object",
        "properties": {"value": {"anyOf": values}, "because": IDS_SCHEMA, "by": TEXT_SCHEMA},
        "required": ["value"],
        "additionalProperties": False,
    }


_FORMS: dict[str, list[dict[str, Any]]] = {
    "Label": [TEXT_SCHEMA, {"type": "object", "minProperties": 1, "additionalProperties": TEXT_SCHEMA}],
    "Judgement": [{"type": "number"}, _full("Judgement"), _wrapped({"type": "number"}, _full("Judgement"))],
    "Weights": [_ORDER, _wrapped(_ORDER, _WEIGHTS), _full("Weights"), _WEIGHTS],
    "Values": [_ORDER, _wrapped(_ORDER, _VALUES), _full("Values"), _VALUES],
    "WalkAway": [{"type": "number"}, _full("WalkAway"), _full("Judgement"),
                 _wrapped({"type": "number"}, _full("Judgement"), _full("WalkAway"))],
    "Slot": [{"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/Reported"}}, _full("Slot")],
    "Trigger": [TEXT_SCHEMA, _full("Trigger")],
    "Duty": [TEXT_SCHEMA, _full("Duty")],
    "Adversary": [
        ID_SCHEMA, IDS_SCHEMA, _full("Adversary"),
        {"type": "object", "properties": {"other-than": {"anyOf": [ID_SCHEMA, IDS_SCHEMA]}},
         "required": ["other-than"], "additionalProperties": False},
    ],
    "Determination": [{"type": "string"}, _full("Determination")],
    "Phase": [{"type": "string"}, _full("Phase")],
    "Membership": [ID_SCHEMA, _full("Membership")],
    "Provoked": [ID_SCHEMA, _full("Provoked")],
    "Rule": [{"enum": ["unanimity", "majority"]}, _full("Rule")],
    "StateSet": [TEXT_SCHEMA, IDS_SCHEMA, _full("StateSet")],
    "PreferenceStatement": [{"type": "string"}, _full("PreferenceStatement")],
    "RankedStates": [_STATES, {"type": "array", "minItems": 1, "items": _STATES}, _full("RankedStates")],
    "PairOfStates": [_PAIR, _full("PairOfStates")],
    "UnknownPair": [_PAIR, _full("UnknownPair")],
    "StatePreference": [{"type": "array", "items": {"$ref": "#/$defs/PreferenceStatement"}}, _full("StatePreference")],
    "Feasibility": [{"type": "string"}, _full("Feasibility")],
    "Coalition": [IDS_SCHEMA, _full("Coalition")],
}  # fmt: skip
"""Every form that the file may give a part which has more than one."""


class _Plain(GenerateJsonSchema):
    """Schemas without the titles that would repeat the names of fields."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False


def json_schema(model: type[BaseModel]) -> dict[str, Any]:
    """The schema of the files that the model reads, short forms included (draft 2020-12)."""
    found = model.model_json_schema(by_alias=True, mode="validation", schema_generator=_Plain)
    parts: dict[str, Any] = found["$defs"]
    for name, forms in _FORMS.items():
        full = parts.pop(name)
        if name != "Label":
            parts[f"{name}InFull"] = full
        parts[name] = {"description": full["description"], "anyOf": forms}
    for name in ("Weights", "Values"):
        parts[f"{name}InFull"]["properties"]["order"]["items"] = _ORDER["items"]
    parts["RuleInFull"]["required"].remove("kind")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **_closed(found)}


def _closed(schema: Any) -> Any:
    """The schema with no other keys than those that match, wherever keys have a pattern."""
    if isinstance(schema, list):
        return [_closed(item) for item in cast(list[Any], schema)]
    if not isinstance(schema, dict):
        return schema
    inner = {key: _closed(value) for key, value in cast(dict[str, Any], schema).items()}
    return {**inner, "additionalProperties": False} if "patternProperties" in inner else inner
