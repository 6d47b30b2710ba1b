"""Bends planned lives to the fixed ends of a study month, so that its totals come out exactly."""

import numpy as np
import numpy.typing as npt

from data_access.ingest.demo.cases import Cases
from data_access.ingest.demo.steps import HOUR, NONE, Step

Times = npt.NDArray[np.int64]


def fix_ends(times: Times, cases: Cases, rng: np.random.Generator) -> None:
    """Bend the lives of a study month to their fixed ends, in place."""
    ends = cases.ends
    assert ends is not None
    n, end = cases.size, ends.month_end
    column = {step: times[:, step] for step in Step}
    done = np.maximum(column[Step.DISPOSE], column[Step.DISPOSE_AGAIN])
    must = ends.fixed & ~ends.late & ~ends.not_disposed
    hurried = must & ((done > end - 300) | (column[Step.DISPATCH] > end - 600))
    simple = hurried | ends.late | ends.not_disposed
    extras = (Step.CONFIRM, Step.RETURN, Step.DISPATCH_AGAIN, Step.SUSPEND, Step.RESUME, Step.EXTEND)
    for step in (*extras, Step.ESCALATE, Step.REWORK, Step.DISPOSE_AGAIN):
        column[step][simple] = NONE
    # The first steps of the last hours: accepted and filed before the month ends, whatever the draw.
    room = np.minimum(end - cases.reported, 3000)
    for step, share in ((Step.ACCEPT, 0.1), (Step.FILE, 0.2), (Step.DISPATCH, 0.3)):
        planned = cases.reported + (share * room).astype(np.int64)
        shorten = simple & (column[step] > planned)
        column[step][shorten] = planned[shorten]
    start = column[Step.DISPATCH]
    dispose = start + (rng.uniform(0.25, 0.97, n) * (end - 60 - start)).astype(np.int64)
    afterwards = np.maximum(done, end + (rng.uniform(2, 90, n) * HOUR).astype(np.int64))
    dispose = np.where(ends.late, afterwards, dispose)
    moved = hurried | ends.late
    lags = rng.uniform(300, 1500, (2, n)).astype(np.int64)
    column[Step.DISPOSE][moved] = dispose[moved]
    column[Step.VERIFY][moved] = (dispose + lags[0])[moved]
    column[Step.CLOSE][moved] = (dispose + lags[0] + lags[1])[moved]
    rated = moved & (column[Step.RATE] != NONE)
    column[Step.RATE][rated] = (column[Step.CLOSE] + 20 * lags[1])[rated]
    open_for_good = ends.not_closed | ends.not_disposed
    for step in (Step.CLOSE, Step.RATE):
        column[step][open_for_good] = NONE
    column[Step.VERIFY][ends.not_disposed | (ends.not_closed & (lags[0] < 900))] = NONE
    column[Step.DISPOSE][ends.not_disposed] = NONE
    # Settled on the spot: nothing between the report and the sweep of the first days of the next month.
    swept = ends.self_collected
    times[swept, 1:] = NONE
    column[Step.CLOSE][swept] = (end + rng.uniform(9, 34, n) * HOUR).astype(np.int64)[swept]
