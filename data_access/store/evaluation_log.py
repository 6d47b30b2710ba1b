"""What people do about evaluations, kept for good in lists that only grow: values, appeals, notes."""

from typing import Any

import redis

from data_access.domain.evaluation.appeals import AppealStep, Step
from data_access.domain.evaluation.entries import ExternalEntry
from data_access.domain.evaluation.notes import Note
from data_access.domain.evaluation.scheme import ObjectKind
from data_access.store.appended_list import AppendedList
from data_access.store.keys import Keys


class EvaluationLog:
    """The lists of one city. Every process has its own; what one appends the others read at once."""

    def __init__(self, client: redis.Redis, keys: Keys) -> None:
        self.external: AppendedList[ExternalEntry] = AppendedList(client, keys.external_values(), _external)
        self.appeals: AppendedList[AppealStep] = AppendedList(client, keys.appeals(), _step)
        self.notes: AppendedList[Note] = AppendedList(client, keys.evaluation_notes(), _note)


def log_version(client: redis.Redis, keys: Keys) -> str:
    """A text that differs whenever an evaluation may: both lists only grow. Raises redis.RedisError."""
    with client.pipeline(transaction=False) as pipe:
        pipe.llen(keys.external_values())
        pipe.llen(keys.appeals())
        return "+".join(str(length) for length in pipe.execute())


def _external(kept: dict[str, Any]) -> ExternalEntry:
    return ExternalEntry(**{**kept, "kind": ObjectKind(kept["kind"])})


def _note(kept: dict[str, Any]) -> Note:
    return Note(**kept)


def _step(kept: dict[str, Any]) -> AppealStep:
    return AppealStep(**{**kept, "step": Step(kept["step"])})
