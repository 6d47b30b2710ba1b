"""`zhiwang public`: who may read what everybody may know, and what of it is out."""

from typing import Annotated

import typer

from dashboard.cli import options
from dashboard.cli.errors import CliError

app = typer.Typer(help="What everybody may know (docs/public.md).", no_args_is_help=True)


@app.command("grant")
def grant(
    apply: Annotated[
        bool, typer.Option("--apply", help="Make the user on every server of the store now.")
    ] = False,
    password: Annotated[
        str | None, typer.Option("--password", help="Its password; a new one is made without this.")
    ] = None,
    city: options.City = None,
    data: options.Data = None,
) -> None:
    """Print the Redis user that can read published documents and nothing else, as an ACL command."""
    import secrets
    import sys
    from urllib.parse import quote

    from dashboard.cli.opening import services_of, settings_of
    from data_access.cities.pack import load_city
    from data_access.store.keys import Keys
    from data_access.store.public_user import USER, acl_rules
    from data_access.store.public_user import grant as grant_user

    if password is not None and (len(password) < _SHORTEST or any(c.isspace() for c in password)):
        raise CliError(f"public grant --password: at least {_SHORTEST} characters, no spaces.", 2)
    password = password or secrets.token_hex(24)
    if apply:
        with services_of(city, data) as services:
            if services.connection.is_embedded:
                raise CliError("public grant: the worker makes the user of the embedded Redis itself.")
            grant_user(services.connection.servers(), services.keys, password)
    settings = settings_of(city=city, data=data)
    keys = Keys(load_city(settings.city).id)
    print(" ".join(["ACL", "SETUSER", USER, *acl_rules(keys, password)]))
    print(
        f"Public processes: ZHIWANG_PUBLIC_REDIS_URL=redis://{USER}:{quote(password, safe='')}@HOST:PORT"
        " (or redis+sentinel://, redis+cluster://).",
        file=sys.stderr,
    )


_SHORTEST = 16


@app.command("status")
def status(city: options.City = None, data: options.Data = None, as_json: options.Json = False) -> None:
    """What is published: months with their revisions, rankings, weeks of the map, and what waits."""
    from dashboard.cli.opening import services_of
    from dashboard.cli.output import print_json, print_table
    from data_access.store.public_shelf import INDEX, PublicShelf

    with services_of(city, data) as services:
        index = PublicShelf(services.connection.redis, services.keys).document(INDEX)
    if as_json:
        print_json(index)
        return
    if index is None or not index["months"]:
        print("No month is published yet.")
        return
    rankings = set(index["rankings"])
    print_table(
        ("month", "revision", "released", "ranking", "a correction waits"),
        [
            (one["month"], str(one["revision"]), one["released_at"],
             "yes" if one["month"] in rankings else "", "yes" if one["waiting"] else "")
            for one in index["months"]
        ],
    )  # fmt: skip
    print(f"Weeks on the map: {', '.join(index['weeks']) or 'none'}.")
