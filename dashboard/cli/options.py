"""Options that several commands share, each written once."""

from pathlib import Path
from typing import Annotated

import typer

City = Annotated[
    str | None,
    typer.Option("--city", help="City pack: a shipped name or a folder (ZHIWANG_CITY).", metavar="CITY"),
]
Data = Annotated[
    Path | None, typer.Option("--data", help="Data folder (ZHIWANG_DATA).", metavar="DIR", file_okay=False)
]
By = Annotated[
    str | None,
    typer.Option("--by", help="Who does it, for the record (default: the system's user).", metavar="NAME"),
]
Json = Annotated[bool, typer.Option("--json", help="Machine-readable output on stdout.")]
From = Annotated[
    str | None, typer.Option("--from", help="Start: city-local date or ISO 8601 time.", metavar="TIME")
]
To = Annotated[str | None, typer.Option("--to", help="End, not included: date or time.", metavar="TIME")]
AsOf = Annotated[
    str | None, typer.Option("--as-of", help="The moment the clock shows (default: now).", metavar="TIME")
]
Area = Annotated[
    str | None, typer.Option("--area", help="Area code of any level; several with commas.", metavar="CODE")
]
Class = Annotated[
    str | None, typer.Option("--class", help="Class code; several with commas.", metavar="CODE")
]
Subclass = Annotated[
    str | None, typer.Option("--subclass", help="Subclass code; several with commas.", metavar="CODE")
]
Source = Annotated[
    str | None, typer.Option("--source", help="Channel of the report; several with commas.", metavar="SOURCE")
]
Department = Annotated[
    str | None, typer.Option("--department", help="Department; several with commas.", metavar="NAME")
]
Stage = Annotated[
    str | None, typer.Option("--stage", help="Stage now; several with commas.", metavar="STAGE")
]
Polygon = Annotated[
    str | None,
    typer.Option("--polygon", help='Corners of a drawn area; several: ";".', metavar="LON,LAT,…"),
]
Indicators = Annotated[
    str | None, typer.Option("--indicators", help="Only these; several with commas.", metavar="NAME")
]
Compare = Annotated[
    str | None,
    typer.Option(
        "--compare", help="Also an earlier period: previous, week, month or year.", metavar="PERIOD"
    ),
]


def person(by: str | None) -> str:
    """Who acts by a command: the name given, else the system's user. For records, never for rights."""
    import getpass

    return by or getpass.getuser()


_SCOPE = ("area", "class", "subclass", "source", "department", "stage", "polygon")


def scope(*given: str | None) -> dict[str, str | None]:
    """Options that narrow every question, by name; their values in the order in which commands take them."""
    return dict(zip(_SCOPE, given, strict=True))
