"""Which collector team reports what: most report alike, a few live on trivial or on self-handled cases."""

import datetime as dt

import numpy as np
import numpy.typing as npt

from data_access.domain.city import City
from data_access.ingest.demo.quota import Flags, Indexes

TEAMS_PER_TOWN = 6
_MONTHS = 2
"""How long a team keeps a habit."""
_TOWNS = 0.2
"""Towns in which a team has a habit at a time."""
_TAKEN = 0.45
"""Of what the other teams of its town would have reported of that sort, this much more is its."""


class Teams:
    """The habits of the teams of one city."""

    def __init__(self, city: City, seed: int) -> None:
        self._seed = seed
        self._towns = len(city.tree.towns)
        trivial = city.rules.trivial
        self._trivial = np.array([one.code in trivial for one in city.taxonomy.subclasses], dtype=np.bool_)

    def reporting(
        self, day: dt.date, town: Indexes, subclass: Indexes, self_handled: Flags, team: Indexes
    ) -> npt.NDArray[np.int64]:
        """The team that reports each case; `team` is the one that would without any habits."""
        rng = np.random.default_rng([self._seed, day.toordinal(), 9])
        draws = rng.random(len(team))
        on_land = np.maximum(town, 0)
        result = team.copy()
        for sort, kind in enumerate((self._trivial[subclass], self_handled)):
            who = self._with_habit(day, sort)[on_land]
            result = np.where((who > 0) & (town >= 0) & kind & (draws < _TAKEN), who, result)
        return np.asarray(result)

    def _with_habit(self, day: dt.date, sort: int) -> Indexes:
        """Of each town the team with a habit, 0 for none."""
        spell = (day.year * 12 + day.month - 1) // _MONTHS
        rng = np.random.default_rng([self._seed, 10, sort, spell])
        who = rng.integers(1, TEAMS_PER_TOWN + 1, self._towns)
        return np.where(rng.random(self._towns) < _TOWNS, who, 0)
