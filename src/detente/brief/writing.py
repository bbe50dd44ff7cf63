"""From a case to its brief: gathers the results, writes the sections it can, names what is missing."""

from __future__ import annotations

from detente import __version__
from detente.brief.blocks import Brief, Finding, Imprint, KeyFigures, Note, Paragraph, Section
from detente.brief.prose import Cite, Inline, Prose, Refer
from detente.brief.sections.accession import accession
from detente.brief.sections.certainty import certainty
from detente.brief.sections.contests import contest_sentence, contests, worth_condition
from detente.brief.sections.drafts import drafts
from detente.brief.sections.evidence import evidence, reports, reports_sentence
from detente.brief.sections.forecast import forecast, forecast_finding
from detente.brief.sections.frontier import frontier
from detente.brief.sections.guarantees import guarantees, guarantees_sentence
from detente.brief.sections.large_numbers import how_counted
from detente.brief.sections.large_zone import (
    conflict_sentence,
    key_figures_at_size,
    zone_at_size,
    zone_sentence_at_size,
)
from detente.brief.sections.material import Material, counted, gather, listed
from detente.brief.sections.method import method
from detente.brief.sections.opening import opening, opening_sentence, turn_condition
from detente.brief.sections.question import question
from detente.brief.sections.selections import selected_sentence
from detente.brief.sections.shared import shared_answers, shared_in_words
from detente.brief.sections.solutions import solutions
from detente.brief.sections.stability import stability, stability_finding
from detente.brief.sections.stances import numbers_counted, stances
from detente.brief.sections.texts import texts
from detente.brief.sections.timeline import chronology
from detente.brief.sections.zone import key_figures, missing, spread_sentence, zone, zone_sentence
from detente.case.reading import CaseFile
from detente.engines.settlement.of_case import CaseSettlement, LargeCaseSettlement
from detente.foundation.progress import SILENT, Progress

TURNS_ON_FRONT = 3
"""Most turning points that the first finding lists."""


def write_brief(read: CaseFile, progress: Progress = SILENT, language: str = "en") -> Brief:
    """The brief of a case as a tree of blocks. A case without preferences gives what can be said without."""
    material = gather(read, progress, language)
    case, settled = read.case, material.settled
    return Brief(
        title=case.title.in_language(language),
        question=case.question.in_language(language) if case.question else "What could the parties all accept?",
        as_of=case.as_of or "",
        language=language,
        imprint=Imprint(
            case=case.id,
            digest=read.digest,
            version=__version__,
            views=(read.view.view,) if read.view else (),
        ),
        front=findings(material),
        sections=(
            question(material),
            stances(material),
            drafts(material),
            *_analyses(material),
            *_written(certainty(material), stability(material)),
            *_written(guarantees(material), contests(material), accession(material), forecast(material)),
            reports(material),
            evidence(material),
            *_written(chronology(material), texts(material)),
            method(material, settled),
        ),
        notices=_notices(material),
        front_figures=_key_figures(material),
    )


def _analyses(material: Material) -> tuple[Section, ...]:
    """What can be agreed and what cannot: of the zone a large case says other things, the rest is one for all."""
    settled = material.settled
    if settled is None:
        return (missing(material),)
    large = isinstance(settled, LargeCaseSettlement)
    first = zone_at_size(material, settled) if large else zone(material, settled)
    return first, frontier(material, settled), solutions(material, settled), opening(material, settled)


def _key_figures(material: Material) -> KeyFigures | None:
    settled = material.settled
    if settled is None:
        return None
    large = isinstance(settled, LargeCaseSettlement)
    return KeyFigures(key_figures_at_size(settled) if large else key_figures(material, settled), basis="computed")


def _written(*sections: Section | None) -> list[Section]:
    return [section for section in sections if section is not None]


def findings(material: Material) -> tuple[Finding, ...]:
    """The main findings: the zone and what is in it or would open it, what would hold, the guarantees, the record."""
    holding, leading = stability_finding(material), forecast_finding(material)
    return (
        *_of_the_zone(material),
        *((holding,) if holding else ()),
        *_of_the_guarantees(material),
        *((leading,) if leading else ()),
        _of_the_record(material),
    )


def _of_the_zone(material: Material) -> tuple[Finding, ...]:
    settled = material.settled
    if isinstance(settled, LargeCaseSettlement):
        return _of_the_large_zone(material, settled)
    if settled is None:
        text = "Not computed, the zone of possible agreement: " + "; ".join(f.what for f in material.unsettled)
        return (Finding(f"{text}.", id="finding-zone"),)
    turning_points = _turning_points(material)
    alone = "; the conditions move one judgement at a time" if turning_points else ""
    first = Finding(
        f"{zone_sentence(material, settled)} {spread_sentence(material, settled)}".strip(),
        conditions=turning_points,
        method=f"every possible package computed, exact at the shown judgements{alone}",
        basis="computed",
        id="finding-zone",
    )
    return first, _of_the_content(material, settled)


def _of_the_large_zone(material: Material, large: LargeCaseSettlement) -> tuple[Finding, ...]:
    empty = large.settlement.zone.empty
    first = Finding(
        zone_sentence_at_size(material, large),
        points=(conflict_sentence(material, large),) if large.settlement.zone.conflicts else (),
        method=how_counted(large.settlement) if not empty else "proved without looking at the packages one by one",
        basis="computed",
        id="finding-zone",
    )
    content = opening_sentence(material, large) if empty else selected_sentence(material, large)
    return first, Finding(content, basis="computed", id="finding-content")


def _turning_points(material: Material) -> tuple[Prose, ...]:
    """The judgements that, moved alone, would turn the first finding round."""
    if material.flips is None:
        return ()
    decisive = material.flips.decisive
    told: list[Prose] = [
        turn_condition(material, flip, holds=material.flips.holds) for flip in decisive[:TURNS_ON_FRONT]
    ]
    more = len(decisive) - len(told)
    if more:
        told.append((f"{counted(more, 'further judgement')}: see ", Refer("turns")))
    return tuple(told)


def _of_the_content(material: Material, settled: CaseSettlement) -> Finding:
    """What is in the zone, or what would open it."""
    count = settled.settlement.n_acceptable
    if not count:
        return Finding(opening_sentence(material, settled), basis="computed", id="finding-content")
    shared = shared_answers(material, settled)
    if not shared:
        text = f"No answer is common to all these packages. {selected_sentence(material, settled)}"
        return Finding(text, basis="computed", id="finding-content")
    which = "The one package that all accept" if count == 1 else f"In common to all {count:,} packages"
    text = f"{which}: {shared_in_words(shared)}."
    fixed = all(item.whatever_the_numbers for item in shared)
    if fixed:
        text += " Red lines and offers alone rule out every other answer, whatever the numbers."
    order = [party.id for party in material.case.parties]
    found = dict.fromkeys(ground for item in shared for ground in item.grounds or ())
    grounds = sorted(found, key=lambda ground: order.index(ground.party))
    return Finding(
        text,
        conditions=tuple(
            (f"this stands ({material.name(ground.party)}): {ground.words}", *material.cites(ground.because))
            for ground in grounds
        ),
        method="every package with another answer breaches one of these" if fixed else "",
        basis="" if fixed else "computed",
        id="finding-content",
    )


def _of_the_guarantees(material: Material) -> tuple[Finding, ...]:
    """What the guarantees leave open, and what they would be worth; nothing where the case asks neither."""
    found = material.commitments
    if found is None:
        return ()
    findings: list[Finding] = []
    if found.guarantees or found.obligations:
        findings.append(
            Finding(
                guarantees_sentence(material, found),
                method="duties derived clause by clause; each step is shown",
                id="finding-guarantees",
            )
        )
    if found.contests:
        first, *others = found.contests
        condition = worth_condition(first)
        findings.append(
            Finding(
                contest_sentence(material, first),
                points=tuple(contest_sentence(material, item) for item in others),
                conditions=(condition,) if condition else (),
                method="an attack's worth on average over all groups of guarantors that may join",
                basis="computed",
                id="finding-worth",
            )
        )
    return tuple(findings)


def _of_the_record(material: Material) -> Finding:
    case = material.case
    if not case.reports:
        numbers = "every number in it is a judgement alone" if case.preferences else "nothing in it can be traced"
        return Finding(f"The case names no report: {numbers}.", id="finding-record")
    if case.events:
        text = reports_sentence(material)
    else:
        text = (
            f"The record: {counted(len(case.statements), 'statement')} in {counted(len(case.reports), 'report')}, not"
            " compared with one another."
        )
    prose: list[Inline] = [text]
    single = _single_source_lines(material)
    if single:
        prose.append(" Red lines and offers that one report alone carries: ")
        for place, (words, because) in enumerate(single):
            prose += ["; " if place else "", words, *(Cite(name) for name in because)]
        prose.append(".")
    return Finding(
        tuple(prose), method="reports compared by hand, point by point", basis="reported", id="finding-record"
    )


def _single_source_lines(material: Material) -> list[tuple[str, tuple[str, ...]]]:
    lines = [
        (f"never {material.condition(line.never)} ({material.name(name)})", line.because)
        for name, preference in material.case.preferences.items()
        for line in preference.red_lines
    ]
    lines += [(f"offer {offer.id} ({material.name(offer.by)})", offer.because) for offer in material.case.offers]
    return [(words, because) for words, because in lines if because and material.single_source(because)]


def _notices(material: Material) -> tuple[Note, ...]:
    notices: list[Note] = []
    view = material.read.view
    if view is not None:
        name = view.title.in_language(material.language) if view.title else view.view
        by = f", by {view.by}" if view.by else ""
        text = f"Preferences are those of the view “{name}”{by}, not the case's own."
        notices.append(Note("warning", "Read with a view", (Paragraph(text),)))
    if material.case.preferences:
        by = f" Whose judgements: {material.case.by}." if material.case.by else ""
        points, ranges, orders, comparisons = numbers_counted(material.case)
        kinds = [(points, "fixed number"), (ranges, "range"), (orders, "order"), (comparisons, "comparison")]
        made_of = listed([counted(count, kind) for count, kind in kinds if count])
        text = f"What the parties want is entered as judgements: {made_of}."
        if ranges or orders or comparisons:
            text += (
                " Results are computed at the shown point of each range, order or set of comparisons; beside them"
                " stands how far they move over all that the case admits."
            )
        text += by
        notices.append(Note("judgement", "Judgements, not measurements", (Paragraph(text),)))
    if material.read.warnings:
        lines = tuple(Paragraph(str(fault)) for fault in material.read.warnings[:10])
        notices.append(Note("warning", "Warnings about the case", lines))
    return tuple(notices)
