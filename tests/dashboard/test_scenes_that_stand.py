"""A scene whose figures stand still tells its screens since when, while the worker ticks for the others."""

import pytest

from dashboard.live.hub import StreamHub
from dashboard.live.viewer import Viewer
from data_access.store.live import Tick
from layouts.wall.look import Look
from tests.dashboard.test_stream import MAIN, Publisher, Reader, breakable, hub, publisher
from tests.waiting import until

__all__ = ["breakable", "hub", "publisher"]


def shown_at(hub: StreamHub, publisher: Publisher) -> float:
    """Publish a first picture; when its figures were those of then."""
    publisher.publish(1, None, figure=1)
    # The hub notes the time of the figures after the snapshot.
    until("the figures are of the tick", lambda: hub.main.figures_at == hub.tick_at)
    assert hub.current is not None
    return hub.main.figures_at


def test_screens_of_a_scene_that_is_not_computed_learn_since_when(
    hub: StreamHub, publisher: Publisher
) -> None:
    at = shown_at(hub, publisher)
    later = [Tick(at + step, {}, {}, fine) for step, fine in ((5, ()), (6, ("other/1",)))]
    for tick in later:
        publisher.send(tick)
    until("the hub has the last tick", lambda: hub.tick_at == at + 6)
    assert hub.main.figures_at == at
    reader = Reader(hub.watch_wall(MAIN, Look("zh"), 1, Viewer()))
    until("a beat comes", lambda: reader.of("beat"))
    assert (reader.of("beat")[0]["tick_at"], reader.of("beat")[0]["figures_at"]) == (at + 6, at)
    publisher.send(Tick(at + 7, {}, {}, (MAIN.key,)))
    until("the figures are new", lambda: hub.main.figures_at == at + 7)


def test_a_scene_that_cannot_be_drawn_says_so_until_it_can(
    hub: StreamHub, publisher: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = shown_at(hub, publisher)

    def fault(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(hub.main, "take", fault)
    publisher.publish(2, {"figure": 2}, figure=2)
    until("the hub has the tick", lambda: hub.tick_at is not None and hub.tick_at > at)
    # A tick without a change does not make the picture new.
    publisher.send(Tick(at + 50, {}, {}))
    until("the hub has the last tick", lambda: hub.tick_at == at + 50)
    assert hub.main.figures_at == at
    monkeypatch.undo()
    publisher.publish(3, {"figure": 3}, figure=3)
    until("the figures are new", lambda: hub.main.figures_at > at)
