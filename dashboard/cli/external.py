"""`zhiwang external`: values of surveys and spot checks that evaluations need besides the cases."""

from pathlib import Path
from typing import Annotated

import typer

from dashboard.cli import options
from dashboard.cli.errors import CliError

app = typer.Typer(help="External values of evaluations: surveys, spot checks.", no_args_is_help=True)


@app.command("import")
def import_values(
    file: Annotated[Path, typer.Argument(help="CSV table of values.", metavar="FILE")],
    by: options.By = None,
    city: options.City = None,
    data: options.Data = None,
) -> None:
    """Keep the values of a table: month,kind,code,indicator,numerator,denominator. All of them or none."""
    from dashboard.cli.opening import services_of
    from dashboard.evaluation_counts import EvaluationRefused
    from dashboard.evaluation_entries import EvaluationEntries

    with services_of(city, data) as services:
        try:
            done = EvaluationEntries(services).import_file(file, by=options.person(by))
        except EvaluationRefused as error:
            raise CliError(f"external import: {error}.", 2) from error
    print(f"{done.new} new, {done.changed} changed, {done.same} as they were.")


@app.command("list")
def list_values(
    month: Annotated[str, typer.Option("--month", help="Month such as 2019-02.", metavar="MONTH")],
    kind: Annotated[str, typer.Option("--kind", help="town, department, team or seat.")] = "town",
    city: options.City = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """Every value of a month as it was entered, with those that it replaced."""
    from dashboard.cli.opening import services_of
    from dashboard.cli.output import print_json, print_table
    from dashboard.evaluation_entries import EvaluationEntries
    from data_access.domain.evaluation.scheme import ObjectKind
    from data_access.domain.period import city_time

    if kind not in tuple(ObjectKind):
        raise CliError(f"external list: kind must be one of {', '.join(ObjectKind)}, not {kind!r}.", 2)
    with services_of(city, data) as services:
        found = EvaluationEntries(services).external(month, ObjectKind(kind))
        rows = [
            {
                "code": entry.code,
                "indicator": entry.indicator,
                "numerator": entry.numerator,
                "denominator": entry.denominator,
                "holds": entry is history[-1],
                "by": entry.by,
                "at": city_time(entry.at, services.city.zone),
                "origin": entry.origin,
                "note": entry.note,
            }
            for _, history in sorted(found.items())
            for entry in history
        ]
    if as_json:
        print_json(rows)
    elif rows:
        print_table(tuple(rows[0]), [["" if v is None else str(v) for v in row.values()] for row in rows])
    else:
        print(f"No external values of {month}.")
