"""Coordinates of Chinese web maps come back to where they are."""

import math

import pytest

from data_access.ingest.coordinates import TO_WGS84, gcj02_from_wgs84, wgs84_from_bd09, wgs84_from_gcj02

DONGGUAN = (113.7513, 23.0207)


def test_the_shift_at_dongguan_is_the_known_one() -> None:
    lon, lat = gcj02_from_wgs84(*DONGGUAN)
    east = (lon - DONGGUAN[0]) * 111_320 * math.cos(math.radians(DONGGUAN[1]))
    south = (DONGGUAN[1] - lat) * 110_574
    assert east == pytest.approx(530, abs=30)
    assert south == pytest.approx(300, abs=30)


@pytest.mark.parametrize("point", [DONGGUAN, (116.4, 39.9), (87.6, 43.8), (121.5, 31.2)])
def test_the_shift_is_taken_back_to_a_millimetre(point: tuple[float, float]) -> None:
    back = wgs84_from_gcj02(*gcj02_from_wgs84(*point))
    assert back == pytest.approx(point, abs=1e-8)


def test_bd09_is_taken_back_to_a_few_metres() -> None:
    # Tian'anmen as published in WGS-84 and in BD-09.
    assert wgs84_from_bd09(116.40387, 39.91526) == pytest.approx((116.39126, 39.90757), abs=2e-4)


def test_wgs84_and_cgcs2000_stay() -> None:
    assert TO_WGS84["wgs84"](*DONGGUAN) == TO_WGS84["cgcs2000"](*DONGGUAN) == DONGGUAN
