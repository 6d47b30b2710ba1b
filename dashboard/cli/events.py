"""`zhiwang events`: what happened to the city besides its cases, marked on charts."""

from typing import TYPE_CHECKING, Annotated

import typer

from dashboard.cli import options
from dashboard.cli.errors import CliError

if TYPE_CHECKING:
    from datetime import date

    from data_access.domain.viewer import Viewer

app = typer.Typer(help="Events that charts mark: holidays, storms, campaigns, changes.", no_args_is_help=True)
_Key = Annotated[str, typer.Argument(help="Key of the event, as `events list` shows it.", metavar="KEY")]


@app.command("add")
def add(
    title: Annotated[str, typer.Argument(help="Title, at most 60 characters.", metavar="TITLE")],
    start: Annotated[str, typer.Option("--from", help="First day, such as 2026-09-01.", metavar="DAY")],
    end: Annotated[
        str | None, typer.Option("--to", help="Last day, included (default: the first).", metavar="DAY")
    ] = None,
    kind: Annotated[str, typer.Option("--kind", help="holiday, storm, campaign, system or other.")] = "other",
    area: Annotated[
        str, typer.Option("--area", help="Code of a town (default: the whole city).", metavar="CODE")
    ] = "",
    english: Annotated[str, typer.Option("--en", help="English title (default: the title).")] = "",
    by: options.By = None,
    city: options.City = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """Mark an event on every course over time that shows its area."""
    from dashboard.city_events import add_event
    from dashboard.cli.opening import services_of
    from dashboard.cli.output import print_json
    from data_access.domain.city_events import BadEvent

    first = _day("--from", start)
    last = first if end is None else _day("--to", end)
    with services_of(city, data) as services:
        try:
            event = add_event(
                services, _viewer(by), zh=title, en=english, first=first, last=last, kind=kind, area=area
            )
        except BadEvent as error:
            raise CliError(f"events add: {error}.", 2) from error
    if as_json:
        print_json({"key": event.key})
    else:
        print(f"{event.key}: {event.zh}, {event.first} to {event.last}.")


@app.command("list")
def list_events(
    removed: Annotated[bool, typer.Option("--removed", help="Also those that were removed.")] = False,
    city: options.City = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """Events that people entered, the latest first."""
    from dashboard.city_events import entered_events
    from dashboard.cli.opening import services_of
    from dashboard.cli.output import print_json, print_table
    from data_access.domain.period import city_time

    with services_of(city, data) as services:
        zone = services.city.zone
        told = [
            {
                "key": known.event.key,
                "from": known.event.first.isoformat(),
                "to": known.event.last.isoformat(),
                "kind": known.event.kind.value,
                "area": known.event.area or services.city.tree.city.code,
                "zh": known.event.zh,
                "en": known.event.en,
                "by": known.by,
                "at": city_time(known.at, zone),
                "removed_by": known.last.by if known.removed else None,
            }
            for known in entered_events(services, _viewer(None))
            if removed or not known.removed
        ]
    if as_json:
        print_json(told)
    elif told:
        print_table(tuple(told[0]), [["" if v is None else str(v) for v in one.values()] for one in told])
    else:
        print("No events.")


@app.command()
def remove(key: _Key, by: options.By = None, city: options.City = None, data: options.Data = None) -> None:
    """Take an event off the charts; it can be brought back."""
    _change("remove", key, by, city, data)


@app.command()
def restore(key: _Key, by: options.By = None, city: options.City = None, data: options.Data = None) -> None:
    """Bring a removed event back."""
    _change("restore", key, by, city, data)


def _change(name: str, key: str, by: str | None, city: options.City, data: options.Data) -> None:
    from dashboard.city_events import remove_event, restore_event
    from dashboard.cli.opening import services_of
    from data_access.domain.city_events import BadEvent

    deed = {"remove": remove_event, "restore": restore_event}[name]
    with services_of(city, data) as services:
        try:
            event = deed(services, _viewer(by), key)
        except BadEvent as error:
            raise CliError(f"events {name}: {error}.", 2) from error
    print(f"{event.key}: {event.zh} is {'removed' if name == 'remove' else 'back'}.")


def _viewer(by: str | None) -> "Viewer":
    """Whoever may run commands on this machine may do everything; the name is for the record."""
    from data_access.domain.viewer import Duty, Viewer

    return Viewer(options.person(by), Duty.ADMINISTRATOR)


def _day(option: str, text: str) -> "date":
    from datetime import date

    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CliError(f"events add {option}: {text!r} is no day such as 2026-09-01.", 2) from None
