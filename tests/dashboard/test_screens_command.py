"""`zhiwang screens` and the promises of tokens, as a user of the command line meets them."""

import time

import orjson
import pytest

from data_access.domain.screens import Beat, Level
from data_access.store.connection import open_connection
from data_access.store.heartbeats import Heartbeats
from data_access.store.keys import Keys
from data_access.store.screens import Screens
from tests.dashboard.test_cli import Run, error_of, folder, zhiwang

__all__ = ["folder", "zhiwang"]


@pytest.mark.slow
def test_a_screen_is_added_watched_given_another_link_and_revoked(zhiwang: Run, folder: object) -> None:
    made = zhiwang(
        "screens", "add", "大厅", "--playlist", "overview,voice:441900121", "--dwell", "20", "--json"
    )
    told = orjson.loads(made.stdout)
    assert told["query"] == "playlist=overview,voice:441900121&dwell=20"
    secret = told["link"].removeprefix("http://127.0.0.1:8050/screen/")
    assert len(secret) >= 43
    assert "already a screen" in error_of(zhiwang("screens", "add", "大厅"))
    assert "never" in zhiwang("screens", "list").stdout
    checked = zhiwang("screens", "list", "--check")
    assert checked.returncode == 1
    assert "1 of 1 screens need somebody: 大厅: never" in checked.stderr
    assert secret not in zhiwang("screens", "list", "--json").stdout
    with open_connection(None, folder) as connection:  # type: ignore[arg-type]
        screens = Screens(connection.redis, Keys("dongguan"))
        now = time.time()
        beat = Beat(
            now,
            "b",
            "overview/441900",
            Level.BROKEN,
            "store",
            now - 70,
            now,
            False,
            9**7,
            90,
            210,
            1,
            1,
            5,
            0,
        )
        screens.beat(screens.all()[0], beat)
        assert "大厅: stale (store)" in zhiwang("screens", "list", "--check").stderr
        (listed,) = orjson.loads(zhiwang("screens", "list", "--json").stdout)
        assert (listed["state"], listed["reason"], listed["beat"]["data_age_seconds"]) == (
            "stale",
            "store",
            70.0,
        )
        link = zhiwang("screens", "rotate", "大厅", "--base", "https://wall.city/").stdout.strip()
        assert link.startswith("https://wall.city/screen/")
        assert screens.opened_by(secret) is None
        assert zhiwang("screens", "revoke", "大厅").returncode == 0
        assert zhiwang("screens", "list", "--check").returncode == 0
        assert "no screen" in error_of(zhiwang("screens", "revoke", "大厅"))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--scene", "weather"), "No wall shows the scene 'weather'"),
        (("--area", "999"), "No wall shows the area '999'"),
        (("--lang", "fr"), "--lang takes zh or en"),
        (("--theme", "pink"), "--theme takes dark or light"),
        (("--scene", "voice", "--playlist", "voice"), "not both"),
        (("--dwell", "9"), "--dwell is for a --playlist"),
    ],
)
def test_a_view_that_no_wall_has_is_refused(zhiwang: Run, words: tuple[str, ...], said: str) -> None:
    done = zhiwang("screens", "add", "x", *words)
    assert done.returncode == 2
    assert said in error_of(done)


def test_a_promise_counts_from_the_making_of_the_token_to_its_end(zhiwang: Run, folder: object) -> None:
    with open_connection(None, folder) as connection:  # type: ignore[arg-type]
        from data_access.cities.pack import load_city

        beats = Heartbeats(connection.redis, load_city("dongguan"))
        zhiwang("tokens", "add", "hotline", "--scope", "ingest", "--every", "30")
        assert beats.all()["http:hotline"].expected_seconds == 30
        assert "30 s" in zhiwang("tokens", "list").stdout
        zhiwang("tokens", "revoke", "hotline")
        assert "http:hotline" not in beats.all()
