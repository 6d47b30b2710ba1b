"""Held copies: one look for all readers, and what remains when the store is away."""

import threading
from pathlib import Path
from typing import Any

import orjson
import pytest

from dashboard.public.disk import DiskCopies
from dashboard.public.held import HeldCopies
from data_access.domain.city import City
from tests.dashboard.public import documents as made
from tests.dashboard.public.parts import NOON, Clock, Store
from tests.waiting import SECONDS


@pytest.fixture
def store(city_dongguan: City) -> Store:
    return Store(made.documents(city_dongguan))


@pytest.fixture
def clock() -> Clock:
    return Clock()


def holding(store: Store, clock: Clock, city: City, folder: Path | None = None) -> HeldCopies:
    disk = DiskCopies(folder) if folder else None
    return HeldCopies(store, disk, zone=city.zone, clock=clock)


def test_every_document_that_the_index_names_is_held(store: Store, clock: Clock, city_dongguan: City) -> None:
    held = holding(store, clock, city_dongguan)
    assert held.refresh()
    assert set(held.names()) == set(store.documents)
    found = held.document("month:2026-10")
    assert found is not None
    assert found["figures"]["reported_count"] == 38_001
    assert found["held"] is None


def test_a_look_without_a_change_asks_for_the_index_and_what_runs_alone(
    store: Store, clock: Clock, city_dongguan: City
) -> None:
    held = holding(store, clock, city_dongguan)
    held.refresh()
    store.asked.clear()
    store.documents["live"] = orjson.dumps(made.live(open_count=2550))
    held.refresh()
    assert store.asked == ["index", "live"]
    assert (held.document("live") or {})["open_count"] == 2550


def test_a_revised_month_is_fetched_and_the_other_kept(
    store: Store, clock: Clock, city_dongguan: City
) -> None:
    held = holding(store, clock, city_dongguan)
    held.refresh()
    before = held.copy("month:2026-09")
    index = made.index(version=2)
    index["months"][0]["revision"] = 2
    store.documents |= {
        "index": orjson.dumps(index),
        "month:2026-10": orjson.dumps(made.month(city_dongguan, "2026-10", 2)),
    }
    store.asked.clear()
    held.refresh()
    assert "month:2026-09" not in store.asked
    assert held.copy("month:2026-09") is before
    assert (held.document("month:2026-10") or {})["revision"] == 2


def test_what_the_index_no_longer_names_is_dropped_from_memory_and_disk(
    store: Store, clock: Clock, city_dongguan: City, tmp_path: Path
) -> None:
    held = holding(store, clock, city_dongguan, tmp_path)
    held.refresh()
    assert (tmp_path / "heat_2026-W44.json").exists()
    store.documents["index"] = orjson.dumps({**made.index(version=2), "weeks": ["2026-W45"]})
    held.refresh()
    assert held.copy("heat:2026-W44") is None
    assert not (tmp_path / "heat_2026-W44.json").exists()


def test_without_the_store_copies_stay_and_say_since_when(
    store: Store, clock: Clock, city_dongguan: City
) -> None:
    held = holding(store, clock, city_dongguan)
    held.refresh()
    tag = held.copy("month:2026-10").etag  # type: ignore[union-attr]
    store.away = True
    clock.now += 3
    assert not held.refresh()
    assert held.held is None, "a short pause is no event"
    clock.now += 3
    held.refresh()
    found = held.document("month:2026-10")
    assert found is not None
    assert found["held"] == NOON
    assert found["figures"]["reported_count"] == 38_001
    assert (held.document("live") or {})["state"] == "stale"
    assert held.age_seconds == 6.0
    store.away = False
    clock.now += 1
    assert held.refresh()
    assert held.held is None
    assert held.copy("month:2026-10").etag == tag  # type: ignore[union-attr]
    assert (held.document("live") or {})["state"] == "live"


def test_after_a_restart_without_the_store_the_copies_on_disk_are_shown(
    store: Store, clock: Clock, city_dongguan: City, tmp_path: Path
) -> None:
    holding(store, clock, city_dongguan, tmp_path).refresh()
    (tmp_path / "month_2026-09.json").write_bytes(b'{"format":1,')
    store.away = True
    clock.now += 3600
    again = holding(store, clock, city_dongguan, tmp_path)
    again.load()
    assert not again.refresh()
    assert (again.document("month:2026-10") or {})["held"] == NOON
    assert again.copy("month:2026-09") is None, "half a file is none"
    store.away = False
    again.refresh()
    assert again.held is None
    assert again.copy("month:2026-09") is not None


def test_a_store_that_was_emptied_takes_nothing_away(store: Store, clock: Clock, city_dongguan: City) -> None:
    held = holding(store, clock, city_dongguan)
    held.refresh()
    store.documents.clear()
    clock.now += 10
    assert not held.refresh()
    assert held.copy("index") is not None
    assert held.held == NOON


def test_a_worker_that_writes_no_longer_makes_what_runs_stale(
    store: Store, clock: Clock, city_dongguan: City
) -> None:
    held = holding(store, clock, city_dongguan)
    clock.now += 31
    held.refresh()
    assert (held.document("live") or {})["state"] == "stale"
    assert held.held is None


def test_a_disk_that_cannot_be_written_stops_nothing(
    store: Store, clock: Clock, city_dongguan: City, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("no folder")
    held = holding(store, clock, city_dongguan, tmp_path / "file" / "below")
    assert held.refresh()


def test_who_comes_during_a_look_does_not_look_again(store: Store, clock: Clock, city_dongguan: City) -> None:
    inside, go_on = threading.Event(), threading.Event()

    class Slow(Store):
        def raw(self, name: str) -> bytes | None:
            inside.set()
            assert go_on.wait(SECONDS)
            return super().raw(name)

    slow = Slow(store.documents)
    held = holding(slow, clock, city_dongguan)
    first: list[Any] = []
    thread = threading.Thread(target=lambda: first.append(held.refresh()))
    thread.start()
    assert inside.wait(SECONDS)
    assert [held.refresh() for _ in range(50)] == [False] * 50
    go_on.set()
    thread.join()
    assert first == [True]
    assert slow.asked.count("index") == 1


def test_a_body_is_the_document_with_one_field_more(store: Store, clock: Clock, city_dongguan: City) -> None:
    held = holding(store, clock, city_dongguan)
    held.refresh()
    for name in held.names():
        copy = held.copy(name)
        assert copy is not None
        assert orjson.loads(copy.body) == {"held": None, **orjson.loads(store.documents[name])}
