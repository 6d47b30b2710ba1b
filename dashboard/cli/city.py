"""`zhiwang city`: city packs made, checked and compared."""

from pathlib import Path
from typing import Annotated

import typer

from dashboard.cli import options
from dashboard.cli.errors import CliError

app = typer.Typer(help="City packs: areas, taxonomy and settings of a city.", no_args_is_help=True)
