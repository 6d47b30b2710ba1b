"""Compression of text on its way to browsers, files of pages and maps included."""

from flask import Flask, Response, current_app
from flask_compress import Compress

COMPRESSED = [
    *("text/html", "text/css", "text/javascript", "application/javascript"),
    *("application/json", "application/geo+json", "image/svg+xml"),
]


def compress(app: Flask) -> None:
    """Compress the answers of an app, but never streams."""
    app.config.update(COMPRESS_STREAMS=False, COMPRESS_MIMETYPES=COMPRESSED)
    Compress(app)
    # Registered after it, so called before it.
    app.after_request(_whole)


def _whole(response: Response) -> Response:
    """A text file as one piece of bytes: what is streamed is never compressed, for the sake of events."""
    packed = response.mimetype in current_app.config["COMPRESS_MIMETYPES"]
    if response.direct_passthrough and response.status_code == 200 and packed:
        response.direct_passthrough = False
        response.set_data(response.get_data())
    return response
