"""Bytes as text."""

from __future__ import annotations

import pytest

from detente.evidence.reading.encodings import decoded
from detente.evidence.reading.faults import Unreadable

ENGLISH = "The president’s envoy said: “We won’t go” — but São Tomé did. " * 4
RUSSIAN = "Президент сказал, что переговоры продолжатся на этой неделе в столице. " * 5


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_english_in_any_encoding_is_read_back(encoding: str) -> None:
    assert decoded(ENGLISH.encode(encoding)).text == ENGLISH


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r", "iso8859-5"])
def test_a_guess_is_noted(encoding: str) -> None:
    found = decoded(RUSSIAN.encode(encoding))
    assert found.text == RUSSIAN
    assert "a guess" in found.notes[0]


def test_a_declared_encoding_is_taken_where_utf8_fails() -> None:
    found = decoded(RUSSIAN.encode("koi8-r"), declared="koi8-r")
    assert (found.text, found.encoding, found.notes) == (RUSSIAN, "koi8-r", ())
    assert decoded(b"caf\xe9 " * 9, declared="no-such").text.startswith("café")
    assert decoded(b"caf\xe9 " * 9, declared="base64").text.startswith("café")


def test_mojibake_is_noted_and_left() -> None:
    spoilt = ENGLISH.encode().decode("cp1252", "replace")
    found = decoded(spoilt.encode())
    assert found.text == spoilt
    assert "wrong encoding" in found.notes[-1]
    assert decoded(ENGLISH.encode()).notes == ()


def test_a_text_that_breaks_off_inside_a_character() -> None:
    found = decoded("So says Zoë".encode()[:-1])
    assert (found.text, found.encoding) == ("So says Zo\ufffd", "utf-8")
    assert "breaks off" in found.notes[0]


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(Unreadable, match="no text"):
        decoded(bytes(range(256)) * 20)
