"""`/healthz`: the process is up. `/readyz`: the store answers, a worker ticks, every feed is fresh."""

import time

import redis
from flask import Response

from dashboard.encoding import to_json
from dashboard.live.hub import StreamHub
from dashboard.services import Services
from data_access.store.heartbeats import Heartbeats

LATEST_TICK = 5.0
SHORTEST_SILENCE = 60.0


def healthz() -> Response:
    """Always 200 while the process answers."""
    return Response(to_json({"status": "up"}), mimetype="application/json")


def readyz(services: Services, hub: StreamHub) -> Response:
    """200 when figures are live, else 503; `reasons` says in words what is missing."""
    now = time.time()
    reasons: list[str] = []
    feeds: dict[str, object] = {}
    store = "up"
    try:
        beats = Heartbeats(services.connection.redis, services.city, services.keys).all()
        for name, beat in beats.items():
            age = max(0.0, now - beat.at)
            fresh = age <= max(SHORTEST_SILENCE, 2 * beat.expected_seconds)
            feeds[name] = {"age_seconds": round(age, 1), "fresh": fresh}
            if not fresh:
                reasons.append(f"feed {name} has been silent for {age:.0f} s")
        if not beats:
            reasons.append("no feed has sent anything yet")
    except redis.RedisError as error:
        store = "down"
        reasons.append(f"the store does not answer: {type(error).__name__}")
    tick_age = None if hub.tick_at is None else max(0.0, now - hub.tick_at)
    if tick_age is None:
        reasons.append("no worker has published figures yet")
    elif tick_age > LATEST_TICK:
        reasons.append(f"the worker's last tick is {tick_age:.0f} s old")
    table = services.answers.check()
    if table is not None and table.lag_seconds > services.answers.max_lag_seconds:
        reasons.append(f"the table is {table.lag_seconds:.0f} s behind the store")
    answer = {
        "status": "not ready" if reasons else "ready",
        "reasons": reasons,
        "store": store,
        "tick_age_seconds": None if tick_age is None else round(tick_age, 1),
        "feeds": feeds,
        "table": table and {"version": table.version, "lag_seconds": round(table.lag_seconds, 3)},
    }
    return Response(to_json(answer), 503 if reasons else 200, mimetype="application/json")
