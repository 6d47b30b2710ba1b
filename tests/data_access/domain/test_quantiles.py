"""Grouped quantiles are those that numpy computes group by group."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_access.domain.quantiles import grouped_quantiles

MICROSECONDS = st.integers(0, 10**12).map(lambda value: value / 1e6)
ANYTHING = st.floats(-1e6, 1e12)


@pytest.mark.parametrize("groups", [1, 2, 70_000])
@given(data=st.data())
def test_every_group_has_its_own_quantiles(groups: int, data: st.DataObject) -> None:
    values = np.array(data.draw(st.lists(data.draw(st.sampled_from([MICROSECONDS, ANYTHING])), max_size=30)))
    index = data.draw(
        st.lists(st.integers(0, min(groups, 3) - 1), min_size=len(values), max_size=len(values))
    )
    belongs = np.array(index, dtype=np.intp)
    found = grouped_quantiles(values.astype(np.float64), belongs, groups, [0.5, 0.9])
    for share, result in zip((0.5, 0.9), found, strict=True):
        assert result.shape == (groups,)
        for group in range(min(groups, 3)):
            own = values[belongs == group]
            if len(own):
                assert result[group] == pytest.approx(np.quantile(own, share), rel=1e-12, abs=1e-9)
            else:
                assert np.isnan(result[group])
