"""A scene whose figures stand still tells its screens since when, while the worker ticks for the others."""

import pytest

from dashboard.live.hub import StreamHub
from dashboard.live.viewer import Viewer
from data_access.store.live import Tick
from layouts.wall.look import Look
from tests.dashboard.test_stream import MAIN, Publisher, Reader, breakable, hub, publisher, until

__all__ = ["breakable", "hub", "publisher"]


def test_screens_of_a_scene_that_is_not_computed_learn_since_when(
    hub: StreamHub, publisher: Publisher
) -> None:
    publisher.publish(1, None, figure=1)
    until(lambda: hub.current is not None)
    at = hub.main.figures_at
    lease = publisher.lease.token
    later = [Tick(at + step, {}, {}, fine) for step, fine in ((5, ()), (6, ("other/1",)))]
    for tick in later:
        assert publisher.feed.publish(lease, tick, {})
    until(lambda: hub.tick_at == at + 6)
    assert hub.main.figures_at == at
    reader = Reader(hub.watch_wall(MAIN, Look("zh"), 1, Viewer()))
    until(lambda: bool(reader.of("beat")))
    assert (reader.of("beat")[0]["tick_at"], reader.of("beat")[0]["figures_at"]) == (at + 6, at)
    assert publisher.feed.publish(lease, Tick(at + 7, {}, {}, (MAIN.key,)), {})
    until(lambda: hub.main.figures_at == at + 7)


def test_a_scene_that_cannot_be_drawn_says_so_until_it_can(
    hub: StreamHub, publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    publisher.publish(1, None, figure=1)
    until(lambda: hub.current is not None)

    def fault(*_: object) -> None:
        raise ZeroDivisionError

    at = hub.main.figures_at
    monkeypatch.setattr(hub.main, "take", fault)
    publisher.publish(2, {"figure": 2}, figure=2)
    until(lambda: hub.tick_at is not None and hub.tick_at > at)
    # A tick without a change does not make the picture new.
    assert publisher.feed.publish(publisher.lease.token, Tick(at + 50, {}, {}), {})
    until(lambda: hub.tick_at == at + 50)
    assert hub.main.figures_at == at
    monkeypatch.undo()
    publisher.publish(3, {"figure": 3}, figure=3)
    until(lambda: hub.main.figures_at > at)
