"""What screens are told about how long an action has waited for its paint, and how long they wait."""

from functools import partial

import orjson

from dashboard.live import hub as hub_module
from dashboard.live.hub import StreamHub
from dashboard.live.viewer import Viewer
from layouts.wall.look import Look
from tests.dashboard.test_stream import MAIN, Publisher, Reader, breakable, hub, publisher
from tests.waiting import until

__all__ = ["breakable", "hub", "publisher"]


def test_a_patch_says_since_when_its_action_waited_and_a_catch_up_does_not(
    hub: StreamHub, publisher: Publisher
) -> None:
    publisher.publish(1, None, figure=1)
    until("the hub has a snapshot", lambda: hub.current is not None)
    reader = Reader(hub.watch_wall(MAIN, Look("zh"), 1, Viewer()))
    for seq, accepted_at in ((2, 100.0), (3, None), (4, 107.0)):
        publisher.publish(seq, {"figure": seq}, accepted_at=accepted_at, figure=seq)
        until(f"the hub knows {seq}", partial(hub.main.knows, seq))
    until("four patches come", lambda: len(reader.of("patch")) == 4)
    assert [one.get("accepted_at") for one in reader.of("patch")] == [None, 100.0, None, 107.0]
    late = Reader(hub.watch_wall(MAIN, Look("zh"), 1, Viewer()))
    until("the late one has a patch", lambda: late.of("patch"))
    assert "accepted_at" not in late.of("patch")[0]
    # A poll brings what has come since the last one: its first action waited longest.
    polled = [orjson.loads(hub.poll_wall(MAIN, Look("zh"), after)).get("accepted_at") for after in (1, 3, 4)]
    assert polled == [100.0, 107.0, None]


def test_the_pauses_between_attempts_stay_short() -> None:
    # A wall must be live at most five seconds after the store has returned.
    assert hub_module.LONGEST_PAUSE <= 1.0
