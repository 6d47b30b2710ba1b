"""`zhiwang report`: the monthly bulletin as PDF, DOCX and workbook; for people and for cron."""

from pathlib import Path
from typing import Annotated

import typer

from dashboard.cli import options
from dashboard.cli.errors import CliError

FORMATS = ("pdf", "docx", "xlsx")


def report(
    month: Annotated[
        str | None,
        typer.Option(
            "--month", help="Month such as 2026-10 (default: the last one that is over).", metavar="MONTH"
        ),
    ] = None,
    area: Annotated[
        str | None,
        typer.Option("--area", help="Town whose bulletin is written (default: the city).", metavar="CODE"),
    ] = None,
    format_: Annotated[
        str, typer.Option("--format", help="pdf, docx, xlsx; several with commas.")
    ] = "pdf,docx,xlsx",
    language: Annotated[
        str | None, typer.Option("--lang", help="zh or en (default: that of the city).", metavar="LANGUAGE")
    ] = None,
    out: Annotated[Path, typer.Option("--out", help="Folder to write into.", metavar="DIR")] = Path("."),
    city: options.City = None,
    data: options.Data = None,
) -> None:
    """Write the monthly bulletin: ranking, charts, text; prints the files written."""
    from dashboard.auditing import note
    from dashboard.cli.opening import services_of
    from dashboard.evaluation_counts import EvaluationRefused
    from dashboard.i18n.load import LANGUAGES, load_text
    from dashboard.reports.gather import NotAHome, gather, last_month
    from dashboard.reports.typeset import NoFont
    from dashboard.reports.write import written
    from data_access.domain.auditing import AuditAction
    from data_access.domain.period import BadPeriod

    wanted = tuple(dict.fromkeys(format_.split(",")))
    if not set(wanted) <= set(FORMATS):
        raise CliError(f"report --format: must be some of {', '.join(FORMATS)}.", 2)
    if language is not None and language not in LANGUAGES:
        raise CliError(f"report --lang: must be one of {', '.join(LANGUAGES)}.", 2)
    with services_of(city, data) as services:
        chosen = month or last_month(services)
        try:
            figures = gather(services, chosen, area)
            text = load_text(language or services.city.language)
            out.mkdir(parents=True, exist_ok=True)
            for form in wanted:
                name, content = written(figures, text, form)
                (out / name).write_bytes(content)
                note(services, AuditAction.EXPORT, f"bulletin {name}")
                print(out / name)
        except (BadPeriod, NotAHome, EvaluationRefused) as error:
            raise CliError(f"report: {error}.", 2) from error
        except NoFont as error:
            raise CliError(f"report: {error}.") from error
        except OSError as error:
            raise CliError(f"report: {error.filename or out}: {error.strerror or error}.") from error
