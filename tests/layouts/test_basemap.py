"""What a setting of tiles may name, and what it opens."""

import pytest
from pydantic import ValidationError

from dashboard.basemap import base_map_of
from dashboard.config import Settings
from dashboard.headers import app_policy
from data_access.ingest.coordinates import FROM_WGS84, TO_WGS84


def settings_of(**values: str) -> Settings:
    return Settings.model_validate(values)


@pytest.mark.parametrize("system", FROM_WGS84)
def test_there_and_back_is_where_one_was(system: str) -> None:
    lon, lat = TO_WGS84[system](*FROM_WGS84[system](113.75, 23.02))
    assert (lon, lat) == pytest.approx((113.75, 23.02), abs=2e-5)


def test_pictures_may_come_from_the_service_and_from_nowhere_else() -> None:
    url = "https://tiles.example.org:8443/{z}/{x}/{y}.png"
    settings = settings_of(tiles_url=url, tiles_coordinates="gcj02")
    base = base_map_of(settings)
    assert base is not None
    assert base.coordinates == "gcj02"
    policy = app_policy(["'sha256-x'"], base.origin)
    assert "img-src 'self' data: blob: https://tiles.example.org:8443;" in policy
    assert policy.count("tiles.example.org") == 1
    assert "tiles" not in app_policy(["'sha256-x'"])
    own = base_map_of(settings_of(tiles_url="/tiles/{z}/{x}/{y}.png"))
    assert own is not None
    assert own.origin is None


def test_no_service_is_the_delivery_state() -> None:
    assert base_map_of(settings_of()) is None
    assert base_map_of(settings_of(tiles_url="")) is None


@pytest.mark.parametrize(
    "url",
    [
        "https://tiles.example.org/{z}/{x}.png",
        "https://{s}.example.org/{z}/{x}/{y}.png",
        "//tiles.example.org/{z}/{x}/{y}.png",
        "ftp://tiles.example.org/{z}/{x}/{y}.png",
        "https://tiles.example.org; script-src */{z}/{x}/{y}.png",
        "https://user@tiles.example.org/{z}/{x}/{y}.png",
    ],
)
def test_what_is_no_template_is_refused(url: str) -> None:
    with pytest.raises(ValidationError):
        settings_of(tiles_url=url)
