"""A wall on a real port that replays snapshots through the product's own layouts, patches and stream."""

import logging
import threading
import time
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from flask import Flask, Response, request
from werkzeug.serving import make_server

from dashboard.apps.wall import create_wall_app
from dashboard.apps.wall_views import WallViews
from dashboard.live.events import event
from dashboard.live.viewer import Viewer
from dashboard.live.wall_channel import WallChannel
from data_access.domain.city import City
from data_access.domain.showing import Showing
from layouts.wall.address import read_address
from layouts.wall.browser import Running
from layouts.wall.heat_modes import heat_cells
from layouts.wall.look import Look

Json = dict[str, Any]


class WallServer:
    """Serves the wall of `city`; `show` publishes a snapshot, the fields below say how the feed fares."""

    def __init__(self, city: City, snapshot: Json) -> None:
        self.city = city
        self.streams = 0
        """How many were opened."""
        self.number = 1
        """Of the snapshot that is shown: each gets the next one, whatever it says itself."""
        self.current: Json = {**snapshot, "seq": 1} if snapshot else snapshot
        self.snapshots: dict[Showing, Json] = {}
        """What is shown of others than the city's overview."""
        self._set_fields()
        self.views = WallViews(city)
        self._lock = threading.Lock()
        self._seen: dict[int, Json] = {}
        self._channels: dict[tuple[Showing, Look], WallChannel] = {}
        """By what is shown and how, made when a page asks for it."""
        app = Flask("wall-replay")
        app.before_request(lambda: None if self.pages or request.path != "/wall/" else Response(status=503))
        create_wall_app(app, self)
        app.add_url_rule("/wall/stream", "stream", self._stream)
        app.add_url_rule("/wall/poll", "poll", self._poll)
        logging.getLogger("werkzeug").setLevel(logging.WARNING)
        self._server = make_server("127.0.0.1", 0, app, threaded=True)
        self._stopped = threading.Event()
        for target in (self._server.serve_forever, self._beat):
            threading.Thread(target=target, daemon=True).start()

    def _set_fields(self) -> None:
        self.store = "up"
        self.feed_age = 0.5
        self.staff_age = 1.0
        self.streaming = True
        self.polling = True
        """Whether polls are answered."""
        self.running = Running(build="build-1", protocol="protocol-1", reload_window=(180, 300))
        self.pages = True
        """Whether documents are served."""
        self.ahead = 0.0
        """Seconds that the server's clock is ahead of this machine's."""

    def reset(self, snapshot: Json) -> None:
        """Be as at first again, with this snapshot."""
        self.snapshots = {}
        self._set_fields()
        self.show(snapshot)

    @property
    def url(self) -> str:
        """Address of the wall."""
        return f"http://127.0.0.1:{self._server.server_port}/wall/"

    def stop(self) -> None:
        """End the server and all streams."""
        self._stopped.set()
        self.cut()
        self._server.shutdown()
        self._server.server_close()

    def snapshot(self, showing: Showing) -> Mapping[str, Any]:
        """What the product's services give the page."""
        return self.snapshots.get(showing, self.current)

    def now(self) -> float:
        """The server's clock."""
        return time.time() + self.ahead

    def screen(self, search: str | None) -> None:
        """No page here belongs to a screen."""

    def clock(self) -> Json:
        """The part of every message that tells the time and how fresh the data are."""
        now = self.now()
        return {
            "build": self.running.build,
            "protocol": self.running.protocol,
            "server_time": now,
            "tick_at": now - 0.2,
            "feeds": {
                "platform": {"at": now - self.feed_age, "expected_seconds": 2},
                "staff": {"at": now - self.staff_age, "expected_seconds": 30},
            },
            "store": self.store,
        }

    def show(self, snapshot: Json) -> None:
        """Publish a snapshot to all viewers."""
        self.number += 1
        self.current = {**snapshot, "seq": self.number}
        for key, channel in list(self._channels.items()):
            try:
                channel.show(self.current)
            except KeyError:
                # A page that a test has left shows another scene, which does not know these figures.
                channel.channel.cut_all()
                del self._channels[key]

    def send(self, data: bytes) -> None:
        """Send bytes as they are, nonsense included."""
        for channel in list(self._channels.values()):
            channel.channel.send(data)

    def cut(self) -> None:
        """Break every stream."""
        for channel in list(self._channels.values()):
            channel.channel.cut_all()

    def forget(self) -> None:
        """End what is shown, of every scene."""
        self.cut()
        with self._lock:
            self._channels.clear()

    def _stream(self) -> Response:
        if not self.streaming:
            return Response(status=204)
        self.streams += 1
        viewer = Viewer()
        query = request.query_string.decode()
        address = read_address(query, self.city.tree)
        showing = address.at(0)
        channel = self._channel(showing, address.look_at(0, request.args["lang"]))
        channel.join(viewer, None, lambda: dict(self.snapshot(showing)) or None)

        def events() -> Iterator[bytes]:
            yield from viewer.read(event("beat", self.clock()))

        return Response(events(), mimetype="text/event-stream")

    def _poll(self) -> Response:
        if not self.polling:
            return Response(status=503)
        address = read_address(request.query_string.decode(), self.city.tree)
        showing, look = address.at(0), address.look_at(0, request.args["lang"])
        current = dict(self.snapshot(showing)) or None
        seen = self._seen.get(int(request.args.get("after") or -1))
        if current is not None:
            self._seen[current["seq"]] = current
        answer = self._channel(showing, look).poll(seen, lambda: current)
        return Response(answer, mimetype="application/json")

    def _channel(self, showing: Showing, look: Look) -> WallChannel:
        with self._lock:
            if (showing, look) not in self._channels:
                render = self.views.renderer(showing, look)
                cells = partial(heat_cells, mode=look.heat)
                self._channels[showing, look] = WallChannel(render, self.clock, cells)
            return self._channels[showing, look]

    def _beat(self) -> None:
        while not self._stopped.wait(0.5):
            data = event("beat", self.clock())
            for channel in list(self._channels.values()):
                # It brings the properties that could wait, too.
                channel.beat(data, 0.0)
