"""A web app over a store of its own, and what it takes to talk to it."""

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from dashboard.answers import Answers
from dashboard.auth.passwords import hash_password
from dashboard.config import load_settings
from dashboard.live.hub import StreamHub
from dashboard.services import Services
from dashboard.web import create_app
from data_access.domain.city import City
from data_access.domain.viewer import Duty
from data_access.store.accounts import Account, Accounts
from data_access.store.archive import Archive
from data_access.store.city_events import CityEvents
from data_access.store.connection import Connection
from data_access.store.keys import Keys
from data_access.store.marks import Marks
from data_access.store.screens import Screens
from data_access.store.tokens import Token, Tokens

PASSWORD = "correct horse battery"


@pytest.fixture
def services(redis_server: Connection, city_dongguan: City, tmp_path: Path) -> Iterator[Services]:
    """Services on keys of this test alone."""
    keys = Keys(city_dongguan.id, prefix=f"test-{uuid.uuid4().hex}")
    client = redis_server.redis
    archive = Archive(tmp_path / "archive", city_dongguan.id)
    yield Services(
        settings=load_settings(data=tmp_path),
        city=city_dongguan,
        keys=keys,
        connection=redis_server,
        answers=Answers(client, city_dongguan, keys, archive=archive),
        accounts=Accounts(client, keys),
        tokens=Tokens(client, keys),
        screens=Screens(client, keys),
        marks=Marks(client, keys),
        events=CityEvents(client, keys),
        archive=archive,
    )
    client.flushdb()


@pytest.fixture
def closed_app(services: Services) -> Iterator[tuple[Flask, StreamHub]]:
    """The app as `serve` makes it."""
    app, hub = create_app(services)
    yield app, hub
    hub.stop()


@pytest.fixture
def client(closed_app: tuple[Flask, StreamHub]) -> FlaskClient:
    """A browser without a login."""
    return closed_app[0].test_client()


@pytest.fixture
def ingest(services: Services) -> dict[str, str]:
    """Headers with a token that may send actions."""
    return {"Authorization": f"Bearer {services.tokens.add(Token('sender', ('ingest',), 0))}"}


@pytest.fixture
def read(services: Services) -> dict[str, str]:
    """Headers with a token that may read figures."""
    return {"Authorization": f"Bearer {services.tokens.add(Token('reader', ('read',), 0))}"}


@pytest.fixture
def account(services: Services) -> Account:
    """Somebody who may log in with PASSWORD."""
    found = Account("zhang", Duty.ADMINISTRATOR, hash_password(PASSWORD), 0)
    services.accounts.put(found)
    return found


def csrf_of(page: str) -> str:
    """The token in the form of a page."""
    return page.split('name="csrf" value="')[1].split('"')[0]


def log_in(client: FlaskClient, name: str = "zhang", password: str = PASSWORD, next: str = "") -> int:
    """Send the login form; the status of the answer."""
    form = {"csrf": csrf_of(client.get("/login").text), "name": name, "password": password, "next": next}
    return client.post("/login", data=form).status_code


@pytest.fixture
def nobody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """No worker runs here: a first picture would be waited for in vain."""
    for module in ("dashboard.api.stream", "dashboard.apps.wall_sources"):
        monkeypatch.setattr(f"{module}.FIRST_SNAPSHOT_SECONDS", 0.01)
