"""Fixtures that all rooms share: a Redis of the tests' own, the shipped city, a browser."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import redis
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, Page, sync_playwright

from data_access.cities.pack import load_city
from data_access.domain.city import City
from data_access.store.connection import Connection, open_connection
from tests.commands import Commands
from tests.deployments.cluster import Cluster
from tests.deployments.deployment import Deployment
from tests.deployments.sentinel import Sentinels
from tests.deployments.single import Single

KINDS: dict[str, Callable[[Path], Deployment]] = {
    "single": Single,
    "sentinel": Sentinels,
    "cluster": Cluster,
}
Start = Callable[[str], Deployment]
# The same examples in every run, however long a busy machine takes for one, so that a failure is that of a
# change. New ones are looked for by `--hypothesis-profile=search` and by `tests.property.long_run`.
settings.register_profile(
    "steady", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("search", deadline=None, max_examples=1000)
settings.load_profile("steady")
CHROMIUM_PROGRAMS = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def redis_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    """An embedded Redis that belongs to this test run alone."""
    with open_connection(None, tmp_path_factory.mktemp("redis")) as connection:
        yield connection


@pytest.fixture(scope="session")
def commands() -> Iterator[Commands]:
    """Runs commands of `zhiwang`."""
    running = Commands()
    yield running
    running.close()


@pytest.fixture
def store_redis(redis_server: Connection) -> Iterator[redis.Redis]:
    """A client of an empty store."""
    yield redis_server.redis
    # Nobody else's keys can be here: the server is this run's own, behind a socket in its own folder.
    redis_server.redis.flushdb()


@pytest.fixture(scope="session")
def start(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Start]:
    """Starts the deployment of a kind once, when the first test needs it."""
    running: dict[str, Deployment] = {}

    def started(kind: str) -> Deployment:
        if kind not in running:
            running[kind] = KINDS[kind](tmp_path_factory.mktemp(kind))
        return running[kind]

    yield started
    for deployment in running.values():
        deployment.close()


@pytest.fixture(params=KINDS)
def deployment(request: pytest.FixtureRequest, start: Start) -> Deployment:
    """One Redis, one watched by sentinels, a cluster."""
    return start(request.param)


@pytest.fixture(scope="session")
def city_dongguan() -> City:
    """The shipped city pack."""
    return load_city("dongguan")


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Folder of real data beside the checkout; tests that need it are skipped where it is absent."""
    folder = Path(__file__).parents[2] / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the folder of real data (../shared/data) is not here")
    return folder


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium without a window."""
    program = next(filter(None, map(shutil.which, CHROMIUM_PROGRAMS)), None)
    if program is None:
        pytest.skip("Chromium is not installed (./test installs it when run as root)")
    # Chromium refuses its sandbox to root, as whom containers usually run.
    options = ["--no-sandbox"] if os.getuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=options)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A blank page of a fresh profile, as large as a wall screen."""
    context = browser.new_context(viewport={"width": 1920, "height": 1080})
    yield context.new_page()
    context.close()
