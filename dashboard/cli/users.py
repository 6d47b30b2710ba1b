"""`zhiwang users`: people who may log in to the review surface."""

import sys
import time
from typing import Annotated

import typer

from dashboard.cli import options
from dashboard.cli.errors import CliError

app = typer.Typer(help="People who may log in.", no_args_is_help=True)


@app.command()
def add(
    name: Annotated[str, typer.Argument(help="Login name.")],
    password: Annotated[
        bool, typer.Option("--password-stdin", help="Read the password from standard input.")
    ] = False,
    invent: Annotated[bool, typer.Option("--invent", help="Make a random password and print it.")] = False,
    replace: Annotated[
        bool, typer.Option("--replace", help="Give an existing user the new password.")
    ] = False,
    city: options.City = None,
    data: options.Data = None,
) -> None:
    """Add a user; asks for the password, unless an option says where it comes from."""
    from dashboard.auth.passwords import (
        LONGEST_PASSWORD,
        SHORTEST_PASSWORD,
        hash_password,
        invent_password,
    )
    from dashboard.cli.opening import services_of
    from data_access.domain.viewer import Duty
    from data_access.store.accounts import Account

    if not name.isprintable() or not 0 < len(name) <= 64:
        raise CliError("A login name has 1 to 64 printable characters.", 2)
    if invent:
        chosen = invent_password()
    elif password or not sys.stdin.isatty():
        chosen = sys.stdin.readline().rstrip("\r\n")
    else:
        chosen = typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    if not SHORTEST_PASSWORD <= len(chosen) <= LONGEST_PASSWORD:
        raise CliError(f"A password has {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters.", 2)
    with services_of(city, data) as services:
        account = Account(name, Duty.VIEWER, hash_password(chosen), int(time.time()))
        if not services.accounts.put(account, replace=replace):
            raise CliError(f"There is already a user {name!r}: use --replace to set a new password.")
    if invent:
        print(chosen)


@app.command("list")
def list_users(city: options.City = None, data: options.Data = None, as_json: options.Json = False) -> None:
    """List all users."""
    from dashboard.cli.opening import services_of
    from dashboard.cli.output import print_json, print_table

    with services_of(city, data) as services:
        accounts = services.accounts.all()
    if as_json:
        print_json([{"name": a.name, "role": a.duty, "created_at": a.created_at} for a in accounts])
        return
    days = [time.strftime("%Y-%m-%d %H:%M", time.localtime(account.created_at)) for account in accounts]
    print_table(
        ("name", "role", "made"), [(a.name, a.duty, day) for a, day in zip(accounts, days, strict=True)]
    )


@app.command()
def remove(
    name: Annotated[str, typer.Argument(help="Login name.")],
    city: options.City = None,
    data: options.Data = None,
) -> None:
    """Remove a user; open sessions end with the next click."""
    from dashboard.cli.opening import services_of

    with services_of(city, data) as services:
        if not services.accounts.remove(name):
            raise CliError(f"There is no user {name!r}; `zhiwang users list` shows all.")
