"""Cases by weekday and hour, where clocks change."""

from zoneinfo import ZoneInfo

import numpy as np
import pytest

from data_access.domain.period import parse_time
from data_access.queries.rhythm import _offsets

BOSTON = ZoneInfo("America/New_York")


@pytest.mark.parametrize(
    ("moment", "hours"),
    [
        ("2026-03-08T01:59:59-05:00", -5),
        ("2026-03-08T03:00:00-04:00", -4),
        ("2026-11-01T01:59:59-04:00", -4),
        ("2026-11-01T01:00:00-05:00", -5),
        ("2026-07-01T00:00:00-04:00", -4),
    ],
)
def test_an_hour_is_that_of_the_clock_of_its_moment(moment: str, hours: int) -> None:
    at = np.array([parse_time(moment, BOSTON)], dtype=np.int64)
    assert _offsets(at, BOSTON).tolist() == [hours * 3600]
