"""`zhiwang demo`: the demo city, alive, with one command."""

from typing import Annotated

import typer

from dashboard.cli import options

LOOPBACK = "127.0.0.1"


def demo(
    port: Annotated[int | None, typer.Option("--port", help="Port to listen on (ZHIWANG_PORT).")] = None,
    data: options.Data = None,
    speed: Annotated[
        float, typer.Option("--speed", help="1 is a real city; above, so much more happens.", min=1, max=1000)
    ] = 1.0,
    seed: Annotated[int, typer.Option("--seed", help="Another seed is another city.", min=0)] = 1,
    city: options.City = None,
) -> None:
    """Serve a living city with generated cases, on this machine only; the wall is open without a login."""
    from dashboard.cli.opening import settings_of
    from dashboard.demo.settings import DemoSettings
    from dashboard.demo.supervisor import run_demo

    settings = settings_of(city=city, data=data, port=port, host=LOOPBACK)
    run_demo(DemoSettings(settings, seed, speed))
