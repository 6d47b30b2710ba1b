"""Product documents of a small made-up city month by month, in the shapes that the publisher writes."""

from typing import Any

import orjson

from data_access.domain.city import City

Document = dict[str, Any]
MONTHS = ("2026-10", "2026-09")
WEEKS = ("2026-W45", "2026-W44")


def ratio(numerator: int, denominator: int) -> Document:
    """A ratio as it is published."""
    value = numerator / denominator if denominator else None
    return {"value": value, "numerator": numerator, "denominator": denominator}


def name(zh: str, en: str) -> Document:
    return {"zh": zh, "en": en}


def figures(count: int) -> Document:
    """The figures of a row with so many cases."""
    rates = ("on_time_disposal_rate", "closing_rate", "response_24h_rate", "satisfied_rate")
    return {
        "reported_count": count,
        "accepted_count": count - 1,
        "closed_count": count - 2,
        **{rate: ratio(count * 9 // 10, count) for rate in rates},
        "disposal_seconds_median": 5400,
    }


def month(city: City, text: str, revision: int = 1) -> Document:
    """A month: the second town is withheld, the first village's rate is a band."""
    tree, taxonomy = city.tree, city.taxonomy
    city_name = name(tree.city.name_zh, tree.city.name_en)
    towns: list[Document] = [
        {"code": a.code, "name": name(a.name_zh, a.name_en), "level": "town", "parent": tree.city.code,
         **figures(1000 + index)}
        for index, a in enumerate(tree.towns)
    ]  # fmt: skip
    withheld = ["closed_count", "closing_rate"]
    towns[1] |= {"closed_count": None, "closing_rate": {"value": None}, "withheld": withheld}
    villages: list[Document] = [
        {"code": a.code, "name": name(a.name_zh, a.name_en), "level": "village",
         "parent": tree.towns[a.parent].code, "reported_count": 60 + index % 40,
         "on_time_disposal_rate": ratio(50, 60), "closing_rate": ratio(57, 60)}
        for index, a in enumerate(tree.villages)
    ]  # fmt: skip
    villages[0]["closing_rate"] = {"value": None, "at_least": 0.95}
    classes = [
        {"code": c.code, "name": name(c.name_zh, c.name_en), "reported_count": 2000,
         "on_time_disposal_rate": ratio(1800, 2000), "closing_rate": ratio(1900, 2000),
         "disposal_seconds_median": 3600}
        for c in taxonomy.classes
    ]  # fmt: skip
    subclasses = [
        {"code": s.code, "name": name(s.name_zh, s.name_en),
         "parent": taxonomy.classes[s.class_index].code, "reported_count": 100,
         "on_time_disposal_rate": ratio(90, 100), "closing_rate": ratio(95, 100),
         "disposal_seconds_median": 3600}
        for s in taxonomy.subclasses if not s.sensitive
    ]  # fmt: skip
    parts = [{"code": c.code, "name": name(c.name_zh, c.name_en)} for c in taxonomy.classes[:3]]
    return {
        "format": 1,
        "city": {"code": tree.city.code, "name": city_name},
        "month": text,
        "period": {"from": f"{text}-01T00:00:00+08:00", "to": following(text) + "-01T00:00:00+08:00"},
        "revision": revision,
        "released_at": f"{following(text)}-04T00:00:00+08:00",
        "as_of": f"{following(text)}-04T00:00:00+08:00",
        "pack_version": city.version,
        "figures": figures(38_000 + revision),
        "towns": towns,
        "villages": villages,
        "classes": classes,
        "subclasses": subclasses,
        "sources": [{"code": "app", "name": name("市民应用", "City app"), "reported_count": 900,
                     "on_time_disposal_rate": ratio(800, 900), "closing_rate": ratio(850, 900),
                     "disposal_seconds_median": 3600}],
        "town_classes": {
            "parts": [*parts, {"code": "other", "name": name("其他", "Other")}],
            "towns": [{"code": a.code, "counts": None if index == 1 else [500, 300, 200, 20]}
                      for index, a in enumerate(tree.towns)],
        },
        "days": [{"start": f"{text}-{day:02}T00:00:00+08:00", "reported_count": 1200 + day,
                  "closed_count": 1100 + day} for day in range(1, 31)],
    }  # fmt: skip


def following(text: str) -> str:
    """The month after one."""
    year, number = map(int, text.split("-"))
    return f"{year + number // 12}-{number % 12 + 1:02}"


def ranking(city: City, text: str) -> Document:
    """The ranking of a month; the last town is not ranked."""
    towns: list[Document] = [
        {"code": a.code, "name": name(a.name_zh, a.name_en), "rank": index + 1, "score": 95.0 - index / 2,
         "grade": "A" if index < 10 else "B", "interval": [1, 5], "rank_before": index + 2,
         "points": {"collection": 14.0, "closing": None}, "reason": name("结案更快", "Closed faster")}
        for index, a in enumerate(city.tree.towns)
    ]  # fmt: skip
    towns[-1] |= {"rank": None, "score": None, "grade": None, "interval": None, "rank_before": None,
                  "reason": None}  # fmt: skip
    return {
        "format": 1,
        "month": text,
        "revision": 1,
        "released_at": f"{following(text)}-04T00:00:00+08:00",
        "scheme": {"id": "reference-1", "version": "reference-1", "reference": True,
                   "name": name("参考方案", "Reference")},
        "frozen": False,
        "items": [{"key": "collection", "name": name("采集", "Collection"), "weight": 15},
                  {"key": "closing", "name": name("办结", "Closing"), "weight": 20}],
        "towns": towns,
        "grades": [{"code": "A", "name": name("优秀", "Excellent"), "from": 90},
                   {"code": "B", "name": name("良好", "Good"), "from": 80}],
    }  # fmt: skip


def heat(text: str) -> Document:
    """The heat of a week."""
    return {
        "format": 1, "week": text, "from": "2026-11-02", "to": "2026-11-09",
        "cell_size_m": 1000, "cells": [{"lon": 113.75, "lat": 23.02, "count": 25}], "rounding": 5,
    }  # fmt: skip


def index(version: int = 1, revision: int = 1) -> Document:
    """The index of everything."""
    return {
        "format": 1, "city": {"code": "441900", "name": name("东莞市", "Dongguan")}, "version": version,
        "published_at": "2026-11-24T12:00:00+08:00",
        "latest": MONTHS[0],
        "months": [{"month": m, "revision": revision, "released_at": f"{following(m)}-04T00:00:00+08:00",
                    "waiting": False} for m in MONTHS],
        "weeks": list(WEEKS), "rankings": list(MONTHS),
    }  # fmt: skip


def live(at: str = "2026-11-24T12:00:00+08:00", open_count: int = 2500) -> Document:
    """What runs."""
    return {
        "format": 1, "at": at, "data_at": at, "expected_seconds": 10, "state": "live",
        "today": {"date": at[:10], "reported_count": 620, "closed_count": 580}, "open_count": open_count,
        "month": {"month": at[:7], "reported_count": 30_100, "closed_count": 29_000,
                  "on_time_disposal_rate": {"value": 0.901}, "closing_rate": {"value": 0.954},
                  "response_24h_rate": {"value": 0.99}},
        "rounding": {"count": 10, "open": 50},
    }  # fmt: skip


def documents(city: City, at: str = "2026-11-24T12:00:00+08:00") -> dict[str, bytes]:
    """All documents by name."""
    found: dict[str, Document] = {
        "index": index(),
        "live": live(at),
        "method": {"format": 1, "indicators": [], "scheme": None, "rules": {"smallest_count": 5}},
        "log": {"format": 1, "entries": [{"at": "2026-11-04T00:00:00+08:00", "kind": "released",
                                          "month": MONTHS[0], "revision": 1, "tables": ["towns"]}]},
        **{f"month:{m}": month(city, m) for m in MONTHS},
        **{f"ranking:{m}": ranking(city, m) for m in MONTHS},
        **{f"heat:{w}": heat(w) for w in WEEKS},
    }  # fmt: skip
    return {key: orjson.dumps(value) for key, value in found.items()}
