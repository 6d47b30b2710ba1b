"""Logging of all processes: short lines on stderr, for people or as JSON."""

import logging
import sys
from typing import Any

import structlog

_HIDDEN = ("password", "secret", "token", "description", "reporter", "check")


def configure_logs(level: str, form: str) -> None:
    """Send structlog and the standard library's logging to stderr; `form` is text or json."""
    number = logging.getLevelNamesMapping()[level.upper()]
    renderer: Any
    if form == "json":
        renderer = structlog.processors.JSONRenderer(ensure_ascii=False)
    else:
        renderer = structlog.dev.ConsoleRenderer(
            colors=sys.stderr.isatty(),
            pad_event_to=30,
            # The rich one writes local variables down, and they may be private.
            exception_formatter=structlog.dev.plain_traceback,
        )
    shared: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso" if form == "json" else "%H:%M:%S", utc=form == "json"),
        _hide,
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    final: list[Any] = [
        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
        structlog.processors.format_exc_info,
    ]
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[*(final if form == "json" else final[:1]), renderer],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(number)
    # Each request at info level would drown what matters.
    logging.getLogger("werkzeug").setLevel(max(number, logging.WARNING))


def _hide(_logger: Any, _method: str, event: Any) -> Any:
    for name in _HIDDEN:
        if name in event:
            event[name] = "…"
    return event
