"""The steps of a planned life: columns of a plan, and the action of the wire format that each stands for."""

from enum import IntEnum

NONE = -1
"""In a plan: the action never happens."""
MAX_LIFE_DAYS = 80
"""No action lies further behind its report."""
DAY = 86_400
HOUR = 3_600
MICROSECONDS = 1_000_000


class Step(IntEnum):
    """Columns of a plan."""

    REPORT = 0
    ACCEPT = 1
    CONFIRM = 2
    REJECT = 3
    FILE = 4
    DISPATCH = 5
    RETURN = 6
    DISPATCH_AGAIN = 7
    SUSPEND = 8
    RESUME = 9
    EXTEND = 10
    ESCALATE = 11
    DISPOSE = 12
    REWORK = 13
    DISPOSE_AGAIN = 14
    VERIFY = 15
    CLOSE = 16
    VOID = 17
    RATE = 18
    RETURN_AGAIN = 19
    DISPATCH_THIRD = 20


ACTIONS = (
    "report accept confirm reject file dispatch return dispatch suspend resume extend escalate "
    "dispose rework dispose verify close void rate return dispatch"
).split()
"""Action of each step in the wire format."""
