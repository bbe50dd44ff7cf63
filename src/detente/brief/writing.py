"""From a case to its brief: gathers the results, writes the sections it can, names what is missing."""

from __future__ import annotations

from collections.abc import Callable

from detente import __version__
from detente.brief.blocks import Brief, Finding, Imprint, KeyFigures, Note, Paragraph, Section
from detente.brief.sections.drafts import drafts
from detente.brief.sections.evidence import evidence, reports, reports_sentence
from detente.brief.sections.frontier import frontier
from detente.brief.sections.material import Material, gather, listed
from detente.brief.sections.method import method
from detente.brief.sections.opening import opening, opening_sentence
from detente.brief.sections.question import question
from detente.brief.sections.solutions import selected_sentence, solutions
from detente.brief.sections.stances import stances
from detente.brief.sections.zone import key_figures, missing, shared_answers, zone, zone_sentence
from detente.case.reading import CaseFile
from detente.engines.settlement.of_case import CaseSettlement
from detente.foundation.progress import SILENT, Progress

Analysis = Callable[[Material, CaseSettlement], Section]
ANALYSES: tuple[Analysis, ...] = (zone, frontier, solutions, opening)


def write_brief(read: CaseFile, progress: Progress = SILENT, language: str = "en") -> Brief:
    """The brief of a case as a tree of blocks. A case without preferences gives what can be said without."""
    material = gather(read, progress, language)
    case, settled = read.case, material.settled
    analyses = [section(material, settled) for section in ANALYSES] if settled else [missing(material)]
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
            *analyses,
            reports(material),
            evidence(material),
            method(material, settled),
        ),
        notices=_notices(material),
        front_figures=KeyFigures(key_figures(material, settled), basis="computed") if settled else None,
    )


def findings(material: Material) -> tuple[Finding, ...]:
    """The three main findings: the zone, what is in it or would open it, and what it all rests on."""
    return (*_of_the_zone(material), _of_the_record(material))


def _of_the_zone(material: Material) -> tuple[Finding, ...]:
    settled = material.settled
    if settled is None:
        text = "What the parties could accept cannot be said: " + "; ".join(f.what for f in material.unsettled)
        return (Finding(f"{text}.", id="zone"),)
    first = Finding(
        _zone_claim(material, settled),
        method="all packages enumerated; exact at the shown judgements",
        basis="computed",
        id="zone",
    )
    if not settled.settlement.n_acceptable:
        second = opening_sentence(material, settled)
    else:
        shared = shared_answers(material, settled)
        common = f"Every package that all accept has this in common: {'; '.join(shared)}."
        second = common if shared else selected_sentence(material, settled)
    return first, Finding(second, evidence=_resting_on(material), basis="computed", id="content")


def _zone_claim(material: Material, settled: CaseSettlement) -> str:
    text = zone_sentence(material, settled)
    spread = material.zone_spread
    if spread is None or not settled.settlement.n_acceptable or spread.always == spread.sometimes:
        return text
    doubtful = _doubtful(material, settled)
    if spread.always:
        return f"{text} {spread.always:,} of them stay so under every judgement that the analyst admits."
    if doubtful:
        whose = "the judgements about" if len(doubtful) < len(settled.problem.asked) else "judgements:"
        return f"{text} None stays so under every admitted judgement: it turns on {whose} {listed(doubtful)}."
    return text


def _doubtful(material: Material, settled: CaseSettlement) -> list[str]:
    codes = settled.settlement.zone.acceptable.tolist()[:2000]
    found = {name for spread in settled.spreads(codes) for name, verdict in spread.verdicts if verdict == "depends"}
    return [material.name(name) for name in settled.problem.parties if name in found]


def _resting_on(material: Material) -> tuple[str, ...]:
    """The statements under the red lines and offers, which decide what all accept."""
    lines = [line.because for preference in material.case.preferences.values() for line in preference.red_lines]
    lines += [offer.because for offer in material.case.offers]
    return tuple(dict.fromkeys(name for because in lines for name in because))


def _of_the_record(material: Material) -> Finding:
    if not material.case.reports:
        return Finding("The case names no report: every number in it is a judgement alone.", id="record")
    if material.case.events:
        text = reports_sentence(material)
    else:
        text = (
            f"The record rests on {len(material.case.statements)} statements in {len(material.case.reports)} reports."
        )
    single = _single_source_lines(material)
    if single:
        text += f" One report alone carries {listed(single)}."
    return Finding(text, method="reports compared by hand, slot by slot", basis="reported", id="record")


def _single_source_lines(material: Material) -> list[str]:
    return [
        f"{material.name(name)}'s red line “{(line.id or 'red line').replace('-', ' ')}”"
        for name, preference in material.case.preferences.items()
        for line in preference.red_lines
        if line.because and material.single_source(line.because)
    ]


def _notices(material: Material) -> tuple[Note, ...]:
    notices: list[Note] = []
    view = material.read.view
    if view is not None:
        name = view.title.in_language(material.language) if view.title else view.view
        by = f", by {view.by}" if view.by else ""
        text = f"Preferences are those of the view “{name}”{by}, not the case's own."
        notices.append(Note("warning", "Read with a view", (Paragraph(text),)))
    if material.case.preferences:
        by = f" Whose: {material.case.by}." if material.case.by else ""
        text = (
            "No report gives numbers on what the parties want. Those used here are judgements, most of them ranges:"
            f" the brief shows the middle, and what changes inside the range.{by}"
        )
        notices.append(Note("judgement", "Judgements, not measurements", (Paragraph(text),)))
    if material.read.warnings:
        lines = tuple(Paragraph(str(fault)) for fault in material.read.warnings[:10])
        notices.append(Note("warning", "Warnings about the case", lines))
    return tuple(notices)
