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
        self.wall.join(self.viewer, {"seq": 0}, {"seq": 0})
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


def test_charts_wait_for_their_second_and_figures_do_not() -> None:
    charts = Charts()
    for seq in (1, 2, 3):
        charts.wall.show({"seq": seq})
    first, second, third = charts.props(), charts.props(), charts.props()
    assert first["hours"]["figure"]["data"] == [{"y": [1]}]
    assert [set(first), set(second), set(third)] == [{"figure", "hours"}, {"figure"}, {"figure"}]


def test_a_chart_that_waited_comes_with_the_beat_and_as_it_is_by_then(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    charts = Charts()
    for seq in (1, 2, 3):
        charts.wall.show({"seq": seq})
    for _ in range(3):
        charts.props()
    charts.wall.beat(b"a beat", 60)
    monkeypatch.setattr(wall_channel, "SLOW_SECONDS", 0.0)
    charts.wall.beat(b"a beat", 60)
    assert charts.props() == {"hours": {"figure": {"data": [{"y": [3]}]}}}
    charts.wall.beat(b"a beat", 0)
    assert next(charts.events) == b"a beat"
