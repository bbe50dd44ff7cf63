"""Tables of issues as others keep them: what is missing stays missing, and what cannot be read is named."""

from __future__ import annotations

from datetime import date

import pytest

from detente.engines.forecast.issue_table import read_deu_table, read_exchange_table, read_issue_table
from detente.engines.forecast.weighted_mean import compromise, weighted_mean
from detente.foundation.errors import OutOfDomain

PLAIN = """issue,actor,position,salience,influence,low,high,outcome,reversion
term,a,4,0.5,1,4,10,8.5,
term,b,10,1,2,4,10,8.5,
term,c,,1,2,4,10,8.5,
seat,a,0,1,1,0,1,,0
"""
DEU = """isnr;proc;prnr;intro;finact;pcom;pep;pde;pfr;pbu;scom;sep;sde;sfr;sbu;rp;out
t1i1;COD;t1;01-02-96;30-05-01;80;60;0;100;;50;20;100;;0;0;40
t1i2;COD;;01-02-2006;999;80;60;0;100;10;50;20;100;40;30;999;999
t3i1;COD;t3;;;80;;0;;;50;20;0;40;0;10;20
t4i1;COD;t4;;;80;;;;;0;20;0;40;0;10;20
"""


def test_a_row_for_each_actor() -> None:
    term, seat = read_issue_table(PLAIN)
    assert (term.name, term.outcome, term.problem.actors) == ("term", 8.5, ("a", "b"))
    assert (term.problem.low, term.problem.high, term.problem.reversion) == (4, 10, None)
    assert term.problem.weights.tolist() == [0.5, 2]
    assert (seat.outcome, seat.problem.reversion) == (None, 0)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("issue,actor,position,influence\nx,a,1,1\n", "no column salience"),
        ("", "no column issue"),
        (PLAIN.replace("4,0.5", "four,0.5"), "term: a: 'four' is no number"),
        (PLAIN.replace("b,10,1,2,4,10,8.5", "b,10,1,2,4,10,9"), "term: outcome is 8.5 and 9"),
        (PLAIN.replace("0.5", "50"), "divide by 100"),
        (PLAIN.replace("b,10", "b,11"), "b: a position outside the scale from 4 to 10"),
    ],
    ids=["column", "empty", "word", "two-outcomes", "percent", "outside"],
)
def test_a_fault_of_the_table_is_named(text: str, what: str) -> None:
    with pytest.raises(OutOfDomain, match=what):
        read_issue_table(text)


def test_a_column_for_each_actor() -> None:
    one, two, three = read_deu_table(DEU)
    assert one.problem.actors == ("com", "ep", "de", "fr")
    assert one.problem.salience.tolist() == [0.5, 0.2, 1, 0]
    assert (one.problem.reversion, one.outcome, one.proposal, one.day) == (0, 40, "t1", date(2001, 5, 30))
    assert two.problem.actors == ("com", "ep", "de", "fr", "bg")
    assert (two.problem.reversion, two.outcome, two.proposal, two.day) == (None, None, "t1", date(2006, 2, 1))
    assert (three.name, three.day) == ("t3i1", None)
    assert [issue.name for issue in read_deu_table(DEU, least=3)] == ["t1i1", "t1i2"]


def test_who_has_no_salience_counts_where_salience_does_not() -> None:
    one = read_deu_table(DEU)[0].problem
    assert weighted_mean(one, weighting="none").outcome == 60
    assert compromise(one).outcome == pytest.approx((0.5 * 80 + 0.2 * 60) / 1.7)


def test_influence_by_letters() -> None:
    one, *_ = read_deu_table(DEU, {"de": 10, "com": 2})
    assert one.problem.influence.tolist() == [2, 0, 10, 0]
    with pytest.raises(OutOfDomain, match="isnr and out"):
        read_deu_table("a;b\n1;2\n")


def test_influence_from_the_council_of_the_day() -> None:
    dated = "\n".join(DEU.splitlines()[:3])
    one, two = read_deu_table(dated, "votes")
    assert one.problem.influence.tolist() == pytest.approx([10 / 87] * 4)
    assert two.problem.influence.tolist() == pytest.approx([29 / 345] * 4 + [10 / 345])
    with pytest.raises(OutOfDomain, match="t3i1: it has no day"):
        read_deu_table(DEU, "shapley-shubik")


@pytest.mark.parametrize("day", ["31-02-01", "x-y-z", "01-02", ""], ids=["february", "words", "short", "empty"])
def test_what_is_no_day_is_none(day: str) -> None:
    (one,) = read_deu_table("\n".join(DEU.splitlines()[:2]).replace("30-05-01", day).replace("01-02-96", ""))
    assert one.day is None


def test_lines_of_the_exchange_model() -> None:
    lines = [
        "'#A';'a';'A'",
        "'#P';'x';'x'",
        "'#M';'x';0.5",
        "'#M';'x';7",
        "'#D';'a';'x';3;0.7;1",
        "'#D';'b';'x';7;1;0.5",
    ]
    found = read_exchange_table("\n".join(lines).replace(";", "\t"))
    assert (found.actors, found.issues) == (("a", "b"), ("x",))
    assert found.shares[:, 0].tolist() == pytest.approx([2.5 / 6.5 * 100, 100])
    with pytest.raises(OutOfDomain, match="line 5"):
        read_exchange_table("\n".join([*lines[:4], "'#D';'a';'x';3"]).replace(";", "\t"))
