"""`zhiwang evaluate`: scores, ranks and grades of a month; freezes it, and shows what changed since."""

from pathlib import Path
from typing import Annotated

import typer

from dashboard.cli import options
from dashboard.cli.errors import CliError

FORMATS = ("table", "json", "csv", "xlsx")


def evaluate(
    month: Annotated[str, typer.Option("--month", help="Month such as 2019-02.", metavar="MONTH")],
    kind: Annotated[str, typer.Option("--kind", help="town, department, team or seat.")] = "town",
    area: Annotated[
        str | None, typer.Option("--area", help="Town whose villages are evaluated.", metavar="CODE")
    ] = None,
    scheme: Annotated[
        Path | None, typer.Option("--scheme", help="Scheme (TOML) to use instead of the one in force.")
    ] = None,
    external: Annotated[
        Path | None, typer.Option("--external", help="CSV of values of surveys and spot checks.")
    ] = None,
    format_: Annotated[str, typer.Option("--format", help="table, json, csv or xlsx.")] = "table",
    out: Annotated[
        Path | None, typer.Option("--out", help="File to write (needed for xlsx).", metavar="FILE")
    ] = None,
    freeze: Annotated[bool, typer.Option("--freeze", help="Keep the month, signed, for good.")] = False,
    compare: Annotated[
        bool, typer.Option("--compare", help="What has changed since the month was frozen.")
    ] = False,
    as_of: options.AsOf = None,
    city: options.City = None,
    data: options.Data = None,
) -> None:
    """Scores, ranks and grades of a month by the evaluation scheme."""
    from dashboard.cli.evaluation_output import write_evaluation, write_revisions
    from dashboard.cli.opening import services_of
    from dashboard.evaluations import EvaluationRefused, Evaluations, Wanted

    if format_ not in FORMATS:
        raise CliError(f"evaluate --format: must be one of {', '.join(FORMATS)}.", 2)
    if format_ == "xlsx" and out is None and not compare:
        raise CliError("evaluate --format xlsx: needs --out FILE.", 2)
    with services_of(city, data) as services:
        try:
            evaluations = Evaluations(services)
            wanted = Wanted(month, kind, area, scheme, external, as_of)
            if compare:
                write_revisions(evaluations.compare(wanted), format_)
                return
            answer = evaluations.freeze(wanted) if freeze else evaluations.answer(wanted)
        except EvaluationRefused as error:
            raise CliError(f"evaluate: {error}.", 2) from error
        write_evaluation(answer, format_, out)
