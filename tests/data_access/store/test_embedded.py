import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from data_access.store.connection import Connection, open_connection
from data_access.store.embedded import LONGEST_SOCKET_PATH, EmbeddedRedis, EmbeddedRedisError
from data_access.store.filelock import LockFile
from tests.waiting import SECONDS

HOLD = """
import sys, time
from pathlib import Path
from data_access.store.connection import open_connection
connection = open_connection(None, Path(sys.argv[1]))
connection.redis.incr("starts")
print("open", flush=True)
sys.stdin.readline()
connection.close()
"""


def hold_open(data_dir: Path) -> subprocess.Popen[str]:
    """Another process that has the store open until its input ends."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(data_dir)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "open\n"
    return process


def end(process: subprocess.Popen[str]) -> None:
    process.communicate("\n", timeout=SECONDS)
    assert process.returncode == 0


def server_id(connection: Connection) -> int:
    info = connection.redis.info("server")
    assert isinstance(info, dict)
    return int(info["process_id"])


def server_runs(data_dir: Path) -> bool:
    lock = LockFile(data_dir / "redis" / "server.lock")
    free = lock.take_alone()
    lock.close()
    return not free


def test_keeps_what_was_written_and_stops_with_its_only_user(tmp_path: Path) -> None:
    with open_connection(None, tmp_path) as connection:
        connection.redis.set("key", "value")
        assert server_runs(tmp_path)
    assert not server_runs(tmp_path)
    with open_connection(None, tmp_path) as connection:
        assert connection.redis.get("key") == b"value"


def test_listens_on_no_port_and_appends_each_second(tmp_path: Path) -> None:
    with open_connection(None, tmp_path) as connection:
        settings = connection.redis.config_get()
        assert isinstance(settings, dict)
        plain = {str(name): str(value) for name, value in settings.items()}
    assert plain["port"] == "0"
    assert plain["appendonly"] == "yes"
    assert plain["appendfsync"] == "everysec"
    assert plain["aof-use-rdb-preamble"] == "yes"
    assert plain["save"] == ""


def test_two_users_in_one_process_share_one_server(tmp_path: Path) -> None:
    first = open_connection(None, tmp_path)
    second = open_connection(None, tmp_path)
    assert server_id(first) == server_id(second)
    first.close()
    assert second.redis.ping()
    second.close()
    assert not server_runs(tmp_path)


def test_the_one_who_started_it_may_leave_first(tmp_path: Path) -> None:
    starter = hold_open(tmp_path)
    with open_connection(None, tmp_path) as connection:
        before = server_id(connection)
        end(starter)
        assert server_id(connection) == before
    assert not server_runs(tmp_path)


def test_a_killed_starter_leaves_the_server_to_the_next(tmp_path: Path) -> None:
    starter = hold_open(tmp_path)
    os.kill(starter.pid, signal.SIGKILL)
    starter.communicate()
    assert server_runs(tmp_path)
    with open_connection(None, tmp_path) as connection:
        assert connection.redis.get("starts") == b"1"
    assert not server_runs(tmp_path)


def test_a_killed_server_is_started_again_with_its_data(tmp_path: Path) -> None:
    with open_connection(None, tmp_path) as connection:
        connection.redis.set("key", "value")
        # Longer than the second after which the file is surely on disk.
        time.sleep(1.2)
        killed = server_id(connection)
        os.kill(killed, signal.SIGKILL)
        connection.ensure()
        assert server_id(connection) != killed
        assert connection.redis.get("key") == b"value"


def test_ensure_leaves_a_living_server_alone(tmp_path: Path) -> None:
    with open_connection(None, tmp_path) as connection:
        before = server_id(connection)
        connection.ensure()
        assert server_id(connection) == before
    assert not server_runs(tmp_path)


def test_commands_that_start_together_share_one_server(tmp_path: Path) -> None:
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", HOLD, str(tmp_path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n"
    with open_connection(None, tmp_path) as connection:
        assert connection.redis.get("starts") == b"4"
        for process in processes:
            end(process)
        assert connection.redis.ping()
    assert not server_runs(tmp_path)


def test_a_folder_too_deep_for_a_socket_gets_one_in_the_temporary_folder(tmp_path: Path) -> None:
    deep = tmp_path / ("数据" * 20) / ("d" * 60)
    with open_connection(None, deep) as connection:
        connection.redis.set("key", "value")
        other = hold_open(deep)
        assert connection.redis.get("starts") == b"1"
        path = (deep / "redis" / "socket").read_text()
        assert len(os.fsencode(path)) <= LONGEST_SOCKET_PATH
        assert not path.startswith(str(deep))
        end(other)
    with open_connection(None, deep) as connection:
        assert connection.redis.get("key") == b"value"
    Path(path).parent.rmdir()


def test_waits_while_a_file_is_loaded_and_joins_others_that_wait(tmp_path: Path) -> None:
    with open_connection(None, tmp_path) as connection:
        for start in range(0, 400_000, 100_000):
            connection.redis.mset({f"key{number}": "v" for number in range(start, start + 100_000)})
    with open_connection(None, tmp_path) as connection:
        assert connection.redis.dbsize() == 400_000


def test_a_damaged_file_is_an_error_that_names_the_log(tmp_path: Path) -> None:
    with open_connection(None, tmp_path) as connection:
        connection.redis.set("key", "value")
    for path in (tmp_path / "redis").rglob("*.aof"):
        path.write_bytes(b"this is no append-only file\r\n" * 100)
    with pytest.raises(EmbeddedRedisError, match=r"redis\.log"):
        open_connection(None, tmp_path)
    assert not server_runs(tmp_path)


def test_data_of_a_newer_server_are_not_opened_by_an_older_one(tmp_path: Path) -> None:
    with open_connection(None, tmp_path) as connection:
        version = str(dict(connection.redis.info("server"))["redis_version"])
    if int(version.split(".")[0]) >= 7:
        pytest.skip("the server on PATH is new enough for any data")
    (tmp_path / "redis" / "appendonlydir").mkdir()
    with pytest.raises(EmbeddedRedisError, match="Redis 7 or newer"):
        open_connection(None, tmp_path)


def test_says_so_when_another_command_never_finishes_starting(tmp_path: Path) -> None:
    (tmp_path / "redis").mkdir()
    busy = LockFile(tmp_path / "redis" / "turn.lock")
    assert busy.take_alone()
    try:
        with pytest.raises(EmbeddedRedisError, match="starting or stopping"):
            EmbeddedRedis(tmp_path, wait_seconds=0.1).join()
    finally:
        busy.close()


def test_leaving_twice_and_leaving_a_killed_server_are_harmless(tmp_path: Path) -> None:
    connection = open_connection(None, tmp_path)
    os.kill(server_id(connection), signal.SIGKILL)
    connection.close()
    connection.close()
    assert not server_runs(tmp_path)
