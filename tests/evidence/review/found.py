"""Items as the rules would find them, made by hand over the worked case and an invented report."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from detente.evidence.items import (
    ConditionalOffer,
    EventMention,
    Extraction,
    Passage,
    ProposalMention,
    SlotValue,
    Voice,
)
from detente.evidence.items import Statement as Found
from detente.evidence.reading.document import Document, Metadata
from detente.evidence.reading.plain import document_of_text
from detente.evidence.values import Days, Place, Quantity

CASE = Path(__file__).parents[3] / "examples" / "ukraine-2025"
R1 = (CASE / "reports" / "r1.txt").read_text(encoding="utf-8")
R3 = (
    "Envoys meet again\n\nOn Tuesday the Ukrainian president said that his country would drop the bid if the United "
    "States gave a guarantee in the style of Article 5, and he rejected what he called “the lesser text”.\n"
)


def report() -> Document:
    return document_of_text(R3, "r3", metadata=Metadata(outlet="The Harbour Times", published="2025-12-16"))


def passage(text: str, name: str, words: str) -> Passage:
    start = text.index(words)
    return Passage(name, start, start + len(words), words)


SPEAKER = Voice("Volodymyr Zelenskyy", "zelenskyy")


def statement(text: str, name: str, words: str, **more: object) -> Found:
    base = Found(
        id=f"{name}-s1", passage=passage(text, name, words), source=None, cue=None, content=(), chain=(SPEAKER,),
        act="offer", modality="offers", negated=False, direct=False, addressees=(), on=None, setting=(), about=None,
        if_=None, proposal=None, rule="by hand", confidence="high",
    )  # fmt: skip
    return replace(base, **more)  # type: ignore[arg-type]


NEW = statement(
    R3, "r3", R3[19 : R3.index(", and he")], cue=passage(R3, "r3", "said"), about="alliance = dropped",
    if_="guarantee = article5-style",
)  # fmt: skip
OLD = statement(R1, "r1", "President Volodymyr Zelenskyy made the offer in talks that lasted five hours in Berlin")
OFFER = ConditionalOffer(
    "r3-o1", NEW.passage, "r3-s1", (SPEAKER,), passage(R3, "r3", "drop the bid"),
    passage(R3, "r3", "if the United States gave a guarantee"), passage(R3, "r3", "if"), (), False, "offer",
    "alliance = dropped", "guarantee = article5-style and usa in guarantors", "by hand", "medium",
)  # fmt: skip
MEETING = EventMention(
    "r1-e1", "meeting", passage(R1, "r1", "talks that lasted five hours in Berlin"), (),
    (
        SlotValue("place", Place("Berlin", ("Germany",)), passage(R1, "r1", "Berlin"), (), "by hand", "high"),
        SlotValue("duration", Quantity(5, "hour"), passage(R1, "r1", "five hours"), (), "by hand", "high"),
        SlotValue("when", Days(None, None), passage(R1, "r1", "at the weekend"), (), "by hand", "low"),
    ), "by hand", "medium",
)  # fmt: skip
PLAN = ProposalMention("r3-p1", "the lesser text", passage(R3, "r3", "the lesser text"), (), (), "by hand", "low")
EXTRACTIONS = (
    Extraction("r1", statements=(OLD,), events=(MEETING,)),
    Extraction("r3", statements=(NEW,), offers=(OFFER,), proposals=(PLAN,)),
)
