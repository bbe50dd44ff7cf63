"""Bytes as text: which encoding they are in, and what is wrong with it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from detente.evidence.reading.faults import Unreadable, missing

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_SAMPLE = 60_000
_MOJIBAKE = re.compile(
    "[\u00c3\u00c2][\u0080-\u00bf]|â€[\u0080-\uffff]|Ð[\u0080-\u00bf\u2018-\u201d]Ð|\u00d1[\u0080-\u00bf]\u00d0"
)
_LEAST_MOJIBAKE = 2


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text, the encoding that it was read in, and what a reader should know of it."""

    text: str
    encoding: str
    notes: tuple[str, ...] = ()


def decoded(raw: bytes, *, declared: str | None = None) -> Decoded:
    """The bytes as text; raises Unreadable for what is no text.

    A byte order mark decides; then UTF-8, then the declared encoding, then a guess, which is noted. Text that went
    through a wrong encoding before (`â€™`) is noted and left as it is: only a person knows what it was.
    """
    for mark, encoding in _BOMS:
        if raw.startswith(mark):
            return _noted(*_forgiving(raw[len(mark) :], encoding))
    wide = _wide_without_mark(raw[:_SAMPLE])
    if wide:
        return _noted(*_forgiving(raw, wide))
    if looks_binary(raw):
        raise Unreadable("binary", "this is no text", "save the report as text, HTML or PDF")
    try:
        return _noted(raw.decode("utf-8"), "utf-8", ())
    except UnicodeDecodeError as error:
        fault = error
    named = _decoded_as_declared(raw, declared)
    if named:
        return named
    if fault.start >= len(raw) - 3 and fault.reason == "unexpected end of data":
        return _noted(raw.decode("utf-8", "replace"), "utf-8", ("the text breaks off inside a character",))
    good = len(raw.decode("utf-8", "ignore").encode("utf-8"))
    if len(raw) - good <= 3 and _non_ascii(raw) >= 12:
        return _noted(raw.decode("utf-8", "replace"), "utf-8", ("some bytes are no UTF-8; they are shown as \ufffd",))
    return _guessed(raw)


def looks_binary(raw: bytes) -> bool:
    """Whether the beginning holds more control bytes than any text does."""
    sample = raw[:_SAMPLE]
    controls = sum(sample.count(byte) for byte in (*range(9), *range(14, 27), 28, 29, 30, 31, 127))
    return controls > 8 and controls > len(sample) / 50


def _non_ascii(raw: bytes) -> int:
    return sum(byte > 127 for byte in raw[:_SAMPLE])


def _wide_without_mark(sample: bytes) -> str | None:
    """UTF-16 without its mark: every other byte of western text is zero."""
    half = len(sample) // 2
    if half < 4:
        return None
    even, odd = sample[: half * 2 : 2].count(0), sample[1 : half * 2 : 2].count(0)
    if odd > 0.6 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.6 * half and odd < 0.05 * half:
        return "utf-16-be"
    return None


def _forgiving(raw: bytes, encoding: str) -> tuple[str, str, tuple[str, ...]]:
    try:
        return raw.decode(encoding), encoding, ()
    except UnicodeDecodeError:
        note = f"some bytes are no {encoding.upper()}; they are shown as \ufffd"
        return raw.decode(encoding, "replace"), encoding, (note,)


def _decoded_as_declared(raw: bytes, declared: str | None) -> Decoded | None:
    if not declared or len(declared) > 40:
        return None
    try:
        text = raw.decode(declared)
    except (LookupError, UnicodeError, ValueError):
        return None
    return _noted(text, declared.lower(), ()) if isinstance(text, str) else None


def _guessed(raw: bytes) -> Decoded:
    try:
        from charset_normalizer import from_bytes  # noqa: PLC0415
    except ModuleNotFoundError:
        raise missing("charset-normalizer") from None
    best = from_bytes(raw[:_SAMPLE]).best()
    encoding = best.encoding if best else "cp1252"
    if encoding in ("latin_1", "iso8859_1", "ascii", "utf_8") or _western(raw):
        encoding = "cp1252"
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        text = raw.decode(encoding, "replace")
    return _noted(text, encoding.replace("_", "-"), (f"not UTF-8; read as {encoding.replace('_', '-')}, a guess",))


def _western(raw: bytes) -> bool:
    """Few bytes above ASCII, and those are quotes, dashes and accented letters: Windows' western code page."""
    high = [byte for byte in raw[:_SAMPLE] if byte > 127]
    return len(high) < 0.03 * len(raw[:_SAMPLE]) and all(
        byte in (0x80, 0x85, 0x91, 0x92, 0x93, 0x94, 0x95, 0x96, 0x97, 0x99, 0xA0, 0xA3, 0xA9, 0xAB, 0xB0, 0xBB)
        or byte >= 0xC0
        for byte in high
    )


def _noted(text: str, encoding: str, notes: tuple[str, ...]) -> Decoded:
    if len(_MOJIBAKE.findall(text[:1_000_000])) >= _LEAST_MOJIBAKE:
        notes += (
            "some characters went through a wrong encoding before (such as â€™ for ’); they are left as they are",
        )
    return Decoded(text.removeprefix("\ufeff"), encoding, notes)
