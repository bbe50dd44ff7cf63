"""What stops a command from outside: Ctrl-C, a reader that left, a full disk, a place that cannot be written."""

from __future__ import annotations

import os
import pty
import resource
import signal
import subprocess
import time
from pathlib import Path

import pytest
from tests.cli.conftest import COMMAND, EXAMPLE, Done, Run, contents, environment, run
from tests.cli.made_up import SMALL, sizeable

MOST_BYTES = 4096


@pytest.fixture
def pipe(tmp_path: Path) -> Path:
    """A case file that a command waits for: it is at work from the moment that the other end opens."""
    path = tmp_path / "case.yaml"
    os.mkfifo(path)
    return path


def hearing() -> None:
    """Ctrl-C as on a terminal, also where these tests run in the background of a shell, which has it ignored."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def begun(*words: object, err: int = subprocess.PIPE) -> subprocess.Popen[bytes]:
    """A command at work."""
    return subprocess.Popen(
        [*COMMAND, *map(str, words)],
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=err,
        start_new_session=True,
        preexec_fn=hearing,
    )


def test_stopped_while_it_computes(pipe: Path) -> None:
    work = begun("settle", pipe)
    pipe.write_text(sizeable(6, 11, 6), encoding="utf-8")
    time.sleep(0.3)
    work.send_signal(signal.SIGINT)
    out, err = work.communicate(timeout=60)
    assert (work.returncode, out) == (130, b"")
    assert err.decode() == "detente: stopped; nothing was half-written\n"


def test_stopped_brief_leaves_the_old_one(pipe: Path, tmp_path: Path) -> None:
    out = tmp_path / "brief.html"
    out.write_text("the old one", encoding="utf-8")
    work = begun("brief", pipe, "-o", out)
    with pipe.open("w", encoding="utf-8"):
        work.send_signal(signal.SIGINT)
        _, err = work.communicate(timeout=60)
    assert work.returncode == 130
    assert err.decode().splitlines() == ["detente: stopped; nothing was half-written"]
    pipe.unlink()
    assert contents(tmp_path) == {"brief.html": b"the old one"}


def test_progress_on_a_terminal_after_a_second(pipe: Path) -> None:
    ours, theirs = pty.openpty()
    work = begun("settle", pipe, err=theirs)
    with pipe.open("w", encoding="utf-8") as case:
        time.sleep(1.5)
        case.write(SMALL)
    out, _ = work.communicate(timeout=60)
    os.close(theirs)
    shown = os.read(ours, 10_000).decode()
    os.close(ours)
    assert work.returncode == 0
    assert "reading (1 s; Ctrl-C stops)" in shown
    assert shown.endswith("\r\033[K")
    assert b"acceptable to all" in out


@pytest.mark.parametrize("words", [["schema"], ["settle", EXAMPLE], ["--help"]], ids=lambda words: words[0])
def test_reader_that_leaves(words: list[object]) -> None:
    work = begun(*words)
    assert work.stdout is not None
    assert work.stderr is not None
    work.stdout.close()
    assert work.stderr.read() == b""
    work.stderr.close()
    assert work.wait(timeout=60) in (0, 1 if words == ["--help"] else 0)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
@pytest.mark.parametrize("words", ["settle --json", "--help"])
def test_output_that_is_full(words: str) -> None:
    command = [*COMMAND, *words.split(), *([EXAMPLE] if words != "--help" else [])]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(command, env=environment(), stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith("detente: ")
    assert done.stderr.count("\n") == 1


def no_big_files() -> None:
    """What a full disk does, for one process: writing stops half-way."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (MOST_BYTES, MOST_BYTES))


def squeezed(text: str) -> str:
    """The words of a message, without the box around it."""
    return " ".join(text.replace("│", " ").split())


@pytest.mark.parametrize("command", ["brief", "new", "what-if"])
def test_disk_that_is_full(command: str, tmp_path: Path) -> None:
    out, case = tmp_path / "out.html", tmp_path / "case.yaml"
    out.write_text("the old one", encoding="utf-8")
    case.write_text(f"{SMALL}# {'long ' * 1000}\nevents:   []\n", encoding="utf-8")
    words: dict[str, tuple[object, ...]] = {
        "brief": ("brief", case, "-o", out),
        "new": ("new", tmp_path / "one/two"),
        "what-if": ("what-if", case, "north.walk-away=30", "--write"),
    }
    before = contents(tmp_path)
    done = run(*words[command], limit=no_big_files, cwd=tmp_path) if command != "new" else _new_without_room(tmp_path)
    assert done.code == 2, done
    assert done.out == ""
    assert "cannot be written: file too large; nothing was changed" in squeezed(done.err)
    assert contents(tmp_path) == before
    assert not (tmp_path / "one").exists()


def _new_without_room(folder: Path) -> Done:
    def none() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))

    return run("new", folder / "one/two", limit=none)


@pytest.mark.parametrize("command", ["brief", "schema"])
def test_places_that_cannot_be_written(command: str, small: Path, here: Run) -> None:
    words = [command, str(small)] if command == "brief" else [command]
    before = contents(small)
    for place, why in ((small, "is a folder"), (small / "no/where.html", "there is no folder")):
        done = here(*words, "-o", place)
        assert (done.code, done.out) == (2, "")
        assert why in squeezed(done.err)
    assert contents(small) == before


def test_written_through_a_link_and_into_a_device(small: Path, here: Run) -> None:
    link, target = small / "link.json", small / "target.json"
    target.write_text("old", encoding="utf-8")
    link.symlink_to(target)
    assert here("schema", "-o", link).code == 0
    assert link.is_symlink()
    assert target.read_text(encoding="utf-8").startswith("{")
    os.mkfifo(small / "fifo")
    reader = subprocess.Popen(["cat", small / "fifo"], stdout=subprocess.PIPE)
    assert here("schema", "-o", small / "fifo").code == 0
    assert reader.communicate(timeout=10)[0].startswith(b"{")


def test_brief_without_a_place_goes_where_one_stands(small: Path, monkeypatch: pytest.MonkeyPatch, here: Run) -> None:
    monkeypatch.chdir(small)
    (small / "small.html").mkdir()
    done = here("brief", small)
    assert done.code == 2
    assert "small.html is a folder" in squeezed(done.err)
