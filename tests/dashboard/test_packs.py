"""A process notices that a refold has brought a newer version of its city pack into force."""

import threading
from dataclasses import replace

import pytest

from dashboard import packs
from dashboard.packs import STATUS_PACK_CHANGED, PackWatch, watched_pack
from dashboard.services import Services
from data_access.domain.city import City
from data_access.store.refold import Refolder
from tests.waiting import SECONDS


def put_in_force(services: Services, city: City) -> None:
    Refolder(services.connection.redis, city, services.keys).run()


@pytest.fixture
def older(services: Services) -> Services:
    """Services that have opened a version of the pack before that of its folder; it is in force."""
    city = replace(services.city, version="before")
    put_in_force(services, city)
    return replace(services, city=city)


def test_a_process_is_out_of_date_once_the_new_version_is_in_force(
    services: Services, older: Services
) -> None:
    watch = PackWatch(older.connection.redis, older.keys, older.city)
    # Other files alone change nothing: cases follow the old version until a refold is through.
    assert not watch.outdated()
    put_in_force(services, services.city)
    assert watch.outdated()
    assert not PackWatch(services.connection.redis, services.keys, services.city).outdated()


def test_a_machine_without_the_new_files_goes_on(services: Services) -> None:
    put_in_force(services, services.city)
    watch = PackWatch(services.connection.redis, services.keys, services.city)
    put_in_force(services, replace(services.city, version="of another machine"))
    assert not watch.outdated()
    assert not watch.outdated()


def run_until_stopped(services: Services, stop: threading.Event) -> None:
    with watched_pack(services, stop):
        put_in_force(services, replace(services.city, version="a newer one"))
        assert stop.wait(SECONDS)


def test_what_runs_is_stopped_and_ends_with_its_own_status(
    services: Services, older: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packs, "LOOK_SECONDS", 0.05)
    with pytest.raises(SystemExit, match=str(STATUS_PACK_CHANGED)):
        run_until_stopped(older, threading.Event())
    put_in_force(services, services.city)
    stop = threading.Event()
    with watched_pack(services, stop):
        assert not stop.wait(0.3)
