"""The record as a REFI-QDA project (`.qdpx`), which MAXQDA, NVivo, ATLAS.ti and QualCoder say they read.

Acts, issues with their options, parties and slots are codes; the reports are plain text sources; each row is a
selection with its codes, and what codes cannot say is a note. Positions count Unicode code points, as the standard
says; the end stands behind the last character, as in the standard's own examples. The same record gives the same
bytes: GUIDs are made from the case's ids, everything is dated with the day on which the record closes, and nothing is
compressed. Some readers fail where a date or a user is missing, where two codes have one name, or where a text's name
is no name for a file; so each part has both, and names are made to fit.
"""

from __future__ import annotations

import io
import re
import uuid
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from detente import __version__
from detente.case.model.base import first_day
from detente.evidence.exports.codes import codes_of
from detente.evidence.exports.records import RULES, Record, Row, Source, Term
from detente.evidence.items import Passage
from detente.foundation.conditions import And, Compare, Condition, Count, Has, Holds, Is, OneOf, Or, SetIs, parse
from detente.foundation.conditions.syntax import parts_of
from detente.foundation.errors import ConditionError

NAMESPACE = "urn:QDA-XML:project:1.0"
SCHEMA = "http://schema.qdasoftware.org/versions/Project/v1.0/Project.xsd"
PROJECT, SOURCES, INTERNAL = "project.qde", "sources", "internal://"
_GUIDS = uuid.uuid5(uuid.NAMESPACE_URL, "urn:detente")
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NAME_LENGTH = 80
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
_NO_FILE = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]+')
_NOBODY = "nobody named"


def qdpx(record: Record) -> bytes:
    """The project as the bytes of a zip file: `project.qde`, and the texts in `sources/`."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        _add(archive, PROJECT, project(record))
        for source in record.sources:
            _add(archive, f"{SOURCES}/{_file_of(record, source)}", _text_bytes(source.text))
    return out.getvalue()


def project(record: Record) -> bytes:
    """The project's XML alone."""
    return _Project(record).to_bytes()


def placeless(record: Record) -> int:
    """How many rows stand in no report, so that a project has no place for them."""
    known = {source.id for source in record.sources}
    return sum(not any(passage.report in known for passage in row.passages) for row in record.rows)


def _add(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    entry = zipfile.ZipInfo(name, _FIRST_DAY)
    entry.create_system, entry.external_attr = 3, 0o644 << 16
    archive.writestr(entry, data)


def _text_bytes(text: str) -> bytes:
    """UTF-8; a text that itself begins with a byte order mark gets one before it, so that no reader takes its own."""
    return text.encode("utf-8-sig" if text.startswith("\ufeff") else "utf-8", "replace")


def _file_of(record: Record, source: Source) -> str:
    return f"{_guid(record, 'file', source.id)}.txt"


def _guid(record: Record, *parts: str) -> str:
    return str(uuid.uuid5(_GUIDS, "\0".join((record.id, *parts)).encode("utf-8", "replace").decode()))


def _fit(text: str) -> str:
    """The text without the characters that XML cannot hold."""
    return _NO_XML.sub("\ufffd", text)


class _Project:
    """The project while it is put together; parts come in the order that the schema asks for."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self.codes: dict[tuple[str, ...], str] = {}
        self.named: set[str] = set()
        self.owner = record.by or (_NOBODY if record.accepted else RULES)
        names = dict.fromkeys((self.owner, *map(self._creator_of, record.rows)))
        self.users = {name: _guid(record, "user", name) for name in names}
        self.dated = {"creationDateTime": _moment(record.as_of)}

    def to_bytes(self) -> bytes:
        record = self.record
        root = Element(
            "Project",
            {
                "xmlns": NAMESPACE,
                "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
                "xsi:schemaLocation": f"{NAMESPACE} {SCHEMA}",
                "name": _fit(record.title),
                "origin": f"Détente {__version__}",
                "creatingUserGUID": self.users[self.owner],
                **self.dated,
            },
        )
        users = SubElement(root, "Users")
        for name, guid in self.users.items():
            SubElement(users, "User", {"guid": guid, "name": "rules of Détente" if name == RULES else _fit(name)})
        self._codebook(root)
        noted = self._sources(root)
        if noted:
            notes = SubElement(root, "Notes")
            for row in noted:
                self._note(notes, row)
        indent(root)
        return tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"

    def _codebook(self, root: Element) -> None:
        codes = SubElement(SubElement(root, "CodeBook"), "Codes")
        record = self.record
        acts = dict.fromkeys([*_ACTS, *(row.act for row in record.rows if row.act)])
        slots = dict.fromkeys(row.slot for row in record.rows if row.slot)
        self._folder(codes, "Acts", "act", [Term(act, act) for act in acts])
        self._folder(codes, "Parties", "party", record.parties)
        self._folder(codes, "Issues", "issue", record.issues)
        self._folder(codes, "Slots of events", "slot", [Term(slot, slot) for slot in slots])

    def _folder(self, codes: Element, title: str, kind: str, terms: Iterable[Term]) -> None:
        terms = tuple(terms)
        if terms:
            self.named.add(title.casefold())
            folder = SubElement(
                codes, "Code", {"guid": _guid(self.record, "code", kind), "name": title, "isCodable": "false"}
            )
            self._terms(folder, title, (kind,), terms)

    def _terms(self, above: Element, title: str, path: tuple[str, ...], terms: tuple[Term, ...]) -> None:
        """A code for each term, named by its words, and by more where another code has the same name."""
        words = [term.words.casefold() for term in terms]
        for term in terms:
            here = (*path, term.id)
            self.codes[here] = _guid(self.record, "code", *here)
            names = [term.words, f"{title}: {term.words}", f"{title}: {term.id}", ": ".join(here)]
            wanted = names if words.count(term.words.casefold()) == 1 else names[2:]
            name = next((name for name in wanted if name.casefold() not in self.named), wanted[-1])
            self.named.add(name.casefold())
            code = SubElement(above, "Code", {"guid": self.codes[here], "name": _fit(name), "isCodable": "true"})
            SubElement(code, "Description").text = _fit(_meaning(here))
            self._terms(code, term.words, here, term.parts)

    def _sources(self, root: Element) -> list[Row]:
        """The reports with their selections; the rows that need a note, in the order of the record."""
        if not self.record.sources:
            return []
        sources = SubElement(root, "Sources")
        noted: set[tuple[str, str]] = set()
        standing: dict[str, list[tuple[Passage, int, Row]]] = {}
        for row in self.record.rows:
            for place, passage in enumerate(row.passages):
                standing.setdefault(passage.report, []).append((passage, place, row))
        for source in self.record.sources:
            text = SubElement(
                sources,
                "TextSource",
                {
                    "guid": _guid(self.record, "source", source.id),
                    "name": _name_of(source),
                    "plainTextPath": INTERNAL + _file_of(self.record, source),
                    "creatingUser": self.users[self.owner],
                    **self.dated,
                },
            )
            SubElement(text, "Description").text = _fit(_about(source))
            here = standing.get(source.id, [])
            selected = [found for found in here if found[0].end > found[0].start]
            for passage, place, row in sorted(selected, key=lambda found: (found[0].start, found[0].end)):
                self._selection(text, source, passage, place, row)
            whole = [row for passage, _, row in here if passage.end <= passage.start]
            for row in whole:
                self._codings(text, row, "whole")
            for row in whole:
                SubElement(text, "NoteRef", {"targetGUID": self._note_guid(row)})
            noted |= {(row.kind, row.id) for _, _, row in here}
        return [row for row in self.record.rows if (row.kind, row.id) in noted]

    def _selection(self, text: Element, source: Source, passage: Passage, place: int, row: Row) -> None:
        quoted = " ".join((source.text[passage.start : passage.end] or passage.quote).split())
        attributes = {
            "guid": _guid(self.record, "selection", row.kind, row.id, str(place)),
            "name": _fit(quoted if len(quoted) <= _NAME_LENGTH else quoted[: _NAME_LENGTH - 1] + "…"),
            "startPosition": str(passage.start),
            "endPosition": str(passage.end),
        }
        selection = SubElement(text, "PlainTextSelection", {**attributes, **self._made(row)})
        essence = "; ".join(line for line in _told(row) if line.startswith(_ESSENTIAL))
        if essence:
            SubElement(selection, "Description").text = _fit(essence)
        self._codings(selection, row, str(place))
        SubElement(selection, "NoteRef", {"targetGUID": self._note_guid(row)})

    def _creator_of(self, row: Row) -> str:
        return row.coder or row.proposer or self.owner

    def _made(self, row: Row) -> dict[str, str]:
        return {"creatingUser": self.users[self._creator_of(row)], **self.dated}

    def _codings(self, above: Element, row: Row, place: str) -> None:
        for path in dict.fromkeys(_paths(row)):
            if path in self.codes:
                guid = _guid(self.record, "coding", row.kind, row.id, place, *path)
                coding = SubElement(above, "Coding", {"guid": guid, **self._made(row)})
                SubElement(coding, "CodeRef", {"targetGUID": self.codes[path]})

    def _note_guid(self, row: Row) -> str:
        return _guid(self.record, "note", row.kind, row.id)

    def _note(self, notes: Element, row: Row) -> None:
        attributes = {"guid": self._note_guid(row), "name": _fit(f"{row.kind} {row.id}"), **self._made(row)}
        note = SubElement(notes, "Note", attributes)
        SubElement(note, "PlainTextContent").text = _fit("\n".join(_told(row)))


_ACTS = (
    "offer", "demand", "propose", "accept", "reject", "oppose", "support", "concede", "threaten", "promise",
    "consult", "announce", "characterise", "justify", "report", "say",
)  # fmt: skip


def _meaning(path: tuple[str, ...]) -> str:
    """What a code stands for: the id in the case, and for acts the codes of PLOVER and CAMEO."""
    kind, *names = path
    if kind != "act":
        return f"{kind}: {' = '.join(names)}"
    plover, cameo = codes_of(names[0])
    return "; ".join(part for part in (plover and f"PLOVER {plover}", cameo and f"CAMEO {cameo}") if part)


def _paths(row: Row) -> Iterator[tuple[str, ...]]:
    """The codes of a row: its act, who speaks and to whom, what it is about and on which condition, its slot."""
    if row.act:
        yield ("act", row.act)
    if row.slot:
        yield ("slot", row.slot)
    for party in (row.source, *row.to):
        if party:
            yield ("party", party)
    for condition in (row.about, row.if_):
        if condition:
            with suppress(ConditionError):
                yield from _named(parse(condition))


def _named(condition: Condition, says: bool = True) -> Iterator[tuple[str, ...]]:
    """The issues that a condition names, and the options that it says; what is under `not` or `if` names issues."""
    match condition:
        case Is(issue, option, negated):
            yield ("issue", issue.id, option.id) if says and not negated else ("issue", issue.id)
        case OneOf(issue, options) | SetIs(issue, options, False):
            yield ("issue", issue.id)
            yield from (("issue", issue.id, option.id) for option in options if says)
        case Has(issue, member):
            yield ("issue", issue.id, member.id) if says else ("issue", issue.id)
        case Holds(action):
            yield ("issue", action.id)
        case SetIs(issue) | Count(issue) | Compare(issue):
            yield ("issue", issue.id)
        case _:
            for part in parts_of(condition):
                yield from _named(part, says and isinstance(condition, And | Or))


def _moment(day: str | None) -> str:
    """The first moment of the day, month or year."""
    try:
        return f"{first_day(day or '').isoformat()}T00:00:00Z"
    except ValueError:
        return "1980-01-01T00:00:00Z"


def _name_of(source: Source) -> str:
    """The report's id and title, without what no file name may hold."""
    words = _NO_FILE.sub(" ", f"{source.id} {source.title or source.outlet or ''}")
    return _fit(" ".join(words.split())[:_NAME_LENGTH].strip(" ."))


def _about(source: Source) -> str:
    known = (
        ("outlet", source.outlet),
        ("author", source.author),
        ("published", source.published),
        ("language", source.lang),
        ("address", source.url),
        ("reliability", source.reliability),
        ("the same story as", source.same_story_as),
        ("note", source.note),
    )
    return "\n".join(f"{name}: {value}" for name, value in known if value)


_ESSENTIAL = ("about: ", "if: ", "credibility: ", "slot: ", "denied: ")
"""The lines of a note that stand beside the selection too, for programs that do not read notes of selections."""


def _told(row: Row) -> Iterator[str]:
    """What a row says, a line for each thing."""
    known = (
        ("source", row.source),
        ("via", ", ".join(row.via)),
        ("act", row.act),
        ("denied", "the report says that this was not so" if row.negated else None),
        ("to", ", ".join(row.to)),
        ("about", row.about),
        ("if", row.if_),
        ("gist", row.gist),
        ("proposal", row.proposal),
        ("on", row.on),
        ("event", f"{row.subject_kind} {row.subject}" if row.subject else None),
        ("slot", f"{row.slot}: {row.value}" if row.slot else None),
        ("outcome", row.outcome),
        ("because", ", ".join(row.because)),
        ("credibility", row.credibility),
        ("coder", row.coder),
        ("proposed by", row.proposer),
        ("rule", f"{row.rule}, confidence {row.confidence}" if row.rule else None),
        ("note", row.note),
    )
    yield f"{row.kind} {row.id}"
    yield from (f"{name}: {value}" for name, value in known if value)
