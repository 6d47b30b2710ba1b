"""The demo: Redis, worker, feed, history and web as one thing that starts and ends together."""

import signal
import sys
import threading
import time
import urllib.error
import urllib.request
from typing import TYPE_CHECKING

import structlog

from dashboard.auth.passwords import hash_password, invent_password, is_right
from dashboard.auth.secret import kept_secret
from dashboard.demo.children import Children
from dashboard.demo.settings import DemoSettings
from dashboard.portcheck import check_port
from data_access.cities.pack import pack_folder

if TYPE_CHECKING:
    from dashboard.services import Services

USER = "demo"
PASSWORD_FILE = "demo_password"
WATCH_SECONDS = 0.5
WEB_SECONDS = 60.0

_log = structlog.get_logger("demo")


def run_demo(demo: DemoSettings) -> None:
    """Run until SIGINT or SIGTERM; every process started here has ended when this returns.

    Raises PortInUse, PackError, StoreUnavailable or EmbeddedRedisError before anything is left running.
    """
    check_port(demo.settings.host, demo.settings.port)
    pack_folder(demo.settings.city)
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: stop.set())
    children = Children(demo.packed())
    try:
        # These two take longest to start, and show the city while it fills.
        children.start("web")
        children.start("worker")
        _run(demo, children, stop)
    finally:
        print("Ending …", file=sys.stderr)
        children.end()


def _run(demo: DemoSettings, children: Children, stop: threading.Event) -> None:
    from dashboard.demo.loading import demo_feed, load_first_picture
    from dashboard.services import open_services

    with open_services(demo.settings) as services:
        more = False
        if services.city.demo:
            more = load_first_picture(services, demo_feed(services, demo), stop)
            if not stop.is_set():
                children.start("feed")
        password = _login(services, demo)
        if _wait_for_web(demo, children, stop):
            _tell(services, demo, password)
        if more and not stop.is_set():
            children.start("history")
        if not stop.is_set():
            _tell_case(services, demo)
        _watch(services, children, stop)
        # Last of all to let go of the embedded Redis: it ends with its last user.
        children.end()


def _login(services: "Services", demo: DemoSettings) -> str:
    """The password of the demo's user, made at the first start and kept in the data folder."""
    from data_access.domain.viewer import Duty
    from data_access.store.accounts import Account

    password = kept_secret(demo.settings.data / PASSWORD_FILE, invent_password())
    account = services.accounts.get(USER)
    known = account is not None and account.duty == Duty.ADMINISTRATOR
    if account is None or not known or not is_right(password, account.password_hash):
        account = Account(USER, Duty.ADMINISTRATOR, hash_password(password), int(time.time()))
        services.accounts.put(account, replace=True)
    return password


def _wait_for_web(demo: DemoSettings, children: Children, stop: threading.Event) -> bool:
    deadline = time.monotonic() + WEB_SECONDS
    while not stop.is_set() and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"{_address(demo)}/healthz", timeout=2):
                return True
        except (urllib.error.URLError, OSError):
            children.watch()
            stop.wait(0.05)
    if not stop.is_set():
        _log.error("the web server does not answer", url=_address(demo))
    return False


def _address(demo: DemoSettings) -> str:
    return f"http://{demo.settings.host}:{demo.settings.port}"


def _tell(services: "Services", demo: DemoSettings, password: str) -> None:
    address, city = _address(demo), services.city
    what = "演示数据 · demo data" if city.demo else "no demo feed: what was imported"
    print(
        f"\n  智网 Zhiwang · {city.name_zh} {city.name_en} · {what}\n\n"
        f"  wall     {address}/wall/      (English: {address}/wall/?lang=en)\n"
        f"  review   {address}/review/    user {USER}, password {password}\n"
        f"  public   {address}/public/\n\n"
        f"  Data are kept in {demo.settings.data}. Ctrl-C ends everything.\n",
        flush=True,
    )


def _tell_case(services: "Services", demo: DemoSettings) -> None:
    """A number and a code to try the tracking of one's own report with."""
    from dashboard.demo.loading import case_to_track, demo_feed

    found = case_to_track(demo_feed(services, demo)) if services.city.demo else None
    if found is not None:
        print(
            f"  track a report: {_address(demo)}/public/track, number {found[0]}, code {found[1]}\n",
            flush=True,
        )


def _watch(services: "Services", children: Children, stop: threading.Event) -> None:
    import redis

    from data_access.store.embedded import EmbeddedRedisError

    away = False
    while not stop.wait(WATCH_SECONDS):
        children.watch()
        try:
            services.connection.redis.ping()
            away = False
        except redis.RedisError as error:
            if not away:
                _log.warning("the store does not answer", error=str(error))
            away = True
            try:
                services.connection.ensure()
            except (EmbeddedRedisError, redis.RedisError) as problem:
                _log.error("the embedded Redis does not start", error=str(problem))
