"""The question `quality`: how its options become the period and the groups of the quality of collection."""

from collections.abc import Mapping
from typing import Any

from dashboard.options import Held, Option, choices, period_of, scope_of
from data_access.queries.quality import QualityBy, quality

QUALITY_OPTIONS = (Option("by", "whose work: team, town, village or grid", choices(QualityBy), "town"),)


def ask_quality(held: Held, given: Mapping[str, str], as_of: int) -> dict[str, Any]:
    """Shares, drift and cover of every team or area. Raises BadQuestion."""
    return quality(
        held.columns,
        held.city,
        held.names,
        as_of=as_of,
        by=QualityBy(given["by"]),
        scope=scope_of(held, given),
        period=period_of(given, held.city, as_of),
    )
