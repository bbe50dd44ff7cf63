"""What could replace today's state on one scale, and what a vote in a bloc is worth, in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from detente.engines.forecast.of_case.scales import IssueScale
from detente.engines.forecast.of_case.voting import AGREEMENT, UNNAMED, NoVote, ScaleVote
from detente.engines.forecast.voting.winset import Interval

Name = Callable[[str], str]
Write = Callable[[float], str]

ONE_SCALE = "this looks at one scale alone: what a party gives on it, it may get back on another issue"
"""What tells it from the zone of possible agreement, which weighs whole packages."""


def vote_words(vote: ScaleVote, scale: IssueScale, name: Name, number: Write) -> str:
    """One decision in sentences: what all or enough of those who decide prefer to today's state, and who stops it.

    name: a party inside a sentence. number: a place on the scale.
    """
    told = [
        _if(vote, name),
        *(_missing(vote, scale, name, number) if vote.missing else _known(vote, scale, name, number)),
    ]
    return " ".join(part for part in told if part)


def no_vote_words(vote: NoVote) -> str:
    """Why nothing is said of one decision."""
    return f"not known: {vote.reason}."


def told_votes(votes: Sequence[ScaleVote | NoVote]) -> list[ScaleVote | NoVote]:
    """Those worth a reader's time: the agreement, and blocs of which at least two members have a position."""
    return [
        vote
        for vote in votes
        if vote.decider == AGREEMENT
        or isinstance(vote, NoVote)
        or len(vote.voters) - len(vote.missing) > 1
        or len(vote.voters) == 1
    ]


def range_words(stretches: Sequence[Interval], number: Write) -> str:
    """Stretches of a scale, with what belongs to them.

    >>> range_words([Interval(0, 40, (), ()), Interval(60, 100, (), (), with_high=True)], "{:g}".format)
    'above 0 and below 40, or above 60 up to 100'
    >>> range_words([], "{:g}".format)
    'nothing'
    """
    return ", or ".join(_stretch(part, number) for part in stretches) or "nothing"


def _stretch(part: Interval, number: Write) -> str:
    low, high = number(part.low), number(part.high)
    if part.with_low:
        return f"from {low} to {high}" if part.with_high else f"from {low} to below {high}"
    return f"above {low} up to {high}" if part.with_high else f"above {low} and below {high}"


def _if(vote: ScaleVote, name: Name) -> str:
    if vote.decider == AGREEMENT:
        return ""
    how = {"majority": "a majority of votes", "quota": "its quota of votes"}.get(vote.kind, vote.kind)
    return f"If {name(vote.decider)} decided this alone, by {how}:"


def _known(vote: ScaleVote, scale: IssueScale, name: Name, number: Write) -> list[str]:
    today, whom = number(vote.status_quo), _all(vote, name)
    if not vote.sure:
        why = _why(vote, scale, name)
        return [f"no place on this scale is nearer than today's, {today}, to {whom}: {why}."]
    limits = _limits(vote, vote.sure, name, number)
    told = f"every place {range_words(vote.sure, number)} is nearer than today's, {today}, to {whom}{limits}."
    return [told, _answers(vote.answers_sure, scale), _narrowed(vote, number), *_proposed(vote, name, number)]


def _missing(vote: ScaleVote, scale: IssueScale, name: Name, number: Write) -> list[str]:
    silent = [name(one) for one in vote.missing if one != UNNAMED]
    silent += ["members that the case does not name"] if UNNAMED in vote.missing else []
    who, has = _listed(silent), "has" if len(silent) == 1 and UNNAMED not in vote.missing else "have"
    if not vote.possible:
        why = _why(vote, scale, name)
        return [f"nothing can replace today's {number(vote.status_quo)}, wherever {who} may stand: {why}."]
    told = f"nothing is sure to pass, as {who} {has} no position here."
    if vote.sure:
        passing = range_words(vote.sure, number)
        told = f"every place {passing} passes, wherever {who} may stand. {_answers(vote.answers_sure, scale)}".strip()
    if vote.possible == vote.sure:
        return [told, "Nothing else can.", _narrowed(vote, number)]
    limits = _limits(vote, vote.possible, name, number)
    could = f"At most, places {range_words(vote.possible, number)} can{limits}."
    return [told, could, _answers(vote.answers_possible, scale), _narrowed(vote, number)]


def _all(vote: ScaleVote, name: Name) -> str:
    if vote.kind == "several":
        return "all whose yes is needed"
    if vote.kind != "unanimity":
        return "enough of those who decide"
    names = [name(voter.party) for voter in vote.voters]
    if len(names) == 1:
        return names[0]
    return f"{'both' if len(names) == 2 else 'all of'} {_listed(names)}"


def _why(vote: ScaleVote, scale: IssueScale, name: Name) -> str:
    """Who gains nothing by a step, in each direction that the scale has."""
    sides = [(who, end) for who, end, room in _sides(vote, scale) if room]
    shared = [party for party in sides[0][0] if all(party in who for who, _ in sides)] if sides else []
    if shared and vote.kind == "unanimity":
        stand = "it stands" if len(shared) == 1 else "they stand"
        return f"for {_listed([name(p) for p in shared])} every step from today's state leads away from where {stand}"
    told = [
        f"for {_listed([name(p) for p in who])} every step towards {end} leads away from where"
        f" {'it stands' if len(who) == 1 else 'they stand'}"
        for who, end in sides
        if who
    ]
    alone = len({party for who, _ in sides for party in who}) == 1
    rest = f"; without {'it' if alone else 'them'} too few are left" if vote.kind != "unanimity" and told else ""
    return "; ".join(told) + rest


def _sides(vote: ScaleVote, scale: IssueScale) -> list[tuple[tuple[str, ...], str, bool]]:
    low, high = scale.words(scale.low), scale.words(scale.high)
    return [
        (vote.against_up, high, vote.status_quo < scale.high),
        (vote.against_down, low, vote.status_quo > scale.low),
    ]


def _limits(vote: ScaleVote, stretches: Sequence[Interval], name: Name, number: Write) -> str:
    """Who is indifferent where a stretch ends; nothing where the scale ends first."""
    told = [
        f"{_listed([name(p) for p in part.pivots])} {'is' if len(part.pivots) == 1 else 'are'} as far from"
        f" {number(part.high if part.low >= vote.status_quo else part.low)} as from today's"
        for part in stretches
        if part.pivots
    ]
    return f"; {' and '.join(told)}" if told else ""


def _answers(answers: Sequence[str], scale: IssueScale) -> str:
    if scale.issue.kind == "number":
        return ""
    if not answers:
        return "None of the answers lies there."
    lies = "lies" if len(answers) == 1 else "lie"
    return f"Of the answers {_listed([f'“{scale.issue.option_label(one)}”' for one in answers])} {lies} there."


def _narrowed(vote: ScaleVote, number: Write) -> str:
    if vote.narrowed is None or not vote.sure or vote.narrowed == vote.sure:
        return ""
    return f"In packages that need another yes too, what is sure shrinks to {range_words(vote.narrowed, number)}."


def _proposed(vote: ScaleVote, name: Name, number: Write) -> list[str]:
    return [
        f"A proposal by {name(one.setter)} on this alone could bring it {'to' if one.attained else 'close to'}"
        f" {number(one.outcome)}."
        for one in vote.agenda
        if one.changes
    ]


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
