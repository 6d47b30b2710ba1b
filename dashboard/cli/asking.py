"""Asks a question of `zhiwang query` and prints the answer."""

from dashboard.cli.errors import CliError


def print_question(
    name: str, given: dict[str, str | None], city: str | None, data: object, as_json: bool
) -> None:
    """Print the answer as a table or as JSON. Raises CliError for options that make no sense."""
    import sys
    from pathlib import Path

    from dashboard.cli.opening import services_of
    from dashboard.cli.tables import print_answer
    from dashboard.options import BadQuestion

    with services_of(city, data if isinstance(data, Path) else None) as services:
        try:
            if as_json:
                sys.stdout.buffer.write(services.answers.ask_bytes(name, given))
                sys.stdout.buffer.flush()
            else:
                print_answer(name, services.answers.ask(name, given))
        except BadQuestion as error:
            raise CliError(f"query {name} --{error.option}: {error}.", 2) from error
