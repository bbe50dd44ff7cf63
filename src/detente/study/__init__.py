"""How sure: what becomes of the conclusions while every judgement moves inside what the analyst admits.

`run` draws all judgements of a case many times, on any executor; the tasks say what is counted.
"""

from detente.study.acceptability import Acceptability, acceptability
from detente.study.running import Study, run
from detente.study.sensitivity import Sensitivity
from detente.study.sobol import Indices, sobol_indices
from detente.study.tasks import acceptability_task, judgements_of, packages_of_interest, sensitivity_task

__all__ = [
    "Acceptability",
    "Indices",
    "Sensitivity",
    "Study",
    "acceptability",
    "acceptability_task",
    "judgements_of",
    "packages_of_interest",
    "run",
    "sensitivity_task",
    "sobol_indices",
]
