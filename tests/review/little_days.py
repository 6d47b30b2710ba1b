"""A few hundred cases of the last weeks, in all towns, the same in every run: what pages of review show."""

import random
from datetime import datetime, timedelta
from typing import Any

import orjson

from dashboard.city_events import add_event, remove_event
from dashboard.services import Services
from data_access.domain.city import City
from data_access.domain.viewer import Duty, Viewer
from data_access.ingest.ingest import Ingest

CASES = 700
DAYS = 75
_SOURCES = ("collector", "collector", "collector", "hotline_12345", "app")


def actions(city: City, now: datetime) -> list[dict[str, Any]]:
    """Wire actions of cases reported in the days before `now`."""
    rng = random.Random(5)
    found: list[dict[str, Any]] = []
    for number in range(CASES):
        town = rng.choice(city.tree.towns)
        kind = rng.choice(city.taxonomy.subclasses)
        at = now - timedelta(days=rng.random() * DAYS)
        case = {"case_id": f"R{number:05d}"}
        of_class = city.taxonomy.classes[kind.class_index]
        found.append(
            {
                **case, "action": "report", "at": at.isoformat(), "kind": of_class.kind.value,
                "class": of_class.code, "subclass": kind.code, "source": rng.choice(_SOURCES),
                "lon": town.lon, "lat": town.lat, "town": town.code,
                "description": "PRIVATE-DESCRIPTION", "reporter": "PRIVATE-REPORTER",
            }
        )  # fmt: skip
        for action, minutes in (("file", 20), ("dispatch", 30), ("dispose", 3000), ("close", 120)):
            at += timedelta(minutes=minutes * (0.2 + 1.6 * rng.random()))
            if at >= now or rng.random() < 0.03:
                break
            more = {"department": rng.choice(["城管分局", "交通分局"])} if action == "dispatch" else {}
            found.append({**case, "action": action, "at": at.isoformat(), **more})
    return found


def fill(services: Services, now: datetime) -> None:
    """Put the cases into the store of some services."""
    ingest = Ingest(services.connection.redis, services.city, services.keys)
    lines = [orjson.dumps(action) for action in actions(services.city, now)]
    for start in range(0, len(lines), 500):
        ingest.ingest(lines[start : start + 500], feed="tests")


def happen(services: Services, now: datetime) -> None:
    """Enter more events than a course has room to name, one of them of a town, one taken back."""
    who = Viewer("zhang", Duty.ADMINISTRATOR)
    for month in range(12):
        day = (now - timedelta(days=30 * month)).date()
        last = day + timedelta(days=5 * month)
        add_event(
            services,
            who,
            zh=f"占道经营第{month}轮整治",
            en=f"Street stalls, round {month}",
            first=day,
            last=last,
            kind="campaign",
            area="441900121" if month == 1 else "",
        )
    remove_event(services, who, next(iter(services.events.all())))
