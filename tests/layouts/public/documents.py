"""Published documents of many months of the shipped city, in every form that a figure can have."""

import random
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from dashboard.i18n.load import LANGUAGES, load_text
from data_access.domain.city import City
from data_access.domain.evaluation.scheme import ObjectKind
from data_access.domain.indicators import INDICATORS
from data_access.domain.measures import MEASURES
from data_access.domain.taxonomy import Source

Json = dict[str, Any]
MONTHS = tuple(f"{2025 + (8 + m) // 12}-{(8 + m) % 12 + 1:02d}" for m in range(14))
"""2025-09 to 2026-10."""
AT = "2026-11-23T14:32:08+08:00"
HIDDEN_TOWNS = 3
RULES: Json = {
    "least_count": 5,
    "least_rate": 10,
    "least_hidden": 3,
    "release_after_days": 3.0,
    "live_count": 10,
    "live_open": 50,
    "heat_cell_m": 1000,
    "heat_count": 5,
    "heat_after_days": 2.0,
    "track_days": 90,
}
_MEDIAN = "disposal_seconds_median"


class Shelf:
    """Documents by name, as pages ask for them."""

    def __init__(self, documents: Mapping[str, Json]) -> None:
        self.documents = dict(documents)

    def document(self, name: str) -> Json | None:
        """A document."""
        return self.documents.get(name)


def documents(city: City, months: tuple[str, ...] = MONTHS) -> dict[str, Json]:
    """All of them."""
    found = {f"month:{month}": month_document(city, month) for month in months}
    found |= {f"ranking:{month}": ranking_document(city, month) for month in months[-2:]}
    found["method"] = method_document(city)
    found["live"] = live_document()
    found["log"] = (
        {
            "format": 1,
            "entries": [
                {
                    "at": "2026-11-10T03:00:00+08:00",
                    "kind": "revised",
                    "month": months[-1],
                    "revision": 2,
                    "tables": ["towns", "villages"],
                },
                {
                    "at": "2026-11-09T03:00:00+08:00",
                    "kind": "waiting",
                    "month": months[-2],
                    "tables": ["city"],
                },
                {
                    "at": "2026-11-08T03:00:00+08:00",
                    "kind": "released",
                    "week": "2026-W44",
                    "revision": 1,
                    "tables": ["heat"],
                },
                *(
                    {
                        "at": f"{month}-28T03:00:00+08:00",
                        "kind": "released",
                        "month": month,
                        "revision": 1,
                        "tables": [],
                    }
                    for month in reversed(months)
                ),
            ],
        }
        if months
        else {"format": 1, "entries": []}
    )
    found["index"] = {
        "format": 1,
        "version": 7,
        "published_at": AT,
        "latest": months[-1] if months else None,
        "months": [
            {
                "month": m,
                "revision": 1,
                "released_at": f"{m}-28T03:00:00+08:00",
                "waiting": m in months[-2:-1],
            }
            for m in months
        ],
        "weeks": [],
        "rankings": list(months[-2:]),
    }
    return found


def live_document(state: str = "live") -> Json:
    """What runs."""
    return {
        "format": 1,
        "at": AT,
        "data_at": AT,
        "expected_seconds": 2.0,
        "state": state,
        "today": {"date": AT[:10], "reported_count": 820, "closed_count": 0},
        "open_count": 3450,
        "month": {
            "month": "2026-11",
            "reported_count": 30210,
            "closed_count": 29800,
            "on_time_disposal_rate": {"value": 0.889},
            "closing_rate": {"value": 0.951},
            "response_24h_rate": {"value": None, "at_least": 0.95},
        },
        "rounding": {"count": 10, "open": 50},
    }


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
        row |= {"reported_count": None, "withheld": ["reported_count", _MEDIAN], _MEDIAN: None}
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
        for name in (_MEDIAN, "response_24h_rate", "satisfied_rate", "accepted_count", "closed_count"):
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
        _MEDIAN: rng.choice([2700, 5400, 22_500, 180_000]),
    }


def ranking_document(city: City, month: str) -> Json:
    """A ranking: the last town is not ranked, some points are not told."""
    rng, scheme = random.Random(month), city.schemes[0]
    kind = scheme.kinds[ObjectKind.TOWN]
    weights = [sum(c.weight for c in kind.criteria if c.item == at) for at in range(len(scheme.items))]
    items: list[Json] = [
        {"key": item.code, "name": {"zh": item.zh, "en": item.en}, "weight": weight}
        for item, weight in zip(scheme.items, weights, strict=True)
        if weight
    ]
    towns = list(city.tree.towns)
    rng.shuffle(towns)
    rows: list[Json] = []
    for place, area in enumerate(towns, start=1):
        score = round(96 - place * 1.1, 1)
        ranked = place < len(towns)
        rows.append(
            {
                "code": area.code,
                "name": {"zh": area.name_zh, "en": area.name_en},
                "rank": place if ranked else None,
                "score": score if ranked else None,
                "grade": next(g.code for g in scheme.grades if score >= g.least) if ranked else None,
                "interval": [max(1, place - 3), min(32, place + 4)] if ranked else None,
                "rank_before": max(1, place + rng.randint(-4, 4)) if ranked else None,
                "points": {
                    item["key"]: None if not ranked or rng.random() < 0.1 else round(item["weight"] * 0.9, 1)
                    for item in items
                },
                "reason": {
                    "zh": "得分下降 1.2 分，主要因为按期处置率。",
                    "en": "The score fell by 1.2 points, mostly for the share handled on time.",
                }
                if ranked and place % 2
                else None,
            }
        )
    return {
        "format": 1,
        "month": month,
        "revision": 1,
        "released_at": f"{month}-28T03:00:00+08:00",
        "scheme": {
            "id": scheme.version,
            "version": scheme.version,
            "name": {"zh": scheme.zh, "en": scheme.en},
            "reference": True,
        },
        "frozen": month == MONTHS[-2],
        "items": items,
        "towns": rows,
        "grades": [
            {"code": g.code, "name": {"zh": g.zh, "en": g.en}, "from": g.least} for g in scheme.grades
        ],
    }


def method_document(city: City) -> Json:
    """The method, from the definitions and the scheme of the pack."""
    scheme = city.schemes[0]
    names = (
        "reported_count",
        "on_time_disposal_rate",
        "response_24h_rate",
        "return_rate",
        "dispatch_accuracy_rate",
        _MEDIAN,
    )
    return {
        "format": 1,
        "indicators": [
            {
                "name": n,
                "zh": INDICATORS[n].zh,
                "en": INDICATORS[n].en,
                "source": INDICATORS[n].source,
                "numerator": MEASURES[INDICATORS[n].numerator].words,
                "denominator": None,
                "complement": False,
            }
            for n in names
        ],
        "scheme": {
            "id": scheme.version,
            "version": scheme.version,
            "name": {"zh": scheme.zh, "en": scheme.en},
            "reference": True,
            "since": scheme.since,
            "minimum": 30,
            "items": [{"key": i.code, "name": {"zh": i.zh, "en": i.en}} for i in scheme.items],
            "grades": [
                {"code": g.code, "name": {"zh": g.zh, "en": g.en}, "from": g.least} for g in scheme.grades
            ],
            "indicators": [
                {
                    "name": c.name,
                    "zh": c.formula.zh,
                    "en": c.formula.en,
                    "item": scheme.items[c.item].code,
                    **{
                        key: value
                        for key, value in asdict(c).items()
                        if key in ("weight", "zero", "full", "minimum")
                    },
                    "external": c.formula.external,
                    "denominator": list(c.formula.denominator),
                }
                for c in scheme.kinds[ObjectKind.TOWN].criteria
            ],
        },
        "rules": RULES,
    }
