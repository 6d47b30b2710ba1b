"""`zhiwang doctor`: looks at everything a running installation needs and says what is wrong."""

import typer

from dashboard.cli import options


def doctor(city: options.City = None, data: options.Data = None, as_json: options.Json = False) -> None:
    """Check settings, city pack, store, worker and feeds; exit status 1 when something is wrong."""
    from dashboard.cli.opening import settings_of
    from dashboard.cli.output import print_json
    from dashboard.doctor import examine

    findings = examine(settings_of(city=city, data=data))
    if as_json:
        print_json([{"check": f.check, "state": f.state, "text": f.text} for f in findings])
    else:
        for finding in findings:
            print(f"{finding.state:<8} {finding.check:<8} {finding.text}")
    if any(finding.state == "wrong" for finding in findings):
        raise typer.Exit(1)
