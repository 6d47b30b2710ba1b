"""Lists that only grow: every process reads what another one appended, and nothing twice."""

import redis

from data_access.domain.evaluation.appeals import AppealStep, Step
from data_access.domain.evaluation.entries import ExternalEntry
from data_access.domain.evaluation.notes import Note
from data_access.domain.evaluation.scheme import ObjectKind
from data_access.store.evaluation_log import EvaluationLog, log_version
from data_access.store.keys import Keys

KEYS = Keys("dongguan")


def step(number: int) -> AppealStep:
    return AppealStep("2026-03", f"C{number}", Step.RAISE, "某人", number, "原因")


def test_what_one_process_appends_another_one_reads_in_order(store_redis: redis.Redis) -> None:
    writer, reader = EvaluationLog(store_redis, KEYS), EvaluationLog(store_redis, KEYS)
    assert reader.appeals.all() == []
    versions = {log_version(store_redis, KEYS)}
    for number in range(4):
        writer.appeals.append([step(number)])
        assert list(reader.appeals.all()) == [step(n) for n in range(number + 1)]
        versions.add(log_version(store_redis, KEYS))
    value = ExternalEntry("2026-03", ObjectKind.TEAM, "T1", "patrol_check", 3, 4, "a", 1, "form", "备注")
    note = Note("2026-03", "town", "441900006", "看看", "a", 1)
    writer.external.append([value, value])
    writer.notes.append([note])
    versions.add(log_version(store_redis, KEYS))
    assert list(reader.external.all()) == [value, value]
    assert list(reader.notes.all()) == [note]
    assert len(versions) == 6


def test_a_store_that_lost_its_end_is_read_anew(store_redis: redis.Redis) -> None:
    log = EvaluationLog(store_redis, KEYS)
    log.appeals.append([step(1), step(2)])
    assert len(log.appeals.all()) == 2
    store_redis.rpop(KEYS.appeals())
    log.appeals.append([step(3)])
    assert list(log.appeals.all()) == [step(1), step(3)]
    store_redis.delete(KEYS.appeals())
    assert list(log.appeals.all()) == []
