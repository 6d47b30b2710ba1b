"""Published months of the shipped city: towns withheld, villages with ranges; the same each time."""

import random
from typing import Any

from dashboard.i18n.load import LANGUAGES, load_text
from data_access.domain.city import City
from data_access.domain.taxonomy import Source

Json = dict[str, Any]
HIDDEN_TOWNS = 3
MEDIAN = "disposal_seconds_median"


def month_document(city: City, month: str) -> Json:
    """A month: three towns withheld, villages with bands."""
    rng = random.Random(month)
    towns = [_area(area, city.tree.city.code, "town", rng, 900) for area in city.tree.towns]
    for row in rng.sample(towns, HIDDEN_TOWNS):
        row |= {"on_time_disposal_rate": {"value": None}, "withheld": ["on_time_disposal_rate"]}
    villages = [
        _area(area, city.tree.towns[area.parent].code, "village", rng, 40) for area in city.tree.villages
    ]
    for row in villages:
        if rng.random() < 0.3:
            row |= {
                "reported_count": None,
                "withheld": ["reported_count", "closing_rate"],
                "closing_rate": {"value": None},
            }
        elif rng.random() < 0.3:
            row["on_time_disposal_rate"] = {"value": None, "at_least": 0.95}
    taxonomy = city.taxonomy
    classes = [
        {"code": one.code, "name": {"zh": one.name_zh, "en": one.name_en}, **_figures(rng, 3000)}
        for one in taxonomy.classes
    ]
    subclasses = [
        {
            "code": one.code,
            "name": {"zh": one.name_zh, "en": one.name_en},
            "parent": taxonomy.classes[one.class_index].code,
            **_figures(rng, 200),
        }
        for one in taxonomy.subclasses
    ]
    for row in subclasses[:5]:
        row |= {"reported_count": None, "withheld": ["reported_count", MEDIAN], MEDIAN: None}
    sources = [
        {
            "code": one.value,
            "name": {of: load_text(of)(f"wall.source.{one.value}") for of in LANGUAGES},
            **_figures(rng, 4000),
        }
        for one in Source
    ]
    parts = [{"code": one["code"], "name": one["name"]} for one in classes[:4]]
    return {
        "format": 1,
        "city": {"code": city.tree.city.code, "name": {"zh": city.name_zh, "en": city.name_en}},
        "month": month,
        "period": {"from": f"{month}-01T00:00:00+08:00", "to": f"{month}-28T00:00:00+08:00"},
        "revision": 1,
        "released_at": f"{month}-28T03:00:00+08:00",
        "as_of": f"{month}-28T03:00:00+08:00",
        "pack_version": city.version,
        "figures": _figures(rng, 40_000),
        "towns": towns,
        "villages": villages,
        "classes": classes,
        "subclasses": subclasses,
        "sources": sources,
        "town_classes": {
            "parts": [*parts, {"code": "other", "name": {"zh": "其他", "en": "Other"}}],
            "towns": [
                {
                    "code": area.code,
                    "counts": None if at % 9 == 0 else [rng.randint(20, 500) for _ in range(5)],
                }
                for at, area in enumerate(city.tree.towns)
            ],
        },
        "days": [
            {
                "start": f"{month}-{day:02d}T00:00:00+08:00",
                "reported_count": None if day == 9 else rng.randint(900, 1700),
                "closed_count": rng.randint(900, 1700),
                "withheld": ["reported_count"] if day == 9 else [],
            }
            for day in range(1, 29)
        ],
    }


def _area(area: Any, parent: str, level: str, rng: random.Random, size: int) -> Json:
    head = {
        "code": area.code,
        "name": {"zh": area.name_zh, "en": area.name_en},
        "level": level,
        "parent": parent,
    }
    found = {**head, **_figures(rng, size)}
    if level == "village":
        for name in (MEDIAN, "response_24h_rate", "satisfied_rate", "accepted_count", "closed_count"):
            del found[name]
    return found


def _figures(rng: random.Random, size: int) -> Json:
    reported = round(size * (0.3 + 1.4 * rng.random()))

    def rate(low: float, high: float, share: float = 1.0) -> Json:
        below = max(10, round(reported * share))
        above = round(below * (low + (high - low) * rng.random()))
        return {"value": above / below, "numerator": above, "denominator": below}

    return {
        "reported_count": reported,
        "accepted_count": round(reported * 0.99),
        "closed_count": round(reported * 0.95),
        "on_time_disposal_rate": rate(0.76, 0.97),
        "closing_rate": rate(0.93, 0.995),
        "response_24h_rate": rate(0.82, 0.98, 0.15),
        "satisfied_rate": rate(0.7, 0.95, 0.1),
        MEDIAN: rng.choice([2700, 5400, 22_500, 180_000]),
    }
