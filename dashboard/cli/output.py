"""What commands print: JSON or tables on stdout, progress on stderr when that is a terminal."""

import contextlib
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any


def print_json(value: Any) -> None:
    """One JSON value and a line break on stdout."""
    from dashboard.encoding import to_json

    sys.stdout.buffer.write(to_json(value))
    sys.stdout.buffer.flush()


def print_table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A plain table on stdout; numbers (all but the first column that look so) to the right."""
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for index, heading in enumerate(headings):
        numeric = index > 0 and all(_is_number(row[index]) for row in rows)
        table.add_column(heading, justify="right" if numeric else "left", overflow="fold")
    for row in rows:
        table.add_row(*row)
    width = None if sys.stdout.isatty() else 200
    Console(file=sys.stdout, width=width, highlight=False, markup=False).print(table)


def _is_number(text: str) -> bool:
    return text == "" or text[0].isdigit() or text[0] in "-−·+"


@contextlib.contextmanager
def progress_bar(label: str, total: float | None) -> Iterator[Callable[[float], None]]:
    """Gives a function that moves the bar by an amount; shows nothing where stderr is no terminal."""
    if not sys.stderr.isatty():
        yield lambda amount: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(label, total=total)
        yield lambda amount: progress.advance(task, amount)


@contextlib.contextmanager
def progress_of(label: str) -> Iterator[Callable[[int, int], None]]:
    """A bar whose function is told how much is done and how much there is."""
    with progress_bar(label, 1.0) as advance:
        shown = 0.0

        def show(done: int, total: int) -> None:
            nonlocal shown
            part = done / max(total, 1)
            advance(part - shown)
            shown = part

        yield show
