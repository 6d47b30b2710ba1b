"""The open data tables: which rows and columns they have, made from the published documents."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from dashboard.public.opendata.columns import (
    Column,
    Json,
    Type,
    count,
    figure_columns,
    names,
    number,
    text,
)

_RATES = ("on_time_disposal_rate", "closing_rate")
AREA_FIGURES = (
    *("reported_count", "accepted_count", "closed_count", *_RATES),
    *("response_24h_rate", "satisfied_rate", "disposal_seconds_median"),
)
CLASS_FIGURES = ("reported_count", *_RATES, "disposal_seconds_median")
CSV, JSON, GEOJSON, PARQUET = FORMS = ("csv", "json", "geojson", "parquet")


@dataclass(frozen=True, slots=True)
class Table:
    """A table by name; `rows` are those of a document, `columns` are taken from each."""

    name: str
    source: str
    """Kind of the document that it is made from: month, ranking or heat."""
    zh: str
    en: str
    columns: Callable[[Json], tuple[Column, ...]]
    rows: Callable[[Json, Json], Iterable[Json]]
    """Of a document and of the city's own row."""
    mapped: bool = False
    """Whether there is a GeoJSON file of it."""

    @property
    def forms(self) -> tuple[str, ...]:
        """Forms that it is offered in."""
        return FORMS if self.mapped else (CSV, JSON, PARQUET)


def records(table: Table, document: Json, city: Json) -> list[Json]:
    """The rows of a table as objects, columns in order."""
    columns = table.columns(document)
    return [{column.name: column.take(row) for column in columns} for row in table.rows(document, city)]


_MONTH = text("month", "月份", "Month, in city time")
Words = tuple[str, str]
"""Chinese and English."""


def _figured(
    code: Words,
    named: Words,
    figures: tuple[str, ...],
    level: Words | None = None,
    parent: Words | None = None,
) -> tuple[Column, ...]:
    """Columns of a table with a row for each of something in a month: what it is, then its figures."""
    placed = (("level", level), ("parent", parent))
    return (
        _MONTH,
        text("code", *code),
        *(text(name, *words) for name, words in placed if words is not None),
        *names(*named),
        *figure_columns(figures),
    )


def _areas(_document: Json) -> tuple[Column, ...]:
    return _figured(
        ("区域代码", "Code of the area"),
        ("区域名称", "Name of the area"),
        AREA_FIGURES,
        ("层级", "Level: city, town or village"),
        ("上级区域代码", "Code of the area one level up"),
    )


def _area_rows(document: Json, city: Json) -> Iterable[Json]:
    month = document["month"]
    yield {**city, "parent": None, "month": month, **document["figures"]}
    for row in (*document["towns"], *document["villages"]):
        yield {**row, "month": month}


def _classes(_document: Json) -> tuple[Column, ...]:
    return _figured(
        ("类别代码", "Code of the class or subclass"),
        ("类别名称", "Name of the class or subclass"),
        CLASS_FIGURES,
        ("大类或小类", "Level: class or subclass"),
        ("所属大类代码", "Code of the class of a subclass"),
    )


def _class_rows(document: Json, _city: Json) -> Iterable[Json]:
    month = document["month"]
    for row in document["classes"]:
        yield {**row, "level": "class", "parent": None, "month": month}
    for row in document["subclasses"]:
        yield {**row, "level": "subclass", "month": month}


def _sources(_document: Json) -> tuple[Column, ...]:
    return _figured(
        ("来源代码", "Code of the channel of the report"), ("来源名称", "Name of the channel"), CLASS_FIGURES
    )


def _source_rows(document: Json, _city: Json) -> Iterable[Json]:
    return ({**row, "month": document["month"]} for row in document["sources"])


def _days(_document: Json) -> tuple[Column, ...]:
    return (
        Column("start", Type.TIME, "日期", "Beginning of the day, in city time", lambda row: row["start"]),
        *figure_columns(("reported_count", "closed_count")),
    )


def _town_classes(_document: Json) -> tuple[Column, ...]:
    return (
        _MONTH,
        text("town", "镇街代码", "Code of the town"),
        text("class", "大类代码", "Code of the class; other holds all the rest"),
        count("reported_count", "上报数", "Cases reported; empty where the town is withheld"),
    )


def _town_class_rows(document: Json, _city: Json) -> Iterable[Json]:
    mix = document["town_classes"]
    for town in mix["towns"]:
        counts = town["counts"] or [None] * len(mix["parts"])
        for part, cases in zip(mix["parts"], counts, strict=True):
            about = {"month": document["month"], "town": town["code"], "class": part["code"]}
            yield {**about, "reported_count": cases}


def _ranking(document: Json) -> tuple[Column, ...]:
    return (
        _MONTH,
        text("code", "镇街代码", "Code of the town"),
        *names("镇街名称", "Name of the town"),
        count("rank", "名次", "Rank; empty when not ranked", unit=""),
        count("rank_low", "名次区间下限", "Best rank of the interval", _end(0), unit=""),
        count("rank_high", "名次区间上限", "Worst rank of the interval", _end(1), unit=""),
        count("rank_before", "上月名次", "Rank of the month before", unit=""),
        number("score", "得分", "Score, 0 to 100"),
        text("grade", "等次代码", "Code of the grade"),
        text("grade_zh", "等次", "Grade in Chinese", _grade(document, "zh")),
        text("grade_en", "等次（英文）", "Grade in English", _grade(document, "en")),
        *(_points(item) for item in document["items"]),
        text("scheme", "评价方案", "Version of the evaluation scheme"),
    )  # fmt: skip


def _points(item: Json) -> Column:
    name, key = item["name"], item["key"]

    def take(row: Json) -> Any:
        return (row.get("points") or {}).get(key)

    return number(f"points_{key}", f"{name['zh']}得分", f"Points of {name['en']}", take)


def _end(place: int) -> Callable[[Json], Any]:
    return lambda row: (row.get("interval") or (None, None))[place]


def _grade(document: Json, language: str) -> Callable[[Json], Any]:
    names = {grade["code"]: grade["name"][language] for grade in document["grades"]}
    return lambda row: names.get(row.get("grade"))


def _ranking_rows(document: Json, _city: Json) -> Iterable[Json]:
    about = {"month": document["month"], "scheme": document["scheme"]["version"]}
    return ({**town, **about} for town in document["towns"])


def _heat(_document: Json) -> tuple[Column, ...]:
    return (
        text("week", "周", "ISO week, Monday to Sunday in city time"),
        number("lon", "经度", "Longitude of the cell's middle, WGS-84", unit="degrees"),
        number("lat", "纬度", "Latitude of the cell's middle, WGS-84", unit="degrees"),
        count("cell_size_m", "网格边长", "Edge of the cell", unit="metres"),
        count("count", "上报数（向下取整）", "Cases reported, rounded down; small counts are left out"),
    )


def _heat_rows(document: Json, _city: Json) -> Iterable[Json]:
    about = {"week": document["week"], "cell_size_m": document["cell_size_m"]}
    return ({**about, **cell} for cell in document["cells"])


TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        Table(
            "areas", "month", "各区域指标", "Figures of the city, its towns and villages",
            _areas, _area_rows, mapped=True,
        ),
        Table("classes", "month", "各类别指标", "Figures of classes and subclasses", _classes, _class_rows),
        Table("sources", "month", "各来源指标", "Figures of the channels of reports", _sources, _source_rows),
        Table(
            "town-classes", "month", "镇街类别构成", "Cases of each town by class",
            _town_classes, _town_class_rows,
        ),
        Table(
            "days", "month", "每日案件数", "Cases of the city by day",
            _days, lambda month, _city: month["days"],
        ),
        Table("ranking", "ranking", "镇街评价排名", "Ranking of the towns", _ranking, _ranking_rows),
        Table("heat", "heat", "案件分布", "Cases of a week by coarse cell", _heat, _heat_rows, mapped=True),
    )
}  # fmt: skip
