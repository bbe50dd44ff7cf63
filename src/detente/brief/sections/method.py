"""How the numbers were reached: methods with their references, parameters, and what is exact."""

from __future__ import annotations

from detente.brief.blocks import Block, Definition, DefinitionList, Note, Paragraph, Section
from detente.brief.sections.material import Material, counted
from detente.engines.methods import METHODS
from detente.engines.settlement.of_case import CaseSettlement


def method(material: Material, settled: CaseSettlement | None) -> Section:
    """The section on methods and parameters."""
    blocks: list[Block] = []
    if settled is not None:
        blocks.append(DefinitionList(tuple(_parameters(material, settled)), small=True))
        used = [
            Definition(item.title, (item.formula, str(item.reference)), id=f"method-{item.name}") for item in METHODS
        ]
        blocks.append(Section("methods", "Methods", (DefinitionList(tuple(used), small=True),)))
    blocks.append(Note("method", "What this brief does not say", (Paragraph(_limits(material)),)))
    return Section("method", "How the numbers were reached", tuple(blocks))


def _parameters(material: Material, settled: CaseSettlement) -> list[Definition]:
    found = settled.settlement
    weights = ", ".join(str(weight) for weight in found.weights)
    size = counted(found.n_packages, "package")
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
                f"All {size} are enumerated. Values, frontiers and solutions are exact at the shown judgements (whole"
                " numbers and fractions); ranges over judgements are computed to a billionth of a point.",
            ),
        ),
        Definition(
            "Bargaining weights",
            (f"{weights}, in the order {material.named(settled.problem.bargainers)}",),
        ),
        Definition("Seed", ("none: nothing here is drawn at random",)),
    ]


def _limits(material: Material) -> str:
    text = (
        "It does not say what will happen, or what ought to. It says what follows from what is reported and from the"
        " judgements above. Whether a settlement would hold once it is signed, where positions lead, and what a"
        " guarantee would oblige whom to do are questions for engines that are not part of this version."
    )
    if material.case.conflict or material.case.commitments:
        text += " The case already records moves and clauses for them."
    return text
