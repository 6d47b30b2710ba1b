"""`zhiwang query coordination` and `zhiwang query quality`."""

from typing import Annotated

import typer

from dashboard.cli import options
from dashboard.cli.asking import print_question


def coordination(
    reason: Annotated[
        str | None,
        typer.Option(
            "--reason", help="returned, ping_pong, no_department, stuck, boundary or marked; with commas."
        ),
    ] = None,
    state: Annotated[str | None, typer.Option("--state", help="open (default) or all.")] = None,
    limit: Annotated[int | None, typer.Option("--limit", help="Cases of a page (default: 50).")] = None,
    cursor: Annotated[
        str | None, typer.Option("--cursor", help="`next` of the page before.", metavar="TEXT")
    ] = None,
    from_: options.From = None,
    to: options.To = None,
    area: options.Area = None,
    class_: options.Class = None,
    subclass: options.Subclass = None,
    source: options.Source = None,
    department: options.Department = None,
    stage: options.Stage = None,
    polygon: options.Polygon = None,
    as_of: options.AsOf = None,
    city: options.City = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """Cases that need somebody higher up, the gravest first, and where cases wait."""
    given = {"reason": reason, "state": state, "limit": None if limit is None else str(limit)}
    given |= {"cursor": cursor, "from": from_, "to": to, "as-of": as_of}
    scope = options.scope(area, class_, subclass, source, department, stage, polygon)
    print_question("coordination", given | scope, city, data, as_json)


def quality(
    by: Annotated[str | None, typer.Option("--by", help="team, town (default), village or grid.")] = None,
    from_: options.From = None,
    to: options.To = None,
    area: options.Area = None,
    class_: options.Class = None,
    subclass: options.Subclass = None,
    source: options.Source = None,
    department: options.Department = None,
    stage: options.Stage = None,
    polygon: options.Polygon = None,
    as_of: options.AsOf = None,
    city: options.City = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """How well collectors report: valid, duplicate, self-handled, trivial shares, drift, cover of grids."""
    given = {"by": by, "from": from_, "to": to, "as-of": as_of}
    scope = options.scope(area, class_, subclass, source, department, stage, polygon)
    print_question("quality", given | scope, city, data, as_json)
