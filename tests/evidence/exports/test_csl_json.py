"""CSL-JSON: what is known of each report, and nothing else."""

from __future__ import annotations

import json

from tests.evidence.exports import made

from detente.evidence.exports.csl_json import csl_json, items
from detente.evidence.exports.records import Record, Source


def test_the_reports_of_a_case() -> None:
    assert json.loads(csl_json(made.record())) == [
        {
            "id": "r1",
            "type": "article-newspaper",
            "title": "=Talks",
            "container-title": "Harbour Times",
            "author": [{"literal": "B. Roe"}],
            "issued": {"date-parts": [[2025, 12, 14]]},
            "language": "en",
            "URL": "https://example.org/a?b=c&d",
            "note": "reliability: B",
        },
        {
            "id": "r2",
            "type": "article-newspaper",
            "container-title": "+Wire",
            "issued": {"date-parts": [[2025, 12]]},
            "language": "pl",
            "note": "a copy; the same story as r1",
        },
    ]


def test_the_kind_hangs_on_what_is_known() -> None:
    sources = (Source("a", "", url="https://example.org"), Source("b", ""), Source("c", "", "Wire", published="soon"))
    found = items(Record("x", "X", True, sources, ()))
    assert [item["type"] for item in found] == ["webpage", "document", "article-newspaper"]
    assert found[2]["issued"] == {"raw": "soon"}


def test_no_report_is_an_empty_list() -> None:
    assert json.loads(csl_json(made.empty())) == []
