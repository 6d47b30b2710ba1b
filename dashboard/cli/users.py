"""`zhiwang users`: people who may log in to the review surface."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dashboard.cli import options
from dashboard.cli.areas import codes_of
from dashboard.cli.errors import CliError

if TYPE_CHECKING:
    from dashboard.services import Services
    from data_access.domain.viewer import Duty
    from data_access.store.accounts import Account

app = typer.Typer(help="People who may log in.", no_args_is_help=True)
Name = Annotated[str, typer.Argument(help="Login name.")]
Role = Annotated[str | None, typer.Option("--role", help="viewer, evaluator, steward or administrator.")]
Area = Annotated[
    list[str] | None,
    typer.Option("--area", help="Code of an area that is seen; may be repeated.", metavar="CODE"),
]


@app.command()
def add(
    name: Name,
    role: Role = None,
    area: Area = None,
    password: Annotated[
        bool, typer.Option("--password-stdin", help="Read the password from standard input.")
    ] = False,
    invent: Annotated[bool, typer.Option("--invent", help="Make a random password and print it.")] = False,
    replace_: Annotated[
        bool, typer.Option("--replace", help="Give an existing user the new password.")
    ] = False,
    city: options.City = None,
    data: options.Data = None,
) -> None:
    """Add a user; asks for the password, unless an option says where it comes from."""
    from dashboard.auditing import note
    from dashboard.auth.passwords import hash_password
    from dashboard.cli.opening import services_of
    from data_access.domain.auditing import AuditAction
    from data_access.domain.viewer import Duty
    from data_access.store.accounts import Account

    if not name.isprintable() or not 0 < len(name) <= 64:
        raise CliError("A login name has 1 to 64 printable characters.", 2)
    duty = None if role is None else _duty(role)
    chosen = _password(from_stdin=password, invent=invent)
    with services_of(city, data) as services:
        areas = None if area is None else codes_of(area, services.city)
        known = services.accounts.get(name) if replace_ else None
        if known is None:
            known = Account(name, Duty.VIEWER, "", int(time.time()))
        account = replace(
            known,
            duty=known.duty if duty is None else duty,
            areas=known.areas if areas is None else areas,
            password_hash=hash_password(chosen),
        )
        if not services.accounts.put(account, replace=replace_):
            raise CliError(f"There is already a user {name!r}: use --replace to set a new password.")
        services.sessions.end_all(name)
        note(services, AuditAction.USERS, f"{'new password' if replace_ else 'add'} {_said(account)}")
    if invent:
        print(chosen)


@app.command()
def change(
    name: Name,
    role: Role = None,
    area: Area = None,
    whole_city: Annotated[bool, typer.Option("--whole-city", help="Let the user see everything.")] = False,
    city: options.City = None,
    data: options.Data = None,
) -> None:
    """Give a user another role or other areas; holds from the next click."""
    if role is None and area is None and not whole_city:
        raise CliError("users change: say what to change: --role, --area or --whole-city.", 2)
    if area and whole_city:
        raise CliError("users change: --area and --whole-city exclude each other.", 2)
    with _one(name, city, data, "change") as (services, account):
        duty = account.duty if role is None else _duty(role)
        areas = () if whole_city else account.areas if area is None else codes_of(area, services.city)
        changed = replace(account, duty=duty, areas=areas)
        services.accounts.put(changed, replace=True)
        _note(services, f"change {_said(account)} to {_said(changed)}")


@app.command("list")
def list_users(city: options.City = None, data: options.Data = None, as_json: options.Json = False) -> None:
    """List all users."""
    from dashboard.cli.opening import services_of
    from dashboard.cli.output import print_json, print_table

    now = int(time.time())
    with services_of(city, data) as services:
        accounts = services.accounts.all()
        logins = {account.name: services.sessions.of(account.name, now) for account in accounts}
    if as_json:
        print_json(
            [
                {
                    **{"name": a.name, "role": a.duty, "areas": a.areas, "created_at": a.created_at},
                    "logins": len(logins[a.name]),
                    "seen_at": max((one.seen_at for one in logins[a.name]), default=None),
                }
                for a in accounts
            ]
        )
        return
    rows = [
        (
            *(a.name, a.duty, " ".join(a.areas) or "whole city"),
            time.strftime("%Y-%m-%d %H:%M", time.localtime(a.created_at)),
            str(len(logins[a.name])),
        )
        for a in accounts
    ]
    print_table(("name", "role", "areas", "made", "logins"), rows)


@app.command()
def remove(name: Name, city: options.City = None, data: options.Data = None) -> None:
    """Remove a user; open logins end at once."""
    with _one(name, city, data, "remove") as (services, _):
        services.accounts.remove(name)
        services.sessions.end_all(name)
        _note(services, f"remove {name}")


@app.command()
def unlock(name: Name, city: options.City = None, data: options.Data = None) -> None:
    """Let a user log in again who failed too often."""
    from dashboard.auth import lockout

    with _one(name, city, data, "unlock") as (services, _):
        lockout.unlock(services.accounts, name)
        _note(services, f"unlock {name}")


@app.command("sign-out")
def sign_out(name: Name, city: options.City = None, data: options.Data = None) -> None:
    """End all logins of a user everywhere, also those by an identity provider."""
    from dashboard.cli.opening import services_of

    with services_of(city, data) as services:
        ended = services.sessions.end_all(name)
        _note(services, f"sign-out {name}; {ended} logins")
    print(f"{ended} logins of {name} have ended.")


@contextmanager
def _one(name: str, city: str | None, data: Path | None, what: str) -> Iterator[tuple["Services", "Account"]]:
    from dashboard.cli.opening import services_of

    with services_of(city, data) as services:
        account = services.accounts.get(name)
        if account is None:
            raise CliError(f"users {what}: there is no user {name!r}; `zhiwang users list` shows all.")
        yield services, account


def _note(services: "Services", what: str) -> None:
    from dashboard.auditing import note
    from data_access.domain.auditing import AuditAction

    note(services, AuditAction.USERS, what)


def _said(account: "Account") -> str:
    return f"{account.name} ({account.duty}; {' '.join(account.areas) or 'whole city'})"


def _duty(role: str) -> "Duty":
    from data_access.domain.viewer import Duty

    if role not in tuple(Duty):
        raise CliError(f"--role must be one of {', '.join(Duty)}, not {role!r}.", 2)
    return Duty(role)


def _password(*, from_stdin: bool, invent: bool) -> str:
    from dashboard.auth.passwords import LONGEST_PASSWORD, SHORTEST_PASSWORD, invent_password

    if invent:
        return invent_password()
    if from_stdin or not sys.stdin.isatty():
        chosen = sys.stdin.readline().rstrip("\r\n")
    else:
        chosen = typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    if not SHORTEST_PASSWORD <= len(chosen) <= LONGEST_PASSWORD:
        raise CliError(f"A password has {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters.", 2)
    return str(chosen)
