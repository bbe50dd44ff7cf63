"""Many reports into a store: stopped at any moment and taken up again, nothing lost and nothing twice."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from detente.evidence.reading.document import Block, Document, Metadata
from detente.evidence.reading.faults import Unreadable
from detente.evidence.reading.limits import STANDARD, Limits
from detente.evidence.reading.naming import id_of
from detente.evidence.reading.read import bytes_of_file, documents_of_bytes, report_files
from detente.foundation.errors import Fault, ReadingError, WorkspaceError
from detente.foundation.progress import SILENT, Progress

LEDGER = "ledger.jsonl"
TEXTS = "texts"
_LOCK = "lock"


@dataclass(frozen=True, slots=True)
class Ingested:
    """What one run did: documents that came in new, files whose bytes were there already, and what failed.

    `versions` are documents from files that had other bytes at an earlier time.
    """

    new: tuple[str, ...] = ()
    versions: tuple[str, ...] = ()
    known: int = 0
    faults: tuple[Fault, ...] = ()


@dataclass(slots=True)
class _Known:
    """What the ledger says, kept up to date while a run goes on."""

    digests: set[str] = field(default_factory=set)
    latest: dict[str, str] = field(default_factory=dict)
    ids: set[str] = field(default_factory=set)
    failures: set[tuple[str, str]] = field(default_factory=set)
    of_file: dict[str, list[str]] = field(default_factory=dict)
    of_digest: dict[str, list[str]] = field(default_factory=dict)


def ingest(
    paths: Iterable[Path | str], into: Path | str, *, limits: Limits = STANDARD, progress: Progress = SILENT
) -> Ingested:
    """Read the files and folders into the store at `into`, which is made where there is none.

    Each file is one step: its texts are written whole, then one line of the ledger says so. A run that stops
    anywhere, even killed, is taken up by running it again; bytes that are in the store are not taken in again, also
    not under another name. A file that has changed comes in as a version beside the old one. Files that cannot be
    read are faults of the answer and are tried again by the next run.
    """
    store = Path(into)
    faults: list[Fault] = []
    with _locked(store):
        _repair(store)
        known = _known(store)
        files = list(report_files(paths, limits=limits, on_fault=faults.append))
        new: list[str] = []
        versions: list[str] = []
        count = 0
        with (store / LEDGER).open("ab", buffering=0) as ledger:
            for number, file in enumerate(files):
                progress.at("taking in reports", number, len(files))
                try:
                    came, again = _take_in(file, store, ledger.fileno(), known, limits)
                except ReadingError as error:
                    faults += error.faults
                    _note_failure(file, error, ledger.fileno(), known)
                    continue
                (versions if again else new).extend(came)
                count += not came
        progress.at("taking in reports", len(files), len(files))
    return Ingested(tuple(new), tuple(versions), count, tuple(faults))


def stored(store: Path | str, *, all_versions: bool = False) -> Iterator[Document]:
    """The documents of a store in the order in which they came; of a changed file the last version only."""
    folder = Path(store)
    entries = [entry for entry in _entries(folder) if entry["event"] in ("ingested", "version")]
    replaced = {old for entry in entries for old in entry.get("replaces", ())}
    for entry in entries:
        for document in entry["documents"]:
            if all_versions or document["id"] not in replaced:
                yield _loaded(document, folder)


@contextmanager
def _locked(store: Path) -> Iterator[None]:
    """The store for this process alone, where the system knows locks; a killed process leaves none behind."""
    try:
        (store / TEXTS).mkdir(parents=True, exist_ok=True)
        with (store / _LOCK).open("ab") as lock:
            _lock(lock.fileno(), store)
            yield
    except OSError as error:
        raise WorkspaceError(
            f"{store}: the store cannot be written: {(error.strerror or str(error)).lower()}"
        ) from None


def _lock(number: int, store: Path) -> None:
    try:
        import fcntl  # noqa: PLC0415
    except ModuleNotFoundError:
        return
    try:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise WorkspaceError(f"{store}: another run is writing to this store (wait until it is done)") from None


def _repair(store: Path) -> None:
    """Take away what a killed run left: half a line at the end of the ledger, and half-written texts."""
    ledger = store / LEDGER
    if ledger.exists():
        raw = ledger.read_bytes()
        whole = raw.rfind(b"\n") + 1
        if whole < len(raw):
            with ledger.open("r+b") as opened:
                opened.truncate(whole)
                os.fsync(opened.fileno())
    for half in (store / TEXTS).glob("*.part"):
        half.unlink(missing_ok=True)


def _entries(store: Path) -> Iterator[dict[str, Any]]:
    ledger = store / LEDGER
    if not ledger.exists():
        return
    with ledger.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if not line.endswith(b"\n"):
                return
            try:
                entry = json.loads(line)
                entry = {"event": entry["event"], "file": entry["file"], **entry}
            except (ValueError, KeyError, TypeError):
                raise WorkspaceError(f"{ledger}:{number}: this line of the ledger is damaged (restore it)") from None
            yield entry


def _known(store: Path) -> _Known:
    """What the ledger says, as far as the texts that it speaks of are there."""
    known = _Known()
    for entry in _entries(store):
        if entry["event"] == "failed":
            known.failures.add((entry["file"], entry["what"]))
            continue
        if all((store / TEXTS / f"{document['text']}.txt").exists() for document in entry["documents"]):
            _remember(known, entry)
    return known


def _remember(known: _Known, entry: Mapping[str, Any]) -> None:
    known.digests.add(entry["digest"])
    known.latest[entry["file"]] = entry["digest"]
    ids = [document["id"] for document in entry["documents"]]
    known.ids.update(ids)
    if ids:
        known.of_digest[entry["digest"]] = ids
    known.of_file[entry["file"]] = known.of_digest.get(entry["digest"], ids)


def _take_in(file: Path, store: Path, ledger: int, known: _Known, limits: Limits) -> tuple[list[str], bool]:
    """The ids of the documents that came in, and whether they are another version of the file."""
    raw = bytes_of_file(file, limits)
    digest, name = hashlib.sha256(raw).hexdigest(), str(file)
    before = known.latest.get(name)
    if before == digest:
        return [], False
    if digest in known.digests:
        _append(ledger, known, {"event": "also", "file": name, "digest": digest, "documents": []})
        return [], False
    version = before is not None
    stem = Path(name).stem
    named = f"{_fresh(stem, known)}{file.suffix}" if version else file.name
    try:
        documents = list(documents_of_bytes(raw, named, origin=name, limits=limits, taken=known.ids))
    except Unreadable as error:
        raise error.at(name) from None
    entry = {
        "event": "version" if version else "ingested",
        "file": name,
        "digest": digest,
        "replaces": known.of_file.get(name, []) if version else [],
        "documents": [_saved(document, store) for document in documents],
    }
    _append(ledger, known, entry)
    return [document.id for document in documents], version


def _fresh(stem: str, known: _Known) -> str:
    number = 2
    while id_of(f"{stem}-v{number}") in known.ids:
        number += 1
    return f"{stem}-v{number}"


def _append(ledger: int, known: _Known, entry: dict[str, Any]) -> None:
    """One line at the end of the ledger, in one write: this is the moment at which a file is in."""
    line = json.dumps({**entry, "at": datetime.now(UTC).isoformat(timespec="seconds")}, ensure_ascii=True) + "\n"
    os.write(ledger, line.encode("ascii"))
    os.fsync(ledger)
    _remember(known, entry)


def _note_failure(file: Path, error: ReadingError, ledger: int, known: _Known) -> None:
    failure = (str(file), str(error))
    if failure not in known.failures:
        known.failures.add(failure)
        line = {"event": "failed", "file": failure[0], "what": failure[1], "at": datetime.now(UTC).isoformat()}
        os.write(ledger, (json.dumps(line, ensure_ascii=True) + "\n").encode("ascii"))


def _saved(document: Document, store: Path) -> dict[str, Any]:
    """The text as a file named by its digest, and all else as data."""
    raw = document.text.encode("utf-8")
    name = hashlib.sha256(raw).hexdigest()
    target = store / TEXTS / f"{name}.txt"
    if not target.exists():
        half = target.with_suffix(".part")
        with half.open("wb") as opened:
            opened.write(raw)
            opened.flush()
            os.fsync(opened.fileno())
        half.replace(target)
    data = {
        "id": document.id,
        "text": name,
        "blocks": [[block.kind, block.start, block.end] for block in document.blocks],
        "metadata": {key: value for key, value in asdict(document.metadata).items() if value is not None},
    }
    return data | {key: getattr(document, key) for key in ("origin", "media_type", "encoding", "digest", "notes")}


def _loaded(data: Mapping[str, Any], store: Path) -> Document:
    file = store / TEXTS / f"{data['text']}.txt"
    try:
        raw = file.read_bytes()
    except OSError:
        raise WorkspaceError(f"{file}: a text of the store is missing (take in the reports again)") from None
    if hashlib.sha256(raw).hexdigest() != data["text"]:
        raise WorkspaceError(f"{file}: a text of the store was changed (take it away and take in the reports again)")
    document = Document(data["id"], raw.decode("utf-8"), tuple(Block(*block) for block in data["blocks"]))
    return replace(
        document,
        metadata=Metadata(**data["metadata"]),
        notes=tuple(data["notes"]),
        **{key: data[key] for key in ("origin", "media_type", "encoding", "digest")},
    )
