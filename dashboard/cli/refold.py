"""`zhiwang refold`: applies a changed city pack to the cases that are there."""

from typing import Annotated

import typer

from dashboard.cli import options


def refold(
    city: options.City = None,
    data: options.Data = None,
    again: Annotated[
        bool, typer.Option("--again", help="Also fold cases that follow this version of the pack already.")
    ] = False,
    as_json: options.Json = False,
) -> None:
    """Fold every case again after the city pack has changed; exit status 1 when some could not be."""
    from dashboard.auditing import note
    from dashboard.cli.opening import services_of
    from dashboard.cli.output import print_json, progress_of
    from data_access.domain.auditing import AuditAction
    from data_access.store.refold import Refolder

    with services_of(city, data) as services, progress_of("Folding") as progress:
        archive = services.archive
        done = Refolder(services.connection.redis, services.city, services.keys, archive, again=again).run(
            progress
        )
        note(services, AuditAction.SETTINGS, f"refold: pack version {done.version}")
    if as_json:
        print_json(
            {
                "version": done.version,
                "cases": done.cases,
                "total": done.total,
                "resumed": done.resumed,
                "rows_left": done.rows_left,
                "unreadable": done.unreadable,
                "complete": done.complete,
            }
        )
    else:
        resumed = ", going on where an earlier run had ended" if done.resumed else ""
        print(f"{done.cases:,} of {done.total:,} cases folded with pack version {done.version}{resumed}.")
        for problem in done.unreadable:
            print(f"  {problem}")
        if done.rows_left:
            print(
                f"{done.rows_left:,} rows follow another version of the pack: restart every worker, server "
                "and importer, so that they read the pack anew, and run `zhiwang refold` again."
            )
    if not done.complete:
        raise typer.Exit(1)
