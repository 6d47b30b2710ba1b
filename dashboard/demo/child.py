"""Entry of the demo's child processes: `python -m dashboard.demo.child NAME SETTINGS PARENT`."""

import contextlib
import ctypes
import os
import signal
import sys
import threading
from collections.abc import Callable

import structlog

from dashboard.cli.errors import explain
from dashboard.demo.settings import DemoSettings
from dashboard.logs import configure_logs

_PR_SET_PDEATHSIG = 1


def main() -> None:
    """Run one child until it is told to stop."""
    name, packed, parent = sys.argv[1:4]
    _end_with_parent(int(parent))
    demo = DemoSettings.unpacked(packed)
    configure_logs(demo.settings.log_level, demo.settings.log_format)
    try:
        CHILDREN[name](demo)
    except Exception as error:
        found = explain(error)
        if found is None:
            raise
        structlog.get_logger(name).error(found[0])
        sys.exit(found[1])


def _end_with_parent(parent: int) -> None:
    """Ask the kernel to end this process when its supervisor is killed; only Linux can.

    The supervisor may have been killed while this process was starting: then it is no longer the
    parent, and nobody else would end this process.
    """
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:
            sys.exit(1)


def _stop_event() -> threading.Event:
    stop = threading.Event()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    return stop


def _web(demo: DemoSettings) -> None:
    from dashboard.server import run_server

    run_server(demo.settings, surfaces=("wall", "review", "public"), open_wall=True)


def _worker(demo: DemoSettings) -> None:
    from dashboard.packs import watched_pack
    from dashboard.services import open_services
    from dashboard.worker.publishing import publishing_of
    from dashboard.worker.run import run_worker

    stop = _stop_event()
    with open_services(demo.settings) as services, watched_pack(services, stop):
        run_worker(
            services.connection, services.city, services.keys, stop, demo.settings.sharing, services.archive,
            publishing_of(services, demo=demo),
        )  # fmt: skip


def _feed(demo: DemoSettings) -> None:
    from dashboard.demo.loading import run_feed

    run_feed(demo, _stop_event())


def _history(demo: DemoSettings) -> None:
    from dashboard.demo.loading import run_history

    # The wall and the living city come first.
    os.nice(15)
    run_history(demo, _stop_event())


CHILDREN: dict[str, Callable[[DemoSettings], None]] = {
    "web": _web,
    "worker": _worker,
    "feed": _feed,
    "history": _history,
}

if __name__ == "__main__":
    main()
