"""Any model that pydantic-ai knows, behind our protocol."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from detente.evidence.language_model.protocol import (
    Message,
    ModelAnswerUnusable,
    ModelNotConfigured,
    ModelUnavailable,
)
from detente.evidence.language_model.waiting import run_within

if TYPE_CHECKING:
    from pydantic_ai import Agent
    from pydantic_ai.messages import ModelMessage
    from pydantic_ai.models import Model

_MISSING = "this language model needs pydantic-ai: install detente[llm]"


@dataclass(frozen=True, slots=True, repr=False)
class PydanticAI:
    """Asks a pydantic-ai model, given itself or by name (`openai:NAME`, `anthropic:NAME`, …).

    Keys are pydantic-ai's affair: each provider reads its own environment variable. The model gets no tools. The
    model object is not shown in the representation, because it holds its client.
    """

    model: Model | str
    seconds: float = 120.0

    @property
    def name(self) -> str:
        """The model's name."""
        return self.model if isinstance(self.model, str) else self.model.model_name

    def __repr__(self) -> str:
        return f"PydanticAI({self.name!r})"

    def complete(self, messages: Sequence[Message], schema: Mapping[str, Any]) -> Any:
        """The answer as data; pydantic-ai asks once more where it does not fit the schema."""
        problem: ModelUnavailable | ModelAnswerUnusable | ModelNotConfigured
        from_package = _errors()
        try:
            agent = _agent(self.model, messages, schema)
            history, last = _history(messages)
            result = run_within(self.seconds, lambda: agent.run(last, message_history=history))
            return dict(result.output)
        except TimeoutError:
            problem = ModelUnavailable(f"{self.name}: no answer within {self.seconds:g} seconds")
        except from_package.unusable as error:
            problem = ModelAnswerUnusable(f"{self.name}: no answer of the shape asked ({type(error).__name__})")
        except from_package.unconfigured as error:
            problem = ModelNotConfigured(f"{self.name}: cannot be set up ({type(error).__name__})")
        except from_package.unavailable as error:
            status = getattr(error, "status_code", None)
            said = f"status {status}" if status else type(error).__name__
            problem = ModelUnavailable(f"{self.name}: the service did not answer ({said})")
        raise problem


@dataclass(frozen=True, slots=True)
class _Errors:
    unusable: tuple[type[Exception], ...]
    unconfigured: tuple[type[Exception], ...]
    unavailable: tuple[type[Exception], ...]


def _errors() -> _Errors:
    try:
        import httpx  # noqa: PLC0415
        from pydantic_ai import exceptions  # noqa: PLC0415
    except ImportError as error:
        raise ModelNotConfigured(_MISSING) from error
    return _Errors(
        unusable=(exceptions.UnexpectedModelBehavior, exceptions.UsageLimitExceeded, TypeError, ValueError),
        unconfigured=(exceptions.UserError, ImportError),
        unavailable=(exceptions.AgentRunError, httpx.HTTPError, OSError),
    )


def _agent(model: Model | str, messages: Sequence[Message], schema: Mapping[str, Any]) -> Agent[None, dict[str, Any]]:
    from pydantic_ai import Agent, StructuredDict  # noqa: PLC0415

    instructions = "\n\n".join(message.content for message in messages if message.role == "system")
    shape = StructuredDict(dict(schema), name="answer")
    return Agent(model, output_type=shape, instructions=instructions, retries=1)  # pyright: ignore[reportReturnType]


def _history(messages: Sequence[Message]) -> tuple[list[ModelMessage], str]:
    """The turns before the last, and the last."""
    from pydantic_ai.messages import ModelRequest, ModelResponse, TextPart, UserPromptPart  # noqa: PLC0415

    turns = [message for message in messages if message.role != "system"]
    history: list[ModelMessage] = []
    for turn in turns[:-1]:
        if turn.role == "user":
            history.append(ModelRequest(parts=[UserPromptPart(turn.content)]))
        else:
            history.append(ModelResponse(parts=[TextPart(turn.content)]))
    return history, turns[-1].content if turns else ""
