"""The shape in which a model answers: quotations and the names of acts, never offsets and never conditions."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from detente.evidence.items import Act, Modality

MOST_ITEMS = 200
LONGEST = 4_000


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_max_length=LONGEST)


class SaidItem(_Strict):
    """A statement: who says, offers, demands, opposes, accepts something."""

    quotation: str = Field(description="The whole passage, verbatim: speaker, verb and what is said.")
    content: str = Field(description="What is said, verbatim, a part of the quotation.")
    speaker: str | None = Field(
        description="The words of the report that name the speaker, or null: the report itself."
    )
    act: Act
    modality: Modality


class OfferItem(_Strict):
    """A conditional offer: this, if that."""

    quotation: str = Field(description="The whole passage, verbatim: what is given, the condition, the words between.")
    gives: str = Field(description="What is given, verbatim, a part of the quotation.")
    condition: str = Field(description="The condition or the return, verbatim, a part of the quotation.")
    trigger: str = Field(description="The words that tie both, such as 'in exchange for', verbatim.")
    speaker: str | None = Field(description="The words of the report that name who offers, or null: the report itself.")
    guarantors: list[str] = Field(description="Who would deliver the condition, verbatim names.", max_length=50)
    act: Literal["offer", "demand", "threat", "report"]


class Answer(_Strict):
    """Everything that the model found in one piece of a report."""

    statements: list[SaidItem] = Field(max_length=MOST_ITEMS)
    offers: list[OfferItem] = Field(max_length=MOST_ITEMS)
