"""The plain HTTP adapter against a real server that misbehaves."""

from __future__ import annotations

import asyncio
import traceback
from typing import Any

import pytest

from detente.evidence.language_model.openai_compatible import OpenAICompatible
from detente.evidence.language_model.protocol import (
    Message,
    ModelAnswerUnusable,
    ModelError,
    ModelNotConfigured,
    ModelUnavailable,
)

ASKED = [Message("system", "mark"), Message("user", "a report")]
SCHEMA = {"type": "object"}
KEY = "sk-very-secret-0123456789"


def model(endpoint: Any, **settings: Any) -> OpenAICompatible:
    return OpenAICompatible(endpoint.url, "small", **settings)


def test_an_answer_comes_back_as_data(endpoint: Any, behaviour: Any) -> None:
    endpoint.behaviours = [behaviour.says({"statements": []})]
    assert model(endpoint).complete(ASKED, SCHEMA) == {"statements": []}
    request = endpoint.requests[0]
    assert request["path"] == "/v1/chat/completions"
    assert request["model"] == "small"
    assert request["messages"] == [{"role": m.role, "content": m.content} for m in ASKED]
    assert request["response_format"]["json_schema"]["schema"] == SCHEMA
    assert endpoint.authorizations == [None]


def test_an_answer_in_a_code_fence_is_read(endpoint: Any, behaviour: Any) -> None:
    endpoint.behaviours = [behaviour.says('```json\n{"a": 1}\n```')]
    assert model(endpoint).complete(ASKED, SCHEMA) == {"a": 1}


def test_broken_json_is_asked_for_once_more(endpoint: Any, behaviour: Any) -> None:
    endpoint.behaviours = [behaviour.says('{"a": '), behaviour.says({"a": 1})]
    assert model(endpoint).complete(ASKED, SCHEMA) == {"a": 1}
    assert len(endpoint.requests) == 2
    assert endpoint.requests[1]["messages"][2]["role"] == "assistant"


@pytest.mark.parametrize("content", ['{"a": ', "[1, 2]", "", "no json at all", "[" * 100_000])
def test_broken_json_twice_is_an_error(endpoint: Any, behaviour: Any, content: str) -> None:
    endpoint.behaviours = [behaviour.says(content)]
    with pytest.raises(ModelAnswerUnusable, match="twice"):
        model(endpoint).complete(ASKED, SCHEMA)
    assert len(endpoint.requests) == 2


@pytest.mark.parametrize("body", [b"", b"<html>", b"{}", b'{"choices": []}', b'{"choices": [{"message": null}]}'])
def test_what_is_no_chat_completion_is_an_error(endpoint: Any, behaviour: Any, body: bytes) -> None:
    endpoint.behaviours = [behaviour.answers(200, body)]
    with pytest.raises(ModelAnswerUnusable, match="form of chat completions"):
        model(endpoint).complete(ASKED, SCHEMA)


@pytest.mark.parametrize("status", [400, 401, 429, 500, 503])
def test_a_status_other_than_200_is_an_error_without_the_body(endpoint: Any, behaviour: Any, status: int) -> None:
    endpoint.behaviours = [behaviour.answers(status, b'{"error": "the body"}')]
    with pytest.raises(ModelUnavailable, match=f"status {status}") as caught:
        model(endpoint).complete(ASKED, SCHEMA)
    assert "the body" not in str(caught.value)
    assert len(endpoint.requests) == 1


@pytest.mark.parametrize("name", ["waits", "drips"])
def test_a_server_that_keeps_us_waiting_is_left_in_time(endpoint: Any, behaviour: Any, clock: Any, name: str) -> None:
    endpoint.behaviours = [getattr(behaviour, name)]
    with pytest.raises(ModelUnavailable, match=r"within 0\.4 seconds"):
        model(endpoint, seconds=0.4).complete(ASKED, SCHEMA)
    assert clock() < 4


def test_a_huge_answer_is_cut_off(endpoint: Any, behaviour: Any, clock: Any) -> None:
    endpoint.behaviours = [behaviour.floods]
    with pytest.raises(ModelAnswerUnusable, match="larger than 2,000,000"):
        model(endpoint).complete(ASKED, SCHEMA)
    assert clock() < 8


def test_a_compressed_answer_is_not_unpacked(endpoint: Any, behaviour: Any) -> None:
    endpoint.behaviours = [behaviour.answers(200, b"x", **{"Content-Encoding": "gzip"})]
    with pytest.raises(ModelAnswerUnusable, match="compressed"):
        model(endpoint).complete(ASKED, SCHEMA)


def test_a_huge_request_is_not_sent(endpoint: Any) -> None:
    with pytest.raises(ModelAnswerUnusable, match="request has"):
        model(endpoint, largest_request=1_000).complete([Message("user", "x" * 2_000)], SCHEMA)
    assert endpoint.requests == []


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_never_followed(endpoint: Any, behaviour: Any, status: int) -> None:
    elsewhere = endpoint.url.replace("/v1", "/elsewhere")
    endpoint.behaviours = [behaviour.answers(status, Location=elsewhere), behaviour.says({"a": 1})]
    with pytest.raises(ModelUnavailable, match="redirects"):
        model(endpoint).complete(ASKED, SCHEMA)
    assert [request["path"] for request in endpoint.requests] == ["/v1/chat/completions"]


def test_nobody_there() -> None:
    with pytest.raises(ModelUnavailable, match="no connection"):
        OpenAICompatible("http://127.0.0.1:9/v1", "small", seconds=5).complete(ASKED, SCHEMA)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "localhost:11434/v1",
        "ftp://host/v1",
        "file:///etc/hostname",
        "http://",
        "http://[::1",
        "http://h:99999/v1",
        "https://name:password@host/v1",
        "https://host/v1?key=x",
    ],
)
def test_a_wrong_url_is_refused_at_once(url: str) -> None:
    with pytest.raises(ModelNotConfigured) as caught:
        OpenAICompatible(url, "small")
    assert "password@" not in str(caught.value)


def test_it_works_inside_a_running_event_loop(endpoint: Any, behaviour: Any) -> None:
    endpoint.behaviours = [behaviour.says({"a": 1})]

    async def notebook() -> Any:
        return model(endpoint).complete(ASKED, SCHEMA)

    assert asyncio.run(notebook()) == {"a": 1}


def test_the_key_is_sent_and_shown_nowhere(
    endpoint: Any, behaviour: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("OUR_KEY", KEY)
    asked = model(endpoint, key_variable="OUR_KEY")
    endpoint.behaviours = [behaviour.says({"a": 1}), behaviour.answers(500, KEY.encode()), behaviour.answers(200, b"?")]
    with caplog.at_level("DEBUG"):
        asked.complete(ASKED, SCHEMA)
        assert endpoint.authorizations == [f"Bearer {KEY}"]
        for _ in range(2):
            with pytest.raises(ModelError) as caught:
                asked.complete(ASKED, SCHEMA)
            error = caught.value
            assert KEY not in "".join(traceback.format_exception(error))
            assert error.__context__ is None or KEY not in repr(vars(error.__context__))
    assert KEY not in repr(asked)
    assert KEY not in caplog.text
    assert not any(KEY in str(request) for request in endpoint.requests)


def test_an_answer_that_repeats_the_key_is_thrown_away(
    endpoint: Any, behaviour: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OUR_KEY", KEY)
    endpoint.behaviours = [behaviour.says({"quotation": f"the key is {KEY}"})]
    with pytest.raises(ModelAnswerUnusable, match="repeats the key") as caught:
        model(endpoint, key_variable="OUR_KEY").complete(ASKED, SCHEMA)
    assert KEY not in str(caught.value)


def test_a_key_goes_over_https_or_to_this_machine_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OUR_KEY", KEY)
    with pytest.raises(ModelNotConfigured, match="https or to this machine"):
        OpenAICompatible("http://192.0.2.1/v1", "small", key_variable="OUR_KEY").complete(ASKED, SCHEMA)


def test_proxies_of_the_environment_are_not_used(
    endpoint: Any, behaviour: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    endpoint.behaviours = [behaviour.says({"a": 1})]
    assert model(endpoint).complete(ASKED, SCHEMA) == {"a": 1}
