"""Plausible wall snapshots of any city from a seed: what the layouts are tried with."""

import math
import random
from datetime import datetime, timedelta
from typing import Any

import numpy as np

from data_access.domain.city import City

_DAY_SHAPE = [1, 1, 1, 1, 1, 2, 4, 10, 28, 52, 60, 48, 26, 26, 50, 58, 56, 44, 26, 22, 18, 14, 8, 4]


def sample_snapshot(
    city: City, now: float, seed: int = 1, *, seq: int = 1, reports: int = 900
) -> dict[str, Any]:
    """A snapshot of a busy Monday; the same arguments give the same snapshot."""
    dice = random.Random(seed)
    local = datetime.fromtimestamp(now, city.zone)
    hour = local.hour + local.minute / 60
    tree, taxonomy = city.tree, city.taxonomy
    towns: dict[str, dict[str, Any]] = {}
    for area in tree.towns:
        staff = max(20, area.staff or 250)
        load = dice.gauss(15, 5)
        open_count = max(3, round(staff * max(2.0, load) / 100))
        overdue = max(0, round(open_count * dice.gauss(0.035, 0.03)))
        towns[area.code] = {
            "open": open_count,
            "overdue": overdue,
            "due_soon": dice.randint(0, 4),
            "oldest_at": int(now - dice.uniform(0.3, 7) * 86_400),
            "staff": staff,
            "load": round(open_count / staff * 100, 2),
            "aged": dice.choice([0, 0, 3, 17, 112]),
        }
    towns_open = sum(town["open"] for town in towns.values())
    staff = sum(town["staff"] for town in towns.values())
    overdue = sum(town["overdue"] for town in towns.values())
    direct = 58
    share = sum(_DAY_SHAPE[: int(hour)]) / sum(_DAY_SHAPE) + 1e-3
    reported = round(1358 * share)
    kpis = {
        "reported": _count(dice, reported, share),
        "filed": _count(dice, round(reported * 0.93), share),
        "closed": _count(dice, round(reported * 1.03), share),
        "in_disposal": _level(dice, towns_open + direct, hour),
        "overdue": _level(dice, overdue, hour),
        "closing_rate": _rate(dice, 0.916, hour),
        "on_time_disposal_rate": _rate(dice, 0.893, hour),
        "staff_on_duty": {**_level(dice, round(staff * 0.917), hour), "roster": staff},
    }
    return {
        "seq": seq,
        "at": now,
        "data_at": int(now) - 2,
        "city": city.id,
        "kpis": kpis,
        "centre": {
            "open": towns_open + direct,
            "direct": direct,
            "children_open": towns_open,
            "overdue": overdue,
            "due_soon": 41,
            "oldest_at": int(now - 9.2 * 86_400),
            "staff": staff,
            "roster": staff,
            "load": round((towns_open + direct) / staff * 100, 2),
            "aged": 1738,
            "bands": list(city.load_bands),
        },
        "children": towns,
        "fullest": _villages(dice, city, now),
        "ranking": _ranking(dice, city, local.strftime("%Y-%m")),
        "hours": {
            "today": [
                None if h > hour else round(reported / max(1, sum(_DAY_SHAPE[: int(hour)])) * _DAY_SHAPE[h])
                for h in range(24)
            ],
            "last_week": [round(2.4 * _DAY_SHAPE[h] * dice.uniform(0.9, 1.1)) for h in range(24)],
        },
        "days": {
            "start": (local.date() - timedelta(days=30)).isoformat(),
            "filed": [round(1330 + 220 * math.sin(day * 0.9) + dice.gauss(0, 90)) for day in range(30)],
            "closed": [
                round(1310 + 220 * math.sin(day * 0.9 - 0.5) + dice.gauss(0, 70)) for day in range(30)
            ],
        },
        "subclasses": [
            {
                "code": subclass.code,
                "count": round(118 * 0.85**place),
                "last_week": round(118 * 0.85**place * dice.uniform(0.7, 1.1)),
            }
            for place, subclass in enumerate(dice.sample(taxonomy.subclasses, 10))
        ],
        "steps": _steps(dice, reported, towns_open + direct),
        "ticker": [_report(dice, city, now - 17 * place - 3, place) for place in range(12)],
        "heat": {"layer": "reported", "hours": 24, "cells": sample_heat(city, seed, reports)},
        "heat_overdue": {"cells": sample_heat(city, seed + 1, reports // 10)},
        "heat_rates": {
            "days": 7,
            "areas": {area.code: _resident_rate(dice, area.population) for area in tree.towns},
        },
        "hot_areas": [_hot_area(dice, city, place) for place in range(5)],
    }


def _resident_rate(dice: random.Random, residents: int) -> dict[str, Any]:
    count = dice.randint(50, 900)
    value = round(count / residents * 1000, 4) if residents else None
    return {"count": count, "residents": residents or None, "value": value}


def _hot_area(dice: random.Random, city: City, place: int) -> dict[str, Any]:
    village = dice.choice(city.tree.villages)
    return {
        "density": round(21.8 * 0.8**place, 2),
        "village": village.code,
        "town": city.tree.towns[village.parent].code,
        "subclass": dice.choice(city.taxonomy.subclasses).code,
        "count": 14 - 2 * place,
        "cases": 40 - 3 * place,
    }


def sample_heat(city: City, seed: int, reports: int) -> dict[str, int]:
    """Reports of a day by cell: clusters around the towns' label points."""
    dice = np.random.default_rng(seed)
    spots = []
    for area in city.tree.towns:
        for _ in range(5):
            lon, lat = area.lon + dice.normal(0, 0.022), area.lat + dice.normal(0, 0.018)
            spots.append((lon, lat, dice.lognormal(0, 0.7)))
    weights = np.array([spot[2] for spot in spots])
    chosen = dice.choice(len(spots), size=reports, p=weights / weights.sum())
    lons = np.array([spots[k][0] for k in chosen]) + dice.normal(0, 0.005, reports)
    lats = np.array([spots[k][1] for k in chosen]) + dice.normal(0, 0.006, reports)
    located = city.locator.locate(lons, lats).cell
    cells: dict[str, int] = {}
    for cell in located[located != 0xFFFFFFFF]:
        cells[str(int(cell))] = cells.get(str(int(cell)), 0) + 1
    return cells


def _count(dice: random.Random, value: int, share: float) -> dict[str, Any]:
    whole = sum(_DAY_SHAPE)
    course: list[float | None] = [round(value * sum(_DAY_SHAPE[:h]) / whole / share) for h in range(25)]
    before = round(value / dice.uniform(1.02, 1.1))
    for place, number in enumerate(course):
        if number is not None and number > value:
            course[place] = None
    course[next((i for i, n in enumerate(course) if n is None), 24)] = value
    return {
        "value": value,
        "last_week": before,
        "spark": course,
        "spark_last_week": [round(before * sum(_DAY_SHAPE[:h]) / whole / share) for h in range(25)],
    }


def _level(dice: random.Random, value: int, hour: float) -> dict[str, Any]:
    begun: list[float] = [round(value * dice.uniform(0.95, 1.08)) for _ in range(int(hour))]
    return {
        "value": value,
        "last_week": round(value * dice.uniform(0.85, 1.1)),
        "spark": [*begun, value] + [None] * (24 - len(begun)),
        "spark_last_week": [round(value * dice.uniform(0.97, 1.03)) for _ in range(25)],
    }


def _rate(dice: random.Random, value: float, hour: float) -> dict[str, Any]:
    begun = [round(value + dice.gauss(0, 0.01), 4) for _ in range(int(hour))]
    return {
        "value": value,
        "numerator": round(1000 * value),
        "denominator": 1000,
        "last_week": value + dice.choice([-0.006, 0.009]),
        "spark": [*begun, value] + [None] * (24 - len(begun)),
        "spark_last_week": [round(value + dice.gauss(0, 0.003), 4) for _ in range(25)],
    }


def _villages(dice: random.Random, city: City, now: float) -> list[dict[str, Any]]:
    chosen = dice.sample(city.tree.villages, min(8, len(city.tree.villages)))
    loads = sorted((dice.uniform(45, 92) for _ in chosen), reverse=True)
    return [
        {
            "code": area.code,
            "open": dice.randint(5, 20),
            "overdue": dice.choice([0, 1, 1, 2, 3]),
            "oldest_at": int(now - dice.uniform(0.3, 5) * 86_400),
            "staff": 15,
            "load": load,
        }
        for area, load in zip(chosen, loads, strict=True)
    ]


def _ranking(dice: random.Random, city: City, month: str) -> dict[str, Any]:
    rows: list[dict[str, Any]] = []
    for area in city.tree.towns:
        total = dice.randint(300, 1600)
        value = min(0.995, max(0.72, dice.gauss(0.92, 0.05)))
        half = 1.96 * math.sqrt(value * (1 - value) / total)
        rows.append(
            {
                "code": area.code,
                "change": dice.choice([0, 0, 1, -1, 2, 4, -3, None]),
                "value": value,
                "numerator": round(value * total),
                "denominator": total,
                "low": value - half,
                "high": min(1.0, value + half),
            }
        )
    rows.sort(key=lambda row: -row["value"])
    return {
        "month": month,
        "basis": "closing_rate",
        "rows": [{**row, "rank": place + 1} for place, row in enumerate(rows)],
    }


def _steps(dice: random.Random, reported: int, open_count: int) -> dict[str, Any]:
    def rate(value: float) -> dict[str, Any]:
        return {"value": value, "numerator": round(value * 800), "denominator": 800}

    return {
        "report": {"passed": reported, "waiting": 30, "rate": None},
        "file": {"passed": round(reported * 0.93), "waiting": 17, "rate": None},
        "dispatch": {"passed": round(reported * 0.92), "waiting": 41, "rate": rate(0.93)},
        "dispose": {"passed": round(reported * 1.05), "waiting": open_count, "rate": rate(0.893)},
        "verify": {"passed": round(reported * 1.03), "waiting": 96, "rate": rate(0.88)},
        "close": {"passed": round(reported * 1.02), "waiting": 34, "rate": rate(0.916)},
        "rate": {"passed": dice.randint(300, 400), "waiting": 565, "rate": rate(0.92)},
    }


def _report(dice: random.Random, city: City, at: float, place: int) -> dict[str, Any]:
    village = dice.choice(city.tree.villages)
    town = city.tree.towns[village.parent]
    subclass = dice.choice(city.taxonomy.subclasses)
    return {
        "id": f"case{at:.0f}-{place}",
        "at": int(at),
        "class": city.taxonomy.classes[subclass.class_index].code,
        "subclass": subclass.code,
        "town": town.code,
        "village": village.code,
        "grid": None,
        "source": dice.choice(["collector", "collector", "collector", "hotline_12345", "app", "wechat"]),
        "urgent": dice.random() < 0.2,
        "lon": town.lon + dice.gauss(0, 0.02),
        "lat": town.lat + dice.gauss(0, 0.015),
    }
