"""Write a case: values as YAML text, whole files at once or not at all, and the tidy form."""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import cast

from detente.case.tidying import tidied
from detente.case.yaml_subset import compose
from detente.foundation.conditions.syntax import decimal_text
from detente.foundation.errors import CaseError, Fault, Place

_PLAIN_TEXT = re.compile(r"[A-Za-z_][A-Za-z0-9_/ .=<>()+-]*")
_PLAIN_KEY = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?")
_UNSEEN = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_NOT_PLAIN = {"true", "false", "null", "yes", "no", "on", "off", "y", "n"}


def flow(value: object) -> str:
    """The value as one line of YAML; a fraction must have an end as a decimal.

    >>> flow({"low": 10, "when": "term <= 5", "on": "2025-12-14", "names": ["United States", "80"]})
    '{low: 10, when: term <= 5, on: 2025-12-14, names: [United States, "80"]}'
    """
    if isinstance(value, Mapping):
        entries = cast(Mapping[object, object], value)
        return "{" + ", ".join(f"{flow_key(key)}: {flow(item)}" for key, item in entries.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(flow(item) for item in cast(Sequence[object], value)) + "]"
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, Fraction):
        return decimal_text(value)
    if isinstance(value, int | float | Decimal):
        return str(getattr(value, "written", value))
    text = str(value)
    plain = _PLAIN_TEXT.fullmatch(text) and text.lower() not in _NOT_PLAIN and text == text.strip()
    return text if plain or _DATE.fullmatch(text) else quoted(text)


def flow_key(key: object) -> str:
    """The key of a mapping as YAML; `on` and `0` are keys like any other.

    >>> flow_key("walk-away"), flow_key(50), flow_key("on"), flow_key("a: b")
    ('walk-away', '50', 'on', '"a: b"')
    """
    text = str(key)
    return text if _PLAIN_KEY.fullmatch(text) else quoted(text)


def quoted(text: str) -> str:
    """The text in double quotes, with escapes for what cannot be seen."""
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False))


def write_whole(path: Path, text: str) -> None:
    """Write the file at once or not at all: to a temporary file beside it, then rename. A link stays a link."""
    path = path.resolve()
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o644
        temporary.chmod(mode)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def tidy(text: str, file: str = "case.yaml") -> str:
    """The same case with even indentation and spacing; comments stay, nothing changes in meaning.

    Raises CaseError where the text is not in the subset. `tidy(tidy(x)) == tidy(x)`.
    """
    before = compose(text, file).plain()
    after = tidied(text)
    if compose(after, file).plain() != before:
        what = "this cannot be tidied without a change of meaning, so nothing was changed"
        raise CaseError([Fault("error", "fmt", "", what, "please report this case", Place(file, 1, 1))])
    return after
