"""Which judgements the conclusions of a case hang on: Sobol indices of each, over draws of all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from detente.engines.methods.answer import Answer
from detente.study.acceptability import Codes
from detente.study.factors import Factor, FloatArray, width
from detente.study.opening import Opening, verdicts_only
from detente.study.parties import JudgedParty, Layout
from detente.study.sobol import METHOD, Indices, Sampled, estimated, sampled
from detente.study.store import Arrays
from detente.study.tally import Setting, acceptance, blocks_of_draws


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Sensitivity(Answer):
    """For each conclusion, what each judgement explains of it; `judgements` names them, whose first.

    conclusions: `zone` (open or not), `zone-size`, `proposal <id>`, `package <code>`.
    """

    judgements: tuple[tuple[str, str], ...]
    conclusions: Mapping[str, Indices]


@dataclass(frozen=True, eq=False)
class SensitivityTask:
    """A task for `run`: each draw is a row of both base samples.

    opening: as in `AcceptabilityTask`; a draw that it cannot decide counts as closed.
    """

    digest: str
    parties: tuple[JudgedParty, ...]
    setting: Setting
    codes: Codes
    proposals: tuple[str, ...]
    resamples: int
    caveats: tuple[str, ...] = ()
    opening: Opening | None = None

    @property
    def factors(self) -> tuple[Factor, ...]:
        """Every judgement that is more than a point and that a draw can change."""
        return tuple(f for party in self.parties for f in party.factors if f.form.size)

    @property
    def conclusions(self) -> tuple[str, ...]:
        """The names of the numbers that are explained."""
        zone = ("zone", "zone-size") if self.setting.every else ("zone",) if self.opening else ()
        packages = tuple(f"package {code}" for code in self.codes[self.setting.interest].tolist())
        return (*zone, *(f"proposal {name}" for name in self.proposals), *packages)

    @property
    def about(self) -> Mapping[str, object]:
        """The case's digest, the method, and the conclusions."""
        at_size = {} if self.opening is None else {"at size": self.opening.about}
        return {"case": self.digest, "method": METHOD, "version": 1, "conclusions": list(self.conclusions), **at_size}

    @cached_property
    def _layouts(self) -> tuple[Layout, ...]:
        """What of the packages' values no draw changes, of each party."""
        return tuple(party.layout() for party in self.parties)

    def outputs(self, uniforms: FloatArray) -> FloatArray:
        """The conclusions as numbers, output[row, conclusion]."""
        rows, laid = list[FloatArray](), list(zip(self.parties, self._layouts, strict=True))
        at_once = max(len(self.codes), self.opening.combinations // 8 if self.opening else 0)
        for part in blocks_of_draws(len(uniforms), at_once):
            judged = [p.judged(uniforms[part], at) for p, at in laid]
            agreed = acceptance(self.setting, judged).all_accept
            columns = [agreed.any(axis=1), agreed.sum(axis=1)] if self.setting.every else []
            if self.opening is not None:
                floors = [one.walk_away for one in judged]
                told = verdicts_only(self.opening, self.parties, uniforms[part], floors)
                columns += [verdicts == 1 for verdicts in told]
            columns += [agreed[:, among].any(axis=1) for among in self.setting.proposals]
            columns += [agreed[:, place] for place in self.setting.interest]
            table = np.stack(columns, axis=1) if columns else np.zeros((len(agreed), 0))
            rows.append(table.astype(np.float64))
        return np.concatenate(rows)

    def chunk(self, draws: int, rng: np.random.Generator) -> Arrays:
        """The conclusions at both samples and at each mixture."""
        columns = width(self.factors)
        a, b = rng.random((draws, columns)), rng.random((draws, columns))
        sizes = [factor.form.size for factor in self.factors]
        found = sampled(self.outputs, sizes, a, b)
        return {"a": found.a, "b": found.b, "mixed": found.mixed}

    def answer(self, parts: Sequence[Arrays], seed: int) -> Sensitivity:
        """The indices of every conclusion."""
        a, b = (np.concatenate([part[name] for part in parts]) for name in ("a", "b"))
        mixed = np.concatenate([part["mixed"] for part in parts], axis=1)
        names = tuple(f"{factor.party}: {factor.what}" for factor in self.factors)
        # Chunks draw from the children (0,), (1,), …; the bootstrap has to come from none of them.
        boots = np.random.SeedSequence(seed, spawn_key=(0, 0)).spawn(len(self.conclusions))
        found = {
            name: estimated(
                Sampled(a[:, i], b[:, i], mixed[:, :, i]),
                names,
                np.random.default_rng(boots[i]),
                self.resamples,
                seed=seed,
            )
            for i, name in enumerate(self.conclusions)
        }
        return Sensitivity(
            method=METHOD,
            caveats=self.caveats,
            seed=seed,
            judgements=tuple((factor.party, factor.what) for factor in self.factors),
            conclusions=found,
        )
