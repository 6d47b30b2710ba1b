"""The connection of one stream, written to without waiting for it."""

import os
import socket
from collections.abc import Mapping
from typing import Any, Self


class Wire:
    """Writes parts of an answer's body straight to its connection, after the server has sent the first.

    Whoever feeds thousands of readers then pays for one system call each, not for a switch to the greenlet
    of each and back (about three times as much, measured by `benchmarks.viewers`).
    """

    def __init__(self, connection: socket.socket, *, chunked: bool) -> None:
        self._connection = connection
        self._chunked = chunked

    @classmethod
    def of(cls, environ: Mapping[str, Any]) -> Self | None:
        """The connection of a WSGI request, None where the server does not tell or writing would wait."""
        connection = environ.get("gunicorn.socket")
        if connection is None or os.get_blocking(connection.fileno()):
            return None
        # A body of unknown length is sent in chunks from HTTP/1.1 on (RFC 9112, 7.1), as the server does.
        return cls(connection, chunked=environ.get("SERVER_PROTOCOL") != "HTTP/1.0")

    def framed(self, data: bytes) -> bytes:
        """Part of a body as it goes over the connection."""
        return b"%X\r\n%b\r\n" % (len(data), data) if self._chunked else data

    def write(self, framed: bytes) -> bytes:
        """Send what the connection takes at once and give back the rest. Raises OSError for a closed one."""
        try:
            sent = os.write(self._connection.fileno(), framed)
        except BlockingIOError:
            return framed
        return framed[sent:] if sent < len(framed) else b""

    def finish(self, framed: bytes) -> None:
        """Send all of it, waiting for the other end. Raises OSError when that has gone."""
        self._connection.sendall(framed)

    def close(self) -> None:
        """End the connection, also under somebody who waits for it."""
        try:
            self._connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            # Closed by the other side already.
            return
