"""Published documents of many months of the shipped city, in every form that a figure can have."""

import random
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from data_access.domain.city import City
from data_access.domain.evaluation.scheme import ObjectKind
from data_access.domain.indicators import INDICATORS
from data_access.domain.measures import MEASURES
from tests.layouts.public.months import MEDIAN, month_document

Json = dict[str, Any]
MONTHS = tuple(f"{2025 + (8 + m) // 12}-{(8 + m) % 12 + 1:02d}" for m in range(14))
"""2025-09 to 2026-10."""
AT = "2026-11-23T14:32:08+08:00"
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
        MEDIAN,
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
