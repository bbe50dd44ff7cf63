"""From a case to the problems of the forecast engine, and from its answers back to the case's words.

The only part of this engine that knows cases.
"""

from detente.engines.forecast.of_case.answering import (
    CaseForecast,
    IssueForecast,
    Supposed,
    forecast_of_case,
    supposed,
    supposed_answer,
)
from detente.engines.forecast.of_case.positions import IssuePositions, LeftOut, Stance, positions_of_case
from detente.engines.forecast.of_case.scales import IssueScale, NoScale, scale_of
from detente.engines.forecast.of_case.voting import NotKnown, NoVote, ScaleVote, Voter, votes_on

__all__ = [
    "CaseForecast",
    "IssueForecast",
    "IssuePositions",
    "IssueScale",
    "LeftOut",
    "NoScale",
    "NoVote",
    "NotKnown",
    "ScaleVote",
    "Stance",
    "Supposed",
    "Voter",
    "forecast_of_case",
    "positions_of_case",
    "scale_of",
    "supposed",
    "supposed_answer",
    "votes_on",
]
