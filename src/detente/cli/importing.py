"""The commands `import …`: alliances, capabilities, scenarios and conflicts from files that the user has."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from detente.cli.cases import AsJson
from detente.cli.outcome import guarded, say, say_json
from detente.cli.saving import require_place, save

if TYPE_CHECKING:
    from detente.case.exchange.capabilities import CapabilityDefault
    from detente.case.exchange.negotiation_scenario import Scenario
    from detente.case.exchange.states import States

_CASE_ENDINGS = frozenset({".yaml", ".yml"})


def register(app: typer.Typer) -> None:
    """Add the group of commands to the application."""
    group = typer.Typer(
        no_args_is_help=True,
        context_settings={"help_option_names": ["-h", "--help"]},
        help="Make a case, or the beginning of one, from alliances, capabilities, scenarios, conflicts that you have.",
    )
    group.command()(guarded(atop))
    group.command()(guarded(nmc))
    group.command()(guarded(genius))
    group.command()(guarded(negmas))
    group.command()(guarded(gmcr))
    app.add_typer(group, name="import")


def atop(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE", help="ATOP's member file; also its alliance file, and a list of states."),
    ],
    year: Annotated[int, typer.Option("--year", min=1, max=9999, help="Alliances in force in some part of this year.")],
    members: Annotated[
        str | None,
        typer.Option("--members", metavar="STATES", help="Only alliances of one of these, such as FRN,RUS or 220,365."),
    ] = None,
    alliances: Annotated[
        str | None, typer.Option("--alliances", metavar="NUMBERS", help="Only these, by ATOP's numbers: 1350,2055.")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("-o", "--out", metavar="CASE", help="The folder to make, or the .yaml file; else it is printed."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Make a case whose commitments are the alliances of a year, from ATOP's files.

    Example: detente import atop members.csv states.csv --year 1914 --members FRN -o summer-1914
    """
    from detente.case.exchange.atop_case import CITATION, atop_case, read_atop
    from detente.case.reading import parse_case

    target = None if out is None else _target(out)
    numbers = _numbers(alliances)
    text = atop_case(read_atop(files), year=year, members=_words(members), alliances=numbers, case_id=_id(target))
    case = parse_case(text).case
    if target is not None:
        _write(target, text)
    if as_json:
        clauses = sum(len(item.clauses) for item in case.commitments)
        counts = {"instruments": len(case.commitments), "clauses": clauses, "parties": len(case.parties)}
        place = {"case": None, "text": text} if target is None else {"case": str(target)}
        say_json({**place, "id": case.id, "year": year, **counts, "cite": CITATION})
    elif target is None:
        say(text.rstrip("\n"))
    else:
        where = shlex.quote(str(out))
        say(f"wrote {target}: {_counted(len(case.commitments), 'alliance')}, {len(case.parties)} parties")
        say(f"next: add scenarios and what is to be settled, then   detente commitments {where}")
        say(f"cite: {CITATION}")


def nmc(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE", help="The National Material Capabilities; also a list of states."),
    ],
    states: Annotated[
        str,
        typer.Option(
            "--states", metavar="STATES", help="Such as RUS,UKR or 365,369; with your ids: kyiv=UKR,allies=GMY+FRN."
        ),
    ],
    year: Annotated[
        int | None, typer.Option("--year", min=1, max=9999, help="The year; by default the last one of the file.")
    ] = None,
    release: Annotated[
        str, typer.Option("--release", metavar="VERSION", help="The version of the data set, to stand beside them.")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Print shares of capability as a block of strengths to paste into a contest, with where they come from.

    Example: detente import nmc nmc.csv states.csv --states RUS,UKR --year 2022
    """
    from detente.case.exchange.capabilities import capability_default, read_capabilities
    from detente.case.exchange.states import States, is_state_file, read_states

    if not _words(states):
        raise typer.BadParameter("name at least one state", param_hint="--states")
    named = [file for file in files if is_state_file(file)]
    tables = [file for file in files if file not in named]
    if len(tables) != 1:
        raise typer.BadParameter("name one file of capabilities", param_hint="FILE")
    known = read_states(named[0]) if named else States(())
    table = read_capabilities(tables[0], release)
    asked = dict(_asked(word, known) for word in _words(states))
    found = {party: capability_default(table, codes, year) for party, codes in asked.items()}
    if as_json:
        say_json({"year": next(iter(found.values())).year, "strengths": _rows(found, asked)})
        return
    say("strengths:")
    for party, default in found.items():
        say(f"  {party}: {{value: {default.value:.7g}, by: {_quoted(default.provenance)}}}")


FolderPath = Annotated[Path, typer.Argument(metavar="FOLDER", help="The folder of the scenario.")]
Out = Annotated[
    Path | None,
    typer.Option("-o", "--out", metavar="CASE", help="The folder to make, or the .yaml file; else it is printed."),
]
OneScale = Annotated[
    bool, typer.Option("--one-scale", help="Keep the files' common scale, for solutions that compare parties.")
]


def genius(folder: FolderPath, out: Out = None, one_scale: OneScale = False, as_json: AsJson = False) -> None:
    """Make a case from a GENIUS domain and its utility spaces.

    Example: detente import genius Laptop -o laptop
    """
    from detente.case.exchange.genius import read_genius_folder

    _scenario(read_genius_folder(folder), out, one_scale=one_scale, as_json=as_json)


def negmas(folder: FolderPath, out: Out = None, one_scale: OneScale = False, as_json: AsJson = False) -> None:
    """Make a case from a scenario folder of NegMAS.

    Example: detente import negmas CameraB -o camera
    """
    from detente.case.exchange.negmas_scenario import read_negmas_folder

    _scenario(read_negmas_folder(folder), out, one_scale=one_scale, as_json=as_json)


def gmcr(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The .gmcr file.")],
    out: Out = None,
    as_json: AsJson = False,
) -> None:
    """Make a case from a conflict of GMCR+.

    Example: detente import gmcr duel.gmcr -o duel
    """
    from detente.case.exchange.gmcr import gmcr_case, read_gmcr
    from detente.case.reading import parse_case

    target = None if out is None else _target(out)
    text = gmcr_case(read_gmcr(file), _id(target))
    case = parse_case(text).case
    actions = len(case.conflict.actions) if case.conflict else 0
    if target is not None:
        _write(target, text)
    if as_json:
        place = {"case": None, "text": text} if target is None else {"case": str(target)}
        say_json({**place, "id": case.id, "actions": actions, "parties": len(case.parties)})
    elif target is None:
        say(text.rstrip("\n"))
    else:
        say(f"wrote {target}: {_counted(actions, 'action')}, {len(case.parties)} parties")
        say(f"next: detente stability {shlex.quote(str(out))}")


def _scenario(found: Scenario, out: Path | None, *, one_scale: bool, as_json: bool) -> None:
    from detente.case.exchange.scenario_case import scenario_case
    from detente.case.reading import parse_case

    target = None if out is None else _target(out)
    text = scenario_case(found, one_scale=one_scale, case_id=_id(target))
    case = parse_case(text).case
    if target is not None:
        _write(target, text)
    if as_json:
        place = {"case": None, "text": text} if target is None else {"case": str(target)}
        say_json({**place, "id": case.id, "issues": len(case.issues), "parties": len(case.parties)})
    elif target is None:
        say(text.rstrip("\n"))
    else:
        say(f"wrote {target}: {_counted(len(case.issues), 'issue')}, {len(case.parties)} parties")
        say(f"next: detente settle {shlex.quote(str(out))}")


def _words(given: str | None) -> list[str]:
    return [word.strip() for word in (given or "").split(",") if word.strip()]


def _numbers(given: str | None) -> list[int]:
    wrong = [word for word in _words(given) if not word.isdecimal()]
    if wrong:
        raise typer.BadParameter(f"'{wrong[0]}' is not one of ATOP's numbers", param_hint="--alliances")
    return [int(word) for word in _words(given)]


def _target(out: Path) -> Path:
    """The file that the case is written to; refused where there is one already."""
    target = out if out.suffix.lower() in _CASE_ENDINGS else out / "case.yaml"
    if target.exists():
        raise typer.BadParameter(f"{target} is already there; nothing was changed", param_hint="--out")
    if target.parent == out:
        require_place(out.parent / "case.yaml", "--out")
    else:
        require_place(target, "--out")
    return target


def _id(target: Path | None) -> str | None:
    """The folder's name where it can be an id; else the year gives one."""
    from detente.foundation.ids import is_id

    name = "" if target is None or target.name != "case.yaml" else target.parent.resolve().name
    return name if is_id(name) else None


def _write(target: Path, text: str) -> None:
    made = not target.parent.exists()
    try:
        target.parent.mkdir(exist_ok=True)
        save(target, text, "--out")
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise typer.BadParameter(f"{target.parent}: {reason}", param_hint="--out") from None
    except typer.BadParameter:
        if made:
            target.parent.rmdir()
        raise


def _asked(word: str, known: States) -> tuple[str, list[int]]:
    """The party and the states that stand for it: `UKR`, `kyiv=UKR`, `allies=GMY+FRN`."""
    from detente.case.exchange.atop_case import party_id
    from detente.foundation.ids import is_id

    name, given, listed = word.partition("=")
    codes = [_code(one.strip(), known) for one in (listed if given else name).split("+")]
    party = name.strip() if given else party_id(codes[0], known)
    if not is_id(party) or (len(codes) > 1 and not given):
        raise typer.BadParameter(f"'{word}' needs an id for the party, as in allies=GMY+FRN", param_hint="--states")
    return party, codes


def _code(word: str, known: States) -> int:
    from detente.foundation.errors import OutOfDomain
    from detente.foundation.ids import did_you_mean

    found = known.code(word)
    if found is not None:
        return found
    if word.isdecimal():
        return int(word)
    names = [state.abbreviation for state in known.all]
    todo = did_you_mean(word.upper(), names) if names else "give the list of states too, or the state's number"
    raise OutOfDomain(f"no state '{word}' ({todo})")


def _rows(found: dict[str, CapabilityDefault], asked: dict[str, list[int]]) -> dict[str, dict[str, Any]]:
    return {
        party: {"value": default.value, "by": default.provenance, "states": asked[party]}
        for party, default in found.items()
    }


def _quoted(words: str) -> str:
    from detente.case.writing import flow

    return flow(words)


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
