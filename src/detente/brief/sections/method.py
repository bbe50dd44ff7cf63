"""How the numbers were reached: methods with their references, parameters, and what is exact."""

from __future__ import annotations

from collections.abc import Iterator

from detente.assessment.forecast import ForecastAssessment
from detente.assessment.holding import Holding
from detente.brief.blocks import Block, Definition, DefinitionList, Note, Paragraph, Section
from detente.brief.sections.large_numbers import in_size
from detente.brief.sections.material import Material, counted
from detente.engines.commitments.of_case import CaseCommitments, NotAsked
from detente.engines.forecast.of_case import ScaleVote
from detente.engines.forecast.of_case.blocs import BlocPower
from detente.engines.methods import METHODS, Method
from detente.engines.settlement.of_case import CaseSettlement, LargeCaseSettlement
from detente.study.case_study import CaseStudy

ALWAYS = ("acceptance", "pareto-frontier", "trades", "concessions")
"""What every settlement is made of, beside its solutions."""


def method(material: Material, settled: CaseSettlement | LargeCaseSettlement | None) -> Section:
    """The section on methods and parameters."""
    blocks: list[Block] = []
    parameters = [*(_parameters(material, settled) if settled is not None else ()), *_seed(material, settled)]
    if parameters:
        blocks.append(DefinitionList(tuple(parameters), small=True))
    used = tuple(
        Definition(item.title, (item.formula, str(item.reference)), id=f"method-{item.name}")
        for item in methods_used(material, settled)
    )
    if used:
        blocks.append(Section("methods", "Methods", (DefinitionList(used, small=True),)))
    blocks.append(Note("method", "What this brief does not say", tuple(Paragraph(text) for text in _limits(material))))
    return Section("method", "How the numbers were reached", tuple(blocks))


def methods_used(material: Material, settled: CaseSettlement | LargeCaseSettlement | None) -> tuple[Method, ...]:
    """The methods that a brief's numbers come from, in the order of the list of methods."""
    names = {*ALWAYS, *settled.settlement.solutions} if settled is not None else set[str]()
    if isinstance(settled, LargeCaseSettlement):
        names = (names - {"trades"}) | {"folded-frontier", "certified-search"}
    if material.commitments is not None:
        names |= set(_methods_of(material.commitments))
    if material.study is not None:
        names |= set(_methods_of_study(material.study))
    if material.holding is not None:
        names |= set(_methods_of_stability(material.holding))
    if material.forecast is not None:
        names |= set(_methods_of_forecast(material.forecast))
    return tuple(item for item in METHODS if item.name in names)


def _methods_of_study(found: CaseStudy) -> Iterator[str]:
    yield found.acceptability.answer.method
    yield found.sensitivity.answer.method
    yield from (flips.method for flips in found.flips.values())


def _methods_of_stability(held: Holding) -> Iterator[str]:
    answer = held.found.answer
    yield from (verdicts.method for verdicts in answer.verdicts.values())
    if held.states:
        yield "stability-certificate"
    if any(item.form == "statements" for item in answer.found.ranked):
        yield "option-prioritisation"
    more = (answer.coalitions, answer.ways, held.robustness, *answer.uncertain.values(), *held.inverse.values())
    yield from (item.method for item in more if item is not None)


def _methods_of_forecast(found: ForecastAssessment) -> Iterator[str]:
    for item in found.issues:
        yield item.forecast.models.method
        yield from (model.method for model in item.forecast.models.models)
        yield from (vote.method for vote in item.forecast.votes if isinstance(vote, ScaleVote))
    if found.found.exchange is not None:
        yield found.found.exchange.method
    powers = [bloc for bloc in found.found.blocs if isinstance(bloc, BlocPower)]
    yield from (answer.method for bloc in powers for answer in (bloc.shapley_shubik, bloc.banzhaf))


def _methods_of(found: CaseCommitments) -> Iterator[str]:
    answers: list[object] = [item.obligations for item in found.obligations]
    answers += [part for item in found.guarantees for part in (item.gap, item.coverage)]
    for contest in found.contests:
        answers += [contest.result, contest.critical, contest.curve, contest.uncertain, contest.ranges, contest.terms]
        answers += [part for shift in contest.shifts for part in (shift.problem, shift.cure)]
    for step in (step for item in found.accessions for step in item.steps):
        answers += [step.vote, step.in_force, step.delay]
        answers += [] if isinstance(step.chance, NotAsked) else [step.chance.shown]
    yield from (str(getattr(answer, "method", "")) for answer in answers if not isinstance(answer, NotAsked))


def _parameters(material: Material, settled: CaseSettlement | LargeCaseSettlement) -> list[Definition]:
    found = settled.settlement
    weights = ", ".join(str(weight) for weight in found.weights)
    return [
        Definition(
            "Values",
            (
                "Additive: the sum over issues of the weight's share times the value of the answer, plus interactions."
                " A party's walk-away is a number on its own scale.",
            ),
        ),
        Definition(
            "Exactness",
            (
                f"{_looked_at(settled)} Values, frontiers and solutions are exact at the shown judgements (whole"
                " numbers and fractions); ranges over judgements are computed to a billionth of a point.",
            ),
        ),
        Definition(
            "Bargaining weights",
            (f"{weights}, in the order {material.named(settled.problem.bargainers)}",),
        ),
    ]


def _looked_at(settled: CaseSettlement | LargeCaseSettlement) -> str:
    if isinstance(settled, CaseSettlement):
        return f"All {counted(settled.settlement.n_packages, 'package')} are enumerated."
    size = in_size(settled.settlement.zone.n_packages)
    return (
        f"{size} packages are too many to enumerate; the section on the zone says how each part is known."
        " Numbers that begin with “about” are estimates by draws."
    )


def _seed(material: Material, settled: CaseSettlement | LargeCaseSettlement | None) -> list[Definition]:
    """Where the draws begin, for what is drawn at random."""
    told: list[str] = []
    if material.study is not None:
        told.append(f"{material.study.acceptability.seed}, for the draws of all judgements")
    contests = material.commitments.contests if material.commitments else ()
    drawn = [item.uncertain.seed for item in contests if not isinstance(item.uncertain, NotAsked)]
    if drawn:
        told.append(f"{drawn[0]}, for the draws from what is believed of reliabilities")
    robust = material.holding.robustness if material.holding else None
    if robust is not None and robust.seed is not None:
        told.append(f"{robust.seed}, for the orders of wishes drawn")
    led = [item.study for item in material.forecast.issues if item.study] if material.forecast else []
    if led:
        told.append(f"{led[0].seed}, for the draws of salience and influence")
    if isinstance(settled, LargeCaseSettlement):
        told.append(f"{settled.settlement.zone.seed}, for {settled.settlement.zone.draws:,} possible packages drawn")
    if not told and settled is not None:
        told.append("none: nothing here is drawn at random")
    return [Definition("Seed", ("; ".join(told),))] if told else []


def _limits(material: Material) -> list[str]:
    """What the brief leaves to others: what will happen, what ought to, and the questions without an engine."""
    text = (
        "It does not say what will happen, or what ought to. It says what follows from what is reported and from the"
        " judgements above."
    )
    found = material.commitments
    if found is not None and (found.obligations or found.contests):
        text += (
            " What somebody would owe is read from texts and from reports of texts; whether it would be done is another"
            " question. What a guarantee would be worth follows from judgements alone."
        )
    elif not material.case.commitments:
        text += (
            " What a guarantee would oblige whom to do can be asked where a case has commitments and scenarios; this"
            " one has none."
        )
    asked = "can be asked where a case says who can do what alone; this one does not"
    if material.holding is not None:
        asked = "is asked of the moves that the case records, and of no others"
    elif material.unheld:
        asked = "is asked by the case and could not be computed"
    if material.forecast is not None:
        leads = "Where positions lead is told by models that differ widely; none of them is a prediction to rely on."
    else:
        leads = "Where positions lead can be asked where a case has positions on a scale; this one has none."
    rest = f"Whether a party would gain by moving away from a settlement {asked}. {leads}"
    return [text, rest]
