"""The store: stopped at any moment and taken up again."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.evidence.reading.pages import PAGE, PARAGRAPHS, RSS, TEXT

from detente.evidence.reading.ingest import LEDGER, TEXTS, ingest, stored
from detente.foundation.errors import Cancelled, WorkspaceError
from detente.foundation.progress import Progress

RUN = "import sys; from detente.evidence.reading.ingest import ingest; ingest([sys.argv[1]], sys.argv[2])"


def reports(folder: Path, count: int) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        (folder / f"report-{number:04}.txt").write_text(f"{TEXT}\nThis is number {number}.\n", encoding="utf-8")
    return folder


def kept(store: Path) -> list[tuple[str, str, object]]:
    return [(document.id, document.text, document.blocks) for document in stored(store)]


def test_documents_come_back_as_they_were_read(tmp_path: Path) -> None:
    from detente.evidence.reading.read import read_documents

    folder = reports(tmp_path / "in", 3)
    (folder / "page.html").write_text(PAGE, encoding="utf-8")
    (folder / "feed.xml").write_text(RSS, encoding="utf-8")
    done = ingest([folder], tmp_path / "store")
    assert len(done.new) == 6
    assert sorted(stored(tmp_path / "store"), key=lambda d: d.id) == sorted(
        read_documents([folder]), key=lambda d: d.id
    )


def test_the_same_bytes_are_taken_in_once(tmp_path: Path) -> None:
    folder, store = reports(tmp_path / "in", 4), tmp_path / "store"
    ingest([folder], store)
    before = (store / LEDGER).read_bytes()
    again = ingest([folder], store)
    assert (again.new, again.versions, again.known) == ((), (), 4)
    assert (store / LEDGER).read_bytes() == before
    (folder / "copy.txt").write_bytes((folder / "report-0001.txt").read_bytes())
    assert ingest([folder], store).new == ()
    after = (store / LEDGER).read_bytes()
    ingest([folder], store)
    assert (store / LEDGER).read_bytes() == after
    assert len(kept(store)) == 4


def test_a_changed_file_is_a_version_beside_the_old_one(tmp_path: Path) -> None:
    folder, store = reports(tmp_path / "in", 2), tmp_path / "store"
    ingest([folder], store)
    (folder / "report-0000.txt").write_text(TEXT + "\nChanged since.\n", encoding="utf-8")
    done = ingest([folder], store)
    assert (done.new, done.versions) == ((), ("report-0000-v2",))
    assert [document.id for document in stored(store)] == ["report-0001", "report-0000-v2"]
    assert len(list(stored(store, all_versions=True))) == 3


def test_faults_are_told_and_tried_again(tmp_path: Path) -> None:
    folder, store = reports(tmp_path / "in", 1), tmp_path / "store"
    (folder / "bad.pdf").write_bytes(b"%PDF-1.4 broken")
    assert [fault.rule for fault in ingest([folder], store).faults] == ["broken"]
    size = (store / LEDGER).stat().st_size
    ingest([folder], store)
    assert (store / LEDGER).stat().st_size == size
    (folder / "bad.pdf").unlink()
    (folder / "bad.txt").write_text(PARAGRAPHS[0], encoding="utf-8")
    assert ingest([folder], store).new == ("bad",)


def test_a_run_that_is_stopped_goes_on(tmp_path: Path) -> None:
    folder, store = reports(tmp_path / "in", 12), tmp_path / "store"
    progress = Progress(lambda step: progress.cancel() if step.done == 5 else None)
    with pytest.raises(Cancelled):
        ingest([folder], store, progress=progress)
    assert len(kept(store)) == 6
    assert len(ingest([folder], store).new) == 6
    ingest([folder], tmp_path / "at-once")
    assert kept(store) == kept(tmp_path / "at-once")


def test_half_a_line_and_a_lost_text_are_repaired(tmp_path: Path) -> None:
    folder, store = reports(tmp_path / "in", 3), tmp_path / "store"
    ingest([folder], store)
    whole = (store / LEDGER).read_bytes()
    for cut in (1, 40, len(whole.splitlines(keepends=True)[-1]) - 1):
        (store / LEDGER).write_bytes(whole[:-cut])
        assert len(kept(store)) == 2
        assert ingest([folder], store).new == ("report-0002",)
        assert len(kept(store)) == 3
    (store / TEXTS / "left.part").write_bytes(b"half")
    ingest([folder], store)
    assert not list((store / TEXTS).glob("*.part"))


def test_a_damaged_ledger_or_text_is_named(tmp_path: Path) -> None:
    folder, store = reports(tmp_path / "in", 3), tmp_path / "store"
    ingest([folder], store)
    text = next((store / TEXTS).glob("*.txt"))
    text.write_text("something else", encoding="utf-8")
    with pytest.raises(WorkspaceError, match="was changed"):
        kept(store)
    lines = (store / LEDGER).read_bytes().splitlines(keepends=True)
    (store / LEDGER).write_bytes(lines[0] + b"nonsense\n" + lines[2])
    with pytest.raises(WorkspaceError, match=r"ledger.jsonl:2: this line"):
        ingest([folder], store)


@pytest.mark.skipif(sys.platform == "win32", reason="needs file locks")
def test_two_runs_at_a_time_are_refused(tmp_path: Path) -> None:
    import fcntl

    folder, store = reports(tmp_path / "in", 1), tmp_path / "store"
    ingest([folder], store)
    with (store / "lock").open("ab") as lock:
        fcntl.flock(lock.fileno(), fcntl.LOCK_EX)
        with pytest.raises(WorkspaceError, match="another run"):
            ingest([folder], store)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs kill -9")
def test_killed_at_any_moment_nothing_is_lost_and_nothing_twice(tmp_path: Path) -> None:
    count = 120 if os.environ.get("DETENTE_PROOF") != "1" else 1000
    folder, store = reports(tmp_path / "in", count), tmp_path / "store"
    chance, kills = random.Random(5), 0
    for _ in range(12):
        running = subprocess.Popen([sys.executable, "-c", RUN, str(folder), str(store)])
        enough = len(_whole_lines(store)) + chance.randint(3, count // 5)
        while running.poll() is None and len(_whole_lines(store)) < enough:
            time.sleep(0.002)
        if running.poll() is not None:
            assert running.returncode == 0
            break
        running.send_signal(signal.SIGKILL)
        running.wait()
        kills += 1
        ids = [json.loads(line)["file"] for line in _whole_lines(store)]
        assert len(ids) == len(set(ids))
    ingest([folder], store)
    ingest([folder], tmp_path / "at-once")
    assert kept(store) == kept(tmp_path / "at-once")
    assert len(kept(store)) == count
    assert kills >= 2


def _whole_lines(store: Path) -> list[bytes]:
    ledger = store / LEDGER
    return (
        [line for line in ledger.read_bytes().splitlines(keepends=True) if line.endswith(b"\n")]
        if ledger.exists()
        else []
    )
