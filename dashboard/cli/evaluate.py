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
        str | None,
        typer.Option("--scheme", help="Scheme instead of the one in force: a version, or a TOML file."),
    ] = None,
    against: Annotated[
        str | None, typer.Option("--against", help="Compare with another scheme: a version, or a TOML file.")
    ] = None,
    what_if: Annotated[
        str, typer.Option("--what-if", help="Changes such as closing_rate.weight=30,good.least=85.")
    ] = "",
    why: Annotated[
        str | None,
        typer.Option("--why", help="Why one object changed since the month before.", metavar="CODE"),
    ] = None,
    cause: Annotated[
        str | None, typer.Option("--cause", help="Indicator that --why parts into subclasses and places.")
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
    history: Annotated[
        bool, typer.Option("--history", help="Ranks over the twelve months up to this one.")
    ] = False,
    by: options.By = None,
    as_of: options.AsOf = None,
    city: options.City = None,
    data: options.Data = None,
) -> None:
    """Scores, ranks and grades of a month by the evaluation scheme."""
    from dashboard.cli.evaluation_output import write_evaluation, write_revisions
    from dashboard.cli.evaluation_reasons import write_history, write_versus, write_why
    from dashboard.cli.opening import services_of
    from dashboard.evaluation_counts import EvaluationRefused, Wanted
    from dashboard.evaluations import Evaluations

    if format_ not in FORMATS:
        raise CliError(f"evaluate --format: must be one of {', '.join(FORMATS)}.", 2)
    if format_ == "xlsx" and out is None and not compare:
        raise CliError("evaluate --format xlsx: needs --out FILE.", 2)
    with services_of(city, data) as services:
        try:
            evaluations = Evaluations(services)
            wanted = Wanted(month, kind, area, named_scheme(scheme), external, as_of, what_if)
            if why is not None:
                kind_of = "village" if area else kind
                write_why(evaluations.why(wanted, why, cause), kind_of, format_, services.city.language)
                return
            if against is not None:
                write_versus(evaluations.versus(wanted, named_scheme(against) or against), format_)
                return
            if history:
                write_history(evaluations.history(wanted), kind, format_)
                return
            if compare:
                write_revisions(evaluations.compare(wanted), format_)
                return
            answer = evaluations.freeze(wanted, options.person(by)) if freeze else evaluations.answer(wanted)
        except EvaluationRefused as error:
            raise CliError(f"evaluate: {error}.", 2) from error
        write_evaluation(answer, format_, out)


def named_scheme(text: str | None) -> Path | str | None:
    """A scheme as an option names it: a file when it looks like one, else a version."""
    if text is None:
        return None
    return Path(text) if text.endswith(".toml") or "/" in text else text
