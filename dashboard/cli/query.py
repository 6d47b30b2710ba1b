"""`zhiwang query`: the figures of every screen, as JSON or as tables."""

from typing import Annotated

import typer

from dashboard.cli import options
from dashboard.cli.errors import CliError

app = typer.Typer(help="Ask for the figures that the screens show.", no_args_is_help=True)


@app.command()
def overview(
    from_: options.From = None,
    to: options.To = None,
    area: options.Area = None,
    class_: options.Class = None,
    subclass: options.Subclass = None,
    source: options.Source = None,
    department: options.Department = None,
    as_of: options.AsOf = None,
    city: options.City = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """Every indicator of an area in a period (default: today)."""
    given = {"from": from_, "to": to, "area": area, "class": class_, "subclass": subclass}
    given |= {"source": source, "department": department, "as-of": as_of}
    _print("overview", given, city, data, as_json)


@app.command()
def centres(
    level: Annotated[str | None, typer.Option("--level", help="city, town (default) or village.")] = None,
    area: options.Area = None,
    class_: options.Class = None,
    subclass: options.Subclass = None,
    source: options.Source = None,
    department: options.Department = None,
    as_of: options.AsOf = None,
    city: options.City = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """What lies on the desks of every centre now."""
    given = {"level": level, "area": area, "class": class_, "subclass": subclass}
    given |= {"source": source, "department": department, "as-of": as_of}
    _print("centres", given, city, data, as_json)


@app.command()
def ranking(
    month: Annotated[str | None, typer.Option("--month", help="Month such as 2019-02.")] = None,
    area: options.Area = None,
    class_: options.Class = None,
    subclass: options.Subclass = None,
    source: options.Source = None,
    department: options.Department = None,
    as_of: options.AsOf = None,
    city: options.City = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """Areas of a month in order, best first (by the evaluation scheme in force)."""
    given = {"month": month, "area": area, "class": class_, "subclass": subclass}
    given |= {"source": source, "department": department, "as-of": as_of}
    _print("ranking", given, city, data, as_json)


@app.command()
def trend(
    bucket: Annotated[str | None, typer.Option("--bucket", help="hour, day (default) or month.")] = None,
    from_: options.From = None,
    to: options.To = None,
    area: options.Area = None,
    class_: options.Class = None,
    subclass: options.Subclass = None,
    source: options.Source = None,
    department: options.Department = None,
    as_of: options.AsOf = None,
    city: options.City = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """Every indicator by hour, day or month."""
    given = {"bucket": bucket, "from": from_, "to": to, "area": area, "class": class_}
    given |= {"subclass": subclass, "source": source, "department": department, "as-of": as_of}
    _print("trend", given, city, data, as_json)


@app.command()
def heat(
    layer: Annotated[str | None, typer.Option("--layer", help="reported (default) or open.")] = None,
    from_: options.From = None,
    to: options.To = None,
    area: options.Area = None,
    class_: options.Class = None,
    subclass: options.Subclass = None,
    source: options.Source = None,
    department: options.Department = None,
    as_of: options.AsOf = None,
    city: options.City = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """Cases by cell of the grid."""
    given = {"layer": layer, "from": from_, "to": to, "area": area, "class": class_}
    given |= {"subclass": subclass, "source": source, "department": department, "as-of": as_of}
    _print("heat", given, city, data, as_json)


@app.command()
def categories(
    by: Annotated[
        str | None, typer.Option("--by", help="class (default), subclass, source or department.")
    ] = None,
    from_: options.From = None,
    to: options.To = None,
    area: options.Area = None,
    class_: options.Class = None,
    subclass: options.Subclass = None,
    source: options.Source = None,
    department: options.Department = None,
    as_of: options.AsOf = None,
    city: options.City = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """Every indicator by class, subclass, source or department."""
    given = {"by": by, "from": from_, "to": to, "area": area, "class": class_}
    given |= {"subclass": subclass, "source": source, "department": department, "as-of": as_of}
    _print("categories", given, city, data, as_json)


def _print(name: str, given: dict[str, str | None], city: str | None, data: object, as_json: bool) -> None:
    import sys
    from pathlib import Path

    from dashboard.cli.opening import services_of
    from dashboard.cli.tables import print_answer
    from dashboard.questions import BadQuestion

    with services_of(city, data if isinstance(data, Path) else None) as services:
        try:
            if as_json:
                sys.stdout.buffer.write(services.answers.ask_bytes(name, given))
                sys.stdout.buffer.flush()
            else:
                print_answer(name, services.answers.ask(name, given))
        except BadQuestion as error:
            raise CliError(f"query {name} --{error.option}: {error}.", 2) from error
