"""The data dictionary: every column of every table, written from the tables themselves."""

from collections.abc import Iterator
from typing import Any

from dashboard.public.held import HeldCopies
from dashboard.public.opendata.columns import Column, Json, text
from dashboard.public.opendata.tables import TABLES
from data_access.domain.indicators import INDICATORS

COLUMNS = tuple(
    text(name, zh, en)
    for name, zh, en in (
        ("table", "数据表", "Table"),
        ("column", "字段", "Column"),
        ("type", "类型", "Type"),
        ("unit", "单位", "Unit"),
        ("zh", "中文说明", "Meaning in Chinese"),
        ("en", "英文说明", "Meaning in English"),
        ("defined_by", "依据", "Standard or maker of the definition"),
    )
)


def dictionary(held: HeldCopies) -> list[Json]:
    """One row a column; the items of the ranking are those of the newest one."""
    newest = max((name for name in held.names() if name.startswith("ranking:")), default="")
    ranking = held.document(newest) or {"items": [], "grades": []}
    return [
        _row(table.name, column)
        for table in TABLES.values()
        for column in table.columns(ranking if table.source == "ranking" else {})
    ]


def _row(table: str, column: Column) -> Json:
    return {
        "table": table,
        "column": column.name,
        "type": column.type.value,
        "unit": column.unit,
        "zh": column.zh,
        "en": column.en,
        "defined_by": next(_sources(column.name), ""),
    }


def _sources(column: str) -> Iterator[Any]:
    # A part of a ratio is named after it.
    return (i.source for name, i in INDICATORS.items() if column == name or column.startswith(f"{name}_"))
