"""Answers say how old their rows are, are refused when these are too old, and say so to those who watch."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest
import redis
from flask.testing import FlaskClient

from dashboard.answers import Answers
from dashboard.config import load_settings
from dashboard.services import Services
from data_access.domain.city import City
from data_access.ingest.ingest import Ingest
from data_access.store import table as table_module
from data_access.store.connection import Connection, open_connection
from data_access.store.keys import Keys
from tests.dashboard.test_actions_api import NOW, report

SINCE = {"from": NOW.isoformat()}
"""What was reported, also when midnight comes meanwhile."""


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[Connection]:
    """A Redis that a test may kill."""
    with open_connection(None, tmp_path) as connection:
        yield connection


def kill(connection: Connection) -> None:
    """End the server as a power cut would."""
    os.kill(int(connection.redis.info("server")["process_id"]), signal.SIGKILL)


def test_while_the_store_is_away_the_table_answers_until_it_is_too_old(
    own_server: Connection, city_dongguan: City
) -> None:
    keys = Keys(city_dongguan.id)
    Ingest(own_server.redis, city_dongguan, keys).ingest([orjson.dumps(report())], feed="test")
    patient = Answers(own_server.redis, city_dongguan, keys, max_lag_seconds=600)
    strict = Answers(own_server.redis, city_dongguan, keys, max_lag_seconds=0)
    never_read = Answers(own_server.redis, city_dongguan, keys, max_lag_seconds=600)
    body, age = patient.ask_dated("overview", SINCE)
    assert strict.ask_bytes("centres", {})
    assert age.version == 1
    assert age.lag_seconds < 60
    kill(own_server)
    late_body, late = patient.ask_dated("overview", SINCE)
    assert orjson.loads(late_body)["reported_count"] == orjson.loads(body)["reported_count"]
    assert late.version == 1
    assert late.lag_seconds > age.lag_seconds
    for refused in (strict, never_read):
        with pytest.raises(redis.RedisError):
            refused.ask("overview", {})
    checked = strict.check()
    assert checked is not None
    assert checked.lag_seconds > 0
    own_server.ensure()
    # The socket is the same, so everybody goes on from where they were.
    back = strict.ask_dated("overview", {})[1]
    assert back.version == 1
    assert back.lag_seconds < late.lag_seconds + 60


def test_http_answers_carry_version_and_lag(
    services: Services, client: FlaskClient, read: dict[str, str]
) -> None:
    ingest = Ingest(services.connection.redis, services.city, services.keys)
    for version in (1, 2):
        ingest.ingest([orjson.dumps(report(f"C{version}"))], feed="test")
        answer = client.get("/api/v1/overview", headers=read)
        assert answer.headers["Zhiwang-Version"] == str(version)
        assert 0 <= float(answer.headers["Zhiwang-Lag-Seconds"]) < 60
    table = client.get("/readyz", headers=read).get_json()["table"]
    assert table["version"] == 2
    assert 0 <= table["lag_seconds"] < 60
    metrics = client.get("/metrics", headers=read).text
    assert "\nzhiwang_table_lag_seconds " in metrics


def test_a_reader_that_cannot_keep_up_refuses_and_is_not_ready(
    services: Services, client: FlaskClient, read: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table_module, "_LONGEST_CHASE", -1.0)
    ingest = Ingest(services.connection.redis, services.city, services.keys)
    assert client.get("/api/v1/overview", headers=read).status_code == 200
    ingest.ingest([orjson.dumps(report("C1"))], feed="test")
    refused = client.get("/api/v1/overview", headers=read)
    assert (refused.status_code, refused.get_json()["error"]["code"]) == (503, "behind")
    monkeypatch.undo()
    answer = client.get("/api/v1/overview", query_string=SINCE, headers=read)
    assert answer.get_json()["reported_count"] == 1


def test_the_shared_columns_lie_where_the_settings_say(tmp_path: Path) -> None:
    sharing = load_settings(data=tmp_path).sharing
    assert sharing is not None
    assert sharing.folder == tmp_path / "columns"
    sharing = load_settings(data=tmp_path, columns=str(tmp_path / "shm")).sharing
    assert sharing is not None
    assert sharing.folder == tmp_path / "shm"
    assert load_settings(data=tmp_path, columns="off").sharing is None
