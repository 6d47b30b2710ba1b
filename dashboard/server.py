"""Serves HTTP with gunicorn and gevent, started from here: no configuration file, no shell."""

import os
import signal
import sys
import threading
from collections.abc import Callable
from typing import Any

from gunicorn.app.base import BaseApplication

from dashboard.config import Settings
from dashboard.portcheck import check_port

GRACE_SECONDS = 3


class _Server(BaseApplication):  # type: ignore[misc]
    """gunicorn with the product's settings; the app is made in each worker, after gevent's patches."""

    def __init__(self, options: dict[str, Any], make: Any) -> None:
        self._options = options
        self._make = make
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        return self._make()


def run_server(
    settings: Settings, *, surfaces: tuple[str, ...], processes: int = 1, open_wall: bool = False
) -> None:
    """Serve until SIGTERM or SIGINT; ends the process.

    Raises PortInUse when the address is taken.
    """
    check_port(settings.host, settings.port)
    serve_made(
        options_of(settings.host, settings.port, processes), lambda: _make_app(settings, surfaces, open_wall)
    )


def serve_made(options: dict[str, Any], make: Callable[[], Any]) -> None:
    """Serve the WSGI app that `make` gives in each process, until the end."""
    _Server(options, make).run()


def options_of(host: str, port: int, processes: int) -> dict[str, Any]:
    """How gunicorn runs: the product's choices."""
    address = f"[{host}]" if ":" in host else host
    return {
        "bind": f"{address}:{port}",
        "workers": processes,
        "worker_class": "gevent",
        "worker_connections": 20_000,
        "backlog": 4096,
        "graceful_timeout": GRACE_SECONDS,
        # Streams live for months; what is checked is that the worker's loop turns.
        "timeout": 60,
        "keepalive": 5,
        "limit_request_line": 8190,
        "errorlog": "-",
        "loglevel": "warning",
        "logger_class": "dashboard.serverlog.QuietLogger",
        "proc_name": "zhiwang",
        "worker_exit": _on_exit,
    }


_running: list[Callable[[], None]] = []
"""What ends the parts of this worker, the last one first; filled in the worker only."""


def _make_app(settings: Settings, surfaces: tuple[str, ...], open_wall: bool) -> Any:
    # In the worker, after gevent has patched the standard library: imports of sockets belong here.
    from dashboard.public.services import grant_embedded, open_public

    if surfaces == ("public",):
        from dashboard.public.app import create_public_app

        alone = open_public(settings)
        alone.start()
        _running.append(alone.close)
        return create_public_app(alone)
    from dashboard.packs import log_pack, watch_pack
    from dashboard.services import open_services
    from dashboard.web import create_app

    services = open_services(settings)
    log_pack(services)
    public = None
    if "public" in surfaces:
        public = open_public(
            settings,
            services.city,
            services.keys,
            lambda: grant_embedded(settings, services.connection, services.keys),
        )
        public.start()
        _running.append(public.close)
    app, hub = create_app(services, surfaces=surfaces, open_wall=open_wall, public=public)
    hub.start()
    stop = threading.Event()
    # gunicorn starts another worker in the place of one that ends, and that one opens the pack anew.
    threading.Thread(
        target=watch_pack, args=(services, stop, _end_gracefully), name="pack", daemon=True
    ).start()
    _running.extend((services.close, hub.stop, stop.set))
    return app


def _end_gracefully() -> None:
    os.kill(os.getpid(), signal.SIGTERM)


def _on_exit(_arbiter: Any, _worker: Any) -> None:
    for close in reversed(_running):
        close()
    sys.stderr.flush()
