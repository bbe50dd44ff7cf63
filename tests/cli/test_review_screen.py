"""The review on a real terminal: keys, edits that are refused, narrow windows, Ctrl-C and Ctrl-D.

One sitting is the command as typed; the others are forks of this process, which has everything imported already.
"""

from __future__ import annotations

import fcntl
import json
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from tests.cli.conftest import COMMAND, environment, inside
from tests.gates.tree import ROOT

from detente.cli.main import main

LIBRARY = ROOT / "library/evidence-ceasefire"
PATIENCE = 90.0
CTRL_C = "\x03"
PRESSED_AGAIN = 3.0
"""Seconds until a Ctrl-C is pressed once more: one that comes as Python begins to read a line waits for its end."""
ENTER = "\r"
WAITS = "q stop"
"""What is shown last before a key is read."""

HELP_ENDS = "goes on here"
QUESTIONS = (":", "[Y/n]")
"""What is shown before a line is read."""


class Fork:
    """The command in a copy of this process; what the tests do not ask of a process is left out."""

    def __init__(self, words: Sequence[str], env: Mapping[str, str], terminal: int) -> None:
        self._code: int | None = None
        self._id = os.fork()
        if self._id == 0:
            code = 70
            try:
                code = _command(words, env, terminal)
            finally:
                os._exit(code)

    def poll(self) -> int | None:
        """The exit code, if the command has ended."""
        if self._code is None:
            ended, status = os.waitpid(self._id, os.WNOHANG)
            self._code = os.waitstatus_to_exitcode(status) if ended else None
        return self._code

    def wait(self, timeout: float = 60.0) -> int:
        """The exit code, once the command has ended."""
        end = time.monotonic() + timeout
        while self.poll() is None:
            assert time.monotonic() < end, "the command does not end"
            time.sleep(0.01)
        assert self._code is not None
        return self._code

    def kill(self) -> None:
        """End it."""
        os.kill(self._id, signal.SIGKILL)


def _command(words: Sequence[str], env: Mapping[str, str], terminal: int) -> int:
    """The command on the terminal, in this process: its exit code."""
    os.setsid()
    fcntl.ioctl(terminal, termios.TIOCSCTTY, 0)
    for stream in range(3):
        os.dup2(terminal, stream)
    sys.stdin, sys.stdout, sys.stderr = open(0), open(1, "w"), open(2, "w")  # noqa: SIM115
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.environ.clear()
    os.environ.update(env)
    sys.argv = ["detente", *words]
    try:
        main()
    except SystemExit as done:
        return int(done.code or 0)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
    return 0


class Terminal:
    """A command on a terminal of its own."""

    def __init__(self, *words: object, columns: int = 80, as_typed: bool = False) -> None:
        self._ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        kept = {name: value for name, value in environment(TERM="xterm").items() if name != "COLUMNS"}
        self._work: subprocess.Popen[bytes] | Fork
        if as_typed:
            self._work = subprocess.Popen(
                [*COMMAND, *map(str, words)], env=kept, stdin=theirs, stdout=theirs, stderr=theirs,
                preexec_fn=lambda: (os.setsid(), fcntl.ioctl(0, termios.TIOCSCTTY, 0)),
            )  # fmt: skip
        else:
            self._work = Fork(list(map(str, words)), kept, theirs)
        os.close(theirs)
        self.shown = ""

    def until(self, words: str) -> str:
        """What is shown from now on until the words are there."""
        start, end = len(self.shown), time.monotonic() + PATIENCE
        while words not in self.shown[start:]:
            assert time.monotonic() < end, f"{words!r} never came:\n{self.shown[start:]}"
            if not self._heard():
                break
        told = self.shown[start:]
        assert words in told, told
        return told

    def press(self, keys: str, then: str = WAITS) -> str:
        """Press the keys and wait for what they lead to."""
        self._type(keys)
        return self.until(then)

    def ended(self, keys: str = "") -> int:
        """The exit code after the last keys."""
        self._type(keys)
        end, again = time.monotonic() + PATIENCE, time.monotonic() + PRESSED_AGAIN
        while self._work.poll() is None and time.monotonic() < end:
            self._heard()
            if keys == CTRL_C and time.monotonic() > again:
                os.write(self._ours, CTRL_C.encode())
                again += PRESSED_AGAIN
        while self._heard() and time.monotonic() < end:
            pass
        code = self._work.wait(timeout=PATIENCE)
        assert "Traceback" not in self.shown, self.shown
        return code

    def _type(self, keys: str) -> None:
        """Send the keys, a single one not before it is waited for: what comes earlier is thrown away."""
        end = time.monotonic() + PATIENCE
        if not self.shown.rstrip().endswith(QUESTIONS):
            while termios.tcgetattr(self._ours)[3] & termios.ICANON and time.monotonic() < end:
                time.sleep(0.02)
        os.write(self._ours, keys.encode())

    def _heard(self) -> bool:
        """Take in what is shown; False where nothing more comes."""
        ready, _, _ = select.select([self._ours], [], [], 0.2)
        if not ready:
            return self._work.poll() is None
        try:
            got = os.read(self._ours, 65536)
        except OSError:
            return False
        self.shown += re.sub(r"\x1b\[[0-9;]*[mK]", "", got.decode("utf-8", "replace")).replace("\r\n", "\n")
        return bool(got)

    def close(self) -> None:
        """Leave no process behind."""
        if self._work.poll() is None:
            self._work.kill()
        self._work.wait()
        os.close(self._ours)


Open = Callable[..., Terminal]


@pytest.fixture
def terminal() -> Iterator[Open]:
    made: list[Terminal] = []

    def opened(*words: object, columns: int = 80, as_typed: bool = False) -> Terminal:
        made.append(Terminal(*words, columns=columns, as_typed=as_typed))
        return made[-1]

    yield opened
    for one in made:
        one.close()


@pytest.fixture(scope="module")
def read_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case whose reports have been read once, so that a sitting starts at once."""
    folder = tmp_path_factory.mktemp("screen") / "case"
    copy(LIBRARY, folder)
    assert inside("read", folder, "--list").code == 0
    return folder


@pytest.fixture
def case(read_once: Path, tmp_path: Path) -> Path:
    copy(read_once, tmp_path / "case")
    return tmp_path / "case"


def copy(source: Path, target: Path) -> None:
    for path in source.rglob("*"):
        if path.is_file():
            (target / path.relative_to(source)).parent.mkdir(parents=True, exist_ok=True)
            (target / path.relative_to(source)).write_bytes(path.read_bytes())


def said(case: Path) -> list[tuple[str, ...]]:
    log = case / "review/decisions.jsonl"
    lines = log.read_text(encoding="utf-8").splitlines() if log.exists() else []
    return [(line["by"], line["state"]) for line in map(json.loads, lines)]


def test_every_key_and_the_next_sitting(case: Path, terminal: Open) -> None:
    before = (case / "case.yaml").read_bytes()
    screen = terminal("read", case, "--by", "ann", "--first", "text", as_typed=True)
    first = screen.until(WAITS)
    assert "1 of " in first
    assert "››" in first
    assert "c  take it with a grade" in screen.press("?", then=HELP_ENDS)
    screen.press("z")
    assert "2 of " in screen.press("a")
    screen.press("r", then="why:")
    assert "3 of " in screen.press("because" + ENTER)
    screen.press("c", then="credibility 1 to 6")
    screen.press("9" + ENTER, then="not taken: a grade is a number from 1 to 6")
    screen.press("c", then="credibility 1 to 6")
    screen.press("2" + ENTER)
    screen.press("s")
    assert "taken back" in screen.press("u")
    screen.press("q", then="Write this into the case? [Y/n]")
    assert screen.ended("n" + ENTER) == 0
    assert "nothing was written into the case" in screen.shown
    assert [state for _, state in said(case)] == ["accepted", "rejected", "accepted", "proposed"]
    assert (case / "case.yaml").read_bytes() == before

    again = terminal("read", case, "--by", "ann", "--first", "text")
    told = again.until(WAITS)
    assert first.split("›› ")[0] != told
    again.press("q", then="[Y/n]")
    assert again.ended("y" + ENTER) == 0
    assert f"wrote {case}/case.yaml" in again.shown
    assert inside("check", case).code == 0


def test_an_edit_that_the_case_cannot_hold_is_refused_at_once(case: Path, terminal: Open) -> None:
    screen = terminal("read", case, "--by", "ann")
    screen.until(WAITS)
    for line, told in (
        ("nonsense", "write, for example, about="),
        ("colour=red", "not taken: colour: "),
        ("about=foo = bar", "not taken: "),
        ("kind=[a, b]", "not taken: kind: "),
    ):
        screen.press("e", then="field=value:")
        screen.press(line + ENTER, then="field=value:")
        shown = screen.press(ENTER)
        assert told in shown or told in screen.shown, (line, shown)
    assert said(case) == []
    screen.press("e", then="field=value:")
    screen.press("note=seen by two" + ENTER, then="field=value:")
    assert "2 of " in screen.press(ENTER)
    assert said(case) == [("ann", "edited")]
    screen.press("q", then="[Y/n]")
    assert screen.ended("y" + ENTER) == 0
    assert "note: seen by two" in (case / "case.yaml").read_text(encoding="utf-8")


def test_a_narrow_terminal(case: Path, terminal: Open) -> None:
    screen = terminal("read", case, "--by", "ann", columns=60)
    told = screen.until(WAITS) + screen.press("?", then=HELP_ENDS)
    assert max(map(len, told.splitlines())) <= 60
    assert screen.ended("q") == 0


@pytest.mark.parametrize(("keys", "code"), [("\x03", 130), ("\x04", 0)], ids=["Ctrl-C", "Ctrl-D"])
def test_leaving_at_a_key(keys: str, code: int, case: Path, terminal: Open) -> None:
    before = (case / "case.yaml").read_bytes()
    screen = terminal("read", case, "--by", "ann")
    screen.until(WAITS)
    assert screen.ended(keys) == code
    assert ("stopped; nothing was half-written" in screen.shown) == (code == 130)
    assert (case / "case.yaml").read_bytes() == before


@pytest.mark.parametrize("key", ["e", "aq"], ids=["a field", "the last question"])
def test_ctrl_c_at_a_question(key: str, case: Path, terminal: Open) -> None:
    before = (case / "case.yaml").read_bytes()
    screen = terminal("read", case, "--by", "ann")
    screen.until(WAITS)
    questions = {"e": "field=value:", "q": "[Y/n]"}
    if len(key) > 1:
        screen.press(key[0])
    screen.press(key[-1], then=questions[key[-1]])
    assert screen.ended("\x03") == 130
    assert "stopped; nothing was half-written" in screen.shown
    assert (case / "case.yaml").read_bytes() == before


def test_a_second_coder_is_not_shown_the_first_and_a_third_settles(case: Path, terminal: Open) -> None:
    first = terminal("read", case, "--by", "ann", "--first", "text")
    name = re.search(r"(r1-\w+) ·", first.until(WAITS))
    assert name is not None
    first.press("a")
    first.press("q", then="[Y/n]")
    first.ended("n" + ENTER)
    second = terminal("read", case, "--by", "bob", "--first", "text")
    told = second.until(WAITS)
    assert name[1] in told
    assert "ann" not in told
    second.press("r", then="why:")
    second.press("a slip of the rules" + ENTER)
    second.ended("q")
    chair = terminal("read", case, "--by", "chair", "--settle")
    told = chair.until(WAITS)
    assert "1 of 1" in told
    assert "ann said accepted" in told
    assert "bob said rejected: a slip of the rules" in told
    chair.press("a", then="Every item is decided.")
    chair.until("[Y/n]")
    assert chair.ended("n" + ENTER) == 0
    assert "1 accepted" in chair.shown
    assert "disputed" not in chair.shown
