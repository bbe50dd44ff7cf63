"""Deterrence: what an attack is worth when guarantors may join, how reliable they must be, and what a record shows."""

from detente.engines.commitments.deterrence.contest import contest_success
from detente.engines.commitments.deterrence.curve import CurvePoint, DeterrenceCurve, deterrence_curve
from detente.engines.commitments.deterrence.expected_utility import DeterrenceResult, JoinedSet, deterrence
from detente.engines.commitments.deterrence.guarantor_choice import (
    GuarantorChoices,
    ReputationMapping,
    Stake,
    guarantor_choice,
)
from detente.engines.commitments.deterrence.joining import JoinedSets, joined_sets
from detente.engines.commitments.deterrence.kendall import kendall_tau_b
from detente.engines.commitments.deterrence.moral_hazard import MoralHazard, Promise, moral_hazard
from detente.engines.commitments.deterrence.no_answer import NoAnswer
from detente.engines.commitments.deterrence.problem import Deterrence, Guarantor
from detente.engines.commitments.deterrence.reliability import (
    RECORDS,
    BetaPrior,
    RecordedReliability,
    published_reliability,
    recorded_reliability,
)
from detente.engines.commitments.deterrence.selection import SelectionEffect, selection_effect
from detente.engines.commitments.deterrence.threshold import (
    CriticalReliabilities,
    ReliabilityThreshold,
    critical_reliabilities,
    reliability_threshold,
)
from detente.engines.commitments.deterrence.uncertain_reliability import UncertainDeterrence, uncertain_deterrence
from detente.engines.commitments.deterrence.war_and_reason import CapabilityShare, State, capability_share

__all__ = [
    "RECORDS",
    "BetaPrior",
    "CapabilityShare",
    "CriticalReliabilities",
    "CurvePoint",
    "Deterrence",
    "DeterrenceCurve",
    "DeterrenceResult",
    "Guarantor",
    "GuarantorChoices",
    "JoinedSet",
    "JoinedSets",
    "MoralHazard",
    "NoAnswer",
    "Promise",
    "RecordedReliability",
    "ReliabilityThreshold",
    "ReputationMapping",
    "SelectionEffect",
    "Stake",
    "State",
    "UncertainDeterrence",
    "capability_share",
    "contest_success",
    "critical_reliabilities",
    "deterrence",
    "deterrence_curve",
    "guarantor_choice",
    "joined_sets",
    "kendall_tau_b",
    "moral_hazard",
    "published_reliability",
    "recorded_reliability",
    "reliability_threshold",
    "selection_effect",
    "uncertain_deterrence",
]
