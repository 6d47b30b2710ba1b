"""What the process tells Prometheus about itself; a registry of each app's own."""

from collections.abc import Callable

from flask import Flask, Response, g, request
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)

_SECONDS = (0.005, 0.02, 0.1, 0.5, 2.0, 10.0)


class Metrics:
    """Counters of requests, and gauges that are read when they are asked for."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "zhiwang_http_requests_total",
            "Requests answered.",
            ("route", "method", "status"),
            registry=self.registry,
        )
        self._seconds = Histogram(
            "zhiwang_http_request_seconds",
            "Time until an answer began.",
            ("route",),
            buckets=_SECONDS,
            registry=self.registry,
        )
        self.actions = Counter(
            "zhiwang_actions_total", "Case actions received over HTTP.", ("result",), registry=self.registry
        )

    def gauge(self, name: str, help_text: str, read: Callable[[], float]) -> None:
        """Add a gauge whose value is read at every scrape."""
        Gauge(name, help_text, registry=self.registry).set_function(read)

    def attach(self, app: Flask, clock: Callable[[], float]) -> None:
        """Count every request of an app by its route, never by its path: paths may be endless."""

        @app.before_request
        def _begin() -> None:
            g.began = clock()

        @app.after_request
        def _count(response: Response) -> Response:
            route = request.url_rule.rule if request.url_rule else "none"
            self._requests.labels(route, request.method, str(response.status_code)).inc()
            if "began" in g:
                self._seconds.labels(route).observe(clock() - g.began)
            return response

    def page(self) -> Response:
        """`GET /metrics`."""
        return Response(generate_latest(self.registry), content_type=CONTENT_TYPE_LATEST)
