"""`zhiwang serve`: the web server."""

from typing import Annotated

import typer

from dashboard.cli import options
from dashboard.cli.errors import CliError


def serve(
    surface: Annotated[
        str, typer.Option("--surface", help="Surfaces to serve, with commas between.")
    ] = "wall,review,public",
    host: Annotated[str | None, typer.Option("--host", help="Address to listen on (ZHIWANG_HOST).")] = None,
    port: Annotated[int | None, typer.Option("--port", help="Port to listen on (ZHIWANG_PORT).")] = None,
    processes: Annotated[int, typer.Option("--processes", help="Web processes.", min=1, max=64)] = 1,
    city: options.City = None,
    data: options.Data = None,
) -> None:
    """Serve the surfaces; only /public and /healthz are open to the anonymous."""
    from dashboard.access import SURFACES
    from dashboard.cli.opening import settings_of
    from dashboard.server import run_server

    surfaces = tuple(dict.fromkeys(part.strip() for part in surface.split(",") if part.strip()))
    unknown = [part for part in surfaces if part not in SURFACES]
    if unknown or not surfaces:
        raise CliError(f"--surface takes {', '.join(SURFACES)}, not {surface!r}.", 2)
    settings = settings_of(city=city, data=data, host=host, port=port)
    run_server(settings, surfaces=surfaces, processes=processes)
