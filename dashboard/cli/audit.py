"""`zhiwang audit`: who did what, when and from where."""

from typing import Annotated

import typer

from dashboard.cli import options
from dashboard.cli.errors import CliError


def audit(
    since: Annotated[
        str | None,
        typer.Option("--since", help="Only from then on: city-local date or ISO 8601 time.", metavar="TIME"),
    ] = None,
    who: Annotated[
        str | None, typer.Option("--who", help="Only of this person, token:NAME or command:USER.")
    ] = None,
    action: Annotated[
        str | None, typer.Option("--action", help="Only such entries; several with commas.", metavar="ACTION")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", help="At most so many, the latest.", min=1)] = 200,
    city: options.City = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """Show the audit log, the latest entries first."""
    from dashboard.cli.opening import services_of
    from dashboard.cli.output import print_json, print_table
    from data_access.domain.auditing import AuditAction
    from data_access.domain.period import BadPeriod, city_time, parse_time

    wanted = tuple(action.split(",")) if action else ()
    unknown = [one for one in wanted if one not in tuple(AuditAction)]
    if unknown:
        raise CliError(f"audit --action: {unknown[0]!r} is none of {', '.join(AuditAction)}.", 2)
    with services_of(city, data) as services:
        zone = services.city.zone
        try:
            start = None if since is None else parse_time(since, zone)
        except BadPeriod as error:
            raise CliError(f"audit --since: {error}.", 2) from error
        found = services.audit.entries(
            since=start, who=who, actions=tuple(map(AuditAction, wanted)), limit=limit
        )
    told = [
        {
            "at": city_time(int(one.at), zone),
            "who": one.who,
            "where": one.where,
            "action": one.action.value,
            "what": one.what,
        }
        for one in found
    ]
    if as_json:
        print_json(told)
        return
    heads = ("at", "who", "where", "action", "what")
    print_table(heads, [[one[head] for head in heads] for one in told])
