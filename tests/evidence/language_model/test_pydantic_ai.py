"""The pydantic-ai adapter with the real package: its function model, and its OpenAI client on a real server."""

from __future__ import annotations

import json
from typing import Any

import pytest

from detente.evidence.language_model.answer import Answer
from detente.evidence.language_model.protocol import Message, ModelAnswerUnusable, ModelUnavailable
from detente.evidence.language_model.pydantic_ai import PydanticAI

pytest.importorskip("pydantic_ai")

ASKED = [Message("system", "mark"), Message("user", "one"), Message("assistant", "{}"), Message("user", "two")]
EMPTY = {"statements": [], "offers": []}
KEY = "sk-very-secret-0123456789"


def function_model(answer: Any, seen: list[Any]) -> Any:
    from pydantic_ai.messages import ModelResponse, TextPart, ToolCallPart
    from pydantic_ai.models.function import FunctionModel

    def reply(messages: list[Any], info: Any) -> ModelResponse:
        seen.append((messages, info))
        if isinstance(answer, str):
            return ModelResponse(parts=[TextPart(answer)])
        return ModelResponse(parts=[ToolCallPart(info.output_tools[0].name, answer)])

    return FunctionModel(reply, model_name="pretend")


def over_http(endpoint: Any) -> PydanticAI:
    import openai
    from pydantic_ai.models.openai import OpenAIChatModel
    from pydantic_ai.providers.openai import OpenAIProvider

    client = openai.AsyncOpenAI(base_url=endpoint.url, api_key=KEY, max_retries=0)
    return PydanticAI(OpenAIChatModel("small", provider=OpenAIProvider(openai_client=client)), seconds=5)


def tool_call(arguments: Any) -> Any:
    def behave(handler: Any, request: dict[str, Any]) -> None:
        name = request["tools"][0]["function"]["name"]
        call = {"id": "t1", "type": "function", "function": {"name": name, "arguments": json.dumps(arguments)}}
        message = {"role": "assistant", "content": None, "tool_calls": [call]}
        choice = {"index": 0, "finish_reason": "tool_calls", "message": message}
        completion = {"id": "c", "object": "chat.completion", "created": 1, "model": "small", "choices": [choice]}
        handler.send(200, json.dumps(completion).encode())

    return behave


def test_the_answer_comes_back_as_data_and_the_turns_arrive_in_order() -> None:
    seen: list[Any] = []
    model = PydanticAI(function_model(EMPTY, seen))
    assert model.name == "pretend"
    assert model.complete(ASKED, Answer.model_json_schema()) == EMPTY
    messages, info = seen[0]
    assert [part.content for message in messages for part in message.parts] == ["one", "{}", "two"]
    assert "mark" in str(messages[-1].instructions) or "mark" in str(info.instructions)
    assert info.function_tools == []


def test_an_answer_that_is_no_data_is_an_error_of_ours() -> None:
    with pytest.raises(ModelAnswerUnusable) as caught:
        PydanticAI(function_model("just words", [])).complete(ASKED, Answer.model_json_schema())
    assert caught.value.__context__ is None


def test_through_the_real_client(endpoint: Any) -> None:
    endpoint.behaviours = [tool_call(EMPTY)]
    model = over_http(endpoint)
    assert model.complete(ASKED, Answer.model_json_schema()) == EMPTY
    assert endpoint.authorizations == [f"Bearer {KEY}"]
    assert KEY not in repr(model)


@pytest.mark.parametrize("status", [401, 500])
def test_a_refusal_is_an_error_without_body_or_key(endpoint: Any, behaviour: Any, status: int) -> None:
    endpoint.behaviours = [behaviour.answers(status, f'{{"error": {{"message": "{KEY}"}}}}'.encode())]
    with pytest.raises(ModelUnavailable, match=f"status {status}") as caught:
        over_http(endpoint).complete(ASKED, Answer.model_json_schema())
    assert KEY not in str(caught.value)
    assert caught.value.__context__ is None


def test_a_server_that_waits_is_left_in_time(endpoint: Any, behaviour: Any, clock: Any) -> None:
    endpoint.behaviours = [behaviour.waits]
    slow = over_http(endpoint)
    with pytest.raises(ModelUnavailable, match="within"):
        PydanticAI(slow.model, seconds=0.4).complete(ASKED, Answer.model_json_schema())
    assert clock() < 6


def test_an_unknown_provider_is_an_error_of_ours() -> None:
    from detente.evidence.language_model.protocol import ModelError

    with pytest.raises(ModelError):
        PydanticAI("nobody:nothing").complete(ASKED, Answer.model_json_schema())
