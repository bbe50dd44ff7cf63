"""What every section of a case is made of: parts, ids, labels, dates, exact numbers, conditions."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Annotated, Any, cast

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    PlainSerializer,
    Strict,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from detente.foundation.conditions import Condition as ParsedCondition
from detente.foundation.conditions import parse
from detente.foundation.errors import ConditionError
from detente.foundation.ids import KEYWORDS, is_id

LARGEST = 10**9
MOST_DECIMALS = 9
LONGEST_SHOWN = 40
_NUMBER = re.compile(r"[-+]?[0-9]+(?:\.[0-9]*)?(?:[eE][-+]?[0-9]+)?")


def _hyphenated(name: str) -> str:
    return name.rstrip("_").replace("_", "-")


class Part(BaseModel):
    """A frozen part of a case; its fields are written with hyphens in the file."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        alias_generator=_hyphenated,
        validate_by_name=True,
        validate_by_alias=True,
        serialize_by_alias=True,
        defer_build=True,
    )


def fault(rule: str, what: str, todo: str = "") -> PydanticCustomError:
    """An error that the reader turns into a Fault with its place."""
    return PydanticCustomError(rule, "{what}", {"what": what, "todo": todo})  # type: ignore[misc]


def _id(text: str) -> str:
    if is_id(text):
        return text
    if text in KEYWORDS:
        raise fault("id", f"'{text}' is a word of the condition language, not an id", "choose another id")
    raise fault(
        "id",
        f"{shown(text)} is not an id",
        "ids are lower-case ASCII letters, digits and hyphens, and start with a letter; labels may be in any script",
    )


ID_SCHEMA: dict[str, Any] = {"type": "string", "pattern": "^[a-z][a-z0-9-]*$"}
TEXT_SCHEMA: dict[str, Any] = {"type": ["string", "number"], "minLength": 1}
DATE_SCHEMA: dict[str, Any] = {"type": ["string", "integer"], "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"}
IDS_SCHEMA: dict[str, Any] = {"type": "array", "items": ID_SCHEMA}

Id = Annotated[str, AfterValidator(_id), WithJsonSchema(ID_SCHEMA)]


def _text(value: object) -> object:
    """A number that stands where text is wanted is the text as written."""
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return str(getattr(value, "written", value))
    return value


Text = Annotated[str, BeforeValidator(_text), Field(min_length=1), WithJsonSchema(TEXT_SCHEMA)]

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def _date(text: str) -> str:
    match = _DATE.fullmatch(text)
    todo = "write 2025-12-14, 2025-12 or 2025"
    if match is None:
        raise fault("date", f"{shown(text)} is not a date", todo)
    year, month, day = (int(part) if part else 1 for part in match.groups())
    try:
        date(year, month, day)
    except ValueError:
        raise fault("date", f"{shown(text)} is not a day of the calendar", todo) from None
    return text


Date = Annotated[str, BeforeValidator(_text), AfterValidator(_date), WithJsonSchema(DATE_SCHEMA)]


def first_day(when: str) -> date:
    """The first day that a date of any precision covers."""
    year, month, day = [*(int(part) for part in when.split("-")), 1, 1][:3]
    return date(year, month, day)


def last_day(when: str) -> date:
    """The last day that a date of any precision covers."""
    parts = [int(part) for part in when.split("-")]
    if len(parts) == 3:
        return date(*parts)
    if len(parts) == 1:
        return date(parts[0], 12, 31)
    return date.fromordinal(date(parts[0] + parts[1] // 12, parts[1] % 12 + 1, 1).toordinal() - 1)


def exact(value: object) -> Fraction:
    """The number as an exact rational; decimals mean what is printed."""
    if isinstance(value, Fraction):
        return value
    if isinstance(value, bool) or not isinstance(value, int | Decimal | float):
        raise _no_number(value)
    number = Decimal(str(value)) if isinstance(value, float) else Decimal(value)
    if not number.is_finite():
        raise _no_number(value)
    if abs(number) > LARGEST or -cast(int, number.normalize().as_tuple().exponent) > MOST_DECIMALS:
        raise _out_of_bounds(getattr(value, "written", value))
    return Fraction(number)


def _no_number(value: object) -> PydanticCustomError:
    if isinstance(value, str) and _NUMBER.fullmatch(value):
        if len(value) > LONGEST_SHOWN or len(value.lower().partition("e")[2]) > len("-9999"):
            return _out_of_bounds(f"{value[:10]}…" if len(value) > LONGEST_SHOWN else value)
        return fault("number", f"the text '{value}' stands where a number should", "leave out the quotes")
    return fault("number", f"{shown(value)} is not a number", "write a number such as 40 or 0.5")


def _out_of_bounds(value: object) -> PydanticCustomError:
    bounds = f"at most {LARGEST:,} in size, with at most {MOST_DECIMALS} decimals"
    return fault("number", f"{value} is out of bounds", bounds)


def shown(value: object) -> str:
    """A value as a message shows it: its kind, or the beginning of what is written."""
    if isinstance(value, Mapping):
        return "a mapping"
    if isinstance(value, list | tuple):
        return "a list"
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return str(value).lower()
    written = str(getattr(value, "written", value))
    short = written if len(written) <= LONGEST_SHOWN else written[: LONGEST_SHOWN - 1] + "…"
    return f"'{short}'" if isinstance(value, str) else short


def plain(number: Fraction) -> int | float:
    """The number as JSON and YAML write it."""
    return int(number) if number.denominator == 1 else float(number)


Number = Annotated[
    Fraction,
    BeforeValidator(exact),
    PlainSerializer(plain),
    WithJsonSchema({"type": "number"}),
]


@lru_cache(maxsize=4096)
def _parsed(text: str) -> ParsedCondition:
    return parse(text)


def _condition(value: object) -> ParsedCondition:
    if isinstance(value, ParsedCondition):
        return value
    if isinstance(value, Mapping):
        todo = 'quote a condition with braces: never: "a in {x, y}"'
        raise fault("condition", "a mapping stands where a condition should", todo)
    if not isinstance(value, str):
        raise fault("condition", f"{shown(value)} is not a condition", "write, for example, alliance = dropped")
    try:
        return _parsed(value)
    except ConditionError as error:
        raise PydanticCustomError("condition_faults", "{what}", {"what": str(error), "faults": error.faults}) from None


Condition = Annotated[
    ParsedCondition,
    BeforeValidator(_condition),
    PlainSerializer(str),
    WithJsonSchema({"type": "string", "description": "a condition, such as: alliance = dropped"}),
]


class Label(Part):
    """A text, or the same text in several languages."""

    texts: Mapping[str, Text] = Field(
        min_length=1, description="language code → text; the empty code where none is given"
    )

    @model_validator(mode="before")
    @classmethod
    def _wrap(cls, data: object) -> object:
        if isinstance(data, Mapping):
            given = cast(Mapping[str, Any], data)
            return given if set(given) == {"texts"} and isinstance(given["texts"], Mapping) else {"texts": given}
        return {"texts": {"": _text(data)}}

    def in_language(self, language: str = "en") -> str:
        """The text in this language, else in English, else the first given."""
        for code in (language, "", "en"):
            if code in self.texts:
                return self.texts[code]
        return next(iter(self.texts.values()))

    def __str__(self) -> str:
        return self.in_language()


def as_one_or_many(value: object) -> object:
    """A single value where a list may stand."""
    return cast(object, value) if isinstance(value, list | tuple) else [value]


class OneOrMany:
    """Marks a list that may be written as its single item, and says so in the schema."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_before_validator_function(as_one_or_many, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        found = handler(schema)
        return {"anyOf": [found["items"], found]}


Because = Annotated[
    tuple[Id, ...],
    Field(default=(), description="ids of the statements that this rests on"),
]
Ids = Annotated[
    tuple[Id, ...],
    BeforeValidator(as_one_or_many),
    WithJsonSchema({"anyOf": [ID_SCHEMA, IDS_SCHEMA]}),
]
YesNo = Annotated[bool, Strict()]


def _span(value: object) -> tuple[int, int]:
    given = list(cast(Sequence[object], value)) if isinstance(value, list | tuple) else []
    ends = [end for end in given if isinstance(end, int) and not isinstance(end, bool)]
    if len(ends) != 2 or len(given) != 2:
        raise fault("span", "this is not a span", "write [start, end], two whole numbers")
    return ends[0], ends[1]


Span = Annotated[
    tuple[int, int],
    BeforeValidator(_span),
    WithJsonSchema({"type": "array", "items": {"type": "integer"}, "minItems": 2, "maxItems": 2}),
    Field(description="[start, end): characters of the report's text, counted from 0, end exclusive"),
]
