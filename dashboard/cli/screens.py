"""`zhiwang screens`: links of command-centre screens, and how those screens fare."""

import time
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import urlencode

import typer

from dashboard.cli import options
from dashboard.cli.errors import CliError

if TYPE_CHECKING:
    from dashboard.services import Services
    from data_access.domain.screens import Screen, ScreenEntry

app = typer.Typer(help="Links for the screens of command centres.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(help="Name of the screen, such as the room it hangs in.")]
Base = Annotated[
    str | None,
    typer.Option("--base", help="Address at which screens reach the server, such as https://wall.city.cn."),
]


@app.command()
def add(
    name: Name,
    scene: Annotated[str | None, typer.Option("--scene", help="What it shows (default: overview).")] = None,
    area: Annotated[
        str | None, typer.Option("--area", help="Code of the city or a town (default: the city).")
    ] = None,
    playlist: Annotated[
        str | None, typer.Option("--playlist", help="Several scenes in turn: SCENE[:AREA],…")
    ] = None,
    dwell: Annotated[int | None, typer.Option("--dwell", help="Seconds for each scene of it.")] = None,
    lang: Annotated[str | None, typer.Option("--lang", help="zh or en (default: the city's own).")] = None,
    theme: Annotated[str | None, typer.Option("--theme", help="dark or light (default: dark).")] = None,
    base: Base = None,
    city: options.City = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """Make a screen; its link, which shows this view and nothing else, is printed this once."""
    from dashboard.cli.opening import services_of
    from data_access.store.screens import TooManyScreens

    if not name.isprintable() or not 0 < len(name) <= 64:
        raise CliError("The name of a screen has 1 to 64 printable characters.", 2)
    if scene and playlist:
        raise CliError("A screen shows one --scene or a --playlist of several, not both.", 2)
    if dwell is not None and not playlist:
        raise CliError("--dwell is for a --playlist.", 2)
    view: dict[str, object] = {
        "scene": scene or ("" if playlist else "overview"),
        "playlist": playlist,
        "area": area,
        "dwell": dwell,
    }
    view |= {"lang": lang, "theme": theme}
    with services_of(city, data) as services:
        query = urlencode({key: value for key, value in view.items() if value}, safe=",:")
        showings = _showings(query, services, lang, theme)
        try:
            made = services.screens.add(name, query, showings, time.time())
        except TooManyScreens as error:
            raise CliError(f"{error}.") from error
        if made is None:
            raise CliError(f"There is already a screen {name!r}: revoke or rotate it, or take another name.")
        _note(services, f"add {name}: {query}")
        _print_link(services, *made, base, as_json=as_json)


@app.command()
def rotate(
    name: Name,
    base: Base = None,
    city: options.City = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """Print another link of a screen; the old one opens nothing from now on."""
    from dashboard.cli.opening import services_of

    with services_of(city, data) as services:
        made = services.screens.rotate(name)
        if made is None:
            raise _no_such(name)
        _note(services, f"rotate {name}")
        _print_link(services, *made, base, as_json=as_json)


@app.command()
def revoke(name: Name, city: options.City = None, data: options.Data = None) -> None:
    """Make a screen's link worthless; open pages lose their figures within seconds and say so."""
    from dashboard.cli.opening import services_of

    with services_of(city, data) as services:
        if not services.screens.revoke(name, time.time()):
            raise _no_such(name)
        _note(services, f"revoke {name}")


@app.command("list")
def list_screens(
    check: Annotated[
        bool, typer.Option("--check", help="Exit status 1 when a screen needs somebody; says which and why.")
    ] = False,
    city: options.City = None,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """List all screens and how they fare, those that need somebody first."""
    from dashboard.cli.opening import services_of
    from dashboard.cli.output import print_json, print_table
    from dashboard.release import build
    from data_access.queries.screens import roll

    with services_of(city, data) as services:
        now = time.time()
        entries = roll(services.screens, build(), now)
    if as_json:
        print_json([as_plain(entry, now) for entry in entries])
    else:
        heads = ("name", "state", "for", "shows", "data age", "action to paint, p95", "memory", "build")
        print_table(heads, [_row(entry, now) for entry in entries])
    alarming = [entry for entry in entries if entry.fare.alarming]
    if check and alarming:
        said = "; ".join(f"{entry.screen.name}: {_words(entry)}" for entry in alarming)
        raise CliError(f"{len(alarming)} of {len(entries)} screens need somebody: {said}.")


def as_plain(entry: "ScreenEntry", now: float) -> dict[str, Any]:
    """A screen for programs; times in Unix seconds."""
    screen, beat, fare = entry.screen, entry.beat, entry.fare
    plain: dict[str, Any] = {
        "name": screen.name,
        "id": screen.identity,
        "state": fare.state.value,
        "since": round(fare.since),
        "reason": fare.reason,
        "alarming": fare.alarming,
        "query": screen.query,
        "showings": screen.showings,
        "created_at": screen.created_at,
        "revoked_at": screen.revoked_at,
        "beat": None,
    }
    if beat is not None:
        plain["beat"] = {
            "received_at": beat.received_at,
            "showing": beat.showing,
            "build": beat.build,
            "level": beat.level.value,
            "data_age_seconds": _data_age(beat.received_at, beat.data_at),
            "heap_bytes": beat.heap_bytes,
            "paint_p50_ms": beat.paint_p50_ms,
            "paint_p95_ms": beat.paint_p95_ms,
            "width": beat.width,
            "height": beat.height,
            "hidden": beat.hidden,
            "uptime_seconds": beat.uptime_seconds,
            "problems": beat.problems,
        }
    return plain


def _showings(query: str, services: "Services", lang: str | None, theme: str | None) -> tuple[str, ...]:
    from dashboard.i18n.load import LANGUAGES
    from layouts.wall.address import BadAddress, read_address

    for option, value, known in (("--lang", lang, LANGUAGES), ("--theme", theme, ("dark", "light"))):
        if value is not None and value not in known:
            raise CliError(f"{option} takes {' or '.join(known)}, not {value!r}.", 2)
    try:
        address = read_address(query, services.city.tree)
    except BadAddress as error:
        raise CliError(f"No wall shows the {error.what} {error.value!r}.", 2) from error
    return tuple(dict.fromkeys(showing.key for showing in address.showings))


def _print_link(
    services: "Services", screen: "Screen", secret: str, base: str | None, *, as_json: bool
) -> None:
    from dashboard.cli.output import print_json

    settings = services.settings
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(settings.host, settings.host)
    link = f"{(base or f'http://{host}:{settings.port}').rstrip('/')}/screen/{secret}"
    if as_json:
        print_json({"name": screen.name, "id": screen.identity, "query": screen.query, "link": link})
    else:
        print(link)


def _no_such(name: str) -> CliError:
    return CliError(f"There is no screen {name!r}; `zhiwang screens list` shows all.")


def _row(entry: "ScreenEntry", now: float) -> tuple[str, ...]:
    screen, beat, fare = entry.screen, entry.beat, entry.fare
    start = (screen.name, f"{'! ' if fare.alarming else ''}{_words(entry)}", _span(now - fare.since))
    if beat is None:
        return (*start, ", ".join(screen.showings), "", "", "", "")
    age = _data_age(beat.received_at, beat.data_at)
    return (
        *start,
        ", ".join(screen.showings),
        "" if age is None else _span(age),
        "" if beat.paint_p95_ms is None else f"{beat.paint_p95_ms:.0f} ms",
        "" if beat.heap_bytes is None else f"{beat.heap_bytes / 1e6:.0f} MB",
        beat.build,
    )


def _words(entry: "ScreenEntry") -> str:
    fare = entry.fare
    return fare.state.value if fare.reason is None else f"{fare.state.value} ({fare.reason})"


def _data_age(received_at: float, data_at: float | None) -> float | None:
    """Age of what a screen showed when it said so, in seconds."""
    return None if data_at is None else round(max(0.0, received_at - data_at), 1)


def _span(seconds: float) -> str:
    """A length of time for people: 40 s, 12 min, 5 h, 3 d."""
    for unit, size, least in (("d", 86_400, 172_800), ("h", 3600, 7200), ("min", 60, 120)):
        if seconds >= least:
            return f"{seconds / size:.0f} {unit}"
    return f"{max(0.0, seconds):.0f} s"


def _note(services: "Services", what: str) -> None:
    from dashboard.auditing import note
    from data_access.domain.auditing import AuditAction

    note(services, AuditAction.SCREENS, what)
