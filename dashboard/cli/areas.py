"""Codes of areas that commands are given."""

from typing import TYPE_CHECKING

from dashboard.cli.errors import CliError

if TYPE_CHECKING:
    from data_access.domain.city import City


def codes_of(texts: list[str], city: "City") -> tuple[str, ...]:
    """The codes of `--area`, given several times or with commas. Raises CliError for one that is unknown."""
    given = tuple(dict.fromkeys(part for one in texts for part in one.split(",")))
    for code in given:
        if city.tree.find(code) is None:
            raise CliError(f"--area: the city {city.id} has no area {code!r}.", 2)
    return given
