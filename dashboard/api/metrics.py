"""What the process tells Prometheus about itself; a registry of each app's own."""

from collections.abc import Callable, Iterable, Mapping

from flask import Flask, Response, g, request
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

_SECONDS = (0.005, 0.02, 0.1, 0.5, 2.0, 10.0)


class _Read(Collector):
    """A gauge whose label values are only known when it is read."""

    def __init__(
        self,
        name: str,
        help_text: str,
        labels: tuple[str, ...],
        read: Callable[[], Mapping[tuple[str, ...], float]],
    ) -> None:
        self._about = (name, help_text, labels)
        self._read = read

    def describe(self) -> Iterable[Metric]:
        """Its name alone, so that registering it reads nothing."""
        name, help_text, labels = self._about
        return [GaugeMetricFamily(name, help_text, labels=labels)]

    def collect(self) -> Iterable[Metric]:
        """What it is now."""
        name, help_text, labels = self._about
        family = GaugeMetricFamily(name, help_text, labels=labels)
        for values, value in self._read().items():
            family.add_metric(list(values), value)
        yield family


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

    def gauges(
        self,
        name: str,
        help_text: str,
        labels: tuple[str, ...],
        read: Callable[[], Mapping[tuple[str, ...], float]],
    ) -> None:
        """Add a gauge with labels, all of whose values are read at every scrape: label values → value."""
        self.registry.register(_Read(name, help_text, labels, read))

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

    def count(self, route: str, method: str, status: str) -> None:
        """Count a request that was answered in front of an app."""
        self._requests.labels(route, method, status).inc()

    def page(self) -> Response:
        """`GET /metrics`."""
        return Response(generate_latest(self.registry), content_type=CONTENT_TYPE_LATEST)
