"""A model behind an OpenAI-compatible HTTP endpoint: Ollama, vLLM, llama.cpp and most hosted services."""

from __future__ import annotations

import ipaddress
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from detente.evidence.language_model.protocol import (
    Message,
    ModelAnswerUnusable,
    ModelError,
    ModelNotConfigured,
    ModelUnavailable,
)
from detente.evidence.language_model.waiting import run_within

if TYPE_CHECKING:
    import httpx

_MISSING = "a language model over HTTP needs httpx: install detente[llm]"
_SHORTEST_SECRET = 8
_ONCE_MORE = "That was not JSON of the shape asked. Answer again, with the JSON object only."


@dataclass(frozen=True, slots=True)
class OpenAICompatible:
    """Asks `POST {url}/chat/completions`; `url` ends before that, as in `http://localhost:11434/v1`.

    The key is read from the environment variable `key_variable` when a request is sent, and kept nowhere: it stands
    in no attribute, message, exception or recording. It is sent over https, or to this machine, only. Redirects are
    not followed, proxies and password files of the environment not used. `seconds` bounds a request from its start
    to its last byte, `largest_answer` its size in bytes. An answer that is no JSON object is asked for once more.
    """

    url: str
    name: str
    key_variable: str | None = None
    seconds: float = 120.0
    largest_answer: int = 2_000_000
    largest_request: int = 2_000_000
    transport: httpx.AsyncBaseTransport | None = None

    def __post_init__(self) -> None:
        _checked(self.url)

    def complete(self, messages: Sequence[Message], schema: Mapping[str, Any]) -> Any:
        """The answer as data."""
        turns = list(messages)
        for attempt in (1, 2):
            text = self._answer(turns, schema)
            data = _object_of(text)
            if data is not None:
                return data
            if attempt == 1:
                turns = [*turns, Message("assistant", text[:2_000] or "(nothing)"), Message("user", _ONCE_MORE)]
        raise ModelAnswerUnusable(f"{self.name} answered twice with what is not a JSON object")

    def _answer(self, messages: Sequence[Message], schema: Mapping[str, Any]) -> str:
        """The text of the model's turn. Errors are raised outside the handlers, so that none carries the request."""
        body = json.dumps(_request(self.name, messages, schema)).encode()
        if len(body) > self.largest_request:
            raise ModelAnswerUnusable(f"the request has {len(body):,} bytes, the limit is {self.largest_request:,}")
        key = _key(self.key_variable)
        if key and not _may_see_keys(self.url):
            raise ModelNotConfigured("a key is sent over https or to this machine only; the URL is neither")
        problem = ""
        raw = b""
        try:
            raw = run_within(self.seconds, lambda: self._exchange(body))
        except TimeoutError:
            problem = f"no answer within {self.seconds:g} seconds"
        except ModelError as error:
            raise error from None
        except _connection_errors() as error:
            problem = f"no connection ({type(error).__name__})"
        if problem:
            raise ModelUnavailable(f"{self.name}: {problem}")
        text = _content(raw)
        if text is None:
            raise ModelAnswerUnusable(f"{self.name}: the endpoint's answer is not in the form of chat completions")
        if key and len(key) >= _SHORTEST_SECRET and key in text:
            raise ModelAnswerUnusable(f"{self.name}: the answer repeats the key, and is thrown away")
        return text

    async def _exchange(self, body: bytes) -> bytes:
        import httpx  # noqa: PLC0415

        headers = {"Content-Type": "application/json", "Accept": "application/json", "Accept-Encoding": "identity"}
        async with (
            httpx.AsyncClient(
                timeout=self.seconds, follow_redirects=False, trust_env=False, transport=self.transport
            ) as client,
            client.stream(
                "POST",
                f"{self.url.rstrip('/')}/chat/completions",
                content=body,
                headers=headers,
                auth=_bearer(self.key_variable),
            ) as response,
        ):
            if response.is_redirect:
                raise ModelUnavailable(f"{self.name}: the endpoint redirects elsewhere, which is not followed")
            if response.status_code != httpx.codes.OK:
                raise ModelUnavailable(f"{self.name}: the endpoint answered with status {response.status_code}")
            if response.headers.get("Content-Encoding", "identity") != "identity":
                raise ModelAnswerUnusable(f"{self.name}: the answer is compressed, which was not asked for")
            return await self._limited(response)

    async def _limited(self, response: httpx.Response) -> bytes:
        read = bytearray()
        async for chunk in response.aiter_raw():
            read += chunk
            if len(read) > self.largest_answer:
                raise ModelAnswerUnusable(f"{self.name}: the answer is larger than {self.largest_answer:,} bytes")
        return bytes(read)


def _request(name: str, messages: Sequence[Message], schema: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "model": name,
        "messages": [{"role": message.role, "content": message.content} for message in messages],
        "temperature": 0,
        "stream": False,
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": "answer", "schema": dict(schema), "strict": True},
        },
    }


def _checked(url: str) -> None:
    try:
        parts = urlsplit(url)
        fine = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
        secret = parts.username is not None or parts.password is not None or bool(parts.query)
    except ValueError:
        fine, secret = False, False
    if not fine:
        raise ModelNotConfigured("the URL of a model is http://… or https://… up to and with /v1")
    if secret:
        raise ModelNotConfigured("the URL of a model holds no name, password or query; keys come from the environment")


def _may_see_keys(url: str) -> bool:
    parts = urlsplit(url)
    if parts.scheme == "https" or parts.hostname == "localhost":
        return True
    try:
        return ipaddress.ip_address(parts.hostname or "").is_loopback
    except ValueError:
        return False


def _key(variable: str | None) -> str | None:
    return (os.environ.get(variable) or "").strip() or None if variable else None


def _bearer(variable: str | None) -> httpx.Auth:
    """Adds the key to a request when it is sent."""
    import httpx  # noqa: PLC0415

    class Bearer(httpx.Auth):
        def auth_flow(self, request: httpx.Request) -> Any:
            key = _key(variable)
            if key:
                request.headers["Authorization"] = f"Bearer {key}"
            yield request

    return Bearer()


def _connection_errors() -> tuple[type[Exception], ...]:
    try:
        import httpx  # noqa: PLC0415
    except ImportError as error:
        raise ModelNotConfigured(_MISSING) from error
    return (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError, UnicodeError)


def _content(raw: bytes) -> str | None:
    """The text of the first choice of a chat completion."""
    try:
        data = json.loads(raw)
        text = data["choices"][0]["message"]["content"]
    except (ValueError, KeyError, IndexError, TypeError, RecursionError):
        return None
    return text if isinstance(text, str) else None


def _object_of(text: str) -> dict[str, Any] | None:
    """The JSON object that the text is, also inside a code fence."""
    text = text.strip()
    if text.startswith("```"):
        text = text.strip("`").strip()
        text = text.removeprefix("json").strip()
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return data if isinstance(data, dict) else None
