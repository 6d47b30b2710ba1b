"""The two months of the source study: fixed totals, dealt out to days and towns by the seed.

This is the only place that holds target numbers. The figures on screens are computed from the actions.
"""

import datetime as dt
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from data_access.domain.city import City
from data_access.ingest.demo.quota import Ends, Indexes, Quota
from data_access.ingest.demo.rhythm import Rhythm, midnight

FEBRUARY = dt.date(2019, 2, 1)
AUGUST = dt.date(2019, 8, 1)

ACCEPTED, CLOSED = 38_036, 36_298
BUREAU, BUREAU_DISPOSED = 213, 124
_BUREAU_NOT_CLOSED = 4
FIRST = ("441900103", "441900006", "441900003", "441900401", "441900117")
"""茶山 莞城 东城 松山湖 凤岗: the best closing rates of February 2019, in order."""
LAST = ("441900119", "441900112", "441900129", "441900123", "441900102")
"""长安 樟木头 高埗 沙田 石龙: places 29 to 33."""
CHANGAN = "441900119"
CHANGAN_RECEIVED, CHANGAN_DISPOSED, CHANGAN_SELF_COLLECTED = 6_058, 5_580, 11_955
_AUGUST_OTHERS = 36_400
_REJECTED = 0.035
_GOOD_MIDDLE = 18
"""Towns between the first and the last five that are graded excellent: with the first five they are 23."""
_LAST_UNDISPOSED_DAY = 20
_LATE_DAYS = 6

Table = npt.NDArray[np.int64]


class Study:
    """The study's months of the demo city; a city without its towns has none."""

    def __init__(self, city: City, rhythm: Rhythm, weights: npt.NDArray[np.float64], seed: int) -> None:
        self._city = city
        self._rhythm = rhythm
        self._weights = weights
        self._seed = seed
        codes = [town.code for town in city.tree.towns]
        self.known = all(code in codes for code in (*FIRST, *LAST))
        self._codes = codes
        self._february_tables = lru_cache(maxsize=1)(self._deal_february)
        self._august_tables = lru_cache(maxsize=1)(self._deal_august)

    def days(self) -> list[dt.date]:
        """All days of the two months, oldest first."""
        if not self.known:
            return []
        return [first + dt.timedelta(days=n) for first in (FEBRUARY, AUGUST) for n in range(_length(first))]

    def quota(self, day: dt.date, rng: np.random.Generator) -> Quota | None:
        """What is fixed for a day of the study's months, None for any other day."""
        first = day.replace(day=1)
        if not self.known or first not in (FEBRUARY, AUGUST):
            return None
        return self._february(day, rng) if first == FEBRUARY else self._august(day, rng)

    def ranked(self) -> list[int]:
        """Town indexes in the order of their closing rates of February 2019, the best first."""
        first, last = ([self._codes.index(code) for code in part] for part in (FIRST, LAST))
        middle = [index for index in range(len(self._codes)) if index not in {*first, *last}]
        np.random.default_rng([self._seed, 11]).shuffle(middle)
        return [*first, *middle, *last]

    def _february(self, day: dt.date, rng: np.random.Generator) -> Quota:
        filed, not_closed, direct, undisposed, direct_open = self._february_tables()
        n = day.day - 1
        town = np.repeat(np.arange(len(self._codes)), filed[n])
        # The first cases of each town are the ones that stay open; what they are is drawn later.
        place = np.arange(len(town)) - np.repeat(np.cumsum(filed[n]) - filed[n], filed[n])
        stays = place < not_closed[n][town]
        bureau = np.arange(direct[n])
        rejected = rng.choice(len(self._codes), int(rng.binomial(len(town), _REJECTED)), p=self._weights)
        parts = [len(town), len(bureau), len(rejected)]
        ends = Ends(
            month_end=midnight(dt.date(2019, 3, 1), self._city),
            fixed=_join([np.ones(parts[0], bool), np.ones(parts[1], bool), np.zeros(parts[2], bool)]),
            rejected=_part(parts, 2),
            not_closed=_join(
                [
                    stays,
                    (bureau >= undisposed[n]) & (bureau < undisposed[n] + direct_open[n]),
                    np.zeros(parts[2], bool),
                ]
            ),
            not_disposed=_join([np.zeros(parts[0], bool), bureau < undisposed[n], np.zeros(parts[2], bool)]),
            late=np.zeros(sum(parts), bool),
            self_collected=np.zeros(sum(parts), bool),
        )
        quality = np.empty(len(self._codes))
        quality[self.ranked()] = _by_rank(
            len(self._codes), (3.0, 2.0), (1.3, 0.4), (-1.4, -1.5), (-1.65, -1.95, -2.6, -3.1, -3.6)
        )
        return Quota(np.concatenate([town, np.full(parts[1], -1), rejected]), quality, ends)

    def _august(self, day: dt.date, rng: np.random.Generator) -> Quota:
        received, late, self_collected = self._august_tables()
        n = day.day - 1
        changan = self._codes.index(CHANGAN)
        weights = self._weights.copy()
        weights[changan] = 0
        mean = _AUGUST_OTHERS * self._rhythm.volume(day) / self._volumes(AUGUST).sum()
        others = rng.choice(len(weights), int(rng.poisson(mean)), p=weights / weights.sum())
        rejected = int(rng.binomial(received[n], _REJECTED))
        parts = [int(received[n]), int(self_collected[n]), rejected, len(others)]
        town = np.concatenate([np.full(sum(parts[:3]), changan), others])
        ends = Ends(
            month_end=midnight(dt.date(2019, 9, 1), self._city),
            fixed=_part(parts, 0),
            rejected=_part(parts, 2),
            not_closed=np.zeros(len(town), bool),
            not_disposed=np.zeros(len(town), bool),
            late=np.arange(len(town)) < late[n],
            self_collected=_part(parts, 1),
        )
        return Quota(town, None, ends)

    def _deal_february(self) -> tuple[Table, Table, Table, Table, Table]:
        """Cases, and cases never closed, by (day, town); the bureau's cases by day: all, never disposed,
        disposed but never closed."""
        rng = np.random.default_rng([self._seed, 12])
        volumes = self._volumes(FEBRUARY)
        totals = _shares(self._weights, ACCEPTED - BUREAU)
        open_bureau = BUREAU - BUREAU_DISPOSED + _BUREAU_NOT_CLOSED
        left = _never_closed(totals, self.ranked(), ACCEPTED - CLOSED - open_bureau)
        filed = rng.multinomial(totals, volumes / volumes.sum()).T
        not_closed = np.array(
            [rng.multivariate_hypergeometric(filed[:, t], left[t]) for t in range(len(totals))]
        ).T
        early = volumes * (np.arange(len(volumes)) < _LAST_UNDISPOSED_DAY)
        undisposed = rng.multinomial(BUREAU - BUREAU_DISPOSED, early / early.sum())
        direct_open = rng.multinomial(_BUREAU_NOT_CLOSED, volumes / volumes.sum())
        others = rng.multinomial(BUREAU_DISPOSED - _BUREAU_NOT_CLOSED, volumes / volumes.sum())
        return filed, not_closed, undisposed + direct_open + others, undisposed, direct_open

    def _deal_august(self) -> tuple[Table, Table, Table]:
        """Of Chang'an by day: received, of these disposed only in September, self-collected."""
        rng = np.random.default_rng([self._seed, 13])
        volumes = self._volumes(AUGUST)
        received = rng.multinomial(CHANGAN_RECEIVED, volumes / volumes.sum())
        last = received * (np.arange(len(volumes)) >= len(volumes) - _LATE_DAYS)
        late = rng.multivariate_hypergeometric(last, CHANGAN_RECEIVED - CHANGAN_DISPOSED)
        return received, late, rng.multinomial(CHANGAN_SELF_COLLECTED, volumes / volumes.sum())

    def _volumes(self, first: dt.date) -> npt.NDArray[np.float64]:
        return np.array([self._rhythm.volume(first + dt.timedelta(days=n)) for n in range(_length(first))])


def _length(first: dt.date) -> int:
    return ((first + dt.timedelta(days=31)).replace(day=1) - first).days


def _join(parts: list[npt.NDArray[np.bool_]]) -> npt.NDArray[np.bool_]:
    return np.concatenate(parts)


def _part(sizes: list[int], which: int) -> npt.NDArray[np.bool_]:
    """Flags of joined parts: set in one of them."""
    return np.repeat(np.arange(len(sizes)) == which, sizes)


def _shares(weights: npt.NDArray[np.float64], total: int) -> Table:
    """Whole numbers in proportion to weights that sum to `total` (largest remainder)."""
    exact = weights * total / weights.sum()
    counts = np.floor(exact).astype(np.int64)
    counts[np.argsort(counts - exact)[: total - counts.sum()]] += 1
    return np.asarray(counts)


def _by_rank(
    towns: int,
    first: tuple[float, float],
    good: tuple[float, float],
    weak: tuple[float, float],
    last: tuple[float, ...],
) -> npt.NDArray[np.float64]:
    """Values by rank: from end to end of the first five, of the good and the weak middle; the last five."""
    middle = towns - len(FIRST) - len(LAST)
    parts = (len(FIRST), *first), (min(_GOOD_MIDDLE, middle), *good), (max(middle - _GOOD_MIDDLE, 0), *weak)
    return np.concatenate([np.linspace(start, end, count) for count, start, end in parts] + [np.array(last)])


def _never_closed(totals: Table, ranked: Indexes | list[int], total: int) -> Table:
    """Cases never closed by town: `total` in all, shares strictly rising from the best rank to the worst."""
    order = np.asarray(ranked)
    # Steps wide enough that whole cases of a small town cannot turn the order round.
    shape = _by_rank(len(order), (0.08, 0.8), (1.0, 1.12), (1.24, 1.28), (1.65, 1.85, 2.7, 3.2, 3.7))
    low, high = 0.0, 0.2
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (low, middle) if (middle * shape * totals[order]).sum() > total else (middle, high)
    counts = np.floor(low * shape * totals[order]).astype(np.int64)
    # What rounding left goes to the middle ranks, where no order is asked for, one case a town.
    middle_ranks = len(FIRST) + np.argsort(-totals[order][len(FIRST) : -len(LAST)])
    counts[middle_ranks[: total - counts.sum()]] += 1
    result = np.zeros_like(totals)
    result[order] = counts
    return result
