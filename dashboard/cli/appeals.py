"""`zhiwang appeals`: which cases are left out of the evaluation of a month, why, and by whose decision."""

from typing import Annotated

import typer

from dashboard.cli import options
from dashboard.cli.errors import CliError

app = typer.Typer(help="Appeals against the counting of single cases in a month.", no_args_is_help=True)
_Month = Annotated[str, typer.Option("--month", help="Month such as 2019-02.", metavar="MONTH")]
_Case = Annotated[str, typer.Argument(help="Id of the case.", metavar="CASE")]
_Reason = Annotated[str, typer.Option("--reason", help="Why; kept for good.", metavar="TEXT")]


@app.command("list")
def list_appeals(
    month: _Month, city: options.City = None, data: options.Data = None, as_json: options.Json = False
) -> None:
    """Appeals of a month with every step that was taken."""
    from dashboard.cli.opening import services_of
    from dashboard.cli.output import print_json, print_table
    from dashboard.evaluation_entries import EvaluationEntries
    from data_access.domain.period import city_time

    with services_of(city, data) as services:
        zone, found = services.city.zone, EvaluationEntries(services).appeals(month)
    if as_json:
        print_json(
            [
                {
                    "case": appeal.case_id,
                    "state": appeal.state.value,
                    "steps": [
                        {"step": s.step.value, "by": s.by, "at": city_time(s.at, zone), "reason": s.reason}
                        for s in appeal.steps
                    ],
                }
                for appeal in found
            ]
        )
        return
    lines = [
        (appeal.case_id, appeal.state.value, s.step.value, s.by, city_time(s.at, zone), s.reason)
        for appeal in found
        for s in appeal.steps
    ]
    if lines:
        print_table(("case", "state", "step", "by", "at", "reason"), lines)
    else:
        print(f"No appeals in {month}.")


@app.command("raise")
def raise_appeal(
    case: _Case, month: _Month, reason: _Reason, by: options.By = None, city: options.City = None,
    data: options.Data = None,
) -> None:  # fmt: skip
    """Ask to leave a case out of a month."""
    _step("raise", case, month, reason, by, city, data)


@app.command()
def withdraw(
    case: _Case, month: _Month, reason: _Reason, by: options.By = None, city: options.City = None,
    data: options.Data = None,
) -> None:  # fmt: skip
    """Take an appeal back that is not decided."""
    _step("withdraw", case, month, reason, by, city, data)


@app.command()
def accept(
    case: _Case, month: _Month, reason: _Reason, by: options.By = None, city: options.City = None,
    data: options.Data = None,
) -> None:  # fmt: skip
    """Leave the case out of the evaluation of the month; the figures of operation keep it."""
    _step("accept", case, month, reason, by, city, data)


@app.command()
def refuse(
    case: _Case, month: _Month, reason: _Reason, by: options.By = None, city: options.City = None,
    data: options.Data = None,
) -> None:  # fmt: skip
    """Leave the case where it counts."""
    _step("refuse", case, month, reason, by, city, data)


@app.command()
def undo(
    case: _Case, month: _Month, reason: _Reason, by: options.By = None, city: options.City = None,
    data: options.Data = None,
) -> None:  # fmt: skip
    """Take a decision back: the appeal is open again."""
    _step("undo", case, month, reason, by, city, data)


def _step(
    name: str, case: str, month: str, reason: str, by: str | None, city: options.City, data: options.Data
) -> None:
    from dashboard.cli.opening import services_of
    from dashboard.evaluation_counts import EvaluationRefused
    from dashboard.evaluation_entries import EvaluationEntries
    from data_access.domain.evaluation.appeals import Step

    with services_of(city, data) as services:
        try:
            appeal = EvaluationEntries(services).step(
                month, case, Step(name), by=options.person(by), reason=reason
            )
        except EvaluationRefused as error:
            raise CliError(f"appeals {name}: {error}.", 2) from error
    print(f"{appeal.case_id} {appeal.month}: {appeal.state.value}.")
