"""Cases that nobody wants: given back a second time, lying with nobody for hours, sent on or sent back."""

import numpy as np
import numpy.typing as npt

from data_access.ingest.demo.cases import Cases
from data_access.ingest.demo.steps import DAY, HOUR, NONE, Step

Times = npt.NDArray[np.int64]

_SHARE = 0.17
"""Of the cases that are given back at all: about six a day."""
_LYING = 0.3
"""Of these, lying with nobody for a day or more."""
_LONGEST_LIFE = 9.5 * DAY
"""To the disposal: like all cases of the demo, these are disposed within ten days."""
_AFTERWARDS = (
    Step.SUSPEND, Step.RESUME, Step.ESCALATE, Step.DISPOSE, Step.REWORK, Step.DISPOSE_AGAIN, Step.VERIFY,
    Step.CLOSE, Step.VOID, Step.RATE,
)  # fmt: skip


def contest(times: Times, cases: Cases, rng: np.random.Generator) -> None:
    """Lengthen the lives of contested cases, in place; the months of the study have none."""
    if cases.ends is not None or not cases.size:
        return
    n = cases.size
    again = times[:, Step.DISPATCH_AGAIN]
    chosen = (again != NONE) & (times[:, Step.RETURN] != NONE) & (rng.random(n) < _SHARE)
    given_back = again + (1.5 * HOUR * rng.lognormal(0, 0.6, n)).astype(np.int64)
    lying = np.where(
        rng.random(n) < _LYING, rng.uniform(0.5, 2.5, n) * DAY, 1.5 * HOUR * rng.lognormal(0, 1.0, n)
    )
    third = given_back + np.minimum(lying, 3 * DAY).astype(np.int64)
    delay = third - again + (18 * HOUR * rng.lognormal(0, 0.8, n)).astype(np.int64)
    done = np.maximum(times[:, Step.DISPOSE], times[:, Step.DISPOSE_AGAIN])
    delay = np.minimum(delay, (cases.reported + _LONGEST_LIFE).astype(np.int64) - done)
    chosen &= third < again + delay
    times[chosen, Step.RETURN_AGAIN] = given_back[chosen]
    times[chosen, Step.DISPATCH_THIRD] = third[chosen]
    # An extension came before the due time or not at all; that is over by now.
    times[chosen, Step.EXTEND] = NONE
    for step in _AFTERWARDS:
        later = chosen & (times[:, step] != NONE)
        times[later, step] += delay[later]
