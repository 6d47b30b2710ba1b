"""`zhiwang tokens`: API tokens of programs."""

import time
from typing import TYPE_CHECKING, Annotated

import typer

from dashboard.cli import options
from dashboard.cli.areas import codes_of
from dashboard.cli.errors import CliError

if TYPE_CHECKING:
    from dashboard.services import Services
    from data_access.store.heartbeats import Heartbeats

app = typer.Typer(help="API tokens of programs that send actions or read figures.", no_args_is_help=True)


@app.command()
def add(
    name: Annotated[str, typer.Argument(help="Name of the token, for lists and logs.")],
    scope: Annotated[
        list[str] | None,
        typer.Option("--scope", help="ingest, read or private; may be repeated (default: read)."),
    ] = None,
    every: Annotated[
        float | None,
        typer.Option(
            "--every",
            help="Seconds within which its sender promises to send; else the wall says late.",
            min=1,
        ),
    ] = None,
    area: Annotated[
        list[str] | None,
        typer.Option("--area", help="Code of an area that is read; may be repeated.", metavar="CODE"),
    ] = None,
    city: options.City = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """Make a token; its secret is printed this once."""
    from dashboard.auditing import note
    from dashboard.cli.opening import services_of
    from dashboard.cli.output import print_json
    from data_access.domain.auditing import AuditAction
    from data_access.store.heartbeats import http_feed
    from data_access.store.tokens import SCOPES, Token

    scopes = tuple(dict.fromkeys(part for one in scope or ["read"] for part in one.split(",")))
    unknown = [part for part in scopes if part not in SCOPES]
    if unknown:
        raise CliError(f"There is no scope {unknown[0]!r}: use {' or '.join(SCOPES)}.", 2)
    if not name.isprintable() or not 0 < len(name) <= 64:
        raise CliError("The name of a token has 1 to 64 printable characters.", 2)
    if area and "ingest" in scopes:
        raise CliError("tokens add: --area limits what is read; actions come in for the whole city.", 2)
    with services_of(city, data) as services:
        areas = codes_of(area or [], services.city)
        now = time.time()
        secret = services.tokens.add(Token(name, scopes, int(now), every, areas))
        if secret is not None:
            said = f"add {name} ({' '.join(scopes)}; {' '.join(areas) or 'whole city'})"
            note(services, AuditAction.TOKENS, said)
        if secret is not None and every is not None and "ingest" in scopes:
            # From now on its silence shows, also when it has never sent anything.
            _beats(services).beat(http_feed(name), now, every)
    if secret is None:
        raise CliError(f"There is already a token {name!r}: revoke it first, or take another name.")
    if as_json:
        print_json({"name": name, "scopes": scopes, "token": secret})
    else:
        print(secret)


@app.command("list")
def list_tokens(city: options.City = None, data: options.Data = None, as_json: options.Json = False) -> None:
    """List all tokens, without their secrets."""
    from dashboard.cli.opening import services_of
    from dashboard.cli.output import print_json, print_table

    with services_of(city, data) as services:
        tokens = services.tokens.all()
    if as_json:
        print_json(
            [
                {
                    **{"name": t.name, "scopes": t.scopes, "areas": t.areas, "created_at": t.created_at},
                    "every": t.every_seconds,
                }
                for t in tokens
            ]
        )
        return
    days = [time.strftime("%Y-%m-%d %H:%M", time.localtime(token.created_at)) for token in tokens]
    rows = [
        (
            *(t.name, ", ".join(t.scopes), " ".join(t.areas) or "whole city"),
            "" if t.every_seconds is None else f"{t.every_seconds:g} s",
            day,
        )
        for t, day in zip(tokens, days, strict=True)
    ]
    print_table(("name", "scopes", "areas", "promises", "made"), rows)


@app.command()
def revoke(
    name: Annotated[str, typer.Argument(help="Name of the token.")],
    city: options.City = None,
    data: options.Data = None,
) -> None:
    """Make a token worthless at once."""
    from dashboard.auditing import note
    from dashboard.cli.opening import services_of
    from data_access.domain.auditing import AuditAction
    from data_access.store.heartbeats import http_feed

    with services_of(city, data) as services:
        if not services.tokens.revoke(name):
            raise CliError(f"There is no token {name!r}; `zhiwang tokens list` shows all.")
        note(services, AuditAction.TOKENS, f"revoke {name}")
        # Nobody waits any more for what it promised.
        _beats(services).forget(http_feed(name))


def _beats(services: "Services") -> "Heartbeats":
    from data_access.store.heartbeats import Heartbeats

    return Heartbeats(services.connection.redis, services.city, services.keys)
