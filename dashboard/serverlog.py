"""gunicorn's log in the form of all others: only what matters, no access log."""

import logging
from typing import Any

from gunicorn.glogging import Logger


class QuietLogger(Logger):  # type: ignore[misc]
    """Sends gunicorn's errors to the handlers that are set up already."""

    def setup(self, cfg: Any) -> None:
        """Use the process's own handlers."""
        self.error_log = logging.getLogger("server")
        self.error_log.setLevel(logging.WARNING)
        self.access_log = logging.getLogger("server.access")
        self.access_log.disabled = True

    def access(self, *_args: Any, **_more: Any) -> None:
        """Log no requests: /metrics counts them."""

    def reopen_files(self) -> None:
        """No files of its own."""

    def close_on_exec(self) -> None:
        """No files of its own."""
