"""Areas drawn by hand: which points lie inside, to the last digit, and texts that are no polygon."""

from collections.abc import Sequence

import numpy as np
import pytest

from data_access.domain.polygon import MOST_CORNERS, BadPolygon, Polygon
from data_access.domain.rows import NO_POSITION

SQUARE = "113.7,23,113.8,23,113.8,23.1,113.7,23.1"


def inside(text: str, points: Sequence[tuple[float, float]]) -> list[bool]:
    units = np.array([[round(lon * 1e7), round(lat * 1e7)] for lon, lat in points], dtype=np.int32)
    found: list[bool] = Polygon.read(text).mask({"lon": units[:, 0], "lat": units[:, 1]}).tolist()
    return found


def test_a_point_one_unit_beyond_an_edge_is_outside() -> None:
    points = [(113.75, 23.05), (113.7999999, 23.05), (113.8000001, 23.05), (113.75, 22.9999999)]
    assert inside(SQUARE, points) == [True, True, False, False]


def test_a_point_on_a_shared_edge_belongs_to_one_of_two_areas() -> None:
    beside = "113.8,23,113.9,23,113.9,23.1,113.8,23.1"
    on_edge = [(113.8, 23.05), (113.8, 23.0)]
    both = zip(inside(SQUARE, on_edge), inside(beside, on_edge), strict=True)
    assert [one + other for one, other in both] == [1, 1]


def test_the_direction_of_drawing_does_not_matter() -> None:
    turned = "113.7,23.1,113.8,23.1,113.8,23,113.7,23"
    points = [(113.7 + step / 1000, 23.0 + step / 997) for step in range(-5, 105)]
    assert inside(SQUARE, points) == inside(turned, points)


def test_what_is_enclosed_twice_is_outside() -> None:
    star = "113.75,23.1,113.78,23.0,113.70,23.06,113.80,23.06,113.72,23.0"
    assert inside(star, [(113.75, 23.09), (113.75, 23.045)]) == [True, False]


def test_a_case_without_coordinates_lies_nowhere() -> None:
    none = np.array([NO_POSITION], dtype=np.int32)
    everywhere = Polygon.read("-180,-90,180,-90,180,90,-180,90")
    assert everywhere.mask({"lon": none, "lat": none}).tolist() == [False]


@pytest.mark.parametrize(
    "text",
    [
        "", "113.7,23", "113.7,23,113.8,23", "113.7,23,113.8,23,113.8", "a,b,c,d,e,f", "nan,1,2,3,4,5",
        "inf,1,2,3,4,5", "181,1,2,3,4,5", ",".join(["113.7,23"] * (MOST_CORNERS + 1)),
    ],
)  # fmt: skip
def test_other_texts_are_refused(text: str) -> None:
    with pytest.raises(BadPolygon):
        Polygon.read(text)


def test_a_polygon_comes_back_as_it_was_written() -> None:
    text = Polygon.read(SQUARE).text()
    assert Polygon.read(text).text() == text == Polygon.read(text.replace("00000", "0")).text()
