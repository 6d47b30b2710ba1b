"""Codes of subclasses by their number in the rows."""

from collections.abc import Sequence

from data_access.domain.city import City


def subclass_code(city: City, unknown: Sequence[str], index: int) -> str | None:
    """Code of a subclass of the taxonomy, or of one that it does not know; None for a report without one."""
    known = city.taxonomy.subclasses
    if index < len(known):
        return known[index].code
    return unknown[index - len(known)] if index - len(known) < len(unknown) else None
