"""The ranking of a month."""

from typing import Any

from data_access.domain.areas import AreaLevel
from data_access.domain.rows import RowFlag, Stage
from data_access.domain.scope import Scope
from data_access.queries.ranking import ranking
from tests.data_access.queries.rows import CITY, DAY, MIDNIGHT, NAMES, case, table

LATE_MARCH = MIDNIGHT + 20 * DAY


def settled(town: int, closed: int, opened: int, at: int) -> list[Any]:
    """Cases of a town that settle at a time: some closed, some still open."""
    times = {"town": town, "village": town * 2, "due": at}
    return [case(Stage.CLOSED, RowFlag.FALLS_DUE, disposed=at, **times) for _ in range(closed)] + [
        case(Stage.DISPATCHED, RowFlag.FALLS_DUE, **times) for _ in range(opened)
    ]


def ranked(rows: list[Any], **asked: Any) -> list[tuple[str, int | None, int | None]]:
    answer = ranking(table(*rows), CITY, NAMES, None, as_of=LATE_MARCH, **asked)
    return [(row["code"], row["rank"], row["change"]) for row in answer]


def test_towns_stand_by_closing_rate_with_the_change_against_the_month_before() -> None:
    february, march = -10 * DAY, DAY
    rows = [
        *settled(0, 9, 1, march),
        *settled(1, 19, 1, march),
        *settled(0, 10, 0, february),
        *settled(1, 15, 5, february),
    ]
    assert ranked(rows) == [("442", 1, 1), ("441", 2, -1)]
    first = ranking(table(*rows), CITY, NAMES, None, as_of=LATE_MARCH)[0]
    assert first["score"] == 95.0
    assert first["grade"] is None
    assert first["scheme"] == "closing-rate"
    assert first["indicators"] == {
        "closing_rate": {"value": 0.95, "numerator": 19, "denominator": 20, "points": 95.0, "weight": 100.0}
    }
    assert ranked(rows, month="2024-02") == [("441", 1, None), ("442", 2, None)]


def test_equal_rates_share_a_rank() -> None:
    assert ranked([*settled(0, 9, 1, DAY), *settled(1, 18, 2, DAY)]) == [("441", 1, None), ("442", 1, None)]


def test_areas_below_the_minimum_count_are_not_ranked_and_come_last() -> None:
    rows = [*settled(0, 9, 0, DAY), *settled(1, 5, 5, DAY)]
    assert ranked(rows) == [("442", 1, None), ("441", None, None)]
    last = ranking(table(*rows), CITY, NAMES, None, as_of=LATE_MARCH)[1]
    assert last["score"] is None
    assert last["indicators"]["closing_rate"]["value"] == 1.0


def test_a_town_ranks_its_villages_and_filters_hold() -> None:
    rows = settled(0, 9, 1, DAY)
    assert ranked(rows, scope=Scope(areas=((AreaLevel.TOWN, 0),))) == [
        ("44101", 1, None),
        ("44102", None, None),
    ]
    assert ranked(rows, scope=Scope(classes=(0,))) == [("441", None, None), ("442", None, None)]
