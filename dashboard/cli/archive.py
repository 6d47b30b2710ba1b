"""`zhiwang archive`: moves the actions of cases that ended long ago into compressed files."""

from typing import Annotated

import typer

from dashboard.cli import options
from dashboard.cli.errors import CliError


def archive(
    city: options.City = None,
    data: options.Data = None,
    months: Annotated[
        int | None,
        typer.Option("--months", help="Months since its end (ZHIWANG_ARCHIVE_AFTER_MONTHS).", min=1),
    ] = None,
    before: Annotated[
        str | None,
        typer.Option("--before", help="Cases that ended before this date.", metavar="DATE"),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Count only, move nothing.")] = False,
    as_json: options.Json = False,
) -> None:
    """Move actions and private fields of cases that ended long ago into Parquet files; all figures stay."""
    import time

    from dashboard.cli.opening import services_of
    from dashboard.cli.output import print_json, progress_of
    from data_access.domain.period import (
        BadPeriod,
        city_time,
        local_day,
        midnight,
        months_earlier,
        parse_time,
    )
    from data_access.store.archiver import Archiver

    if months is not None and before is not None:
        raise CliError("--months and --before say the same thing twice: give one of them.", 2)
    with services_of(city, data) as services, progress_of("Archiving") as progress:
        zone = services.city.zone
        now = int(time.time())
        try:
            given = None if before is None else parse_time(before, zone)
        except BadPeriod as error:
            raise CliError(f"--before: {error}.", 2) from error
        age = months or services.settings.archive_after_months
        limit = given if given is not None else midnight(months_earlier(local_day(now, zone), age), zone)
        if limit > now:
            raise CliError("--before lies in the future.", 2)
        archiver = Archiver(services.connection.redis, services.city, services.archive, services.keys)
        done = archiver.run(limit, dry_run=dry_run, progress=progress)
    if as_json:
        print_json(
            {
                "dry_run": dry_run,
                "before": city_time(limit, zone),
                "looked_at": done.looked_at,
                "cases": done.cases,
                "bytes_before": done.bytes_before,
                "bytes_after": done.bytes_after,
                "bytes_in_files": done.bytes_in_files,
                "saved_per_case": round(done.saved_per_case, 1),
                "changed": done.changed,
                "refused": done.refused,
                "files": done.files,
            }
        )
        return
    verb = "would be archived" if dry_run else "archived"
    print(f"{done.cases:,} of {done.looked_at:,} cases {verb}: they ended before {city_time(limit, zone)}.")
    if done.cases:
        files = "" if dry_run else f"; {done.bytes_in_files / done.cases:,.0f} in the archive"
        print(
            f"{done.saved_per_case:,.0f} bytes of Redis saved a case "
            f"({done.bytes_before / done.cases:,.0f} before, "
            f"{done.bytes_after / done.cases:,.0f} after{files})."
        )
    for file in done.files:
        print(f"  {file}")
    if done.changed:
        print(f"{done.changed:,} cases changed meanwhile and stay.")
    if done.refused:
        print(f"{done.refused:,} cases hold text that is no Unicode, and stay.")
