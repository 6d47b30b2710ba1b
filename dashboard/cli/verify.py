"""`zhiwang verify`: folds every case again from its actions and compares the rows."""

import typer

from dashboard.cli import options

_MOST_PRINTED = 50


def verify(city: options.City = None, data: options.Data = None, as_json: options.Json = False) -> None:
    """Fold every case again from its actions and list the rows that differ (exit status 1 if any)."""
    from dashboard.cli.opening import services_of
    from dashboard.cli.output import print_json, progress_bar
    from data_access.store.verify import Verifier

    with services_of(city, data) as services, progress_bar("Verifying", 1.0) as advance:
        done = 0.0

        def report(cases: int, total: int) -> None:
            nonlocal done
            part = cases / max(total, 1)
            advance(part - done)
            done = part

        found = Verifier(services.connection.redis, services.city, services.keys).run(report)
    if as_json:
        differences = [{"case_id": d.case_id, "text": d.text} for d in found.differences]
        print_json({"cases": found.cases, "differences": differences})
    else:
        print(f"{found.cases:,} cases compared, {len(found.differences):,} differences.")
        for difference in found.differences[:_MOST_PRINTED]:
            print(f"  {difference.case_id or '(no case)'}: {difference.text}")
    if found.differences:
        raise typer.Exit(1)
