"""Tables of a section's fields for the reference pages, from the descriptions in the model that reads the case.

`python -m detente.case.field_tables` brings the tables of the pages up to date, or those of one page that is named:
each stands between `<!-- fields: Clause -->` and `<!-- end -->`.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any, cast

from detente.case.model.base import DATE_SCHEMA, ID_SCHEMA
from detente.case.model.case import Case

_TABLE = re.compile(r"<!-- fields: (\w+) -->\n.*?<!-- end -->", re.DOTALL)
_LABELS = {"Label": "text", "Judgement": "judgement"}
_Rule = dict[str, Any]


def main(page: Path) -> None:
    """Bring the tables of the page up to date."""
    page.write_text(with_tables(page.read_text(encoding="utf-8")), encoding="utf-8")


def with_tables(text: str) -> str:
    """The page with every table as the model has it now."""
    parts = Case.model_json_schema(by_alias=True, mode="validation")["$defs"]
    return _TABLE.sub(lambda found: _table(found.group(1), parts), text)


def _table(name: str, parts: _Rule) -> str:
    part = parts[name]
    needed = set(part.get("required", ()))
    rows = [
        f"| `{field}` | {_form(rule)}{' (needed)' if field in needed else ''} | {_cell(rule.get('description', ''))} |"
        for field, rule in part["properties"].items()
    ]
    head = ["| field | form | meaning |", "|---|---|---|"]
    return "\n".join([f"<!-- fields: {name} -->", "", *head, *rows, "", "<!-- end -->"])


def _cell(text: str) -> str:
    return text.replace("|", "/")


def _form(rule: _Rule) -> str:
    """What stands in the field, in words."""
    if "$ref" in rule:
        return _part(rule["$ref"].removeprefix("#/$defs/"))
    if "enum" in rule:
        return ", ".join(f"`{word}`" for word in rule["enum"])
    if "const" in rule:
        return f"`{rule['const']}`"
    if "anyOf" in rule:
        return _choice(rule["anyOf"])
    if rule.get("pattern") == ID_SCHEMA["pattern"]:
        return "id"
    if rule.get("pattern") == DATE_SCHEMA["pattern"]:
        return "date"
    return _plain_form(rule)


def _plain_form(rule: _Rule) -> str:
    kind = rule.get("type")
    if kind == "array":
        inner = cast(list[_Rule], rule.get("prefixItems", [])) or [rule["items"]]
        return f"{len(inner)} numbers" if "prefixItems" in rule else f"list of: {_form(inner[0])}"
    if kind == "object":
        return f"id → {_form(rule['additionalProperties'] if 'additionalProperties' in rule else _keyed(rule))}"
    if kind == "integer":
        least, most = rule.get("minimum"), rule.get("maximum")
        return "whole number" + (f" from {least}" if least is not None else "") + (f" to {most}" if most else "")
    return {"boolean": "`true`, `false`", "number": "number"}.get(str(kind), "text")


def _keyed(rule: _Rule) -> _Rule:
    return next(iter(rule["patternProperties"].values()))


def _choice(rules: list[_Rule]) -> str:
    given = [rule for rule in rules if rule.get("type") != "null"]
    single = [rule for rule in given if rule.get("type") != "array"]
    lists = [rule["items"] for rule in given if rule.get("type") == "array"]
    if single == lists:
        return f"one or a list of: {_form(single[0])}"
    return " or ".join(_form(rule) for rule in given)


def _part(name: str) -> str:
    return _LABELS.get(name) or f"[{_words(name)}](#{_words(name).replace(' ', '-')})"


def _words(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", " ", name).lower()


if __name__ == "__main__":
    for name in sys.argv[1:] or ("docs/reference/commitments.md", "docs/reference/conflict.md"):
        main(Path(name))
