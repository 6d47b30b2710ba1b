"""Entry of the command line `zhiwang`. Each command imports what it needs when it runs."""

import os
import sys
from typing import Annotated, NoReturn

import typer

from dashboard.cli import (
    appeals,
    archive,
    audit,
    city,
    demo,
    doctor,
    evaluate,
    events,
    external,
    imports,
    marks,
    public,
    query,
    refold,
    report,
    schemes,
    screens,
    serve,
    tokens,
    users,
    verify,
    worker,
)

app = typer.Typer(
    name="zhiwang",
    help="Zhiwang: the live dashboard of a city run on the grid.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.command("demo")(demo.demo)
app.command("serve")(serve.serve)
app.command("worker")(worker.worker)
app.command("import")(imports.import_file)
app.command("verify")(verify.verify)
app.command("refold")(refold.refold)
app.command("archive")(archive.archive)
app.command("evaluate")(evaluate.evaluate)
app.command("report")(report.report)
app.add_typer(external.app, name="external")
app.add_typer(appeals.app, name="appeals")
app.add_typer(schemes.app, name="schemes")
app.add_typer(query.app, name="query")
app.add_typer(city.app, name="city")
app.add_typer(tokens.app, name="tokens")
app.add_typer(screens.app, name="screens")
app.add_typer(users.app, name="users")
app.add_typer(events.app, name="events")
app.add_typer(marks.app, name="marks")
app.add_typer(public.app, name="public")
app.command("audit")(audit.audit)
app.command("doctor")(doctor.doctor)


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        print(f"zhiwang {version('zhiwang')}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Zhiwang: the live dashboard of a city run on the grid."""


def main() -> NoReturn:
    """Run a command; exit status 0 when it did what was asked."""
    try:
        app()
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        # The reader of our output has gone (`… | head`): nothing more to say to it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except Exception as error:
        from dashboard.cli.errors import explain

        found = explain(error)
        if found is None:
            raise
        print(f"zhiwang: {found[0]}", file=sys.stderr)
        sys.exit(found[1])
    sys.exit(0)
