"""The whole product on Sentinel and on a cluster: web, worker, doctor, and a primary that dies under them."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import orjson
import pytest

from dashboard.config import load_settings
from dashboard.doctor import examine
from dashboard.services import Services, open_services
from dashboard.web import create_app
from dashboard.worker.run import run_worker
from data_access.store.meta import open_meta
from data_access.store.tokens import Token
from data_access.store.verify import Verifier
from tests.dashboard.test_actions_api import report
from tests.deployments.deployment import Deployment
from tests.waiting import until

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


@pytest.fixture(params=["sentinel", "cluster"])
def deployment(request: pytest.FixtureRequest, start: Callable[[str], Deployment]) -> Iterator[Deployment]:
    """A deployment in which another server takes over; put right afterwards."""
    found = start(request.param)
    yield found
    found.heal()


@pytest.fixture
def services(deployment: Deployment, tmp_path: Path) -> Iterator[Services]:
    """Services as every command opens them, on an empty store."""
    settings = load_settings(redis_url=deployment.url, data=tmp_path, retry_seconds=60)
    with open_services(settings) as services:
        yield services
        deployment.heal()
        for server in services.connection.servers():
            server.flushdb()


def test_the_product_works_on_it_and_goes_on_after_a_failover(
    services: Services, deployment: Deployment
) -> None:
    app, hub = create_app(services)
    secret = services.tokens.add(Token("platform", ("ingest", "read"), 0))
    headers = {"Authorization": f"Bearer {secret}"}
    client = app.test_client()

    def send(case_id: str) -> bool:
        line = orjson.dumps(report(case_id))
        answer = client.post("/api/v1/actions", data=line, headers=headers)
        assert answer.json is not None
        if answer.status_code == 503:
            return False
        assert answer.json["applied"] + answer.json["duplicate"] == 1
        return True

    def post(case_id: str) -> None:
        # While another server takes over the answer may be 503: keep the lines and try again.
        until("the action is taken", lambda: send(case_id))

    def shown() -> int:
        # Open cases: what was reported today begins anew at midnight.
        return int(hub.current["centre"]["open"]) if hub.current else 0

    stop = threading.Event()
    worker = threading.Thread(
        target=run_worker, args=(services.connection, services.city, services.keys, stop)
    )
    worker.start()
    hub.start()
    try:
        meta = open_meta(services.connection.redis, services.keys)
        assert meta.shards == (16 if services.connection.is_cluster else 1)
        for number in range(5):
            post(f"C{number}")
        until("the wall shows it", lambda: shown() == 5)
        deployment.kill_primary(services.keys.live_snapshot("overview/441900"))
        for number in range(5, 10):
            post(f"C{number}")
        until("the wall shows what came afterwards", lambda: shown() >= 5)
        # What was acknowledged on one server only may be gone with it: its sender sends it again.
        for number in range(10):
            post(f"C{number}")
        until("the wall shows everything", lambda: shown() == 10)
        answer = client.get("/api/v1/overview", headers=headers)
        assert answer.json is not None
        assert answer.json["open_count"] == 10
        assert b"zhiwang_intake_entries 0.0" in client.get("/metrics", headers=headers).data
        assert Verifier(services.connection.redis, services.city, services.keys).run().differences == []
        found = {health.check: health for health in examine(services.settings)}
        assert found["store"].state == "good", found["store"]
        assert "open" not in found["store"].text
        assert found["worker"].state == "good"
    finally:
        stop.set()
        worker.join()
        hub.stop()
