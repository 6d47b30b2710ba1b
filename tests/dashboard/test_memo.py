"""Remembered answers: one computation for all who ask at once, never a stale one, never an error."""

import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import numpy.typing as npt
import orjson
import pytest
import redis

from dashboard.answers import Answers
from dashboard.memo import LARGEST, Memo
from dashboard.options import BadQuestion
from dashboard.services import Services
from data_access.ingest.ingest import Ingest
from data_access.store.keys import Keys
from data_access.store.memo_lock import MemoLocks
from data_access.store.staff import StaffStore
from tests.dashboard.test_actions_api import report
from tests.waiting import SECONDS, until

KEYS = Keys("little", prefix="memo")
AS_OF = {"as-of": "2026-03-04T12:00:00+08:00", "from": "2026-03-01", "to": "2026-03-05"}


@pytest.mark.parametrize("start", [["-m"], ["-m", "gevent.monkey", "--module"]], ids=["threads", "greenlets"])
def test_askers_of_several_processes_share_one_computation(
    store_redis: redis.Redis, start: list[str]
) -> None:
    socket = store_redis.get_connection_kwargs()["path"]
    command = [sys.executable, *start, "tests.dashboard.memo_asker", socket, "memo", "key", "8"]
    askers = [
        subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2])
        for _ in range(3)
    ]
    until("every process is there", lambda: int(store_redis.get("memo:ready") or 0) == len(askers))
    store_redis.set("memo:go", 1)
    assert [asker.communicate(timeout=SECONDS)[0] for asker in askers] == ["answer 1\n"] * len(askers)
    assert store_redis.get("memo:computed") == b"1"


def test_an_answer_is_kept_for_its_time_and_under_its_own_key(store_redis: redis.Redis) -> None:
    memo = Memo(store_redis, KEYS)
    assert memo.get("one", 60, lambda: b"1") == b"1"
    assert Memo(store_redis, KEYS).get("one", 60, lambda: b"2") == b"1"
    assert memo.get("two", 60, lambda: b"2") == b"2"
    ages = {key: store_redis.ttl(key) for key in store_redis.keys("memo:*")}
    assert len(ages) == 2
    assert all(0 < age <= 60 for age in ages.values())


def test_errors_are_not_remembered_and_everybody_gets_his_own(store_redis: redis.Redis) -> None:
    memo = Memo(store_redis, KEYS)
    tries = 0

    def fail() -> bytes:
        nonlocal tries
        tries += 1
        time.sleep(0.05)
        raise BadQuestion("from", "no")

    failed: list[str] = []

    def ask() -> None:
        with pytest.raises(BadQuestion):
            memo.get("bad", 60, fail)
        failed.append("yes")

    askers = [threading.Thread(target=ask) for _ in range(4)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    assert (tries, len(failed)) == (4, 4)
    assert store_redis.keys("memo:*") == []
    assert memo.get("bad", 60, lambda: b"good") == b"good"


def test_the_lock_of_a_process_that_died_ends_by_itself(store_redis: redis.Redis) -> None:
    memo = Memo(store_redis, KEYS)
    memo.get("name", 60, lambda: b"")
    kept: list[bytes] = store_redis.keys("memo:*")  # type: ignore[assignment]
    lock = kept[0].decode().replace(":answer", ":lock")
    store_redis.flushdb()
    assert MemoLocks(store_redis).take(lock, 0.3)
    assert memo.get("name", 60, lambda: b"mine") == b"mine"
    assert not store_redis.exists(lock)


def test_a_lock_that_ran_out_is_not_taken_from_its_next_holder(store_redis: redis.Redis) -> None:
    locks = MemoLocks(store_redis)
    first = locks.take("memo:lock", 60)
    assert first
    store_redis.delete("memo:lock")
    assert locks.take("memo:lock", 60)
    locks.release("memo:lock", first)
    assert store_redis.exists("memo:lock")


def test_what_is_too_large_is_answered_and_not_kept(store_redis: redis.Redis) -> None:
    assert len(Memo(store_redis, KEYS).get("big", 60, lambda: bytes(LARGEST + 1))) == LARGEST + 1
    assert store_redis.keys("memo:*") == []


def test_without_redis_answers_are_worked_out(tmp_path: Path) -> None:
    away = redis.Redis(unix_socket_path=str(tmp_path / "nobody"))
    assert Memo(away, KEYS).get("key", 60, lambda: b"still") == b"still"


def count(services: Services) -> int:
    answer: int = services.answers.ask("overview", AS_OF)["reported_count"]
    return answer


def send(services: Services, *lines: dict[str, object]) -> None:
    ingest = Ingest(services.connection.redis, services.city, services.keys)
    assert ingest.ingest(list(map(orjson.dumps, lines)), feed="test").quarantined == 0


def test_a_late_action_makes_every_remembered_answer_worthless(services: Services) -> None:
    send(services, report("C1", at="2026-03-02T08:00:00"))
    other = Answers(services.connection.redis, services.city, services.keys)
    assert count(services) == 1
    assert other.ask("overview", AS_OF)["reported_count"] == 1
    send(services, report("C2", at="2026-03-02T09:00:00"))
    assert count(services) == 2
    assert other.ask("overview", AS_OF)["reported_count"] == 2
    # The same again changes nothing, so the answer is still the one that is kept.
    send(services, report("C2", at="2026-03-02T09:00:00"))
    assert count(services) == 2


def test_an_answer_of_one_process_serves_another_that_holds_no_table(services: Services) -> None:
    send(services, report("C1", at="2026-03-02T08:00:00"))
    assert count(services) == 1
    other = Answers(services.connection.redis, services.city, services.keys)
    assert other.ask("overview", AS_OF)["reported_count"] == 1
    assert other.rows == 0, "answered without loading the table"


def test_answers_come_as_frames_too(services: Services) -> None:
    send(services, report("C1", at="2026-03-02T08:00:00"))
    frame = services.answers.frame("categories", {**AS_OF, "by": "town"})
    assert frame["reported_count"].sum() == 1
    assert frame.loc["441900003", "reported_count"] == 1
    assert list(services.answers.frame("cases", AS_OF).index) == ["C1"]


def test_staff_who_come_on_duty_change_the_answer(services: Services) -> None:
    send(services, report("C1", at="2026-03-02T08:00:00"))
    before = services.answers.ask("overview", AS_OF)["load_per_staff"]
    store = StaffStore(services.connection.redis, services.city, services.keys)
    store.put(store_of_one(services))
    assert before != services.answers.ask("overview", AS_OF)["load_per_staff"] == 1.0


def store_of_one(services: Services) -> npt.NDArray[np.uint16]:
    on_duty = np.zeros(len(services.city.tree.grids), dtype=np.uint16)
    on_duty[0] = 1
    return on_duty


def test_who_may_see_less_gets_an_answer_of_his_own(services: Services) -> None:
    send(services, report("C1", at="2026-03-02T08:00:00", town="441900003"))
    tree = services.city.tree
    here, there = (tree.find(code) for code in ("441900003", "441900004"))
    assert here
    assert there
    counts = [
        services.answers.ask("overview", AS_OF, within)["reported_count"]
        for within in ((), (here,), (there,))
    ]
    assert counts == [1, 1, 0]
    assert services.answers.case("C1", {}, within=(there,)) is None
    assert services.answers.case("C1", {}, within=(here,)) is not None


def test_a_store_that_was_emptied_and_filled_again_is_another_one(services: Services) -> None:
    client, keys = services.connection.redis, services.keys
    send(services, report("C1", at="2026-03-02T08:00:00"))
    assert count(services) == 1
    answers = {
        key: client.dump(key) for key in client.keys(keys.memo("*").replace("{", "?").replace("}", "?"))
    }
    assert answers
    client.flushdb()
    for key, content in answers.items():
        assert content
        client.restore(key, 60_000, content)
    # As many changes as before, but other ones, and another process that does not know of the first store.
    send(services, report("C9", at="2026-03-09T08:00:00"))
    assert Answers(client, services.city, keys).ask("overview", AS_OF)["reported_count"] == 0
