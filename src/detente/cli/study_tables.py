"""What `study` prints: shares of draws, who stands in the way otherwise, what it hangs on."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from rich.console import RenderableType

from detente.brief.percent import percent
from detente.cli.tables import cell, facts, heading, note, table
from detente.study.acceptability import Share, ZoneShares
from detente.study.case_study import CaseStudy
from detente.study.flips import Flip, FlipPoints
from detente.study.sobol import Indices

JUDGEMENTS_SHOWN = 5
WHAT_IT_IS = (
    "Shares are of draws over all judgements that the case admits, each drawn from its whole range; they are no"
    " probabilities of what will happen."
)


def study_tables(found: CaseStudy) -> list[RenderableType]:
    """Everything `study` says about a case, in reading order."""
    shares = found.acceptability
    answer = shares.answer
    parts: list[RenderableType] = [heading(str(found.settled.case.title)), ""]
    rows = [("draws", f"{shares.draws:,} of all judgements, seed {shares.seed}")]
    if answer.zone is not None:
        rows += _zone(found, answer.zone)
    parts.append(facts(rows))
    if answer.proposals:
        parts += [heading("Proposals, completed where they leave issues open"), _proposals(found)]
    parts += _hanging(found)
    parts += [note(f"{caveat[0].upper()}{caveat[1:]}.") for caveat in answer.caveats]
    if found.skipped:
        parts.append(note(f"Where single judgements turn a conclusion is not said: {found.skipped}."))
    return [*parts, "", note(WHAT_IT_IS), "--json adds every package, rank shares, central weights and errors."]


def _name(found: CaseStudy, party: str) -> str:
    return next((str(item.name) for item in found.settled.case.parties if item.id == party), party)


def _share(share: Share, undecided: Share | None = None) -> str:
    told = f"{percent(share.share)} ± {percent(share.error)}" if share.error else percent(share.share)
    return f"{told}; not decided in {percent(undecided.share)}" if undecided and undecided.share else told


def _zone(found: CaseStudy, zone: ZoneShares) -> list[tuple[str, str]]:
    alone = _blockers(found, zone.alone)
    rows = [
        ("zone open", _share(zone.open, zone.undecided)),
        *([] if zone.mean_size is None else [("its mean size", f"{zone.mean_size:.1f} packages")]),
    ]
    return [*rows, ("closed by one alone", alone)] if alone else rows


def _blockers(found: CaseStudy, shares: Mapping[str, Share]) -> str:
    listed = sorted(((share.share, party) for party, share in shares.items() if share.share), reverse=True)
    return ", ".join(f"{_name(found, party)} {percent(share)}" for share, party in listed)


def _proposals(found: CaseStudy) -> RenderableType:
    made = table("proposal", "all accept a completion", "else one alone refuses", "turns on")
    for item in found.acceptability.answer.proposals:
        made.add_row(
            cell(item.proposal),
            _share(item.some, item.undecided),
            cell(_blockers(found, item.alone) or "–"),
            cell(_flips(found, found.flips.get(item.proposal)) or "–"),
        )
    return made


def _flips(found: CaseStudy, flips: FlipPoints | None) -> str:
    if flips is None:
        return ""
    return "; ".join(f"{_name(found, flip.party)}: {flip.what} at {_at(flip)}" for flip in flips.decisive)


def _at(flip: Flip) -> str:
    at = flip.nearest
    return "" if at is None else f"{_number(at)} (shown {_number(flip.shown)})"


def _number(value: Fraction) -> str:
    return f"{float(value):.4g}"


def _hanging(found: CaseStudy) -> list[RenderableType]:
    """What the zone, or the first proposal where nothing is said of the zone, hangs on."""
    conclusions = found.sensitivity.answer.conclusions
    told: list[RenderableType] = []
    for name, words in (("zone", "whether the zone is open"), ("zone-size", "how large it is")):
        indices = conclusions.get(name)
        if indices is not None:
            told += [heading(f"What explains {words}"), *_indices(found, indices)]
    return told


def _indices(found: CaseStudy, indices: Indices) -> list[RenderableType]:
    if indices.reason:
        return [note(indices.reason)]
    made = table("judgement", "alone", "with all others", numbers=("alone", "with all others"))
    for name, index in indices.largest(JUDGEMENTS_SHOWN):
        party, _, what = name.partition(": ")
        made.add_row(cell(f"{_name(found, party)}: {what}"), percent(max(index.first, 0)), percent(min(index.total, 1)))
    noise = max(max(index.first_error, index.total_error) for _, index in indices.largest(JUDGEMENTS_SHOWN))
    words = "shares of the variation that the judgement explains by itself, and in all (Sobol indices)"
    return [made, note(f"{words}; standard errors of at most {100 * noise:.2g} % from {indices.draws:,} draws")]
