"""A draft read into provisions: many ways of numbering, headings, annexes, paragraphs without numbers."""

from __future__ import annotations

import pytest

from detente.evidence.drafts.provisions import MOST_CHARACTERS, read_draft
from detente.foundation.errors import TooLarge

TREATY = """\
# Agreement of the Two Shores

The Parties,

Recalling the talks of March 2031, and
convinced that peace is possible,

## Part I. General

### Article 1. Definitions

1. In this Agreement:
(a) "forces" means all armed units;
(b) "line" means the line in Annex A;
    (i) as amended,
    (ii) as marked.
2. Words in the singular include the plural.

Article 2
Cessation of hostilities

Each Party shall cease all hostilities at 06:00 on
1 March 2032.

No Party shall fire.

Article 3. Each Party shall withdraw its forces 10 km within 30 days of
5 June.

## Part II. Other

Article 4 – Prisoners

4.1 The Parties shall release all prisoners, as Article 2 of the
Geneva rules demands.
4.2 The lists shall be exchanged:
- by the Commission;
- by the Red Cross
  in Geneva.

§ 5 Costs are shared equally.

ANNEX A
The line

1) Point one.
2) Point two.
"""


def test_a_treaty_with_every_kind_of_number() -> None:
    draft = read_draft(TREATY, "t")
    assert draft.title == "Agreement of the Two Shores"
    assert [(item.number, item.kind) for item in draft.provisions] == [
        ("", "preamble"),
        ("", "preamble"),
        ("Part I", "heading"),
        ("Part I, Article 1", "heading"),
        ("Part I, Article 1(1)", "provision"),
        ("Part I, Article 1(1)(a)", "provision"),
        ("Part I, Article 1(1)(b)", "provision"),
        ("Part I, Article 1(1)(b)(i)", "provision"),
        ("Part I, Article 1(1)(b)(ii)", "provision"),
        ("Part I, Article 1(2)", "provision"),
        ("Part I, Article 2", "heading"),
        ("Part I, Article 2", "provision"),
        ("Part I, Article 2 ¶2", "provision"),
        ("Part I, Article 3", "provision"),
        ("Part II", "heading"),
        ("Part II, Article 4", "heading"),
        ("Part II, Article 4.1", "provision"),
        ("Part II, Article 4.2", "provision"),
        ("Part II, Article 4.2 bullet 1", "provision"),
        ("Part II, Article 4.2 bullet 2", "provision"),
        ("Part II, § 5", "provision"),
        ("ANNEX A", "heading"),
        ("ANNEX A(1)", "provision"),
        ("ANNEX A(2)", "provision"),
    ]
    by_id = {item.id: item for item in draft.provisions}
    second = next(item for item in draft.provisions if item.number.endswith("(b)(ii)"))
    assert by_id[str(second.parent)].number == "Part I, Article 1(1)(b)"
    assert second.heading == "Definitions"
    assert all(TREATY[item.start : item.end] == item.quote for item in draft.provisions)


@pytest.mark.parametrize(
    "text",
    [
        "T\n\n1. One is said.\n2. Two is said.\n3. Three is said.",
        "T\n\n1) One is said.\n2) Two is said.\n3) Three is said.",
        "T\n\n(1) One is said.\n\n(2) Two is said.\n\n(3) Three is said.",
        "T\n\nPoint 1: One is said.\nPoint 2: Two is said.\nPoint 3: Three is said.",
        "T\n\nI. One is said.\nII. Two is said.\nIII. Three is said.",
        "T\n\n(a) One is said.\n(b) Two is said.\n(c) Three is said.",
        "T\n\n§ 1 One is said.\n§ 2 Two is said.\n§ 3 Three is said.",
        "T\n\n- One is said.\n- Two is said.\n- Three is said.",
        "T\n\n• One is said.\n• Two is said.\n• Three is said.",
        "T\n\nOne is said.\n\nTwo is said.\n\nThree is said.",
        "T\n\n**Article 1.** One is said.\n\n**Article 2.** Two is said.\n\n**Article 3.** Three is said.",
        "T\n\nArticle one. One is said.\nArticle two. Two is said.\nArticle three. Three is said.",
        "T\n\n１．One is said.\n２．Two is said.\n３．Three is said.",
        "T\n\nArticle 1\n\nOne is said.\n\nArticle 2\n\nTwo is said.\n\nArticle 3\n\nThree is said.",
    ],
)
def test_one_provision_each_however_numbered(text: str) -> None:
    draft = read_draft(text, "t")
    assert [item.quote for item in draft.provisions] == ["One is said.", "Two is said.", "Three is said."]


def test_a_number_that_opens_a_wrapped_line_is_no_new_provision() -> None:
    text = (
        "1. The line of contact is frozen as it ran on the evening of\n14 February, and under\n"
        "Article 5 of the earlier pact it stays so until\n2. May 2033.\n2. Fire ceases."
    )
    assert len(read_draft("Draft\n\n" + text, "t").provisions) == 2


def test_letters_run_on_past_h() -> None:
    text = "T\n\n" + "\n".join(f"({letter}) Item {letter} stands." for letter in "abcdefghijk")
    assert [item.ordinal for item in read_draft(text, "t").provisions] == list(range(1, 12))


def test_a_draft_without_end_is_refused() -> None:
    with pytest.raises(TooLarge, match="4,000,000"):
        read_draft("x" * (MOST_CHARACTERS + 1), "t")
