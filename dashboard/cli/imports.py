"""`zhiwang import`: a file of case actions, or a table with a mapping, into the store."""

from pathlib import Path
from typing import Annotated

import typer

from dashboard.cli import options
from dashboard.cli.errors import CliError

_MOST_PRINTED = 20


def import_file(
    file: Annotated[Path, typer.Argument(help="NDJSON in the wire format; or CSV (.gz) or XLSX.")],
    mapping: Annotated[
        Path | None, typer.Option("--mapping", help="TOML file that says what the columns mean.")
    ] = None,
    city: options.City = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read and check only, write nothing.")] = False,
    data: options.Data = None,
    as_json: options.Json = False,
) -> None:
    """Bring a file of case actions into the store; importing it again changes nothing."""
    from dashboard.cli.opening import services_of
    from dashboard.cli.output import print_json, progress_bar
    from data_access.ingest import importer
    from data_access.ingest.ingest import Ingest
    from data_access.ingest.mapping_file import BadMapping, read_mapping
    from data_access.ingest.tables import UnreadableFile

    if not file.is_file():
        raise CliError(f"{file} is no file.", 2)
    try:
        read = read_mapping(mapping) if mapping is not None else None
        with services_of(city, data) as services, progress_bar(f"Importing {file.name}", 1.0) as advance:
            done = 0.0

            def progress(at: int, total: int) -> None:
                nonlocal done
                advance(at / max(total, 1) - done)
                done = at / max(total, 1)

            report = importer.import_file(
                file,
                read,
                Ingest(services.connection.redis, services.city, services.keys, archive=services.archive),
                zone=services.city.zone,
                progress=progress,
                dry_run=dry_run,
            )
    except (BadMapping, UnreadableFile) as error:
        raise CliError(str(error)) from error
    problems = report.problems[:_MOST_PRINTED]
    if as_json:
        print_json(
            {
                "dry_run": dry_run,
                "rows": report.rows,
                "skipped": report.skipped,
                "applied": report.applied,
                "duplicate": report.duplicate,
                "quarantined": report.quarantined,
                "reasons": dict(report.reasons),
                "problems": [
                    {"line": problem.line, "code": problem.code, "reason": problem.reason}
                    for problem in report.problems
                ],
            }
        )
        return
    verb = "would be applied" if dry_run else "applied"
    print(
        f"{report.rows:,} rows read, {report.skipped:,} left out by the mapping: {report.applied:,} actions "
        f"{verb}, {report.duplicate:,} duplicate, {report.quarantined:,} quarantined."
    )
    for code, count in report.reasons.most_common():
        print(f"  {count:>9,}  {code}")
    for problem in problems:
        print(f"  line {problem.line}: {problem.reason}")
    if report.quarantined > len(problems):
        print(f"  … and {report.quarantined - len(problems):,} more.")
