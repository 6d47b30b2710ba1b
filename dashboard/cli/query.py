"""`zhiwang query`: the figures of every screen, as JSON or as tables."""

from typing import Annotated

import typer

from dashboard.cli import boards, options
from dashboard.cli.asking import print_question
from dashboard.cli.errors import CliError

app = typer.Typer(help="Ask for the figures that the screens show.", no_args_is_help=True)
app.command()(boards.coordination)
app.command()(boards.quality)


@app.command()
def overview(
    from_: options.From = None,
    to: options.To = None,
    area: options.Area = None,
    class_: options.Class = None,
    subclass: options.Subclass = None,
    source: options.Source = None,
    department: options.Department = None,
    stage: options.Stage = None,
    polygon: options.Polygon = None,
    compare: options.Compare = None,
    indicators: options.Indicators = None,
    as_of: options.AsOf = None,
    city: options.City = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """Every indicator of an area in a period (default: today)."""
    given = {"from": from_, "to": to, "compare": compare, "indicators": indicators, "as-of": as_of}
    scope = options.scope(area, class_, subclass, source, department, stage, polygon)
    print_question("overview", given | scope, city, data, as_json)


@app.command()
def centres(
    level: Annotated[
        str | None, typer.Option("--level", help="city, town (default), village or grid.")
    ] = None,
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
    """What lies on the desks of every centre now."""
    given = {"level": level, "as-of": as_of}
    scope = options.scope(area, class_, subclass, source, department, stage, polygon)
    print_question("centres", given | scope, city, data, as_json)


@app.command()
def ranking(
    month: Annotated[str | None, typer.Option("--month", help="Month such as 2019-02.")] = None,
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
    """Areas of a month in order, best first (by the evaluation scheme in force)."""
    given = {"month": month, "as-of": as_of}
    scope = options.scope(area, class_, subclass, source, department, stage, polygon)
    print_question("ranking", given | scope, city, data, as_json)


@app.command()
def trend(
    bucket: Annotated[
        str | None, typer.Option("--bucket", help="hour, day (default), week or month.")
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
    compare: options.Compare = None,
    indicators: options.Indicators = None,
    as_of: options.AsOf = None,
    city: options.City = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """Every indicator by hour, day, week or month."""
    given = {"bucket": bucket, "from": from_, "to": to, "compare": compare}
    given |= {"indicators": indicators, "as-of": as_of}
    scope = options.scope(area, class_, subclass, source, department, stage, polygon)
    print_question("trend", given | scope, city, data, as_json)


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
    stage: options.Stage = None,
    polygon: options.Polygon = None,
    as_of: options.AsOf = None,
    city: options.City = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """Cases by cell of the grid."""
    given = {"layer": layer, "from": from_, "to": to, "as-of": as_of}
    scope = options.scope(area, class_, subclass, source, department, stage, polygon)
    print_question("heat", given | scope, city, data, as_json)


@app.command()
def categories(
    by: Annotated[
        str | None,
        typer.Option("--by", help="class (default), subclass, source, department, town, village or grid."),
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
    compare: options.Compare = None,
    indicators: options.Indicators = None,
    as_of: options.AsOf = None,
    city: options.City = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """Every indicator by class, subclass, source, department or area."""
    given = {"by": by, "from": from_, "to": to, "compare": compare}
    given |= {"indicators": indicators, "as-of": as_of}
    scope = options.scope(area, class_, subclass, source, department, stage, polygon)
    print_question("categories", given | scope, city, data, as_json)


@app.command()
def rhythm(
    measure: Annotated[
        str | None, typer.Option("--measure", help="What is counted (default: reported).", metavar="NAME")
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
    """Cases by weekday and hour."""
    given = {"measure": measure, "from": from_, "to": to, "as-of": as_of}
    scope = options.scope(area, class_, subclass, source, department, stage, polygon)
    print_question("rhythm", given | scope, city, data, as_json)


@app.command("cases")
def list_cases(
    measure: Annotated[
        str | None,
        typer.Option(
            "--measure", help="Only what a measure counts: the cases behind a figure.", metavar="NAME"
        ),
    ] = None,
    without: Annotated[
        str | None,
        typer.Option("--without", help="Of those, only what another measure does not count.", metavar="NAME"),
    ] = None,
    evaluated: Annotated[
        str | None,
        typer.Option(
            "--evaluated", help="Only what counts in the evaluation of this month.", metavar="MONTH"
        ),
    ] = None,
    team: Annotated[
        str | None, typer.Option("--team", help="Collector team; several with commas.", metavar="CODE")
    ] = None,
    open_: Annotated[bool, typer.Option("--open", help="Only open cases.")] = False,
    overdue: Annotated[bool, typer.Option("--overdue", help="Only overdue cases.")] = False,
    due_soon: Annotated[bool, typer.Option("--due-soon", help="Only cases due within 2 hours.")] = False,
    urgent: Annotated[bool, typer.Option("--urgent", help="Only urgent cases.")] = False,
    suspended: Annotated[bool, typer.Option("--suspended", help="Only suspended cases.")] = False,
    returned: Annotated[bool, typer.Option("--returned", help="Only cases that were returned.")] = False,
    reworked: Annotated[bool, typer.Option("--reworked", help="Only cases that were reworked.")] = False,
    sort: Annotated[
        str | None,
        typer.Option("--sort", help="reported, age, filed, due, disposed, settled, ended, rated or counted."),
    ] = None,
    order: Annotated[str | None, typer.Option("--order", help="desc (default) or asc.")] = None,
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
    """Cases, filtered, sorted and page by page."""
    given = {
        "measure": measure,
        "without": without,
        "evaluated": evaluated,
        "team": team,
        "sort": sort,
        "order": order,
        "cursor": cursor,
    }
    given |= {"limit": None if limit is None else str(limit), "from": from_, "to": to}
    states = {"open": open_, "overdue": overdue, "due-soon": due_soon, "urgent": urgent}
    states |= {"suspended": suspended, "returned": returned, "reworked": reworked}
    given |= {name: "yes" if wanted else None for name, wanted in states.items()} | {"as-of": as_of}
    scope = options.scope(area, class_, subclass, source, department, stage, polygon)
    print_question("cases", given | scope, city, data, as_json)


@app.command("case")
def show_case(
    case_id: Annotated[str, typer.Argument(help="Id of the case.", metavar="ID")],
    private: Annotated[
        bool, typer.Option("--private", help="Also description and reporter, which are nobody else's.")
    ] = False,
    from_: options.From = None,
    to: options.To = None,
    as_of: options.AsOf = None,
    city: options.City = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """One case: its actions with their effect, its clock, the figures that count it."""
    from dashboard.cli.opening import services_of
    from dashboard.cli.output import print_json
    from dashboard.cli.tables import print_case
    from dashboard.options import BadQuestion

    with services_of(city, data) as services:
        try:
            given = {"from": from_, "to": to, "as-of": as_of}
            found = services.answers.case(case_id, given, private=private)
        except BadQuestion as error:
            raise CliError(f"query case --{error.option}: {error}.", 2) from error
    if found is None:
        raise CliError(f"There is no case {case_id!r}.")
    if as_json:
        print_json(found)
    else:
        print_case(found)
