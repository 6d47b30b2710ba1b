"""`zhiwang schemes`: the rules of evaluations that the installation has, and new versions of them."""

from typing import Annotated

import typer

from dashboard.cli import options
from dashboard.cli.errors import CliError

app = typer.Typer(help="Evaluation schemes of the city pack and of the installation.", no_args_is_help=True)


@app.command("list")
def list_schemes(city: options.City = None, data: options.Data = None, as_json: options.Json = False) -> None:
    """Every scheme, and the month that it is in force from."""
    from dashboard.cli.opening import services_of
    from dashboard.cli.output import print_json, print_table
    from dashboard.evaluations import Evaluations

    with services_of(city, data) as services:
        found = Evaluations(services).schemes()
    rows = [(s.version, s.since, s.zh, s.en, "yes" if s.confirmed else "no", s.digest) for s in found]
    heads = ("version", "since", "zh", "en", "confirmed", "digest")
    if as_json:
        print_json([dict(zip(heads, row, strict=True)) for row in rows])
    else:
        print_table(heads, rows)


@app.command()
def show(
    version: Annotated[str, typer.Argument(help="Version of the scheme.", metavar="VERSION")],
    city: options.City = None,
    data: options.Data = None,
) -> None:
    """Print a scheme as TOML."""
    from dashboard.cli.opening import services_of
    from dashboard.evaluations import Evaluations
    from data_access.domain.evaluation.scheme_writer import write_scheme

    with services_of(city, data) as services:
        found = {scheme.version: scheme for scheme in Evaluations(services).schemes()}
    if version not in found:
        raise CliError(f"schemes show: there is no scheme {version!r}; `zhiwang schemes list` has all.", 2)
    print(write_scheme(found[version]), end="")


@app.command()
def save(
    version: Annotated[str, typer.Argument(help="Version of the new scheme.", metavar="VERSION")],
    since: Annotated[
        str, typer.Option("--since", help="First month that it is in force for.", metavar="MONTH")
    ],
    what_if: Annotated[
        str,
        typer.Option("--what-if", help="Changes such as closing_rate.weight=30,good.least=85."),
    ],
    scheme: Annotated[
        str | None, typer.Option("--scheme", help="Version to start from (default: that of the month).")
    ] = None,
    kind: Annotated[str, typer.Option("--kind", help="town, department, team or seat.")] = "town",
    by: options.By = None,
    city: options.City = None,
    data: options.Data = None,
) -> None:
    """Save changed weights and marks as a new version, in force from a month on."""
    from dashboard.cli.opening import services_of
    from dashboard.evaluation_counts import EvaluationRefused, Wanted
    from dashboard.evaluations import Evaluations
    from dashboard.scheme_shelf import SchemeRefused

    with services_of(city, data) as services:
        try:
            wanted = Wanted(since, kind, scheme=scheme, trial=what_if)
            path = Evaluations(services).save_scheme(wanted, version, since, by=options.person(by))
        except (EvaluationRefused, SchemeRefused) as error:
            raise CliError(f"schemes save: {error}.", 2) from error
    print(f"{path} is in force from {since}, as soon as the processes are started again.")
