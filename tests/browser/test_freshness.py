"""The state machine of freshness by a table: what a wall has heard, and how it must look."""

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.architecture.files import ROOT

pytestmark = pytest.mark.browser
NOW = 10_000.0
FEED = {"at": NOW - 2, "expected_seconds": 2}
OLD = {"at": NOW - 600, "expected_seconds": 2}
GOOD: dict[str, Any] = {
    "message": 0.5,
    "tick_at": NOW - 1,
    "figures_at": NOW - 1,
    "store": "up",
    "feeds": {"platform": FEED},
}
# what differs from GOOD, when the page was drawn, level, reason
TABLE: list[tuple[dict[str, Any], float, str, str | None]] = [
    ({}, NOW - 500, "live", "feed"),
    ({"message": None}, NOW - 5, "waiting", "stream"),
    ({"message": None}, NOW - 61, "broken", "stream"),
    ({"message": 4}, NOW - 500, "delayed", "stream"),
    ({"message": 61}, NOW - 500, "broken", "stream"),
    ({"store": "down", "tick_at": NOW - 1}, NOW - 500, "delayed", "store"),
    ({"store": "down", "tick_at": NOW - 90}, NOW - 500, "broken", "store"),
    ({"tick_at": None}, NOW - 5, "waiting", "tick"),
    ({"tick_at": None}, NOW - 61, "broken", "tick"),
    ({"tick_at": NOW - 10, "figures_at": NOW - 10}, NOW - 500, "delayed", "tick"),
    ({"figures_at": NOW - 30}, NOW - 500, "delayed", "figures"),
    ({"figures_at": NOW - 90}, NOW - 500, "broken", "figures"),
    ({"figures_at": None}, NOW - 500, "live", "feed"),
    ({"feeds": {}}, NOW - 500, "waiting", "feed"),
    ({"feeds": {"platform": FEED, "hotline": OLD}}, NOW - 500, "delayed", "feed"),
    ({"feeds": {"platform": OLD, "hotline": OLD}}, NOW - 500, "broken", "feed"),
    ({"feeds": {"platform": FEED, "staff": OLD}}, NOW - 500, "live", "feed"),
    ({"feeds": {"staff": FEED}}, NOW - 500, "waiting", "feed"),
]


def test_the_level_follows_from_what_was_heard(page: Page) -> None:
    page.goto("about:blank")
    page.add_script_tag(path=ROOT / "assets" / "wall" / "js" / "freshness.js")
    for heard, drawn, level, reason in TABLE:
        state = page.evaluate(
            "([seen, now, drawn]) => window.zhiwang.freshness.assess(seen, now, drawn)",
            [GOOD | heard, NOW, drawn],
        )
        assert (state["level"], state["reason"]) == (level, reason), (heard, drawn)
        if heard.get("feeds", {}).get("staff") is OLD:
            assert [panel["feed"] for panel in state["panels"]] == ["staff"]
