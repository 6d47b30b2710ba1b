"""What one channel of the wall sends, and in which form: charts that wait, parts packed once for all."""

import zlib
from random import Random
from typing import Any

import orjson
import pytest
from dash import dcc, html
from hypothesis import given
from hypothesis import strategies as st

from dashboard.live import wall_channel
from dashboard.live.events import GZIP_HEAD, packed
from dashboard.live.viewer import Viewer
from dashboard.live.wall_channel import WallChannel
from layouts.wall.ids import Ids

Json = dict[str, Any]


@given(st.lists(st.binary(max_size=400), min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_packed_parts_follow_each_other_in_any_order(parts: list[bytes], chance: Random) -> None:
    order = [*parts, *parts]
    chance.shuffle(order)
    unpack = zlib.decompressobj(16 + zlib.MAX_WBITS)
    # Each part comes out whole as soon as it is there: nothing waits for the next one.
    assert unpack.decompress(GZIP_HEAD) == b""
    assert [unpack.decompress(packed(part)) for part in order] == order


class Charts:
    """A channel for a page with a figure and a chart, and what its one viewer is sent."""

    def __init__(self) -> None:
        self.viewer = Viewer()
        self.wall = WallChannel(self._page, lambda: {"server_time": 0})
        self.wall.join(self.viewer, {"seq": 0}, lambda: {"seq": 0})
        self.events = self.viewer.read(b"")
        for _ in range(2):
            next(self.events)

    @staticmethod
    def _page(snapshot: Json) -> html.Div:
        seq = snapshot["seq"]
        chart = dcc.Graph(id=Ids.HOURS, figure={"data": [{"y": [seq]}]})
        return html.Div([html.B(str(seq), id="figure"), chart], id="page")

    def props(self) -> Json:
        data = next(self.events).partition(b"data: ")[2]
        return orjson.loads(data)["props"]  # type: ignore[no-any-return]


@pytest.fixture
def long_second(monkeypatch: pytest.MonkeyPatch) -> None:
    """What can wait waits until the test has the time pass, however slow the machine is."""
    monkeypatch.setattr(wall_channel, "SLOW_SECONDS", 3600.0)


@pytest.mark.usefixtures("long_second")
def test_charts_wait_for_their_second_and_figures_do_not() -> None:
    charts = Charts()
    for seq in (1, 2, 3):
        charts.wall.show({"seq": seq})
    first, second, third = charts.props(), charts.props(), charts.props()
    assert first["hours"]["figure"]["data"] == [{"y": [1]}]
    assert [set(first), set(second), set(third)] == [{"figure", "hours"}, {"figure"}, {"figure"}]


@pytest.mark.usefixtures("long_second")
def test_a_chart_that_waited_comes_with_the_beat_and_as_it_is_by_then(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    charts = Charts()
    for seq in (1, 2, 3):
        charts.wall.show({"seq": seq})
    for _ in range(3):
        charts.props()
    charts.wall.beat(b"a beat", 3600)
    monkeypatch.setattr(wall_channel, "SLOW_SECONDS", 0.0)
    charts.wall.beat(b"a beat", 3600)
    assert charts.props() == {"hours": {"figure": {"data": [{"y": [3]}]}}}
    charts.wall.beat(b"a beat", 0)
    assert next(charts.events) == b"a beat"


@pytest.mark.usefixtures("long_second")
def test_a_chart_that_waited_for_viewers_who_left_is_not_sent_to_the_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    charts = Charts()
    for seq in (1, 2):
        charts.wall.show({"seq": seq})
    charts.wall.channel.remove(charts.viewer)
    charts.wall.show({"seq": 3})
    viewer = Viewer()
    charts.wall.join(viewer, {"seq": 3}, lambda: {"seq": 3})
    monkeypatch.setattr(wall_channel, "SLOW_SECONDS", 0.0)
    charts.wall.beat(b"a beat", 0)
    events = viewer.read(b"")
    assert orjson.loads([next(events) for _ in range(2)][1].partition(b"data: ")[2])["props"] == {}
    assert next(events) == b"a beat"


def test_who_comes_while_a_snapshot_becomes_the_newest_has_it_once() -> None:
    charts = Charts()
    newest = {"seq": 0}
    viewer = Viewer()

    def becoming() -> Json:
        # The hub has noted it, and will show it in a moment.
        newest["seq"] = 1
        return newest

    charts.wall.channel.remove(charts.viewer)
    charts.wall.join(viewer, {"seq": 0}, becoming)
    charts.wall.show(newest)
    charts.wall.show({"seq": 2})
    events = viewer.read(b"")
    next(events)
    told = [orjson.loads(next(events).partition(b"data: ")[2]) for _ in range(2)]
    assert [(one["previous"], one["seq"]) for one in told] == [(0, 1), (1, 2)]
