"""`zhiwang marks`: raise cases to high-level coordination, say what was decided, settle them."""

from typing import Annotated

import typer

from dashboard.cli import options
from dashboard.cli.errors import CliError

app = typer.Typer(help="Mark cases for high-level coordination (高位协调).", no_args_is_help=True)


@app.command("add")
def add(
    case_id: Annotated[str, typer.Argument(help="Id of the case.", metavar="ID")],
    state: Annotated[str, typer.Option("--state", help="raised, decided or settled.")],
    note: Annotated[str, typer.Option("--note", help="Why, or what was decided.")],
    by: Annotated[str, typer.Option("--by", help="User name of the one who marks.")],
    city: options.City = None,
    data: options.Data = None,
) -> None:
    """Raise a case, say what was decided, or settle it; every entry is kept."""
    from dashboard.cli.opening import services_of
    from dashboard.marking import MayNotMark, mark_case
    from data_access.domain.coordination import BadMark, MarkState
    from data_access.domain.viewer import Viewer, places_of

    if state not in list(MarkState):
        raise CliError(f"marks add --state: must be one of {', '.join(MarkState)}.", 2)
    with services_of(city, data) as services:
        try:
            account = services.accounts.get(by)
            places = None if account is None else places_of(services.city.tree, account.areas)
            if account is None or places is None:
                raise CliError(f"marks add --by: there is no user {by!r} who may see anything.", 2)
            viewer = Viewer(by, account.duty, places)
            mark = mark_case(services, viewer, case_id, MarkState(state), note)
        except (BadMark, MayNotMark) as error:
            raise CliError(f"marks add: {error}.") from error
    print(f"{case_id} is {mark.state.value} ({len(mark.entries)} entries).")


@app.command("list")
def list_marks(
    settled: Annotated[bool, typer.Option("--settled", help="Also those that are settled.")] = False,
    city: options.City = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """Every marked case with its trail."""
    from dashboard.cli.opening import services_of
    from dashboard.cli.output import print_json, print_table
    from data_access.queries.coordination import mark_json

    with services_of(city, data) as services:
        marks = services.marks.all()
        told = [
            {"case_id": case_id, **(mark_json(mark, services.city) or {})}
            for case_id, mark in sorted(marks.items())
            if settled or mark.pending
        ]
    if as_json:
        print_json(told)
        return
    heads = ("case_id", "state", "at", "by", "note")
    print_table(heads, [[str(one[head]) for head in heads] for one in told])
