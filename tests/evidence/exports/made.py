"""An invented case whose reports are full of what breaks offsets, tables and XML, and findings in a text."""

from __future__ import annotations

from detente.case.reading import CaseFile, parse_case
from detente.evidence.exports.records import Record, record_of_case, record_of_reports
from detente.evidence.items import (
    ConditionalOffer,
    EventMention,
    Extraction,
    Passage,
    ProposalMention,
    SlotValue,
    Statement,
    Voice,
)
from detente.evidence.reading.document import Metadata
from detente.evidence.reading.plain import document_of_text
from detente.evidence.reports import Reports
from detente.evidence.values import Place, Quantity, Words

R1 = (
    "𝕿he talks 🕊️ on the river\n\nAccording to Harbour Wire, an aide of North 𝔸 said that North would share the "
    "river if South stayed for ten years. =HYPERLINK(1) was the clerk’s note.\n"
)
R2 = (
    "Łódka 👩‍👩‍👧 meets\n\nThe two met in “Port <Vell> & Co” for more than five hours. -5 degrees, wrote one; "
    "@South denied\x00that it had refused.\n"
)


def span(text: str, words: str) -> str:
    start = text.index(words)
    return f"[{start}, {start + len(words)}]"


CASE = f"""\
detente: 1
id: river
title: The <river> & "its" talks 🕊️
by: Anna Łódzka
parties:
  - {{id: north, name: North, kind: state}}
  - {{id: south, name: South, kind: state}}
issues:
  - id: river
    label: River
    question: Who gets the river?
    kind: choice
    options: [{{id: shared, label: same words}}, {{id: upstream, label: same words}}, {{id: downstream}}]
  - {{id: term, question: For how long?, kind: number, from: 0, to: 20, step: 10, units: years}}
  - {{id: wardens, question: Who watches?, kind: set, of: [north, south]}}
offers:
  - {{id: o1, by: north, to: [south], gives: river = shared, if: term >= 10, on: 2025-12-14, because: [s1, s2]}}
  - {{id: o2, by: south, gives: not river = upstream and north in wardens, if: "wardens in {{north}}"}}
reports:
  - {{id: r1, outlet: Harbour Times, title: "=Talks", author: B. Roe, published: 2025-12-14, text: r1.txt,
     url: "https://example.org/a?b=c&d", reliability: B}}
  - {{id: r2, outlet: "+Wire", published: 2025-12, lang: pl, text: r2.txt, same-story-as: r1, note: a copy}}
statements:
  - id: s1
    report: r1
    span: {span(R1, "an aide of North 𝔸 said that North would share the river if South stayed for ten years")}
    source: north
    via: [Harbour Wire, an aide]
    act: offer
    to: [south]
    about: river = shared
    if: term >= 10
    gist: "@gist"
    on: 2025-12-14
    credibility: 2
    by: Ben, proposed by model tiny
  - {{id: s2, report: r2, span: {span(R2, "-5 degrees")}, source: a clerk, act: propose, by: Cleo}}
  - {{id: s3, report: r2, span: {span(R2, "@South denied")}, source: south, act: reject,
     note: "denied: the report says that this was not so"}}
  - {{id: s4, report: r1, span: {span(R1, "=HYPERLINK(1) was the clerk’s note")}, source: a clerk, act: say}}
events:
  - id: talks
    kind: meeting
    on: 2025-12
    slots:
      place: [{{value: Port Vell, report: r2, span: {span(R2, "“Port <Vell> & Co”")}}}, {{value: a quay, report: r2}}]
      duration:
        outcome: soft
        values: [{{value: "> 5 hours", report: r2, span: {span(R2, "more than five hours")}, source: north}}]
""".replace("wardens in {{north}}", "wardens = {north}").replace('"wardens in {north}"', '"wardens = {north}"')


def case() -> CaseFile:
    return parse_case(CASE, {"r1.txt": R1, "r2.txt": R2.replace("\x00", "\ufffd")})


def record() -> Record:
    return record_of_case(case())


def empty() -> Record:
    return Record("nothing", "Nothing", True, (), ())


def passage(words: str) -> Passage:
    start = R1.index(words)
    return Passage("r1", start, start + len(words), words)


AIDE = (Voice("Harbour\nWire"), Voice("an aide of North", "north"))
FOUND = Extraction(
    "r1",
    statements=(
        Statement(
            id="r1-s1", passage=passage("an aide of North 𝔸 said"), source=None, cue=None, content=(), chain=AIDE,
            act="demand", modality="none", negated=True, direct=False, addressees=(Voice("South", "south"),), on=None,
            setting=(), about="river = shared", if_="this is no condition", proposal=None, rule="verb",
            confidence="low",
        ),
    ),
    offers=(
        ConditionalOffer(
            "r1-o1", passage("North would share the river if South stayed"), "r1-s1", (), passage("share the river"),
            passage("if South stayed"), passage("if"), (Voice("South", "south"),), True, "threat", "river = shared",
            "term >= 10", "conditional", "high",
        ),
    ),
    events=(
        EventMention(
            "r1-e1", "meeting", passage("The talks".replace("T", "𝕿")), (),
            (
                SlotValue("place", Place("the river"), passage("on the river"), (), "place", "high"),
                SlotValue("place", Words("South"), passage("South"), AIDE, "place", "low"),
                SlotValue("duration", Quantity(10, "year", ">"), passage("ten years"), (), "quantity", "medium"),
            ),
            "event", "high",
        ),
    ),
    proposals=(
        ProposalMention(
            "r1-p1", "the note", passage("the clerk’s note"), (),
            (SlotValue("status", Words("a note"), passage("note"), (), "status", "low"),), "proposal", "low",
        ),
    ),
)  # fmt: skip


def reports(*, in_names: bool = False) -> Reports:
    known = Metadata(outlet="Harbour Times", published="2025-12-14")
    return Reports((document_of_text(R1, "r1", metadata=known),), (FOUND,), case().case if in_names else None)


def proposed() -> Record:
    return record_of_reports(reports())
