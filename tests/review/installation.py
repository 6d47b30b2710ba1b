"""The whole app over a Redis of its own with the cases of `little_days`, for the tests of one module."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flask import Flask
from werkzeug.serving import make_server

from dashboard.auth.passwords import hash_password
from dashboard.config import load_settings
from dashboard.services import Services, open_services
from dashboard.web import create_app
from data_access.domain.viewer import Duty
from data_access.store.accounts import Account
from tests.review.little_days import fill, happen

USER, PASSWORD = "zhang", "correct horse battery"


@dataclass
class Installation:
    """Everything that `serve` runs, without a port."""

    services: Services
    app: Flask


@contextmanager
def installation(folder: Path) -> Iterator[Installation]:
    """An app with cases, and with an account."""
    with open_services(load_settings(data=folder)) as services:
        now = datetime.now(services.city.zone)
        fill(services, now)
        happen(services, now)
        services.accounts.put(Account(USER, Duty.ADMINISTRATOR, hash_password(PASSWORD), 0))
        app, hub = create_app(services)
        yield Installation(services, app)
        hub.stop()


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Address at which an app with cases and an account listens."""
    with installation(folder) as installed:
        logging.getLogger("werkzeug").setLevel(logging.WARNING)
        server = make_server("127.0.0.1", 0, installed.app, threaded=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            server.server_close()
