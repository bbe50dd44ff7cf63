"""The attacks that a guarantee is usually asked about, as scenarios."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from detente.engines.commitments.scenario import Attack, Scenario
from detente.foundation.errors import OutOfDomain

STANDARD = (
    "full-attack",
    "limited-strike",
    "forces-outside",
    "blockade",
    "cyber",
    "proxy",
    "provocation-claimed",
)


def standard_scenarios(
    attacker: str,
    target: str,
    on: date,
    *,
    area: Iterable[str] = (),
    area_of_forces: Iterable[str] | None = None,
    area_at_sea: Iterable[str] | None = None,
    suppose: Iterable[str] = (),
) -> tuple[Scenario, ...]:
    """Seven scenarios: all-out, limited, outside the line, at sea, without arms, through others, and with a claim.

    area: labels of where the target's territory is hit. area_of_forces, area_at_sea: where its forces outside the
    line, and its ports and coasts, are hit; the same as `area` where None. suppose: ids of instruments that are taken
    to be in force.

    In the last scenario the claim that the target began is taken as found, so that clauses fail which provocation
    voids.

    >>> [scenario.id for scenario in standard_scenarios("a", "b", date(2027, 1, 1))][:3]
    ['full-attack', 'limited-strike', 'forces-outside']
    """
    if attacker == target:
        raise OutOfDomain(f"attacker and target are both {attacker}: name two parties")
    land = frozenset(area)
    abroad = land if area_of_forces is None else frozenset(area_of_forces)
    sea = land if area_at_sea is None else frozenset(area_at_sea)
    full = Attack(attacker, target, "invasion", "territory", land, "sustained")
    attacks = {
        "full-attack": ("A full attack on territory", full),
        "limited-strike": (
            "A limited strike on territory",
            Attack(attacker, target, "armed-attack", "territory", land, "any"),
        ),
        "forces-outside": (
            "An attack on forces outside the line",
            Attack(attacker, target, "armed-attack", "forces", abroad, "significant"),
        ),
        "blockade": (
            "A blockade of ports and coasts",
            Attack(attacker, target, "blockade", "territory", sea, "sustained"),
        ),
        "cyber": ("An attack through networks", Attack(attacker, target, "cyber", "territory", land, "significant")),
        "proxy": ("An attack by a proxy", Attack(attacker, target, "proxy", "territory", land, "significant")),
        "provocation-claimed": ("A full attack, after a claim of provocation that is taken as found", full),
    }
    began = frozenset({(target, "initiated")})
    return tuple(
        Scenario(
            name,
            on,
            (attacks[name][1],),
            provoked=began if name == "provocation-claimed" else frozenset(),
            suppose=frozenset(suppose),
            title=attacks[name][0],
        )
        for name in STANDARD
    )
