"""Every line of the table of comparators, with the traps that must not count as contradictions."""

from __future__ import annotations

from datetime import date

import pytest

from detente.case.model.case import Case
from detente.evidence.comparison.comparators import Compared, compare_values
from detente.evidence.items import Passage, SlotValue, Voice
from detente.evidence.language.names import Actors
from detente.evidence.language.places import general_gazetteer
from detente.evidence.language.quantities import quantity_in
from detente.evidence.language.roles import OfficeHolder, role_of
from detente.evidence.language.times import days_in
from detente.evidence.values import Actor, Days, Members, Order, Quantity, Role, Strength, Value, Words

CASE = Case.model_validate(
    {
        "detente": 1,
        "id": "river",
        "title": "Talks on a river",
        "parties": [
            {"id": "norway", "name": "Norway", "kind": "state", "country": "NO"},
            {"id": "kenya", "name": "Kenya", "kind": "state", "country": "KE"},
            {"id": "berg", "name": "Anna Berg", "kind": "person", "for": "norway", "roles": ["foreign-minister"]},
            {"id": "sadchenko", "name": "Oleh Sadchenko", "kind": "person", "for": "kenya"},
            {"id": "basin", "name": "Basin states", "kind": "bloc", "members": ["norway", "kenya"]},
            {"id": "union", "name": "Fishers' union", "kind": "organisation"},
        ],
        "issues": [{"id": "water", "question": "?", "kind": "choice", "options": [{"id": "a"}, {"id": "b"}]}],
    }
)
ACTORS = Actors.of_case(CASE)
ANCHOR = date(2025, 12, 15)


def value(report: str, words: str, given: Value, *, start: int = 0, chain: tuple[str, ...] = ()) -> SlotValue:
    passage = Passage(report, start, start + len(words), words)
    return SlotValue("slot", given, passage, tuple(Voice(name) for name in chain), "test", "high")


def compared(slot: str, *said: tuple[str, str, Value], **known: object) -> Compared:
    values = [value(report, words, given, start=10 * place) for place, (report, words, given) in enumerate(said)]
    return compare_values(slot, values, actors=ACTORS, **known)  # type: ignore[arg-type]


def places(a: str, b: str) -> Compared:
    gazetteer = general_gazetteer()
    return compared("place", ("a", a, gazetteer.place(a)), ("b", b, gazetteer.place(b)))


@pytest.mark.parametrize(
    ("a", "b", "outcome"),
    [
        ("Berlin", "Berlin", "agree"),
        ("Kyiv", "Kiev", "agree"),
        ("Berlin", "Germany", "refines"),
        ("Europe", "Geneva", "refines"),
        ("Berlin", "Brussels", "hard"),
        ("Germany", "Kenya", "hard"),
        ("Berlin", "France", "hard"),
        ("a riverside villa", "Berlin", "single-source"),
        ("Crimea", "Ukraine", "single-source"),
        ("Crimea", "Russia", "single-source"),
    ],
)
def test_places_by_containment(a: str, b: str, outcome: str) -> None:
    assert places(a, b).outcome == outcome
    assert places(b, a).outcome == outcome


@pytest.mark.parametrize(
    ("a", "b", "outcome"),
    [
        ("five-hour", "five hours", "agree"),
        ("five-hour", "more-than-five-hour", "soft"),
        ("five-hour", "more than three hours", "refines"),
        ("five-hour", "over eight hours", "hard"),
        ("five hours", "three hours", "hard"),
        ("90 minutes", "an hour and 30 minutes", "hard"),
        ("90 minutes", "one and a half hours", "agree"),
        ("nearly four years", "four years", "soft"),
        ("nearly four years", "almost 4 years", "agree"),
        ("30 days", "one month", "agree"),
        ("about five hours", "five hours", "refines"),
        ("more than two hours", "twelve hours", "soft"),
        ("4,900 troops", "5,000 troops", "soft"),
        ("4,000 troops", "5,000 troops", "hard"),
        ("up to 10,000 troops", "8,000 troops", "refines"),
        ("at least 3 people", "3 people", "refines"),
        ("20 percent", "3 people", "single-source"),
    ],
)
def test_quantities_by_interval(a: str, b: str, outcome: str) -> None:
    one, two = quantity_in(a), quantity_in(b)
    assert one is not None
    assert two is not None
    assert compared("duration", ("a", a, one), ("b", b, two)).outcome == outcome
    assert compared("duration", ("b", b, two), ("a", a, one)).outcome == outcome


def test_a_length_in_words_contradicts_no_figure() -> None:
    found = compared("duration", ("a", "lengthy", Words("lengthy")), ("b", "five hours", Quantity(5, "hour")))
    assert found.outcome == "single-source"


@pytest.mark.parametrize(
    ("a", "b", "outcome"),
    [
        ("2022", "February 2022", "refines"),
        ("2022", "2022", "agree"),
        ("2022", "2023", "hard"),
        ("Sunday", "over the weekend", "refines"),
        ("Sunday", "14 December 2025", "agree"),
        ("Sunday", "Saturday", "hard"),
        ("since 2022", "2023", "refines"),
        ("last week", "8-10 December", "refines"),
    ],
)
@pytest.mark.parametrize("anchor", [ANCHOR, None])
def test_times_by_interval(a: str, b: str, outcome: str, anchor: date | None) -> None:
    one, two = days_in(a, anchor), days_in(b, anchor)
    assert one is not None
    assert two is not None
    if anchor is None and ("week" in a or "December" in b):
        pytest.skip("cannot be told without a date of publication")
    assert compared("when", ("a", a, one), ("b", b, two)).outcome == outcome


def test_a_time_that_only_an_anchor_would_date_is_not_compared() -> None:
    unknown = Days(None, None)
    assert compared("when", ("a", "yesterday", unknown), ("b", "Sunday", unknown)).outcome == "single-source"
    assert compared("when", ("a", "yesterday", unknown), ("b", "yesterday", unknown)).outcome == "agree"


@pytest.mark.parametrize(
    ("a", "b", "outcome"),
    [
        ("Sadchenko", "Oleg Sadchenko", "agree"),
        ("Oleh Sadchenko", "Sadčenko", "agree"),
        ("Oslo", "Norway", "agree"),
        ("Anna Berg", "Oslo", "agree"),
        ("the Norwegian government", "Norway", "agree"),
        ("Norway", "Basin states", "refines"),
        ("Norway", "Kenya", "hard"),
        ("Anna Berg", "Oleh Sadchenko", "hard"),
        ("Ingrid Dahl", "Omar Haddad", "hard"),
        ("Ingrid Dahl", "Dahl", "agree"),
        ("Dahl", "Norway", "single-source"),
    ],
)
def test_actors_by_name_metonymy_and_membership(a: str, b: str, outcome: str) -> None:
    one, two = (ACTORS.named(words) or Actor(words) for words in (a, b))
    assert compared("host", ("a", a, one), ("b", b, two)).outcome == outcome
    assert compared("host", ("b", b, two), ("a", a, one)).outcome == outcome


@pytest.mark.parametrize(
    ("a", "b", "outcome"),
    [
        ("Norwegian official", "Norwegian envoy", "refines"),
        ("envoy", "special envoy", "refines"),
        ("foreign minister", "Foreign Minister", "agree"),
        ("minister", "Norwegian minister", "agree"),
        ("former president", "president", "soft"),
        ("senator", "secretary of state", "soft"),
        ("Norwegian envoy", "Kenyan envoy", "soft"),
        ("close to the fishers", "envoy", "single-source"),
    ],
)
def test_roles_by_subsumption(a: str, b: str, outcome: str) -> None:
    actor = Actor("Ingrid Dahl")
    one, two = role_of(a, actor, ACTORS), role_of(b, actor, ACTORS)
    assert compared("role", ("a", a, one), ("b", b, two)).outcome == outcome
    assert compared("role", ("b", b, two), ("a", a, one)).outcome == outcome


def test_roles_of_different_people_are_not_compared() -> None:
    one, two = role_of("envoy", Actor("Ingrid Dahl"), ACTORS), role_of("senator", Actor("Omar Haddad"), ACTORS)
    assert compared("role", ("a", "envoy", one), ("b", "senator", two)).outcome == "single-source"


def test_a_table_of_office_holders_questions_a_title_and_says_that_it_is_outside_knowledge() -> None:
    table = [OfficeHolder("Ingrid Dahl", "senator", "2011", "2025-01-20", "the senate's list")]
    role = role_of("Senator", Actor("Ingrid Dahl"), ACTORS)
    said = ("a", "Senator Ingrid Dahl", role)
    found = compared("role", said, office_holders=table, as_of=ANCHOR)
    assert found.outcome == "soft"
    assert "outside knowledge" in found.reason
    assert "the senate's list" in found.reason
    assert compared("role", said, office_holders=table, as_of=date(2024, 5, 1)).outcome == "single-source"
    assert compared("role", said).outcome == "single-source"


def members(*names: str, is_open: bool = False) -> Members:
    return Members(tuple(ACTORS.named(name) or Actor(name) for name in names), is_open)


@pytest.mark.parametrize(
    ("a", "b", "outcome", "reason"),
    [
        (members("Oslo", "Kenya"), members("Kenya", "Norway"), "agree", "name the same"),
        (members("Norway"), members("Norway", "Kenya"), "refines", "only in b: Kenya"),
        (members("Norway", "Japan"), members("Norway", "Kenya"), "refines", "only in a: Japan; only in b: Kenya"),
        (
            members("Norway", "Kenya"),
            members("Norway", "Kenya", is_open=True),
            "refines",
            "b says that there are others",
        ),
        (members("Japan"), members("Kenya"), "soft", "nobody in common"),
        (members("Japan", is_open=True), members("Kenya"), "refines", "neither excludes"),
    ],
)
def test_lists_by_union_and_difference(a: Members, b: Members, outcome: str, reason: str) -> None:
    found = compared("participants", ("a", "x", a), ("b", "y", b))
    assert found.outcome == outcome
    assert reason in found.reason


def test_several_actors_of_one_report_make_a_list_and_no_contradiction_inside() -> None:
    berg, dahl = Actor("Anna Berg", "berg", "norway"), Actor("Ingrid Dahl")
    found = compared("host", ("a", "Berg", berg), ("a", "Dahl", dahl), ("b", "Berg", berg))
    assert found.outcome == "refines"
    assert found.within == ()


def test_modality_on_its_scale_is_soft() -> None:
    offered, prepared = Strength("offered", 3), Strength("is prepared", 1)
    found = compared("modality", ("a", "offered", offered), ("b", "is prepared", prepared))
    assert found.outcome == "soft"
    assert "“offered” (a) commits further" in found.reason
    assert (
        compared("modality", ("a", "offered", offered), ("b", "has offered", Strength("has offered", 3))).outcome
        == "agree"
    )


@pytest.mark.parametrize(
    ("a", "b", "outcome"),
    [
        (Order("before", "briefing", "meeting"), Order("before", "briefing", "meeting"), "agree"),
        (Order("before", "briefing", "meeting"), Order("after", "meeting", "briefing"), "agree"),
        (Order("before", "briefing", "meeting"), Order("after", "briefing", "meeting"), "hard"),
        (Order("before", "briefing", "meeting"), Order("before", "meeting", "briefing"), "hard"),
        (Order("before", "briefing", "meeting"), Order("during", "briefing", "meeting"), "soft"),
        (Order("before", "briefing", "meeting"), Order("after", "announcement", "meeting"), "soft"),
        (Order("before", "briefing", "meeting"), Order("after", "briefing", "signing"), "single-source"),
    ],
)
def test_order_of_events(a: Order, b: Order, outcome: str) -> None:
    assert compared("order", ("a", "x", a), ("b", "y", b)).outcome == outcome
    assert compared("order", ("b", "y", b), ("a", "x", a)).outcome == outcome


def test_one_report_contradicts_itself() -> None:
    before, after = Order("before", "briefing", "meeting"), Order("after", "announcement", "meeting")
    found = compared("order", ("b", "Before the meeting", before), ("b", "followed", after))
    assert found.outcome == "single-source"
    assert [(one.report, one.outcome) for one in found.within] == [("b", "soft")]
    assert "Before the meeting" in found.within[0].reason
    two_places = [("a", name, general_gazetteer().place(name)) for name in ("Berlin", "Oslo")]
    assert [one.outcome for one in compared("place", *two_places).within] == ["hard"]
    exact = [("a", name, general_gazetteer().place(name)) for name in ("Berlin", "Germany")]
    assert compared("place", *exact).within == ()


@pytest.mark.parametrize(
    ("slot", "a", "b", "outcome"),
    [
        ("substance", "a lot of progress was made", "much progress made", "agree"),
        ("substance", "progress was made", "no progress was made", "soft"),
        ("substance", "a compromise", "a pragmatic step", "single-source"),
        ("substance", "brief talks", "lengthy talks", "soft"),
        ("substance", "temporary truce", "temporary truce at sea", "refines"),
        ("channel", "a WhatsApp chat", "via WhatsApp", "agree"),
        ("channel", "by telephone", "in person", "soft"),
    ],
)
def test_words_by_their_content(slot: str, a: str, b: str, outcome: str) -> None:
    assert compared(slot, ("a", a, Words(a)), ("b", b, Words(b))).outcome == outcome


def test_one_report_is_a_single_source_and_so_are_copies_of_one_story() -> None:
    berlin = general_gazetteer().place("Berlin")
    assert compared("place", ("a", "Berlin", berlin)).outcome == "single-source"
    copies = [("a", "Berlin", berlin), ("b", "Berlin", berlin)]
    assert compared("place", *copies).outcome == "agree"
    assert compared("place", *copies, same_source=[("a", "b")]).outcome == "single-source"
    with_third = [*copies, ("c", "Germany", general_gazetteer().place("Germany"))]
    assert compared("place", *with_third, same_source=[("a", "b")]).outcome == "refines"


def test_the_worst_of_many_reports_decides() -> None:
    said = [
        (report, name, general_gazetteer().place(name))
        for report, name in zip("abcd", ["Berlin", "Germany", "Berlin", "Oslo"], strict=True)
    ]
    found = compared("place", *said)
    assert found.outcome == "hard"
    assert "“Oslo” (d)" in found.reason


def test_the_exact_value_of_a_report_stands_for_its_vaguer_one() -> None:
    place = general_gazetteer().place
    said = [("a", "Berlin", place("Berlin")), ("b", "Germany", place("Germany")), ("b", "Berlin", place("Berlin"))]
    assert compared("place", *said).outcome == "agree"


def test_the_reason_names_who_is_behind_a_value() -> None:
    place = general_gazetteer().place
    values = [
        value("a", "Berlin", place("Berlin"), chain=("Anna Berg",)),
        value("b", "Oslo", place("Oslo")),
    ]
    assert "“Berlin” (a, after Anna Berg)" in compare_values("place", values).reason


def test_a_slot_without_values_is_refused() -> None:
    with pytest.raises(ValueError, match="without values"):
        compare_values("place", [])


@pytest.mark.parametrize(("of", "outcome"), [("Fishers' union", "agree"), ("Norway", "soft")])
def test_chairman_and_president_of_a_union_are_one_office_and_of_a_state_are_not(of: str, outcome: str) -> None:
    one, two = (Role(Actor("Ingrid Dahl"), office, office, of) for office in ("chairman", "president"))
    assert compared("role", ("a", one.words, one), ("b", two.words, two)).outcome == outcome


def test_the_head_of_a_government_is_its_prime_minister() -> None:
    actor = Actor("Ingrid Dahl")
    one, two = role_of("head of the islands' government", actor), role_of("Prime Minister", actor)
    assert compared("role", ("a", one.words, one), ("b", two.words, two)).outcome == "agree"


@pytest.mark.parametrize(
    ("a", "b", "outcome"),
    [
        ("cuts its tariffs on machinery", "a cut of the duties on machinery", "agree"),
        ("fill the lake over eight years", "slower filling of the lake", "refines"),
        ("hand over the port", "keep the fleet", "single-source"),
        ("release all captives of the war", "not release the captives of the war", "soft"),
    ],
)
def test_terms_by_their_main_words(a: str, b: str, outcome: str) -> None:
    assert compared("gives", ("a", a, Words(a)), ("b", b, Words(b))).outcome == outcome


@pytest.mark.parametrize(
    ("a", "b", "outcome"), [(60, 58, "hard"), (6000, 5800, "soft"), (60, 60, "agree"), (60, 40, "hard")]
)
def test_what_is_counted_is_exact_and_what_is_large_is_rounded(a: float, b: float, outcome: str) -> None:
    given = [Quantity(number, "prisoner") for number in (a, b)]
    assert compared("number", ("a", str(a), given[0]), ("b", str(b), given[1])).outcome == outcome


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [((), (), "hard"), (("Dahl",), ("Dahl",), "hard"), ((), ("Dahl",), "soft"), (("Dahl",), ("Haddad",), None)],
    ids=["own voice", "one source", "a source against the report", "two sources"],
)
def test_inside_one_report_it_matters_who_says_so(
    first: tuple[str, ...], second: tuple[str, ...], expected: str | None
) -> None:
    found = compare_values(
        "order",
        [
            value("a", "before the talks", Order("before", "the letter", "talks"), chain=first),
            value("a", "at the end of the talks", Order("during", "the letter", "talks"), start=40, chain=second),
        ],
    )
    assert [within.outcome for within in found.within] == ([expected] if expected else [])


def test_two_groups_may_both_oppose() -> None:
    one, two = Members((Actor("Ingrid Dahl"),)), Members((Actor("Omar Haddad"),))
    assert compared("who", ("a", "Dahl", one), ("b", "Haddad", two)).outcome == "refines"
    assert compared("participants", ("a", "Dahl", one), ("b", "Haddad", two)).outcome == "soft"


def test_copies_that_agree_with_each_other_agree_with_nobody_else() -> None:
    told = [
        ("a", "Dahl", Actor("Ingrid Dahl")),
        ("b", "Dahl", Actor("Ingrid Dahl")),
        ("c", "an office", Actor("office")),
    ]
    assert compared("author", *told, same_source=[("a", "b")]).outcome == "single-source"
    assert compared("author", *told).outcome == "agree"
